import type { Finding } from './flaw.ts'
import { bucketsOf, LogBook } from './log-book.ts'
import { type OpenBallotEntry, type OpenLogEntry, type OpenManifestEntry, readOpenEntry } from './log-entry.ts'
import { readRanges } from './moves.ts'
import { addVotes, noSums, type Sums } from './sums.ts'

const HIGHEST = 999_999

/** The numbers of nominees as a manifest of likes names them; null when they are not well-formed. */
export const readNominees = (text: string): readonly (readonly [number, number])[] | null =>
  text === '' ? [] : readRanges(text, HIGHEST)

/** Whom likes may be for, and when, stands in the manifest itself. */
export const areTerms = ({ from, until, nominees }: OpenManifestEntry): boolean => from < until && readNominees(nominees) !== null

/** The log of likes: V11, and whom every like is for. Its terms may change while it runs, by another manifest. */
export class OpenBook extends LogBook {
  #first: OpenManifestEntry | null = null
  #nominees: readonly (readonly [number, number])[] = []
  #numbers = new Uint32Array(1024)

  protected override read(bytes: Uint8Array): OpenLogEntry | null {
    return readOpenEntry(bytes)
  }

  protected override manifest(index: number, entry: OpenManifestEntry): Finding | null {
    this.#first ??= entry
    const { campaign, key, level, origin } = this.#first
    const same = entry.campaign === campaign && entry.key === key && entry.level === level && entry.origin === origin
    if (index > 0 && !(same && areTerms(entry))) return 'manifest-differs'
    this.window = bucketsOf(entry.from, entry.until)
    this.#nominees = readNominees(entry.nominees) ?? []
    return null
  }

  protected override ballot(index: number, { s }: OpenBallotEntry): void {
    const number = Number(/^\[([1-9]\d{0,5})\]$/.exec(s)?.[1] ?? 0)
    if (!this.#nominees.some(([first, last]) => number >= first && number <= last)) this.note('V11', index, 'bad-ballot')
    const at = this.standings.ballots
    if (at === this.#numbers.length) {
      const more = new Uint32Array(at * 2)
      more.set(this.#numbers)
      this.#numbers = more
    }
    this.#numbers[at] = number
  }

  /** What the likes add up to as they stand. */
  sums(): Sums {
    const sums = noSums()
    for (let like = 1; like <= this.standings.ballots; like++)
      addVotes(sums, [this.#numbers[like - 1] as number], { status: this.standings.of(like), count: 1 })
    return sums
  }
}
