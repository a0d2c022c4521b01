import { env } from 'cloudflare:workers'
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { powProof } from '../../db/demo/voters.ts'
import { ABSENT, ABSENT_INTRO } from '../../web/text/services.ts'
import { boxOf, gateFor } from '../../worker/objects/names.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import type { ScoreLine } from '../../worker/rules/score/line.ts'
import { score } from '../../worker/rules/score/score.ts'
import { NO_SIGNALS } from '../../worker/rules/signals.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../worker/rules/time.ts'
import { readVisit, type Visit, visitCookie } from '../../worker/rules/visit.ts'
import { unseal } from '../../worker/tokens.ts'
import { countedSite } from '../support/counted-site.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { signedIn } from '../support/publicity-desk.ts'
import { castBy, ORIGIN, openCampaign, operate, SITE_KEY, type Standing, setClock, told, Visitor } from '../support/visitor.ts'

const NOON = OPENS + 3 * HOUR
const WECHAT =
  'Mozilla/5.0 (Linux; Android 14; V2309A Build/UP1A; wv) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile MicroMessenger/8.0.49'

/** The settings of a site on Cloudflare, where no proxy names anybody. */
const CLOUDFLARE = { HOME: 'cloudflare', PROXY_HEADER: undefined } as object

let campaign: Standing
let slugs = 0
async function aCampaign(change: Parameters<typeof aDocument>[0] = {}): Promise<Standing> {
  await setClock(OPENS - DAY)
  return openCampaign(aDocument({ slug: `doors-${++slugs}`, ...change }))
}

beforeAll(async () => {
  campaign = await aCampaign()
})

const ballots = async ({ id }: Standing) => (await boxOf(env, id, 0).snapshot()).tally.ballots
const seen = ({ id }: Standing) => boxOf(env, id, 0).seenAfter(0, 2000)
const challenge = ({ slug }: Standing) => `/api/campaigns/${slug}/challenge?for=vote`
const workOf = async (answer: Response) =>
  (await answer.json()) as { pow: Parameters<typeof import('../../web/islands/pow.ts').solve>[0] }

/** The visit that a visitor's cookie holds. */
function visitHeld(visitor: Visitor, { id }: { id: CampaignId }): Visit {
  const token = decodeURIComponent(visitor.cookies.get(`__Host-${visitCookie(id)}`) ?? '')
  return readVisit(unseal(SITE_KEY, 'visit', token) ?? '', id, visitor.device)
}

/** A site that reads the campaign once, as one that has its settings does, with a clock of its own beside the objects'. */
function quickSite() {
  let now = NOON
  const site = countedSite({ MEMO_MS: '600000' }, () => now)
  const at = (moment: number) => {
    now = moment
    return setClock(moment)
  }
  return { at, visitor: () => new Visitor(site.fetch) }
}

test('what is noticed of a ballot is frozen with it: the page it was read on, how long, and the tags of the gate', async () => {
  const site = quickSite()
  await site.at(NOON)
  const voter = site.visitor()
  const ballot = `/c/${campaign.slug}/ballot`
  await voter.send(ballot, { headers: { 'user-agent': WECHAT } })
  await site.at(NOON + 30 * SECOND)
  await voter.send(ballot, { headers: { 'user-agent': WECHAT } })
  await site.at(NOON + 50 * SECOND)
  await voter.send(challenge(campaign))
  await site.at(NOON + 55 * SECOND)
  const before = (await seen(campaign)).length
  const cookies = [...voter.cookies]
  expect((await castBy(voter, campaign, [1])).status).toBe(200)
  // The answer to a ballot sets no cookie: what was noticed lies with the ballot.
  expect([...voter.cookies]).toEqual(cookies)
  const row = (await seen(campaign))[before]
  const { host, net } = visitHeld(voter, campaign)
  expect([host?.length, net?.length, host === net]).toEqual([16, 16, false])
  expect(row?.signals).toEqual({
    identityAgeMs: 55_000,
    dwellMs: 55_000,
    views: 2,
    referrer: 'wechat',
    challengeMs: 5000,
    ...{ host, net, asn: null, hosting: null, country: null, region: null },
    ua: '',
    model: null,
  })
})

test('what Cloudflare says of a network is kept with the ballot there, and believed nowhere else', async () => {
  const cf = { asn: 37963, country: 'CN', region: 'Zhejiang', colo: 'HGH' }
  const kept = []
  for (const settings of [CLOUDFLARE, {}]) {
    const site = countedSite(settings, () => NOON + MINUTE)
    const voter = new Visitor()
    await setClock(NOON)
    await voter.send(`/c/${campaign.slug}/ballot`)
    await setClock(NOON + MINUTE)
    const sent = new Visitor((path, init) => site.fetch(path, { ...init, cf } as RequestInit))
    for (const [name, value] of voter.cookies) sent.cookies.set(name, value)
    const before = (await seen(campaign)).length
    expect((await castBy(sent, campaign, [1])).status).toBe(200)
    const { asn, hosting, country, region } = (await seen(campaign))[before]?.signals ?? NO_SIGNALS
    kept.push([asn, hosting, country, region])
  }
  expect(kept).toEqual([
    [37963, true, 'CN', 'Zhejiang'],
    [null, null, null, null],
  ])
})

test('a visit cookie of another device, of another campaign, or altered counts as none, and the ballot is taken all the same', async () => {
  const other = await aCampaign()
  await setClock(NOON)
  const [voter, stranger] = [new Visitor(), new Visitor()]
  for (const visitor of [voter, stranger]) await visitor.send(`/c/${campaign.slug}/ballot`)
  const [mine, theirs] = [visitCookie(campaign.id), visitCookie(other.id)]
  const good = voter.cookies.get(`__Host-${mine}`) ?? ''
  await setClock(NOON + MINUTE)
  for (const value of [
    stranger.cookies.get(`__Host-${mine}`) ?? '',
    good.replace(/.$/, sign => (sign === 'A' ? 'B' : 'A')),
    'x~y',
    '',
  ]) {
    voter.cookies.set(`__Host-${mine}`, value)
    voter.cookies.set(`__Host-${theirs}`, good)
    const before = (await seen(other)).length
    const visitor = new Visitor()
    for (const [name, cookie] of voter.cookies) visitor.cookies.set(name, cookie)
    // Every round is somebody else's ballot in the other campaign, whose cookie is of the first.
    await visitor.send(challenge(other))
    visitor.cookies.set(`__Host-${theirs}`, good)
    const answer = await castBy(visitor, other, [1])
    expect([value, [200, 409].includes(answer.status)]).toEqual([value, true])
    for (const row of (await seen(other)).slice(before)) expect([row.signals.views, row.signals.dwellMs]).toEqual([0, null])
  }
})

test('T01: no scripted post is counted without a challenge of its own', async () => {
  const target = await aCampaign()
  await setClock(NOON)
  const proofFor = (device: string, now = NOON) => powProof({ siteKey: SITE_KEY, campaign: target.id, now }, device)
  const first = new Visitor()
  await first.send(challenge(target))
  const stolen = await proofFor(first.device)
  await setClock(NOON + MINUTE)
  const posts: [string, Visitor, unknown][] = []
  for (let i = 0; i < 6; i++) {
    const script = new Visitor()
    posts.push(['nobody', script, stolen])
    const known = new Visitor()
    await setClock(NOON + i)
    await known.send(challenge(target))
    await setClock(NOON + MINUTE)
    posts.push(['of another device', known, stolen])
    posts.push(['none at all', known, null])
    posts.push(['its own guess', known, { kind: 'question', token: 'x', answer: String(i) }])
    posts.push(['unsolved', known, { ...stolen, solution: { counter: i, derivedKey: '00' } }])
    posts.push(['past its time', known, await proofFor(known.device, NOON - 3 * DAY)])
    posts.push(['a token of no service', known, { kind: 'turnstile', token: `t${i}` }])
  }
  for (const [what, visitor, check] of posts) {
    const answer = await visitor.post(
      `/api/campaigns/${target.slug}/ballots`,
      { choices: [1], check },
      { 'idempotency-key': randomUUID() },
    )
    expect([what, answer.status]).not.toEqual([what, 200])
    if (what === 'past its time') expect([what, answer.status]).toEqual([what, 403])
  }
  expect(await ballots(target)).toEqual({ counted: 0, held: 0, void: 0 })
})

test('T01: with a stolen token for every post, scripts beside readers are held, 99 of 100', async () => {
  const target = await aCampaign()
  const site = quickSite()
  await site.at(NOON)
  const scripts = Array.from({ length: 100 }, () => site.visitor())
  for (const script of scripts) await script.send(challenge(target))
  await site.at(NOON + 4 * SECOND)
  for (const script of scripts) expect((await castBy(script, target, [2])).status).toBe(200)
  const lines = (await seen(target)).map(({ seq, voter, checked, level, ...ballot }): ScoreLine => {
    const { at, choices, unit, signals } = ballot
    const challenge = checked === 'unverified' ? 'unverified' : 'passed'
    return { id: `script ${seq}`, at, choices, unit, voter, challenge, poll: 'p', level: level as 'device', ...signals }
  })
  const verdicts = score([...lines, ...readers(600)])
  const held = (who: string) => verdicts.filter(({ id, status }) => id.startsWith(who) && status === 'held').length
  expect([held('script') >= 99, held('reader')]).toEqual([true, 0])
})

/** Ballots of people who have read the page, over three days; no two alike, none remarkable. */
const readers = (count: number): readonly ScoreLine[] =>
  Array.from({ length: count }, (_, i) => {
    const any = (most: number, step: number) => (i * step) % most
    return {
      id: `reader ${i}`,
      at: NOON - 3 * DAY + i * Math.floor((3 * DAY) / count) + any(60_000, 7919),
      ...{
        poll: 'p',
        choices: [1 + any(3, 7), 4 + any(2, 11)],
        level: 'device',
        voter: `v${i}`,
        challenge: 'passed',
        unit: null,
      },
      ...{ identityAgeMs: 30_000 + any(900_000, 104_729), dwellMs: 20_000 + any(120_000, 15_485), views: 1 + any(4, 5) },
      ...{
        referrer: (['wechat', 'direct', 'wechat', 'other'] as const)[any(4, 3)] ?? 'direct',
        challengeMs: 1500 + any(9000, 617),
      },
      ...{ host: `h${i}`, net: `n${any(211, 31)}`, asn: null, hosting: null, country: null, region: null },
      ...{ ua: ['WeChat Android 8', 'WeChat iOS 8', 'Chrome Android 142', 'Safari iOS 18'][any(4, 7)] ?? '', model: null },
    } as ScoreLine
  })

test('T03: a thousand thrown-away cookies behind one /24 are asked for a code, then wait; a reader beside them does neither', async () => {
  const target = await aCampaign()
  await operate(`campaigns/${target.slug}/codes`, { body: { unit: '城东', count: 3 } })
  const site = quickSite()
  await site.at(NOON)
  const answers: string[] = []
  for (let i = 0; i < 1000; i++) {
    const script = site.visitor()
    script.address = `198.51.100.${i % 256}`
    const answer = await script.send(challenge(target))
    answers.push(answer.ok ? 'challenge' : ((await answer.json()) as { code: string }).code)
  }
  const count = (what: string) => answers.filter(one => one === what).length
  // Thirty strange devices are nothing to wonder at; the gate's clock runs on, so a few more come through on a slow machine.
  expect([
    count('challenge') < 50,
    count('slow-down') > 250,
    count('challenge') + count('code-asked') + count('slow-down'),
  ]).toEqual([true, true, 1000])
  // Somebody who reads, in the same network, once there is room again: the usual work.
  await site.at(NOON + 10 * MINUTE)
  const reader = site.visitor()
  reader.address = '198.51.100.77'
  await reader.send(`/c/${target.slug}/ballot`)
  await site.at(NOON + 11 * MINUTE)
  expect((await reader.send(challenge(target))).status).toBe(200)
})

test('who is asked for a code finds where to type it, and with it votes; one code speaks for one device', async () => {
  const target = await aCampaign()
  const { codes } = (await (await operate(`campaigns/${target.slug}/codes`, { body: { unit: '城东', count: 2 } })).json()) as {
    codes: readonly string[]
  }
  await setClock(NOON)
  const address = '198.51.101.9'
  const gate = gateFor(env, address)
  for (let i = 0; i < 40; i++) await gate.knock('challenge', address, true)
  const enter = async (visitor: Visitor, code: string) => {
    visitor.address = address
    expect((await told(await visitor.send(challenge(target))))[1]).toMatchObject({
      code: 'code-asked',
      message: expect.stringContaining('投票码'),
    })
    const page = await visitor.send(`/c/${target.slug}/ballot`)
    expect([page.status, await page.text()]).toEqual([403, expect.stringContaining('name="code"')])
    expect((await visitor.form(`/c/${target.slug}/ballot/code`, [['code', code]])).status).toBe(303)
    return visitor.send(challenge(target))
  }
  const [owner, thief] = [new Visitor(), new Visitor()]
  expect((await enter(owner, codes[0] as string)).status).toBe(200)
  expect((await enter(thief, codes[0] as string)).status).toBe(403)
  await setClock(NOON + 20 * SECOND)
  expect((await owner.send(`/c/${target.slug}/ballot`)).status).toBe(200)
  expect((await castBy(owner, target, [1])).status).toBe(200)
  // Nobody is shut out: who has no code is shown the ballot again ten minutes later, and has then seen the page.
  await setClock(NOON + 11 * MINUTE)
  expect((await thief.send(`/c/${target.slug}/ballot`)).status).toBe(200)
  expect((await thief.send(challenge(target))).status).toBe(200)
})

test('friction is work that a phone does: four and sixteen times the usual, and the proof is as good', async () => {
  await setClock(NOON)
  const address = '198.51.102.9'
  const strange = new Visitor()
  strange.address = address
  const { pow } = await workOf(await strange.send(challenge(campaign)))
  const { solve } = await import('../../web/islands/pow.ts')
  const solution = solve(pow, 0, Number.POSITIVE_INFINITY) as { counter: number }
  // Made a moment ago and never on the page: four times 20,000 to 60,000.
  expect([solution.counter >= 80_000, solution.counter <= 240_000]).toEqual([true, true])
  await setClock(NOON + 4 * SECOND)
  const proof = { kind: 'pow', challenge: pow, solution }
  expect((await castBy(strange, campaign, [1], { proof })).status).toBe(200)
})

test('1,000 honest voters behind one network within an hour: none refused, none held', async () => {
  const office = await aCampaign()
  const site = quickSite()
  const statuses = new Map<number, number>()
  for (let batch = 0; batch < 40; batch++) {
    const voters = Array.from({ length: 25 }, (_, i) => {
      const voter = site.visitor()
      voter.address = `203.0.113.${(batch * 25 + i) % 254}`
      return voter
    })
    const at = NOON + batch * 90 * SECOND
    await site.at(at)
    await Promise.all(voters.map(voter => voter.send(`/c/${office.slug}/ballot`)))
    await site.at(at + 45 * SECOND)
    const asked = await Promise.all(voters.map(voter => voter.send(challenge(office))))
    for (const answer of asked) statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    await site.at(at + 52 * SECOND)
    for (const answer of await Promise.all(voters.map((voter, i) => castBy(voter, office, [1 + (i % 3)]))))
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
  }
  expect([...statuses]).toEqual([[200, 2000]])
  expect(await ballots(office)).toEqual({ counted: 1000, held: 0, void: 0 })
  const nets = new Set((await seen(office)).map(({ signals }) => signals.net))
  expect(nets.size).toBe(1)
}, 120_000)

const FORGED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'true-client-ip', 'cf-connecting-ip', 'x-client-ip']

test('100 casts and challenges with forged address headers count as one client, in every home', async () => {
  await setClock(NOON)
  const homes = [
    { settings: CLOUDFLARE, believed: 'cf-connecting-ip' },
    { settings: { HOME: 'machine', PROXY_HEADER: 'x-real-ip' }, believed: 'x-real-ip' },
    { settings: { HOME: 'machine', PROXY_HEADER: undefined }, believed: null },
    // A proxy that puts what it sees itself behind what the client has sent.
    { settings: { HOME: 'machine', PROXY_HEADER: 'x-forwarded-for' }, believed: 'x-forwarded-for', appends: true },
  ]
  for (const [n, { settings, believed, appends }] of homes.entries()) {
    // The platform counts what comes from one address in real time: a quick machine would be through its limit with all four.
    const own = `203.0.113.${200 + n}`
    const site = countedSite(settings as object, () => NOON)
    const tags = new Set<string>()
    for (let i = 0; i < 100; i++) {
      const forged = `192.0.2.${i}`
      const headers: Record<string, string> = Object.fromEntries(
        FORGED.map(name => [name, name === 'forwarded' ? `for=${forged}` : forged]),
      )
      if (believed) headers[believed] = appends ? `${forged}, ${own}` : own
      const answer = await site.fetch(challenge(campaign), { headers })
      const cookie = answer.headers.getSetCookie().find(line => line.includes(visitCookie(campaign.id))) ?? ''
      const payload = unseal(SITE_KEY, 'visit', decodeURIComponent(/=([^;]*)/.exec(cookie)?.[1] ?? '')) ?? ''
      const [host, net] = payload.split('.').slice(6, 8)
      tags.add(`${answer.status} ${host} ${net}`)
    }
    expect([settings, tags.size, [...tags][0]?.startsWith('200 ')]).toEqual([settings, 1, true])
  }
})

test('T28: what is refused at the door calls no object', async () => {
  const own = { origin: ORIGIN, 'cf-connecting-ip': '203.0.113.9' }
  const site = countedSite(CLOUDFLARE, () => NOON + MINUTE)
  const path = `/api/campaigns/${campaign.slug}/ballots`
  const voter = new Visitor()
  await setClock(NOON)
  await voter.send(challenge(campaign))
  const cookie = [...voter.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const check = await powProof({ siteKey: SITE_KEY, campaign: campaign.id, now: NOON }, 'somebody else')
  const json = { ...own, 'content-type': 'application/json', 'idempotency-key': randomUUID(), cookie }
  const posts: readonly [string, number, string, RequestInit][] = [
    ['another site', 403, path, { headers: { ...json, origin: 'https://evil.example' }, body: '{}' }],
    ['too large', 413, path, { headers: json, body: `{"x":"${'y'.repeat(70_000)}"}` }],
    ['another type', 415, path, { headers: { ...json, 'content-type': 'text/plain' }, body: '{}' }],
    ['no JSON', 400, path, { headers: json, body: '{' }],
    ['another field', 400, path, { headers: json, body: JSON.stringify({ choices: [1], check, status: 'counted' }) }],
    ['a thousand and one choices', 400, path, { headers: json, body: JSON.stringify({ choices: Array(1001).fill(1), check }) }],
    ['no key', 400, path, { headers: { ...json, 'idempotency-key': 'x' }, body: JSON.stringify({ choices: [1], check }) }],
    ['no campaign', 404, '/api/campaigns/nowhere/ballots', { headers: json, body: JSON.stringify({ choices: [1], check }) }],
    ['no device', 401, path, { headers: { ...json, cookie: '' }, body: JSON.stringify({ choices: [1], check }) }],
    ['a proof of somebody else', 403, path, { headers: json, body: JSON.stringify({ choices: [1], check }) }],
    [
      'a form too large',
      413,
      `/c/${campaign.slug}/ballot/cast`,
      { headers: { ...own, 'content-type': 'application/x-www-form-urlencoded' }, body: `key=${'y'.repeat(70_000)}` },
    ],
  ]
  for (const [what, status, where, init] of posts)
    expect([what, (await site.fetch(where, { method: 'POST', ...init })).status, site.calls()]).toEqual([what, status, []])
  for (const where of ['/nowhere', `${challenge(campaign)}x`, `/c/${campaign.slug}/receipts/rubbish`, '/c/%00/ballot'])
    expect([where, (await site.fetch(where, { headers: own })).status >= 400, site.calls()]).toEqual([where, true, []])
})

test('T28: where the platform sheds a flood, nothing behind the door is asked: no object, for posts, searches and challenges', async () => {
  const SHED = { limit: async () => ({ success: false }) }
  const site = countedSite({ ...CLOUDFLARE, SHED: SHED as never }, () => NOON)
  const headers = { origin: ORIGIN, 'content-type': 'application/json', 'cf-connecting-ip': '203.0.113.9' }
  for (const [path, init] of [
    [`/api/campaigns/${campaign.slug}/ballots`, { method: 'POST', body: '{}', headers }],
    [challenge(campaign), { headers }],
    ['/search?q=x', { headers }],
  ] as const) {
    const answer = await site.fetch(path, init)
    expect([path, answer.status, answer.headers.get('retry-after'), site.calls()]).toEqual([path, 429, '10', []])
  }
})

test('T27: no page that a cache may keep tells of a visit or makes one, whoever asks for it', async () => {
  await setClock(NOON)
  const visitor = new Visitor()
  await visitor.send(`/c/${campaign.slug}/ballot`)
  await visitor.send(challenge(campaign))
  const value = visitor.cookies.get(`__Host-${visitCookie(campaign.id)}`) ?? ''
  expect(value.length).toBeGreaterThan(60)
  let kept = 0
  for (const path of [
    '/',
    '/notices',
    `/c/${campaign.slug}`,
    `/c/${campaign.slug}/nominees/1`,
    `/api/campaigns/${campaign.slug}`,
  ]) {
    const answer = await visitor.send(path)
    if (answer.headers.get('cache-control')?.startsWith('public')) kept += 1
    const text = await answer.text()
    expect([path, answer.headers.getSetCookie(), text.includes(value), text.includes(visitor.device)]).toEqual([
      path,
      [],
      false,
      false,
    ])
  }
  expect(kept).toBe(5)
})

test('with WeChat, Turnstile and what a network says all absent the site runs, says what is missing, and loses no vote', async () => {
  const poll = await aCampaign({ humanChecks: ['turnstile', 'pow'] })
  await setClock(NOON)
  const desk = await signedIn('organizer')
  const page = await (await desk.send('/staff')).text()
  for (const service of ['turnstile', 'wechat', 'operator'] as const)
    expect([service, page.includes(ABSENT[service].name), page.includes(ABSENT[service].means)]).toEqual([service, true, true])
  expect([page.includes(ABSENT.address.name), page.includes(ABSENT_INTRO)]).toEqual([false, true])
  const voters = Array.from({ length: 20 }, () => new Visitor())
  for (const voter of voters) await voter.send(`/c/${poll.slug}/ballot`)
  await setClock(NOON + MINUTE)
  for (const voter of voters) {
    expect(await (await voter.send(challenge(poll))).json()).toEqual({ kind: 'pow', pow: expect.anything() })
    expect((await castBy(voter, poll, [1])).status).toBe(200)
  }
  expect(await ballots(poll)).toEqual({ counted: 20, held: 0, void: 0 })
})
