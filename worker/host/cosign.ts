import { readBundleFile } from '../rules/recount/bundle-file.ts'
import type { Files } from '../rules/recount/flaw.ts'
import { LogFiles } from '../rules/recount/log-files.ts'
import { logKey } from '../rules/recount/manifest.ts'
import { type Checkpoint, readCheckpoint } from '../rules/tlog/checkpoint.ts'
import { verifyEd25519 } from '../rules/tlog/ed25519.ts'
import { COSIGNATURE, formatNote, type Note, type NoteKey, readKey, readNote, verifyNote } from '../rules/tlog/note.ts'
import { consistencyProof } from '../rules/tlog/proof.ts'
import { formatAddCheckpoint } from '../rules/tlog/witness.ts'
import type { Answer } from './operator-client.ts'

/** What a witness signed beneath the newest head of one log. */
export interface Cosigned {
  readonly shard: number
  readonly size: number
  readonly lines: string
}

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

/** Brings the newest head of every log of a campaign to a witness. Refuses, in words, when any of them was not signed. */
export async function cosignAll({ base, witness, vkey }: Submission): Promise<Answer<readonly Cosigned[]>> {
  try {
    const key = readKey(vkey)
    if (key?.kind !== COSIGNATURE) throw new Stopped('--vkey 应为见证方的公钥，由 npm run witness -- --new 打印')
    const bundle = readBundleFile(await bytesAt(`${base}/bundle.json`))
    if (!bundle) throw new Stopped(`${base}/bundle.json 不是明评的投票记录`)
    const signed: Cosigned[] = []
    for (const line of bundle.logs) {
      const log = logKey(line.key)
      if (!log) throw new Stopped(`第 ${line.shard + 1} 册的签名公钥无法识别`)
      signed.push(await cosignLog({ prefix: `${base}/s${line.shard}`, witness, log, key }, line.shard))
    }
    return { ok: true, value: signed }
  } catch (error) {
    if (error instanceof Stopped) return { ok: false, problems: [error.message] }
    throw error
  }
}

interface LogSubmission {
  readonly prefix: string
  readonly witness: string
  readonly log: NoteKey
  readonly key: NoteKey
}

async function cosignLog({ prefix, witness, log, key }: LogSubmission, shard: number): Promise<Cosigned> {
  const source = new TextDecoder().decode(await bytesAt(`${prefix}/checkpoint`))
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
    if (answer.status === 200) return { shard, size: checkpoint.size, lines: ownLines(note, said, key) }
    if (answer.status !== 409) throw new Stopped(`见证方没有签名：${WHY[answer.status] ?? `HTTP ${answer.status}`}`)
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
  for (const name of wanted) tiles.set(name, await bytesAt(`${prefix}${name.slice('s0'.length)}`))
  return consistencyProof(old, size, new LogFiles(files, { shard: 0, size }).node)
}

async function bytesAt(address: string): Promise<Uint8Array> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(60_000) }).catch(() => null)
  if (!answer?.ok) throw new Stopped(answer ? `${address} 没有内容（HTTP ${answer.status}）` : `连不上 ${address}`)
  return new Uint8Array(await answer.arrayBuffer())
}

async function post(address: string, body: string): Promise<Response> {
  const answer = await fetch(address, { method: 'POST', body, signal: AbortSignal.timeout(60_000) }).catch(() => null)
  if (!answer) throw new Stopped(`连不上见证方 ${address}`)
  return answer
}
