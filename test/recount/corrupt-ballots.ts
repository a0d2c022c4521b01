import { smallParts, wideParts } from './bases.ts'
import { type Corruption, DEPTHS, type Depth, forged, type Place, type Step } from './forger.ts'
import type { Data } from './tree.ts'

// A forger changes ballots in the box and makes everything above them again, as far as he can.

type Rewrite = (entries: readonly Data[]) => readonly Data[]
type Entry = Record<string, string | number>

export const parse = (entry: Data | undefined): Entry => JSON.parse(entry as string) as Entry
export const write = (entry: Entry): string =>
  JSON.stringify(Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1))))
/** Gives every entry the index of its place. */
export const renumbered: Rewrite = entries => entries.map((entry, i) => write({ ...parse(entry), i }))
/** Some names of one entry. */
export const withEntry =
  (index: number, change: Entry): Rewrite =>
  entries =>
    entries.map((entry, i) => (i === index ? write({ ...parse(entry), ...change }) : entry))
const closedWith =
  (ballots: number): Rewrite =>
  entries =>
    entries.map(entry => (parse(entry).k === 'c' ? write({ ...parse(entry), ballots }) : entry))

const changed: Rewrite = withEntry(4, { h: 'c0'.repeat(32) })
const removed: Rewrite = entries => renumbered(entries.filter((_, i) => i !== 4))
const inserted: Rewrite = entries =>
  renumbered([...entries.slice(0, 5), write({ ...parse(entries[4]), d: 'd0'.repeat(16) }), ...entries.slice(5)])
const duplicated: Rewrite = entries => withEntry(6, { ...parse(entries[4]), i: 6, q: parse(entries[6]).q as number })(entries)
/** Tags and commitments change places; indices and times stay. */
const swapped: Rewrite = entries => {
  const [a, b] = [parse(entries[4]), parse(entries[6])]
  const only = ({ d, h }: Entry): Entry => ({ d: d as string, h: h as string })
  return withEntry(6, only(a))(withEntry(4, only(b))(entries))
}

const HEAD: Place = { log: 0, file: 's0/checkpoint' }
const FIVE: Place = { log: 0, file: 's0/checkpoints/5' }
const THIRTEEN: Place = { log: 0, file: 's0/checkpoints/13' }
type Ends = Readonly<Record<Depth, readonly [Step, Place]>>

/** Same number of entries: an entry no longer has its hash, then the root, the signature, the witnesses, the older heads. */
const sameSize = (index: number, archived: Place, all: readonly [Step, Place]): Ends => ({
  entries: ['V2', { log: 0, index }],
  leaves: ['V4', HEAD],
  tiles: ['V4', HEAD],
  head: ['V5', HEAD],
  stranger: ['V5', HEAD],
  log: ['V6', HEAD],
  witnessed: ['V7', archived],
  all,
})
const otherSize = (all: readonly [Step, Place]): Ends => ({
  ...sameSize(0, FIVE, all),
  entries: ['V1', { log: 0, file: 's0/tile/entries/000.p/21' }],
  leaves: ['V1', { log: 0, file: 's0/tile/entries/000.p/21' }],
})

const CHANGES: readonly (readonly [name: string, rewrite: Rewrite, ends: Ends])[] = [
  ['ballot 4 changed', changed, sameSize(4, FIVE, ['V14', { log: 0, index: 4 }])],
  ['ballot 4 removed', removed, otherSize(['V8', { log: 0, index: 12 }])],
  ['a ballot inserted after 4', inserted, { ...otherSize(['V8', { log: 0, index: 14 }]), witnessed: ['V7', THIRTEEN] }],
  ['ballot 4 entered again as 6', duplicated, sameSize(6, THIRTEEN, ['V9', { log: 0, index: 6 }])],
  ['ballots 4 and 6 swapped', swapped, sameSize(4, FIVE, ['V14', { log: 0, index: 4 }])],
]

const byDepth: readonly Corruption[] = CHANGES.flatMap(([name, rewrite, ends]) =>
  DEPTHS.map(depth => ({
    name: `${name}, made again up to: ${depth}`,
    step: ends[depth][0],
    place: ends[depth][1],
    make: () => forged(smallParts(), rewrite, depth),
  })),
)

export const whole = (name: string, step: Step, place: Place, rewrite: Rewrite): Corruption => ({
  name: `${name}, all signed again`,
  step,
  place,
  make: () => forged(smallParts(), rewrite, 'all'),
})

/** In a log of several tiles a change below is seen in the tile above it. */
const wide = (name: string, depth: Depth, step: Step, place: Place): Corruption => ({
  name: `ballot 300 of 700 changed, made again up to: ${name}`,
  step,
  place,
  make: () => forged(wideParts(), withEntry(300, { h: 'c0'.repeat(32) }), depth),
})

export const BALLOT_CORRUPTIONS: readonly Corruption[] = [
  ...byDepth,
  whole('ballot 4 removed, the gap left open', 'V8', { log: 0, index: 4 }, entries => entries.filter((_, i) => i !== 4)),
  whole('ballot 4 removed and the close corrected', 'V13', { log: 0, index: 19 }, entries => closedWith(11)(removed(entries))),
  whole('a ballot inserted and the close corrected', 'V13', { log: 0, index: 21 }, entries => closedWith(13)(inserted(entries))),
  whole('the last five ballots removed, the close moved up', 'V12', { log: 0, index: 9 }, entries =>
    closedWith(7)(renumbered(entries.filter((_, i) => i < 8 || i > 12))),
  ),
  whole('two voters given one tag in two boxes', 'V9', { log: 1, index: 2 }, entries =>
    withEntry(3, { d: parse(otherEntries()[2]).d as string })(entries),
  ),
  wide('entries', 'entries', 'V2', { log: 0, index: 300 }),
  wide('leaves', 'leaves', 'V3', { log: 0, file: 's0/tile/1/000.p/2' }),
  wide('tiles', 'tiles', 'V4', HEAD),
  wide('head', 'head', 'V5', HEAD),
  wide('stranger', 'stranger', 'V5', HEAD),
]

const otherEntries = (): readonly Data[] => smallParts().logs[1]?.entries ?? []
