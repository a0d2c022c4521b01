import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../../worker/app.ts'
import { instant, MINUTE } from '../../worker/rules/time.ts'
import { OPENS } from '../support/makers.ts'
import { ORIGIN, setClock } from '../support/visitor.ts'

// On Workers itself Access gives an object with the request, and no header has to be believed.

const NOON = OPENS
const AUD = 'a'.repeat(64)
const access = { ...env, STAFF_SIGN_IN: 'access', ACCESS_TEAM: 'qinghe', ACCESS_AUD: AUD }
const { app } = createApp(() => instant(NOON))

beforeAll(async () => {
  await setClock(NOON)
  await env.DB.prepare(
    "insert into staff (id, login, name, role, unit, password_hash, created_at, email) values ('stf_0000000000000001', 'wang', '王芳', 'administrator', null, '', 1, 'wang@example.cn')",
  ).run()
})

interface Said {
  readonly aud?: string
  readonly identity?: unknown
}

async function ask(path: string, { aud = AUD, identity }: Said, bindings: object = access): Promise<number> {
  const context = { waitUntil() {}, passThroughOnException() {}, props: {}, access: { aud, getIdentity: async () => identity } }
  const headers = { accept: 'application/json' }
  return (await app.fetch(new Request(ORIGIN + path, { headers }), bindings as never, context as never)).status
}

test('who Access says is here is here, if the object is for this application and names somebody we know', async () => {
  const identity = { email: 'Wang@example.cn', iat: NOON / 1000 - 60, name: '王芳' }
  expect([
    await ask('/staff', { identity }),
    await ask('/staff', { identity, aud: 'b'.repeat(64) }),
    await ask('/staff', { identity: undefined }),
    await ask('/staff', { identity: { email: 'not an address' } }),
    await ask('/staff', { identity: { email: 'li@example.cn', iat: NOON / 1000 } }),
  ]).toEqual([200, 401, 401, 401, 403])
})

test('what asks for proof wants to know when the person signed in, and that it was lately', async () => {
  const at = (iat: number | undefined) => ask('/staff/people', { identity: { email: 'wang@example.cn', iat } })
  expect([await at((NOON - 9 * MINUTE) / 1000), await at((NOON - 11 * MINUTE) / 1000), await at(undefined)]).toEqual([
    200, 401, 401,
  ])
})

test('where this site signs people in itself, the object opens nothing', async () => {
  const identity = { email: 'wang@example.cn', iat: NOON / 1000 }
  expect(await ask('/staff', { identity }, { ...env })).toBe(401)
})
