import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { MINUTE } from '../../worker/rules/time.ts'
import { OPENS } from '../support/makers.ts'
import {
  aPerson,
  hidden,
  PASSWORD,
  type Person,
  recoveryCodesOn,
  secretOn,
  signInAs,
  signInWith,
} from '../support/staff-people.ts'
import { codeAt } from '../support/totp.ts'
import { setClock, Visitor } from '../support/visitor.ts'

const NOON = OPENS
let chief: Person

beforeAll(async () => {
  await setClock(NOON)
  chief = await aPerson('chief', { role: 'administrator', at: NOON })
})

const idOf = async (login: string): Promise<string> =>
  (await env.DB.prepare('select id from staff where login = ?').bind(login).first<{ id: string }>())?.id ?? ''
const act = async (visitor: Visitor, login: string, what: string, fields: readonly (readonly [string, string])[] = []) =>
  visitor.form(`/staff/people/${await idOf(login)}/${what}`, fields)
const lines = async (kind: string) =>
  (await env.DB.prepare('select count(*) as n from audit_events where kind = ?').bind(kind).first<{ n: number }>())?.n

test('the last administrator cannot be disabled, an organizer can, and what is repeated leaves no second line', async () => {
  await setClock(NOON)
  const refused = await act(chief.visitor, 'chief', 'disable')
  expect([refused.status, (await refused.text()).includes('另一个能登录的系统管理员')]).toEqual([409, true])
  const { visitor } = await aPerson('going', { at: NOON })
  expect((await act(chief.visitor, 'going', 'disable')).status).toBe(303)
  expect((await act(chief.visitor, 'going', 'disable')).status).toBe(409)
  expect(await lines('staff-disabled')).toBe(1)
  expect((await visitor.send('/staff')).status).toBe(303)
  expect((await signInAs(new Visitor(), 'going')).status).toBe(403)
})

test('a restored account opens as before, but no session from before lives again', async () => {
  await setClock(NOON)
  const { visitor, secret } = await aPerson('returning', { at: NOON })
  await act(chief.visitor, 'returning', 'disable')
  expect((await act(chief.visitor, 'returning', 'restore')).status).toBe(303)
  expect((await visitor.send('/staff')).status).toBe(303)
  await setClock(NOON + 2 * MINUTE)
  expect((await signInWith(new Visitor(), 'returning', codeAt(secret, NOON + 2 * MINUTE))).headers.get('location')).toBe('/staff')
})

test('two administrators who disable each other at once: one of them stays', async () => {
  await setClock(NOON)
  const other = await aPerson('deputy', { role: 'administrator', at: NOON })
  const answers = await Promise.all([act(chief.visitor, 'deputy', 'disable'), act(other.visitor, 'chief', 'disable')])
  const row = await env.DB.prepare("select count(*) as n from staff where role = 'administrator' and disabled_at is null").first<{
    n: number
  }>()
  expect(row?.n).toBe(1)
  expect(answers.filter(({ status }) => status === 303).length).toBe(1)
  // An administrator who was invited and has not come cannot be the one who is left.
  await env.DB.prepare("update staff set disabled_at = null where role = 'administrator'").run()
  await env.DB.prepare("update staff set password_hash = '' where login = 'deputy'").run()
  await setClock(NOON + 3 * MINUTE)
  chief = { ...chief, visitor: new Visitor() }
  await signInWith(chief.visitor, 'chief', codeAt(chief.secret, NOON + 3 * MINUTE))
  expect((await act(chief.visitor, 'chief', 'disable')).status).toBe(409)
})

test('the list tells role, unit, factor and last sign-in of everybody, and who has not come yet', async () => {
  await setClock(NOON + 3 * MINUTE)
  await aPerson('clerk-east', { role: 'clerk', at: NOON + 3 * MINUTE })
  await chief.visitor.form('/staff/people', [
    ['name', '未到'],
    ['login', 'absent'],
    ['role', 'reviewer'],
  ])
  const page = await (await chief.visitor.send('/staff/people')).text()
  const rows = [...page.matchAll(/<a [^>]*class="cell"[^>]*>(.*?)<\/a>/g)].map(([, row = '']) =>
    row
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  )
  expect(rows.filter(row => /clerk-east|absent/.test(row))).toEqual([
    'clerk-east某 clerk-east · 推荐单位经办人 · 东城区 · 动态码 今天 9:03 登录',
    '未到 未领用 absent · 评审 · 未设第二重验证 从未登录',
  ])
})

test('one sees one’s sessions in words, ends one, ends all others, and keeps the one in hand', async () => {
  await setClock(NOON)
  const { visitor, secret } = await aPerson('traveller', { at: NOON })
  const others = [new Visitor(), new Visitor()]
  for (const [i, other] of others.entries()) {
    await setClock(NOON + (i + 2) * MINUTE)
    await signInAs(other, 'traveller')
    await other.send('/staff/sign-in/second', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Mozilla/5.0 (iPhone) MicroMessenger/8' },
      body: new URLSearchParams({ code: codeAt(secret, NOON + (i + 2) * MINUTE) }).toString(),
    })
  }
  const page = await (await visitor.send('/staff/me')).text()
  const names = [...page.matchAll(/name="session" value="([0-9a-f]{16})"/g)].map(([, name = '']) => name)
  expect([names.length, page.match(/iPhone，微信/g)?.length, page.match(/本机/g)?.length]).toEqual([2, 4, 1])
  await visitor.form('/staff/me/sessions/end', [['session', names[0] ?? '']])
  expect((await Promise.all(others.map(async other => (await other.send('/staff')).status))).sort()).toEqual([200, 303])
  await visitor.form('/staff/me/sessions/end', [])
  expect(await Promise.all([...others, visitor].map(async other => (await other.send('/staff')).status))).toEqual([303, 303, 200])
  // Somebody else's session cannot be named.
  const theirs =
    [
      ...(await (await chief.visitor.send(`/staff/people/${await idOf('traveller')}`)).text()).matchAll(
        /value="([0-9a-f]{16})"/g,
      ),
    ][0]?.[1] ?? ''
  const stranger = await aPerson('stranger', { at: NOON + 3 * MINUTE })
  await stranger.visitor.form('/staff/me/sessions/end', [['session', theirs]])
  expect((await visitor.send('/staff')).status).toBe(200)
  const ended = await lines('session-ended')
  await act(chief.visitor, 'traveller', 'sessions/end', [['session', theirs]])
  expect([(await visitor.send('/staff')).status, await lines('session-ended')]).toEqual([303, (ended ?? 0) + 1])
})

test('a new password ends every other session, keeps this one, and the old password is nothing', async () => {
  await setClock(NOON)
  const { visitor, secret } = await aPerson('changing', { at: NOON })
  await setClock(NOON + 2 * MINUTE)
  const other = new Visitor()
  await signInWith(other, 'changing', codeAt(secret, NOON + 2 * MINUTE))
  const change = (password: string, again = password) =>
    visitor.form('/staff/me/password', [
      ['password', password],
      ['again', again],
    ])
  expect([(await change('changing-password')).status, (await change('雪落在青石板的巷口 77', 'x')).status]).toEqual([422, 422])
  expect((await other.send('/staff')).status).toBe(200)
  expect((await change('雪落在青石板的巷口 77')).status).toBe(303)
  expect([(await visitor.send('/staff')).status, (await other.send('/staff')).status]).toEqual([200, 303])
  expect([
    (await signInAs(new Visitor(), 'changing', PASSWORD)).status,
    (await signInAs(new Visitor(), 'changing', '雪落在青石板的巷口 77')).status,
  ]).toEqual([403, 303])
})

test('a new app takes the place of the old, the last factor stays, and new recovery codes end the old ones', async () => {
  await setClock(NOON)
  const { visitor, secret, codes } = await aPerson('renewing', { at: NOON })
  const page = await (await visitor.send('/staff/me/totp')).text()
  const fresh = secretOn(page)
  const moved = await visitor.form('/staff/me/totp', [
    ['sealed', hidden(page, 'sealed')],
    ['code', codeAt(fresh, NOON)],
  ])
  expect([fresh === secret, moved.status]).toEqual([false, 303])
  // A secret that was shown to somebody else is nobody's.
  const other = await aPerson('other', { at: NOON })
  const stolen = await other.visitor.form('/staff/me/totp', [
    ['sealed', hidden(page, 'sealed')],
    ['code', codeAt(fresh, NOON)],
  ])
  expect(stolen.status).toBe(403)
  const removed = await visitor.form('/staff/me/totp/remove', [])
  expect([removed.status, (await removed.text()).includes('另一种登录方式')]).toEqual([409, true])
  const renewed = recoveryCodesOn(await (await visitor.form('/staff/me/recovery-codes', [])).text())
  await setClock(NOON + 2 * MINUTE)
  const statuses = []
  for (const code of [codes[0] ?? '', codeAt(secret, NOON + 2 * MINUTE), renewed[0] ?? '', codeAt(fresh, NOON + 2 * MINUTE)])
    statuses.push((await signInWith(new Visitor(), 'renewing', code)).status)
  expect(statuses).toEqual([403, 403, 303, 303])
})
