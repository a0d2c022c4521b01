import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../worker/rules/time.ts'
import { OPENS } from '../support/makers.ts'
import { aPerson, enrolTotp, linkOn, PASSWORD, signInAs } from '../support/staff-people.ts'
import { codeAt } from '../support/totp.ts'
import { operate, setClock, told, Visitor } from '../support/visitor.ts'

const NOON = OPENS
const NEW = '雪落在青石板的巷口 77'
const at = (answer: Response) => [answer.status, answer.headers.get('location')] as const
const join = (visitor: Visitor, link: string, fields: Record<string, string> = {}) =>
  visitor.form(link, Object.entries({ password: NEW, again: NEW, ...fields }))
const linkFrom = async (answer: Response): Promise<string> => linkOn(await answer.text())

let administrator: Visitor
let first = ''

beforeAll(async () => setClock(NOON))

test('the first administrator begins from a link, which is given only while there is no administrator', async () => {
  const older = await linkFrom(await operate('first-administrator'))
  first = await linkFrom(await operate('first-administrator'))
  administrator = new Visitor()
  expect((await administrator.send(older)).status).toBe(410)
  // Looking does not spend it: messengers look at every link they carry.
  for (let i = 0; i < 2; i++) expect(await (await administrator.send(first)).text()).toContain('建立第一个管理员账号')
  const refused = await join(administrator, first, { login: 'Wang Fang', name: '', password: 'wang' })
  expect([refused.status, (await refused.text()).match(/class="flaw"/g)?.length]).toEqual([422, 3])
  expect(at(await join(administrator, first, { login: ' Zhang ', name: '张管' }))).toEqual([303, '/staff/sign-in/enrol'])
  await enrolTotp(administrator, NOON)
  expect((await administrator.send('/staff/people')).status).toBe(200)
  expect(await told(await operate('first-administrator'))).toEqual([200, { url: null }])
  expect((await join(new Visitor(), first, { login: 'second', name: '再来' })).status).toBe(410)
  const { results } = await env.DB.prepare('select login, role from staff').all()
  expect(results).toEqual([{ login: 'zhang', role: 'administrator' }])
})

const invite = (fields: Record<string, string>) =>
  administrator.form('/staff/people', Object.entries({ name: '李秀', login: 'lixiu', role: 'clerk', unit: '东城区', ...fields }))

test('a person is invited by a link, sets a password and a factor, and the log tells it in order', async () => {
  await setClock(NOON + MINUTE)
  const link = await linkFrom(await invite({}))
  const visitor = new Visitor()
  expect(await (await visitor.send(link)).text()).toContain('李秀，您的账号是 <b>lixiu</b>')
  for (const [password, again] of [
    ['短', '短'],
    ['lixiu-东城的风很大', 'lixiu-东城的风很大'],
    ['password2026', 'password2026'],
    [NEW, `${NEW}!`],
  ] as const)
    expect([password, (await join(visitor, link, { password, again })).status]).toEqual([password, 422])
  expect((await signInAs(new Visitor(), 'lixiu', '')).status).toBe(403)
  expect(at(await join(visitor, link))).toEqual([303, '/staff/sign-in/enrol'])
  await enrolTotp(visitor, NOON + MINUTE)
  expect((await visitor.send('/staff')).status).toBe(200)
  expect((await visitor.send(link)).status).toBe(410)
  const { results } = await env.DB.prepare('select kind from audit_events order by seq desc limit 5').all()
  expect(results.map(({ kind }) => kind)).toEqual([
    'signed-in',
    'staff-enrolled',
    'second-factor-set',
    'staff-link-used',
    'staff-invited',
  ])
})

test('a login that is taken is refused beside its field, and nothing that was typed is lost', async () => {
  const answer = await invite({ name: '李秀兰', unit: '西城区' })
  const page = await answer.text()
  expect([
    answer.status,
    page.includes('已经有人使用'),
    page.includes('value="李秀兰"'),
    page.includes('value="西城区"'),
  ]).toEqual([422, true, true, true])
})

test('of two who use a link together one gets in, and the other is told that it is spent', async () => {
  const link = await linkFrom(await invite({ login: 'together', role: 'reviewer', unit: '' }))
  const answers = await Promise.all([join(new Visitor(), link), join(new Visitor(), link)])
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 410])
})

test('an invitation waits for seven days, and a newer one takes its place', async () => {
  await setClock(NOON + MINUTE)
  const old = await linkFrom(await invite({ login: 'patient', role: 'auditor', unit: '' }))
  const id = (await env.DB.prepare("select id from staff where login = 'patient'").first<{ id: string }>())?.id
  const link = await linkFrom(await administrator.form(`/staff/people/${id}/link`, []))
  expect((await new Visitor().send(old)).status).toBe(410)
  await setClock(NOON + 7 * DAY)
  expect((await new Visitor().send(link)).status).toBe(200)
  await setClock(NOON + 7 * DAY + 2 * MINUTE)
  expect((await join(new Visitor(), link)).status).toBe(410)
})

test('a recovery takes password, app, codes and every session; its link lives a day', async () => {
  await setClock(NOON + DAY)
  const lost = await aPerson('lost', { at: NOON + DAY })
  const command = await operate('staff/lost/link')
  const link = await linkFrom(command)
  // Making the link takes nothing yet.
  expect((await lost.visitor.send('/staff')).status).toBe(200)
  await setClock(NOON + 2 * DAY - MINUTE)
  const finder = new Visitor()
  expect(await (await finder.send(link)).text()).toContain('重新设置登录方式')
  await setClock(NOON + DAY + HOUR / 4)
  expect((await lost.visitor.send('/staff')).status).toBe(200)
  expect(at(await join(finder, link))).toEqual([303, '/staff/sign-in/enrol'])
  expect(at(await lost.visitor.send('/staff'))).toEqual([303, '/staff/sign-in'])
  expect((await signInAs(new Visitor(), 'lost', PASSWORD)).status).toBe(403)
  const { secret } = await enrolTotp(finder, NOON + DAY + HOUR / 4)
  await setClock(NOON + DAY + HOUR)
  const visitor = new Visitor()
  await signInAs(visitor, 'lost', NEW)
  const statuses = []
  for (const code of [codeAt(lost.secret, NOON + DAY + HOUR), lost.codes[0] ?? '', codeAt(secret, NOON + DAY + HOUR)])
    statuses.push((await visitor.form('/staff/sign-in/second', [['code', code]])).status)
  expect(statuses).toEqual([403, 403, 303])
  const late = await linkFrom(await operate('staff/lost/link'))
  await setClock(NOON + 2 * DAY + HOUR + MINUTE)
  expect((await join(new Visitor(), late)).status).toBe(410)
})

test('a recovery opens an account that was resting after wrong tries', async () => {
  await setClock(NOON)
  await aPerson('resting', { at: NOON })
  for (let i = 0; i < 8; i++) await signInAs(new Visitor(), 'resting', `falsch-${i}-und-lang`)
  expect((await signInAs(new Visitor(), 'resting')).status).toBe(429)
  await join(new Visitor(), await linkFrom(await operate('staff/resting/link')))
  expect((await signInAs(new Visitor(), 'resting', NEW)).status).toBe(303)
})

test('an unknown or disabled account gets no link, and a link dies with its account', async () => {
  await setClock(NOON)
  expect((await operate('staff/nobody/link')).status).toBe(404)
  await aPerson('leaving', { at: NOON })
  const link = await linkFrom(await operate('staff/leaving/link'))
  await env.DB.prepare("update staff set disabled_at = 1 where login = 'leaving'").run()
  expect((await operate('staff/leaving/link')).status).toBe(404)
  expect((await join(new Visitor(), link)).status).toBe(410)
})
