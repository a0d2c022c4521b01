import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { calendar } from '../../db/calendar.ts'
import { moveObjection as moveRow } from '../../db/objections.ts'
import { openDb } from '../../db/open.ts'
import { purgeDue } from '../../worker/purge-objections.ts'
import type { ObjectionId, StaffId } from '../../worker/rules/ids.ts'
import { instant } from '../../worker/rules/time.ts'
import {
  AFTER,
  alertIn,
  aPdf,
  at,
  codeIn,
  DURING,
  FACTS,
  filed,
  filledForm,
  move,
  objectionsOf,
  openPublicity,
  post,
  signedIn,
  THROUGH,
} from '../support/publicity-desk.ts'
import { setClock, Visitor } from '../support/visitor.ts'

const ANSWER = '经核实，反映的情况与事实不符，有关材料已由纪检监察部门复核，公示材料属实。'
let desk: Visitor

beforeEach(async () => {
  await setClock(DURING)
  desk = await signedIn('organizer')
})

const track = (code: string, visitor = new Visitor()) => visitor.form('/objections', [['code', code]])
const lines = async (kind: string) =>
  (
    await env.DB.prepare('select detail from audit_events where kind = ? order by seq').bind(kind).all<{ detail: string }>()
  ).results.map(({ detail }) => JSON.parse(detail) as Record<string, unknown>)

test('the whole life of an objection: filed, taken up, looked into, answered, supplemented, closed; the code shows each step', async () => {
  const notice = await openPublicity('life-2026')
  const code = await filed(notice, {
    fields: { named: '1', name: '周明远', contact: '0000-1234567', about: '' },
    files: [aPdf('材料.pdf'), aPdf('../../名单.exe')],
  })
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
  const [row] = await objectionsOf(notice)
  const id = row?.id ?? ''
  expect(row).toEqual({ id, state: 'received', revision: 1, files: 2, supplements: 0, named: 1, filed_day: '2026-03-03' })
  const sees = async () => await (await track(code)).text()
  expect(await sees()).toContain('2026年3月6日（含）前决定是否受理')
  expect((await move(desk, id, 'accepted')).status).toBe(303)
  expect(await sees()).toContain('已受理')
  await move(desk, id, 'investigating')
  expect(await sees()).toContain('2026年3月17日（含）前作出答复')
  expect((await move(desk, id, 'answered', '太短')).status).toBe(422)
  await move(desk, id, 'answered', ANSWER)
  expect(await sees()).toContain(ANSWER)

  const page = await sees()
  const form = new FormData()
  for (const [name, value] of [
    ['code', code],
    ['key', /name="key" value="([^"]+)"/.exec(page)?.[1] ?? ''],
    ['facts', '补充一点：另有两人可以证明。'],
  ] as const)
    form.set(name, value)
  form.append('files', aPdf('证明.pdf'))
  for (let i = 0; i < 2; i++)
    expect(await (await post(new Visitor(), '/objections/supplement', form)).text()).toContain('补充材料已收到')
  expect((await objectionsOf(notice))[0]).toMatchObject({ state: 'answered', revision: 5, files: 3, supplements: 1 })

  await move(desk, id, 'closed')
  expect(await sees()).toContain('已办结')
  form.set('key', crypto.randomUUID())
  expect(alertIn(await (await post(new Visitor(), '/objections/supplement', form)).text())).toContain('已经办结')
  const mine = (list: Record<string, unknown>[]) => list.filter(({ objection }) => objection === id)
  expect(mine(await lines('objection-moved')).map(({ to }) => to)).toEqual(['accepted', 'investigating', 'closed'])
  expect(mine(await lines('objection-answered'))).toEqual([{ objection: id }])
})

test('the same form sent five times at once and again later is one objection with one code', async () => {
  const notice = await openPublicity('idempotent-2026')
  const visitor = new Visitor()
  const form = await filledForm(visitor, notice, { files: [aPdf('一.pdf')] })
  const send = async () => codeIn(await (await post(visitor, `/notices/${notice}/objection`, form)).text())
  const codes = await Promise.all(Array.from({ length: 5 }, send))
  await setClock(AFTER)
  codes.push(await send())
  expect(codes[0]).toMatch(/^[0-9A-Z-]{19}$/)
  expect(new Set(codes).size).toBe(1)
  const [row] = await objectionsOf(notice)
  const count = async (table: string) =>
    (await env.DB.prepare(`select count(*) as n from ${table} where objection_id = ?`).bind(row?.id).first<{ n: number }>())?.n
  expect([(await objectionsOf(notice)).length, await count('objection_papers'), await count('objection_files')]).toEqual([
    1, 1, 1,
  ])
  // What the losers had put away is gone again.
  expect((await env.FILES.list({ prefix: `sealed/${row?.id}/` })).objects).toHaveLength(1)
})

test('objections are taken until the last second of the last day, and not after it, before it, or elsewhere', async () => {
  const notice = await openPublicity('deadline-2026')
  const visitor = new Visitor()
  await setClock(at(`${THROUGH} 23:00`))
  const form = await filledForm(visitor, notice)
  await setClock(instant(at('2026-03-10 00:00') - 1500))
  expect((await post(visitor, `/notices/${notice}/objection`, form)).status).toBe(200)
  const late = await filledForm(visitor, notice)
  await setClock(at('2026-03-10 00:00'))
  const answer = await post(visitor, `/notices/${notice}/objection`, late)
  expect([answer.status, (await answer.text()).includes('异议受理已于 2026年3月9日 24:00 截止。')]).toEqual([409, true])
  expect((await visitor.send(`/notices/${notice}/objection`)).status).toBe(409)
  expect((await objectionsOf(notice)).length).toBe(1)
  const scheduled = await openPublicity('later-2026', {
    publishAt: '2026-03-05 09:00',
    posted: '2026-03-05',
    through: '2026-03-12',
  })
  const call = await openPublicity('call-2026', { kind: 'call', posted: null, through: null })
  for (const id of [scheduled, call, 'ntc_0000000000000000'])
    expect((await visitor.send(`/notices/${id}/objection`)).status).toBe(404)
})

test('a form that is not in order comes back with what was typed and a sentence at each field', async () => {
  const notice = await openPublicity('flaws-2026')
  const visitor = new Visitor()
  const send = async (fields: Record<string, string>, files: readonly File[] = []) => {
    const answer = await post(visitor, `/notices/${notice}/objection`, await filledForm(visitor, notice, { fields, files }))
    return [answer.status, await answer.text()] as const
  }
  const [status, html] = await send({ named: '1', name: '周', contact: '不知道', facts: '他不好', about: '99' })
  expect(status).toBe(422)
  for (const says of [
    '请从名单中选择',
    '请填写您的姓名',
    '请填写能联系到您的',
    '至少 20 个字，现在 3 个',
    '他不好',
    '已选的附件需要重新选择',
  ])
    expect([says, html.includes(says)]).toEqual([says, true])
  expect((await send({ answer: '999' }))[0]).toBe(403)
  const script = new File(['<svg onload=alert(1)>'], '照片.jpg', { type: 'image/jpeg' })
  const [, refused] = await send({}, [script])
  expect(alertIn(refused)).toContain('没有收下文件“照片.jpg”：只收 PDF、JPG、PNG 和 Word（.docx）文件')
  expect(
    alertIn(
      (
        await send(
          {},
          Array.from({ length: 6 }, (_, i) => aPdf(`${i}.pdf`)),
        )
      )[1],
    ),
  ).toContain('最多 5 个文件')
  const large = new File([new Uint8Array(10 * 1024 * 1024 + 1)], '大.pdf')
  expect(alertIn((await send({}, [large]))[1])).toContain('超过 10 MB')
  expect(await objectionsOf(notice)).toEqual([])
})

test('a wrong code, a mistyped one and rubbish get the same answer; a network that tries on and on waits', async () => {
  const notice = await openPublicity('track-2026')
  const code = await filed(notice)
  const other = code.startsWith('0') ? `1${code.slice(1)}` : `0${code.slice(1)}`
  const answers = []
  for (const typed of [other, '0000-0000-0000-0000', 'x', '', `${code}0`, '"><script>']) {
    const answer = await track(typed)
    answers.push([answer.status, answer.headers.get('cache-control'), (await answer.text()).replace(/data-now="\d+"/, '')])
  }
  expect(new Set(answers.map(one => JSON.stringify(one))).size).toBe(1)
  expect(answers[0]?.slice(0, 2)).toEqual([404, 'private, no-store'])
  // As people type: small letters, blanks, look-alikes.
  expect((await track(code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l'))).status).toBe(200)
  const guesser = new Visitor()
  const statuses = []
  for (let i = 0; i < 62; i++) statuses.push((await track(other, guesser)).status)
  expect([statuses.slice(0, 60).every(status => status === 404), statuses.at(-1)]).toEqual([true, 429])
})

test('of two people who move the same objection one is refused and told by whom; a supplement in between stops a close', async () => {
  const notice = await openPublicity('two-2026')
  const code = await filed(notice)
  const id = (await objectionsOf(notice))[0]?.id ?? ''
  const answers = await Promise.all([
    move(desk, id, 'accepted'),
    move(desk, id, 'declined', '所反映的事项不属于本次公示的范围。'),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
  const [row] = await objectionsOf(notice)
  expect(row?.revision).toBe(2)
  // An unlawful jump.
  expect((await move(desk, id, row?.state === 'accepted' ? 'closed' : 'accepted')).status).toBe(400)
  const papers = await env.DB.prepare('select kind from objection_papers where objection_id = ? order by position').bind(id).all()
  expect(papers.results.length).toBe(row?.state === 'declined' ? 2 : 1)
  if (row?.state !== 'accepted') return
  const page = await (await track(code)).text()
  const form = new FormData()
  form.set('code', code)
  form.set('key', /name="key" value="([^"]+)"/.exec(page)?.[1] ?? '')
  form.set('facts', '补充一份说明材料。')
  await post(new Visitor(), '/objections/supplement', form)
  const stale = await desk.form(`/staff/objections/${id}/move`, [
    ['to', 'investigating'],
    ['revision', '2'],
    ['words', ''],
  ])
  expect([stale.status, alertIn(await stale.text()).includes('异议人')]).toEqual([409, true])
  // The statement itself looks at the revision, not only the action before it.
  const asked = {
    id: id as ObjectionId,
    from: 'accepted',
    to: 'investigating',
    by: 'stf_0000000000000001' as StaffId,
    at: DURING,
  } as const
  expect(await moveRow(openDb(env.DB), { ...asked, revision: 2 })).toEqual([])
})

test('content opens only for who may, with a reason, for one request, and each look leaves its line', async () => {
  const notice = await openPublicity('reveal-2026')
  await filed(notice, { files: [aPdf('证据.pdf', 'inside')] })
  const id = (await objectionsOf(notice))[0]?.id ?? ''
  const page = await (await desk.send(`/staff/objections/${id}`)).text()
  expect([page.includes(FACTS), page.includes('默认不显示')]).toEqual([false, true])
  const reveal = (visitor: Visitor, reason: string) => visitor.form(`/staff/objections/${id}/content`, [['reason', reason]])
  const before = (await lines('private-revealed')).length
  expect((await reveal(desk, '')).status).toBe(422)
  expect((await reveal(desk, '核对电话 13800138000')).status).toBe(422)
  expect((await lines('private-revealed')).length).toBe(before)
  const opened = await (await reveal(desk, '办理受理')).text()
  expect([opened.includes(FACTS), opened.includes('下载“证据.pdf”')]).toEqual([true, true])
  const object = /name="object" value="([^"]+)"/.exec(opened)?.[1] ?? ''
  const file = await desk.form(`/staff/objections/${id}/file`, [
    ['object', object],
    ['reason', '办理受理'],
  ])
  expect([file.headers.get('content-type'), (await file.text()).includes('inside')]).toEqual(['application/pdf', true])
  expect((await lines('private-revealed')).slice(before)).toEqual([
    { subject: `异议 ${id} 的内容`, reason: '办理受理' },
    { subject: `异议 ${id} 的附件`, reason: '办理受理' },
  ])
  const auditor = await signedIn('auditor')
  expect((await auditor.send(`/staff/objections/${id}`)).status).toBe(200)
  for (const path of ['content', 'file', 'move', 'note'])
    expect([path, (await auditor.form(`/staff/objections/${id}/${path}`, [['reason', '看一看内容']])).status]).toEqual([
      path,
      403,
    ])
  // An object of another objection does not open here.
  const other = await openPublicity('other-2026')
  await filed(other)
  const stranger = (await objectionsOf(other))[0]?.id ?? ''
  const foreign = await desk.form(`/staff/objections/${stranger}/file`, [
    ['object', object],
    ['reason', '办理受理'],
  ])
  expect(foreign.status).toBe(404)
})

test('180 days after notice and objection are done the content is deleted, with files and a line; the counts stay', async () => {
  const notice = await openPublicity('purge-2026')
  const code = await filed(notice, { files: [aPdf('一.pdf')] })
  const id = (await objectionsOf(notice))[0]?.id ?? ''
  await move(desk, id, 'declined', '所反映的事项不属于本次公示的范围。')
  const db = openDb(env.DB)
  const purgeAt = (text: string) => purgeDue({ db, files: env.FILES }, at(text))
  // The notice is not concluded: nothing goes, however long ago.
  expect(await purgeAt('2028-01-01 00:00')).toBe(0)
  await setClock(AFTER)
  const later = await signedIn('organizer')
  await later.form(`/staff/notices/${notice}/publicity/conclusion`, [['line', '公示期满，收到异议 1 件，已办结。']])
  expect(await purgeAt('2026-09-05 23:59')).toBe(0)
  expect(await purgeAt('2026-09-06 00:00')).toBe(1)
  expect(await purgeAt('2026-09-06 00:00')).toBe(0)
  const count = async (table: string) =>
    (await env.DB.prepare(`select count(*) as n from ${table} where objection_id = ?`).bind(id).first<{ n: number }>())?.n
  expect([await count('objection_papers'), await count('objection_files')]).toEqual([0, 0])
  expect((await env.FILES.list({ prefix: `sealed/${id}/` })).objects).toEqual([])
  expect((await lines('objections-purged')).at(-1)).toEqual({ count: 1 })
  expect(await (await track(code)).text()).toContain('内容和答复已按规定删除')
  expect(await (await new Visitor().send(`/notices/${notice}`)).text()).toContain(
    '收到异议 <b>1</b> 件，<span class="keep">已办结 <b>1</b> 件',
  )
})

test('the form carries a cap of its own, and the calendar behind the deadlines is the site own', async () => {
  const notice = await openPublicity('cap-2026')
  const visitor = new Visitor()
  const body = new Uint8Array(51 * 1024 * 1024)
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  expect((await visitor.send(`/notices/${notice}/objection`, { method: 'POST', body, headers })).status).toBe(413)
  expect((await calendar(openDb(env.DB))).years.has('2026')).toBe(true)
})
