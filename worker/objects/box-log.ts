import type { NamedKey } from '../log-key.ts'
import type { ReasonCode } from '../rules/reason.ts'
import type { Tally } from '../rules/tally.ts'
import type { Instant } from '../rules/time.ts'
import {
  type Correction,
  closeEntry,
  correctionEntry,
  keyEntry,
  MOST_PLACES,
  manifestEntry,
  resultEntry,
  statusEntry,
} from '../rules/tlog/entry.ts'
import { BALLOT_ROWS } from './ballot-row.ts'
import type { OpenedPoll } from './ballot-table.ts'
import { type Head, LogTable } from './log-table.ts'
import { type HeldKey, SignedLog } from './signed-log.ts'
import type { NotedChange, StandingTable } from './standing-table.ts'

/** A head is signed when so many entries wait for one … */
const MANY = 256
/** … or when the oldest of them has waited so long, in milliseconds. */
export const SEAL_AFTER = 60_000

/**
 * The log of one ballot box. Ballots are its entries by being in the box. How they stand is published only after the close,
 * for before it every hold would tell an attacker what is noticed; what was decided until then is entered at the
 * close, word for word as it was noted when it happened.
 */
export class BoxLog extends SignedLog {
  readonly #poll: OpenedPoll
  /** How many entries there are once the poll is closed; null until then. */
  #settled: number | null
  /** Since when an entry has waited for its head. */
  #waitingSince: Instant | null = null
  #keys: readonly HeldKey[] | null = null

  constructor(sql: SqlStorage, poll: OpenedPoll) {
    super(new LogTable(sql, BALLOT_ROWS))
    this.#poll = poll
    const last = this.table.lastOther()
    this.#settled = last && last.index > 0 ? last.index + 1 : null
  }

  /** Writes the first entry. In the transaction in which the poll is kept. */
  begin(): void {
    const { spec, hash, shard, log } = this.#poll
    if (!log) return
    const { campaign, identity: level, window, scorer, shards } = spec
    this.table.append(0, manifestEntry({ campaign, ...log, shard, shards, level, window, rules: hash, scorer }))
  }

  size(ballots: number): number {
    return this.#settled ?? ballots + 1
  }

  waits(ballots: number): boolean {
    return this.waiting(this.size(ballots)) > 0
  }

  /** The keys of this log in their order: that of the manifest, and those that entries brought. */
  override get keys(): readonly HeldKey[] {
    const later = () =>
      this.table.ofKind('k').map(({ index, entry }, i) => {
        const { key } = JSON.parse(entry) as { key: string }
        return { number: i + 2, key, since: index + 1 }
      })
    this.#keys ??= [{ number: 1, key: this.#poll.log?.key ?? '', since: 0 }, ...later()]
    return this.#keys
  }

  /** Enters the key that follows the last one, once: nothing where the log has had it. Throws where another is to come first. */
  enterKey({ number, key }: NamedKey, now: Instant): void {
    const last = this.keys.length
    if (number <= last) return
    if (number !== last + 1) throw new Error(`key ${number} does not follow key ${last}`)
    this.#enter(index => keyEntry({ index, at: now }, key))
    this.#keys = null
  }

  /** Enters that a correction was published, once; answers what the log says of it and where. */
  enterCorrection(correction: Correction, now: Instant): Correction & { readonly index: number } {
    for (const { index, entry } of this.table.ofKind('x')) {
      const { notice, hash } = JSON.parse(entry) as Correction
      if (notice === correction.notice) return { notice, hash, index }
    }
    const index = this.#settled ?? 0
    this.#enter(at => correctionEntry({ index: at, at: now }, correction))
    return { ...correction, index }
  }

  isDue(size: number, now: Instant): boolean {
    const waiting = this.waiting(size)
    // After a start the notary is asked in any case: the file may be an old one.
    if (waiting === 0) return !this.confirmed
    this.#waitingSince ??= now
    return waiting >= MANY || this.#settled !== null || this.head === null || now - this.#waitingSince >= SEAL_AFTER
  }

  override keep(head: Head): void {
    super.keep(head)
    this.#waitingSince = null
  }

  /** Enters the close and all that was decided until then, once; in a transaction of the caller's. */
  settle(ballots: number, standings: StandingTable, now: Instant): void {
    if (this.#settled !== null || !this.#poll.log) return
    this.#settled = ballots + 1
    this.#enter(index => closeEntry({ index, at: now }, ballots))
    const { scorer } = this.#poll.spec
    const held = { id: 'receipt', to: 'held', by: [scorer] } as const
    for (const { reasons, places } of grouped(standings.heldAtReceipt())) this.#enterStanding({ ...held, reasons, places }, now)
    for (const change of standings.allChanges()) this.enterChange(change, now)
  }

  get isSettled(): boolean {
    return this.#settled !== null
  }

  /** Enters one change of standing; in the transaction that makes it. */
  enterChange({ id, to, by, ballots }: NotedChange, now: Instant): void {
    for (const { reasons, places } of grouped(ballots)) this.#enterStanding({ id, to, by, reasons, places }, now)
  }

  #enterStanding(entry: Parameters<typeof statusEntry>[1], now: Instant): void {
    for (let at = 0; at < entry.places.length; at += MOST_PLACES)
      this.#enter(index => statusEntry({ index, at: now }, { ...entry, places: entry.places.slice(at, at + MOST_PLACES) }))
  }

  /** Enters how the ballots stand, unless that is the last thing said. */
  enterResult(tally: Tally, now: Instant): void {
    if (this.#settled === null || this.table.lastOther()?.entry.includes('"k":"r"')) return
    this.#enter(index => resultEntry({ index, at: now }, tally))
  }

  #enter(entryAt: (index: number) => string): void {
    if (this.#settled === null) throw new Error('before the close only ballots are entered')
    this.table.append(this.#settled, entryAt(this.#settled))
    this.#settled += 1
  }

  /** Forgets what a rolled-back transaction left in memory. */
  restore(): void {
    const last = this.table.lastOther()
    this.#settled = last && last.index > 0 ? last.index + 1 : null
    this.#keys = null
  }
}

/** Ballots that stand so for the same reasons, in the order of their places. */
function grouped(
  ballots: readonly { readonly seq: number; readonly reasons: readonly ReasonCode[] }[],
): readonly { readonly reasons: readonly ReasonCode[]; readonly places: readonly number[] }[] {
  const groups = new Map<string, { reasons: readonly ReasonCode[]; places: number[] }>()
  for (const { seq, reasons } of [...ballots].sort((a, b) => a.seq - b.seq)) {
    const name = reasons.join(' ')
    const group = groups.get(name) ?? { reasons, places: [] }
    group.places.push(seq)
    groups.set(name, group)
  }
  return [...groups.values()]
}
