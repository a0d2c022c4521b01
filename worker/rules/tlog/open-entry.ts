import { canonicalJson } from '../canonical-json.ts'
import type { Window } from '../time.ts'
import { hex, rangesText } from './entry.ts'

// Entries of a log that hides nothing of a choice (open profile, trust 4.1): what is likes, and not votes. What follows the close
// is written as in any other log.

/** Which likes these are, whom they may be for and until when: the first entry, and one more each time this changes. */
export interface OpenManifest {
  readonly index: number
  readonly campaign: string
  readonly origin: string
  readonly level: string
  readonly window: Window
  /** The numbers of all who may be liked. */
  readonly nominees: readonly number[]
  /** The Ed25519 key of the log in base 64. */
  readonly key: string
}

export function openManifestEntry({ index, window, nominees, ...named }: OpenManifest): string {
  const ranges = rangesText([...new Set(nominees)].sort((a, b) => a - b))
  return canonicalJson({
    ...{ k: 'm', i: index, v: 1, profile: 'open', ...named, nominees: ranges },
    ...{ from: window.from, until: window.until },
  })
}

export interface OpenContent {
  readonly index: number
  /** Ten minutes, counted from 1970. */
  readonly bucket: number
  readonly level: string
  /** Sixteen random bytes. Without them whoever has the hash would find the nominee by trying them all. */
  readonly nonce: Uint8Array
  readonly number: number
}

/** The entry of a like: for whom, and nothing of by whom. `s` is the text that a sealed ballot would be a commitment to. */
export const openEntry = ({ index, bucket, level, nonce, number }: OpenContent): string =>
  `{"i":${index},"k":"b","l":"${level}","n":"${hex(nonce)}","q":${bucket},"s":"[${number}]"}`
