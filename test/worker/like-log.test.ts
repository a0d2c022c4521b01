import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { powProof } from '../../db/demo/voters.ts'
import { logKeyOf } from '../../worker/log-key.ts'
import type { Like, LikeBoard } from '../../worker/objects/like-board.ts'
import { likesOf } from '../../worker/objects/like-name.ts'
import { LIKES_LOG } from '../../worker/objects/logged-likes.ts'
import { notaryOf } from '../../worker/objects/names.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { DAY, HOUR, MINUTE } from '../../worker/rules/time.ts'
import { toBase64 } from '../../worker/rules/tlog/base64.ts'
import { readCheckpoint } from '../../worker/rules/tlog/checkpoint.ts'
import { leafHash, rootOf } from '../../worker/rules/tlog/merkle.ts'
import { signatureLine } from '../../worker/rules/tlog/note.ts'
import { readBundle } from '../../worker/rules/tlog/tile.ts'
import { firstFailure } from '../support/bundles.ts'
import { aDocument, CLOSES, OPENS } from '../support/makers.ts'
import { aVoter, OPERATOR_KEY, openCampaign, SITE_KEY, setClock, Visitor } from '../support/visitor.ts'

const NOON = OPENS + 3 * HOUR
const LIKE: Like = { device: 'd', number: 1, sent: null, network: 'n', crowded: false, age: HOUR, weakCheck: false }
const WINDOW = { from: OPENS, until: CLOSES }
let made = 0

const keyOf = async (campaign: CampaignId) =>
  toBase64((await logKeyOf(SITE_KEY, { campaign, shard: LIKES_LOG, number: 1 })).publicKey)

async function aBoard(more: { readonly logged: boolean } = { logged: true }) {
  await setClock(NOON)
  const campaign = `cmp_likelog${String(++made).padStart(9, '0')}` as CampaignId
  const board = likesOf(env, campaign)
  const log = { campaign, origin: 'vote.example.cn/c/liked/likes/s0', key: await keyOf(campaign) }
  const order = { window: WINDOW, nominees: [3, 1, 2], ...(more.logged ? { log } : {}) }
  expect(await board.open(order)).toBe(true)
  return { board, campaign, order }
}
type Board = Awaited<ReturnType<typeof aBoard>>['board']

async function give(board: Board, likes: number, of: (i: number) => Partial<Like> = () => ({})): Promise<void> {
  const given = Array.from({ length: likes }, (_, i) =>
    board.like({ ...LIKE, device: `d${i}`, network: `n${i}`, number: 1 + (i % 3), ...of(i) }),
  )
  for (const answer of await Promise.all(given)) expect(answer.ok).toBe(true)
}

const headOf = async (board: Board) => readCheckpoint((await board.logSheet())?.head?.note ?? '')?.checkpoint ?? null
async function entriesOf(board: Board): Promise<readonly string[] | null> {
  const bytes = await board.tile({ level: 'entries', index: 0, width: (await headOf(board))?.size ?? 0 })
  return bytes && (readBundle(bytes) ?? []).map(entry => new TextDecoder().decode(entry))
}
const kindsOf = async (board: Board) => (await entriesOf(board))?.map(entry => (JSON.parse(entry) as { k: string }).k).join('')

test('X1: every like is an entry under a signed head: for whom, in which ten minutes, and nothing of by whom', async () => {
  const { board, campaign } = await aBoard()
  await give(board, 12, i => (i === 4 ? { crowded: true, age: 3500 } : {}))
  await setClock(CLOSES)
  await runDurableObjectAlarm(board)
  const [head, entries] = [await headOf(board), (await entriesOf(board)) ?? []]
  expect([head?.origin, head?.size, await kindsOf(board)]).toEqual(['vote.example.cn/c/liked/likes/s0', 16, 'mbbbbbbbbbbbbcsr'])
  expect(rootOf(entries.map(leafHash))).toEqual(head?.root)
  const [first, one, ...more] = entries.map(entry => JSON.parse(entry) as Record<string, unknown>)
  expect(first).toEqual({
    ...{ k: 'm', i: 0, v: 1, profile: 'open', campaign, origin: head?.origin, level: 'device', key: await keyOf(campaign) },
    ...{ nominees: '1-3', from: OPENS, until: CLOSES },
  })
  const q = Math.floor(NOON / 600_000)
  expect(one).toEqual({ k: 'b', i: 1, q, l: 'device', s: '[1]', n: expect.stringMatching(/^[0-9a-f]{32}$/) })
  expect(new Set([one, ...more].map(entry => entry?.n)).size).toBe(13)
  const end = Math.floor(CLOSES / 600_000)
  expect(more.slice(-3)).toEqual([
    { k: 'c', i: 13, q: end, ballots: 12 },
    { k: 's', i: 14, q: end, id: 'receipt', to: 'held', by: 'mingping-likes-1', why: 'network-crowded device-new', ranges: '5' },
    { k: 'r', i: 15, q: end, counted: 11, held: 1, void: 0, votes: '1:4/0/0,2:3/1/0,3:4/0/0' },
  ])
  await runDurableObjectAlarm(board)
  expect((await headOf(board))?.size).toBe(16)
})

test('T05: until the end the log tells nothing of whom likes are for, and no head shows a single like arrive', async () => {
  const { board, campaign } = await aBoard()
  await runDurableObjectAlarm(board)
  expect((await headOf(board))?.size).toBe(1)
  await give(board, 9)
  await setClock(NOON + 5 * MINUTE)
  await runDurableObjectAlarm(board)
  expect((await headOf(board))?.size).toBe(1)
  await board.like({ ...LIKE, device: 'tenth' })
  await runDurableObjectAlarm(board)
  expect((await headOf(board))?.size).toBe(11)
  expect([await entriesOf(board), await board.tile({ level: 'entries', index: 0, width: 1 })]).toEqual([null, null])
  // Whoever has a hash and tries every nominee finds none of them: each entry holds bits of its own.
  const tile = (await board.tile({ level: 0, index: 0, width: 11 })) ?? new Uint8Array()
  const q = Math.floor(NOON / 600_000)
  const hashes = Array.from({ length: 10 }, (_, i) => tile.slice(32 * (i + 1), 32 * (i + 2)).join())
  const guesses = [1, 2, 3].flatMap(number =>
    hashes.map((_, i) => leafHash(`{"i":${i + 1},"k":"b","l":"device","q":${q},"s":"[${number}]"}`).join()),
  )
  expect([hashes.length, new Set(hashes).size, hashes.some(hash => guesses.includes(hash))]).toEqual([10, 10, false])
  expect(await notaryOf(env, campaign).sizes(LIKES_LOG)).toEqual([1, 11])
})

test('a longer list and a later end are entries too, also after the end, and what was shown stays shown', async () => {
  const { board, order } = await aBoard()
  await give(board, 3)
  expect(await board.open({ ...order, nominees: [1, 2, 3, 4] })).toBe(true)
  expect(await board.open({ ...order, nominees: [1, 2, 3, 4] })).toBe(false)
  expect((await board.like({ ...LIKE, number: 4 })).ok).toBe(true)
  await setClock(CLOSES)
  await runDurableObjectAlarm(board)
  expect(await kindsOf(board)).toBe('mbbbmbcr')
  expect((await board.like({ ...LIKE, device: 'late' })).ok).toBe(false)
  // A clock that was set back opens nothing again.
  await setClock(NOON)
  expect(await board.like({ ...LIKE, device: 'late' })).toEqual({ ok: false, refusal: { code: 'likes-closed' } })
  await setClock(CLOSES + HOUR)
  const longer = { ...order, nominees: [1, 2, 3, 4], window: { from: OPENS, until: CLOSES + DAY } }
  expect(await board.open(longer as typeof order)).toBe(true)
  expect((await board.like({ ...LIKE, device: 'late', crowded: true, age: 3500 })).ok).toBe(true)
  expect(await board.tile({ level: 'entries', index: 0, width: 8 })).not.toBe(null)
  await setClock(CLOSES + DAY)
  await runDurableObjectAlarm(board)
  expect(await kindsOf(board)).toBe('mbbbmbcrmbcsr')
  expect(JSON.parse((await entriesOf(board))?.[11] ?? '{}')).toMatchObject({ k: 's', ranges: '5', to: 'held' })
})

const broken = (board: Board, sql: string) =>
  runInDurableObject<LikeBoard, void>(board, (_, state) => {
    state.storage.sql.exec(sql)
  })

test('likes go on when the log is in trouble, and what does not fit is found and said', async () => {
  const { board } = await aBoard()
  await give(board, 20)
  await setClock(NOON + 5 * MINUTE)
  await runDurableObjectAlarm(board)
  await broken(board, 'update liked set number = 2 where seq = 7')
  await runDurableObjectAlarm(board)
  expect((await board.logSheet())?.flaw).toEqual({ kind: 'changed', index: 7 })
  await give(board, 20, i => ({ device: `more${i}` }))
  await runDurableObjectAlarm(board)
  expect([(await headOf(board))?.size, (await board.ledger()).likes[1]?.counted]).toEqual([21, 14])
  const { board: other } = await aBoard()
  await broken(other, 'drop table liked')
  await give(other, 3)
  expect([(await other.ledger()).likes[1]?.counted, (await other.logSheet())?.flaw]).toEqual([1, { kind: 'changed', index: 1 }])
})

test('T16: a board whose file was put back gets no second history signed', async () => {
  const { board, campaign } = await aBoard()
  await give(board, 20)
  await setClock(NOON + 5 * MINUTE)
  await runDurableObjectAlarm(board)
  await broken(board, 'delete from liked where seq > 5')
  await broken(board, 'delete from log_head')
  await evictDurableObject(board)
  await give(board, 3, i => ({ device: `again${i}` }))
  await runDurableObjectAlarm(board)
  expect([(await board.logSheet())?.flaw, await notaryOf(env, campaign).sizes(LIKES_LOG)]).toEqual([
    { kind: 'behind', signed: 21, size: 9 },
    [21],
  ])
})

test('a board that was opened before there were logs goes on without one', async () => {
  const { board, campaign, order } = await aBoard({ logged: false })
  await give(board, 12)
  const log = { campaign, origin: 'vote.example.cn/c/liked/likes/s0', key: 'AAAA' }
  expect([await board.open({ ...order, log }), await board.logSheet()]).toEqual([false, null])
  await setClock(CLOSES)
  await runDurableObjectAlarm(board)
  expect([(await board.snapshot())?.snapshot.likes[1]?.counted, await notaryOf(env, campaign).sizes(LIKES_LOG)]).toEqual([4, []])
})

test('a like costs one row in its log, and the log of a month ago leads to nobody', async () => {
  const { board } = await aBoard()
  const rows = await runInDurableObject<LikeBoard, number>(board, async (object, { storage }) => {
    const count = () => storage.sql.exec('select count(*) as n from liked').one().n as number
    const before = count()
    await object.like({ ...LIKE, device: 'counted' })
    return count() - before
  })
  expect(rows).toBe(1)
  await give(board, 12)
  await setClock(CLOSES)
  await runDurableObjectAlarm(board)
  const before = await entriesOf(board)
  await setClock(CLOSES + 31 * DAY)
  await runDurableObjectAlarm(board)
  const left = await runInDurableObject<LikeBoard, number>(
    board,
    (_, { storage }) =>
      storage.sql.exec('select (select count(*) from given) + (select count(*) from salt) as n').one().n as number,
  )
  expect([left, await entriesOf(board)]).toEqual([0, before])
})

const AT = '/c/like-log-2026/likes'
const get = (path: string) => new Visitor().send(AT + path)

test('the public files while likes are given: heads and hashes, no entry and no figure; afterwards a bundle that verifies', async () => {
  await setClock(OPENS - DAY)
  const milestones = [{ step: 'likes', title: '网络点赞', from: '2026-04-20 09:00', until: '2026-04-25' } as const]
  const campaign = await openCampaign(aDocument({ slug: 'like-log-2026', milestones }))
  const alarm = () => runDurableObjectAlarm(likesOf(env, campaign.id))
  await alarm()
  for (let i = 0; i < 10; i++) {
    const fan = await aVoter(campaign, NOON + i * 1000)
    const check = await powProof({ siteKey: SITE_KEY, campaign: campaign.id, now: NOON + DAY }, fan.device, 'like')
    expect((await fan.post('/api/campaigns/like-log-2026/likes', { number: 1 + (i % 2), check })).status).toBe(200)
  }
  await alarm()
  const statuses = async (paths: readonly string[]) => Promise.all(paths.map(async path => (await get(path)).status))
  const open = ['/s0/checkpoint', '/s0/checkpoints', '/s0/checkpoints/1', '/s0/tile/0/000.p/11', '/bundle.json', '/policy.txt']
  expect(await statuses(open)).toEqual(open.map(() => 200))
  const later = [
    '/result.json',
    '/bundle.zip',
    '/s0/tile/entries/000.p/11',
    '/s0/tile/entries/000.p/1',
    '/s0/tile/x',
    '/rules.json',
  ]
  expect(await statuses(later)).toEqual([409, 409, 404, 404, 404, 404])
  await setClock(CLOSES)
  await alarm()
  const answer = await get('/bundle.zip')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip'])
  const files = new Map(Object.entries(unzipSync(new Uint8Array(await answer.arrayBuffer()))))
  expect([...files.keys()]).toEqual([
    ...['bundle.json', 'policy.txt', 'result.json', 's0/checkpoint', 's0/checkpoints/1', 's0/checkpoints/11'],
    ...['s0/tile/0/000.p/13', 's0/tile/entries/000.p/13'],
  ])
  expect(await (await get('/result.json')).text()).toBe(
    '{"counted":10,"held":0,"raw":10,"void":0,"votes":{"1":[5,0,0],"2":[5,0,0]}}',
  )
  for (const [name, bytes] of files)
    expect([name, new Uint8Array(await (await get(`/${name}`)).arrayBuffer())]).toEqual([name, new Uint8Array(bytes)])
  expect(firstFailure(files)).toBe('ok')
  const entries = files.get('s0/tile/entries/000.p/13') as Uint8Array
  const place = new TextDecoder('latin1').decode(entries).indexOf('"s":"[1]"') + 6
  expect(firstFailure(new Map(files).set('s0/tile/entries/000.p/13', entries.with(place, 50)))).toBe('V2 s0 #1 entry-hash')
})

test('what a witness signs beneath a head of the likes is kept with it, and with no head of the votes', async () => {
  const note = await (await get('/s0/checkpoint')).text()
  const size = readCheckpoint(note)?.checkpoint.size ?? 0
  const line = signatureLine({ name: 'witness.example', id: 7 }, new Uint8Array(72).fill(1))
  const headers = { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'text/plain' }
  const bring = async (log: string) =>
    (
      await new Visitor().send(`/operator/logs/like-log-2026/${log}/${size}/cosignatures`, {
        method: 'POST',
        headers,
        body: line,
      })
    ).status
  expect([await bring('likes'), await bring('likes'), await bring('0'), await bring('-1')]).toEqual([200, 200, 400, 404])
  expect(await (await get('/s0/checkpoint')).text()).toBe(note + line)
})
