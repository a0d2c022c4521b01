import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { GUARANTEE, provesOf } from '../../web/text/terms.ts'
import { boxOf, tallyOf } from '../../worker/objects/names.ts'
import { IDENTITY_LEVELS, type IdentityLevel, type Visibility } from '../../worker/rules/campaign.ts'
import { SCORER } from '../../worker/rules/score/thresholds.ts'
import { type Counts, emptyTally, raw, type Tally } from '../../worker/rules/tally.ts'
import { HOUR, hourOf, instant } from '../../worker/rules/time.ts'
import { everyAddress } from '../support/addresses.ts'
import { aDocument, CLOSES, OPENS } from '../support/makers.ts'
import { aVoter, castBy, openCampaign, type Standing, setClock, Visitor } from '../support/visitor.ts'

// What can be learned of a tally by looking: every public address is asked twice, and between the two only the tally is
// another. What differs is what it tells. Who learns for whom the votes are is the matter of leak.test.ts.

const NOON = instant(OPENS + 3 * HOUR)
/** After the first daily batch. */
const EVENING = OPENS + 10 * HOUR
const AFTER = CLOSES + HOUR

const BLAND: Counts = { counted: 700, held: 40, void: 3 }
const NONE: Counts = { counted: 0, held: 0, void: 0 }
const BASE: Tally = {
  ...emptyTally(),
  ballots: BLAND,
  votes: { 1: BLAND, 2: NONE, 4: { counted: 123, held: 0, void: 0 } },
  levels: { device: BLAND },
  hours: { [hourOf(NOON)]: BLAND },
  units: { 东城: 600, 西城: 143 },
  families: { NET: { held: 40, void: 3 }, TIME: { held: 40, void: 3 } },
}
/** As many votes, for others. */
const OTHER_CHOICES: Tally = { ...BASE, votes: { 1: NONE, 2: BLAND, 5: { counted: 123, held: 0, void: 0 } } }
/** As many ballots, and nothing came of any of them. */
const ALL: Counts = { counted: 0, held: raw(BLAND) - 9, void: 9 }
const OTHER_STANDINGS: Tally = {
  ...BASE,
  ballots: ALL,
  votes: { 1: ALL, 2: NONE, 4: { counted: 0, held: 123, void: 0 } },
  levels: { device: ALL },
  hours: { [hourOf(NOON)]: ALL },
  families: { BALLOT: { held: 734, void: 0 }, SURGE: { held: 734, void: 9 } },
}
const OTHER_UNITS: Tally = { ...BASE, units: { 东城: 1, 西城: 742 } }

interface Poll extends Standing {
  readonly voter: Visitor
  readonly receipt: string
}

async function poll(visibility: Visibility, identity: IdentityLevel = 'device'): Promise<Poll> {
  await setClock(OPENS - HOUR)
  const campaign = await openCampaign(aDocument({ slug: `open-${visibility}-${identity}`, visibility, identity }))
  const voter = await aVoter(campaign, NOON)
  const answer = await castBy(voter, campaign, [1])
  const { receipt = '' } = (await answer.json()) as { receipt?: string }
  return { ...campaign, voter, receipt }
}

let numbered = 1000
/** Lets the board of a poll know this tally and nothing else, and moves the clock to the moment of looking. */
async function tell({ id }: Poll, tally: Tally, at: number): Promise<void> {
  await setClock(NOON)
  const { runInDurableObject } = await import('cloudflare:test')
  const board = tallyOf(env, id)
  await runInDurableObject(board, (_, state) => void state.storage.sql.exec('delete from batch; delete from shard'))
  await board.accept({ shard: 0, number: ++numbered, at: NOON, closed: at >= CLOSES, tally })
  await setClock(at)
}

const SHOWING_ELSEWHERE = ['/search?q=张明', '/search?q=清河&in=notices', '/c/:slug/nominees?q=zm', '/notices?campaign=:slug']

/** Every public address with this poll in its holes; the voter's own receipt among them. */
const addressesOf = ({ slug, receipt }: Poll): readonly (readonly [pattern: string, path: string])[] => [
  ...everyAddress()
    .filter(({ method, pattern }) => method === 'GET' && !/^\/(staff|operator)/.test(pattern))
    .map(({ pattern, path }) => [pattern, path.replace('edge-2026', slug).replace('0000-0000-0000-0000', receipt)] as const),
  ...SHOWING_ELSEWHERE.map(path => [path, path.replace(':slug', slug)] as const),
]

/** An answer without what differs from one asking to the next: the time, keys, challenges and tags. */
const constant = (text: string): string =>
  text
    .replaceAll(/[\w.~-]{24,}/g, '')
    .replaceAll(/data-now="\d+"|"now":\d+|"until":\d+/g, '')
    .replaceAll(/\d{13}/g, '')
    .replaceAll(/"(signature|nonce|salt|keyPrefix|keySignature)":"\w*"/g, '')

/** What the voter gets at every public address: what everybody gets, and what is the voter's own. */
async function lookAround(of: Poll): Promise<ReadonlyMap<string, string>> {
  const seen = new Map<string, string>()
  for (const [pattern, path] of addressesOf(of)) {
    const answer = await of.voter.moved().send(path)
    seen.set(pattern, `${answer.status} ${constant(await answer.text())}`)
  }
  return seen
}

const baselines = new Map<string, ReadonlyMap<string, string>>()
async function baseline(of: Poll, at: number): Promise<ReadonlyMap<string, string>> {
  const name = `${of.slug} ${at}`
  const known = baselines.get(name)
  if (known) return known
  await tell(of, BASE, at)
  const seen = await lookAround(of)
  baselines.set(name, seen)
  return seen
}

/** The addresses that answer otherwise when only the tally is another. */
async function telling(of: Poll, at: number, other: Tally): Promise<readonly string[]> {
  const before = await baseline(of, at)
  await tell(of, other, at)
  const after = await lookAround(of)
  return differing(before, after)
}

const differing = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] =>
  [...before].filter(([where, what]) => after.get(where) !== what).map(([where]) => where)

let hidden: Poll
let live: Poll
beforeAll(async () => {
  hidden = await poll('hidden')
  live = await poll('live')
})

const FIGURES = ['/api/campaigns/:slug/results', '/c/:slug/results']

test('T05: before the close no public answer depends on which ballots count, are held or void, in a hidden or a live poll', async () => {
  expect(await telling(hidden, EVENING, OTHER_STANDINGS)).toEqual([])
  expect(await telling(live, EVENING, OTHER_STANDINGS)).toEqual([])
})

test('T05: after the close the figures stand on the pages of results, and what became of the ballots in the report as well', async () => {
  expect((await telling(hidden, AFTER, OTHER_CHOICES)).toSorted()).toEqual(FIGURES)
  expect((await telling(hidden, AFTER, OTHER_STANDINGS)).toSorted()).toEqual([
    '/api/campaigns/:slug/integrity',
    ...FIGURES.slice(0, 1),
    '/c/:slug/integrity',
    ...FIGURES.slice(1),
  ])
})

test('the report says of every ballot what became of it and why, names no nominee and no unit, and is kept like any public page', async () => {
  const path = `/c/${hidden.slug}/integrity`
  await tell(hidden, BASE, AFTER)
  const answer = await new Visitor().send(path)
  const text = await answer.text()
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, expect.stringMatching(/^public, max-age=/)])
  const figures = [...text.matchAll(/<dd>(\d+)<\/dd>/g)].map(([, figure]) => Number(figure))
  expect(figures).toEqual([raw(BLAND), BLAND.counted, BLAND.held, BLAND.void])
  expect(['网络来源', '提交用时', '设备', '暂缓 40', '作废 3'].filter(word => !text.includes(word))).toEqual([])
  expect(['张明', '东城', '西城'].filter(word => text.includes(word))).toEqual([])
  expect(text).toContain(`检查规则版本：${SCORER}`)
  await setClock(OPENS - HOUR)
  expect(await (await new Visitor().send(path)).text()).toContain('投票还没有开始')
})

test('law 5: how many of which unit voted shows in no public answer, neither before nor after the close', async () => {
  expect(await telling(live, EVENING, OTHER_UNITS)).toEqual([])
  expect(await telling(hidden, AFTER, OTHER_UNITS)).toEqual([])
})

test('T05: while the poll is open the holder of a held ballot gets the very answers of one whose ballot counts', async () => {
  const before = await baseline(hidden, EVENING)
  expect(before.get('/c/:slug/receipts/:code')).toMatch(/^200 .*已记录/)
  const order = { id: 'hold-1', kind: 'hold', ballots: [{ seq: 1, reasons: ['TIME.FAST', 'NET.DC'] }] } as const
  expect(await boxOf(env, hidden.id, 0).change({ ...order, by: ['scorer'], roles: ['mingping-test'], settles: false })).toBe(1)
  await tell(hidden, BASE, EVENING)
  expect(differing(before, await lookAround(hidden))).toEqual([])
})

test('a campaign without a vote has no report', async () => {
  const milestones = [{ step: 'likes', title: '点赞', from: '2026-04-20', until: '2026-04-25' }] as const
  await openCampaign(aDocument({ slug: 'likes-only', milestones: [...milestones] }))
  for (const path of ['/c/likes-only/integrity', '/api/campaigns/likes-only/integrity'])
    expect([path, (await new Visitor().send(path)).status]).toEqual([path, 404])
})

test('law 7: wherever a figure of a vote stands its badge stands beside it, with the sentence on what it proves', async () => {
  for (const identity of IDENTITY_LEVELS) {
    await setClock(OPENS - HOUR)
    const { slug } = await openCampaign(aDocument({ slug: `badge-${identity}`, identity, period: 'daily' }))
    await setClock(NOON)
    const proves = provesOf({ identity, period: 'daily' })
    for (const path of ['', '/results', '/integrity']) {
      const text = await (await new Visitor().send(`/c/${slug}${path}`)).text()
      expect([identity, path, text.includes(`<b>${GUARANTEE[identity].badge}</b><span>${proves}</span>`)]).toEqual([
        identity,
        path,
        true,
      ])
    }
    expect(await (await new Visitor().send(`/api/campaigns/${slug}/integrity`)).json()).toMatchObject({ identity, proves })
    expect(await (await new Visitor().send(`/api/campaigns/${slug}/results`)).json()).toMatchObject({ identity })
  }
})

const READABLE = ['', '/nominees', '/nominees/1', '/nominees/1/poster', '/poster', '/results', '/integrity']

test('T34: whatever a vote asks of voters, its pages are read without WeChat, without signing in and without following anybody', async () => {
  for (const identity of ['openid', 'code', 'bound', 'roster'] as const) {
    await setClock(OPENS - HOUR)
    const { slug } = await openCampaign(aDocument({ slug: `read-${identity}`, identity }))
    await setClock(NOON)
    for (const path of ['/', '/notices', '/search', ...READABLE.map(part => `/c/${slug}${part}`)]) {
      const answer = await new Visitor().send(path)
      const text = await answer.text()
      expect([path, answer.status, answer.headers.get('location'), /weixin\.qq\.com|关注.{0,6}后|登录后/.test(text)]).toEqual([
        path,
        200,
        null,
        false,
      ])
    }
  }
})
