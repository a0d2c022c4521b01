import type { PollSpec } from '../ballot.ts'
import type { Finding } from './flaw.ts'
import { bucketsOf, LogBook } from './log-book.ts'
import { type BallotEntry, type LogEntry, readEntry } from './log-entry.ts'
import type { Seen } from './seen.ts'

/** The log of a ballot box: V9, and the commitments for V14. */
export class VoteBook extends LogBook {
  /** Of the ballots, 32 bytes each. */
  commitments = new Uint8Array(32 * 1024)
  readonly #seen: Seen

  constructor(log: number, { rules, seen }: { readonly rules: PollSpec | null; readonly seen: Seen }) {
    super(log)
    this.#seen = seen
    this.window = rules && bucketsOf(rules.window.from, rules.window.until)
  }

  protected override read(bytes: Uint8Array): LogEntry | null {
    return readEntry(bytes)
  }

  /** A poll is frozen when it opens. */
  protected override manifest(index: number): Finding | null {
    return index === 0 ? null : 'out-of-place'
  }

  protected override ballot(index: number, { d, h }: BallotEntry): void {
    if (!this.#seen.add(d)) this.note('V9', index, 'voted-twice')
    const at = this.standings.ballots * 32
    if (at === this.commitments.length) {
      const more = new Uint8Array(at * 2)
      more.set(this.commitments)
      this.commitments = more
    }
    for (let i = 0; i < 32; i++) this.commitments[at + i] = Number.parseInt(h.slice(2 * i, 2 * i + 2), 16)
  }
}
