import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../../worker/app.ts'
import { instant } from '../../worker/rules/time.ts'
import { type Address, everyAddress } from '../support/addresses.ts'
import { atDesk } from '../support/desk.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { differing, everyTable } from '../support/tables.ts'
import { aVoter, castBy, ORIGIN, openCampaign, setClock, Visitor } from '../support/visitor.ts'

// What holds of every address of the site, taken from its route table, so that a new one is walked without a line here.

const NOON = OPENS + 3 * 3_600_000
let people: Readonly<Record<'visitor' | 'organizer' | 'auditor' | 'administrator' | 'reviewer', Visitor>>

beforeAll(async () => {
  await setClock(OPENS - 86_400_000)
  const campaign = await openCampaign(aDocument({ slug: 'edge-2026' }))
  await setClock(NOON)
  await env.DB.prepare("update campaigns set comments = 1 where slug = 'edge-2026'").run()
  people = {
    visitor: await aVoter(campaign, NOON),
    organizer: await atDesk('ole'),
    auditor: await atDesk('ann', 'auditor'),
    administrator: await atDesk('chief', 'administrator'),
    reviewer: await atDesk('rev', 'reviewer'),
  }
  await castBy(people.visitor, campaign, [1])
})

/** Who is asked: readers where anybody may read, and all of the staff where staff may. */
const readers = ({ pattern }: Address): readonly (keyof typeof people)[] =>
  pattern.startsWith('/staff') ? ['organizer', 'auditor', 'administrator', 'reviewer'] : ['visitor']

const ADDRESSES = everyAddress()
const READABLE = ADDRESSES.filter(({ method, pattern }) => method === 'GET' && !pattern.startsWith('/operator/'))

/** What a look may leave behind, and where. */
const LEAVES: Readonly<Record<string, readonly string[]>> = {
  // A session says when its holder was last here.
  '*': ['staff_sessions'],
  // Whoever looks at running figures or takes something out is on record.
  '/staff/campaigns/:slug/tally': ['audit_events'],
  '/staff/campaigns/:slug/tally.json': ['audit_events'],
  '/staff/campaigns/:slug/tally.csv': ['audit_events'],
  '/staff/campaigns/:slug/tally.xlsx': ['audit_events'],
  '/staff/campaigns/:slug/tally/print': ['audit_events'],
  '/staff/campaigns/:slug/comments/chosen': ['audit_events'],
  '/staff/campaigns/:slug/comments/chosen.csv': ['audit_events'],
}

test('T21: nothing is changed by reading: every address asked twice leaves every table as it was, but for what is on record (ASVS 3.5.3)', async () => {
  await setClock(NOON)
  const changed: unknown[] = []
  let before = await everyTable()
  for (const address of READABLE) {
    for (const who of readers(address)) for (let i = 0; i < 2; i++) await (await people[who].send(address.path)).arrayBuffer()
    const may = [...(LEAVES['*'] ?? []), ...(LEAVES[address.pattern] ?? [])]
    const after = await everyTable()
    const tables = differing(before, after).filter(name => !may.includes(name))
    if (tables.length > 0) changed.push([address.pattern, tables])
    before = after
  }
  expect(changed).toEqual([])
  expect(Object.keys(LEAVES).filter(pattern => pattern !== '*' && !READABLE.some(one => one.pattern === pattern))).toEqual([])
})

/** The headers of an answer that matter, by what kind of answer it is. */
const STRICT = { 'x-content-type-options': 'nosniff', 'strict-transport-security': 'max-age=31536000' }
const DOCUMENT = {
  ...STRICT,
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
}
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'sha256-…'",
  "style-src 'sha256-…'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'none'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
]
const NAMES = [...Object.keys(DOCUMENT), 'access-control-allow-origin', 'server', 'x-powered-by']

/** Pages that differ from the golden ones, and in what. */
function expected({ pattern }: Address, kind: string): Readonly<Record<string, string>> {
  if (!kind.startsWith('text/html')) return STRICT
  // Only what is shown inside the console's own preview may stand in a frame, and only in ours.
  if (/\/preview\/page/.test(pattern)) return { ...DOCUMENT, 'x-frame-options': 'SAMEORIGIN' }
  return DOCUMENT
}
/** The address itself is a secret there: it is told to nobody. */
const TELLS_NOBODY = /\/sign-in\/join\/|\/wechat\/|\/k\/:token/

const policyOf = (text: string): readonly string[] =>
  text.split('; ').map(part => part.replaceAll(/'sha256-[^']+'( 'sha256-[^']+')*/g, "'sha256-…'"))

type Answered = readonly [Address, string, Response]
let answered: Promise<readonly Answered[]> | undefined
const everyAnswer = () => (answered ??= askAll())

/** Asks every address once for everybody who could be there, and once as a stranger. */
async function askAll(): Promise<readonly Answered[]> {
  const answers: Answered[] = []
  for (const address of ADDRESSES) {
    const asked = address.pattern.startsWith('/operator/') ? (['visitor'] as const) : [...readers(address), 'visitor' as const]
    for (const who of new Set(asked)) {
      // Leaving would end the walk.
      if (address.pattern === '/staff/sign-out' && who !== 'visitor') continue
      const visitor = who === 'visitor' ? new Visitor() : people[who]
      const answer = await visitor.send(address.path, { method: address.method })
      await answer.arrayBuffer()
      answers.push([address, who, answer] as const)
    }
  }
  return answers
}

test('every answer of every address has the headers of its kind, whatever its status; no address is open to other sites or names its server', async () => {
  await setClock(NOON)
  const wrong: unknown[] = []
  const kinds = new Set<string>()
  for (const [address, who, { headers, status }] of await everyAnswer()) {
    const kind = headers.get('content-type') ?? ''
    kinds.add(kind.split(';')[0] ?? '')
    const golden: Readonly<Record<string, string | null>> = {
      ...Object.fromEntries(NAMES.map(name => [name, null])),
      ...expected(address, kind),
    }
    const real: Record<string, string | null> = Object.fromEntries(NAMES.map(name => [name, headers.get(name)]))
    if (TELLS_NOBODY.test(address.pattern) && real['referrer-policy'] === 'no-referrer') real['referrer-policy'] = 'same-origin'
    if (JSON.stringify(real) !== JSON.stringify(golden)) wrong.push([address.method, address.pattern, who, status, real])
    if (/^text\/|[/+]xml/.test(kind) && !/charset=utf-8/i.test(kind)) wrong.push([address.pattern, 'charset', kind])
    if (kind.startsWith('text/html')) {
      const policy = policyOf(headers.get('content-security-policy') ?? '')
      const framed = /\/preview\/page/.test(address.pattern)
      const frames = address.pattern === '/staff/campaigns/:slug/preview'
      const own = POLICY.map(part => {
        if (framed || frames) {
          if (part.startsWith('frame-ancestors') && framed) return "frame-ancestors 'self'"
          if (part.startsWith('frame-src') && frames) return "frame-src 'self'"
        }
        return part
      })
      if (JSON.stringify(policy) !== JSON.stringify(own)) wrong.push([address.pattern, who, status, policy])
    }
  }
  expect(wrong).toEqual([])
  expect([...kinds].filter(kind => ['text/html', 'application/json'].includes(kind)).length).toBe(2)
})

test('T27: nothing of staff, of operators, of a refusal or with a cookie may be kept by a cache', async () => {
  await setClock(NOON)
  const kept: unknown[] = []
  for (const [{ method, pattern }, who, { headers, status }] of await everyAnswer()) {
    const rule = headers.get('cache-control') ?? ''
    const personal = /^\/(staff|operator)/.test(pattern) || status >= 400 || headers.getSetCookie().length > 0
    if (rule === '' || (personal && rule !== 'private, no-store')) kept.push([method, pattern, who, status, rule])
  }
  expect(kept).toEqual([])
})

/** Of a cookie everything but its value and its life. */
const shapeOf = (line: string): string => line.replace(/=[^;]*/, '').replace(/; Max-Age=\d+/, '')

test('every cookie of every address is host-only, secure, out of reach of scripts, lax and for the whole site (ASVS 3.3)', async () => {
  await setClock(NOON)
  const lines = (await everyAnswer()).flatMap(([{ pattern }, , { headers }]) =>
    headers.getSetCookie().map(line => [pattern, shapeOf(line)] as const),
  )
  const signedIn = await new Visitor().form('/staff/sign-in', [
    ['login', 'ole'],
    ['password', '一个足够长的口令 2026'],
  ])
  lines.push(...signedIn.headers.getSetCookie().map(line => ['/staff/sign-in', shapeOf(line)] as const))
  expect(lines.length).toBeGreaterThan(3)
  for (const [pattern, shape] of lines)
    expect([pattern, shape]).toEqual([
      pattern,
      expect.stringMatching(/^__Host-[a-z0-9_-]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/i),
    ])
})

const METHODS = ['OPTIONS', 'TRACE', 'PUT', 'DELETE'] as const

test('no address answers a method it has no route for: TRACE, OPTIONS, PUT and others are refused and change nothing (ASVS 4.1.4)', async () => {
  await setClock(NOON)
  const { app } = createApp(() => instant(NOON))
  const before = await everyTable(['staff_sessions'])
  const taken: unknown[] = []
  const known = new Set(ADDRESSES.map(({ method, path }) => `${method} ${path}`))
  for (const path of new Set(ADDRESSES.map(one => one.path)))
    for (const method of METHODS) {
      if (known.has(`${method} ${path}`)) continue
      // The runtime's own client sends no TRACE; the app itself can be asked.
      const headers = { origin: ORIGIN, 'x-real-ip': new Visitor().address }
      const answer =
        method === 'TRACE'
          ? await app.fetch({ ...asked(path, headers), method } as never, env as never, context)
          : await exports.default.fetch(ORIGIN + path, { method, redirect: 'manual', headers })
      if (![403, 404, 405].includes(answer.status) || answer.headers.has('access-control-allow-methods'))
        taken.push([method, path, answer.status])
    }
  expect(taken).toEqual([])
  expect(differing(before, await everyTable(['staff_sessions']))).toEqual([])
})

const context = { waitUntil() {}, passThroughOnException() {}, props: {} } as never
/** As much of a request as the app looks at, under a method that no client makes. */
function asked(path: string, headers: Readonly<Record<string, string>>) {
  const request = new Request(ORIGIN + path, { headers })
  return { url: request.url, headers: request.headers, signal: request.signal, raw: request }
}
