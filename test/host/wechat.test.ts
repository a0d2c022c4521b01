import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Site, startSite } from '../../worker/host/runtime.ts'
import { openidOf, SNAPSHOT_ACCOUNT, WechatStub } from '../../worker/host/wechat-stub.ts'
import type { IdentityLevel } from '../../worker/rules/campaign.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { jsSignature } from '../../worker/rules/wechat.ts'
import { aDocument } from '../support/makers.ts'
import { redirectPayloads } from '../support/redirects.ts'
import { type Reached, WechatPhone } from '../support/wechat-phone.ts'

// The real built site beside a stub that speaks WeChat's documented protocol over real HTTP.

const SITE_KEY = 'a site key for tests of 32 signs or more'
const OPERATOR_KEY = 'an operator key for tests, 32 or more'
const KNOWN = 'https://vote.example.cn'
const state = mkdtempSync(join(tmpdir(), 'mingping-wechat-'))
const ids = new Map<string, CampaignId>()
let stub: WechatStub
let site: Site
let reached: Reached

beforeAll(async () => {
  stub = await new WechatStub({ domains: ['vote.example.cn'] }).listen()
  const vars = {
    SITE_KEY,
    OPERATOR_KEY,
    PUBLIC_ORIGIN: KNOWN,
    WECHAT_VERIFY: 'MP_verify_a1B2c3D4.txt',
    MEMO_MS: '0',
    ...stub.vars(),
  }
  site = await startSite({ state, host: '127.0.0.1', port: 0, build: 'local', vars })
  reached = { origin: site.origin, known: KNOWN, siteKey: SITE_KEY }
  for (const identity of ['openid', 'device', 'bound'] as const) await open(identity)
  await open('openid', 'daily')
})
afterAll(async () => {
  await site.stop()
  stub.stop()
  rmSync(state, { recursive: true, force: true })
})
beforeEach(() => {
  Object.assign(stub, { account: '张三', fault: null, delay: 0, skew: 0, unlisted: false })
  stub.asked.length = 0
})
afterEach(() => moveClock(0))

const operate = (path: string, method: string, body?: unknown) =>
  fetch(`${site.origin}/operator/${path}`, {
    method,
    headers: { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })

const moveClock = (ms: number) => operate(`clock/${ms}`, 'POST')

async function open(identity: IdentityLevel, period: 'once' | 'daily' = 'once'): Promise<void> {
  const slug = `by-${identity}-${period}`
  const milestones = [{ step: 'vote', title: '网上评议', from: '2026-01-01', until: '2035-01-01' }] as const
  const document = aDocument({ slug, identity, period, visibility: 'live', milestones: [...milestones] })
  await operate(`campaigns/${slug}`, 'PUT', document)
  await operate(`campaigns/${slug}/open`, 'POST')
  const { campaigns } = (await (await operate('campaigns', 'GET')).json()) as { campaigns: { slug: string; id: CampaignId }[] }
  ids.set(slug, campaigns.find(one => one.slug === slug)?.id as CampaignId)
}

const SLUG = 'by-openid-once'
const BALLOT = `${KNOWN}/c/${SLUG}/ballot`
const campaign = (slug = SLUG) => ({ slug, id: ids.get(slug) as CampaignId })
const phone = (agent?: string) => new WechatPhone(reached, agent)
const bare = (address: string) => address.replace(/[?#].*/, '')
const stopped = (why: string) => `${KNOWN}/wechat/stopped/${why}?next=ballot.${SLUG}`

/** A phone that has been named and has the ballot before it. */
async function signedIn(account: string, slug = SLUG): Promise<WechatPhone> {
  stub.account = account
  const one = phone()
  await one.follow(`/c/${slug}/ballot`)
  return one
}

test('in WeChat a voter who goes to the ballot comes to it named, without a tap, at its clean address', async () => {
  const one = phone()
  const { hops, answer, text } = await one.follow(`/c/${SLUG}/ballot?view=elder`)
  expect(hops.map(bare)).toEqual([
    BALLOT,
    `${KNOWN}/wechat/sign-in`,
    `${stub.vars().WECHAT_OPEN_URL}/connect/oauth2/authorize`,
    `${KNOWN}/wechat/return`,
    BALLOT,
  ])
  expect(hops.at(-1)).toBe(`${BALLOT}?view=elder`)
  expect([answer.status, answer.headers.get('cache-control'), text.includes('id="ballot"')]).toEqual([
    200,
    'private, no-store',
    true,
  ])
  expect(hops[2]).toMatch(
    /\?appid=wx\w+&redirect_uri=https%3A%2F%2Fvote\.example\.cn%2Fwechat%2Freturn&response_type=code&scope=snsapi_base&state=[0-9a-f]{64}#wechat_redirect$/,
  )
  expect(stub.asked.length).toBe(1)
  // The next time nobody is asked.
  expect((await one.follow(`/c/${SLUG}/ballot`)).hops).toEqual([BALLOT])
})

test('what is on the way is kept by no cache, tells no other site where it came from, and is bound to cookies for us alone', async () => {
  const one = phone()
  const answers = []
  for (let next = `${KNOWN}/wechat/sign-in?next=ballot.${SLUG}`; next.startsWith(`${KNOWN}/wechat`); ) {
    const answer = await one.ask(next)
    answers.push(answer)
    next = answer.headers.get('location') ?? ''
    if (next.includes('/connect/')) next = (await one.ask(next)).headers.get('location') ?? ''
  }
  expect(
    answers.map(({ status, headers }) => [
      status,
      headers.get('cache-control'),
      headers.get('referrer-policy'),
      headers.getSetCookie().map(line => line.replace(/=[^;]*/, '=…')),
    ]),
  ).toEqual([
    [302, 'private, no-store', 'no-referrer', ['__Host-wechat-step=…; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax']],
    [302, 'private, no-store', 'no-referrer', ['__Host-wechat=…; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=Lax']],
  ])
})

test('nothing asks who a reader is: every page of the campaign opens in WeChat as it is, and so does a ballot by device', async () => {
  const paths = ['/', `/c/${SLUG}`, `/c/${SLUG}/nominees`, `/c/${SLUG}/nominees/1`, `/c/${SLUG}/results`, `/c/${SLUG}/my-ballot`]
  for (const path of [...paths, '/c/by-device-once/ballot']) {
    const { hops, answer } = await phone().follow(path)
    expect([path, hops.length, answer.status]).toEqual([path, 1, 200])
  }
  expect(stub.asked).toEqual([])
})

test('outside WeChat the ballot’s door says how to come from WeChat: a code to scan and the address to copy', async () => {
  const { hops, answer, text } = await phone('Mozilla/5.0 (Windows NT 10.0)').follow(`/c/${SLUG}/ballot`)
  expect([hops.length, answer.status]).toEqual([1, 200])
  expect([text.includes('aria-label="选票页面的二维码"'), text.includes(`>${BALLOT}</textarea>`)]).toEqual([true, true])
})

test('a form that was sent is answered with a page and a link: a form may not lead to another site', async () => {
  const answer = await phone().ask(`/c/${SLUG}/ballot`, {
    method: 'POST',
    headers: { origin: KNOWN, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'n=1',
  })
  expect([answer.status, (await answer.text()).includes(`/wechat/sign-in?next=ballot.${SLUG}`)]).toEqual([200, true])
})

test('T04: a WeChat account votes once, whatever devices and cookies it comes with; another account votes too', async () => {
  const answers = []
  for (const account of ['李四', '李四', '李四', '王五']) {
    const one = await signedIn(account)
    await moveClock(60_000)
    const { status, body } = await one.cast(campaign(), [1, 2])
    answers.push([account, status, body.code])
    await moveClock(0)
  }
  expect(answers).toEqual([
    ['李四', 200, undefined],
    ['李四', 409, 'already-voted'],
    ['李四', 409, 'already-voted'],
    ['王五', 200, undefined],
  ])
  // A new phone of the same account is shown its receipt instead of a ballot.
  const again = await (await signedIn('李四')).follow(`/c/${SLUG}/ballot`)
  expect([again.text.includes('已记录'), again.text.includes('id="ballot"')]).toEqual([true, false])
})

test('T04: where one may vote every day, an account votes once a day on ten devices', async () => {
  const slug = 'by-openid-daily'
  const day = 24 * 3_600_000
  const counted = []
  for (let i = 0; i < 10; i++) {
    await moveClock(0)
    const one = await signedIn('赵六', slug)
    await moveClock(60_000 + Math.floor(i / 5) * day)
    counted.push((await one.cast(campaign(slug), [1])).status)
  }
  expect(counted).toEqual([200, 409, 409, 409, 409, 200, 409, 409, 409, 409])
})

test('T04: where codes are tied to accounts, a voter is named first and then shows a code; neither a second account nor a second code adds a vote', async () => {
  const slug = 'by-bound-once'
  const issued = await operate(`campaigns/${slug}/codes`, 'POST', { unit: '东城', count: 2 })
  const [first = '', second = ''] = ((await issued.json()) as { codes: string[] }).codes
  const enter = async (account: string, code: string) => {
    stub.account = account
    const one = phone()
    const { hops, text } = await one.follow(`/c/${slug}/ballot`)
    const { status } = await one.ask(`/c/${slug}/ballot/code`, {
      method: 'POST',
      headers: { origin: KNOWN, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ code }).toString(),
    })
    await moveClock(60_000)
    const cast = await one.cast(campaign(slug), [1, 2])
    await moveClock(0)
    return [hops.length, text.includes('name="code"'), status, cast.status, cast.body.code]
  }
  expect([
    await enter('冯一', first),
    await enter('冯一', first),
    await enter('陈二', first),
    await enter('冯一', second),
  ]).toEqual([
    [5, true, 303, 200, undefined],
    [5, true, 303, 409, 'already-voted'],
    [5, true, 409, 401, 'code-needed'],
    [5, true, 409, 401, 'code-needed'],
  ])
})

test('T12: a state works only in the browser that asked: swapped between two browsers, or without cookies, it is refused', async () => {
  const [one, two] = [phone(), phone()]
  const [mine, theirs] = [await one.halfWay(BALLOT), await two.halfWay(BALLOT)]
  const refused = []
  for (const [who, address] of [
    [one, theirs],
    [two, mine],
    [phone(), mine],
  ] as const) {
    const { hops, answer } = await who.follow(address)
    refused.push([hops.length, answer.status, who.cookies.has('__Host-wechat'), answer.headers.get('referrer-policy')])
  }
  expect(refused).toEqual(Array(3).fill([1, 403, false, 'no-referrer']))
  expect(stub.asked).toEqual([])
  // Whoever asked still may: nothing of it was used up by the others.
  expect((await one.follow(mine)).hops.at(-1)).toBe(BALLOT)
})

test('T12: a state lives for ten minutes, and one that was made up, altered or left out is none', async () => {
  const one = phone()
  const address = await one.halfWay(BALLOT)
  await moveClock(600_001)
  const late = await one.follow(address)
  await moveClock(599_000)
  const bad = [
    address.replace(/state=./, 'state=z'),
    address.replace(/state=[0-9a-f]{64}/, `state=${'0'.repeat(64)}`),
    address.replace(/&state=.*/, ''),
    address.replace(/state=/, 'state[]='),
  ]
  const answers = await Promise.all(bad.map(async one_ => (await one.follow(one_)).answer.status))
  expect([late.answer.status, ...answers]).toEqual([403, 403, 403, 403, 403])
  expect((await one.follow(address)).hops.at(-1)).toBe(BALLOT)
})

test('T12: a state is good for one code: a second code under it is refused, also when both come at once, and so is the first after a minute', async () => {
  const one = phone()
  const address = await one.halfWay(BALLOT)
  const other = address.replace(/code=[^&]*/, `code=${stub.mint('别人')}`)
  stub.delay = 150
  const both = await Promise.all([one.ask(address), one.ask(other), one.ask(other), one.ask(address)])
  const ends = both.map(({ status, headers }) => [status, headers.get('location')])
  expect(ends.filter(([status]) => status === 302)).toHaveLength(2)
  expect(ends.filter(([status]) => status === 403)).toHaveLength(2)
  expect(stub.asked).toHaveLength(1)
  await moveClock(61_000)
  expect([(await one.ask(address)).status, (await one.ask(other)).status, stub.asked.length]).toEqual([403, 403, 1])
})

test('a redirect that comes again within the minute gets the same session, and a code is exchanged once, however many come at once', async () => {
  const one = phone()
  const address = await one.halfWay(BALLOT)
  stub.delay = 150
  const answers = await Promise.all(Array.from({ length: 8 }, () => one.ask(address)))
  await moveClock(30_000)
  answers.push(await one.ask(address))
  const sessions = answers.map(({ headers }) => /__Host-wechat=([^.]+)\./.exec(headers.getSetCookie().join())?.[1])
  expect([new Set(sessions).size, sessions[0]?.length, stub.asked.length]).toEqual([1, 22, 1])
})

test('T12: whoever saw a code cannot fetch its owner’s session with a state of his own', async () => {
  const [owner, thief] = [phone(), phone()]
  const owners = await owner.halfWay(BALLOT)
  const [code] = /code=[^&]*/.exec(owners) ?? []
  const thiefs = (await thief.halfWay(BALLOT)).replace(/code=[^&]*/, String(code))
  await owner.follow(owners)
  expect((await thief.follow(thiefs)).hops.at(-1)).toBe(stopped('again'))
  expect([thief.cookies.has('__Host-wechat'), stub.asked.map(({ answer }) => (answer as { errcode?: number }).errcode)]).toEqual([
    false,
    [undefined, 40163],
  ])
})

test('T13: no redirect leads to another host, whatever is put into next, state, code, or beside them', async () => {
  const payloads = redirectPayloads(SLUG)
  expect(payloads.length).toBeGreaterThanOrEqual(200)
  const hosts = new Set(['vote.example.cn', new URL(String(stub.vars().WECHAT_OPEN_URL)).host])
  const astray = async (one: WechatPhone, address: string) => {
    const { hops, answer, text: page } = await one.follow(address)
    const away = hops.some(hop => !hosts.has(new URL(hop).host)) || new URL(hops.at(-1) ?? '').host !== 'vote.example.cn'
    const led = /href="(?:https?:)?\/\/(?!vote\.example\.cn)/.test(page)
    return away || led || answer.status === 500 ? [[address, hops, answer.status]] : []
  }
  const walk = async (payload: string, i: number) => {
    const text = encodeURIComponent(payload)
    const one = phone()
    const found = [
      await astray(one, `/wechat/sign-in?next=${text}`),
      await astray(one, `/wechat/stopped/busy?next=${text}`),
      await astray(one, `/wechat/return?code=x&state=${text}&next=${text}`),
    ]
    if (i % 10 > 0) return found.flat()
    // And with a sign-in that is in order, which must end where it was begun for.
    const back = await one.halfWay(`/wechat/sign-in?next=ballot.${SLUG}&next=${text}&redirect_uri=${text}&return_to=${text}`)
    return [...found.flat(), ...(await astray(one, `${back}&next=${text}&redirect_uri=${text}`))]
  }
  const found: unknown[] = []
  for (let i = 0; i < payloads.length; i += 20)
    found.push(...(await Promise.all(payloads.slice(i, i + 20).map((payload, j) => walk(payload, i + j)))).flat())
  expect(found).toEqual([])
})

test('T14: the virtual account of a snapshot page is refused, with the way to the full page, at an address that can be loaded again', async () => {
  stub.account = SNAPSHOT_ACCOUNT
  const one = phone()
  const { hops, answer, text } = await one.follow(BALLOT)
  expect([hops.at(-1), answer.status, text.includes('点屏幕最下方的“使用完整服务”'), one.cookies.has('__Host-wechat')]).toEqual([
    stopped('snapshot'),
    403,
    true,
    false,
  ])
  await moveClock(60_000)
  expect((await one.cast(campaign(), [1, 2])).body.code).toBe('wechat-needed')
  await moveClock(0)
  // The page leads on, and with the full page comes the account.
  stub.account = '孙七'
  const [, on = ''] = /href="(\/wechat\/sign-in[^"]*)"/.exec(text) ?? []
  expect((await one.follow(on)).hops.at(-1)).toBe(BALLOT)
})

const FAULTS = [
  ...(['html', 'broken', 'empty', -1, 45009, 45011, 99_999] as const).map(fault => [fault, 'busy', 503] as const),
  ...[40029, 40163, 41008].map(fault => [fault, 'again', 403] as const),
  ...[40013, 40125, 40164, 48001, 10003].map(fault => [fault, 'setup', 503] as const),
  ...[50002, 40226].map(fault => [fault, 'account', 403] as const),
]

test('F10: whatever WeChat answers, a voter reads in words what happened and how to go on; who was named before votes on', async () => {
  const named = await signedIn('周八')
  for (const [fault, why, status] of FAULTS) {
    stub.fault = fault
    const { hops, answer, text } = await phone().follow(BALLOT)
    const goesOn = text.includes(why === 'busy' || why === 'again' ? '/wechat/sign-in?next=' : `href="/c/${SLUG}"`)
    expect([fault, hops.at(-1), answer.status, goesOn]).toEqual([fault, stopped(why), status, true])
  }
  expect((await phone().ask(stopped('busy'))).headers.get('retry-after')).toBe('30')
  await moveClock(60_000)
  expect((await named.cast(campaign(), [1, 2])).status).toBe(200)
})

test('F10: a WeChat that hangs is waited for two seconds; the way back then works, and the hanging code is never asked for again', async () => {
  stub.fault = 'hang'
  const one = phone()
  const started = Date.now()
  const address = await one.halfWay(BALLOT)
  const first = await one.follow(address)
  const waited = Date.now() - started
  stub.fault = null
  const again = await one.follow(address)
  expect([first.hops.at(-1), again.hops.at(-1), stub.asked.length]).toEqual([stopped('busy'), stopped('busy'), 1])
  expect(waited).toBeGreaterThan(1900)
  expect(waited).toBeLessThan(4000)
  expect((await one.follow(BALLOT)).hops.at(-1)).toBe(BALLOT)
})

test('a page of this site is signed for WeChat’s script with the relay’s ticket, which is fetched once; no other page is', async () => {
  const url = `${KNOWN}/c/${SLUG}?from=singlemessage`
  const sign = (address: string) => phone().ask(`/api/wechat/signature?url=${encodeURIComponent(address)}`)
  for (let i = 0; i < 3; i++) {
    const signed = (await (await sign(url)).json()) as Record<string, string> & { timestamp: number }
    const { nonceStr = '', timestamp } = signed
    expect(signed).toEqual({
      appId: stub.appId,
      nonceStr: expect.stringMatching(/^[0-9a-f]{32}$/),
      timestamp: expect.any(Number),
      signature: jsSignature({ ticket: stub.ticket, nonce: nonceStr, timestamp, url }),
    })
    expect(Math.abs(timestamp - Date.now() / 1000)).toBeLessThan(60)
  }
  expect(stub.ticketsAsked).toBe(1)
  // Five minutes before its end it is fetched anew; a relay that gives none is left alone for half a minute.
  stub.unlisted = true
  const later = []
  for (const seconds of [6890, 6910, 6920, 6945]) {
    await moveClock(seconds * 1000)
    if (seconds === 6945) stub.unlisted = false
    later.push([(await sign(url)).status, stub.ticketsAsked])
  }
  expect(later).toEqual([
    [200, 1],
    [503, 2],
    [503, 2],
    [200, 3],
  ])
  for (const foreign of ['https://evil.example/', `${KNOWN}.evil.example/`, `${KNOWN}/#x`, '', 'x'])
    expect([foreign, (await sign(foreign)).status]).toEqual([foreign, 400])
})

test('pages that can be sent on name the island and let WeChat’s script in; the ballot names none, staff pages let nothing in', async () => {
  const looked = async (path: string, one = phone()) => {
    const { answer, text } = await one.follow(path)
    const policy = answer.headers.get('content-security-policy') ?? ''
    return [/ data-wechat="\/assets\/wechatShare-[^"]+\.js"/.test(text), policy.match(/https?:[^ ;]+/g)]
  }
  expect([
    await looked(`/c/${SLUG}`),
    await looked('/'),
    await looked(`/c/${SLUG}/ballot`, await signedIn('吴九')),
    await looked('/staff/sign-in'),
  ]).toEqual([
    [true, ['https://res.wx.qq.com']],
    [true, ['https://res.wx.qq.com']],
    [false, ['https://res.wx.qq.com']],
    [false, null],
  ])
})

test('the file by which WeChat sees whose domain it is stands at the root, under its own name only', async () => {
  const answer = await phone().ask('/MP_verify_a1B2c3D4.txt')
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    200,
    'text/plain;charset=UTF-8',
    'a1B2c3D4',
  ])
  expect((await phone().ask('/MP_verify_other.txt')).status).toBe(404)
})

test('no openid, no state and no code is on disk after all this', async () => {
  const one = phone()
  stub.account = '郑十'
  const address = await one.halfWay(BALLOT)
  await one.follow(address)
  await moveClock(60_000)
  await one.cast(campaign(), [1, 2])
  const [, code = '', secret = ''] = /code=([^&]+)&state=([0-9a-f]+)/.exec(address) ?? []
  const wanted = [...['张三', '李四', '郑十'].map(openidOf), code, secret]
  const found = filesIn(state).flatMap(file => {
    const bytes = readFileSync(file)
    return wanted.filter(text => bytes.includes(text)).map(text => [file, text])
  })
  expect([wanted.every(text => text.length > 20), found]).toEqual([true, []])
  // What is there is found in this way: the address of the campaign.
  expect(filesIn(state).some(file => readFileSync(file).includes(SLUG))).toBe(true)
})

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })
