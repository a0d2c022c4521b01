import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Site, startSite } from '../../worker/host/runtime.ts'

// Cloudflare Access as the site sees it: a signed header on every request, and the team's keys over real HTTP.

const OPERATOR_KEY = 'an operator key for tests, 32 or more'
const TEAM = 'https://qinghe.cloudflareaccess.com'
const AUD = 'f'.repeat(64)
const state = mkdtempSync(join(tmpdir(), 'mingping-access-'))
const held: object[] = []
let asked = 0
let broken = false
let stub: Server
let site: Site
let skew = 0

interface Key {
  readonly kid: string
  readonly pair: CryptoKeyPair
  readonly pem: string
}

async function newKey(kid: string): Promise<Key> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }
  const pair = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair
  const spki = Buffer.from(await crypto.subtle.exportKey('spki', pair.publicKey)).toString('base64')
  return { kid, pair, pem: `-----BEGIN PUBLIC KEY-----\n${spki.replaceAll(/(.{64})/g, '$1\n')}\n-----END PUBLIC KEY-----\n` }
}
const publish = async ({ kid, pair }: Key): Promise<void> => {
  held.push({ ...(await crypto.subtle.exportKey('jwk', pair.publicKey)), kid, alg: 'RS256', use: 'sig' })
}

const encode = (value: object | Buffer): string =>
  (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))).toString('base64url')
const seconds = () => Math.floor((Date.now() + skew) / 1000)
const claims = (change: object = {}) => ({
  aud: [AUD],
  iss: TEAM,
  email: 'Wang@Example.cn',
  type: 'app',
  sub: '1',
  iat: seconds() - 5,
  nbf: seconds() - 5,
  exp: seconds() + 3600,
  ...change,
})
async function token(key: Key, change: object = {}, head: object = {}): Promise<string> {
  const text = `${encode({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...head })}.${encode(claims(change))}`
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key.pair.privateKey, Buffer.from(text))
  return `${text}.${encode(Buffer.from(signature))}`
}

let key: Key
let vars: Record<string, string>

beforeAll(async () => {
  stub = createServer((_, response) => {
    asked++
    if (broken) return response.writeHead(500).end('oops')
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: held, public_certs: [] }))
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => stub.once('listening', resolve))
  const certs = `http://127.0.0.1:${(stub.address() as AddressInfo).port}/cdn-cgi/access/certs`
  vars = {
    SITE_KEY: 'a site key for tests of 32 signs or more',
    OPERATOR_KEY,
    STAFF_SIGN_IN: 'access',
    ACCESS_TEAM: 'qinghe',
    ACCESS_AUD: AUD,
    ACCESS_CERTS_URL: certs,
  }
  site = await startSite({ state, host: '127.0.0.1', port: 0, build: 'local', vars })
  key = await newKey('one')
  await publish(key)
})
afterAll(async () => {
  await site.stop()
  stub.closeAllConnections()
  stub.close()
  rmSync(state, { recursive: true, force: true })
})

const operate = (path: string, body?: unknown) =>
  fetch(`${site.origin}/operator/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })
const pass = async (ms: number): Promise<void> => {
  skew += ms
  await operate(`clock/${skew}`)
}
const visit = (path: string, jwt: string | null, init: RequestInit = {}) =>
  fetch(site.origin + path, {
    redirect: 'manual',
    ...init,
    headers: { origin: site.origin, ...(jwt === null ? {} : { 'cf-access-jwt-assertion': jwt }), ...init.headers },
  })
const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

test('the first administrator is whoever opens the link and whom Access knows; there is no password', async () => {
  const { url } = (await (await operate('first-administrator')).json()) as { url: string }
  const { pathname } = new URL(url)
  expect((await visit(pathname, null)).status).toBe(401)
  const page = await (await visit(pathname, await token(key))).text()
  expect([page.includes('wang@example.cn'), page.includes('name="password"')]).toEqual([true, false])
  const joined = await visit(pathname, await token(key), form({ login: 'wang', name: '王芳' }))
  expect([joined.status, joined.headers.get('location'), joined.headers.getSetCookie()]).toEqual([303, '/staff', []])
  expect((await visit('/staff/people', await token(key))).status).toBe(200)
})

test('whoever Access knows and we do not is told so in words; without Access nobody is here', async () => {
  const stranger = await visit('/staff', await token(key, { email: 'li@example.cn' }))
  expect([stranger.status, (await stranger.text()).includes('邮箱 li@example.cn 还没有本站的工作人员账号')]).toEqual([403, true])
  const nobody = await visit('/staff', null)
  expect([nobody.status, nobody.headers.get('location')]).toEqual([303, '/staff/sign-in'])
  expect(await (await visit('/staff/sign-in', null)).text()).toContain('Cloudflare Access')
})

test('no password opens anything here, and the addresses of our own sign-in do not exist', async () => {
  await operate('staff', { login: 'pass', name: '有密码', role: 'organizer', unit: null, password: '三月的风吹过城墙 2026' })
  await operate('staff/waive/pass')
  const signIn = form({ login: 'pass', password: '三月的风吹过城墙 2026' })
  const statuses = []
  for (const path of [
    '/staff/sign-in',
    '/staff/sign-in/second',
    '/staff/sign-in/passkey',
    '/staff/sign-in/enrol/totp',
    '/staff/me/password',
  ])
    statuses.push((await visit(path, await token(key), signIn)).status)
  expect(statuses).toEqual([404, 404, 404, 404, 404])
})

test('a token that is not for us, not from the team, too old, too new, unsigned, or signed otherwise is nobody', async () => {
  const other = await newKey('one')
  const text = `${encode({ alg: 'HS256', typ: 'JWT', kid: 'one' })}.${encode(claims())}`
  const none = `${encode({ alg: 'none', typ: 'JWT', kid: 'one' })}.${encode(claims())}.`
  const good = await token(key)
  const bad: Record<string, string> = {
    'wrong aud': await token(key, { aud: ['e'.repeat(64)] }),
    'no aud': await token(key, { aud: undefined }),
    'wrong iss': await token(key, { iss: 'https://evil.cloudflareaccess.com' }),
    'iss that only begins like ours': await token(key, { iss: `${TEAM}.evil.example` }),
    expired: await token(key, { exp: seconds() - 1 }),
    'no exp': await token(key, { exp: undefined }),
    'from the future': await token(key, { iat: seconds() + 600 }),
    'not yet': await token(key, { nbf: seconds() + 600 }),
    'of a service, which is nobody': await token(key, { email: undefined, common_name: 'robot' }),
    'another key under our name': await token(other),
    'alg none': none,
    'alg none with our signature': none + (good.split('.')[2] ?? ''),
    'HS256 with the public key as its secret': `${text}.${encode(createHmac('sha256', key.pem).update(text).digest())}`,
    'RS256 that says RS512': await token(key, {}, { alg: 'RS512' }),
    altered: good.replace(/\.[^.]+\./, `.${encode(claims({ email: 'li@example.cn' }))}.`),
    'no name of a key': await token(key, {}, { kid: undefined }),
    rubbish: 'a.b.c',
    empty: '',
    long: 'x'.repeat(9000),
  }
  for (const [name, jwt] of Object.entries(bad)) {
    const answer = await visit('/staff', jwt, { headers: { accept: 'application/json' } })
    expect([name, answer.status]).toEqual([name, 401])
  }
  expect((await visit('/staff', good)).status).toBe(200)
})

test('an unknown key is asked for, not more often than every ten seconds, and a new one is believed at once', async () => {
  const before = asked
  const fresh = await newKey('two')
  for (let i = 0; i < 20; i++) expect((await visit('/staff', await token(fresh))).status).toBe(303)
  expect(asked - before).toBeLessThanOrEqual(1)
  await publish(fresh)
  await pass(11_000)
  expect([(await visit('/staff', await token(fresh))).status, (await visit('/staff', await token(key))).status]).toEqual([
    200, 200,
  ])
})

test('a key that is withdrawn is believed for an hour at most; keys that cannot be asked for are those we had', async () => {
  held.shift()
  expect((await visit('/staff', await token(key))).status).toBe(200)
  broken = true
  await pass(3_601_000)
  expect((await visit('/staff', await token(key))).status).toBe(200)
  broken = false
  await pass(3_601_000)
  expect((await visit('/staff', await token(key))).status).toBe(303)
  key = await newKey('three')
  await publish(key)
  await pass(11_000)
  expect((await visit('/staff', await token(key))).status).toBe(200)
})

test('what asks for proof wants a sign-in of the last ten minutes, and keeps what was typed', async () => {
  const old = await token(key, { iat: seconds() - 660 })
  const page = await visit('/staff/people', old)
  expect([page.status, page.headers.get('location')]).toEqual([303, '/staff/prove?next=%2Fstaff%2Fpeople'])
  const posted = await visit(
    '/staff/people',
    old,
    form({ name: '李秀', login: 'li', email: 'li@example.cn', role: 'auditor', unit: '' }),
  )
  const text = await posted.text()
  expect([posted.status, text.includes(`href="${TEAM}/cdn-cgi/access/logout"`), text.includes('value="li@example.cn"')]).toEqual([
    401,
    true,
    true,
  ])
  const again = await visit(
    '/staff/people',
    await token(key),
    form({ name: '李秀', login: 'li', email: 'li@example.cn', role: 'auditor', unit: '' }),
  )
  expect([again.status, again.headers.get('location')]).toEqual([303, '/staff/people'])
  expect((await visit('/staff/log', await token(key, { email: 'li@example.cn' }))).status).toBe(200)
})

test('every sign-in at Access is one line in the log, not every page; leaving leads there', async () => {
  const log = async () => ((await (await visit('/staff/log', await token(key))).text()).match(/>登录</g) ?? []).length
  const jwt = await token(key, { iat: seconds() })
  await visit('/staff', jwt)
  const before = await log()
  for (let i = 0; i < 3; i++) await visit('/staff', jwt)
  expect(await log()).toBe(before)
  const out = await visit('/staff/sign-out', jwt, form({}))
  expect([out.status, (await out.text()).includes(`href="${TEAM}/cdn-cgi/access/logout"`)]).toEqual([200, true])
})
