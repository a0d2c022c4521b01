import { LIKE_LIMITS, LIKES_PER_HEAD, type LikeCounts, type LikeMark } from '../rules/like.ts'
import { type Instant, instant } from '../rules/time.ts'
import { BUCKET, bucketOf, closeEntry, MOST_PLACES, resultEntry, statusEntry } from '../rules/tlog/entry.ts'
import { leafHash } from '../rules/tlog/merkle.ts'
import { openEntry, openManifestEntry } from '../rules/tlog/open-entry.ts'
import type { Tile } from '../rules/tlog/tile.ts'
import { blob } from './blob.ts'
import type { LikeLogName, LikeOrder } from './like-table.ts'
import { type EntryRows, LogTable } from './log-table.ts'
import { type HeldKey, SignedLog } from './signed-log.ts'

/** Who counts as one among likes. */
const LEVEL = 'device'

/** No device and no moment stands here: with the rows of who liked whom gone, nothing leads from a like to anybody. */
const TABLE = `
create table if not exists liked (
  seq integer primary key check (seq > 0), q integer not null, number integer not null, marks text not null,
  nonce blob not null, leaf blob not null
) strict;
`

const LIKED: EntryRows = {
  table: 'liked',
  columns: 'q, number, nonce',
  entryOf: ({ seq, q, number, nonce }) =>
    openEntry({ index: seq as number, bucket: q as number, level: LEVEL, nonce: blob(nonce), number: number as number }),
}

/**
 * The log of one board of likes (open profile). A like is an entry by its row. Whom it is for is published after the end only,
 * as the exact figures are; until then there are hashes, which tell nothing, and heads, which tell how many likes there are.
 */
export class LikeLog extends SignedLog {
  readonly #sql: SqlStorage
  readonly #name: LikeLogName
  #size = 0
  #bucket = 0
  /** So many entries, from the first on, may be seen by everybody. */
  #shown = 0
  #settled = false

  constructor(sql: SqlStorage, name: LikeLogName) {
    super(LikeLog.tables(sql))
    this.#sql = sql
    this.#name = name
    this.restore()
  }

  static tables(sql: SqlStorage): LogTable {
    sql.exec(TABLE)
    return new LogTable(sql, LIKED)
  }

  override get keys(): readonly HeldKey[] {
    return [{ number: 1, key: this.#name.key, since: 0 }]
  }

  get size(): number {
    return this.#size
  }

  /** Whether the likes are over, and what became of them is entered. */
  get isSettled(): boolean {
    return this.#settled
  }

  isDue(size: number): boolean {
    const waiting = this.waiting(size)
    // After a start the notary is asked in any case: the file may be an old one.
    if (waiting === 0) return !this.confirmed
    return waiting >= LIKES_PER_HEAD || this.#settled || this.head === null
  }

  /** Enters whom likes may be for and until when; in the transaction in which that is kept. */
  enterTerms({ window, nominees }: LikeOrder): void {
    this.table.append(this.#size, openManifestEntry({ index: this.#size, ...this.#name, level: LEVEL, window, nominees }))
    this.#size += 1
    this.#settled = false
  }

  /** Enters a like in the transaction in which it is recorded; with marks when it is held. */
  enter(number: number, marks: readonly LikeMark[], now: Instant): void {
    const bucket = Math.max(bucketOf(now), this.#bucket)
    const nonce = crypto.getRandomValues(new Uint8Array(16))
    const leaf = leafHash(openEntry({ index: this.#size, bucket, level: LEVEL, nonce, number }))
    this.#sql.exec('insert into liked values (?, ?, ?, ?, ?, ?)', this.#size, bucket, number, marks.join(' '), nonce, leaf)
    this.#size += 1
    this.#bucket = bucket
  }

  /** Enters the close, which likes were held, and the figures; in a transaction of the caller's. Nothing when it is there already. */
  settle(figures: Readonly<Record<number, LikeCounts>>, now: Instant): void {
    if (this.#settled) return
    const at = instant(Math.max(now, this.#bucket * BUCKET))
    const places = this.#places()
    this.#append(index => closeEntry({ index, at }, places.likes))
    for (const [why, held] of places.held)
      for (let from = 0; from < held.length; from += MOST_PLACES) {
        const said = { id: 'receipt', to: 'held', by: [LIKE_LIMITS], reasons: [why] } as const
        this.#append(index => statusEntry({ index, at }, { ...said, places: held.slice(from, from + MOST_PLACES) }))
      }
    this.#append(index => resultEntry({ index, at }, sumsOf(figures)))
    this.#shown = this.#size
    this.#settled = true
  }

  /** How many likes there are, and the places among them of those held since the last close, by why. */
  #places(): { readonly likes: number; readonly held: ReadonlyMap<string, readonly number[]> } {
    const others = this.#sql.exec('select idx from log_entry order by idx').toArray()
    const held = new Map<string, number[]>()
    const wanted = "select seq, marks from liked where seq >= ? and marks <> '' order by seq"
    let before = 0
    for (const { seq, marks } of this.#sql.exec(wanted, this.#shown)) {
      while (before < others.length && (others[before]?.idx as number) < (seq as number)) before += 1
      const group = held.get(marks as string)
      if (group) group.push((seq as number) - before + 1)
      else held.set(marks as string, [(seq as number) - before + 1])
    }
    return { likes: this.#size - others.length, held }
  }

  #append(entryAt: (index: number) => string): void {
    this.table.append(this.#size, entryAt(this.#size))
    this.#size += 1
  }

  /** What it holds is public only as far as its figures are. */
  override tile(tile: Tile): Uint8Array | null {
    const hidden = tile.level === 'entries' && tile.index * 256 + tile.width > this.#shown
    return hidden ? null : super.tile(tile)
  }

  /** Reads from the tables where the log stands: at a start, and after a transaction that was rolled back. */
  restore(): void {
    const last = this.table.lastOther()
    const like = this.#sql.exec('select seq, q from liked order by seq desc limit 1').toArray()[0]
    const shown = `select coalesce(max(idx) + 1, 0) as n from log_entry where entry like '%"k":"r"%'`
    this.#size = Math.max(last?.index ?? -1, (like?.seq as number | undefined) ?? -1) + 1
    this.#bucket = Math.max((like?.q as number | undefined) ?? 0, Number(/"q":(\d+)/.exec(last?.entry ?? '')?.[1] ?? 0))
    this.#shown = this.#sql.exec(shown).one().n as number
    this.#settled = last !== null && this.#shown === last.index + 1
  }
}

/** As an entry of kind `r` tells them: a like is counted or held, and never void. */
function sumsOf(figures: Readonly<Record<number, LikeCounts>>) {
  const votes = Object.fromEntries(
    Object.entries(figures).map(([number, { counted, held }]) => [number, { counted, held, void: 0 }]),
  )
  const sum = (of: keyof LikeCounts): number => Object.values(figures).reduce((total, counts) => total + counts[of], 0)
  return { ballots: { counted: sum('counted'), held: sum('held'), void: 0 }, votes }
}
