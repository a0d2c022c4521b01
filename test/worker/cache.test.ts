import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../../worker/app.ts'
import type { Env } from '../../worker/env.ts'
import { emptyCache, throughCache } from '../../worker/page-cache.ts'
import { instant } from '../../worker/rules/time.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { aVoter, castBy, ORIGIN, openCampaign, setClock } from '../support/visitor.ts'

// T27: what is one person's own is kept by no cache and hides under no other address; what is kept for all says nothing that one
// person put into it.

const NOON = OPENS + 3 * 3_600_000
let receipt = ''
let cookie = ''

beforeAll(async () => {
  await setClock(NOON)
  const campaign = await openCampaign(aDocument({ slug: 'cache-2026' }))
  const voter = await aVoter(campaign, NOON)
  await castBy(voter, campaign, [1, 2])
  cookie = [...voter.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  receipt = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/.exec(await (await voter.send('/c/cache-2026/my-ballot')).text())?.[0] ?? ''
})

/** The site as it stands on one machine, with its page cache on and no address of its own set. */
const site = createApp(() => instant(NOON))
const cachedEnv: Env = { ...env, MEMO_MS: '60000', PUBLIC_ORIGIN: '' }
const cached = (address: string, headers: Record<string, string> = {}) =>
  site.fetch(new Request(address, { headers }), cachedEnv, {
    waitUntil: () => undefined,
    passThroughOnException: () => undefined,
  } as never)

const PERSONAL = [
  '/staff',
  '/staff/log',
  '/staff/campaigns/cache-2026/tally',
  '/staff/campaigns/cache-2026/tally.json',
  '/c/cache-2026/ballot',
  '/c/cache-2026/my-ballot',
  '/api/campaigns/cache-2026/ballots/mine',
  '/api/campaigns/cache-2026/challenge',
  '/operator/campaigns',
]
const DISGUISES: readonly ((path: string) => string)[] = [
  ...[
    '/x.css',
    '/x.js',
    '.css',
    '.json',
    ';.js',
    ';/x.css',
    '%2fx.css',
    '%2Fx.css',
    '%23x.css',
    '%3fx.css',
    '%00.css',
    '%0a.css',
    '.',
    '/',
    '/.',
    '//x.png',
    '%20',
    '%ff',
  ].map(tail => (path: string) => path + tail),
  path => path.toUpperCase(),
  path => path.replace('/', '//'),
  path => path.replace('/', '/%2e/'),
  path => `/assets/..%2f${path.slice(1)}`,
  path => `/notices/..%2f..${path}`,
]

test('T27: a personal address in any disguise is never a page that a cache may keep, and never shows what is somebody’s own', async () => {
  expect(receipt).not.toBe('')
  const kept: unknown[] = []
  for (const path of [...PERSONAL, `/c/cache-2026/receipts/${receipt}`])
    for (const disguise of DISGUISES) {
      const answer = await exports.default.fetch(ORIGIN + disguise(path), { redirect: 'manual', headers: { cookie } })
      const text = await answer.text()
      // "/." and "/%2e/" are taken away by every client before a request is made, so there the address is the plain one.
      const plain = new URL(ORIGIN + disguise(path)).pathname === path
      const [rule, tells] = [answer.headers.get('cache-control'), answer.status === 200 || text.includes('已记录')]
      if (rule !== 'private, no-store' || (tells && !plain)) kept.push([disguise(path), answer.status, rule])
    }
  expect(kept).toEqual([])
})

test('T27: a personal address with any question behind it is still kept by no cache', async () => {
  for (const path of [...PERSONAL, `/c/cache-2026/receipts/${receipt}`])
    for (const query of ['?x.css', '?cb=1', '?utm_source=a&/x.js', '?view=elder', '?%00'])
      expect([
        path,
        query,
        (await exports.default.fetch(ORIGIN + path + query, { redirect: 'manual', headers: { cookie } })).headers.get(
          'cache-control',
        ),
      ]).toEqual([path, query, 'private, no-store'])
})

const PUBLIC = [
  '/',
  '/notices',
  '/archive',
  '/search?q=x',
  '/c/cache-2026',
  '/c/cache-2026/nominees/1',
  '/feed.atom',
  '/feed.json',
  '/c/cache-2026/calendar.ics',
  '/sitemap.xml',
  '/robots.txt',
]
const FORGED = {
  'x-forwarded-host': 'evil.example',
  'x-host': 'evil.example',
  'x-forwarded-server': 'evil.example',
  forwarded: 'host=evil.example;proto=http',
  'x-original-url': '/staff',
  'x-rewrite-url': '/c/cache-2026/my-ballot',
  'x-forwarded-proto': 'http',
  'x-forwarded-prefix': '/evil.example',
  'x-http-method-override': 'POST',
  'accept-language': 'evil.example',
  'user-agent': 'evil.example',
  referer: 'https://evil.example/',
  origin: 'https://evil.example',
  cookie: 'x=evil.example',
}

test('T27: no header that a cache does not look at changes a page it keeps; with an address set, not even Host does', async () => {
  const bytes = async (address: string, headers: Record<string, string>) => {
    const answer = await exports.default.fetch(address, { headers })
    return [
      answer.status,
      answer.headers.get('cache-control'),
      answer.headers.get('location'),
      (await answer.text()).replaceAll(/data-now="\d+"|"nonce":"[^"]*"/g, ''),
    ]
  }
  for (const path of PUBLIC) {
    const plain = await bytes(ORIGIN + path, {})
    expect([path, await bytes(ORIGIN + path, FORGED)]).toEqual([path, plain])
    expect([path, await bytes(`https://evil.example${path}`, {})]).toEqual([path, plain])
  }
})

test('T27: where no address is set, a page is kept for the host that was asked and for no other', async () => {
  emptyCache()
  for (const path of PUBLIC) {
    const evil = await (await cached(`http://evil.example${path}`, FORGED)).text()
    const good = await (await cached(`http://10.0.0.5:8787${path}`)).text()
    expect([path, good.includes('evil.example')]).toEqual([path, false])
    if (!path.startsWith('/search') && path !== '/c/cache-2026/calendar.ics')
      expect([path, evil.includes('http://evil.example')]).toEqual([path, true])
  }
  emptyCache()
})

test('T27: two people who ask one after the other get each their own, also through the cache, and the page for all holds neither', async () => {
  emptyCache()
  const mine = await (await cached(`${ORIGIN}/c/cache-2026/my-ballot`, { cookie })).text()
  const theirs = await cached(`${ORIGIN}/c/cache-2026/my-ballot`)
  expect([mine.includes(receipt), (await theirs.text()).includes(receipt)]).toEqual([true, false])
  const first = await cached(`${ORIGIN}/c/cache-2026`, { cookie })
  const second = await cached(`${ORIGIN}/c/cache-2026`, { cookie: '__Host-device=other' })
  const page = await first.text()
  expect([page, first.headers.getSetCookie(), page.includes(receipt)]).toEqual([await second.text(), [], false])
  emptyCache()
})

test('a feed in the page cache answers 304 to whoever has it, packed or not', async () => {
  emptyCache()
  for (const headers of [{}, { 'accept-encoding': 'gzip' }] as Record<string, string>[]) {
    const first = await cached(`${ORIGIN}/feed.atom`, headers)
    const tag = first.headers.get('etag') ?? ''
    await first.arrayBuffer()
    const again = await cached(`${ORIGIN}/feed.atom`, { ...headers, 'if-none-match': `"x", ${tag}` })
    expect([again.status, await again.text(), again.headers.get('etag'), again.headers.get('content-encoding')]).toEqual([
      304,
      '',
      tag,
      null,
    ])
  }
  emptyCache()
})

test('T27: a link that WeChat has passed on is the same page, kept once', async () => {
  const address = 'https://pages.example.cn/c/cache-2026?size=l'
  const plain = await (await cached(address)).text()
  // Another day's page would count other days: what comes is what was kept.
  const nextDay = createApp(() => instant(NOON + 86_400_000))
  const ask = (url: string) => nextDay.fetch(new Request(url), { ...cachedEnv }, { waitUntil: () => undefined } as never)
  expect(await (await ask(`${address}&from=singlemessage&isappinstalled=0&utm_source=zz9`)).text()).toBe(plain)
  expect(await (await ask(`${address}&fromm=singlemessage`)).text()).not.toBe(plain)
})

test('F8: a page that was there a moment ago is there while the site cannot make it anew; a refusal is an answer', async () => {
  const config = { home: 'machine', memoMs: 1 } as const
  const page = (text: string, status = 200) => new Response(text, { status, headers: { 'cache-control': 'public, max-age=1' } })
  const ask = async (answer: () => Response | Promise<Response>) => {
    const response = await throughCache(new Request(`${ORIGIN}/stale-page`), config, answer)
    return [response.status, await response.text()]
  }
  const never = new Promise<Response>(() => undefined)
  const fails = () => {
    throw new Error('the database is down')
  }
  await expect(ask(fails)).rejects.toThrow()
  expect(await ask(() => page('one'))).toEqual([200, 'one'])
  await scheduler.wait(1050)
  expect([
    await ask(() => page('broken', 500)),
    await ask(fails),
    await ask(() => never),
    await ask(() => page('gone', 404)),
    await ask(() => page('two')),
  ]).toEqual([
    [200, 'one'],
    [200, 'one'],
    [200, 'one'],
    [404, 'gone'],
    [200, 'two'],
  ])
})
