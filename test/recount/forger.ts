import { deepParts, smallParts, wideParts } from './bases.ts'
import { filesOf, type Parts } from './files.ts'
import { logSigner } from './keys.ts'
import { likeFiles, smallLikes } from './likes.ts'
import type { LogParts } from './parts.ts'
import type { Data } from './tree.ts'

export type Step = `V${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 11 | 12 | 13 | 14}` | 'unusable'

/** Where it fails; what is left out is null. */
export interface Place {
  readonly log?: number
  readonly index?: number
  readonly file?: string
}

/** One way to corrupt a bundle: what is changed, the step that must be the first to fail, and where. */
export interface Corruption {
  readonly name: string
  readonly step: Step
  readonly place: Place
  /** The files of the corrupted bundle, or the bytes of a ZIP where the ZIP itself is what is wrong. */
  readonly make: () => Map<string, Uint8Array> | Uint8Array
}

const encoder = new TextEncoder()
export const encode = (text: string): Uint8Array => encoder.encode(text)
export const decode = (data: Uint8Array | undefined): string => new TextDecoder().decode(data)

/** Every base is made once; whoever corrupts it gets a map of its own. */
const kept = new Map<string, Map<string, Uint8Array>>()
function once(name: string, make: () => Map<string, Uint8Array>): Map<string, Uint8Array> {
  const files = kept.get(name) ?? make()
  kept.set(name, files)
  return new Map(files)
}

export const BASES = {
  small: () => once('small', () => filesOf(smallParts())),
  wide: () => once('wide', () => filesOf(wideParts())),
  deep: () => once('deep', () => filesOf(deepParts())),
  likes: () => once('likes', () => likeFiles(smallLikes())),
} as const
export type Base = keyof typeof BASES

/** Null removes the file. */
export type Edit = (data: Uint8Array) => Uint8Array | null

/** Changes one file of a base, or removes it. */
export const edited =
  (base: Base, file: string, edit: Edit): Corruption['make'] =>
  () => {
    const files = BASES[base]()
    const before = files.get(file)
    if (!before) throw new Error(`there is no ${file} to corrupt`)
    const after = edit(before)
    if (after) files.set(file, after)
    else files.delete(file)
    return files
  }

/** One bit of a byte; a negative place counts from the end. */
export const flip =
  (at: number, bit = 1): Edit =>
  data => {
    const copy = data.slice()
    const place = at < 0 ? data.length + at : at
    copy[place] = (copy[place] as number) ^ bit
    return copy
  }

/** Replaces one piece of text, which must be there. */
export const replaced =
  (from: string | RegExp, to: string): Edit =>
  data => {
    const before = decode(data)
    const after = before.replace(from, to)
    if (after === before) throw new Error(`there is no ${from} to replace`)
    return encode(after)
  }

/**
 * How far a forger goes after changing entries of the first log: he rewrites the bundles of entries; the hashes of leaves as
 * well; all tiles; the head's text; signs it with a key of his own; with the log's key; has the witnesses sign; and signs
 * the older heads again.
 */
export const DEPTHS = ['entries', 'leaves', 'tiles', 'head', 'stranger', 'log', 'witnessed', 'all'] as const
export type Depth = (typeof DEPTHS)[number]

export const forged = (
  parts: Parts,
  rewrite: (entries: readonly Data[]) => readonly Data[],
  depth: Depth,
): Map<string, Uint8Array> => forgedBy(filesOf, parts, { rewrite, depth })

interface Forgery {
  readonly rewrite: (entries: readonly Data[]) => readonly Data[]
  readonly depth: Depth
}

/** The same with bundles that are made otherwise. */
export function forgedBy<Some extends { readonly logs: readonly LogParts[] }>(
  filesOf: (parts: Some) => Map<string, Uint8Array>,
  parts: Some,
  { rewrite, depth }: Forgery,
): Map<string, Uint8Array> {
  const goes = DEPTHS.indexOf(depth)
  const before = filesOf(parts)
  const [first, ...others] = parts.logs as [LogParts, ...LogParts[]]
  const entries = rewrite(first.entries)
  const changed = { ...first, entries, archived: first.archived.filter(size => size <= entries.length) }
  const after = filesOf({ ...parts, logs: [changed, ...others] })
  const take = (prefix: string): void => {
    for (const name of before.keys()) if (name.startsWith(prefix)) before.delete(name)
    for (const [name, data] of after) if (name.startsWith(prefix)) before.set(name, data)
  }
  const old = signedParts(before)
  take('s0/tile/entries/')
  if (goes >= 1) take('s0/tile/0/')
  if (goes >= 2) for (const prefix of ['s0/tile/', 'bundle.json']) take(prefix)
  const signer = logSigner(first.origin, new Uint8Array(32).fill(99))
  const strangers = () => filesOf({ ...parts, logs: [{ ...changed, signers: [{ since: 0, signer }] }, ...others] })
  // Signed by a key that is not the log's.
  const own = signedParts(goes === 4 ? strangers() : after)
  if (goes === 3) before.set('s0/checkpoint', encode(own.text + old.log + old.witnesses))
  if (goes === 4 || goes === 5) before.set('s0/checkpoint', encode(own.text + own.log + old.witnesses))
  if (goes >= 6) take('s0/checkpoint')
  if (goes === 6) for (const [name, data] of filesOf(parts)) if (name.startsWith('s0/checkpoints/')) before.set(name, data)
  return before
}

/** The head of the first log: its text, the line of the log, the lines of witnesses. */
export function signedParts(files: ReadonlyMap<string, Uint8Array>): { text: string; log: string; witnesses: string } {
  const [text = '', lines = ''] = decode(files.get('s0/checkpoint')).split('\n\n')
  const [log = '', ...witnesses] = lines.trimEnd().split('\n')
  return { text: `${text}\n\n`, log: `${log}\n`, witnesses: witnesses.map(line => `${line}\n`).join('') }
}
