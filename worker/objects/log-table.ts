import type { Instant } from '../rules/time.ts'
import { type Hash, leafHash, type ReadNode, rootOf, sameHash } from '../rules/tlog/merkle.ts'
import { TILE_HEIGHT, TILE_WIDTH } from '../rules/tlog/tile.ts'
import type { Row } from './ballot-row.ts'
import { blob } from './blob.ts'

/** The last head of the log that was signed, and the note that says so. */
export interface Head {
  readonly size: number
  readonly note: string
  readonly at: Instant
}

/**
 * The log of an object is the manifest (entry 0), its ballots or likes, and what is said of them. Those are not
 * written twice: their entries are made again from their rows. Roots of full tiles are kept once a head has been
 * signed over them, so that a row changed later contradicts them.
 */
const TABLES = `
create table if not exists log_entry (
  idx integer primary key check (idx >= 0), entry text not null, hash blob not null
) strict;
create table if not exists log_node (
  level integer not null, idx integer not null, hash blob not null, primary key (level, idx)
) strict, without rowid;
create table if not exists log_head (
  id integer primary key check (id = 1), size integer not null, note text not null, at integer not null
) strict;
`

/**
 * The rows that are entries by being there: each has its place in the log as `seq` and its hash as `leaf`, and its entry is made
 * again from these columns.
 */
export interface EntryRows {
  readonly table: string
  readonly columns: string
  readonly entryOf: (row: Row) => string
}

const OTHER_HASHES = 'select idx, hash from log_entry where idx >= ? and idx < ?'
const OTHERS = 'select idx, entry from log_entry where idx >= ? and idx < ? order by idx'

/** Plain statements over the log of one object; whoever calls them decides on transactions. */
export class LogTable {
  readonly #sql: SqlStorage
  readonly #rows: EntryRows
  /** Hashes of all entries, those that are rows, and hashes of these: of the places [?1, ?2). */
  readonly #wanted: { readonly hashes: string; readonly rows: string; readonly leaves: string }

  constructor(sql: SqlStorage, rows: EntryRows) {
    this.#sql = sql
    this.#rows = rows
    const within = `from ${rows.table} where seq >= ?1 and seq < ?2`
    this.#wanted = {
      hashes: `select seq as i, leaf as h ${within} union all select idx, hash from log_entry where idx >= ?1 and idx < ?2 order by i`,
      rows: `select seq, ${rows.columns} ${within} order by seq`,
      leaves: `select seq, leaf ${within}`,
    }
    sql.exec(TABLES)
  }

  head(): Head | null {
    const row = this.#sql.exec('select size, note, at from log_head').toArray()[0]
    return row ? { size: row.size as number, note: row.note as string, at: row.at as Instant } : null
  }

  saveHead({ size, note, at }: Head): void {
    this.#sql.exec('insert or replace into log_head values (1, ?, ?, ?)', size, note, at)
  }

  append(index: number, entry: string): void {
    this.#sql.exec('insert into log_entry values (?, ?, ?)', index, entry, leafHash(entry))
  }

  /** The last entry that is no ballot; null where there is no log. */
  lastOther(): { readonly index: number; readonly entry: string } | null {
    const row = this.#sql.exec('select idx, entry from log_entry order by idx desc limit 1').toArray()[0]
    return row ? { index: row.idx as number, entry: row.entry as string } : null
  }

  /** The entries of one kind that are no ballots, in order. */
  ofKind(kind: 'k' | 'x'): readonly { readonly index: number; readonly entry: string }[] {
    const rows = this.#sql.exec("select idx, entry from log_entry where entry ->> 'k' = ? order by idx", kind).toArray()
    return rows.map(row => ({ index: row.idx as number, entry: row.entry as string }))
  }

  /** The roots of the complete subtrees [from, until) of a level that is a multiple of the tiles' height. */
  hashes(level: number, from: number, until: number): readonly Hash[] {
    if (level > 0) return this.#nodes(level, from, until)
    const rows = this.#sql.exec(this.#wanted.hashes, from, until).toArray()
    if (rows.length !== until - from) throw new Error('an entry of the log is missing')
    return rows.map(row => blob(row.h))
  }

  #nodes(level: number, from: number, until: number): readonly Hash[] {
    const wanted = 'select hash from log_node where level = ? and idx >= ? and idx < ? order by idx'
    const rows = this.#sql.exec(wanted, level, from, until).toArray()
    if (rows.length === until - from) return rows.map(row => blob(row.hash))
    // Not kept yet: no head has been signed over them.
    return Array.from({ length: until - from }, (_, i) => this.#tileRoot(level - TILE_HEIGHT, from + i))
  }

  /** Any complete subtree. */
  readonly read: ReadNode = (level, index) => {
    const base = level - (level % TILE_HEIGHT)
    const width = 2 ** (level - base)
    return rootOf(this.hashes(base, index * width, (index + 1) * width))
  }

  #tileRoot = (level: number, index: number): Hash => rootOf(this.hashes(level, index * TILE_WIDTH, (index + 1) * TILE_WIDTH))

  /** Keeps the roots of the full tiles of a tree of this size that are not kept yet. */
  keepNodes(size: number): void {
    for (let level = TILE_HEIGHT, count = Math.floor(size / TILE_WIDTH); count > 0; count = Math.floor(count / TILE_WIDTH)) {
      const next = this.#sql.exec('select coalesce(max(idx), -1) + 1 as n from log_node where level = ?', level).one().n as number
      for (let i = next; i < count; i++)
        this.#sql.exec('insert into log_node values (?, ?, ?)', level, i, this.#tileRoot(level - TILE_HEIGHT, i))
      level += TILE_HEIGHT
    }
  }

  /** The entries [from, until) as they are hashed; nothing in the place of one that is missing. */
  entries(from: number, until: number): readonly string[] {
    const rows = this.#sql.exec(this.#wanted.rows, from, until).toArray()
    const others = this.#sql.exec(OTHERS, from, until).toArray()
    const at = new Map([
      ...rows.map(row => [row.seq as number, this.#rows.entryOf(row)] as const),
      ...others.map(row => [row.idx as number, row.entry as string] as const),
    ])
    return Array.from({ length: until - from }, (_, i) => at.get(from + i) ?? '')
  }

  /**
   * The hashes of entries [from, until) for whoever checks. A row that somebody deleted or put in must not keep the others
   * from being seen, and must be seen itself: a missing one is zeros, and of two in one place the entry is one's and the hash the other's.
   */
  shownHashes(from: number, until: number): readonly Hash[] {
    const others = this.#sql.exec(OTHER_HASHES, from, until).toArray()
    const rows = this.#sql.exec(this.#wanted.leaves, from, until).toArray()
    const at = new Map([
      ...others.map(row => [row.idx, blob(row.hash)] as const),
      ...rows.map(row => [row.seq, blob(row.leaf)] as const),
    ])
    return Array.from({ length: until - from }, (_, i) => at.get(from + i) ?? new Uint8Array(32))
  }

  /**
   * The first entry of [from, until) that is missing, or is not what its hash, or the root kept of its tile, was made of; null when
   * all are. `from` is the beginning of a tile.
   */
  firstFlaw(from: number, until: number): number | null {
    const kept = this.#sql.exec(this.#wanted.hashes, from, until).toArray()
    const entries = this.entries(from, until)
    for (let i = 0; i < until - from; i++) {
      const row = kept[i]
      const entry = entries[i]
      if (row?.i !== from + i || !entry || !sameHash(leafHash(entry), blob(row.h))) return from + i
    }
    return this.#tileFlaw(from, until)
  }

  #tileFlaw(from: number, until: number): number | null {
    const wanted = 'select idx, hash from log_node where level = ? and idx >= ? and idx < ? order by idx'
    const [first, last] = [from / TILE_WIDTH, Math.floor(until / TILE_WIDTH)]
    for (const row of this.#sql.exec(wanted, TILE_HEIGHT, first, last).toArray())
      if (!sameHash(this.#tileRoot(0, row.idx as number), blob(row.hash))) return (row.idx as number) * TILE_WIDTH
    return null
  }
}
