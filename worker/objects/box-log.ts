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
import { type Hash, treeRoot } from '../rules/tlog/merkle.ts'
import { consistencyProof, inclusionProof } from '../rules/tlog/proof.ts'
import { bundle, type Tile, widthIn } from '../rules/tlog/tile.ts'
import type { OpenedPoll } from './ballot-table.ts'
import { type Head, LogTable } from './log-table.ts'
import type { NotedChange, StandingTable } from './standing-table.ts'

/** A head is signed when so many entries wait for one … */
const MANY = 256
/** … or when the oldest of them has waited so long, in milliseconds. */
export const SEAL_AFTER = 60_000
/** What a new head rests on: the size that was signed before, that the new tree continues that one, and with which key. */
export interface Grown {
  readonly from: number
  readonly size: number
  readonly root: Hash
  readonly proof: readonly Hash[]
  readonly key: NamedKey
}

/** A key of a log, and the smallest size over which it signs a head. */
export interface HeldKey extends NamedKey {
  readonly since: number
}

/** That a ballot is in the log: its place, its path and the signed head. */
export interface LoggedBallot {
  readonly index: number
  readonly entry: string
  readonly proof: readonly Hash[]
  /** The size of the tree under the head. */
  readonly size: number
  readonly note: string
}

/**
 * The log of one ballot box. Ballots are its entries by being in the box. How they stand is published only after the close,
 * for before it every hold would tell an attacker what is noticed; what was decided until then is entered at the
 * close, word for word as it was noted when it happened.
 */
export class BoxLog {
  readonly #table: LogTable
  readonly #poll: OpenedPoll
  #head: Head | null
  /** How many entries there are once the poll is closed; null until then. */
  #settled: number | null
  /** Since when an entry has waited for its head. */
  #waitingSince: Instant | null = null
  #looked: number | null = null
  /** Whether the notary has said since the last start that this head is the last it signed. */
  #confirmed = false
  #keys: readonly HeldKey[] | null = null

  constructor(sql: SqlStorage, poll: OpenedPoll) {
    this.#table = new LogTable(sql)
    this.#poll = poll
    this.#head = this.#table.head()
    const last = this.#table.lastOther()
    this.#settled = last && last.index > 0 ? last.index + 1 : null
  }

  /** Writes the first entry. In the transaction in which the poll is kept. */
  begin(): void {
    const { spec, hash, shard, log } = this.#poll
    if (!log) return
    const { campaign, identity: level, window, scorer, shards } = spec
    this.#table.append(0, manifestEntry({ campaign, ...log, shard, shards, level, window, rules: hash, scorer }))
  }

  get head(): Head | null {
    return this.#head
  }

  size(ballots: number): number {
    return this.#settled ?? ballots + 1
  }

  /** Whether a new head is to be signed now. */
  isDue(ballots: number, now: Instant): boolean {
    const waiting = this.size(ballots) - (this.#head?.size ?? 0)
    // After a start the notary is asked in any case: the file may be an old one.
    if (waiting === 0) return !this.#confirmed
    this.#waitingSince ??= now
    return waiting >= MANY || this.#settled !== null || this.#head === null || now - this.#waitingSince >= SEAL_AFTER
  }

  waits(ballots: number): boolean {
    return this.size(ballots) > (this.#head?.size ?? 0)
  }

  /** The tree as it is now. Keeps the roots of its full tiles: in a transaction of the caller's. */
  grown(ballots: number): Grown {
    const size = this.size(ballots)
    this.#table.keepNodes(size)
    const from = this.#head?.size ?? 0
    const proof = consistencyProof(from, size, this.#table.read)
    return { from, size, root: this.root(size), proof, key: this.keyOver(size) }
  }

  /** The keys of this log in their order: that of the manifest, and those that entries brought. */
  get keys(): readonly HeldKey[] {
    const later = () =>
      this.#table.ofKind('k').map(({ index, entry }, i) => {
        const { key } = JSON.parse(entry) as { key: string }
        return { number: i + 2, key, since: index + 1 }
      })
    this.#keys ??= [{ number: 1, key: this.#poll.log?.key ?? '', since: 0 }, ...later()]
    return this.#keys
  }

  /** The key with which a head over a tree of this size is signed. */
  keyOver(size: number): NamedKey {
    const { number, key } = this.keys.findLast(({ since }) => since <= size) as HeldKey
    return { number, key }
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
    for (const { index, entry } of this.#table.ofKind('x')) {
      const { notice, hash } = JSON.parse(entry) as Correction
      if (notice === correction.notice) return { notice, hash, index }
    }
    const index = this.#settled ?? 0
    this.#enter(at => correctionEntry({ index: at, at: now }, correction))
    return { ...correction, index }
  }

  root(size: number): Hash {
    return treeRoot(size, this.#table.read)
  }

  keep(head: Head): void {
    if (head.note !== this.#head?.note) this.#table.saveHead(head)
    this.#head = head
    this.#confirmed = true
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
    if (this.#settled === null || this.#table.lastOther()?.entry.includes('"k":"r"')) return
    this.#enter(index => resultEntry({ index, at: now }, tally))
  }

  #enter(entryAt: (index: number) => string): void {
    if (this.#settled === null) throw new Error('before the close only ballots are entered')
    this.#table.append(this.#settled, entryAt(this.#settled))
    this.#settled += 1
  }

  /** Forgets what a rolled-back transaction left in memory. */
  restore(): void {
    const last = this.#table.lastOther()
    this.#settled = last && last.index > 0 ? last.index + 1 : null
    this.#keys = null
  }

  /** A tile or a bundle of entries of the signed tree; null when it has no such one. */
  tile({ level, index, width }: Tile): Uint8Array | null {
    if (width > widthIn({ level, index }, this.#head?.size ?? 0)) return null
    const from = index * 256
    if (level === 'entries') return bundle(this.#table.entries(from, from + width).map(entry => encoder.encode(entry)))
    const bytes = new Uint8Array(32 * width)
    const hashes = level === 0 ? this.#table.shownHashes(from, from + width) : this.#table.hashes(level * 8, from, from + width)
    for (const [i, hash] of hashes.entries()) bytes.set(hash, 32 * i)
    return bytes
  }

  /** The proof for one ballot; null until a head has been signed over it. */
  logged(seq: number): LoggedBallot | null {
    const head = this.#head
    const [entry] = this.#table.entries(seq, seq + 1)
    if (!head || seq >= head.size || !entry) return null
    const { size, note } = head
    return { index: seq, entry, proof: inclusionProof(seq, size, this.#table.read), size, note }
  }

  /** What was entered last of how the ballots stand; null unless a head was signed over it. */
  result(): string | null {
    const last = this.#table.lastOther()
    return last && last.index < (this.#head?.size ?? 0) && last.entry.includes('"k":"r"') ? last.entry : null
  }

  /**
   * Looks at the next `most` entries of the signed tree again, full tiles at a time: the first that is not as it was. An idle
   * object forgets where it was, so after a start the minute says where to begin.
   */
  lookAgain(most: number, now: Instant): number | null {
    const size = this.#head?.size ?? 0
    this.#looked ??= most * (Math.floor(now / SEAL_AFTER) % Math.max(1, Math.ceil(size / most)))
    const from = Math.min(this.#looked, size)
    const until = Math.min(from + most, size)
    this.#looked = until === size ? 0 : until
    return from < until ? this.#table.firstFlaw(from, until) : null
  }
}

const encoder = new TextEncoder()

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
