import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cosigning, cosignAll } from '../../worker/host/cosign.ts'
import { ROOT } from '../../worker/host/runtime.ts'
import { originHash } from '../../worker/host/witness-state.ts'
import { verifyEd25519 } from '../../worker/rules/tlog/ed25519.ts'
import { type Hash, leafHash, nodeHash, type ReadNode } from '../../worker/rules/tlog/merkle.ts'
import { keyText, readKey, readNote, verifyNote } from '../../worker/rules/tlog/note.ts'
import { consistencyProof } from '../../worker/rules/tlog/proof.ts'
import { formatAddCheckpoint } from '../../worker/rules/tlog/witness.ts'
import { aBundle, aKey, type FileMap, logFiles, logName, readable, signedBy } from '../support/bundles.ts'

const folder = mkdtempSync(join(tmpdir(), 'witness-'))
// npm tells commands where they were called from, and `npm test` passes that on.
process.env.INIT_CWD = folder
const script = join(ROOT, 'worker/host/witness.ts')
const keyFile = join(folder, 'key')
let vkey = ''
let running: { readonly child: ChildProcess; readonly origin: string }

/** A log of 600 entries, and another history that parts from it at 300. */
const ENTRIES = Array.from({ length: 600 }, (_, i) => `entry ${i}`)
const FORKED = ENTRIES.map((entry, i) => (i < 300 ? entry : `${entry}!`))
const headOf = (size: number, entries = ENTRIES) => logFiles(0, entries, [size]).get(`s0/checkpoints/${size}`) as string
const readerOf = (entries: readonly string[]): ReadNode => {
  const hashes = entries.map(leafHash)
  const read: ReadNode = (level, index) =>
    level === 0 ? (hashes[index] as Hash) : nodeHash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))
  return read
}
const proof = (from: number, to: number, entries = ENTRIES) => consistencyProof(from, to, readerOf(entries))

async function start(state: string): Promise<{ child: ChildProcess; origin: string }> {
  const logs = [0, 1, 2].flatMap(shard => ['--log', keyText(aKey(logName(shard)))])
  const port = await freePort()
  const child = spawn(process.execPath, [script, '--key', keyFile, ...logs, '--port', String(port), '--state', state], {
    cwd: folder,
  })
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve)
    child.once('exit', code => reject(new Error(`the witness ended with ${code}`)))
  })
  return { child, origin: `http://127.0.0.1:${port}` }
}

/** A port that nobody holds just now. */
async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => holder.once('listening', resolve))
  const { port } = holder.address() as AddressInfo
  await new Promise(resolve => holder.close(resolve))
  return port
}

const stop = ({ child }: { child: ChildProcess }, signal: NodeJS.Signals) =>
  new Promise(resolve => {
    child.once('exit', resolve)
    child.kill(signal)
  })

beforeAll(async () => {
  vkey = execFileSync(process.execPath, [script, '--new', 'witness.example.cn/shenji', '--key', 'key'], {
    cwd: folder,
    encoding: 'utf8',
  }).trim()
  running = await start('state')
})
afterAll(async () => {
  await stop(running, 'SIGTERM')
  rmSync(folder, { recursive: true })
})

interface Said {
  readonly status: number
  readonly type: string | null
  readonly body: string
}
async function add(body: string): Promise<Said> {
  const answer = await fetch(`${running.origin}/add-checkpoint`, { method: 'POST', body })
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() }
}
const ask = (old: number, size: number, { entries = ENTRIES, hashes = proof(old, size, entries) } = {}) =>
  add(formatAddCheckpoint({ old, proof: hashes, note: headOf(size, entries) }))

test('a key is made once, for nobody else to read, and says its public half', () => {
  expect([statSync(keyFile).mode & 0o777, readKey(vkey)?.name]).toEqual([0o600, 'witness.example.cn/shenji'])
  expect(() => execFileSync(process.execPath, [script, '--new', 'a', '--key', 'key'], { cwd: folder, stdio: 'pipe' })).toThrow()
})

test('T16: a witness signs a head and what continues it, and answers every other one as the protocol wants', async () => {
  const first = await ask(0, 200)
  expect(first.status).toBe(200)
  const [text = ''] = headOf(200).split('\n\n')
  const signed = readNote(`${text}\n\n${first.body}`)
  expect(signed && verifyNote(signed, readKey(vkey) ?? expect.fail(), verifyEd25519)).toBe(true)
  expect(await ask(0, 300)).toEqual({ status: 409, type: 'text/x.tlog.size', body: '200\n' })
  expect((await ask(200, 300)).status).toBe(200)
  // The same head once more: its root must be the one that was signed.
  expect((await ask(300, 300)).status).toBe(200)
  const statuses = [
    await ask(300, 400, { hashes: [] }),
    await ask(300, 400, { hashes: proof(200, 400) }),
    await ask(300, 301, { entries: FORKED, hashes: proof(300, 301) }),
    await ask(300, 300, { hashes: [leafHash('more')] }),
    await ask(400, 300, { hashes: [] }),
    await add(formatAddCheckpoint({ old: 300, proof: [], note: headOf(400).replace(logName(0), 'another.example/log') })),
    await add(formatAddCheckpoint({ old: 300, proof: [], note: headOf(400).replace('\n400\n', '\n401\n') })),
    await add('old 300\n\nno note'),
    await add('old -1\n\n'),
    await add(''),
    await add(formatAddCheckpoint({ old: 300, proof: Array(64).fill(leafHash('x')), note: headOf(400) })),
    await add('x'.repeat(70_000)),
  ].map(({ status }) => status)
  expect(statuses).toEqual([422, 422, 422, 422, 400, 404, 403, 400, 400, 400, 400, 413])
  expect((await ask(300, 400)).status).toBe(200)
})

test('T16: who shows it another history of the same length is refused, and two at once never roll each other back', async () => {
  expect((await ask(400, 500, { entries: FORKED, hashes: proof(400, 500) })).status).toBe(422)
  const both = await Promise.all([ask(400, 500), ask(400, 600), ask(400, 500), ask(400, 600)])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
  const size = both.find(({ status }) => status === 409)?.body
  const kept = await (await fetch(`${running.origin}/${originHash(logName(0))}/checkpoint`)).text()
  expect(kept.split('\n')[1]).toBe(size?.trim())
})

test('what was signed is still known after it was killed; a record that is damaged is not taken for none', async () => {
  const before = await ask(0, 200)
  await stop(running, 'SIGKILL')
  running = await start('state')
  expect(await ask(0, 200)).toEqual(before)
  expect(before.status).toBe(409)
  expect(await fetch(`${running.origin}/${originHash('nobody')}/checkpoint`).then(({ status }) => status)).toBe(404)
  const [record = ''] = readdirSync(join(folder, 'state')).filter(name => name.length === 64)
  const path = join(folder, 'state', record)
  const sound = readFileSync(path)
  writeFileSync(path, sound.subarray(0, 20))
  expect((await ask(0, 200)).status).toBe(500)
  writeFileSync(path, sound)
})

function site(files: FileMap): Promise<{ server: Server; base: string }> {
  const server = createServer((request, response) => {
    const bytes = readable(files).read((request.url ?? '').slice('/c/x/'.length))
    response.writeHead(bytes ? 200 : 404)
    response.end(bytes)
  })
  return new Promise(resolve =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ server, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/c/x` }),
    ),
  )
}

test('the heads of a campaign are brought to a witness: it asks where the witness is, proves from there, and hands on good lines only', async () => {
  const files = aBundle()
  const { server, base } = await site(files)
  for (const [name, bytes] of logFiles(0, ENTRIES)) files.set(name, bytes)
  const submit = (key = vkey) => cosignAll({ base, witness: running.origin, vkey: key })
  const signed = await submit()
  const sizes = ({ signed, problems }: Cosigning) => [...signed.map(({ log, size }) => [log, size]), ...problems]
  const both = [
    [0, 600],
    [1, 11],
  ]
  expect(sizes(signed)).toEqual(both)
  // Again: everything is there already, and the witness says the same.
  expect(sizes(await submit())).toEqual(both)
  expect(sizes(await submit(keyText(aKey('witness.example.cn/shenji', 4))))).toEqual([
    '见证方的签名和 --vkey 不符',
    '见证方的签名和 --vkey 不符',
  ])
  for (const [name, bytes] of logFiles(0, FORKED)) files.set(name, bytes)
  // What is wrong with one log keeps no other from being signed.
  expect(sizes(await submit())).toEqual([[1, 11], expect.stringContaining('接不上')])
  const [text = ''] = headOf(600).split('\n\n')
  files.set('s0/checkpoint', `${text}\n\n${signedBy(aKey(logName(0), 1, 'a stranger'), `${text}\n`)}`)
  expect(sizes(await submit())).toEqual([[1, 11], expect.stringContaining('它不认日志的签名')])
  server.close()
})

test('the likes of a campaign have a log of their own, which goes to the witness with those of the votes, or alone', async () => {
  const likes: FileMap = new Map()
  for (const [name, bytes] of logFiles(2, ['terms', 'a like', 'another'])) likes.set(name.replace('s2/', 'likes/s0/'), bytes)
  const key = keyText(aKey(logName(2)))
  const logs = [{ shard: 0, key, size: 3 }]
  likes.set('likes/bundle.json', JSON.stringify({ v: 1, profile: 'open', campaign: 'likes-2026', title: '点赞', logs }))
  const asked = async (files: FileMap) => {
    const { server, base } = await site(files)
    const { signed, problems } = await cosignAll({ base, witness: running.origin, vkey })
    server.close()
    return [...signed.map(({ log, size }) => [log, size]), ...problems]
  }
  const alone = await asked(likes)
  const votes = aBundle()
  const both = await asked(
    new Map([...votes].filter(([name]) => !name.startsWith('s0/')).concat([...logFiles(0, ENTRIES)], [...likes])),
  )
  const none = await asked(new Map())
  expect([alone, both, none]).toEqual([
    [['likes', 3]],
    [
      [0, 600],
      [1, 11],
      ['likes', 3],
    ],
    [expect.stringMatching(/bundle\.json 没有内容（HTTP 404）$/)],
  ])
})
