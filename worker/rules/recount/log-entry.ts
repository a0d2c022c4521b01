import { fromBase64 } from '../tlog/base64.ts'
import { readText } from './strict-json.ts'

// What stands in a log, read again by whoever verifies it. Kept apart from what writes it (tlog/entry.ts): a mistake there must
// not be repeated here unseen.

interface Placed {
  readonly i: number
  readonly q: number
}

export interface ManifestEntry {
  readonly k: 'm'
  readonly i: number
  readonly campaign: string
  readonly from: number
  readonly key: string
  readonly level: string
  readonly origin: string
  readonly rules: string
  readonly scorer: string
  readonly shard: number
  readonly shards: number
  readonly until: number
}
/** The same of likes, of which there is one log without frozen rules: whom they may be for stands in it. */
export interface OpenManifestEntry extends Omit<ManifestEntry, 'rules' | 'scorer' | 'shard' | 'shards'> {
  readonly nominees: string
}
export interface BallotEntry extends Placed {
  readonly k: 'b'
  readonly d: string
  readonly h: string
  readonly l: string
}
/** A like: for whom, and no mark of by whom. */
export interface OpenBallotEntry extends Placed {
  readonly k: 'b'
  readonly l: string
  readonly n: string
  readonly s: string
}
export interface CloseEntry extends Placed {
  readonly k: 'c'
  readonly ballots: number
}
export interface ChangeEntry extends Placed {
  readonly k: 's'
  readonly by: string
  readonly id: string
  readonly ranges: string
  readonly to: string
  readonly why: string
}
export interface ResultEntry extends Placed {
  readonly k: 'r'
  readonly counted: number
  readonly held: number
  readonly void: number
  readonly votes: string
}
export interface NoticeEntry extends Placed {
  readonly k: 'x'
  readonly notice: string
  readonly hash: string
}
export interface KeyEntry extends Placed {
  readonly k: 'k'
  readonly key: string
}
type AfterBallots = CloseEntry | ChangeEntry | ResultEntry | NoticeEntry | KeyEntry
export type LogEntry = ManifestEntry | BallotEntry | AfterBallots
export type OpenLogEntry = OpenManifestEntry | OpenBallotEntry | AfterBallots

type Check = (value: unknown) => boolean
const text: Check = value => typeof value === 'string'
const number: Check = value => typeof value === 'number'
const hex =
  (length: number): Check =>
  value =>
    typeof value === 'string' && value.length === length && /^[0-9a-f]*$/.test(value)
const key: Check = value => typeof value === 'string' && fromBase64(value)?.length === 32
const only =
  (wanted: unknown): Check =>
  value =>
    value === wanted

type Form = Readonly<Record<string, Check>>

/** Every kind with exactly its names, in order. */
const FORMS: Readonly<Record<LogEntry['k'], Form>> = {
  m: {
    ...{ campaign: text, from: number, i: number, k: only('m'), key, level: text, origin: text, profile: only('sealed') },
    ...{ rules: hex(64), scorer: text, shard: number, shards: number, until: number, v: only(1) },
  },
  b: { d: hex(32), h: hex(64), i: number, k: only('b'), l: text, q: number },
  c: { ballots: number, i: number, k: only('c'), q: number },
  s: { by: text, i: number, id: text, k: only('s'), q: number, ranges: text, to: text, why: text },
  r: { counted: number, held: number, i: number, k: only('r'), q: number, void: number, votes: text },
  x: { hash: hex(64), i: number, k: only('x'), notice: text, q: number },
  k: { i: number, k: only('k'), key, q: number },
}
/** Kinds that are otherwise where choices are open. */
const OPEN_FORMS: Readonly<Record<'m' | 'b', Form>> = {
  m: {
    ...{ campaign: text, from: number, i: number, k: only('m'), key, level: text, nominees: text, origin: text },
    ...{ profile: only('open'), until: number, v: only(1) },
  },
  b: { i: number, k: only('b'), l: text, n: hex(32), q: number, s: text },
}
const isKind = (kind: unknown): kind is LogEntry['k'] => typeof kind === 'string' && Object.keys(FORMS).includes(kind)

/** Null for bytes that are not an entry in its one spelling: names in order, no blanks, plain decimals. */
export const readEntry = (bytes: Uint8Array): LogEntry | null => read(bytes, FORMS) as LogEntry | null

/** The same in a log of likes. */
export const readOpenEntry = (bytes: Uint8Array): OpenLogEntry | null =>
  read(bytes, { ...FORMS, ...OPEN_FORMS }) as OpenLogEntry | null

function read(bytes: Uint8Array, forms: Readonly<Record<LogEntry['k'], Form>>): object | null {
  const source = readText(bytes)
  const entry = source === null ? null : parsed(source)
  if (entry === null || !isKind(entry.k)) return null
  const form = Object.entries(forms[entry.k])
  if (!form.every(([name, holds]) => holds(entry[name]) && isPlain(entry[name]))) return null
  const again = `{${form.map(([name]) => `"${name}":${JSON.stringify(entry[name])}`).join(',')}}`
  // A name too many, one twice, another order or another spelling of a number: all of them are written in another way.
  return again === source ? entry : null
}

function parsed(source: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(source)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Whole numbers from 0 to 2^53 − 1, texts without half a pair of signs. */
const isPlain = (value: unknown): boolean =>
  typeof value === 'number' ? Number.isSafeInteger(value) && value >= 0 : !/\p{Cs}/u.test(value as string)
