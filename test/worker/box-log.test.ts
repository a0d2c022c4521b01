import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { logKeyOf } from '../../worker/log-key.ts'
import type { BallotBox } from '../../worker/objects/ballot-box.ts'
import { boxOf, notaryOf, tallyOf } from '../../worker/objects/names.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { NO_SIGNALS, signalsText } from '../../worker/rules/signals.ts'
import type { StatusChange } from '../../worker/rules/standing.ts'
import { HOUR, MINUTE } from '../../worker/rules/time.ts'
import { toBase64 } from '../../worker/rules/tlog/base64.ts'
import { readCheckpoint } from '../../worker/rules/tlog/checkpoint.ts'
import { verifyEd25519 } from '../../worker/rules/tlog/ed25519.ts'
import { leafHash, rootOf } from '../../worker/rules/tlog/merkle.ts'
import { ED25519, noteKey, readNote, verifyNote } from '../../worker/rules/tlog/note.ts'
import { verifyInclusion } from '../../worker/rules/tlog/proof.ts'
import { readBundle, type Tile } from '../../worker/rules/tlog/tile.ts'
import { aPoll, CLOSES, OPENS } from '../support/makers.ts'
import { SITE_KEY, setClock } from '../support/visitor.ts'

const NOON = OPENS + 3 * HOUR
const ORIGIN = 'vote.example.cn/c/log/s0'
let made = 0

async function openBox({ siteKey = SITE_KEY } = {}) {
  await setClock(NOON)
  const campaign = `cmp_log${String(++made).padStart(13, '0')}` as CampaignId
  const spec = aPoll({ campaign, identity: 'code' })
  const box = boxOf(env, campaign, 0)
  const { publicKey } = await logKeyOf(siteKey, { campaign, shard: 0, number: 1 })
  const log = { origin: ORIGIN, key: toBase64(publicKey) }
  const opened = await box.open({ spec, hash: 'ab'.repeat(32), shard: 0, campaignKey: new Uint8Array(32).fill(3), log })
  expect(opened.ok).toBe(true)
  await tallyOf(env, campaign).open({ campaign, shards: 1, batchHour: 9, window: spec.window })
  return { box, campaign, key: { number: 1, key: log.key } }
}

type Box = Awaited<ReturnType<typeof openBox>>['box']

async function castMany(box: Box, from: number, until: number, checked: 'pow' | 'unverified' = 'pow') {
  const who = Array.from({ length: until - from }, (_, i) => from + i)
  const cast = (n: number) => ({
    voter: { level: 'code' as const, id: `v${n}` },
    unit: null,
    key: crypto.randomUUID(),
    choices: [1 + (n % 3)],
    checked,
    voterClass: null,
    signals: signalsText(NO_SIGNALS),
  })
  for (const answer of await Promise.all(who.map(n => box.cast(cast(n))))) expect(answer.ok).toBe(true)
}

const noteOf = async (box: Box) => (await box.logSheet())?.head?.note ?? null
const headOf = async (box: Box) => readCheckpoint((await noteOf(box)) ?? '')?.checkpoint ?? null
const textsOf = async (box: Box, tile: Tile) =>
  (readBundle((await box.tile(tile)) ?? new Uint8Array()) ?? []).map(bytes => new TextDecoder().decode(bytes))
const entriesOf = async (box: Box) => {
  const size = (await headOf(box))?.size ?? 0
  const tiles = Array.from({ length: Math.ceil(size / 256) }, (_, index) => index)
  const all = tiles.map(index => textsOf(box, { level: 'entries', index, width: Math.min(256, size - 256 * index) }))
  return (await Promise.all(all)).flat()
}

test('every ballot is an entry under a signed head, and the tiles are those of exactly these entries', async () => {
  const { box } = await openBox()
  await castMany(box, 0, 600)
  expect(await noteOf(box)).toBe(null)
  await runDurableObjectAlarm(box)
  const head = await headOf(box)
  expect([head?.origin, head?.size]).toEqual([ORIGIN, 601])
  const entries = await entriesOf(box)
  expect(rootOf(entries.map(leafHash))).toEqual(head?.root)
  expect(JSON.parse(entries[0] as string)).toMatchObject({ k: 'm', i: 0, origin: ORIGIN, rules: 'ab'.repeat(32) })
  expect(entries.map(entry => (JSON.parse(entry) as { i: number }).i)).toEqual(entries.map((_, i) => i))
  const level1 = await box.tile({ level: 1, index: 0, width: 2 })
  expect(level1).toEqual(
    Uint8Array.of(...rootOf(entries.slice(0, 256).map(leafHash)), ...rootOf(entries.slice(256, 512).map(leafHash))),
  )
  expect(await box.tile({ level: 0, index: 2, width: 89 })).toEqual(
    Uint8Array.of(...entries.slice(512).flatMap(entry => [...leafHash(entry)])),
  )
  expect([
    await box.tile({ level: 0, index: 2, width: 90 }),
    await box.tile({ level: 1, index: 0, width: 3 }),
    await box.tile({ level: 0, index: 3, width: 1 }),
  ]).toEqual([null, null, null])
})

test('a receipt leads to a proof that its ballot is in the log, as soon as a head was signed over it', async () => {
  const { box } = await openBox()
  await castMany(box, 0, 5)
  const mine = await box.mine({ level: 'code', id: 'v3' })
  const ballot = await runInDurableObject<BallotBox, { seq: number; leaf: Uint8Array }>(box, (_, state) => {
    const row = state.storage.sql.exec('select seq, leaf from ballot order by seq limit 1 offset 3').one()
    return { seq: row.seq as number, leaf: new Uint8Array(row.leaf as ArrayBuffer) }
  })
  const tag = ballot.leaf.subarray(0, 5)
  expect([typeof mine?.code, await box.logged(ballot.seq, tag)]).toEqual(['string', null])
  await runDurableObjectAlarm(box)
  const logged = await box.logged(ballot.seq, tag)
  const head = readCheckpoint(logged?.note ?? '')?.checkpoint
  if (!logged || !head) throw new Error('no proof')
  const { index, proof } = logged
  const claim = { leaf: ballot.leaf, index, size: head.size, root: head.root, proof }
  expect([verifyInclusion(claim), verifyInclusion({ ...claim, index: index - 1 })]).toEqual([true, false])
  expect(leafHash(logged.entry)).toEqual(ballot.leaf)
  expect(await box.logged(ballot.seq, new Uint8Array(5))).toBe(null)
})

test('how ballots stand is entered only after the close: what was held at receipt, every change, and the result', async () => {
  const { box } = await openBox()
  await castMany(box, 0, 3)
  await castMany(box, 3, 5, 'unverified')
  const hold: StatusChange = {
    id: 'look/1',
    kind: 'hold',
    ballots: [{ seq: 1, reasons: ['DEV.UA_CONC', 'TIME.FAST'] }],
    by: ['mingping-1'],
    roles: ['mingping-1'],
    settles: false,
  }
  expect(await box.change(hold)).toBe(1)
  const release = {
    id: 'case/1/release',
    kind: 'release',
    by: ['stf_a', 'stf_b'],
    roles: ['organizer', 'auditor'],
    settles: true,
  } as const
  expect(await box.change({ ...release, ballots: [{ seq: 4, reasons: [] }] })).toBe(1)
  await setClock(NOON + 2 * MINUTE)
  await runDurableObjectAlarm(box)
  expect((await entriesOf(box)).map(entry => (JSON.parse(entry) as { k: string }).k).join('')).toBe('mbbbbb')
  await setClock(CLOSES)
  await runDurableObjectAlarm(box)
  const q = Math.floor(CLOSES / 600_000)
  const after = (await entriesOf(box)).slice(6).map(entry => JSON.parse(entry) as unknown)
  const votes = await runInDurableObject(box, (_, state) =>
    state.storage.sql.exec('select seq, choices, status from ballot order by seq').toArray(),
  )
  expect(votes.map(({ status }) => status)).toEqual(['held', 'counted', 'counted', 'counted', 'held'])
  expect(after.slice(0, -1)).toEqual([
    { k: 'c', i: 6, q, ballots: 5 },
    { k: 's', i: 7, q, id: 'receipt', to: 'held', by: aPoll().scorer, ranges: '4-5', why: 'CHAL.UNVERIFIED' },
    { k: 's', i: 8, q, id: 'look/1', to: 'held', by: 'mingping-1', ranges: '1', why: 'DEV.UA_CONC TIME.FAST' },
    { k: 's', i: 9, q, id: 'case/1/release', to: 'counted', by: 'organizer auditor', ranges: '4', why: '' },
  ])
  expect(after.at(-1)).toMatchObject({ k: 'r', i: 10, counted: 3, held: 2, void: 0 })
  const voided = { ...release, id: 'case/2/void', kind: 'void' as const, ballots: [{ seq: 5, reasons: [] }] }
  expect(await box.change(voided)).toBe(1)
  await runDurableObjectAlarm(box)
  expect((await entriesOf(box)).slice(11).map(entry => JSON.parse(entry) as unknown)).toEqual([
    { k: 's', i: 11, q, id: 'case/2/void', to: 'void', by: 'organizer auditor', ranges: '5', why: 'CHAL.UNVERIFIED' },
    expect.objectContaining({ k: 'r', i: 12, counted: 3, held: 1, void: 1 }),
  ])
  await evictDurableObject(box)
  await runDurableObjectAlarm(box)
  expect((await headOf(box))?.size).toBe(13)
})

test('a clock that is set back does not open a log that was closed', async () => {
  const { box } = await openBox()
  await castMany(box, 0, 1)
  await setClock(CLOSES)
  await runDurableObjectAlarm(box)
  await setClock(NOON)
  const late = { voter: { level: 'code' as const, id: 'late' }, unit: null, key: crypto.randomUUID(), choices: [1] }
  expect(await box.cast({ ...late, checked: 'pow', voterClass: null, signals: signalsText(NO_SIGNALS) })).toEqual({
    ok: false,
    refusal: { code: 'poll-closed', closed: CLOSES },
  })
})

test('F11: nothing is signed that does not continue what was signed: a file put back to an earlier state is noticed', async () => {
  const { box, campaign, key } = await openBox()
  await castMany(box, 0, 2)
  await runDurableObjectAlarm(box)
  const sql = (text: string) => runInDurableObject(box, (_, state) => state.storage.sql.exec(text).toArray())
  await castMany(box, 2, 4)
  await setClock(NOON + 2 * MINUTE)
  await runDurableObjectAlarm(box)
  expect((await headOf(box))?.size).toBe(3)
  await setClock(NOON + 4 * MINUTE)
  await runDurableObjectAlarm(box)
  expect((await headOf(box))?.size).toBe(5)
  await sql('delete from ballot where seq > 2')
  await sql('delete from log_head')
  await sql('delete from checkpoint')
  await evictDurableObject(box)
  await runDurableObjectAlarm(box)
  expect((await box.snapshot()).flaw).toEqual({ kind: 'behind', signed: 5, size: 3 })
  // Another history of the same length is no better.
  await evictDurableObject(box)
  await castMany(box, 7, 9)
  await runDurableObjectAlarm(box)
  expect([(await box.snapshot()).flaw, await noteOf(box)]).toEqual([{ kind: 'fork' }, null])
  // Nor one that begins where the last head ends and is not its continuation.
  const order = { campaign, shard: 0, key, origin: 'vote.example.cn/c/forked/s0', root: new Uint8Array(32).fill(1), proof: [] }
  expect(await notaryOf(env, campaign).sign({ ...order, from: 5, size: 6 })).toEqual({ outcome: 'fork' })
  expect(await notaryOf(env, campaign).sizes(0)).toEqual([3, 5])
})

test('F11: a file that was put back is noticed although nobody votes any more', async () => {
  const { box } = await openBox()
  await castMany(box, 0, 4)
  await runDurableObjectAlarm(box)
  const [before] = await runInDurableObject(box, (_, state) =>
    state.storage.sql.exec('select size, note, at from log_head').toArray(),
  )
  await castMany(box, 4, 6)
  for (const minutes of [2, 4]) {
    await setClock(NOON + minutes * MINUTE)
    await runDurableObjectAlarm(box)
  }
  expect((await headOf(box))?.size).toBe(7)
  await runInDurableObject(box, (_, { storage: { sql } }) => {
    sql.exec('delete from ballot where seq > 4')
    sql.exec('delete from checkpoint')
    sql.exec('update log_head set size = ?, note = ?, at = ?', before?.size ?? 0, before?.note ?? '', before?.at ?? 0)
  })
  await evictDurableObject(box)
  await runDurableObjectAlarm(box)
  expect((await box.snapshot()).flaw).toEqual({ kind: 'behind', signed: 7, size: 5 })
})

test('a head that was signed but never arrived at the box is taken over', async () => {
  const { box } = await openBox()
  await castMany(box, 0, 2)
  await runDurableObjectAlarm(box)
  const head = await noteOf(box)
  await runInDurableObject(box, (_, state) => state.storage.sql.exec('delete from log_head').toArray())
  await evictDurableObject(box)
  await runDurableObjectAlarm(box)
  expect([await noteOf(box), (await box.snapshot()).flaw]).toEqual([head, null])
})

test.each([
  ['a choice', "update ballot set choices = '[2]' where seq = 300", 300],
  ['its time by an hour', 'update ballot set at = at + 3600000 where seq = 300', 300],
  ['whose it is', 'update ballot set dk = zeroblob(16) where seq = 300', 300],
  ['its leaf', 'update ballot set leaf = zeroblob(32) where seq = 300', 300],
  ['a ballot taken out', 'delete from ballot where seq = 300', 300],
  ['the root of a tile', 'update log_node set hash = zeroblob(32) where idx = 1', 256],
])('F12: %s changed in the file is found and named within one look', async (_, change, index) => {
  const { box } = await openBox()
  await castMany(box, 0, 520)
  await runDurableObjectAlarm(box)
  await runDurableObjectAlarm(box)
  expect((await box.snapshot()).flaw).toBe(null)
  await runInDurableObject(box, (_, state) => state.storage.sql.exec(change).toArray())
  await runDurableObjectAlarm(box)
  expect((await box.snapshot()).flaw).toEqual({ kind: 'changed', index })
})

test('T15: a figure changed in the tally is found when its box reports again, named, and set right', async () => {
  const { box, campaign } = await openBox()
  await castMany(box, 0, 6)
  await runDurableObjectAlarm(box)
  const board = tallyOf(env, campaign)
  const before = await board.state()
  expect([before.live.tally.votes[1], before.troubles]).toEqual([{ counted: 2, held: 0, void: 0 }, []])
  await runInDurableObject(board, (_, state) =>
    state.storage.sql.exec(`update shard set tally = json_set(tally, '$.votes."1".counted', 99)`).toArray(),
  )
  await evictDurableObject(board)
  expect((await board.state()).live.tally.votes[1]?.counted).toBe(99)
  await runDurableObjectAlarm(box)
  const after = await board.state()
  expect([after.live.tally, after.troubles]).toEqual([
    before.live.tally,
    [{ shard: 0, what: { kind: 'tally' }, at: expect.any(Number) }],
  ])
})

test('T15: after the close a figure changed in the tally is found by whoever looks, within a minute', async () => {
  const { box, campaign } = await openBox()
  await castMany(box, 0, 3)
  await setClock(CLOSES)
  await runDurableObjectAlarm(box)
  const board = tallyOf(env, campaign)
  expect((await board.state()).final).toBe(true)
  await runInDurableObject(board, (_, state) =>
    state.storage.sql.exec(`update shard set tally = json_set(tally, '$.ballots.counted', 0)`).toArray(),
  )
  await setClock(CLOSES + 2 * MINUTE)
  const { live, troubles } = await board.state()
  expect([live.tally.ballots.counted, troubles?.map(({ what }) => what.kind)]).toEqual([3, ['tally']])
})

test('T16: a changed ballot is told to the tally, and so to everybody', async () => {
  const { box, campaign } = await openBox()
  await castMany(box, 0, 3)
  await runDurableObjectAlarm(box)
  await runInDurableObject(box, (_, state) => state.storage.sql.exec("update ballot set choices = '[3]' where seq = 2").toArray())
  await runDurableObjectAlarm(box)
  expect((await tallyOf(env, campaign).state()).troubles).toEqual([
    { shard: 0, what: { kind: 'changed', index: 2 }, at: expect.any(Number) },
  ])
})

test.each([
  ['the standing of a ballot', "update ballot set status = 'void', reason = 'TIME.FAST NET.DC' where seq = 3"],
  ['what a voter is', "update ballot set class = 'member' where seq = 3"],
  ['the figures kept at the last alarm', `update checkpoint set tally = json_set(tally, '$.ballots.counted', 5)`],
])('F12: %s changed in the file: counted again, the box comes to other figures and says so', async (_, change) => {
  const { box } = await openBox()
  await castMany(box, 0, 6)
  await runDurableObjectAlarm(box)
  await runDurableObjectAlarm(box)
  expect((await box.snapshot()).flaw).toBe(null)
  await runInDurableObject(box, (_, state) => state.storage.sql.exec(change).toArray())
  await evictDurableObject(box)
  await runDurableObjectAlarm(box)
  expect((await box.snapshot()).flaw).toEqual({ kind: 'recount' })
})

test.each([
  ['a ballot', "update ballot set choices = '[1,2,3]' where seq = 4300", { kind: 'changed', index: 4300 }],
  ['a standing', "update ballot set status = 'void', reason = 'TIME.FAST NET.DC' where seq = 4300", { kind: 'recount' }],
])(
  'a closed box of more ballots than it looks at in one go looks at all of them: %s changed far behind is found at once',
  async (_, change, flaw) => {
    const { box } = await openBox()
    for (let n = 0; n < 4500; n += 1500) await castMany(box, n, n + 1500)
    await setClock(CLOSES)
    await runDurableObjectAlarm(box)
    await runInDurableObject(box, (_, state) => state.storage.sql.exec(change).toArray())
    await evictDurableObject(box)
    await setClock(CLOSES + HOUR)
    await runDurableObjectAlarm(box)
    expect((await box.snapshot()).flaw).toEqual(flaw)
  },
)

test('figures are kept on disk with every head and when 64 ballots are not in them, and a start counts on from there', async () => {
  const { box } = await openBox()
  const kept: unknown[] = []
  const tell = async (until: number) => {
    await castMany(box, (await box.snapshot()).number, until)
    await runDurableObjectAlarm(box)
    kept.push(...(await runInDurableObject(box, (_, state) => state.storage.sql.exec('select size from checkpoint').toArray())))
  }
  for (const ballots of [1, 64, 65]) await tell(ballots)
  await setClock(NOON + 2 * MINUTE)
  for (const ballots of [70, 74]) await tell(ballots)
  expect(kept.map(row => (row as { size: number }).size)).toEqual([1, 1, 65, 70, 70])
  const { tally } = await box.snapshot()
  await evictDurableObject(box)
  expect([(await box.snapshot()).tally, tally.ballots.counted]).toEqual([tally, 74])
})

test('a recount in several steps is spoilt by no change of standing and no new ballot', async () => {
  const { box } = await openBox()
  await castMany(box, 0, 300)
  const hold = (id: string, seq: number): StatusChange => ({
    ...{ id, kind: 'hold', by: ['mingping-1'], roles: ['mingping-1'], settles: false },
    ballots: [{ seq, reasons: ['DEV.UA_CONC', 'TIME.FAST'] }],
  })
  for (let round = 0; round < 4; round++) {
    await castMany(box, 300 + 10 * round, 310 + 10 * round)
    await box.change(hold(`look/${round}`, 1 + 100 * round))
    await runDurableObjectAlarm(box)
  }
  await runDurableObjectAlarm(box)
  await runDurableObjectAlarm(box)
  expect((await box.snapshot()).flaw).toBe(null)
})

test('11.1.2: under another site key nothing is signed with a key no entry has brought, until the log is given one of the new', async () => {
  const { box, campaign } = await openBox({ siteKey: 'the site key of before, thirty-two signs' })
  await castMany(box, 0, 3)
  await runDurableObjectAlarm(box)
  expect([await noteOf(box), (await box.snapshot()).flaw]).toEqual([null, null])
  const { publicKey } = await logKeyOf(SITE_KEY, { campaign, shard: 0, number: 2 })
  const second = { number: 2, key: toBase64(publicKey) }
  expect(await box.enterKey(second)).toEqual({ outcome: 'open' })
  await setClock(CLOSES)
  expect([await box.enterKey(second), await box.enterKey(second)]).toEqual([
    { outcome: 'entered', value: null },
    { outcome: 'entered', value: null },
  ])
  const note = readNote((await noteOf(box)) ?? '') ?? expect.fail('not signed')
  expect(verifyNote(note, noteKey(ORIGIN, ED25519, publicKey), verifyEd25519)).toBe(true)
  const kinds = (await entriesOf(box)).map(entry => (JSON.parse(entry) as { k: string }).k).join('')
  expect([kinds, (await box.logSheet())?.keys.map(({ number, since }) => [number, since])]).toEqual([
    'mbbbckr',
    [
      [1, 0],
      [2, 6],
    ],
  ])
  const leap = runInDurableObject<BallotBox, string>(box, one =>
    one.enterKey({ number: 4, key: second.key }).then(String, String),
  )
  expect(await leap).toContain('does not follow')
})
