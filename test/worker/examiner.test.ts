import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { boxOf, examinerOf, tallyOf } from '../../worker/objects/names.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { SCORER } from '../../worker/rules/score/thresholds.ts'
import { NO_SIGNALS, type Signals, signalsText } from '../../worker/rules/signals.ts'
import { HOUR, instant, MINUTE } from '../../worker/rules/time.ts'
import { aPoll, CLOSES, OPENS } from '../support/makers.ts'
import { setClock } from '../support/visitor.ts'

// Before the first look is due, so that none comes by itself.
const EARLY = OPENS + 30 * MINUTE
let made = 500

/** A poll of two boxes that is being examined. */
async function examined(scorer = SCORER) {
  await setClock(EARLY)
  const campaign = `cmp_${String(++made).padStart(16, '0')}` as CampaignId
  const nominees = [1, 2, 3, 4, 5].map(number => ({ number, category: 'people' }))
  const spec = aPoll({ campaign, shards: 2, scorer, nominees })
  for (const shard of [0, 1])
    await boxOf(env, campaign, shard).open({ spec, hash: 'h', shard, campaignKey: new Uint8Array(32).fill(5) })
  const examiner = examinerOf(env, campaign)
  await examiner.open({ campaign, shards: 2, window: spec.window, scorer })
  const standings = async () =>
    (await Promise.all([0, 1].map(shard => boxOf(env, campaign, shard).snapshot()))).map(s => s.tally.ballots)
  return { campaign, examiner, standings }
}

const PERSON: Signals = {
  ...NO_SIGNALS,
  identityAgeMs: 200_000,
  dwellMs: 35_000,
  views: 2,
  referrer: 'wechat',
  challengeMs: 2000,
  ua: 'WeChat Android 8',
}
const SCRIPT: Signals = { ...PERSON, identityAgeMs: 900, dwellMs: 700, views: 0, referrer: 'none', challengeMs: 90 }

/** Ballots of so many voters, alternating between the boxes. Received under an older scorer they all count at first. */
async function castMany(
  campaign: CampaignId,
  of: { name: string; many: number; signals: (i: number) => Signals; unverified?: boolean; chosen?: (i: number) => number },
) {
  const { name, many, signals, unverified = false, chosen = i => 1 + (i % 3) } = of
  for (let i = 0; i < many; i++)
    await boxOf(env, campaign, i % 2).cast({
      voter: { level: 'openid', id: `${name}${i}` },
      unit: null,
      key: crypto.randomUUID(),
      choices: [chosen(i)],
      checked: unverified ? 'unverified' : 'pow',
      voterClass: null,
      signals: signalsText(signals(i)),
    })
}

const people = (i: number): Signals => ({
  ...PERSON,
  dwellMs: 12_000 + ((i * 7919) % 60_000),
  challengeMs: 900 + ((i * 104_729) % 4000),
  identityAgeMs: 30_000 + ((i * 15_485_863) % 5_000_000),
  host: `host${i}`,
  net: `net${i % 40}`,
})

test('the examiner looks at all boxes, holds what is no people’s, lets go what only waited, and repeats nothing', async () => {
  const { campaign, examiner, standings } = await examined()
  await castMany(campaign, { name: 'p', many: 200, signals: people })
  await castMany(campaign, { name: 'u', many: 4, signals: people, unverified: true })
  // Slow enough not to be held at once: only beside the others is it seen how fast and how even they are.
  await castMany(campaign, {
    name: 's',
    many: 40,
    signals: i => ({ ...SCRIPT, dwellMs: 2100 + i, host: `s${i}`, net: `sn${i}` }),
  })
  expect(await standings()).toEqual([
    { counted: 120, held: 2, void: 0 },
    { counted: 120, held: 2, void: 0 },
  ])
  expect(await examiner.examine()).toEqual({
    number: 1,
    at: expect.any(Number),
    ballots: 244,
    held: 40,
    released: 4,
    scorer: SCORER,
    applied: true,
    ms: expect.any(Number),
  })
  const after = [
    { counted: 102, held: 20, void: 0 },
    { counted: 102, held: 20, void: 0 },
  ]
  expect(await standings()).toEqual(after)
  expect(await examiner.examine()).toMatchObject({ number: 2, held: 0, released: 0 })
  expect(await standings()).toEqual(after)
  expect((await examiner.runs()).map(({ number }) => number)).toEqual([2, 1])
})

test('what people have decided no look touches again', async () => {
  const { campaign, examiner, standings } = await examined()
  await castMany(campaign, { name: 'p', many: 120, signals: people })
  await castMany(campaign, {
    name: 's',
    many: 40,
    signals: i => ({ ...SCRIPT, dwellMs: 2100 + i, host: `s${i}`, net: `sn${i}` }),
  })
  await examiner.examine()
  for (const shard of [0, 1]) {
    const box = boxOf(env, campaign, shard)
    const ballots = (await box.seenAfter(0, 1000))
      .filter(({ status }) => status === 'held')
      .map(({ seq }) => ({ seq, reasons: [] }))
    await box.change({
      id: 'people',
      kind: 'release',
      ballots,
      by: ['stf_1', 'stf_2'],
      roles: ['organizer', 'auditor'],
      settles: true,
    })
  }
  const decided = await standings()
  expect(await examiner.examine()).toMatchObject({ held: 0, released: 0 })
  expect(await standings()).toEqual(decided)
})

test('a poll that opened under another scorer is looked at, and nothing in it changes by rules nobody knew then', async () => {
  const { campaign, examiner, standings } = await examined('mingping-0-000000000000')
  await castMany(campaign, { name: 'p', many: 60, signals: people })
  await castMany(campaign, { name: 's', many: 40, signals: i => ({ ...SCRIPT, dwellMs: 2100 + i }) })
  const before = await standings()
  expect(await examiner.examine()).toMatchObject({ ballots: 100, held: 0, released: 0, scorer: SCORER, applied: false })
  expect(await standings()).toEqual(before)
})

test('it looks every hour while the poll is open and once ten minutes after the close, and then never again', async () => {
  const { campaign, examiner } = await examined()
  await castMany(campaign, { name: 'p', many: 3, signals: people })
  const looked = async () => (await examiner.runs()).length
  const alarmAt = (ms: number) => setClock(ms).then(() => runDurableObjectAlarm(examiner))
  await alarmAt(OPENS + HOUR - MINUTE)
  expect(await looked()).toBe(0)
  await alarmAt(OPENS + HOUR)
  await alarmAt(OPENS + HOUR + MINUTE)
  expect(await looked()).toBe(1)
  await alarmAt(CLOSES + 9 * MINUTE)
  await alarmAt(CLOSES + 10 * MINUTE)
  const final = await looked()
  await alarmAt(CLOSES + 2 * HOUR)
  expect([final, await looked()]).toEqual([3, 3])
  expect(await runInDurableObject(examiner, (_, state) => state.storage.getAlarm())).toBe(null)
})

const reportedOf = async (campaign: CampaignId) => (await tallyOf(env, campaign).state()).live.reported

test('what is suspected and left counted is told by nominee, as numbers; an earlier look told late changes nothing', async () => {
  const { campaign, examiner, standings } = await examined()
  await castMany(campaign, { name: 'p', many: 200, signals: people })
  expect(await reportedOf(campaign)).toBe(undefined)
  await examiner.examine()
  const before = await reportedOf(campaign)
  // Quick, and without a look at anybody: too little to hold, too much to say nothing.
  const quick = (i: number) => ({ ...people(i), dwellMs: 2100, views: 0, host: `q${i}` })
  await castMany(campaign, { name: 'q', many: 4, signals: quick })
  await examiner.examine()
  const counted = { counted: 102, held: 0, void: 0 }
  expect(await standings()).toEqual([counted, counted])
  const after = await reportedOf(campaign)
  const more = (number: number) => (after?.votes[number] ?? 0) - (before?.votes[number] ?? 0)
  expect([(after?.ballots ?? 0) - (before?.ballots ?? 0), more(1), more(2), more(3)]).toEqual([4, 2, 1, 1])
  const board = tallyOf(env, campaign)
  await board.noteReported(1, { at: instant(1), ballots: 99, votes: {} })
  expect(await reportedOf(campaign)).toEqual(after)
})

test('in a poll that opened under another scorer what today’s would hold is reported, since it stays counted', async () => {
  const { campaign, examiner } = await examined('mingping-0-000000000000')
  await castMany(campaign, { name: 'p', many: 200, signals: people })
  await castMany(campaign, {
    name: 's',
    many: 40,
    signals: i => ({ ...SCRIPT, dwellMs: 2100 + i, host: `s${i}`, net: `sn${i}` }),
  })
  await examiner.examine()
  expect((await reportedOf(campaign))?.ballots).toBeGreaterThanOrEqual(40)
})

test('what stands apart among the counted votes is told by nominee, until people have decided that it counts', async () => {
  const { campaign, examiner } = await examined('mingping-0-000000000000')
  // Every other vote for the first nominee is as no others are, which today's scorer may not hold in this poll.
  const odd = (i: number): Signals => (i % 10 === 0 ? { ...people(i), dwellMs: 9000 + i, model: 'D1', views: 1 } : people(i))
  await castMany(campaign, { name: 'o', many: 600, signals: odd, chosen: i => 1 + (i % 5) })
  await examiner.examine()
  const apart = (await reportedOf(campaign))?.apart ?? {}
  expect(Object.keys(apart)).toEqual(['1'])
  expect(apart[1]).toBeGreaterThan(40)
  const all = await Promise.all([0, 1].map(shard => boxOf(env, campaign, shard).seenAfter(0, 1000)))
  for (const [shard, ballots] of all.entries())
    for (const kind of ['hold', 'release'] as const)
      await boxOf(env, campaign, shard).change({
        id: `people/${kind}/${shard}`,
        kind,
        ballots: ballots.map(({ seq }) => ({ seq, reasons: kind === 'hold' ? ['DEV.UA_CONC' as const] : [] })),
        by: ['stf_1', 'stf_2'],
        roles: ['organizer', 'auditor'],
        settles: true,
      })
  await examiner.examine()
  expect((await reportedOf(campaign))?.apart).toEqual({})
})

test('a look tells from where the ballots came and how they stand after it, without a ballot ever being asked for it', async () => {
  const { campaign, examiner, standings } = await examined()
  await castMany(campaign, {
    name: 'p',
    many: 60,
    signals: i => ({ ...people(i), country: 'CN', region: i < 40 ? 'Zhejiang' : 'Anhui' }),
  })
  await castMany(campaign, {
    name: 's',
    many: 40,
    signals: i => ({ ...SCRIPT, country: 'US', region: 'Texas', host: `s${i}`, net: `sn${i}` }),
  })
  await examiner.examine()
  const regions = (await reportedOf(campaign))?.regions ?? {}
  expect([regions.Zhejiang, regions.Anhui, Object.keys(regions).length]).toEqual([
    { counted: 40, held: 0, void: 0 },
    { counted: 20, held: 0, void: 0 },
    3,
  ])
  const [one, other] = await standings()
  expect(regions.abroad).toEqual({
    counted: (one?.counted ?? 0) + (other?.counted ?? 0) - 60,
    held: (one?.held ?? 0) + (other?.held ?? 0),
    void: 0,
  })
  expect(regions.abroad?.held).toBeGreaterThan(0)
})
