import { Chance } from '../attack/chance.ts'
import { smallParts } from './bases.ts'
import { parse, renumbered, write } from './corrupt-ballots.ts'
import { forgedLikes } from './corrupt-likes.ts'
import { BASES, encode, forged } from './forger.ts'
import type { Data } from './tree.ts'

/** Signs with which formats are made or broken. */
const SIGNS = [
  '0',
  '1',
  '9',
  '-',
  '+',
  '.',
  'e',
  ',',
  ':',
  ' ',
  '  ',
  '"',
  '\\',
  '\n',
  '\r',
  '\t',
  '[',
  ']',
  '{',
  '}',
  '/',
  '=',
  'a',
  'A',
  '\0',
  '\u007f',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '—',
  '\\u0000',
  '\\ud800',
  '00',
  '1e9',
  'null',
]

/** Somewhere in these bytes a bit turns, a sign comes in, a piece is left out, comes twice or changes places. */
export function mutated(chance: Chance, data: Uint8Array): Uint8Array {
  const at = chance.whole(0, Math.max(0, data.length - 1))
  const length = chance.yes(0.5) ? 1 : chance.whole(1, 40)
  const [before, piece, after] = [data.slice(0, at), data.slice(at, at + length), data.slice(at + length)]
  const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts))
  switch (chance.whole(0, 5)) {
    case 0: {
      const copy = data.slice()
      if (copy.length > 0) copy[at] = (copy[at] as number) ^ (1 << chance.whole(0, 7))
      return copy
    }
    case 1:
      return joined(before, encode(chance.pick(SIGNS)), piece, after)
    case 2:
      return joined(before, after)
    case 3:
      return joined(before, piece, piece, after)
    case 4:
      return joined(before, encode(chance.pick(SIGNS)), after)
    default:
      return joined(after.slice(0, 5), piece, before, after.slice(5))
  }
}

/** One entry is left out, comes twice or changes places with another, or a name of it says what another entry says. */
function shuffled(chance: Chance, entries: readonly Data[]): readonly Data[] {
  const [a, b] = [chance.whole(1, entries.length - 1), chance.whole(1, entries.length - 1)]
  switch (chance.whole(0, 4)) {
    case 0:
      return entries.filter((_, i) => i !== a)
    case 1:
      return entries.flatMap((one, i) => (i === a ? [one, entries[b] as Data] : [one]))
    case 2:
      return entries.with(a, entries[b] as Data).with(b, entries[a] as Data)
    default: {
      const [one, other] = [parse(entries[a]), parse(entries[b])]
      const name = chance.pick(Object.keys(one))
      const value = one[name] as string | number
      const otherwise =
        typeof value === 'number' ? value + chance.pick([-1, 1, 2, -value]) : String(other[name] ?? chance.pick(TEXTS))
      return entries.with(a, write({ ...one, [name]: otherwise }))
    }
  }
}
const TEXTS = [
  '',
  'counted',
  'held',
  'void',
  'organizer auditor',
  'auditor',
  'mingping-6-x',
  'receipt',
  '1',
  '1-12',
  '5-7,9',
  'DEV.X',
]

/** One in so many is a bundle of likes. */
const LIKES = 4

/** A bundle of a small base, wrong by chance: in its files, or in its entries, below everything that is signed. */
export function fuzzed(seed: number): Map<string, Uint8Array> {
  const chance = new Chance(seed, 'fuzz')
  const times = chance.whole(1, 2)
  const likes = seed % LIKES === 0
  const base = likes ? 'likes' : 'small'
  const forgedBy = (rewrite: (entries: readonly Data[]) => readonly Data[]) =>
    likes ? forgedLikes(rewrite, 'all') : forged(smallParts(), rewrite, 'all')
  switch (chance.whole(0, 2)) {
    case 0: {
      const files = BASES[base]()
      for (let n = 0; n < times; n++) {
        const name = chance.pick([...files.keys()])
        files.set(name, mutated(chance, files.get(name) as Uint8Array))
      }
      return files
    }
    case 1: {
      const index = chance.whole(0, likes ? 16 : 20)
      const rewrite = (entries: readonly Data[]) => entries.with(index, mutated(chance, encode(entries[index] as string)))
      return forgedBy(rewrite)
    }
    default: {
      const again = chance.yes(0.7) ? renumbered : (entries: readonly Data[]) => entries
      const rewrite = (entries: readonly Data[]) => {
        let list = entries
        for (let n = 0; n < times; n++) list = shuffled(chance, list)
        return again(list)
      }
      return forgedBy(rewrite)
    }
  }
}
