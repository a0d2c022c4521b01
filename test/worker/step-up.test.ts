import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../../worker/app.ts'
import { safeNext } from '../../worker/ask-again.tsx'
import type { AppTypes } from '../../worker/http.ts'
import { MAY, STAFF_ROLES, STEP_UP } from '../../worker/rules/roles.ts'
import { instant, MINUTE } from '../../worker/rules/time.ts'
import { staffOnly } from '../../worker/staff-door.ts'
import { OPENS } from '../support/makers.ts'
import { aPerson, hidden, PASSWORD, type Person } from '../support/staff-people.ts'
import { codeAt } from '../support/totp.ts'
import { ORIGIN, setClock, told } from '../support/visitor.ts'

const NOON = OPENS
/** Well after ten minutes, since the clock runs on while accounts are made. */
const LATER = NOON + 12 * MINUTE
const people = new Map<string, Person>()

beforeAll(async () => {
  await setClock(NOON)
  for (const role of STAFF_ROLES) people.set(role, await aPerson(role, { role, at: NOON }))
})
const person = (role: string) => people.get(role) as Person

/** An app with one address a verb, at a fixed time. */
const doors = new Hono<AppTypes>()
for (const verb of [...STEP_UP, 'open-console' as const]) doors.get(`/staff/door/${verb}`, staffOnly(verb), c => c.text('open'))

async function knock(role: string, verb: string, at: number): Promise<string> {
  const { app } = createApp(() => instant(at), { routes: [doors] })
  const cookie = `__Host-staff=${person(role).visitor.cookies.get('__Host-staff')}`
  // Another env object: what an app leans on is kept by it.
  const answer = await app.fetch(new Request(`${ORIGIN}/staff/door/${verb}`, { headers: { cookie } }), { ...env })
  return answer.status === 200 ? answer.text() : `${answer.status} ${answer.headers.get('location')}`
}

test('every verb that is marked asks again after ten minutes, and no other does', async () => {
  for (const verb of [...STEP_UP, 'open-console' as const]) {
    const role = STAFF_ROLES.find(one => MAY[one].includes(verb)) ?? ''
    const marked = verb !== 'open-console'
    expect([verb, await knock(role, verb, NOON + 9 * MINUTE), await knock(role, verb, LATER)]).toEqual([
      verb,
      'open',
      marked ? `303 /staff/prove?next=%2Fstaff%2Fdoor%2F${verb}` : 'open',
    ])
  }
})

const FIELDS = [
  ['name', '李秀 & <兰>'],
  ['login', 'bad login'],
  ['role', 'organizer'],
  ['unit', '甲'],
  ['unit', '乙'],
] as const

test('a form that is asked again is carried through whole, field by field, and sent on after the proof', async () => {
  await setClock(LATER)
  const { visitor, secret } = person('administrator')
  const asked = await visitor.form('/staff/people', FIELDS)
  const page = await asked.text()
  const [next, carry] = [hidden(page, 'next'), hidden(page, 'carry')]
  expect([asked.status, next, [...new URLSearchParams(carry)]]).toEqual([401, '/staff/people', FIELDS.map(pair => [...pair])])
  const wrong = await visitor.form('/staff/prove', [
    ['next', next],
    ['carry', carry],
    ['password', PASSWORD],
    ['code', '000000'],
  ])
  const again = await wrong.text()
  expect([wrong.status, hidden(again, 'carry')]).toEqual([403, carry])
  const right = await visitor.form('/staff/prove', [
    ['next', next],
    ['carry', carry],
    ['password', PASSWORD],
    ['code', codeAt(secret, LATER)],
  ])
  const onward = await right.text()
  expect([right.status, /<form class="card" method="post" action="([^"]*)"/.exec(onward)?.[1]]).toEqual([200, '/staff/people'])
  expect([...onward.matchAll(/<input type="hidden" name="([a-z]+)" value="([^"]*)"/g)].map(([, name]) => name)).toEqual(
    FIELDS.map(([name]) => name),
  )
  expect(onward).toContain('value="李秀 &amp; &lt;兰>"')
  // What was carried now arrives: the rules of the form itself answer.
  const sent = await visitor.form('/staff/people', FIELDS)
  expect(sent.status).toBe(422)
})

test('a page is gone on to, a script is told where to prove, a form with files is told in words', async () => {
  await setClock(LATER)
  const { visitor, secret } = person('organizer')
  const page = await visitor.send('/staff/me/password?from=here')
  expect([page.status, page.headers.get('location')]).toEqual([303, '/staff/prove?next=%2Fstaff%2Fme%2Fpassword%3Ffrom%3Dhere'])
  expect(await told(await visitor.post('/staff/me/password', { a: 1 }, { accept: 'application/json' }))).toEqual([
    401,
    { code: 'proof-needed', prove: '/staff/prove', message: '这一步需要再次验证是您本人，验证后继续。' },
  ])
  const files = await visitor.send('/staff/me/password', {
    method: 'POST',
    body: '--x--',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  })
  expect([files.status, (await files.text()).includes('href="/staff/prove"')]).toEqual([401, true])
  const ways = (await (await visitor.send('/staff/prove.json')).json()) as Record<string, unknown>
  expect(ways).toEqual({ password: true, code: true, passkey: null, elsewhere: null })
  const proof = { password: PASSWORD, code: codeAt(secret, LATER) }
  expect((await visitor.post('/staff/prove.json', { ...proof, at: NOON })).status).toBe(400)
  expect(await told(await visitor.post('/staff/prove.json', proof))).toEqual([200, { proved: true }])
  expect((await visitor.send('/staff/me/password')).status).toBe(200)
  // The same code proves nothing a second time, and one session's proof is not another's.
  expect((await visitor.post('/staff/prove.json', proof)).status).toBe(403)
  expect((await person('administrator').visitor.post('/staff/prove.json', proof)).status).toBe(403)
})

test('a proof needs both: neither a password alone nor a code alone nor nothing is one', async () => {
  await setClock(LATER)
  const { visitor, secret } = person('reviewer')
  const code = codeAt(secret, LATER)
  for (const proof of [
    {},
    { password: PASSWORD },
    { code },
    { password: 'falsch falsch falsch', code },
    { password: PASSWORD, code: '' },
  ])
    expect([proof, (await visitor.post('/staff/prove.json', proof)).status]).toEqual([proof, 403])
  // Wrong passwords have not used up the code.
  expect((await visitor.post('/staff/prove.json', { password: PASSWORD, code })).status).toBe(200)
})

test('wrong proofs rest the account as wrong sign-ins do', async () => {
  await setClock(LATER)
  const { visitor } = person('auditor')
  for (let i = 0; i < 8; i++) await visitor.post('/staff/prove.json', { password: `falsch falsch ${i}` })
  expect((await visitor.post('/staff/prove.json', { password: PASSWORD })).status).toBe(429)
  expect((await visitor.send('/staff')).status).toBe(200)
})

test('what is gone on to is always a page of the console', () => {
  for (const text of [
    null,
    '',
    '/',
    'https://evil.example/staff',
    '//evil.example/staff',
    '/staff/../c/qinghe',
    '/staffevil',
    '/\\evil.example',
    'javascript:alert(1)',
    '/staff\\..\\..\\x',
  ])
    expect([text, safeNext(text)]).toEqual([text, '/staff'])
  expect([safeNext('/staff/people?x=1'), safeNext('/staff'), safeNext('/staff?a=b#c')]).toEqual([
    '/staff/people?x=1',
    '/staff',
    '/staff?a=b',
  ])
})
