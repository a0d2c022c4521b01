import { env, exports } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { NoticeEntry } from '../../worker/import/document.ts'
import { unsafeAddresses } from '../support/addresses.ts'
import { anySign } from '../support/any-sign.ts'
import { aDocument, CLOSES, OPENS } from '../support/makers.ts'
import { aVoter, castBy, ORIGIN, openCampaign, setClock, Visitor } from '../support/visitor.ts'

const NOON = OPENS + 3 * 3_600_000
let noticeId = ''

beforeAll(async () => {
  await setClock(OPENS - 86_400_000)
  const notice: Omit<NoticeEntry, 'key'> = {
    kind: 'news',
    title: '动态一则',
    source: '组织部',
    author: '一科',
    body: '正文',
    publishAt: '2026-04-19 09:00',
    withdrawnAt: null,
    withdrawnReason: null,
    corrects: null,
    posted: null,
    through: null,
    conclusion: null,
    attachments: [],
  }
  const campaign = await openCampaign(
    aDocument(
      { slug: 'edge-2026' },
      {
        notices: [
          { key: 'news', ...notice },
          { key: 'gone', ...notice, title: '撤回的', withdrawnAt: '2026-04-19 10:00', withdrawnReason: '误发' },
          { key: 'later', ...notice, publishAt: '2026-04-30 09:00' },
        ],
      },
    ),
  )
  await setClock(NOON)
  const rows = await env.DB.prepare("select id from notices where key = 'news'").first<{ id: string }>()
  noticeId = rows?.id ?? ''
  const voter = await aVoter(campaign, NOON)
  await castBy(voter, campaign, [1, 2])
  await env.DB.prepare("update campaigns set comments = 1 where slug = 'edge-2026'").run()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  exports.default.fetch(ORIGIN + path, { redirect: 'manual', headers })

/** Every address of the site with something in its holes. */
const PUBLIC = [
  '/',
  '/notices',
  '/notices?kind=news&page=2',
  '/privacy',
  '/c/edge-2026',
  '/c/edge-2026/nominees?q=zm&category=people',
  '/c/edge-2026/nominees/1',
  '/c/edge-2026/results',
  '/c/edge-2026/integrity',
  '/api/campaigns',
  '/api/campaigns/edge-2026',
  '/api/campaigns/edge-2026/nominees/1',
  '/api/campaigns/edge-2026/results',
  '/api/campaigns/edge-2026/integrity',
  '/api/openapi.json',
]
const PRIVATE = [
  '/c/edge-2026/ballot',
  '/c/edge-2026/my-ballot',
  '/api/campaigns/edge-2026/challenge?for=vote',
  '/api/campaigns/edge-2026/ballots/mine',
  '/staff/sign-in',
  '/staff',
  '/staff/campaigns/edge-2026/tally',
  '/staff/campaigns/edge-2026/tally.json',
  '/staff/campaigns/edge-2026/tally.csv',
  '/api/time',
  '/nowhere',
  '/c/nothing',
  '/api/nowhere',
  '/operator/campaigns',
  '/c/edge-2026/receipts/0000-0000-0000-0000',
  '/c/edge-2026/nominees/999',
]

test('only pages that are the same for everybody may be kept by a cache, and none of them sets a cookie', async () => {
  for (const path of [...PUBLIC, `/notices/${noticeId}`]) {
    const answer = await get(path)
    expect([path, answer.status, answer.headers.get('cache-control'), answer.headers.getSetCookie()]).toEqual([
      path,
      200,
      'public, max-age=10, stale-while-revalidate=30',
      [],
    ])
  }
  for (const path of PRIVATE) expect([path, (await get(path)).headers.get('cache-control')]).toEqual([path, 'private, no-store'])
})

test('every answer carries the strict headers, every page those for pages and the policy', async () => {
  for (const path of [...PUBLIC, ...PRIVATE]) {
    const { headers } = await get(path)
    const picked = (...names: string[]) => [path, ...names.map(name => headers.get(name))]
    expect(picked('x-content-type-options', 'strict-transport-security')).toEqual([path, 'nosniff', 'max-age=31536000'])
    if (headers.get('content-type')?.startsWith('text/html')) {
      expect(picked('referrer-policy', 'x-frame-options', 'cross-origin-opener-policy')).toEqual([
        path,
        'same-origin',
        'DENY',
        'same-origin',
      ])
      const policy = headers.get('content-security-policy') ?? ''
      expect([
        path,
        policy.startsWith("default-src 'none'; script-src 'self' 'sha256-"),
        policy.includes('unsafe'),
        policy.includes('http'),
      ]).toEqual([path, true, false, false])
    }
  }
})

test('a reader of the same page with and without cookies, and with odd headers, gets the same bytes', async () => {
  const plain = await (await get('/c/edge-2026')).text()
  const odd = await (
    await get('/c/edge-2026', {
      cookie: '__Host-device=x; __Host-staff=y',
      'x-forwarded-host': 'evil.example',
      'x-original-url': '/staff',
      'accept-language': 'en',
    })
  ).text()
  expect(odd.replace(/data-now="\d+"/, '')).toBe(plain.replace(/data-now="\d+"/, ''))
})

test('cookies are host-only, secure, out of reach of scripts, and lax', async () => {
  const [line = ''] = (await get('/c/edge-2026/ballot')).headers.getSetCookie()
  expect(line).toMatch(/^__Host-device=[^;]+; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
})

test('a private address with something put behind it is never a page', async () => {
  const statuses = []
  for (const path of ['/staff', '/c/edge-2026/ballot', '/c/edge-2026/my-ballot'])
    for (const tail of ['/x.css', '.css', ';.js', '%2fx.css', '%23x.css', '%3f.css', '.', '/'])
      statuses.push([path + tail, (await get(path + tail)).status])
  expect(statuses.filter(([, status]) => status === 200)).toEqual([])
})

const FORGED: readonly Record<string, string>[] = [
  {},
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'https://vote.example.cn.evil.example' },
  { origin: ORIGIN, 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
]

test('T21: no unsafe address listens to another site, in any of six disguises', async () => {
  const addresses = unsafeAddresses()
  expect(addresses.length).toBeGreaterThan(9)
  for (const { method, path } of addresses)
    for (const headers of FORGED) {
      const answer = await exports.default.fetch(ORIGIN + path, {
        method,
        redirect: 'manual',
        body: '{}',
        headers: { 'content-type': 'application/json', 'x-real-ip': new Visitor().address, ...headers },
      })
      expect([method, path, headers, answer.status]).toEqual([method, path, headers, 403])
    }
})

test('a body over the cap is refused before it is read, also when it does not say how long it is', async () => {
  const big = 'x'.repeat(70 * 1024)
  const visitor = new Visitor()
  // Staff addresses first ask who is there; what takes files has a cap of its own (objections.test.ts); a comment must first be there.
  const apart = ['/notices/:notice/objection', '/objections/supplement', '/c/:slug/comments/:comment/report']
  const open = unsafeAddresses().filter(
    ({ pattern }) => (!pattern.startsWith('/staff/') || pattern === '/staff/sign-in') && !apart.includes(pattern),
  )
  for (const { path } of open) {
    const type = path.startsWith('/api/') ? 'application/json' : 'application/x-www-form-urlencoded'
    const key = { 'idempotency-key': crypto.randomUUID() }
    const announced = await visitor.send(path, { method: 'POST', body: big, headers: { 'content-type': type, ...key } })
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(big))
        controller.close()
      },
    })
    const unannounced = await visitor.send(path, { method: 'POST', body: stream, headers: { 'content-type': type, ...key } })
    expect([path, announced.status, unannounced.status]).toEqual([path, 413, 413])
  }
})

test('an address asked with a method it does not know says which it knows', async () => {
  const visitor = new Visitor()
  for (const [path, method, allow] of [
    ['/api/campaigns/edge-2026/ballots', 'PUT', 'POST'],
    ['/api/time', 'POST', 'GET'],
    ['/c/edge-2026', 'DELETE', 'GET'],
    ['/c/edge-2026/ballot', 'PATCH', 'GET, POST'],
  ] as const) {
    const answer = await visitor.send(path, { method })
    expect([path, answer.status, answer.headers.get('allow')]).toEqual([path, 405, allow])
  }
})

test('a notice that is only scheduled is not there; a withdrawn one keeps its address and shows its reason, not its text', async () => {
  const { results } = await env.DB.prepare("select id, key from notices where key in ('later', 'gone')").all<{
    id: string
    key: string
  }>()
  const idOf = (key: string) => results.find(row => row.key === key)?.id
  expect((await get(`/notices/${idOf('later')}`)).status).toBe(404)
  const gone = await get(`/notices/${idOf('gone')}`)
  const text = await gone.text()
  expect([gone.status, text.includes('原因：误发'), text.includes('<p>正文</p>')]).toEqual([200, true, false])
})

test('an opened notice counts once per device and half hour, and the count reaches the page', async () => {
  const reader = new Visitor()
  const opened = await reader.send(`/notices/${noticeId}/opened.gif`)
  expect([opened.status, opened.headers.get('content-type'), opened.headers.get('cache-control')]).toEqual([
    200,
    'image/gif',
    'private, no-store',
  ])
  await reader.send(`/notices/${noticeId}/opened.gif`)
  await new Visitor().send(`/notices/${noticeId}/opened.gif`)
  const { viewsOf } = await import('../../worker/objects/names.ts')
  const { runDurableObjectAlarm } = await import('cloudflare:test')
  await runDurableObjectAlarm(viewsOf(env))
  expect(await (await get(`/notices/${noticeId}`)).text()).toContain('浏览次数：2')
})

test('after the close the public sees every figure, and no places', async () => {
  const { runDurableObjectAlarm } = await import('cloudflare:test')
  const { boxOf } = await import('../../worker/objects/names.ts')
  const row = await env.DB.prepare("select id from campaigns where slug = 'edge-2026'").first<{ id: string }>()
  await setClock(CLOSES + 60_000)
  await runDurableObjectAlarm(boxOf(env, row?.id as never, 0))
  expect(await (await get('/api/campaigns/edge-2026/results')).json()).toMatchObject({
    shows: 'everything',
    final: true,
    ballots: { counted: 1, held: 0, void: 0 },
    votes: { 1: { counted: 1, held: 0, void: 0 } },
  })
  // In public there are figures and no places: a tally ranks nobody (law 2).
  const page = await (await get('/c/edge-2026/results')).text()
  expect([page.includes('class="bars"'), page.includes('名次')]).toEqual([true, false])
  await setClock(NOON)
})

const anyPath = fc.constantFrom(
  ...PUBLIC,
  ...PRIVATE,
  ...unsafeAddresses().map(({ path }) => path),
  '/operator/campaigns/x',
  '/operator/staff',
  '/notices/ntc_x',
  '/c/:slug/photos/s/1',
  '/assets/x.js',
)
const tail = fc.oneof(
  fc.constant(''),
  fc.string({ maxLength: 40 }).map(text => `?${encodeURIComponent(text)}=${encodeURIComponent(text)}&page=${text.length}`),
  fc.webPath(),
)
const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS')
const body = fc.oneof(
  fc.string({ unit: anySign, maxLength: 300 }),
  fc.json(),
  fc.uint8Array({ maxLength: 300 }),
  fc.webQueryParameters(),
)
const type = fc.constantFrom(
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
  '',
  'application/json; charset=gbk',
)
const cookie = fc.constantFrom('', '__Host-device=%', '__Host-device=a.b~c', '__Host-staff=\u00ff', 'x'.repeat(2000))

test('rubbish at any address, by any method, in any body, is never a fault and never shows a stack', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyPath,
      tail,
      method,
      body,
      type,
      cookie,
      fc.uuid(),
      async (path, more, how, rubbish, contentType, jar, key) => {
        const headers = {
          origin: ORIGIN,
          'idempotency-key': key,
          ...(contentType ? { 'content-type': contentType } : {}),
          ...(jar ? { cookie: jar.replace(/[^\x20-\x7e]/g, '%') } : {}),
          'x-real-ip': `10.1.${Math.floor(Math.random() * 200)}.1`,
        }
        const init =
          how === 'GET' || how === 'HEAD' ? { method: how, headers } : { method: how, headers, body: rubbish as BodyInit }
        const answer = await exports.default.fetch(ORIGIN + path + more, { redirect: 'manual', ...init })
        const text = await answer.text()
        expect([how, path, more, answer.status >= 500 && answer.status !== 503, /\n\s+at |\.ts:\d+/.test(text)]).toEqual([
          how,
          path,
          more,
          false,
          false,
        ])
      },
    ),
    { numRuns: 600 },
  )
})

test('well-formed bodies with strange values are refused as such at the cast address', async () => {
  const visitor = await aVoter({ slug: 'edge-2026', id: '' as never }, NOON)
  const weird = fc.record(
    {
      choices: fc.oneof(fc.array(fc.anything()), fc.anything()),
      check: fc.anything(),
      status: fc.anything(),
      __proto__: fc.anything(),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(weird, async value => {
      const json = JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one))
      const answer = await visitor.send('/api/campaigns/edge-2026/ballots', {
        method: 'POST',
        body: json,
        headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      })
      expect([400, 403, 413, 422, 429]).toContain(answer.status)
    }),
    { numRuns: 150 },
  )
})

test('a page that answers a form leads on to the page the form was on, and never to another site', async () => {
  await setClock(NOON)
  const other = async (referer: string) => {
    const answer = await new Visitor().send('/c/edge-2026/ballot/review', {
      method: 'POST',
      body: 'n=1&n=1',
      headers: { 'content-type': 'application/x-www-form-urlencoded', referer },
    })
    return /href="([^"]*view=elder[^"]*)"/.exec(await answer.text())?.[1]
  }
  expect([
    await other(`${ORIGIN}/c/edge-2026/ballot?x=1`),
    await other('https://elsewhere.example/c/edge-2026/ballot'),
    await other(`${ORIGIN}.elsewhere.example/`),
    await other('rubbish'),
  ]).toEqual(['/c/edge-2026/ballot?view=elder', ...Array(3).fill('/c/edge-2026/ballot/review?view=elder')])
})
