import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { agendaOf } from '../../worker/objects/names.ts'
import { DAY, HOUR, MINUTE } from '../../worker/rules/time.ts'
import { atDesk, upload } from '../support/desk.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { openCampaign, setClock, told, Visitor } from '../support/visitor.ts'
import { wordZip } from '../support/zip.ts'

const NOON = OPENS + 3 * HOUR
let wang: Visitor
let li: Visitor
let campaign: string

beforeAll(async () => {
  await setClock(OPENS - DAY)
  campaign = (await openCampaign(aDocument({ slug: 'notices-2026' }))).id
  await setClock(NOON)
  wang = await atDesk('wang')
  li = await atDesk('li')
})

type Fields = Readonly<Record<string, string>>
const HEAD: Fields = { kind: 'call', title: '关于推荐工作的通知', source: '市委组织部', author: '', body: '请各单位推荐。' }
let next = 0

/** Begins a draft and returns its address. */
async function aDraft(change: Fields = {}, who = wang): Promise<string> {
  next += 1
  const id = `ntc_${String(next).padStart(16, 'n')}`
  const answer = await who.form('/staff/notices', Object.entries({ id, ...HEAD, ...change }))
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `/staff/notices/${id}`])
  return `/staff/notices/${id}`
}

const save = (who: Visitor, path: string, fields: Fields) =>
  who.send(path, {
    method: 'POST',
    body: new URLSearchParams({ ...HEAD, ...fields }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  })
const press = (who: Visitor, path: string, fields: Fields = {}) => who.form(path, Object.entries(fields))
const rowOf = (path: string) =>
  env.DB.prepare('select * from notices where id = ?').bind(path.split('/').at(-1)).first<Record<string, unknown>>()
const publicOf = (path: string) => path.replace('/staff', '')
const open = (path: string) => new Visitor().send(publicOf(path))
const linesOf = async (path: string) =>
  (
    await env.DB.prepare("select kind, role from audit_events where detail ->> 'notice' = ? order by seq")
      .bind(path.split('/').at(-1))
      .all<{ kind: string; role: string }>()
  ).results.map(({ kind, role }) => `${kind} ${role}`)

test('a draft is begun once however often its form is sent, is seen by nobody, and has one line in the log', async () => {
  await setClock(NOON)
  const path = await aDraft()
  await press(wang, '/staff/notices', { ...HEAD, id: path.split('/').at(-1) ?? '', title: '又一次' })
  expect([(await rowOf(path))?.title, (await open(path)).status, await linesOf(path)]).toEqual([
    HEAD.title,
    404,
    ['notice-drafted organizer'],
  ])
})

test('a save counts up; the same text again changes nothing; of two who started from one text the second is told who was first', async () => {
  const path = await aDraft()
  expect(await told(await save(wang, path, { revision: '1', body: '甲' }))).toEqual([
    200,
    { revision: 2, changed: true, at: expect.any(Number) },
  ])
  expect(await told(await save(li, path, { revision: '1', body: '甲' }))).toEqual([
    200,
    { revision: 2, changed: false, at: expect.any(Number) },
  ])
  expect(await told(await save(li, path, { revision: '1', body: '乙' }))).toEqual([
    409,
    expect.objectContaining({ code: 'edited-by-other', by: 'wang', theirs: 2 }),
  ])
  const refused = await press(li, path, { ...HEAD, revision: '1', body: '乙方写的一大段' })
  expect([refused.status, (await refused.text()).includes('乙方写的一大段'), (await rowOf(path))?.body]).toEqual([
    409,
    true,
    '甲',
  ])
})

test('twenty saves at once from one text leave one winner and one next revision', async () => {
  const path = await aDraft()
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => save(i % 2 === 0 ? wang : li, path, { revision: '1', body: `第${i}个` })),
  )
  const won = answers.filter(({ status }) => status === 200).length
  const { revision } = (await rowOf(path)) ?? {}
  const versions = await env.DB.prepare('select count(*) as n from notice_versions where notice_id = ? and revision > 1')
    .bind(path.split('/').at(-1))
    .first<{ n: number }>()
  expect([won, revision, versions?.n]).toEqual([1, 2, 1])
})

test('a form that is not ours, a campaign that is not there and a title that is missing are refused, and what was typed comes back', async () => {
  const path = await aDraft()
  for (const [fields, status] of [
    [{ ...HEAD, revision: '1', publish_at: '1' }, 400],
    [{ ...HEAD, revision: '1', kind: 'law' }, 400],
    [{ ...HEAD, revision: '1', campaign: 'cmp_0000000000000000' }, 422],
    [{ ...HEAD, revision: '1', title: ' ' }, 422],
    [{ ...HEAD, revision: '1', title: '长'.repeat(101) }, 422],
    [{ ...HEAD, revision: '1', kind: 'publicity', posted: '2026-04-20', through: '2026-04-20' }, 422],
    [{ ...HEAD, revision: '1', kind: 'correction', corrects: path.split('/').at(-1) ?? '' }, 422],
  ] as const)
    expect([fields, (await press(wang, path, fields)).status]).toEqual([fields, status])
  const page = await (await press(wang, path, { ...HEAD, revision: '1', title: '', body: '没有丢' })).text()
  expect([page.includes('没有丢'), page.includes('请填写标题。')]).toEqual([true, true])
})

test('HTML is cleaned by the server whatever the browser sent, and shown as it was stored', async () => {
  const path = await aDraft()
  const body =
    '<h1 onclick="x()">一、</h1><p style="text-align:right">甲<script>alert(1)</script></p><img src=x onerror=alert(1)>'
  await save(wang, path, { revision: '1', format: 'html', body })
  expect((await rowOf(path))?.body).toBe('<h2>一、</h2>\n<p class="right">甲</p>')
  expect((await save(wang, path, { revision: '2', format: 'html', body: '<b><p>'.repeat(500) })).status).toBe(422)
})

test('publishing asks for everything, happens once, and afterwards nothing changes the text', async () => {
  const path = await aDraft({ body: ' ', source: '' })
  const early = await press(wang, `${path}/publish`, { revision: '1', when: 'now' })
  expect([early.status, (await early.text()).match(/请填写[^。]+。/g)]).toEqual([
    409,
    expect.arrayContaining(['请填写来源（发布单位）。', '请填写正文。']),
  ])
  await save(wang, path, { revision: '1' })
  expect((await press(li, `${path}/publish`, { revision: '1', when: 'now' })).status).toBe(409)
  for (const who of [wang, li, wang])
    expect((await press(who, `${path}/publish`, { revision: '2', when: 'now' })).status).toBe(303)
  expect([(await open(path)).status, await linesOf(path)]).toEqual([
    200,
    ['notice-drafted organizer', 'notice-edited organizer', 'notice-published organizer'],
  ])
  expect((await save(wang, path, { revision: '2', body: '改一改' })).status).toBe(409)
  const file = await upload(wang, `${path}/files`, { name: '表.docx', bytes: wordZip() })
  expect([file.status, (await rowOf(path))?.body]).toEqual([422, HEAD.body])
})

test('a withdrawn notice keeps its address and its first reason, and loses its text', async () => {
  const path = await aDraft()
  expect((await press(wang, `${path}/withdraw`, { reason: '还没发布' })).status).toBe(409)
  await press(wang, `${path}/publish`, { revision: '1', when: 'now' })
  expect((await press(wang, `${path}/withdraw`, { reason: ' ' })).status).toBe(422)
  for (const reason of ['名单有误', '另一个原因']) await press(wang, `${path}/withdraw`, { reason })
  const page = await (await open(path)).text()
  expect([page.includes('原因：名单有误'), page.includes(HEAD.body ?? '')]).toEqual([true, false])
  expect((await linesOf(path)).filter(line => line.startsWith('notice-withdrawn'))).toEqual(['notice-withdrawn organizer'])
})

/** As `datetime-local` sends it. */
const local = (at: number) => new Date(at + 8 * HOUR).toISOString().slice(0, 16)
const AGENDA = () => agendaOf(env)

test('a scheduled notice is seen from its moment on, alarm or no alarm, and its line is written once by the Agenda', async () => {
  await setClock(NOON)
  const [early, late] = [await aDraft({ title: '早的' }), await aDraft({ title: '晚的' })]
  for (const [path, at] of [
    [late, NOON + 2 * HOUR],
    [early, NOON + HOUR],
  ] as const)
    expect((await press(wang, `${path}/publish`, { revision: '1', when: 'later', at: local(at) })).status).toBe(303)
  expect((await open(early)).status).toBe(404)
  await setClock(NOON + HOUR)
  expect([(await open(early)).status, (await open(late)).status, (await linesOf(early)).at(-1)]).toEqual([
    200,
    404,
    'notice-scheduled organizer',
  ])
  // Once more before D1 has anything new, and twice at the same moment: one line.
  for (let i = 0; i < 3; i++) await runDurableObjectAlarm(AGENDA())
  expect(await linesOf(early)).toEqual(['notice-drafted organizer', 'notice-scheduled organizer', 'notice-published agenda'])
  expect((await linesOf(late)).at(-1)).toBe('notice-scheduled organizer')
  await setClock(NOON + 2 * HOUR)
  expect(await runDurableObjectAlarm(AGENDA())).toBe(true)
  const lines = await linesOf(late)
  expect(lines.at(-1)).toBe('notice-published agenda')
  // Something else may be due later, such as a deletion: the notice is done with.
  await runDurableObjectAlarm(AGENDA())
  expect(await linesOf(late)).toEqual(lines)
  await setClock(NOON)
})

test('a scheduled notice can be taken back before its moment, and not after; a moment that is past is refused', async () => {
  await setClock(NOON)
  const path = await aDraft()
  for (const at of [local(NOON - HOUR), '2026-13-45T99:99', ''])
    expect((await press(wang, `${path}/publish`, { revision: '1', when: 'later', at })).status).toBe(422)
  await press(wang, `${path}/publish`, { revision: '1', when: 'later', at: local(NOON + HOUR) })
  expect((await save(wang, path, { revision: '1', body: '改' })).status).toBe(409)
  await press(wang, `${path}/unschedule`)
  expect([(await rowOf(path))?.publish_at, (await linesOf(path)).at(-1)]).toEqual([null, 'notice-unscheduled organizer'])
  await press(wang, `${path}/publish`, { revision: '1', when: 'later', at: local(NOON + HOUR) })
  await setClock(NOON + HOUR + MINUTE)
  await press(wang, `${path}/unschedule`)
  expect((await open(path)).status).toBe(200)
  await setClock(NOON)
})

test('four eyes: who wrote it cannot approve it, a second person can, any edit takes the approval away', async () => {
  await env.DB.prepare("update campaigns set four_eyes = 1 where slug = 'notices-2026'").run()
  const path = await aDraft({ campaign })
  expect((await press(wang, `${path}/publish`, { revision: '1', when: 'now' })).status).toBe(409)
  expect((await press(wang, `${path}/approve`, { revision: '1' })).status).toBe(409)
  expect((await press(li, `${path}/approve`, { revision: '1' })).status).toBe(303)
  await save(wang, path, { campaign, revision: '1', body: '改过的。' })
  expect((await rowOf(path))?.approved_by).toBe(null)
  expect((await press(li, `${path}/approve`, { revision: '1' })).status).toBe(409)
  expect((await press(li, `${path}/approve`, { revision: '2' })).status).toBe(303)
  await upload(wang, `${path}/files`, { name: '表.docx', bytes: wordZip() })
  expect((await press(wang, `${path}/publish`, { revision: '2', when: 'now' })).status).toBe(409)
  for (let i = 0; i < 2; i++) expect((await press(li, `${path}/approve`, { revision: '3' })).status).toBe(303)
  expect((await press(wang, `${path}/publish`, { revision: '3', when: 'now' })).status).toBe(303)
  expect(await linesOf(path)).toEqual([
    'notice-drafted organizer',
    'notice-approved organizer',
    'notice-edited organizer',
    'notice-approved organizer',
    'notice-files-edited organizer',
    'notice-approved organizer',
    'notice-published organizer',
  ])
  await env.DB.prepare("update campaigns set four_eyes = 0 where slug = 'notices-2026'").run()
})

test('a public notice must last its working days by the calendar, counted from when readers first see it', async () => {
  const path = await aDraft({ kind: 'publicity', posted: '2026-04-20', through: '2026-04-24' })
  const early = await press(wang, `${path}/publish`, { revision: '1', when: 'now' })
  expect([early.status, (await early.text()).includes('2026年4月27日')]).toEqual([409, true])
  await save(wang, path, { kind: 'publicity', posted: '2026-04-20', through: '2026-04-27', revision: '1' })
  const late = { revision: '2', when: 'later', at: local(NOON + 2 * DAY) }
  expect((await press(wang, `${path}/publish`, late)).status).toBe(409)
  expect((await press(wang, `${path}/publish`, { revision: '2', when: 'now' })).status).toBe(303)
})

test('personal data: shown in place, hidden by one click, taken back by another, or kept with a reason that is on record', async () => {
  const path = await aDraft({
    title: '联系13812345678的通知',
    format: 'html',
    body: '<p>身份证<strong>110105</strong>19491231002X，邮箱 a.b@example.cn，电话 0391-3568123</p>',
  })
  await upload(wang, `${path}/files`, { name: '张明13912345678.docx', bytes: wordZip() })
  const page = await (await wang.send(`${path}/check`)).text()
  expect([
    page.includes('<mark class="find">110105</mark></strong><mark class="find">19491231002X</mark>'),
    page.match(/遮盖为 [^<]+/g),
  ]).toEqual([true, ['遮盖为 138****5678', '遮盖为 1101**********002X', '遮盖为 a***@example.cn', '遮盖为 139****5678']])
  const blocked = await press(wang, `${path}/publish`, { revision: '2', when: 'now' })
  expect([blocked.status, (await rowOf(path))?.publish_at]).toEqual([409, null])
  await press(wang, `${path}/mask`, { revision: '2', where: 'body', index: '0' })
  expect((await rowOf(path))?.body).toBe(
    '<p>身份证<strong>1101**********002X</strong>，邮箱 a.b@example.cn，电话 0391-3568123</p>',
  )
  await press(wang, `${path}/restore`, { revision: '3', version: '1' })
  expect((await rowOf(path))?.body).toContain('<strong>110105</strong>19491231002X')
  await press(wang, `${path}/mask`, { revision: '4', where: 'all' })
  const { title, body, revision } = (await rowOf(path)) ?? {}
  expect([title, body, revision]).toEqual([
    '联系138****5678的通知',
    '<p>身份证<strong>1101**********002X</strong>，邮箱 a***@example.cn，电话 0391-3568123</p>',
    6,
  ])
  expect(await (await wang.send(path)).text()).toContain('张明139xxxx5678.docx')
  await save(wang, path, { title: '又写上13812345678', revision: '6', body: '正文' })
  const kept = { revision: '7', when: 'now', reason: '经本人同意公布' }
  expect((await press(wang, `${path}/publish`, kept)).status).toBe(303)
  expect((await linesOf(path)).slice(-2)).toEqual(['notice-published organizer', 'masking-overridden organizer'])
})

test("the organizer's own contact is no personal data", async () => {
  const path = await aDraft({ campaign, body: '邮箱 zuzhi@example.cn' })
  expect(await (await wang.send(`${path}/check`)).text()).toContain('没有发现')
})

test('attachments: kept by their bytes, served to be saved and never shown, moved, removed, and closed to the public while a draft', async () => {
  const path = await aDraft()
  const file = (name: string, bytes = wordZip()) => upload(wang, `${path}/files`, { name, bytes })
  expect((await file('../名额\u202e表.docx')).status).toBe(200)
  expect((await file('名额表.docx')).status).toBe(200)
  expect((await file('二.docx', wordZip({ name: 'docProps/app.xml', data: '<x/>' }))).status).toBe(200)
  for (const [name, bytes] of [
    ['网页.docx', new TextEncoder().encode('<script>alert(1)</script>')],
    ['表.pdf', wordZip()],
    ['宏.docx', wordZip({ name: 'word/vbaProject.bin', data: 'x' })],
    ['名额表.docx', wordZip({ name: 'docProps/other.xml', data: '<y/>' })],
    ['空.docx', new Uint8Array()],
  ] as const)
    expect([name, await told(await file(name, bytes as Uint8Array))]).toEqual([
      name,
      [422, expect.objectContaining({ code: 'file-refused', message: expect.stringMatching(/^没有收下文件/) })],
    ])
  const names = async () =>
    (
      await env.DB.prepare('select name, position from attachments where notice_id = ? order by position')
        .bind(path.split('/').at(-1))
        .all<{ name: string; position: number }>()
    ).results.map(({ name, position }) => `${position} ${name}`)
  expect(await names()).toEqual(['1 名额表.docx', '2 二.docx'])
  await press(wang, `${path}/arrange`, { name: '二.docx', do: 'up' })
  expect(await names()).toEqual(['1 二.docx', '2 名额表.docx'])
  await press(wang, `${path}/arrange`, { name: '二.docx', do: 'remove' })
  expect(await names()).toEqual(['2 名额表.docx'])
  const address = `${publicOf(path)}/files/${encodeURIComponent('名额表.docx')}`
  expect([(await new Visitor().send(address)).status, (await wang.send(`/staff${address}`)).status]).toEqual([404, 200])
  const { revision } = (await rowOf(path)) ?? {}
  await press(wang, `${path}/publish`, { revision: String(revision), when: 'now' })
  const { status, headers } = await new Visitor().send(address)
  expect([
    status,
    ...['content-type', 'content-disposition', 'x-content-type-options', 'content-security-policy'].map(name =>
      headers.get(name),
    ),
  ]).toEqual([
    200,
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    `attachment; filename*=UTF-8''${encodeURIComponent('名额表.docx')}`,
    'nosniff',
    "default-src 'none'; sandbox",
  ])
})

/** A JPEG of one pixel with a block of EXIF that names a place, as far as a reader of its structure looks. */
const photo = (): Uint8Array => {
  const exif = Buffer.from('Exif\0\0CANARY-GPS-35.21N')
  const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')
  return new Uint8Array(
    Buffer.concat([
      bytes('ff d8 ff e1 00'),
      Buffer.from([exif.length + 2]),
      exif,
      bytes(`ff db 00 43 00 ${'01'.repeat(64)}`),
      bytes('ff c0 00 0b 08 00 01 00 01 01 01 11 00'),
      bytes('ff c4 00 14 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00'),
      bytes('ff c4 00 14 10 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00'),
      bytes('ff da 00 08 01 01 00 00 3f 00 7f ff d9'),
    ]),
  )
}

test('a photo that is attached or put into the text says nothing of where it was taken', async () => {
  const path = await aDraft()
  expect(new TextDecoder('latin1').decode(photo())).toContain('CANARY')
  expect((await upload(wang, `${path}/files`, { name: '现场.jpg', bytes: photo() })).status).toBe(200)
  const wordsOf = async (answer: Response) => new TextDecoder('latin1').decode(await answer.arrayBuffer())
  const attached = await wordsOf(await wang.send(`${path}/files/${encodeURIComponent('现场.jpg')}`))
  const { src } = (await (await upload(wang, '/staff/pictures', { name: '现场.jpg', bytes: photo() })).json()) as { src: string }
  const shown = await new Visitor().send(src)
  expect([attached.includes('CANARY'), (await wordsOf(shown)).includes('CANARY'), shown.headers.get('cache-control')]).toEqual([
    false,
    false,
    'public, max-age=31536000, immutable',
  ])
})

test('a correction and what it corrects, a result and what it settles lead to each other', async () => {
  const call = await aDraft({ title: '原来的通知' })
  const posted = await aDraft({ kind: 'publicity', title: '名单公示', posted: '2026-04-20', through: '2026-04-27' })
  for (const path of [call, posted]) await press(wang, `${path}/publish`, { revision: '1', when: 'now' })
  const idOf = (path: string) => path.split('/').at(-1) ?? ''
  const correction = await aDraft({ kind: 'correction', title: '更正了', corrects: idOf(call) })
  const result = await aDraft({ kind: 'result', title: '公示的结果', settles: idOf(posted) })
  for (const path of [correction, result]) await press(wang, `${path}/publish`, { revision: '1', when: 'now' })
  const leads = async (from: string, to: string) => (await (await open(from)).text()).includes(`href="${publicOf(to)}"`)
  expect([
    await leads(call, correction),
    await leads(correction, call),
    await leads(posted, result),
    await leads(result, posted),
  ]).toEqual([true, true, true, true])
})

test('a notice of a campaign that is still a draft is not published, since nobody could open it; afterwards it is', async () => {
  await env.DB.prepare("update campaigns set published_at = null where slug = 'notices-2026'").run()
  const path = await aDraft({ campaign })
  const refused = await press(wang, `${path}/publish`, { revision: '1', when: 'now' })
  expect([refused.status, (await refused.text()).includes('请先公开活动，或改成不属于任何活动。')]).toEqual([409, true])
  await env.DB.prepare("update campaigns set published_at = 1 where slug = 'notices-2026'").run()
  await press(wang, `${path}/publish`, { revision: '1', when: 'now' })
  const page = await (await open(path)).text()
  expect(page.includes('/c/notices-2026')).toBe(true)
})

test('every deliberate text is kept, those that saved themselves give way to the next of the same hand, and any comes back', async () => {
  await setClock(NOON)
  const path = await aDraft()
  const versions = async () =>
    (
      await env.DB.prepare('select revision, body from notice_versions where notice_id = ? order by revision')
        .bind(path.split('/').at(-1))
        .all<{ revision: number; body: string }>()
    ).results.map(({ revision, body }) => `${revision} ${body}`)
  for (const [i, auto] of ['1', '1', '1', '', '1'].entries())
    await save(wang, path, { revision: String(i + 1), body: `第${i + 2}版`, ...(auto ? { auto } : {}) })
  await save(li, path, { revision: '6', body: '第7版', auto: '1' })
  expect(await versions()).toEqual(['1 请各单位推荐。', '4 第4版', '5 第5版', '6 第6版', '7 第7版'])
  const page = await (await wang.send(`${path}/versions?revision=6&against=5`)).text()
  expect(page.replaceAll(/<!--.*?-->/g, '')).toMatch(
    /第<del>5<\/del><ins>6<\/ins>版|<del>第5版<\/del><ins>第6版<\/ins>|<del>5<\/del>/,
  )
  expect((await press(wang, `${path}/restore`, { revision: '6', version: '5' })).status).toBe(409)
  expect((await press(wang, `${path}/restore`, { revision: '7', version: '5' })).status).toBe(303)
  expect([(await rowOf(path))?.body, (await rowOf(path))?.revision]).toEqual(['第5版', 8])
})

test('the list narrows by campaign, kind and state', async () => {
  const path = await aDraft({ kind: 'news', title: '只有这一条动态', campaign })
  const shown = async (query: string) => (await (await wang.send(`/staff/notices?${query}`)).text()).includes(path)
  expect([
    await shown(''),
    await shown('campaign=notices-2026&kind=news&state=draft'),
    await shown('kind=call'),
    await shown('state=published'),
  ]).toEqual([true, true, false, false])
})

test('who may not publish is not let through by any of the doors', async () => {
  const path = await aDraft()
  const auditor = await atDesk('shen', 'auditor')
  for (const door of ['', '/check', '/versions']) expect([door, (await auditor.send(path + door)).status]).toEqual([door, 403])
  for (const door of ['', '/publish', '/approve', '/withdraw', '/mask', '/restore'])
    expect([door, (await press(auditor, path + door)).status]).toEqual([door, 403])
})
