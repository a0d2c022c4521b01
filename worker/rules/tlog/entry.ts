import { Buffer } from 'node:buffer'
import type { BallotStatus } from '../ballot.ts'
import { canonicalJson } from '../canonical-json.ts'
import { sha256 } from '../hash.ts'
import type { Tally } from '../tally.ts'
import type { Instant, Window } from '../time.ts'

// What the log of a ballot box holds (trust 4.1). Every entry is canonical JSON: sorted names, integers and texts, nothing else.

/** Ten minutes: the exact minute of a vote is not published. */
export const BUCKET = 600_000

export const bucketOf = (at: Instant): number => Math.floor(at / BUCKET)

/** What a log entry says of a ballot: a commitment to the choices, not the choices (sealed profile). */
export interface LeafContent {
  readonly index: number
  readonly at: Instant
  readonly level: string
  readonly dedupe: Uint8Array
  readonly nonce: Uint8Array
  readonly choices: string
}

/** In hexadecimal, without a copy of the bytes. */
export const hex = ({ buffer, byteOffset, length }: Uint8Array): string => Buffer.from(buffer, byteOffset, length).toString('hex')

/** SHA-256(nonce, canonical choices) in hexadecimal. The nonce stays on the server, so a receipt proves no choice. */
export const commitment = (nonce: Uint8Array, choices: string): string => sha256(nonce, choices).toString('hex')

/** The entry of a ballot, put together by hand: it is made for every ballot. */
export function ballotEntry({ index, at, level, dedupe, nonce, choices }: LeafContent): string {
  return `{"d":"${hex(dedupe)}","h":"${commitment(nonce, choices)}","i":${index},"k":"b","l":"${level}","q":${bucketOf(at)}}`
}

type Plain = Readonly<Record<string, string | number>>

/** The first entry of a log: which poll this is, by which rules, and with which key its heads are signed. */
export interface Manifest {
  readonly campaign: string
  readonly origin: string
  readonly shard: number
  readonly shards: number
  readonly level: string
  readonly window: Window
  /** What names the frozen rules and list: SHA-256 of their text, in hexadecimal. */
  readonly rules: string
  readonly scorer: string
  /** The Ed25519 key of the log in base 64. */
  readonly key: string
}

export const manifestEntry = ({ window, ...manifest }: Manifest): string =>
  canonicalJson({ k: 'm', i: 0, v: 1, profile: 'sealed', ...manifest, from: window.from, until: window.until })

/** Where an entry after the ballots stands, and when it was made. */
interface At {
  readonly index: number
  readonly at: Instant
}

const placed = ({ index, at }: At): Plain => ({ i: index, q: bucketOf(at) })

/** The poll is over: how many ballots there are. They are the entries 1 to that number. */
export const closeEntry = (at: At, ballots: number): string => canonicalJson({ k: 'c', ...placed(at), ballots })

export interface StatusEntry {
  /** Names the change: 'receipt' for what was held when it was received. */
  readonly id: string
  readonly to: BallotStatus
  /** Why these are not counted; empty when they are. */
  readonly reasons: readonly string[]
  /** The scorer, or the roles of the two who decided: never who they are. */
  readonly by: readonly string[]
  /** Places of ballots, ascending. */
  readonly places: readonly number[]
}

export const statusEntry = (at: At, { id, to, reasons, by, places }: StatusEntry): string =>
  canonicalJson({ k: 's', ...placed(at), id, to, why: reasons.join(' '), by: by.join(' '), ranges: rangesText(places) })

/** How the ballots of this box stand: what was received, and what of it is counted for whom. */
export function resultEntry(at: At, { ballots, votes }: Pick<Tally, 'ballots' | 'votes'>): string {
  const lines = Object.entries(votes)
    .map(([number, counts]) => [Number(number), counts] as const)
    .sort(([a], [b]) => a - b)
    .map(([number, { counted, held, void: gone }]) => `${number}:${counted}/${held}/${gone}`)
  const { counted, held, void: gone } = ballots
  return canonicalJson({ k: 'r', ...placed(at), counted, held, void: gone, votes: lines.join(',') })
}

/** A notice that corrects what was published before: its address on the site of the log, and the SHA-256 of its text in hexadecimal. */
export interface Correction {
  readonly notice: string
  readonly hash: string
}

export const correctionEntry = (at: At, { notice, hash }: Correction): string =>
  canonicalJson({ k: 'x', ...placed(at), notice, hash })

/** A new key of the log, in base 64: the heads after this entry bear its signature. */
export const keyEntry = (at: At, key: string): string => canonicalJson({ k: 'k', ...placed(at), key })

/** '1-5,7,9-12'. */
export function rangesText(places: readonly number[]): string {
  const parts: string[] = []
  for (let i = 0; i < places.length; i++) {
    const first = places[i] as number
    while (places[i + 1] === (places[i] as number) + 1) i += 1
    parts.push(first === places[i] ? `${first}` : `${first}-${places[i]}`)
  }
  return parts.join(',')
}

/** So many places go into one entry: even if none follows another it stays below 65,535 bytes. */
export const MOST_PLACES = 5000
