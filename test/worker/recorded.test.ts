import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { openDb } from '../../db/open.ts'
import { publicityOf } from '../../db/publicity.ts'
import type { CampaignDraft } from '../../worker/rules/draft.ts'
import { DAY, MINUTE } from '../../worker/rules/time.ts'
import { AFTER_MEETING, aCampaignToDecide, deskAt, pressAt, REVOCATION, releasedBy, write } from '../support/decision-desk.ts'
import { aPollOf, casesIn, castAll, deskOf, holdAll, named, OVER, press, proposing, VOTING } from '../support/held-ballots.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { aPanel, judgeAll, panelOf, recuseFrom, reviewOf } from '../support/panel-desk.ts'
import { aJpeg } from '../support/pictures.ts'
import { AFTER, aPdf, DURING, filed, objectionsOf, openPublicity } from '../support/publicity-desk.ts'
import { fieldIn, sumIn, unescaped } from '../support/question.ts'
import { somePeople, stage } from '../support/roster.ts'
import { formOf } from '../support/settings-form.ts'
import { hidden, linkOn, PASSWORD, secretOn } from '../support/staff-people.ts'
import { codeAt } from '../support/totp.ts'
import { setClock, Visitor } from '../support/visitor.ts'
import { staffWrites, Watch } from '../support/watch.ts'

// Every state change of staff and operators, and every reveal, is on record (O3; ASVS 16.2): a walk over all of their
// addresses, each at least once with success, looks at the tables before and after.

/** What leaves no line, and why that is right. */
const QUIET: Readonly<Record<string, string>> = {
  'POST /staff/campaigns/:slug/preview/page/*': 'the preview posts nothing',
  'POST /staff/notices/:id/preview': 'shows what is typed and keeps nothing',
  'POST /staff/campaigns/:slug/nominees/photos/kept': 'asks which pictures are there',
  'PUT /staff/campaigns/:slug/nominees/photos/:hash{[0-9a-f]{64}}/:size{s|l}':
    'a file under its own hash: on record when a nominee is given it',
  'POST /staff/pictures': 'a file under its own hash: on record with the text that shows it',
  'PUT /operator/photos/:hash{[0-9a-f]{64}}/:size{s|l}': 'a file under its own hash: on record with the import that names it',
  'PUT /operator/files/:hash{[0-9a-f]{64}}': 'a file under its own hash: on record with the import that names it',
  'POST /operator/logs/:slug/:log{[0-9]{1,3}|likes}/:size{[1-9][0-9]{0,9}}/cosignatures':
    'what a witness signed proves itself and stands beneath the head for all to see',
  'POST /operator/people': 'reads names',
  'PUT /operator/objects/*': 'a file under its own hash: on record when the campaign it belongs to is restored',
  'POST /operator/restores': 'set aside until the campaign is whole: on record when it is restored',
  'PUT /operator/restores/:id/rows/*': 'set aside until the campaign is whole: on record when it is restored',
  'POST /operator/restores/:id/finish': 'takes a whole archive, which a host test brings back; its line is in the batch',
  'POST /staff/campaigns/:slug/roster/begin': 'set aside for six hours: on record when it is settled',
  'POST /staff/campaigns/:slug/roster/stage': 'set aside for six hours: on record when it is settled',
  'POST /staff/campaigns/:slug/roster/plan': 'counts what is set aside',
  'POST /staff/campaigns/:slug/cases/:case/write': 'tells boxes again what two people decided on record',
  'POST /staff/prove': 'the session of this person counts as proved; a recovery code used for it is on record',
  'POST /staff/prove.json': 'as above',
  'POST /staff/sign-in/passkey': 'needs a fingerprint reader: test/browser/passkeys.test.ts',
  'POST /staff/sign-in/enrol/passkey': 'needs a fingerprint reader: test/browser/passkeys.test.ts',
  'POST /staff/me/totp/remove': 'as above: the last factor stays',
  'POST /staff/me/passkey': 'needs a fingerprint reader: test/browser/passkeys.test.ts',
  'POST /staff/me/passkey/remove': 'needs a fingerprint reader: test/browser/passkeys.test.ts',
}

const watch = new Watch()
let organizer: Visitor
let second: Visitor
let auditor: Visitor
let chief: Visitor
const operator = watch.visitor()

const operate = (path: string, { method = 'POST', body }: { method?: string; body?: unknown } = {}) =>
  operator.send(`/operator/${path}`, {
    method,
    headers: { authorization: 'Bearer an operator key of thirty-two signs!', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

const signIn = (visitor: Visitor, login: string) =>
  visitor.form('/staff/sign-in', [
    ['login', login],
    ['password', PASSWORD],
  ])

/** Goes to another day; sessions are over by then, and everybody comes back. */
async function everybodyAt(moment: number): Promise<void> {
  await setClock(moment)
  const names = [
    [organizer, 'ole'],
    [second, 'two'],
    [auditor, 'ann'],
    [chief, 'chief'],
  ] as const
  await Promise.all(names.map(([who, login]) => signIn(who, login)))
}

async function joined(login: string, role: string): Promise<Visitor> {
  await operate('staff', { body: { login, name: login, role, unit: null, password: PASSWORD } })
  await operate(`staff/waive/${login}`)
  const visitor = watch.visitor()
  await signIn(visitor, login)
  return visitor
}

type Fields = Readonly<Record<string, string>>
const form = (who: Visitor, path: string, fields: Fields = {}) => who.form(path, Object.entries(fields))
const idOf = async (login: string) => env.DB.prepare('select id from staff where login = ?').bind(login).first<string>('id')
const multipart = (who: Visitor, path: string, fields: Readonly<Record<string, string | File>>) => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  return who.send(path, { method: 'POST', body })
}

beforeAll(async () => {
  await setClock(DURING)
  await operate('first-administrator')
  ;[chief, organizer, second, auditor] = [
    await joined('chief', 'administrator'),
    await joined('ole', 'organizer'),
    await joined('two', 'organizer'),
    await joined('ann', 'auditor'),
  ]
})

test('accounts: invited, linked, disabled, restored; one’s own password, app, codes and sessions', async () => {
  await setClock(DURING)
  await operate('staff/two/link')
  const link = linkOn(await (await form(chief, '/staff/people', { name: '新人', login: 'newcomer', role: 'auditor' })).text())
  const person = `/staff/people/${await idOf('newcomer')}`
  await form(chief, `${person}/link`)
  await form(chief, `${person}/disable`)
  await form(chief, `${person}/restore`)
  const again = linkOn(await (await form(chief, `${person}/link`)).text())
  expect(link).not.toBe(again)
  const newcomer = watch.visitor()
  await form(newcomer, again, { password: PASSWORD, again: PASSWORD })
  const page = await (await newcomer.send('/staff/sign-in/enrol')).text()
  const secret = secretOn(page)
  await form(newcomer, '/staff/sign-in/enrol/totp', { sealed: hidden(page, 'sealed'), code: codeAt(secret, DURING) })
  const elsewhere = watch.visitor()
  await signIn(elsewhere, 'newcomer')
  await setClock(DURING + MINUTE)
  await form(elsewhere, '/staff/sign-in/second', { code: codeAt(secret, DURING + MINUTE) })
  const sessionOn = async (who: Visitor, path: string) => hidden(await (await who.send(path)).text(), 'session')
  await form(newcomer, '/staff/me/sessions/end', { session: await sessionOn(newcomer, '/staff/me') })
  await form(newcomer, '/staff/me/recovery-codes')
  const mine = await (await chief.send('/staff/me/totp')).text()
  await form(chief, '/staff/me/totp', { sealed: hidden(mine, 'sealed'), code: codeAt(secretOn(mine), DURING + MINUTE) })
  await form(newcomer, '/staff/me/password', { password: `${PASSWORD}!`, again: `${PASSWORD}!` })
  await form(chief, `${person}/sessions/end`, { session: await sessionOn(chief, person) })
  await form(auditor, '/staff/sign-out')
  await signIn(auditor, 'ann')
})

test('a public notice and an objection to it: list, period, levels, moves, notes, reveals, answer, result', async () => {
  const notice = await openPublicity('recorded-1')
  const at = (path: string) => `/staff/notices/${notice}/publicity/${path}`
  const revision = async () => String((await publicityOf(openDb(env.DB), notice)).revision)
  await form(organizer, at('list'), { n: '1', through: '2026-03-09', reason: '', revision: await revision() })
  await form(organizer, at('period'), {
    posted: '2026-03-02',
    through: '2026-03-11',
    reason: '延长两天听取意见',
    revision: await revision(),
  })
  await multipart(organizer, at('levels'), {
    ...{ level: 'unit', place: '一楼公示栏', from: '2026-03-02', through: '2026-03-09', result: '无异议' },
    ...{ position: '', revision: await revision() },
  })
  await filed(notice, { files: [aPdf('证据.pdf')] })
  const [{ id } = { id: '' }] = await objectionsOf(notice)
  const move = async (to: string, words = '') => {
    const row = await env.DB.prepare('select revision from objections where id = ?').bind(id).first<number>('revision')
    return form(organizer, `/staff/objections/${id}/move`, { to, words, revision: String(row) })
  }
  await move('accepted')
  await move('investigating')
  await form(organizer, `/staff/objections/${id}/note`, { key: crypto.randomUUID(), note: '已联系所在单位核实。' })
  const opened = await (await form(organizer, `/staff/objections/${id}/content`, { reason: '核实情况' })).text()
  await form(organizer, `/staff/objections/${id}/file`, { object: hidden(opened, 'object'), reason: '核实情况' })
  await move('answered', '经向所在单位和有关人员核实，所反映的情况与事实不符，不影响推荐。')
  await everybodyAt(AFTER + 3 * DAY)
  await move('closed')
  await form(organizer, at('conclusion'), { line: '公示期满，收到异议 1 件，已办结。' })
})

test('a notice: drafted, edited, filed, masked, put back, approved, scheduled, published, withdrawn', async () => {
  await everybodyAt(DURING)
  const id = 'ntc_recorded00000000'
  const path = `/staff/notices/${id}`
  const text = { kind: 'call', title: '关于推荐工作的通知', source: '市委组织部', author: '', body: '电话13812345678。' }
  const row = () =>
    env.DB.prepare('select revision, campaign_id from notices where id = ?').bind(id).first<{ revision: number }>()
  const revision = async () => String((await row())?.revision)
  await form(organizer, '/staff/notices', { id, ...text })
  await form(organizer, path, { ...text, body: '电话13812345678，联系人王。', revision: await revision() })
  for (const name of ['一.pdf', '二.pdf']) await multipart(organizer, `${path}/files`, { file: aPdf(name, name) })
  await form(organizer, `${path}/arrange`, { name: '二.pdf', do: 'up' })
  await form(organizer, `${path}/mask`, { where: 'all', revision: await revision() })
  await form(organizer, `${path}/restore`, { version: '2', revision: await revision() })
  await form(organizer, `${path}/mask`, { where: 'all', revision: await revision() })
  await form(second, `${path}/approve`, { revision: await revision() })
  await form(organizer, `${path}/publish`, { revision: await revision(), when: 'later', at: '2026-03-05T09:00' })
  await form(organizer, `${path}/unschedule`)
  await form(organizer, `${path}/publish`, { revision: await revision(), when: 'now' })
  await form(organizer, `${path}/withdraw`, { reason: '内容有误，另行发布' })
})

test('a campaign: imported, begun, set up, listed, given faces, published, opened, a nominee taken out; codes and lists', async () => {
  await everybodyAt(OPENS - DAY)
  await operate('campaigns/recorded-2', { method: 'PUT', body: aDocument({ slug: 'recorded-2', identity: 'code' }) })
  await operate('campaigns/recorded-2/archive')
  await operate('campaigns/recorded-2/codes', { body: { unit: '东城区', count: 2 } })
  await form(organizer, '/staff/campaigns/new', {
    ...{ title: '新活动', shortTitle: '新活动', organizers: '市委组织部', start: '2026-05-06', slug: 'recorded-3' },
    ...{ template: 'shijia', token: crypto.randomUUID() },
  })
  const at = '/staff/campaigns/recorded-2'
  const page = await (await organizer.send(`${at}/settings`)).text()
  const was = JSON.parse(fieldOf(page, 'was')) as CampaignDraft
  const fields = Object.fromEntries(formOf({ ...was, title: '改过的名称' }))
  await form(organizer, `${at}/settings`, { ...fields, was: JSON.stringify(was), revision: fieldOf(page, 'revision') })
  const [before, now] = [fieldOf(page, 'revision'), String(Number(fieldOf(page, 'revision')) + 1)]
  await form(organizer, `${at}/settings/history`, { to: before, revision: now })
  await form(organizer, `${at}/comments/switch`, { open: '1' })
  await paperEdits(`${at}/nominees/1/papers`)
  await listEdits(`${at}/nominees`)
  await form(organizer, `${at}/codes`, { batch: 'bat_recorded00000000', unit: '西城区', voterClass: '', count: '2' })
  await form(organizer, `${at}/codes/revoke`, { batch: 'bat_recorded00000000' })
  await operate('campaigns/recorded-4', { method: 'PUT', body: aDocument({ slug: 'recorded-4', identity: 'roster' }) })
  const way = await stage(organizer, 'recorded-4', { mode: 'add', rows: somePeople(4) })
  expect([(await way.plan())[0], (await way.settle())[0]]).toEqual([200, 200])
  await operate('campaigns/recorded-4/open')
  await env.DB.prepare("update campaigns set published_at = null where slug = 'recorded-2'").run()
  await form(organizer, `${at}/publish`)
  await form(organizer, `${at}/open`)
  await form(organizer, `${at}/nominees/1/withdraw`, { revision: await rowRevision(1), reason: '本人申请退出评选' })
})

/** The value of a field whose other attributes stand before it. */
const fieldOf = (page: string, name: string): string =>
  unescaped(/value="([^"]*)"/.exec(page.slice(page.indexOf(`name="${name}"`)))?.[1] ?? '')

const rowRevision = async (number: number): Promise<string> =>
  String(
    await env.DB.prepare(
      "select revision from nominees where number = ? and campaign_id = (select id from campaigns where slug = 'recorded-2')",
    )
      .bind(number)
      .first<number>('revision'),
  )

async function paperEdits(at: string): Promise<void> {
  await multipart(organizer, at, { file: aPdf('推荐表.pdf'), kind: 'recommendation', name: '' })
  const id = await env.DB.prepare('select id from dossier_papers').first<string>('id')
  await form(organizer, `${at}/${id}`, { do: 'remove' })
}

async function listEdits(at: string): Promise<void> {
  const rev = async (number: number) => Number(await rowRevision(number))
  const rows = async (number: number) => [{ number, revision: await rev(number) }]
  await organizer.post(`${at}/save`, { rows: [{ ...(await rows(1))[0], set: { brief: '新的简介。' } }] })
  await organizer.post(`${at}/add`, { rows: [{ number: 21, set: { name: '新人', category: 'people', unit: '单位' } }] })
  await organizer.post(`${at}/number`, { ...(await rows(21))[0], to: 22 })
  await organizer.post(`${at}/remove`, { rows: await rows(22) })
  await organizer.post(`${at}/order`, { by: 'place', number: 1, place: 3 })
  await form(organizer, `${at}/arrange`, { by: 'place', number: '1', place: '1' })
  const texts = { name: '又一人', category: 'people', unit: '单位', post: '', brief: '', deeds: '', honours: '' }
  await form(organizer, `${at}/new`, { ...texts, number: '31' })
  await form(organizer, `${at}/31`, { ...texts, brief: '改过。', revision: await rowRevision(31) })
  await form(organizer, `${at}/31/delete`, { revision: await rowRevision(31) })
  const table = {
    file: '名单.xlsx',
    mode: 'add',
    at: 0,
    columns: ['category', 'name', 'unit'],
    rows: [['十佳共产党员', '表中人', '单位']],
  }
  const { stamp } = (await (await organizer.post(`${at}/import`, { stamp: null, table })).json()) as { stamp: string }
  await organizer.post(`${at}/import`, { stamp, table })
  const large = aJpeg({ pixels: 'recorded' })
  const hash = createHash('sha256').update(large).digest('hex')
  for (const [size, bytes] of [
    ['s', aJpeg({ width: 176, height: 220, pixels: 'small' })],
    ['l', large],
  ] as const)
    await organizer.send(`${at}/photos/${hash}/${size}`, { method: 'PUT', body: bytes as Uint8Array<ArrayBuffer> })
  await organizer.post(`${at}/photos`, { rows: [{ ...(await rows(2))[0], photo: hash }] })
  await multipart(organizer, `${at}/3/photo`, {
    photo: new File([aJpeg({ pixels: 'plain' }) as Uint8Array<ArrayBuffer>], '三.jpg'),
    revision: await rowRevision(3),
  })
}

test('comments are judged and hidden in part; held ballots are gathered, proposed, sent back, decided, looked at again; an appeal is read', async () => {
  const poll = await aPollOf('recorded-5')
  await everybodyAt(VOTING)
  const write = (id: string, text: string) =>
    env.DB.prepare(
      "insert into comments (id, campaign_id, number, text, signature, written_at, day, seat) values (?, ?, 1, ?, '', 1, '2026-04-20', 1)",
    )
      .bind(id, poll.id, text)
      .run()
  await write('cmt_recorded00000001', '张明老师是我们的榜样。')
  await write('cmt_recorded00000002', '联系我13812345678，张明很好。')
  const at = '/staff/campaigns/recorded-5/comments'
  await form(organizer, `${at}/judge`, { one: 'show cmt_recorded00000001:1' })
  await form(organizer, `${at}/mask`, { pick: 'cmt_recorded00000002:1', piece: '13812345678' })
  const codes = await castAll(poll, { names: named('farm', 6), choices: [2], signals: { net: 'aa', host: 'bb' } })
  await holdAll(poll, codes)
  await form(organizer, `${deskOf(poll)}/open`)
  const one = async () => (await casesIn(poll))[0]?.id as never
  await press(organizer, poll, { id: await one(), ...proposing('void') })
  await press(auditor, poll, { id: await one(), button: 'refuse', fields: [['refusal', '证据不足，请等投票结束后再看。']] })
  await press(organizer, poll, { id: await one(), ...proposing('void') })
  await press(auditor, poll, { id: await one(), button: 'confirm' })
  await everybodyAt(OVER)
  const appellant = new Visitor()
  const receipt = `/c/recorded-5/receipts/${codes[0]}/appeal`
  const html = await (await appellant.send(receipt)).text()
  await form(appellant, receipt, {
    facts: '本人用自己的手机投的票，请予复核。',
    question: fieldIn(html, 'question'),
    answer: sumIn(html),
  })
  const appeal = (await casesIn(poll)).find(({ kind }) => kind === 'appeal')?.id
  await form(auditor, `${deskOf(poll)}/${appeal}/appeal`, { look: '复核申诉内容' })
  const decided = (await casesIn(poll)).find(({ state }) => state === 'decided')?.id as never
  await press(organizer, poll, { id: decided, button: 'reopen', fields: [['reason', '申诉较多，重新复核。']] })
  await operate('logs/recorded-5/key', { body: { number: 1 } })
  await form(auditor, '/staff/log/export', { form: 'csv' })
  await form(organizer, '/staff/campaigns/recorded-5/archive')
})

test('a decision: drawn up, handed in, taken back, sent back, released, announced; its amendment too', async () => {
  const one = await aCampaignToDecide('recorded-6')
  await everybodyAt(AFTER_MEETING)
  await write(organizer, one, 'submit')
  await pressAt(organizer, one, 'recall')
  await write(organizer, one, 'submit')
  await pressAt(auditor, one, 'return', { refusal: '实到人数与签到表不一致，请核对后再提交。' })
  await releasedBy(one, [organizer, auditor])
  const drafted = await form(organizer, deskAt(one, '/notice'))
  const result = drafted.headers.get('location') ?? ''
  await form(organizer, `${result}/publish`, { revision: '1', when: 'now' })
  const hash = async () => ({
    hash:
      (await env.DB.prepare('select hash from decision_amendments where campaign_id = ?').bind(one.id).first<string>('hash')) ??
      '',
  })
  await organizer.form(deskAt(one, '/amendments'), REVOCATION)
  await form(auditor, deskAt(one, '/amendments/refuse'), {
    ...(await hash()),
    refusal: '撤销的依据不足，请补充调查材料后再提出。',
  })
  await organizer.form(deskAt(one, '/amendments'), REVOCATION)
  await form(auditor, deskAt(one, '/amendments/confirm'), await hash())
  await form(organizer, deskAt(one, '/amendments/1/notice'))
})

test('a panel: set, seated, judged with one recusal taken back, handed in, opened again', async () => {
  await everybodyAt(OPENS)
  const reviewer = await joined('rea', 'reviewer')
  const campaign = await aPanel('recorded-7', { organizer, reviewers: ['rea'] })
  await recuseFrom(reviewer, campaign, 3)
  await form(reviewer, reviewOf(campaign, '/3/recuse/withdraw'))
  await judgeAll(reviewer, campaign, ['70', '40'])
  const seat = await env.DB.prepare('select revision from panel_members where campaign_id = ?')
    .bind(campaign.id)
    .first<number>('revision')
  const again = { reviewer: (await idOf('rea')) ?? '', revision: String(seat), reason: '把一号的分数填到二号了' }
  await form(organizer, panelOf(campaign, '/reopen'), again)
})

test('every address at which staff or operators change something left a line, but those that have a reason not to', () => {
  expect(watch.refused).toEqual([])
  expect([...watch.silent].filter(([address]) => !(address in QUIET))).toEqual([])
  const expected = staffWrites().filter(address => !(address in QUIET))
  expect(expected.filter(address => !watch.recorded.has(address))).toEqual([])
  // A reason is not kept for an address that is gone, nor for one that is on record after all.
  expect(Object.keys(QUIET).filter(address => !staffWrites().includes(address) || watch.recorded.has(address))).toEqual([])
})
