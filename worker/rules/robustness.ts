import type { RegionCounts } from './regions.ts'
import { type Counts, NO_COUNTS, raw, type Tally } from './tally.ts'
import type { Instant } from './time.ts'

/**
 * Counted votes of ballots under report-only suspicion: too little to hold them, too much to say nothing. Numbers alone,
 * never which ballots (trust 3.4).
 */
export interface Reported {
  readonly at: Instant
  readonly ballots: number
  readonly votes: Readonly<Record<number, number>>
  /** Of a nominee's counted votes so many stand apart from those of all others, where they are many (`standingApart`); nothing of looks before there was this figure. */
  readonly apart?: Readonly<Record<number, number>>
  /** From where all ballots of the look came, where the network says; counted when they are looked at, for a ballot has no time for it. */
  readonly regions?: RegionCounts
}

/** Three ways to read the same ballots: all that came, those that count, and those that nothing at all speaks against. */
export const READINGS = ['raw', 'counted', 'strict'] as const
export type Reading = (typeof READINGS)[number]

/** Where one nominee stands under every reading; equal figures share a place, as in `rank`. */
export interface Band {
  readonly number: number
  readonly counts: Counts
  readonly votes: Readonly<Record<Reading, number>>
  readonly places: Readonly<Record<Reading, number>>
  readonly best: number
  readonly worst: number
}

/**
 * Why the first N of a category can or cannot be told by the votes: the same names under every reading and beyond the
 * allowance; not the same names; a tie across the line; a gap that votes nobody noticed could have made; or names that
 * would be others without the votes of one nominee that stand apart.
 */
export type ListFinding = 'robust' | 'differs' | 'tied' | 'close' | 'apart'

export interface CategoryBands {
  /** In the order of the list that was given. */
  readonly bands: readonly Band[]
  /** How many will be honoured; null where that divides nobody from anybody. */
  readonly line: number | null
  /** So many votes may have passed unnoticed; a gap at the line that is no greater is none. */
  readonly allowance: number
  readonly finding: ListFinding | null
}

/**
 * For every vote of a category that was held or voided so many more may have passed unnoticed, and all of them may be for one
 * nominee: 95 of a hundred votes of a kind that is caught are caught (trust 8.3), so 5 remain for every 95. What nobody is
 * caught at is not in it: people who were told whom to choose, one by one. For these stands what is apart, and where nothing was
 * caught at all, one vote in two hundred. `npm run attack` says how often the flag misses.
 */
export const UNSEEN = 5 / 95
const LEAST_UNSEEN = 1 / 200

export interface Figures {
  readonly votes: Tally['votes']
  /** Null where nobody has looked at the ballots beside each other: then strict reads as counted. */
  readonly reported: Reported | null
}

/**
 * The rank bands of the nominees of one category and whether its first `honours` places are robust. A place is a figure
 * for reviewers; nothing selects by it (law 2).
 */
export function bandsOf(numbers: readonly number[], { votes, reported }: Figures, honours: number): CategoryBands {
  const rows = numbers.map(number => {
    const counts = votes[number] ?? NO_COUNTS
    const strict = Math.max(0, counts.counted - (reported?.votes[number] ?? 0))
    return { number, counts, votes: { raw: raw(counts), counted: counts.counted, strict } }
  })
  const placesOf = (reading: Reading) => placing(rows.map(row => row.votes[reading]))
  const [all, counted, strict] = READINGS.map(placesOf) as [Place, Place, Place]
  const bands = rows.map((row): Band => {
    const places = { raw: all(row.votes.raw), counted: counted(row.votes.counted), strict: strict(row.votes.strict) }
    const each = Object.values(places)
    return { ...row, places, best: Math.min(...each), worst: Math.max(...each) }
  })
  const line = honours >= 1 && honours < numbers.length ? honours : null
  const noticed = rows.reduce((sum, { counts }) => sum + counts.held + counts.void, 0)
  const behind = line === null ? 0 : ([...bands].sort((a, b) => b.votes.counted - a.votes.counted)[line]?.votes.counted ?? 0)
  const allowance = Math.ceil(Math.max(noticed * UNSEEN, behind * LEAST_UNSEEN))
  const apartOf = (number: number) => reported?.apart?.[number] ?? 0
  return { bands, line, allowance, finding: line === null ? null : findingOf(bands, { line, allowance, apartOf }) }
}

type Place = (votes: number) => number

/** The place of a figure among these: one more than there are greater ones. */
function placing(figures: readonly number[]): Place {
  const places = new Map<number, number>()
  ;[...figures]
    .sort((a, b) => b - a)
    .forEach((figure, i) => {
      if (!places.has(figure)) places.set(figure, i + 1)
    })
  return figure => places.get(figure) as number
}

interface Doubt {
  readonly line: number
  readonly allowance: number
  readonly apartOf: (number: number) => number
}

function findingOf(bands: readonly Band[], { line, allowance, apartOf }: Doubt): ListFinding {
  const within = (reading: Reading) => new Set(bands.filter(band => band.places[reading] <= line).map(({ number }) => number))
  const counted = within('counted')
  // Who shares the last place stands within the line with all who share it: then they are too many.
  if (counted.size !== line) return 'tied'
  if (!same(within('raw'), counted) || !same(within('strict'), counted)) return 'differs'
  const chosen = bands.filter(({ number }) => counted.has(number))
  const most = Math.max(...bands.filter(({ number }) => !counted.has(number)).map(({ votes }) => votes.counted))
  const stays = (votes: number) => votes - most > allowance
  if (!chosen.every(({ votes }) => stays(votes.strict))) return 'close'
  return chosen.every(({ number, votes }) => stays(votes.strict - apartOf(number))) ? 'robust' : 'apart'
}

const same = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean => a.size === b.size && [...a].every(one => b.has(one))
