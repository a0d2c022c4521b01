import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import type { ShardSnapshot } from '../../worker/objects/ballot-messages.ts'
import { boxOf, gateOf, tallyOf } from '../../worker/objects/names.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { NO_SIGNALS, signalsText } from '../../worker/rules/signals.ts'
import type { ChangeKind, StatusChange } from '../../worker/rules/standing.ts'
import { emptyTally } from '../../worker/rules/tally.ts'
import { DAY, HOUR, instant } from '../../worker/rules/time.ts'
import { aPoll, CLOSES, OPENS } from '../support/makers.ts'
import { setClock } from '../support/visitor.ts'

const NOON = OPENS + 3 * HOUR
const KEY = new Uint8Array(32).fill(3)
let made = 0
const newCampaign = () => `cmp_${String(++made).padStart(16, '0')}` as CampaignId

async function openBox(change: Parameters<typeof aPoll>[0] = {}) {
  await setClock(NOON)
  const spec = aPoll({ campaign: newCampaign(), ...change })
  const box = boxOf(env, spec.campaign, 0)
  await box.open({ spec, hash: 'h1', shard: 0, campaignKey: KEY })
  return { box, spec }
}

const cast = (id: string, choices: readonly number[] = [1], checked: 'pow' | 'unverified' = 'pow') => ({
  voter: { level: 'device' as const, id },
  unit: null,
  key: crypto.randomUUID(),
  choices,
  checked,
  voterClass: null,
  signals: signalsText(NO_SIGNALS),
})

test('a box opened again with the same order is as it was, with another order it refuses', async () => {
  const { box, spec } = await openBox()
  expect(await box.open({ spec, hash: 'h1', shard: 0, campaignKey: KEY })).toEqual({ ok: true, value: { hash: 'h1' } })
  expect(await box.open({ spec, hash: 'h2', shard: 0, campaignKey: KEY })).toEqual({
    ok: false,
    refusal: { code: 'spec-frozen' },
  })
  expect(await box.open({ spec, hash: 'h1', shard: 1, campaignKey: KEY })).toEqual({
    ok: false,
    refusal: { code: 'spec-frozen' },
  })
})

test('counts survive a cold start: what memory held is read back from the ballots', async () => {
  const { box } = await openBox()
  for (const [id, choices] of [
    ['a', [1]],
    ['b', [1, 2]],
    ['c', [3, 5]],
  ] as const)
    await box.cast(cast(id, [...choices]))
  const before = await box.snapshot()
  await evictDurableObject(box)
  expect(await box.snapshot()).toEqual({ ...before, at: expect.any(Number) })
  expect([before.number, before.tally.ballots, before.tally.votes]).toEqual([
    3,
    { counted: 3, held: 0, void: 0 },
    {
      1: { counted: 2, held: 0, void: 0 },
      2: { counted: 1, held: 0, void: 0 },
      3: { counted: 1, held: 0, void: 0 },
      5: { counted: 1, held: 0, void: 0 },
    },
  ])
})

test('a cold start after a checkpoint counts the ballots since, and each once', async () => {
  const { box } = await openBox()
  await box.cast(cast('a', [1]))
  await runDurableObjectAlarm(box)
  await box.cast(cast('b', [1]))
  await evictDurableObject(box)
  expect((await box.snapshot()).tally.votes).toEqual({ 1: { counted: 2, held: 0, void: 0 } })
})

test('a ballot whose human check could not be asked is held with its reason, and counted as held', async () => {
  const { box } = await openBox()
  expect((await box.cast(cast('a', [2], 'unverified'))).ok).toBe(true)
  expect((await box.snapshot()).tally).toMatchObject({
    ballots: { counted: 0, held: 1, void: 0 },
    votes: { 2: { counted: 0, held: 1, void: 0 } },
  })
  const rows = await runInDurableObject(box, (_, state) =>
    state.storage.sql.exec('select status, reason, checked from ballot').toArray(),
  )
  expect(rows).toEqual([{ status: 'held', reason: 'CHAL.UNVERIFIED', checked: 'unverified' }])
})

test('a hundred ballots that arrive together are numbered without gaps, and each of them twice is one', async () => {
  const { box } = await openBox()
  const casts = Array.from({ length: 100 }, (_, i) => cast(`v${i}`))
  const answers = await Promise.all([...casts, ...casts].map(one => box.cast(one)))
  expect(answers.filter(answer => answer.ok && !answer.value.replayed)).toHaveLength(100)
  expect(answers.filter(answer => answer.ok && answer.value.replayed)).toHaveLength(100)
  const rows = await runInDurableObject(box, (_, state) =>
    state.storage.sql.exec('select count(*) as n, max(seq) as last, count(distinct seq) as d from ballot').one(),
  )
  expect(rows).toEqual({ n: 100, last: 100, d: 100 })
})

test('one bad ballot in a batch cannot fail its neighbours', async () => {
  const { box } = await openBox()
  const broken = { ...cast('broken'), checked: null as never }
  const [good, bad, better] = await Promise.allSettled([box.cast(cast('one')), box.cast(broken), box.cast(cast('two'))])
  expect([good.status, bad.status, better.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect((await box.snapshot()).number).toBe(2)
})

test('standings change by the table and no other way, each change once, and what people settled no rule touches', async () => {
  const { box } = await openBox()
  for (const id of ['a', 'b', 'c']) await box.cast(cast(id))
  const order = (id: string, kind: ChangeKind, seqs: readonly number[], settles = false): StatusChange => ({
    ...{
      id,
      kind,
      settles,
      by: settles ? ['stf_a', 'stf_b'] : ['score/1'],
      roles: settles ? ['organizer', 'auditor'] : ['mingping-1'],
    },
    ballots: seqs.map(seq => ({ seq, reasons: ['NET.DC', 'TIME.FAST'] })),
  })
  const steps = [
    await box.change(order('1', 'hold', [1, 2, 9])),
    await box.change(order('1', 'hold', [3])),
    await box.change(order('2', 'void', [1, 3], true)),
    await box.change(order('3', 'release', [2], true)),
    await box.change(order('4', 'hold', [1, 2])),
    await box.change(order('5', 'restore', [1])),
    await box.change(order('6', 'restore', [1], true)),
  ]
  expect(steps).toEqual([2, 2, 1, 1, 0, 0, 1])
  const before = await box.snapshot()
  expect([before.number, before.tally.ballots, before.tally.families]).toEqual([
    9,
    { counted: 3, held: 0, void: 0 },
    { NET: { held: 0, void: 0 }, TIME: { held: 0, void: 0 } },
  ])
  await evictDurableObject(box)
  expect((await box.snapshot()).tally).toEqual(before.tally)
  expect((await box.changesAfter(4)).map(({ id, kind, ballots, by }) => ({ id, kind, ballots, by }))).toEqual([
    { id: '5', kind: 'restore', ballots: 0, by: ['score/1'] },
    { id: '6', kind: 'restore', ballots: 1, by: ['stf_a', 'stf_b'] },
  ])
})

test('what a box writes for a ballot is two rows', async () => {
  const { box } = await openBox()
  const sql =
    "insert into ballot values (1, zeroblob(16), 'k', 1, '[1]', 'device', null, 'counted', null, 'pow', x'00', x'00', null, '[]', null, 0)"
  expect(await runInDurableObject(box, (_, { storage }) => storage.sql.exec(sql).rowsWritten)).toBe(2)
})

const snapshot = (change: Partial<ShardSnapshot>): ShardSnapshot => ({
  shard: 0,
  number: 1,
  at: instant(NOON),
  closed: false,
  tally: { ...emptyTally(), ballots: { counted: change.number ?? 1, held: 0, void: 0 } },
  ...change,
})

async function openBoard(shards = 2) {
  const campaign = newCampaign()
  const board = tallyOf(env, campaign)
  await board.open({ campaign, shards, batchHour: 18, window: { from: OPENS, until: CLOSES } })
  return board
}

test('snapshots add up over boxes; an older one that arrives late, or twice, changes nothing', async () => {
  await setClock(NOON)
  const board = await openBoard()
  for (const one of [
    snapshot({ number: 5 }),
    snapshot({ number: 3 }),
    snapshot({ number: 5 }),
    snapshot({ shard: 1, number: 2 }),
  ])
    await board.accept(one)
  expect((await board.state()).live.tally.ballots.counted).toBe(7)
})

test('the tally is final when every box has said its last word, and not before', async () => {
  await setClock(CLOSES + HOUR)
  const board = await openBoard()
  await board.accept(snapshot({ closed: true, number: 4 }))
  expect((await board.state()).final).toBe(false)
  await board.accept(snapshot({ shard: 1, number: 2 }))
  expect((await board.state()).final).toBe(false)
  await board.accept(snapshot({ shard: 1, number: 3, closed: true }))
  expect(await board.state()).toMatchObject({ final: true, live: { tally: { ballots: { counted: 7 } } } })
})

test('figures of a quiet hour are as of now: a box that has long been silent is asked', async () => {
  const { box, spec } = await openBox()
  const board = tallyOf(env, spec.campaign)
  await board.open({ campaign: spec.campaign, shards: 1, batchHour: 18, window: spec.window })
  await box.cast(cast('a', [2]))
  await runDurableObjectAlarm(box)
  await setClock(NOON + 2 * HOUR)
  expect((await board.state()).live.at).toBeGreaterThanOrEqual(NOON + 2 * HOUR)
})

test('the daily batch is frozen at its hour: what arrives afterwards waits for the next', async () => {
  const six = Date.parse('2026-04-20T18:00:00+08:00')
  await setClock(six - HOUR)
  const board = await openBoard(1)
  await board.accept(snapshot({ number: 10 }))
  expect((await board.state()).batch).toBe(null)
  await setClock(six + 1000)
  await board.accept(snapshot({ number: 25 }))
  expect((await board.state()).batch).toMatchObject({ at: six, tally: { ballots: { counted: 10 } } })
  await setClock(six + DAY - 1000)
  expect((await board.state()).batch).toMatchObject({ at: six, tally: { ballots: { counted: 10 } } })
  await setClock(six + DAY)
  expect((await board.state()).batch).toMatchObject({ at: six + DAY, tally: { ballots: { counted: 25 } } })
})

test('a box tells the board by its alarm, and after a failed try tells it again', async () => {
  const { box, spec } = await openBox()
  await tallyOf(env, spec.campaign).open({ campaign: spec.campaign, shards: 1, batchHour: 18, window: spec.window })
  await box.cast(cast('a', [2]))
  expect(await runDurableObjectAlarm(box)).toBe(true)
  expect((await tallyOf(env, spec.campaign).state()).live.tally.votes).toEqual({ 2: { counted: 1, held: 0, void: 0 } })
})

test('the gate lets an office of a thousand through in an hour and makes a flood wait, by network and not by address', async () => {
  await setClock(NOON)
  const gate = gateOf(env, 'test-gate')
  let refused = 0
  for (let i = 0; i < 1000; i++) {
    if (i % 100 === 0) await setClock(NOON + (i / 100) * 6 * 60_000)
    if (!(await gate.knock('challenge', `203.0.113.${i % 256}`)).ok) refused += 1
  }
  expect(refused).toBe(0)
  await setClock(NOON + 3 * HOUR)
  const flood = []
  for (let i = 0; i < 700; i++) flood.push((await gate.knock('challenge', `198.51.100.${i % 256}`)).ok)
  expect(flood.filter(Boolean).length).toBeLessThanOrEqual(620)
  expect((await gate.knock('challenge', '203.0.113.1')).ok).toBe(true)
})

test('a network has another tag every day, and its key is gone after a week', async () => {
  await setClock(NOON)
  const gate = gateOf(env, 'tags')
  const tagOf = async () => {
    const knock = await gate.knock('sign-in', '203.0.113.7')
    return knock.ok ? knock.value.net : ''
  }
  const monday = await tagOf()
  expect([await tagOf(), monday.length]).toEqual([monday, 16])
  await setClock(NOON + DAY)
  expect(await tagOf()).not.toBe(monday)
  await setClock(NOON + 9 * DAY)
  await tagOf()
  const kept = await runInDurableObject(gate, (_, state) =>
    state.storage.sql
      .exec('select day from day_key')
      .toArray()
      .map(row => row.day),
  )
  expect(kept).toEqual(['2026-04-29'])
  const stored = await runInDurableObject(gate, (_, state) =>
    JSON.stringify(state.storage.sql.exec('select hex(key) from day_key').toArray()),
  )
  expect(stored).not.toContain('203.0.113')
})

test('the token of a human check is spent once, but its own ballot may show it again', async () => {
  await setClock(NOON)
  const gate = gateOf(env, 'tokens-test')
  expect([await gate.spend('t1', 'ballot-a'), await gate.spend('t1', 'ballot-a'), await gate.spend('t1', 'ballot-b')]).toEqual([
    true,
    true,
    false,
  ])
})
