import { fromBase64, toBase64 } from './base64.ts'
import type { Hash } from './merkle.ts'

/** That an entry is in a log, to be checked by anybody without asking it (c2sp.org/tlog-proof@v1). */
export interface TlogProof {
  readonly index: number
  readonly proof: readonly Hash[]
  /** The signed note, word for word. */
  readonly checkpoint: string
  /** Not vouched for: here the entry itself, for a reader who has only this file. */
  readonly extra?: Uint8Array
}

const HEAD = 'c2sp.org/tlog-proof@v1'
/** No tree that can be has more levels. */
const MOST_HASHES = 63

export const formatProof = ({ index, proof, checkpoint, extra }: TlogProof): string =>
  [HEAD, ...(extra ? [`extra ${toBase64(extra)}`] : []), `index ${index}`, ...proof.map(toBase64), '', checkpoint].join('\n')

/** Null for a text that is no proof; whether the proof holds is another question. */
export function readProof(source: string): TlogProof | null {
  const cut = source.indexOf('\n\n')
  if (cut < 0) return null
  const [head, ...lines] = source.slice(0, cut).split('\n')
  const extra = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()?.slice(6) ?? '') : undefined
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1]
  const proof = lines.map(fromBase64)
  const sound = proof.every((hash): hash is Hash => hash?.length === 32)
  if (head !== HEAD || extra === null || index === undefined || !sound || proof.length > MOST_HASHES) return null
  return { index: Number(index), proof, checkpoint: source.slice(cut + 2), ...(extra ? { extra } : {}) }
}
