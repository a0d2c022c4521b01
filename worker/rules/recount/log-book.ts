import { atEntry, type Finding, type Flaw, type StepName } from './flaw.ts'
import type {
  BallotEntry,
  ChangeEntry,
  LogEntry,
  ManifestEntry,
  OpenBallotEntry,
  OpenLogEntry,
  OpenManifestEntry,
  ResultEntry,
} from './log-entry.ts'
import { Standings } from './moves.ts'

const BUCKET = 600_000

/** The first and the last ten minutes of a window. */
export const bucketsOf = (from: number, until: number): readonly [number, number] => [
  Math.floor(from / BUCKET),
  Math.floor((until - 1) / BUCKET),
]

type Entry = LogEntry | OpenLogEntry

/**
 * What the entries of one log say, taken one by one: V8 and V12, and what V13 needs to know of them. What differs between votes
 * and likes is in `VoteBook` and `OpenBook`.
 */
export abstract class LogBook {
  readonly flaws = new Map<StepName, Flaw>()
  readonly standings = new Standings()
  readonly keys: { readonly index: number; readonly key: string }[] = []
  /** Corrections that were published: their address on the site of the log, and the SHA-256 of their text. */
  readonly notices: { readonly index: number; readonly notice: string; readonly hash: string }[] = []
  result: { readonly index: number; readonly entry: ResultEntry } | null = null
  /** In which tens of minutes a ballot may lie; null while it is not known. */
  protected window: readonly [number, number] | null = null
  readonly #log: number
  #latest = 0
  #closed = false
  #changed = false
  #last: Entry['k'] | null = null

  constructor(log: number) {
    this.#log = log
  }

  /** Null for bytes that are no entry of this kind of log. */
  protected abstract read(bytes: Uint8Array): Entry | null
  /** What is wrong with a manifest at this place; null where there may be one, and from here on it is in force. */
  protected abstract manifest(index: number, entry: ManifestEntry | OpenManifestEntry): Finding | null
  protected abstract ballot(index: number, entry: BallotEntry | OpenBallotEntry): void

  /** The next entry. */
  take(index: number, bytes: Uint8Array): void {
    const entry = this.read(bytes)
    this.#last = entry?.k ?? null
    if (!entry) {
      this.note('V8', index, 'bad-entry')
      return
    }
    this.note('V8', index, this.#placed(index, entry))
    if (entry.k === 'b') {
      this.ballot(index, entry)
      this.standings.add()
    }
    if (entry.k === 's') this.#change(index, entry)
    if (entry.k === 'k') this.keys.push({ index, key: entry.key })
    if (entry.k === 'x') this.notices.push({ index, notice: entry.notice, hash: entry.hash })
    if (entry.k === 'r') this.result = { index, entry }
    if (entry.k === 'c') this.#closed = true
  }

  /** After the last entry of a log of this size. */
  end(size: number): void {
    if (!this.#closed) this.note('V8', size - 1, 'no-close')
    if (this.#last !== 'r') this.note('V8', size - 1, 'no-result')
  }

  protected note(step: StepName, index: number, why: Finding | null): void {
    if (why && !this.flaws.has(step)) this.flaws.set(step, atEntry(this.#log, index, why))
  }

  #placed(index: number, entry: Entry): Finding | null {
    if (entry.i !== index) return 'wrong-index'
    if (entry.k === 'm') {
      const wrong = this.manifest(index, entry)
      if (!wrong) this.#closed = false
      return wrong
    }
    if (entry.q < this.#latest) return 'time-goes-back'
    this.#latest = entry.q
    const early = entry.k === 'b' || entry.k === 'c'
    if (index === 0 || early === this.#closed) return 'out-of-place'
    const [first, last] = this.window ?? [0, Number.POSITIVE_INFINITY]
    if (entry.k === 'b' && (entry.q < first || entry.q > last)) return 'outside-window'
    return entry.k === 'c' && entry.ballots !== this.standings.ballots ? 'wrong-ballots' : null
  }

  #change(index: number, entry: ChangeEntry): void {
    this.#changed ||= entry.id !== 'receipt'
    this.note('V12', index, this.standings.change(entry, !this.#changed))
  }
}
