import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../../worker/app.ts'
import { instant, MINUTE } from '../../worker/rules/time.ts'
import { OPENS } from '../support/makers.ts'
import {
  aPerson,
  enrolTotp,
  hidden,
  linkOn,
  PASSWORD,
  recoveryCodesOn,
  secretOn,
  signInAs,
  signInWith,
} from '../support/staff-people.ts'
import { codeAt } from '../support/totp.ts'
import { ORIGIN, operate, setClock, Visitor } from '../support/visitor.ts'

const NOON = OPENS
const at = (answer: Response) => [answer.status, answer.headers.get('location')] as const
const newAccount = (login: string, role = 'organizer') =>
  operate('staff', {
    body: { login, name: login, role, unit: role === 'clerk' ? '东城区' : null, password: PASSWORD },
    waived: false,
  })

let administrator: Visitor
beforeAll(async () => {
  await setClock(NOON)
  administrator = (await aPerson('chief', { role: 'administrator', at: NOON })).visitor
})

test('a password without a second factor leads to setting one up, and to nothing else until that is done', async () => {
  await setClock(NOON)
  await newAccount('newcomer')
  const visitor = new Visitor()
  expect(at(await signInAs(visitor, 'newcomer'))).toEqual([303, '/staff/sign-in/enrol'])
  expect([...visitor.cookies.keys()]).toEqual(['__Host-staff-step'])
  expect(at(await visitor.send('/staff'))).toEqual([303, '/staff/sign-in'])
  const page = await (await visitor.send('/staff/sign-in/enrol')).text()
  const [secret, sealed] = [secretOn(page), hidden(page, 'sealed')]
  const wrong = await visitor.form('/staff/sign-in/enrol/totp', [
    ['sealed', sealed],
    ['code', codeAt(secret, NOON - 10 * MINUTE)],
  ])
  // A mistyped code asks for no second scan.
  expect([wrong.status, secretOn(await wrong.text())]).toEqual([403, secret])
  expect(at(await visitor.send('/staff'))).toEqual([303, '/staff/sign-in'])
  const right = await visitor.form('/staff/sign-in/enrol/totp', [
    ['sealed', sealed],
    ['code', codeAt(secret, NOON)],
  ])
  expect([right.status, new Set(recoveryCodesOn(await right.text())).size]).toEqual([200, 10])
  expect([...visitor.cookies.keys()]).toEqual(['__Host-staff'])
  expect((await visitor.send('/staff')).status).toBe(200)
})

test('neither the secret nor the recovery codes nor a link stand in the database as they are', async () => {
  await setClock(NOON)
  const { secret, codes } = await aPerson('sealed', { at: NOON })
  const answer = await administrator.form('/staff/people', [
    ['name', '未领用'],
    ['login', 'unclaimed'],
    ['role', 'auditor'],
  ])
  const token =
    linkOn(await answer.text())
      .split('/')
      .at(-1) ?? ''
  const dump = JSON.stringify(
    await Promise.all(
      ['staff', 'staff_totp', 'staff_recovery_codes', 'staff_links', 'staff_sessions', 'audit_events'].map(
        async table => (await env.DB.prepare(`select * from ${table}`).all()).results,
      ),
    ),
  )
  expect(token).toHaveLength(43)
  for (const text of [secret, token, ...codes.flatMap(code => [code, code.replace('-', '')])])
    expect([text, dump.includes(text)]).toEqual([text, false])
})

test('each code of the app opens once, also for two who come together, and an older one not at all', async () => {
  await setClock(NOON)
  const { secret } = await aPerson('once', { at: NOON })
  expect((await signInWith(new Visitor(), 'once', codeAt(secret, NOON))).status).toBe(403)
  await setClock(NOON + 5 * MINUTE)
  const code = codeAt(secret, NOON + 5 * MINUTE)
  const visitors = [new Visitor(), new Visitor(), new Visitor()]
  for (const visitor of visitors) await signInAs(visitor, 'once')
  const answers = await Promise.all(visitors.map(visitor => visitor.form('/staff/sign-in/second', [['code', code]])))
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403])
  const early = codeAt(secret, NOON + 5 * MINUTE - 30_000)
  expect((await signInWith(new Visitor(), 'once', early)).status).toBe(403)
})

test('a recovery code opens once, leaves a line in the log, and is nobody else’s', async () => {
  await setClock(NOON)
  const [mine, other] = [await aPerson('forgetful', { at: NOON }), await aPerson('neighbour', { at: NOON })]
  const code = mine.codes[0] ?? ''
  expect((await signInWith(new Visitor(), 'neighbour', code)).status).toBe(403)
  expect((await signInWith(new Visitor(), 'forgetful', other.codes[0] ?? '')).status).toBe(403)
  const typed = code.toLowerCase().replace('-', ' ')
  expect(at(await signInWith(new Visitor(), 'forgetful', typed))).toEqual([303, '/staff'])
  expect((await signInWith(new Visitor(), 'forgetful', code)).status).toBe(403)
  const lines = await env.DB.prepare(
    "select count(*) as n from audit_events join staff on staff.id = actor where kind = 'recovery-code-used' and login = 'forgetful'",
  ).first<{ n: number }>()
  expect(lines?.n).toBe(1)
})

test('T26: eight wrong codes rest the account, however often the right password is typed between them', async () => {
  await setClock(NOON)
  const { secret } = await aPerson('guessed', { at: NOON })
  await setClock(NOON + 5 * MINUTE)
  const before = new Visitor()
  await signInAs(before, 'guessed')
  for (let i = 0; i < 8; i++) {
    const answer = await signInWith(new Visitor(), 'guessed', i % 2 ? 'AAAAA-AAAAA' : '000000')
    expect([i, answer.status]).toEqual([i, 403])
  }
  expect((await signInAs(new Visitor(), 'guessed')).status).toBe(429)
  expect((await before.form('/staff/sign-in/second', [['code', codeAt(secret, NOON + 5 * MINUTE)]])).status).toBe(429)
  await setClock(NOON + 21 * MINUTE)
  expect((await signInWith(new Visitor(), 'guessed', codeAt(secret, NOON + 21 * MINUTE))).status).toBe(303)
})

test('T26: forty wrong codes at the same moment are judged eight times, not forty', async () => {
  await setClock(NOON)
  await aPerson('stormed', { at: NOON })
  const visitor = new Visitor()
  await signInAs(visitor, 'stormed')
  const answers = await Promise.all(Array.from({ length: 40 }, () => visitor.form('/staff/sign-in/second', [['code', '000000']])))
  const judged = answers.filter(({ status }) => status === 403).length
  expect([judged, answers.filter(({ status }) => status === 429).length]).toEqual([8, 32])
})

test('the step between password and code opens nothing by itself, ends after half an hour, and with the password', async () => {
  await setClock(NOON)
  const { visitor: owner, secret } = await aPerson('halfway', { at: NOON })
  const [late, changed] = [new Visitor(), new Visitor()]
  await signInAs(late, 'halfway')
  await signInAs(changed, 'halfway')
  for (const path of ['/staff', '/staff/me', '/staff/prove'])
    expect([path, at(await late.send(path))]).toEqual([path, [303, '/staff/sign-in']])
  expect(at(await late.send('/staff/sign-in/enrol'))).toEqual([303, '/staff/sign-in/second'])
  await owner.form('/staff/me/password', [
    ['password', '雪落在青石板的巷口 77'],
    ['again', '雪落在青石板的巷口 77'],
  ])
  expect(at(await changed.send('/staff/sign-in/second'))).toEqual([303, '/staff/sign-in'])
  await signInAs(late, 'halfway', '雪落在青石板的巷口 77')
  await setClock(NOON + 31 * MINUTE)
  expect(at(await late.form('/staff/sign-in/second', [['code', codeAt(secret, NOON + 31 * MINUTE)]]))).toEqual([
    303,
    '/staff/sign-in',
  ])
})

test('two who set up the first factor of one account at once cannot both have it', async () => {
  await setClock(NOON)
  await newAccount('contested')
  const visitors = [new Visitor(), new Visitor()]
  for (const visitor of visitors) await signInAs(visitor, 'contested')
  await Promise.all(visitors.map(visitor => enrolTotp(visitor, NOON)))
  const statuses = await Promise.all(visitors.map(async visitor => (await visitor.send('/staff')).status))
  expect(statuses.sort()).toEqual([200, 303])
})

test('a waiver counts in the local build alone: the same account leads to a second factor in production', async () => {
  await setClock(NOON)
  await operate('staff', { body: { login: 'waived', name: '免', role: 'organizer', unit: null, password: PASSWORD } })
  expect(at(await signInAs(new Visitor(), 'waived'))).toEqual([303, '/staff'])
  const production = createApp(() => instant(NOON))
  // Another env object: what an app leans on is kept by it.
  const answer = await production.app.fetch(
    new Request(`${ORIGIN}/staff/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ login: 'waived', password: PASSWORD }).toString(),
    }),
    { ...env },
    createExecutionContext(),
  )
  expect(at(answer)).toEqual([303, '/staff/sign-in/enrol'])
})
