import { Chance } from '../attack/chance.ts'
import { smallParts } from './bases.ts'
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

/** A bundle of the small base with one or two mutations: in its files, or in an entry below everything that is signed. */
export function fuzzed(seed: number): Map<string, Uint8Array> {
  const chance = new Chance(seed, 'fuzz')
  if (chance.yes(0.5)) {
    const files = BASES.small()
    for (let n = chance.whole(1, 2); n > 0; n--) {
      const name = chance.pick([...files.keys()])
      files.set(name, mutated(chance, files.get(name) as Uint8Array))
    }
    return files
  }
  const index = chance.whole(0, 20)
  const rewrite = (entries: readonly Data[]) =>
    entries.map((one, i) => (i === index ? mutated(chance, encode(one as string)) : one))
  return forged(smallParts(), rewrite, 'all')
}
