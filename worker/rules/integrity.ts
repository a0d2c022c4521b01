import { IDENTITY_LEVELS, type IdentityLevel, VOTER_CLASSES, type VoterClass } from './campaign.ts'
import type { Disclosure } from './disclosure.ts'
import { FAMILIES, type Family } from './reason.ts'
import { type Counts, daysOf, NO_COUNTS, raw, type Tally } from './tally.ts'
import { addDays, type Day, dayOf, type Instant, instant, type Window } from './time.ts'

/** What a campaign says in the open about its count (F6): what came in, and once the poll is closed what became of it. */
export type IntegrityReport =
  | { readonly shows: 'nothing'; readonly next: Instant | null }
  | {
      readonly shows: 'received'
      readonly asOf: Instant
      readonly next: Instant | null
      readonly ballots: number
      readonly days: readonly { readonly day: Day; readonly ballots: number }[]
      readonly levels: readonly { readonly level: IdentityLevel; readonly ballots: number }[]
    }
  | ({ readonly shows: 'everything'; readonly asOf: Instant } & Split)

/** Every ballot once in each of these lists but the last, in which one with two families stands twice. */
export interface Split {
  readonly ballots: Counts
  /** From the first day of the poll, quiet days too. */
  readonly days: readonly { readonly day: Day; readonly counts: Counts }[]
  readonly levels: readonly LevelRow[]
  readonly classes: readonly ClassRow[]
  readonly families: readonly { readonly family: Family; readonly held: number; readonly void: number }[]
}

export interface LevelRow {
  readonly level: IdentityLevel
  readonly counts: Counts
}

/** The class is null for ballots of which nobody said what the voter is. */
export interface ClassRow {
  readonly voterClass: VoterClass | null
  readonly counts: Counts
}

/** The report of a poll with this window, from what may be disclosed of it. It never holds a figure of a nominee or a unit. */
export function integrityReport(disclosure: Disclosure, window: Window): IntegrityReport {
  if (disclosure.shows === 'nothing') return { shows: 'nothing', next: disclosure.next }
  if (disclosure.shows === 'everything') {
    const { at, tally } = disclosure.figures
    return { shows: 'everything', asOf: at, ...splitOf(tally, { window, asOf: at }) }
  }
  const { asOf, next, ballots, days, levels } = disclosure
  return {
    shows: 'received',
    asOf,
    next,
    ballots,
    days: daysThrough(window, asOf).map(day => ({ day, ballots: days[day] ?? 0 })),
    levels: IDENTITY_LEVELS.flatMap(level => (levels[level] ? [{ level, ballots: levels[level] }] : [])),
  }
}

function splitOf(tally: Tally, { window, asOf }: { window: Window; asOf: Instant }): Split {
  const days = daysOf(tally)
  return {
    ballots: tally.ballots,
    days: daysThrough(window, asOf).map(day => ({ day, counts: days[day] ?? NO_COUNTS })),
    levels: levelRows(tally),
    classes: classRows(tally),
    families: FAMILIES.flatMap(family => {
      const counts = tally.families[family]
      return counts && counts.held + counts.void > 0 ? [{ family, held: counts.held, void: counts.void }] : []
    }),
  }
}

/** The levels of which ballots came, weakest proof first. */
export const levelRows = ({ levels }: Pick<Tally, 'levels'>): readonly LevelRow[] =>
  IDENTITY_LEVELS.flatMap(level => (levels[level] ? [{ level, counts: levels[level] }] : []))

/** The classes of which ballots came and the rest, so that they add up to all; empty where no class is known. */
export function classRows({ ballots, classes }: Pick<Tally, 'ballots' | 'classes'>): readonly ClassRow[] {
  const known = VOTER_CLASSES.flatMap(voterClass => (classes[voterClass] ? [{ voterClass, counts: classes[voterClass] }] : []))
  if (known.length === 0) return []
  const sum = (status: keyof Counts) => known.reduce((total, { counts }) => total + counts[status], 0)
  const rest: Counts = {
    counted: ballots.counted - sum('counted'),
    held: ballots.held - sum('held'),
    void: ballots.void - sum('void'),
  }
  return raw(rest) > 0 ? [...known, { voterClass: null, counts: rest }] : known
}

/** Every date of a poll up to the moment of which the figures speak. */
function daysThrough({ from, until }: Window, asOf: Instant): readonly Day[] {
  const last = dayOf(instant(Math.min(asOf, until - 1)))
  const days: Day[] = []
  for (let day = dayOf(from); day <= last; day = addDays(day, 1)) days.push(day)
  return days
}
