import type { IdentityLevel } from './campaign.ts'
import type { CaseGroup, HeldBallot, Tie } from './cases.ts'
import { type Family, familiesOf, REASONS, type ReasonCode } from './reason.ts'
import { REFERRERS, type Referrer, type Signals } from './signals.ts'
import { type Day, HOUR, hourOf, type Instant, SECOND } from './time.ts'

/** How many of the case are so, and how many of the counted ballots it is compared with. */
export interface Share<Name> {
  readonly name: Name
  readonly own: number
  readonly others: number
}

/** One ballot of the sample. Networks and identities are numbered within the sheet; what they are stays out of it. */
export interface SampleRow {
  readonly at: Instant
  readonly device: string
  readonly referrer: Referrer
  /** Milliseconds; null where the site could not know it. */
  readonly dwellMs: number | null
  readonly identityAgeMs: number | null
  readonly views: number
  readonly network: number | null
  readonly voter: number
  readonly reasons: readonly ReasonCode[]
}

/**
 * The evidence on which two people decide. It is blind: it is made of when and how ballots came and why they are held, and
 * would be the same, byte for byte, if they favoured somebody else.
 */
export interface CaseSheet {
  readonly day: Day
  readonly tie: Tie
  readonly count: number
  readonly first: Instant
  readonly last: Instant
  readonly families: readonly Family[]
  readonly reasons: readonly { readonly code: ReasonCode; readonly count: number }[]
  /** Every hour from the first to the last. */
  readonly hours: readonly { readonly hour: number; readonly count: number }[]
  /** By the seconds under which they stay; null is "as long as that or longer", and 'unknown' where nobody knows. */
  readonly dwell: readonly Share<number | null | 'unknown'>[]
  readonly devices: readonly Share<string | null>[]
  readonly referrers: readonly Share<Referrer>[]
  readonly levels: readonly Share<IdentityLevel>[]
  /** Identities that the site had first seen less than an hour before, of those of which it knows since when. */
  readonly fresh: Share<'fresh'> & { readonly known: { readonly own: number; readonly others: number } }
  readonly voters: number
  readonly networks: { readonly distinct: number; readonly largest: number; readonly unknown: number }
  /** Counted ballots of the same vote that stand beside it. */
  readonly compared: number
  readonly sample: readonly SampleRow[]
}

/** What a sheet needs of the counted ballots it is compared with. */
export interface Other {
  readonly level: IdentityLevel
  readonly signals: Signals
}

const DWELL_SECONDS = [5, 15, 30, 60, 120, 300] as const
const DEVICES_SHOWN = 6
const SAMPLE_ROWS = 20
/** What a browser says of itself is a stranger's text. */
const NAME_LENGTH = 40

export function sheetOf({ day, families, tie, ballots }: CaseGroup, others: readonly Other[]): CaseSheet {
  const [first, last] = [ballots[0] as HeldBallot, ballots.at(-1) as HeldBallot]
  const share = <Name>(names: readonly Name[], nameOf: (one: Other) => Name): readonly Share<Name>[] => {
    const [own, there] = [countBy(ballots, nameOf), countBy(others, nameOf)]
    return names.map(name => ({ name, own: own.get(name) ?? 0, others: there.get(name) ?? 0 }))
  }
  return {
    day,
    tie,
    count: ballots.length,
    first: first.at,
    last: last.at,
    families,
    reasons: REASONS.map(code => ({ code, count: ballots.filter(({ reasons }) => reasons.includes(code)).length })).filter(
      ({ count }) => count > 0,
    ),
    hours: hoursOf(ballots),
    dwell: share([...DWELL_SECONDS, null, 'unknown'] as const, dwellOf),
    devices: devicesOf(ballots, share),
    referrers: share(REFERRERS, ({ signals }) => signals.referrer).filter(({ own, others }) => own + others > 0),
    levels: share([...new Set(ballots.map(({ level }) => level))].sort(), ({ level }) => level),
    fresh: {
      name: 'fresh',
      own: ballots.filter(isFresh).length,
      others: others.filter(isFresh).length,
      known: { own: ballots.filter(hasAge).length, others: others.filter(hasAge).length },
    },
    voters: new Set(ballots.map(({ voter }) => voter)).size,
    networks: networksOf(ballots),
    compared: others.length,
    sample: sampleOf(ballots),
  }
}

const hasAge = ({ signals }: Other): boolean => signals.identityAgeMs !== null
const isFresh = ({ signals: { identityAgeMs } }: Other): boolean => identityAgeMs !== null && identityAgeMs < HOUR

function dwellOf({ signals: { dwellMs } }: Other): Share<number | null | 'unknown'>['name'] {
  if (dwellMs === null) return 'unknown'
  return DWELL_SECONDS.find(seconds => dwellMs < seconds * SECOND) ?? null
}

const deviceOf = ({ signals: { ua } }: Other): string | null => (ua === '' ? null : ua.slice(0, NAME_LENGTH))

/** The most frequent of the case; ties by name, so that the order says nothing else. */
function devicesOf(
  ballots: readonly HeldBallot[],
  share: (names: (string | null)[], of: typeof deviceOf) => CaseSheet['devices'],
) {
  const own = countBy(ballots, deviceOf)
  const names = [...own.keys()].sort((a, b) => (own.get(b) ?? 0) - (own.get(a) ?? 0) || ((a ?? '') < (b ?? '') ? -1 : 1))
  return share(names.slice(0, DEVICES_SHOWN), deviceOf)
}

function countBy<T, Name>(list: readonly T[], nameOf: (one: T) => Name): ReadonlyMap<Name, number> {
  const counts = new Map<Name, number>()
  for (const one of list) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1)
  return counts
}

function hoursOf(ballots: readonly HeldBallot[]): CaseSheet['hours'] {
  const counts = countBy(ballots, ({ at }) => hourOf(at))
  const [from, to] = [hourOf((ballots[0] as HeldBallot).at), hourOf((ballots.at(-1) as HeldBallot).at)]
  return Array.from({ length: to - from + 1 }, (_, i) => ({ hour: from + i, count: counts.get(from + i) ?? 0 }))
}

function networksOf(ballots: readonly HeldBallot[]): CaseSheet['networks'] {
  const known = countBy(
    ballots.filter(({ signals }) => signals.net !== null),
    ({ signals }) => signals.net,
  )
  const sum = [...known.values()].reduce((total, count) => total + count, 0)
  return { distinct: known.size, largest: Math.max(0, ...known.values()), unknown: ballots.length - sum }
}

/** Rows at equal distances from the first ballot to the last: nobody picks them. */
function sampleOf(ballots: readonly HeldBallot[]): readonly SampleRow[] {
  const rows = Math.min(SAMPLE_ROWS, ballots.length)
  const picked = Array.from({ length: rows }, (_, i) => ballots[Math.floor((i * ballots.length) / rows)] as HeldBallot)
  const numberOf = numbered()
  const networkOf = numbered()
  return picked.map(({ at, signals, voter, reasons }) => ({
    at,
    device: [signals.ua, signals.model]
      .filter(Boolean)
      .map(text => text?.slice(0, NAME_LENGTH))
      .join(' · '),
    referrer: signals.referrer,
    dwellMs: signals.dwellMs,
    identityAgeMs: signals.identityAgeMs,
    views: signals.views,
    network: signals.net === null ? null : networkOf(signals.net),
    voter: numberOf(voter),
    reasons,
  }))
}

/** Numbers names from 1 in the order in which they are met. */
function numbered(): (name: string) => number {
  const met = new Map<string, number>()
  return name => {
    const number = met.get(name) ?? met.size + 1
    met.set(name, number)
    return number
  }
}

/** The sheet of one ballot: that of a voter who appeals. */
export const sheetOfOne = (ballot: HeldBallot, day: Day, others: readonly Other[]): CaseSheet =>
  sheetOf({ day, families: familiesOf(ballot.reasons), tie: 'scattered', ballots: [ballot] }, others)
