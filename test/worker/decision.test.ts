import { env } from 'cloudflare:workers'
import { readXlsx } from 'hucre/xlsx'
import { beforeAll, expect, test } from 'vitest'
import { HOUR } from '../../worker/rules/time.ts'
import {
  AFTER_MEETING,
  aCampaignToDecide,
  type Decided,
  decisionRow,
  deskAt,
  outcomesOf,
  pressAt,
  REVOCATION,
  releasedBy,
  WHOLE,
  write,
} from '../support/decision-desk.ts'
import { atDesk, auditOf } from '../support/desk.ts'
import { setClock, Visitor } from '../support/visitor.ts'
import { wordsOf } from '../support/words-of.ts'

const STEPS = 'decision-drafted decision-submitted decision-recalled decision-returned decision-released'.split(' ')
const CHANGES = 'amendment-proposed amendment-refused amendment-confirmed'.split(' ')
let writer: Visitor
let colleague: Visitor
let auditor: Visitor
let watcher: Visitor
let reviewer: Visitor

beforeAll(async () => {
  await setClock(AFTER_MEETING)
  writer = await atDesk('jueding')
  colleague = await atDesk('tongshi')
  auditor = await atDesk('fuhe', 'auditor')
  watcher = await atDesk('fuhe-2', 'auditor')
  reviewer = await atDesk('weiyuan', 'reviewer')
})

const statuses = async (answers: readonly Promise<Response>[]) => (await Promise.all(answers)).map(({ status }) => status).sort()

test('a draft is kept as it was typed, is handed in when it adds up, and stands by the word of a second person', async () => {
  const one = await aCampaignToDecide('life-of-a-decision')
  expect((await write(writer, one, 'save', { meeting: '部务会议', present: '很多人' })).status).toBe(303)
  expect(await (await writer.send(deskAt(one))).text()).toContain('value="很多人"')
  expect(await wordsOf(await reviewer.send(deskAt(one)))).toContain('评审决定正在起草')
  const unfinished = await write(writer, one, 'submit', { ...WHOLE, present: '16', 'line.5.outcome': '' })
  expect([unfinished.status, await wordsOf(unfinished)]).toEqual([
    422,
    expect.stringContaining('已经保存，但还有 2 处要补充或更正'),
  ])
  expect(await decisionRow(one)).toMatchObject({ state: 'draft', revision: 2, record: null })
  expect((await write(writer, one, 'submit')).status).toBe(303)
  const { hash, record } = (await decisionRow(one)) ?? {}
  expect((await pressAt(auditor, one, 'release')).status).toBe(303)
  expect(await decisionRow(one)).toMatchObject({ state: 'released', hash, record })
  // The bytes that are given out are those of which the hash is shown.
  const bytes = await (await reviewer.send(deskAt(one, '/record.json'))).arrayBuffer()
  const digest = [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map(b => b.toString(16).padStart(2, '0'))
    .join('')
  expect([digest, await (await reviewer.send(deskAt(one))).text()]).toEqual([hash, expect.stringContaining(digest)])
  expect(await wordsOf(await reviewer.send(deskAt(one)))).toMatch(/提交 jueding（组织者），.*复核 fuhe（审计），/)
  expect(await auditOf(one.id, STEPS)).toEqual([
    { kind: 'decision-drafted' },
    { kind: 'decision-submitted', hash },
    { kind: 'decision-released', hash },
  ])
})

test('no role but its own writes, releases or reads: and who writes cannot release, nor who releases write', async () => {
  const one = await aCampaignToDecide('roles-of-a-decision')
  const [clerk, administrator] = [new Visitor(), await atDesk('guanliyuan', 'administrator')]
  expect(await statuses([auditor, reviewer, administrator].map(who => write(who, one, 'save')))).toEqual([403, 403, 403])
  expect((await administrator.send(deskAt(one))).status).toBe(403)
  expect((await clerk.send(deskAt(one))).status).toBe(303)
  await write(writer, one, 'submit')
  expect(await statuses([writer, colleague, reviewer].map(who => pressAt(who, one, 'release')))).toEqual([403, 403, 403])
  expect(await decisionRow(one)).toMatchObject({ state: 'submitted' })
})

test('T18: the database itself refuses one person as both, one role as both, the writer as second, and any change afterwards', async () => {
  const one = await aCampaignToDecide('by-hand-of-a-decision')
  await write(writer, one, 'submit')
  const run = (sql: string) =>
    env.DB.prepare(`update decisions set ${sql} where campaign_id = ?`)
      .bind(one.id)
      .run()
      .then(
        () => 'written',
        () => 'refused',
      )
  const release = (by: string, role: string) =>
    run(`state = 'released', released_by = ${by}, released_role = '${role}', released_at = 5, shown = '{}'`)
  const stranger = "'stf_0000000000000000'"
  expect([
    await release('handed_by', 'auditor'),
    await release('edited_by', 'auditor'),
    await release(stranger, 'organizer'),
    await release(stranger, 'reviewer'),
    await release('null', 'auditor'),
    await run("record = '{}'"),
  ]).toEqual(['refused', 'refused', 'refused', 'refused', 'refused', 'refused'])
  await pressAt(auditor, one, 'release')
  expect([
    await run("record = '{}'"),
    await run('hash = lower(hex(zeroblob(32)))'),
    await run("state = 'draft', released_by = null, released_role = null, released_at = null, shown = null"),
    await run(`released_by = ${stranger}`),
    await env.DB.prepare('delete from decisions where campaign_id = ?')
      .bind(one.id)
      .run()
      .then(
        () => 'written',
        () => 'refused',
      ),
  ]).toEqual(['refused', 'refused', 'refused', 'refused', 'refused'])
  expect((await write(writer, one, 'save', { ...WHOLE, remark: '改一改' })).status).toBe(409)
})

test('of two who release at once one is heard, of two who save at once one; pressed twice by one person it is done once', async () => {
  const one = await aCampaignToDecide('at-once-decision')
  expect(await statuses([write(writer, one, 'save'), write(colleague, one, 'save', { ...WHOLE, remark: '另一份' })])).toEqual([
    303, 409,
  ])
  await write(writer, one, 'save')
  await write(writer, one, 'submit')
  const form = [['revision', String((await decisionRow(one))?.revision)]] as const
  const press = (who: Visitor) => who.form(deskAt(one, '/release'), form)
  expect(await statuses([press(auditor), press(watcher)])).toEqual([303, 409])
  const again = await statuses([press(auditor), press(watcher)])
  expect(again).toEqual([303, 409])
  expect((await auditOf(one.id, ['decision-drafted', 'decision-released'])).map(line => (line as { kind: string }).kind)).toEqual(
    ['decision-drafted', 'decision-released'],
  )
})

test('the second person sends it back with a reason, the first takes it back, and what was handed in before is not what is released', async () => {
  const one = await aCampaignToDecide('sent-back-decision')
  await write(writer, one, 'submit')
  const before = await decisionRow(one)
  expect((await pressAt(auditor, one, 'return', { refusal: '不对' })).status).toBe(422)
  const refusal = '实到人数与签到表不一致，请核对后再提交。'
  expect((await pressAt(auditor, one, 'return', { refusal })).status).toBe(303)
  expect((await pressAt(auditor, one, 'release')).status).toBe(409)
  await write(writer, one, 'submit', { ...WHOLE, present: '14' })
  expect((await pressAt(writer, one, 'recall')).status).toBe(303)
  expect((await pressAt(auditor, one, 'release')).status).toBe(409)
  await write(writer, one, 'submit', { ...WHOLE, present: '14' })
  // A page that was opened before says nothing about what is there now.
  const late = await auditor.form(deskAt(one, '/release'), [['revision', String(before?.revision)]])
  expect(late.status).toBe(409)
  expect((await auditOf(one.id, STEPS)).map(line => (line as { kind: string }).kind)).toEqual([
    'decision-drafted',
    'decision-submitted',
    'decision-returned',
    'decision-submitted',
    'decision-recalled',
    'decision-submitted',
  ])
})

test('saved by itself it answers in JSON with its revision; one button puts down the rest as not chosen', async () => {
  const one = await aCampaignToDecide('by-itself-decision')
  const auto = await writer.send(deskAt(one), {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'revision=0&auto=1&do=save&line.1.outcome=honoured',
  })
  expect([auto.status, await auto.json()]).toEqual([200, { revision: 1, at: expect.any(Number), was: null }])
  await write(writer, one, 'rest', { 'line.1.outcome': 'honoured' })
  const draft = await env.DB.prepare('select draft from decisions where campaign_id = ?').bind(one.id).first<{ draft: string }>()
  const { lines } = JSON.parse(draft?.draft ?? '{}') as { lines: Record<number, { outcome: string }> }
  expect(Object.values(lines).map(({ outcome }) => outcome)).toEqual(['honoured', ...Array(4).fill('not-chosen')])
})

/** Presses the button of the draft and tells which notice it leads to. */
async function draftOf(one: Decided, who = writer): Promise<string> {
  const answer = await who.form(deskAt(one, '/notice'), [])
  return answer.headers.get('location')?.split('/').at(-1) ?? ''
}

const textOf = async (id: string) =>
  (await env.DB.prepare('select kind, title, source, body, corrects from notices where id = ?').bind(id).first()) as {
    readonly body: string
  }

async function publish(id: string, at = ''): Promise<Response> {
  const row = await env.DB.prepare('select revision from notices where id = ?').bind(id).first<{ revision: number }>()
  return writer.form(`/staff/notices/${id}/publish`, [
    ['revision', String(row?.revision)],
    ['when', at === '' ? 'now' : 'later'],
    ['at', at],
    ['reason', ''],
  ])
}

test('the result notice is drafted once from the released decision, and the public pages show results when it is out', async () => {
  const one = await aCampaignToDecide('result-of-a-decision')
  expect((await writer.form(deskAt(one, '/notice'), [])).status).toBe(409)
  await releasedBy(one, [writer, auditor])
  const ids = await Promise.all([draftOf(one), draftOf(one, colleague), draftOf(one)])
  expect(new Set(ids).size).toBe(1)
  const id = ids[0] ?? ''
  expect(await textOf(id)).toEqual({
    kind: 'result',
    title: '清河市“十佳百优”先进典型网上评议结果公告',
    source: '中共清河市委组织部',
    corrects: null,
    body: [
      '2026年4月28日，经部务会议研究决定，对下列对象予以表彰，现予公布。同一类别按候选编号排列，不分先后。',
      '## 十佳共产党员（2 个）',
      '- 张明（清河市第一中学）\n- 李秀兰（清河市第一中学）',
      '## 十佳基层党组织（1 个）',
      '- 城东社区党总支（清河市第一中学）',
      '中共清河市委组织部',
    ].join('\n\n'),
  })
  // Law 2: no vote of any kind is its ground.
  expect((await textOf(id)).body).not.toMatch(/票|评议|点赞|表决/)
  expect(await outcomesOf(one)).toEqual([null, null, null, null, null])
  const published = await publish(id)
  expect([published.status, await outcomesOf(one)]).toEqual([
    303,
    ['honoured', 'honoured', 'not-chosen', 'honoured', 'not-chosen'],
  ])
  expect(await wordsOf(await new Visitor().send(`/c/${one.slug}/nominees/1`))).toContain('表彰对象')
  expect(await wordsOf(await new Visitor().send(`/c/${one.slug}/nominees/3`))).not.toContain('候补')
  await writer.form(`/staff/notices/${id}/withdraw`, [['reason', '名单排版有误，重新发布。']])
  expect(await outcomesOf(one)).toEqual([null, null, null, null, null])
  const next = await draftOf(one)
  expect(next).not.toBe(id)
  const lines = await env.DB.prepare("select detail from audit_events where kind = 'outcomes-set' and detail ->> 'notice' = ?")
    .bind(id)
    .all<{ detail: string }>()
  expect(lines.results.map(({ detail }) => (JSON.parse(detail) as { shown: boolean }).shown)).toEqual([true, false])
})

test('T18: a result that is set for a moment shows nothing before it, and alternates are named where the meeting said so', async () => {
  const one = await aCampaignToDecide('scheduled-decision')
  await releasedBy(one, [writer, auditor], { ...WHOLE, alternatesNamed: '1' })
  const id = await draftOf(one)
  expect((await textOf(id)).body).toContain('## 十佳共产党员候补（1 个）\n\n- 王建国')
  expect((await publish(id, '2026-04-30T09:00')).status).toBe(303)
  expect(await outcomesOf(one)).toEqual([null, null, null, null, null])
  const { carryOut } = await import('../../worker/duties.ts')
  const { instant } = await import('../../worker/rules/time.ts')
  await carryOut(env, instant(Date.parse('2026-04-30T09:00:00+08:00')))
  expect(await outcomesOf(one)).toEqual(['honoured', 'honoured', 'alternate', 'honoured', 'not-chosen'])
})

test('a revocation takes two people, touches nobody else, is public at once, and its notice corrects the result', async () => {
  const one = await aCampaignToDecide('revoked-decision')
  await releasedBy(one, [writer, auditor])
  const result = await draftOf(one)
  await publish(result)
  const record = (await decisionRow(one))?.record
  const propose = (who: Visitor) => who.form(deskAt(one, '/amendments'), REVOCATION)
  expect((await writer.form(deskAt(one, '/amendments'), [['numbers', '5'], ...REVOCATION.slice(1)])).status).toBe(422)
  expect(await statuses([propose(writer), propose(colleague)])).toEqual([303, 409])
  const hashOf = async () =>
    (
      await env.DB.prepare('select hash from decision_amendments where campaign_id = ? order by number desc')
        .bind(one.id)
        .first<{ hash: string }>()
    )?.hash ?? ''
  const hash = [['hash', await hashOf()]] as const
  expect((await writer.form(deskAt(one, '/amendments/confirm'), hash)).status).toBe(403)
  expect(await outcomesOf(one)).toEqual(['honoured', 'honoured', 'not-chosen', 'honoured', 'not-chosen'])
  const confirm = (who: Visitor) => who.form(deskAt(one, '/amendments/confirm'), hash)
  expect(await statuses([confirm(auditor), confirm(watcher)])).toEqual([303, 409])
  // The place stays empty: the alternate is where it was.
  expect(await outcomesOf(one)).toEqual(['honoured', 'not-chosen', 'not-chosen', 'honoured', 'not-chosen'])
  expect((await decisionRow(one))?.record).toBe(record)
  const notice = await writer.form(deskAt(one, '/amendments/1/notice'), [])
  const told = notice.headers.get('location')?.split('/').at(-1) ?? ''
  expect(await textOf(told)).toMatchObject({
    kind: 'correction',
    corrects: result,
    body: expect.stringContaining('空出的名额不递补'),
  })
  expect((await auditOf(one.id, CHANGES)).map(line => (line as { kind: string }).kind)).toEqual([
    'amendment-proposed',
    'amendment-confirmed',
  ])
  const change = (sql: string) =>
    env.DB.prepare(sql)
      .bind(one.id)
      .run()
      .then(
        () => 'written',
        () => 'refused',
      )
  expect([
    await change("update decision_amendments set record = '{}' where campaign_id = ?"),
    await change('delete from decision_amendments where campaign_id = ?'),
  ]).toEqual(['refused', 'refused'])
})

test('an amendment that was sent back leaves its number free, and the next names the hash of what stands', async () => {
  const one = await aCampaignToDecide('amended-decision')
  await releasedBy(one, [writer, auditor])
  const row = () =>
    env.DB.prepare('select number, state, hash, record from decision_amendments where campaign_id = ? order by number desc')
      .bind(one.id)
      .first<{ number: number; state: string; hash: string; record: string }>()
  const propose = (number: string) => writer.form(deskAt(one, '/amendments'), [['numbers', number], ...REVOCATION.slice(1)])
  await propose('2')
  const refusal = [
    ['hash', (await row())?.hash ?? ''],
    ['refusal', '撤销的依据不足，请补充调查材料后再提出。'],
  ] as const
  expect((await auditor.form(deskAt(one, '/amendments/refuse'), refusal)).status).toBe(303)
  expect(await row()).toBe(null)
  await propose('1')
  const first = await row()
  await auditor.form(deskAt(one, '/amendments/confirm'), [['hash', first?.hash ?? '']])
  await propose('3')
  const second = await row()
  expect([first?.number, second?.number]).toEqual([1, 2])
  const previous = (text = '{}') => (JSON.parse(text) as { previous: string }).previous
  expect([previous(first?.record), previous(second?.record)]).toEqual([(await decisionRow(one))?.hash, first?.hash])
  // Without a published result there is nothing to correct.
  expect((await writer.form(deskAt(one, '/amendments/1/notice'), [])).status).toBe(409)
})

test('a released decision is taken out as a workbook, as CSV and as a page, stamped, and each is a line in the log', async () => {
  const one = await aCampaignToDecide('taken-out-decision')
  expect((await writer.send(deskAt(one, '.xlsx'))).status).toBe(404)
  await releasedBy(one, [writer, auditor])
  expect((await reviewer.send(deskAt(one, '.xlsx'))).status).toBe(403)
  const answer = await auditor.send(deskAt(one, '.xlsx'))
  const { sheets } = await readXlsx(new Uint8Array(await answer.arrayBuffer()))
  expect(sheets.map(({ name }) => name)).toEqual(['说明', '结果'])
  expect(sheets[0]?.rows.slice(0, 7)).toEqual([
    ['评审决定', null],
    ['活动', '清河市“十佳百优”先进典型网上评议'],
    ['范围', '全部类别'],
    ['导出时间', '2026年4月30日 0:00（北京时间）'],
    ['日志检查点', '尚无日志检查点'],
    ['用途说明', '网上评议结果仅作评审参考，不直接决定表彰对象。'],
    ['会议', '部务会议，2026年4月28日，302 会议室'],
  ])
  expect(sheets[1]?.rows).toEqual([
    ['类别', '编号', '姓名（名称）', '单位', '结果', '候补次序', '赞成', '反对', '弃权', '说明'],
    ['十佳共产党员', 1, '张明', '清河市第一中学', '授予', null, 12, 0, 1, null],
    ['十佳共产党员', 2, '李秀兰', '清河市第一中学', '授予', null, null, null, null, null],
    ['十佳共产党员', 3, '王建国', '清河市第一中学', '候补', 1, null, null, null, null],
    ['十佳基层党组织', 4, '城东社区党总支', '清河市第一中学', '授予', null, null, null, null, null],
    ['十佳基层党组织', 5, '第一中学党支部', '清河市第一中学', '未入选', null, null, null, null, null],
  ])
  expect(await (await writer.send(deskAt(one, '.csv'))).text()).toContain(
    '"十佳共产党员",1,"张明","清河市第一中学","授予","",12,0,1,""',
  )
  const page = await wordsOf(await writer.send(deskAt(one, '/print')))
  expect(page).toContain('日志检查点 尚无日志检查点')
  expect((await auditOf(one.id, ['decision-exported'])).length).toBe(3)
})

test('releasing asks again who is there, and the words of the decision end up where the person was going', async () => {
  const one = await aCampaignToDecide('proof-of-a-decision')
  await write(writer, one, 'submit')
  await setClock(AFTER_MEETING + HOUR / 3)
  expect((await pressAt(auditor, one, 'release')).status).toBe(401)
  expect(await decisionRow(one)).toMatchObject({ state: 'submitted' })
  await setClock(AFTER_MEETING)
})
