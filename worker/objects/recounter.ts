import { countInto, emptyTally, type Mutable, type Tally } from '../rules/tally.ts'
import { tallyText } from '../rules/trouble.ts'
import type { BallotTable } from './ballot-table.ts'

/** What the box knows at the moment of asking. */
interface Present {
  readonly size: number
  /** Changes of standing so far: one in the middle of a recount spoils it. */
  readonly changes: number
  readonly tally: Tally
}

/** Counts the ballots of a box again, some at a time, and compares: the tally in memory began from a checkpoint long ago. */
export class Recounter {
  #tally: Mutable<Tally> = emptyTally()
  #through = 0
  #changes = -1

  /** Counts at most `most` more ballots. False when a whole recount has come to other figures than the box's. */
  goOn(table: BallotTable, { size, changes, tally }: Present, most: number): boolean {
    if (changes !== this.#changes) this.#begin(changes)
    const until = Math.min(this.#through + most, size)
    try {
      for (const entry of table.entriesIn(this.#through + 1, until)) countInto(this.#tally, entry)
    } catch {
      // A row that cannot be read is no ballot.
      return false
    }
    this.#through = until
    if (until < size) return true
    const same = tallyText(this.#tally) === tallyText(tally)
    this.#begin(changes)
    return same
  }

  #begin(changes: number): void {
    this.#tally = emptyTally()
    this.#through = 0
    this.#changes = changes
  }
}
