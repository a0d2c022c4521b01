import type { BallotStatus } from './ballot.ts'
import { small, whole } from './score/columns.ts'
import type { Signals } from './signals.ts'
import type { Counts, Mutable } from './tally.ts'

/** Ballots by the region that the network names: a province, 'HK', 'MO', 'TW', 'abroad', or '' where it says nothing. */
export type RegionCounts = Readonly<Record<string, Counts>>

/** Across the border, and told apart all the same. */
const APART: readonly string[] = ['HK', 'MO', 'TW']

/** The region of one ballot. Only provinces are told: a town could be one person. */
export function regionOf({ country, region }: Pick<Signals, 'country' | 'region'>): string {
  if (country !== null && APART.includes(country)) return country
  return country === null || country === 'CN' ? (region ?? '') : 'abroad'
}

const STATUSES: readonly BallotStatus[] = ['counted', 'held', 'void']

/** The regions of all ballots of a poll, row by row; a poll of 300,000 must fit beside what else is known of it. */
export class RegionTable {
  readonly #names: string[] = []
  readonly #numbers = new Map<string, number>()
  readonly #region = whole()
  readonly #status = small()

  add(signals: Pick<Signals, 'country' | 'region'>, status: BallotStatus): void {
    const name = regionOf(signals)
    const number = this.#numbers.get(name) ?? this.#names.push(name) - 1
    this.#numbers.set(name, number)
    this.#region.push(number)
    this.#status.push(STATUSES.indexOf(status))
  }

  /** How the ballots of each region stand; null where nothing is known of any. `now` tells of a row whether it has just moved. */
  counts(now: (row: number) => BallotStatus | null): RegionCounts | null {
    if (this.#names.every(name => name === '')) return null
    const [regions, statuses] = [this.#region.done(), this.#status.done()]
    const counts: Record<string, Mutable<Counts>> = {}
    for (let row = 0; row < regions.length; row++) {
      const name = this.#names[regions[row] as number] as string
      counts[name] ??= { counted: 0, held: 0, void: 0 }
      counts[name][now(row) ?? (STATUSES[statuses[row] as number] as BallotStatus)] += 1
    }
    return counts
  }
}
