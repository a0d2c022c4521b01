import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { unzipSync } from 'fflate'
import { beforeAll, expect, test } from 'vitest'
import { boxOf } from '../../worker/objects/names.ts'
import { readCheckpoint } from '../../worker/rules/tlog/checkpoint.ts'
import { commitment } from '../../worker/rules/tlog/entry.ts'
import { leafHash } from '../../worker/rules/tlog/merkle.ts'
import { type NoteKey, readKey, readNote, signatureLine } from '../../worker/rules/tlog/note.ts'
import { verifyInclusion } from '../../worker/rules/tlog/proof.ts'
import { readBundle } from '../../worker/rules/tlog/tile.ts'
import { readProof } from '../../worker/rules/tlog/tlog-proof.ts'
import { atDesk } from '../support/desk.ts'
import { aPollOf, castAll, holdAll, named, OVER, type Poll, VOTING } from '../support/held-ballots.ts'
import { notPassed, recountOf } from '../support/recounted.ts'
import { OPERATOR_KEY, setClock, Visitor } from '../support/visitor.ts'

const AT = '/c/logs-2026'
let poll: Poll
let codes: readonly string[]

const get = (path: string) => new Visitor().send(AT + path)
const textAt = async (path: string) => (await get(path)).text()
const seal = async () => {
  for (let shard = 0; shard < poll.shards; shard++) await runDurableObjectAlarm(boxOf(env, poll.id, shard))
}

beforeAll(async () => {
  poll = await aPollOf('logs-2026', { expectedPeak: 200 })
  await setClock(VOTING)
  codes = [
    ...(await castAll(poll, { names: named('one', 6), choices: [1] })),
    ...(await castAll(poll, { names: named('two', 4), choices: [2, 1] })),
  ]
})

const keysOf = async (): Promise<readonly NoteKey[]> => {
  const { logs } = (await (await get('/bundle.json')).json()) as { logs: { key: string }[] }
  return logs.map(({ key }) => readKey(key) as NoteKey)
}

async function isSigned(source: string, key: NoteKey): Promise<boolean> {
  const note = readNote(source)
  const line = note?.signatures.find(({ name, id }) => name === key.name && id === key.id)
  if (!note || !line) return false
  const imported = await crypto.subtle.importKey('raw', new Uint8Array(key.key), 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', imported, new Uint8Array(line.signature), new TextEncoder().encode(note.text))
}

test('a voter gets a signed promise at once and, once a head was signed, a proof; neither shows a choice', async () => {
  const [code = ''] = codes
  const keys = await keysOf()
  const promise = await textAt(`/receipts/${code}/promise`)
  const [first, origin, index, leaf] = promise.split('\n')
  const key = keys.find(({ name }) => name === origin) as NoteKey
  expect([first, await isSigned(promise, key), await isSigned(promise.replace(`\n${index}\n`, '\n9\n'), key)]).toEqual([
    'mingping receipt v1',
    true,
    false,
  ])
  const early = await get(`/receipts/${code}/proof`)
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '60'])
  await seal()
  const answer = await get(`/receipts/${code}/proof`)
  const source = await answer.text()
  const proof = readProof(source)
  const head = readCheckpoint(proof?.checkpoint ?? '')?.checkpoint
  if (!proof?.extra || !head) throw new Error('no proof')
  expect([await isSigned(proof.checkpoint, key), head.origin, proof.index]).toEqual([true, origin, Number(index)])
  expect(btoa(String.fromCharCode(...leafHash(proof.extra)))).toBe(leaf)
  expect(
    verifyInclusion({ leaf: leafHash(proof.extra), index: proof.index, size: head.size, root: head.root, proof: proof.proof }),
  ).toBe(true)
  expect(Object.keys(JSON.parse(new TextDecoder().decode(proof.extra)) as object)).toEqual(['d', 'h', 'i', 'k', 'l', 'q'])
})

test('a code that is nobody’s has neither, and no log has what it does not hold', async () => {
  const [code = ''] = codes
  const other = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`
  const addresses = [
    `/receipts/${other}/promise`,
    `/receipts/${other}/proof`,
    '/s2/checkpoint',
    '/s00/checkpoint',
    '/s0/tile/0/001',
    '/s0/tile/0/000.p/200',
    '/s0/tile/9/000',
    '/s0/tile/x',
    '/s0/checkpoints/4711',
  ]
  const statuses = await Promise.all(addresses.map(async path => (await get(path)).status))
  expect(statuses).toEqual(addresses.map(() => 404))
})

test('while people vote the log tells how many there are and nothing of whom they chose; what adds up is refused', async () => {
  const parts = ['/selections.txt', '/result.json', '/results.csv', '/bundle.zip']
  const answers = await Promise.all(parts.map(async path => (await get(path)).status))
  expect(answers).toEqual([409, 409, 409, 409])
  const head = readCheckpoint(await textAt('/s0/checkpoint'))?.checkpoint
  const width = head?.size ?? 0
  const tile = await get(`/s0/tile/entries/000.p/${width}`)
  const entries = readBundle(new Uint8Array(await tile.arrayBuffer())) ?? []
  const words = entries.map(bytes => new TextDecoder().decode(bytes))
  expect([words.length, words.some(entry => entry.includes('[1]') || entry.includes('"s"'))]).toEqual([width, false])
  expect([tile.headers.get('cache-control'), tile.headers.get('content-type')]).toEqual([
    'public, max-age=31536000, immutable',
    'application/octet-stream',
  ])
})

test('after the close everything adds up, and the archive holds exactly what the addresses serve', async () => {
  await holdAll(poll, codes.slice(0, 2))
  await setClock(OVER)
  await seal()
  await seal()
  expect(await textAt('/selections.txt')).toBe('counted [1,2] 4\ncounted [1] 4\nheld [1] 2\n')
  expect(await textAt('/result.json')).toBe('{"counted":8,"held":2,"raw":10,"void":0,"votes":{"1":[8,2,0],"2":[4,0,0]}}')
  const answer = await get('/bundle.zip')
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
  const names = Object.keys(files)
  expect(names.slice(0, 6)).toEqual(['bundle.json', 'rules.json', 'policy.txt', 'result.json', 'results.csv', 'selections.txt'])
  const served = await Promise.all(names.map(async name => new Uint8Array(await (await get(`/${name}`)).arrayBuffer())))
  for (const [i, name] of names.entries()) expect([name, served[i]]).toEqual([name, files[name]])
  const again = await get('/bundle.zip')
  expect(new Uint8Array(await again.arrayBuffer())).toEqual(new Uint8Array(await (await get('/bundle.zip')).arrayBuffer()))
  for (const [i, key] of (await keysOf()).entries()) expect(await isSigned(await textAt(`/s${i}/checkpoint`), key)).toBe(true)
})

test('the bundle of several boxes passes every step, each under a key of its own', async () => {
  const files = unzipSync(new Uint8Array(await (await get('/bundle.zip')).arrayBuffer()))
  const report = recountOf(files)
  expect([report.verdict, notPassed(report)]).toEqual([
    'ok',
    ['V6 no-quorum-asked', 'V10 not-in-this-version', 'V14 no-openings'],
  ])
  const keys = (await keysOf()).map(({ key }) => key.toString())
  expect([keys.length, new Set(keys).size]).toEqual([poll.shards, poll.shards])
})

test('an auditor alone gets what opens the commitments, after the close and on record', async () => {
  const auditor = await atDesk('shen', 'auditor')
  const organizer = await atDesk('zu')
  const path = '/staff/campaigns/logs-2026/openings/0'
  await setClock(VOTING)
  expect([(await organizer.send(path)).status, (await auditor.send('/staff/campaigns/logs-2026/openings/9')).status]).toEqual([
    403, 404,
  ])
  await setClock(OVER)
  const answer = await auditor.send(path)
  const lines = (await answer.text()).trim().split('\n')
  const head = readCheckpoint(await textAt('/s0/checkpoint'))?.checkpoint.size ?? 0
  const tile = await get(`/s0/tile/entries/000.p/${head}`)
  const entries = (readBundle(new Uint8Array(await tile.arrayBuffer())) ?? []).map(
    bytes => JSON.parse(new TextDecoder().decode(bytes)) as { k: string; h: string },
  )
  const ballots = entries.filter(({ k }) => k === 'b')
  expect(lines.length).toBe(ballots.length)
  for (const [i, line] of lines.entries()) {
    const [index, nonce = '', choices = ''] = line.split(' ')
    const bytes = Uint8Array.from(nonce.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
    expect([Number(index), commitment(bytes, choices)]).toEqual([i + 1, ballots[i]?.h])
  }
  const event = await env.DB.prepare("select actor, detail from audit_events where kind = 'openings-taken'").all()
  expect(event.results).toEqual([{ actor: expect.any(String), detail: `{"campaign":"${poll.id}","shard":0}` }])
})

test('what a witness signs beneath a head is kept with it, once, and other words are not', async () => {
  const note = await textAt('/s0/checkpoint')
  const size = readCheckpoint(note)?.checkpoint.size ?? 0
  const line = signatureLine({ name: 'witness.example', id: 7 }, new Uint8Array(72).fill(1))
  const headers = { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'text/plain' }
  const bring = async (lines: string, at = size) =>
    (await new Visitor().send(`/operator/logs/logs-2026/0/${at}/cosignatures`, { method: 'POST', headers, body: lines })).status
  expect([await bring(line), await bring(line), await bring('nonsense\n'), await bring(line, size + 1)]).toEqual([
    200, 200, 400, 400,
  ])
  expect(await textAt('/s0/checkpoint')).toBe(note + line)
})
