import type { PollSpec } from '../ballot.ts'
import { atEntry, type Finding, type Flaw, type StepName } from './flaw.ts'
import type { BallotEntry, ChangeEntry, LogEntry, ResultEntry } from './log-entry.ts'
import { Standings } from './moves.ts'
import type { Seen } from './seen.ts'

const BUCKET = 600_000

/** What the entries of one log say, taken one by one: V8, V9 and V12, and what V13 and V14 need to know of them. */
export class LogBook {
  readonly flaws = new Map<StepName, Flaw>()
  readonly standings = new Standings()
  /** The commitments of the ballots, 32 bytes each. */
  commitments = new Uint8Array(32 * 1024)
  readonly keys: { readonly index: number; readonly key: string }[] = []
  /** Corrections that were published: their address on the site of the log, and the SHA-256 of their text. */
  readonly notices: { readonly index: number; readonly notice: string; readonly hash: string }[] = []
  result: { readonly index: number; readonly entry: ResultEntry } | null = null
  readonly #log: number
  readonly #window: readonly [number, number] | null
  readonly #seen: Seen
  #latest = 0
  #closed = false
  #changed = false
  #last: LogEntry['k'] | null = null

  constructor(log: number, { rules, seen }: { readonly rules: PollSpec | null; readonly seen: Seen }) {
    this.#log = log
    this.#seen = seen
    this.#window = rules && [Math.floor(rules.window.from / BUCKET), Math.floor((rules.window.until - 1) / BUCKET)]
  }

  /** The next entry; null for bytes that are none. */
  take(index: number, entry: LogEntry | null): void {
    this.#last = entry?.k ?? null
    if (!entry) {
      this.#note('V8', index, 'bad-entry')
      return
    }
    this.#note('V8', index, this.#placed(index, entry))
    if (entry.k === 'b') this.#ballot(index, entry)
    if (entry.k === 's') this.#change(index, entry)
    if (entry.k === 'k') this.keys.push({ index, key: entry.key })
    if (entry.k === 'x') this.notices.push({ index, notice: entry.notice, hash: entry.hash })
    if (entry.k === 'r') this.result = { index, entry }
    if (entry.k === 'c') this.#closed = true
  }

  /** After the last entry of a log of this size. */
  end(size: number): void {
    if (!this.#closed) this.#note('V8', size - 1, 'no-close')
    if (this.#last !== 'r') this.#note('V8', size - 1, 'no-result')
  }

  #note(step: StepName, index: number, why: Finding | null): void {
    if (why && !this.flaws.has(step)) this.flaws.set(step, atEntry(this.#log, index, why))
  }

  #placed(index: number, entry: LogEntry): Finding | null {
    if (entry.i !== index) return 'wrong-index'
    if (entry.k === 'm') return index === 0 ? null : 'out-of-place'
    if (entry.q < this.#latest) return 'time-goes-back'
    this.#latest = entry.q
    const early = entry.k === 'b' || entry.k === 'c'
    if (index === 0 || early === this.#closed) return 'out-of-place'
    const [first, last] = this.#window ?? [0, Number.POSITIVE_INFINITY]
    if (entry.k === 'b' && (entry.q < first || entry.q > last)) return 'outside-window'
    return entry.k === 'c' && entry.ballots !== this.standings.ballots ? 'wrong-ballots' : null
  }

  #ballot(index: number, { d, h }: BallotEntry): void {
    if (!this.#seen.add(d)) this.#note('V9', index, 'voted-twice')
    const at = this.standings.ballots * 32
    if (at === this.commitments.length) {
      const more = new Uint8Array(at * 2)
      more.set(this.commitments)
      this.commitments = more
    }
    for (let i = 0; i < 32; i++) this.commitments[at + i] = Number.parseInt(h.slice(2 * i, 2 * i + 2), 16)
    this.standings.add()
  }

  #change(index: number, entry: ChangeEntry): void {
    this.#changed ||= entry.id !== 'receipt'
    this.#note('V12', index, this.standings.change(entry, !this.#changed))
  }
}
