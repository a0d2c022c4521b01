import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { BUILT_IN } from '../../db/calendar.ts'
import { noticeById } from '../../db/notices.ts'
import { openDb } from '../../db/open.ts'
import { publicityOf } from '../../db/publicity.ts'
import { concludePublicity } from '../../worker/actions/conclude-publicity.ts'
import { fileObjection } from '../../worker/actions/file-objection.ts'
import type { PublicityCase } from '../../worker/actions/list-publicity.ts'
import { question } from '../../worker/adapters/question.ts'
import { type Deps, liveDeps } from '../../worker/deps.ts'
import type { NoticeId, StaffId } from '../../worker/rules/ids.ts'
import type { NoticeFile, PublicityPeriod } from '../../worker/rules/notice.ts'
import { instant } from '../../worker/rules/time.ts'
import {
  AFTER,
  alertIn,
  aPdf,
  at,
  DURING,
  FACTS,
  filed,
  move,
  objectionsOf,
  openPublicity,
  signedIn,
  THROUGH,
} from '../support/publicity-desk.ts'
import { sumIn } from '../support/question.ts'
import { setClock, Visitor } from '../support/visitor.ts'

let desk: Visitor

beforeEach(async () => {
  await setClock(DURING)
  desk = await signedIn('organizer')
})

const path = (notice: NoticeId, part = '') => `/staff/notices/${notice}/publicity${part}`
const read = async (notice: NoticeId) => await (await new Visitor().send(`/notices/${notice}`)).text()
const revisionOf = async (notice: NoticeId) => (await publicityOf(openDb(env.DB), notice)).revision
const stored = (notice: NoticeId) =>
  env.DB.prepare('select posted_day as posted, through_day as through, conclusion from notices where id = ?')
    .bind(notice)
    .first<{ posted: string; through: string; conclusion: string | null }>()
const lines = async (notice: NoticeId) =>
  (
    await env.DB.prepare("select kind, detail from audit_events where detail ->> 'notice' = ? order by seq").bind(notice).all<{
      kind: string
      detail: string
    }>()
  ).results.map(({ kind, detail }) => {
    const { notice: _notice, ...rest } = JSON.parse(detail) as Record<string, unknown>
    return { kind, ...rest }
  })

interface ListWishes {
  readonly numbers: readonly number[]
  readonly through?: string
  readonly reason?: string
  readonly revision?: number
}

async function saveList(notice: NoticeId, { numbers, through = THROUGH, reason = '', revision }: ListWishes, who = desk) {
  return who.form(path(notice, '/list'), [
    ...numbers.map(number => ['n', String(number)] as const),
    ['through', through],
    ['reason', reason],
    ['revision', String(revision ?? (await revisionOf(notice)))],
  ])
}

const conclude = (notice: NoticeId, line = '公示期满，公示期间未收到异议。', who = desk) =>
  who.form(path(notice, '/conclusion'), [['line', line]])

test('the list stands on the public page as it was saved, in neutral order, and stays so when the campaign changes', async () => {
  const notice = await openPublicity('list-2026')
  expect((await saveList(notice, { numbers: [3, 1, 4] })).status).toBe(303)
  await env.DB.prepare(
    "update nominees set name = '改名' where number = 1 and campaign_id = (select campaign_id from notices where id = ?)",
  )
    .bind(notice)
    .run()
  const html = await read(notice)
  expect(html).toContain('公示名单（3）')
  const order = ['张明', '王建国', '城东社区党总支'].map(name => html.indexOf(name))
  expect(order).toEqual([...order].sort((a, b) => a - b))
  expect([order.includes(-1), html.includes('改名')]).toEqual([false, false])
  expect(await (await desk.send(path(notice))).text()).toContain('（与已公示的不同）')
  expect(await lines(notice)).toEqual([{ kind: 'publicity-listed', added: 3, removed: 0 }])
})

test('a name added to a published list asks for its full five working days from today; readers see why; nothing shortens it', async () => {
  const notice = await openPublicity('extend-2026')
  await saveList(notice, { numbers: [1, 2] })
  await setClock(at('2026-03-05 10:00'))
  desk = await signedIn('organizer')
  const early = await saveList(notice, { numbers: [1, 2, 3], through: '2026-03-11', reason: '经复核增补一人' })
  const html = await early.text()
  expect([early.status, html.includes('最后一天最早可以是 2026年3月12日')]).toEqual([422, true])
  expect(html.includes('经复核增补一人')).toBe(true)
  const silent = await saveList(notice, { numbers: [1, 2, 3], through: '2026-03-12' })
  expect([silent.status, (await silent.text()).includes('请写明原因')]).toEqual([422, true])
  expect(await stored(notice)).toMatchObject({ through: THROUGH })
  expect((await saveList(notice, { numbers: [1, 2, 3], through: '2026-03-12', reason: '经复核增补一人' })).status).toBe(303)
  const page = await read(notice)
  expect(page).toContain('公示期由 2026年3月9日 延长至 <b>2026年3月12日</b>。原因：经复核增补一人')
  expect(page).toContain('（2026年3月5日增补）')
  // Taking a name out asks for a reason, not for more days; emptying the list and filling it again is an addition.
  expect((await saveList(notice, { numbers: [], through: '2026-03-12', reason: '撤下全部待复核' })).status).toBe(303)
  await setClock(at('2026-03-06 10:00'))
  desk = await signedIn('organizer')
  const again = await saveList(notice, { numbers: [1], through: '2026-03-12', reason: '恢复一人的公示' })
  expect([again.status, (await again.text()).includes('2026年3月13日')]).toEqual([422, true])
  for (const [through, says] of [
    ['2026-03-11', '公示期只能延长，不能缩短'],
    ['2026-03-12', '请选一个比现在更晚的日子'],
  ] as const) {
    const answer = await desk.form(path(notice, '/period'), [
      ['posted', '2026-03-02'],
      ['through', through],
      ['reason', '想要早一点结束'],
      ['revision', String(await revisionOf(notice))],
    ])
    expect([answer.status, (await answer.text()).includes(says)]).toEqual([422, true])
  }
  expect((await lines(notice)).filter(({ kind }) => kind === 'publicity-extended')).toEqual([
    { kind: 'publicity-extended', through: '2026-03-12', reason: '经复核增补一人' },
  ])
})

test('an import that would take an extension back is refused; one that goes along with it keeps the later day and the result line', async () => {
  const notice = await openPublicity('again-2026')
  await desk.form(path(notice, '/period'), [
    ['posted', '2026-03-02'],
    ['through', '2026-03-13'],
    ['reason', '应公众要求延长'],
    ['revision', '1'],
  ])
  await expect(openPublicity('again-2026', {}, '活动简介改了一个字。')).rejects.toThrow('截止日只能推后')
  await openPublicity('again-2026', { through: '2026-03-13' }, '活动简介改了一个字。')
  expect(await stored(notice)).toMatchObject({ through: '2026-03-13' })
  await setClock(at('2026-03-14 09:00'))
  await conclude(notice, '公示期满，未收到异议。', await signedIn('organizer'))
  await openPublicity('again-2026', { through: '2026-03-13' }, '活动简介又改了一个字。')
  expect(await stored(notice)).toMatchObject({ through: '2026-03-13', conclusion: '公示期满，未收到异议。' })
})

test('a period that nobody has read yet is written only when it is long enough; in an uncounted year only with an answer', async () => {
  const notice = await openPublicity('draft-2026', { publishAt: '2026-12-28 09:00', posted: '2026-12-28', through: '2027-01-20' })
  const save = async (posted: string, through: string, more: readonly (readonly [string, string])[] = []) => {
    const revision = ['revision', String(await revisionOf(notice))] as const
    const answer = await desk.form(path(notice, '/period'), [['posted', posted], ['through', through], revision, ...more])
    return [answer.status, await answer.text()] as const
  }
  expect((await save('2026-04-01', '2026-04-08'))[1]).toContain('最后一天最早可以是 2026年4月9日')
  expect((await save('2026-04-01', '2026-04-09'))[0]).toBe(303)
  const [status, html] = await save('2027-01-04', '2027-01-20')
  expect([status, html.includes('2027 年的官方放假安排尚未公布')]).toEqual([422, true])
  // Three days hold no five working days, whatever the calendar will say.
  expect((await save('2027-01-04', '2027-01-07', [['uncounted', '1']]))[0]).toBe(422)
  expect((await save('2027-01-04', '2027-01-20', [['uncounted', '1']]))[0]).toBe(303)
  expect(await stored(notice)).toMatchObject({ posted: '2027-01-04', through: '2027-01-20' })
  expect((await lines(notice)).map(line => 'uncounted' in line && line.uncounted)).toEqual([null, '2027'])
  await setClock(at('2027-01-05 10:00'))
  expect(await read(notice)).toContain('2027 年的官方放假安排尚未公布，工作日天数待公布后计算；本次公示的最后一天由本单位核定')
  await setClock(DURING)
})

test('two people who save the same page: the second is refused and told by whom, and what was typed is still there', async () => {
  const notice = await openPublicity('both-2026')
  const answers = await Promise.all([
    saveList(notice, { numbers: [1], revision: 1 }),
    saveList(notice, { numbers: [2], revision: 1 }),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
  const late = await saveList(notice, { numbers: [5], revision: 1, reason: '我写的原因' })
  const html = await late.text()
  expect([late.status, alertIn(html).includes('某organizer'), /value="5" checked/.test(html)]).toEqual([409, true, true])
  expect((await publicityOf(openDb(env.DB), notice)).nominees).toHaveLength(1)
})

test('postings elsewhere are recorded with dates, working days, result and evidence, and are shown with them', async () => {
  const notice = await openPublicity('levels-2026')
  const form = new FormData()
  for (const [name, value] of Object.entries({
    revision: '1',
    position: '',
    level: 'unit',
    place: '清河市第一中学公示栏',
    from: '2026-02-24',
    through: '2026-03-02',
    result: '无异议',
  }))
    form.set(name, value)
  form.append('files', aPdf('公示照片.pdf'))
  const send = () => desk.send(path(notice, '/levels'), { method: 'POST', body: form })
  expect((await send()).status).toBe(303)
  expect((await send()).status).toBe(409)
  const html = await read(notice)
  // Tuesday to Friday, the Saturday worked for Spring Festival, and Monday.
  for (const text of ['本单位', '清河市第一中学公示栏', '，6 个工作日', '无异议', '公示照片.pdf'])
    expect([text, html.includes(text)]).toEqual([text, true])
  const file = await new Visitor().send(/href="(\/notices\/[^"]+\/evidence\/0\/0)"/.exec(html)?.[1] ?? '')
  expect([file.status, file.headers.get('content-security-policy')]).toEqual([200, "default-src 'none'; sandbox"])
  form.set('revision', '2')
  form.set('result', '张某，电话 13800138000，无异议')
  expect((await send()).status).toBe(422)
  expect(await lines(notice)).toEqual([{ kind: 'publicity-recorded', level: '清河市第一中学公示栏' }])
})

test('a public notice is concluded only after its period, with no objection open, once, by who may', async () => {
  const notice = await openPublicity('conclude-2026')
  const refused = async (who = desk) => alertIn(await (await conclude(notice, undefined, who)).text())
  expect(await refused()).toContain('公示期到 2026年3月9日结束才满')
  await filed(notice)
  await filed(notice)
  await setClock(AFTER)
  const later = await signedIn('organizer')
  expect(await refused(later)).toContain('还有 2 件异议没有办结')
  expect(await read(notice)).toContain('公示期已满')
  for (const { id } of await objectionsOf(notice)) await move(later, id, 'declined', '所反映的事项不属于公示范围。')
  expect((await conclude(notice, '公示期满，电话 13800138000', later)).status).toBe(422)
  for (let i = 0; i < 2; i++) expect((await conclude(notice, '公示期满，收到异议 2 件，均已办结。', later)).status).toBe(303)
  expect((await conclude(notice, '另一句话，不会写上去。', later)).status).toBe(303)
  expect(await read(notice)).toContain('公示期满，收到异议 2 件，均已办结。')
  expect((await lines(notice)).filter(({ kind }) => kind === 'publicity-concluded')).toHaveLength(1)
  const changed = await saveList(notice, { numbers: [1] }, later)
  expect([changed.status, alertIn(await changed.text()).includes('公示结果已经公布')]).toEqual([409, true])
  await setClock(DURING)
})

/** The same site under another clock. */
const under = (ms: number): Deps => ({
  ...liveDeps(env as never, { now: () => instant(0), waivers: false }),
  now: () => instant(ms),
})
const staff = { id: 'stf_0000000000000001' as StaffId, name: '某', role: 'organizer' } as const

test('an objection filed at the moment of the conclusion stops it or is refused: fifty races, never both', async () => {
  const end = at('2026-03-10 00:00')
  const [before, after] = [under(end - 1), under(end)]
  const outcomes = new Set<string>()
  for (let seed = 0; seed < 50; seed++) {
    const notice = `ntc_race${String(seed).padStart(12, '0')}` as NoticeId
    await env.DB.prepare(
      "insert into notices (id, kind, title, source, author, body, publish_at, posted_day, through_day) values (?, 'publicity', 't', 's', 'a', 'b', 1, '2026-03-02', '2026-03-09')",
    )
      .bind(notice)
      .run()
    const one = { notice: (await noticeById(before.db, notice)) as NoticeFile & { period: PublicityPeriod } }
    const key = crypto.randomUUID()
    const asked = await question.issue(before, { campaign: notice, purpose: 'objection', holder: key })
    const proof = { kind: 'question', token: asked.token, answer: sumIn(asked.text) } as const
    const draft = { about: null, named: false, name: '', contact: '', facts: FACTS }
    const filing = { ...one, campaign: null, listed: [], draft, key, files: [] }
    const file = () => fileObjection(before, filing, { address: `10.9.${seed}.1`, origin: 'https://vote.example.cn', proof })
    const finish = async () => {
      // Where in the filing's course it falls differs from seed to seed.
      for (let i = 0; i < seed % 10; i++) await new Promise(resolve => setTimeout(resolve, i % 3))
      return concludePublicity(
        after,
        staff,
        { ...one, calendar: BUILT_IN } as unknown as PublicityCase,
        '公示期满，公示期间未收到异议。',
      )
    }
    const [took, concluded] = await Promise.all([file(), finish()])
    const open = (await objectionsOf(notice)).length
    const said = await env.DB.prepare('select conclusion from notices where id = ?')
      .bind(notice)
      .first<{ conclusion: string | null }>()
    expect([seed, took.ok, concluded.ok, open, said?.conclusion !== null]).toEqual(
      took.ok ? [seed, true, false, 1, false] : [seed, false, true, 0, true],
    )
    if (!took.ok) expect(took.refusal.code).toBe('objections-closed')
    outcomes.add(took.ok ? 'filed' : 'concluded')
  }
  expect([...outcomes].sort()).toEqual(['concluded', 'filed'])
}, 120_000)

test('a notice of another kind has no such page, and its id tells nothing', async () => {
  const call = await openPublicity('nocall-2026', { kind: 'call', posted: null, through: null })
  for (const id of [call, 'ntc_0000000000000000', 'x']) expect((await desk.send(path(id as NoticeId))).status).toBe(404)
})

test('a folder cannot conclude what an open objection holds up', async () => {
  const notice = await openPublicity('folder-2026')
  await filed(notice)
  const conclusion = '公示期满，未收到异议。'
  await openPublicity('folder-2026', { conclusion })
  expect(await stored(notice)).toMatchObject({ conclusion: null })
  for (const { id } of await objectionsOf(notice)) await move(desk, id, 'declined', '所反映的事项不属于公示范围。')
  await openPublicity('folder-2026', { conclusion }, '再导入一次。')
  expect(await stored(notice)).toMatchObject({ conclusion })
})
