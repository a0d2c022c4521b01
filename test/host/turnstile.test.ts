import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { deviceCookie } from '../../db/demo/voters.ts'
import { scopeText } from '../../worker/adapters/human-check.ts'
import { type Site, startSite } from '../../worker/host/runtime.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { writeMoment } from '../../worker/rules/moment.ts'
import { instant, MINUTE } from '../../worker/rules/time.ts'
import { tagOf } from '../../worker/tokens.ts'
import { aDocument } from '../support/makers.ts'

// A stub that speaks siteverify over real HTTP, beside the real built site.

const SITE_KEY = 'a site key for tests of 32 signs or more'
const OPERATOR_KEY = 'an operator key for tests, 32 or more'
const asked: { secret: string; response: string; idempotency_key: string }[] = []
type Answer = Record<string, unknown> | 'hang' | 'html' | 'broken' | 500
let answer: (question: (typeof asked)[number]) => Answer
let stub: Server
let site: Site
const state = mkdtempSync(join(tmpdir(), 'mingping-turnstile-'))
const ids = new Map<string, CampaignId>()

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

beforeAll(async () => {
  stub = createServer((request, response) => {
    void bodyOf(request).then(text => {
      const question = JSON.parse(text) as (typeof asked)[number]
      asked.push(question)
      const said = answer(question)
      if (said === 'hang') return
      if (said === 'broken') return request.socket.destroy()
      if (said === 500) return response.writeHead(500).end('oops')
      if (said === 'html') return response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>busy</h1>')
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said))
    })
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => stub.once('listening', resolve))
  const verify = `http://127.0.0.1:${(stub.address() as AddressInfo).port}/siteverify`
  const vars = {
    SITE_KEY,
    OPERATOR_KEY,
    TURNSTILE_SITE_KEY: '1x00000000000000000000AA',
    TURNSTILE_SECRET: '1x0000000000000000000000000000000AA',
    TURNSTILE_VERIFY_URL: verify,
  }
  site = await startSite({ state, host: '127.0.0.1', port: 0, build: 'local', vars })
  for (const identity of ['device', 'code'] as const) await open(identity)
})

afterAll(async () => {
  await site.stop()
  stub.closeAllConnections()
  stub.close()
  rmSync(state, { recursive: true, force: true })
})

beforeEach(() => {
  asked.length = 0
})

const operate = (path: string, method: string, body?: unknown) =>
  fetch(`${site.origin}/operator/${path}`, {
    method,
    headers: { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })

const thisMinute = (): string => writeMoment(instant(Math.floor(Date.now() / MINUTE) * MINUTE), 'from')

async function open(identity: 'device' | 'code'): Promise<void> {
  const slug = `turnstile-${identity}`
  await operate(
    `campaigns/${slug}`,
    'PUT',
    aDocument({
      slug,
      identity,
      humanChecks: ['turnstile', 'pow'],
      visibility: 'live',
      // From this minute on, so that the hourly look, which releases what only waited for a check, is an hour away.
      milestones: [{ step: 'vote', title: '网上评议', from: thisMinute(), until: '2035-01-01' }],
    }),
  )
  await operate(`campaigns/${slug}/open`, 'POST')
  const { campaigns } = (await (await operate('campaigns', 'GET')).json()) as { campaigns: { slug: string; id: CampaignId }[] }
  ids.set(slug, campaigns.find(one => one.slug === slug)?.id as CampaignId)
}

interface Voter {
  readonly device: string
  cookie: string
}

const newVoter = (): Voter => {
  const device = randomUUID().replaceAll('-', '')
  return { device, cookie: deviceCookie({ siteKey: SITE_KEY }, device) }
}

async function post(
  path: string,
  voter: Voter,
  { body, key = randomUUID() }: { body: unknown; key?: string },
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  const headers = { origin: site.origin, 'content-type': 'application/json', cookie: voter.cookie, 'idempotency-key': key }
  const response = await fetch(site.origin + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown>, headers: response.headers }
}

const cast = (voter: Voter, token: string, { slug = 'turnstile-device', key = randomUUID() } = {}) =>
  post(`/api/campaigns/${slug}/ballots`, voter, { key, body: { choices: [1], check: { kind: 'turnstile', token } } })

/** What the real service would say of a token made for this voter. */
const good = (voter: Voter, slug = 'turnstile-device', change: Record<string, unknown> = {}) => ({
  success: true,
  'error-codes': [],
  challenge_ts: new Date().toISOString(),
  hostname: '127.0.0.1',
  action: 'vote',
  cdata: tagOf(SITE_KEY, 'cdata', scopeText({ campaign: ids.get(slug) as CampaignId, purpose: 'vote', holder: voter.device })),
  ...change,
})

async function standingsSeenByStaff(slug: string): Promise<unknown> {
  const account = { login: 'zuzhi', name: '组织者', role: 'organizer', unit: null, password: '一个足够长的口令 2026' }
  await operate('staff', 'POST', account)
  await operate('staff/waive/zuzhi', 'POST')
  const signedIn = await fetch(`${site.origin}/staff/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: site.origin },
    body: new URLSearchParams({ login: account.login, password: account.password }),
  })
  const cookie = signedIn.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
  const board = await fetch(`${site.origin}/staff/campaigns/${slug}/tally.json`, { headers: { cookie } })
  return ((await board.json()) as { figures: { ballots: unknown } | null }).figures?.ballots
}

test('a token that the service vouches for lets a ballot in; it was asked with our secret and the key of the ballot', async () => {
  const voter = newVoter()
  answer = () => good(voter)
  const key = randomUUID()
  expect((await cast(voter, 'token-1', { key })).status).toBe(200)
  expect(asked).toEqual([{ secret: '1x0000000000000000000000000000000AA', response: 'token-1', idempotency_key: key }])
})

test('the challenge names Turnstile first and carries a proof of work to fall back on', async () => {
  const response = await fetch(`${site.origin}/api/campaigns/turnstile-device/challenge?for=vote`)
  expect(await response.json()).toMatchObject({
    kind: 'turnstile',
    turnstile: { siteKey: '1x00000000000000000000AA', action: 'vote' },
    pow: { parameters: { algorithm: 'SHA-256' } },
  })
})

test('T11: a token for another host, another action or another voter is no token for this ballot', async () => {
  const voter = newVoter()
  for (const change of [
    { hostname: 'evil.example' },
    { action: 'like' },
    { cdata: 'somebody-else' },
    { success: false, 'error-codes': ['invalid-input-response'] },
  ]) {
    answer = () => good(voter, 'turnstile-device', change)
    expect([change, (await cast(voter, randomUUID())).body.code]).toEqual([change, 'human-check-failed'])
  }
})

test('T10: a token is spent once by us as well, even if the service vouches for it for ever', async () => {
  const [one, two] = [newVoter(), newVoter()]
  answer = () => good(one)
  expect((await cast(one, 'shared-token')).status).toBe(200)
  answer = () => good(two)
  expect((await cast(two, 'shared-token')).body.code).toBe('human-check-failed')
})

test('a recorded ballot that is sent again gets its receipt without the service being asked about a spent token', async () => {
  const voter = newVoter()
  answer = () => good(voter)
  const key = randomUUID()
  const first = await cast(voter, 'token-again', { key })
  answer = () => ({ success: false, 'error-codes': ['timeout-or-duplicate'] })
  const again = await cast(voter, 'token-again', { key })
  expect([again.status, again.body.receipt, asked.length, again.headers.get('idempotent-replayed')]).toEqual([
    200,
    first.body.receipt,
    1,
    'true',
  ])
})

test('an old token is said to be old', async () => {
  answer = () => ({ success: false, 'error-codes': ['timeout-or-duplicate'] })
  expect((await cast(newVoter(), 'old')).body.code).toBe('human-check-expired')
})

test('F9: when the service fails in whatever way, a device is asked to come back and a code voter is recorded as held', async () => {
  const issued = (await (await operate('campaigns/turnstile-code/codes', 'POST', { unit: '东城', count: 6 })).json()) as {
    codes: string[]
  }
  const failures: Answer[] = [
    500,
    'html',
    'broken',
    { unexpected: true },
    { success: false, 'error-codes': ['internal-error'] },
    'hang',
  ]
  for (const [i, failure] of failures.entries()) {
    await later(60_000)
    answer = () => failure
    const refused = await cast(newVoter(), `t-${i}`)
    expect([failure, refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      failure,
      503,
      'human-check-unavailable',
      '20',
    ])
    const voter = newVoter()
    const shown = await fetch(`${site.origin}/api/campaigns/turnstile-code/code`, {
      method: 'POST',
      headers: { origin: site.origin, 'content-type': 'application/json', cookie: voter.cookie },
      body: JSON.stringify({ code: issued.codes[i] }),
    })
    voter.cookie = [voter.cookie, ...shown.headers.getSetCookie().map(line => line.split(';')[0])].join('; ')
    expect([failure, (await cast(voter, `c-${i}`, { slug: 'turnstile-code' })).status]).toEqual([failure, 200])
  }
  // The board counts at intervals, and what it says is kept for a moment.
  const received = async () => {
    const answer = await fetch(`${site.origin}/api/campaigns/turnstile-code/results`)
    return ((await answer.json()) as { ballots: unknown }).ballots
  }
  await expect.poll(received, { interval: 250, timeout: 30_000 }).toBe(6)
  // That they are held is nobody's to know before the close but the organizer's.
  expect(await standingsSeenByStaff('turnstile-code')).toEqual({ counted: 0, held: 6, void: 0 })
})

let skew = 0
/** Moves the site's clock on: a service that failed may be asked again. */
async function later(ms: number): Promise<void> {
  skew += ms
  await operate(`clock/${skew}`, 'POST')
}

/** The service has answered well, whatever was before. */
async function healed(): Promise<void> {
  await later(60_000)
  const voter = newVoter()
  answer = () => good(voter)
  expect((await cast(voter, randomUUID())).status).toBe(200)
  asked.length = 0
}

const firstCheck = async () =>
  ((await (await fetch(`${site.origin}/api/campaigns/turnstile-device/challenge?for=vote`)).json()) as { kind: string }).kind

test('F9: two answers that do not come, and nobody waits any more: phones are told to work instead, until it answers again', async () => {
  await healed()
  answer = () => 'hang'
  const from = performance.now()
  expect((await cast(newVoter(), 'out-1')).body.code).toBe('human-check-unavailable')
  expect([asked.length, performance.now() - from < 5000, await firstCheck()]).toEqual([2, true, 'pow'])
  for (let i = 0; i < 20; i++) expect((await cast(newVoter(), `out-${i + 2}`)).status).toBe(503)
  expect(asked.length).toBe(2)
  await later(6000)
  const voter = newVoter()
  answer = () => good(voter)
  expect(await firstCheck()).toBe('turnstile')
  expect([(await cast(voter, 'back')).status, await firstCheck()]).toEqual([200, 'turnstile'])
})

test('F9: an answer that was lost on its way is asked for again under the same key, and the token still counts once', async () => {
  await healed()
  const voter = newVoter()
  const key = randomUUID()
  answer = () => (asked.length === 1 ? 'broken' : good(voter))
  expect((await cast(voter, 'lost', { key })).status).toBe(200)
  expect(asked.map(one => one.idempotency_key)).toEqual([key, key])
})
