import { readBundleFile } from '../rules/recount/bundle-file.ts'
import type { Files } from '../rules/recount/flaw.ts'
import { LogFiles } from '../rules/recount/log-files.ts'
import { logKey } from '../rules/recount/manifest.ts'
import { type Checkpoint, readCheckpoint } from '../rules/tlog/checkpoint.ts'
import { verifyEd25519 } from '../rules/tlog/ed25519.ts'
import { COSIGNATURE, formatNote, keyText, type Note, type NoteKey, readKey, readNote, verifyNote } from '../rules/tlog/note.ts'
import { consistencyProof } from '../rules/tlog/proof.ts'
import { formatAddCheckpoint } from '../rules/tlog/witness.ts'

/** What a witness signed beneath the newest head of one log. */
export interface Cosigned {
  readonly log: LogName
  readonly size: number
  readonly lines: string
}

/** The number of a box, or the likes. */
export type LogName = number | 'likes'

export interface Submission {
  /** Where the public files of the campaign are: 'https://site/c/SLUG'. */
  readonly base: string
  /** The witness's submission prefix. */
  readonly witness: string
  readonly vkey: string
}

/** Thrown within this file only. */
class Stopped extends Error {}

/** As often as the log may have grown between question and answer. */
const TRIES = 4

/** What came of it: what was signed, and in words what was not. */
export interface Cosigning {
  readonly signed: readonly Cosigned[]
  readonly problems: readonly string[]
}

/**
 * Brings the newest head of every log of a campaign, of its votes and of its likes, to a witness. A log that is not signed
 * keeps no other from being signed.
 */
export async function cosignAll({ base, witness, vkey }: Submission): Promise<Cosigning> {
  const key = readKey(vkey)
  if (key?.kind !== COSIGNATURE) return { signed: [], problems: ['--vkey 应为见证方的公钥，由 npm run witness -- --new 打印'] }
  const signed: Cosigned[] = []
  const problems: string[] = []
  const trying = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Stopped)) throw error
      problems.push(error.message)
    }
  }
  await trying(async () => {
    for (const log of await logsAt(base))
      await trying(async () => {
        signed.push(await cosignLog({ ...log, witness, key }))
      })
  })
  return { signed, problems }
}

/** A log as the site shows it: where its files are, and with which key it began. */
interface PublicLog {
  readonly name: LogName
  readonly prefix: string
  readonly log: NoteKey
}

/** The logs of the votes and of the likes; a campaign has the one, the other or both. */
async function logsAt(base: string): Promise<readonly PublicLog[]> {
  const votes = await logsOf(base, shard => shard)
  const likes = await logsOf(`${base}/likes`, () => 'likes')
  if (!votes && !likes) throw new Stopped(`${base}/bundle.json 没有内容（HTTP 404）`)
  return [...(votes ?? []), ...(likes ?? [])]
}

/** Those of one bundle; null where there is none. */
async function logsOf(base: string, nameOf: (shard: number) => LogName): Promise<readonly PublicLog[] | null> {
  const bytes = await bytesAt(`${base}/bundle.json`)
  if (!bytes) return null
  const bundle = readBundleFile(bytes)
  if (!bundle) throw new Stopped(`${base}/bundle.json 不是明评的核验包`)
  return bundle.logs.map(({ shard, key }) => {
    const log = logKey(key)
    if (!log) throw new Stopped(`${base} 第 ${shard + 1} 册的签名公钥无法识别`)
    return { name: nameOf(shard), prefix: `${base}/s${shard}`, log }
  })
}

interface LogSubmission extends PublicLog {
  readonly witness: string
  readonly key: NoteKey
}

async function cosignLog({ name: ours, prefix, witness, log, key }: LogSubmission): Promise<Cosigned> {
  const source = new TextDecoder().decode(await fileAt(`${prefix}/checkpoint`))
  const read = readCheckpoint(source)
  // To the witness goes what the log signed, with whichever of its keys, without the lines of others.
  const signatures = read?.note.signatures.filter(({ name }) => name === log.name) ?? []
  if (!read || signatures.length === 0) throw new Stopped(`${prefix}/checkpoint 没有日志的签名`)
  const { checkpoint, note } = read
  const own = formatNote({ text: note.text, signatures })
  let old = 0
  for (let left = TRIES; left > 0; left--) {
    const proof = old > 0 && old < checkpoint.size ? await proofFrom(old, checkpoint, prefix) : []
    const answer = await post(`${witness}/add-checkpoint`, formatAddCheckpoint({ old, proof, note: own }))
    const said = await answer.text()
    if (answer.status === 200) return { log: ours, size: checkpoint.size, lines: ownLines(note, said, key) }
    if (answer.status !== 409)
      throw new Stopped(`见证方没有签名：${WHY[answer.status] ?? `HTTP ${answer.status}`}（日志公钥 ${keyText(log)}）`)
    old = Number(/^(0|[1-9]\d{0,15})\n$/.exec(said)?.[1] ?? Number.NaN)
    if (!(old <= checkpoint.size)) throw new Stopped('见证方见过更长的记录：网站给它看过的，和现在公开的不一致')
  }
  throw new Stopped('见证方一直在签别的页，请稍后再试')
}

const WHY: Readonly<Record<number, string>> = {
  400: '它读不懂这次请求',
  403: '它不认日志的签名；日志换过密钥的，请见证方用 --log 再加上新公钥',
  404: '它没有登记这本日志，请让见证方用 --log 加上日志公钥',
  422: '这一页接不上它以前见证过的记录，请立即查明原因',
}

/** Only the lines of this witness, once they are seen to be good. */
function ownLines(note: Note, said: string, key: NoteKey): string {
  const signed = readNote(`${note.text}\n${said}`)
  const own = signed && {
    text: note.text,
    signatures: signed.signatures.filter(({ name, id }) => name === key.name && id === key.id),
  }
  if (!own || !verifyNote(own, key, verifyEd25519)) throw new Stopped('见证方的签名和 --vkey 不符')
  return formatNote(own).slice(note.text.length + 1)
}

/** That the head continues the first `old` entries. Which tiles this needs, a first run without any of them tells. */
async function proofFrom(old: number, { size }: Checkpoint, prefix: string): Promise<readonly Uint8Array[]> {
  const tiles = new Map<string, Uint8Array>()
  const wanted = new Set<string>()
  const files: Files = {
    read: name => {
      wanted.add(name)
      return tiles.get(name) ?? null
    },
    list: () => [],
  }
  consistencyProof(old, size, new LogFiles(files, { shard: 0, size }).node)
  for (const name of wanted) tiles.set(name, await fileAt(`${prefix}${name.slice('s0'.length)}`))
  return consistencyProof(old, size, new LogFiles(files, { shard: 0, size }).node)
}

async function fileAt(address: string): Promise<Uint8Array> {
  const bytes = await bytesAt(address)
  if (!bytes) throw new Stopped(`${address} 没有内容（HTTP 404）`)
  return bytes
}

/** Null where there is nothing. */
async function bytesAt(address: string): Promise<Uint8Array | null> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(60_000) }).catch(() => null)
  if (answer?.status === 404) return null
  if (!answer?.ok) throw new Stopped(answer ? `${address} 没有内容（HTTP ${answer.status}）` : `连不上 ${address}`)
  return new Uint8Array(await answer.arrayBuffer())
}

async function post(address: string, body: string): Promise<Response> {
  const answer = await fetch(address, { method: 'POST', body, signal: AbortSignal.timeout(60_000) }).catch(() => null)
  if (!answer) throw new Stopped(`连不上见证方 ${address}`)
  return answer
}
