import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { strToU8, zipSync } from 'fflate'
import type { PollSpec } from '../../worker/rules/ballot.ts'
import type { Files } from '../../worker/rules/recount/flaw.ts'
import { type Report, recount } from '../../worker/rules/recount/recount.ts'
import type { emptyTally } from '../../worker/rules/tally.ts'
import { instant } from '../../worker/rules/time.ts'
import { toBase64 } from '../../worker/rules/tlog/base64.ts'
import { checkpointText } from '../../worker/rules/tlog/checkpoint.ts'
import { ballotEntry, closeEntry, manifestEntry, resultEntry, statusEntry } from '../../worker/rules/tlog/entry.ts'
import { leafHash, rootOf } from '../../worker/rules/tlog/merkle.ts'
import {
  COSIGNATURE,
  cosignedText,
  ED25519,
  keyText,
  type NoteKey,
  noteKey,
  signatureLine,
} from '../../worker/rules/tlog/note.ts'
import { bundle, tilePath, tilesOf } from '../../worker/rules/tlog/tile.ts'

/** A key made from a name, and what it signs. */
export interface TestKey extends NoteKey {
  readonly secret: KeyObject
}

export function aKey(name: string, kind: number = ED25519, seed = name): TestKey {
  const bytes = createHash('sha256').update(seed).digest()
  const head = Buffer.from('302e020100300506032b657004220420', 'hex')
  const secret = createPrivateKey({ key: Buffer.concat([head, bytes]), format: 'der', type: 'pkcs8' })
  const raw = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { ...noteKey(name, kind, new Uint8Array(raw)), secret }
}

export const signedBy = (key: TestKey, text: string): string => signatureLine(key, sign(null, Buffer.from(text), key.secret))

export function cosignedBy(key: TestKey, text: string, time = 1_700_000_000): string {
  const bytes = new Uint8Array(72)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(time))
  bytes.set(sign(null, Buffer.from(cosignedText(text, time)), key.secret), 8)
  return signatureLine(key, bytes)
}

export const FROM = 1_800_000_000_000
export const RULES: PollSpec = {
  campaign: 'c1' as PollSpec['campaign'],
  title: '十佳职工',
  use: 'advisory',
  identity: 'device',
  period: 'once',
  window: { from: instant(FROM), until: instant(FROM + 86_400_000) },
  categories: [{ key: 'a', name: '职工', min: 0, max: 3 }],
  totalMin: 1,
  totalMax: 3,
  nominees: [1, 2, 3, 4, 5].map(number => ({ number, category: 'a' })),
  shards: 2,
  scorer: 'mingping-1-test',
}
export const logName = (shard: number): string => `vote.example.cn/c/c1/s${shard}`
const at = (index: number, minutes: number) => ({ index, at: instant(FROM + minutes * 60_000) })
const nonceOf = (shard: number, index: number): Buffer => createHash('sha256').update(`nonce ${shard} ${index}`).digest()
const hex = (text: string): string => createHash('sha256').update(text).digest('hex')

export interface TestLog {
  readonly entries: readonly string[]
  /** Choices of its ballots, and what became of them. */
  readonly ballots: readonly { readonly choices: string; readonly status: 'counted' | 'held' | 'void' }[]
}

/** A log of five ballots: the second is held by the scorer, the third held and then made void by two people. */
export function aLog(shard: number, rules = RULES): TestLog {
  const chosen = [[1], [1, 2], [5], [2, 3], [1]]
  const ballots = chosen.map((choices, i) => ({
    choices: `[${choices.join(',')}]`,
    status: i === 1 ? ('held' as const) : i === 2 ? ('void' as const) : ('counted' as const),
  }))
  const entries = [
    manifestEntry({
      ...{ campaign: rules.campaign, origin: logName(shard), shard, shards: rules.shards, level: rules.identity },
      ...{
        window: rules.window,
        rules: hex(JSON.stringify(rules)),
        scorer: rules.scorer,
        key: toBase64(aKey(logName(shard)).key),
      },
    }),
    ...ballots.map(({ choices }, i) =>
      ballotEntry({
        ...{ ...at(i + 1, i * 10), level: rules.identity, nonce: nonceOf(shard, i + 1), choices },
        dedupe: Buffer.from(hex(`voter ${shard} ${i}`), 'hex').subarray(0, 16),
      }),
    ),
    closeEntry(at(6, 1440), 5),
    statusEntry(at(7, 1440), { id: 'receipt', to: 'held', reasons: ['DEV.UA_CONC'], by: [rules.scorer], places: [2, 3, 4] }),
    statusEntry(at(8, 1450), { id: 'case-1', to: 'void', reasons: ['DEV.UA_CONC'], by: ['organizer', 'auditor'], places: [3] }),
    statusEntry(at(9, 1450), { id: 'case-2', to: 'counted', reasons: [], by: ['auditor', 'organizer'], places: [4] }),
    resultEntry(at(10, 1460), { ballots: { counted: 3, held: 1, void: 1 }, votes: VOTES }),
  ]
  return { entries, ballots }
}
const VOTES = {
  1: { counted: 2, held: 1, void: 0 },
  2: { counted: 1, held: 1, void: 0 },
  3: { counted: 1, held: 0, void: 0 },
  5: { counted: 0, held: 0, void: 1 },
} satisfies ReturnType<typeof emptyTally>['votes']

export type FileMap = Map<string, string | Uint8Array>

/** All files of one log, with tiles, its final head and one head of each of these sizes. */
export function logFiles(shard: number, entries: readonly string[], heads: readonly number[] = [3, 6]): FileMap {
  const files: FileMap = new Map()
  const leaves = entries.map(entry => Buffer.from(entry))
  const hashes = leaves.map(leafHash)
  for (const { level, index, width } of tilesOf(hashes.length)) {
    const span = 256 ** (level as number)
    const nodes = Array.from({ length: width }, (_, i) => {
      const from = (index * 256 + i) * span
      return rootOf(hashes.slice(from, from + span))
    })
    files.set(`s${shard}/${tilePath({ level, index, width })}`, Buffer.concat(nodes))
    if (level === 0)
      files.set(
        `s${shard}/${tilePath({ level: 'entries', index, width })}`,
        bundle(leaves.slice(index * 256, index * 256 + width)),
      )
  }
  const head = (size: number) => {
    const text = checkpointText({ origin: logName(shard), size, root: rootOf(hashes.slice(0, size)) })
    return `${text}\n${signedBy(aKey(logName(shard)), text)}`
  }
  for (const size of heads) files.set(`s${shard}/checkpoints/${size}`, head(size))
  return files.set(`s${shard}/checkpoint`, head(entries.length))
}

/** A sound bundle of two logs. A test changes a file of it, or makes a log of it anew. */
export function aBundle(logs: readonly TestLog[] = [aLog(0), aLog(1)]): FileMap {
  const files: FileMap = new Map()
  const keys = logs.map((_, shard) => keyText(aKey(logName(shard))))
  files.set(
    'bundle.json',
    JSON.stringify({
      ...{ v: 1, campaign: RULES.campaign, title: RULES.title },
      logs: logs.map(({ entries }, shard) => ({ shard, key: keys[shard], size: entries.length })),
    }),
  )
  files.set('rules.json', JSON.stringify(RULES))
  files.set('policy.txt', `${keys.map(key => `log ${key}\n`).join('')}quorum none\n`)
  for (const [shard, { entries, ballots }] of logs.entries()) {
    for (const [name, bytes] of logFiles(shard, entries)) files.set(name, bytes)
    const lines = ballots.map(({ choices }, i) => `${i + 1} ${nonceOf(shard, i + 1).toString('hex')} ${choices}\n`)
    files.set(`openings/s${shard}.txt`, lines.join(''))
  }
  const groups = new Map<string, number>()
  for (const { choices, status } of logs.flatMap(log => log.ballots))
    groups.set(`${status} ${choices}`, (groups.get(`${status} ${choices}`) ?? 0) + 1)
  const lines = [...groups].map(([group, count]) => `${group} ${count}\n`).sort()
  files.set('selections.txt', lines.join(''))
  return files.set('result.json', resultOf(logs.length))
}

function resultOf(logs: number): string {
  const votes = Object.fromEntries(
    Object.entries(VOTES).map(([number, { counted, held, void: gone }]) => [number, [counted * logs, held * logs, gone * logs]]),
  )
  return JSON.stringify({ counted: 3 * logs, held: logs, raw: 5 * logs, void: logs, votes })
}

export const readable = (files: FileMap): Files => ({
  read: name => {
    const found = files.get(name)
    return found === undefined ? null : typeof found === 'string' ? Buffer.from(found) : found
  },
  list: prefix => [...files.keys()].filter(name => name.startsWith(prefix)),
})

/** The bundle as people download it. */
export const zipped = (files: FileMap): Uint8Array =>
  zipSync(
    Object.fromEntries([...files].map(([name, file]) => [name, typeof file === 'string' ? strToU8(file) : new Uint8Array(file)])),
  )

export function recounted(files: FileMap): Report {
  const counting = recount(readable(files))
  for (;;) {
    const step = counting.next()
    if (step.done) return step.value
  }
}

/** The first step that failed, with its place: 'V2 s0 #3 entry-hash'. */
export function firstFailure(files: FileMap): string {
  const report = recounted(files)
  if (report.verdict === 'unusable') return 'unusable'
  for (const step of report.steps)
    if (step.result === 'fail')
      return [
        step.step,
        step.log === null ? '' : `s${step.log}`,
        step.index === null ? '' : `#${step.index}`,
        step.file ?? '',
        step.why,
      ]
        .filter(part => part !== '')
        .join(' ')
  return 'ok'
}

export const witnessKey = (name: string): TestKey => aKey(name, COSIGNATURE)
