import { RpcTarget } from 'cloudflare:workers'

/** A table of an object as an archive holds it. */
export interface ObjectPart {
  readonly table: string
  readonly order: string
  /** A column that counts from 1, with hardly a gap: a page is what lies between two numbers of it. */
  readonly counts?: string
  /** Rows that an archive for keeping does not hold, or columns of which it holds something else (an SQL expression). */
  readonly keeping?: 'nothing' | Readonly<Record<string, string>>
}

/** What an object is made of: the tables an archive holds, the one that brings it to life last; and those it does not hold. */
export interface ObjectShape {
  readonly parts: readonly ObjectPart[]
  /** Tables that are made anew, and from what. */
  readonly derived: Readonly<Record<string, string>>
}

type Cell = string | number | null | readonly [string]

/** The mark of an object that is being filled from an archive: without it nothing may be written from outside. */
const MARK = 'restoring'

/**
 * Rows of an object's tables as JSON, one a line, and back. Bytes are a list with one text of hexadecimal signs. Filling an
 * object takes three steps, each of which may be repeated: `begin` empties it, `stage` brings rows page by page, `check`
 * compares their number. `settle` takes the mark away, and from then on nothing can be written but by ballots and likes.
 */
export class ObjectArchive extends RpcTarget {
  readonly #storage: DurableObjectStorage
  readonly #shape: ObjectShape
  readonly #reload: () => void

  /** `reload` makes the object read its tables as it does when it wakes. */
  constructor(storage: DurableObjectStorage, shape: ObjectShape, reload: () => void) {
    super()
    this.#storage = storage
    this.#shape = shape
    this.#reload = reload
  }

  /** At most `rows` rows of page `page`; none behind the last. Throws for a table that no archive holds. */
  page(table: string, { page, rows, whole }: { page: number; rows: number; whole: boolean }): readonly string[] {
    const part = this.#part(table)
    const keeping = whole ? {} : (part.keeping ?? {})
    if (keeping === 'nothing') return []
    const { columnNames } = this.#storage.sql.exec(`select * from "${table}" limit 0`)
    const picked = columnNames.map(name => `${keeping[name] ?? name} as ${name}`).join(', ')
    const where = part.counts ? `where ${part.counts} > ${page * rows} and ${part.counts} <= ${(page + 1) * rows}` : ''
    const offset = part.counts ? '' : `offset ${page * rows}`
    const found = this.#storage.sql.exec(
      `select ${picked} from "${table}" ${where} order by ${part.order} limit ${rows} ${offset}`,
    )
    return found.toArray().map(row => JSON.stringify(row, (_, value) => (value instanceof ArrayBuffer ? [hexOf(value)] : value)))
  }

  /** Empties the object for rows to come. False where it is alive: an object that has work to do is never overwritten. */
  begin(token: string): boolean {
    const { parts, derived } = this.#shape
    const tables = [...parts.map(({ table }) => table), ...Object.keys(derived)]
    const empty = this.#storage.transactionSync(() => {
      if (this.#mark() === null && this.#isAlive()) return false
      this.#storage.sql.exec(
        `create table if not exists ${MARK} (id integer primary key check (id = 1), token text not null) strict`,
      )
      this.#storage.sql.exec(`insert or replace into ${MARK} values (1, ?)`, token)
      for (const table of tables) if (this.#has(table)) this.#storage.sql.exec(`delete from "${table}"`)
      return true
    })
    if (empty) this.#reload()
    return empty
  }

  /** Brings rows; the same rows twice are there once. False where this filling has not begun, or another has since. */
  stage(token: string, table: string, rows: readonly string[]): boolean {
    if (this.#mark() !== token) return false
    this.#part(table)
    this.#storage.transactionSync(() => {
      for (const line of rows) {
        const row = JSON.parse(line) as Record<string, Cell>
        const names = Object.keys(row)
        if (!names.every(name => /^[a-z][a-z_]*$/.test(name))) throw new Error(`no column of ${table}: ${names.join(' ')}`)
        const values = Object.values(row).map(cell =>
          Array.isArray(cell) ? bytesOf(String(cell[0])) : (cell as SqlStorageValue),
        )
        this.#storage.sql.exec(
          `insert or replace into "${table}" (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
          ...values,
        )
      }
    })
    return true
  }

  /** Whether exactly so many rows of each table have come; if so the object wakes to them. */
  check(token: string, counts: Readonly<Record<string, number>>): boolean {
    if (this.#mark() !== token) return false
    const complete = this.#shape.parts.every(
      ({ table }) => this.#storage.sql.exec(`select count(*) as n from "${table}"`).one().n === (counts[table] ?? 0),
    )
    if (!complete) return false
    // What an object made of rows that came before these.
    for (const table of Object.keys(this.#shape.derived)) this.#storage.sql.exec(`delete from "${table}"`)
    this.#reload()
    return true
  }

  /** Ends the filling. Repeating it is harmless. */
  settle(token: string): void {
    if (this.#mark() === token) this.#storage.sql.exec(`drop table ${MARK}`)
  }

  #part(table: string): ObjectPart {
    const part = this.#shape.parts.find(one => one.table === table)
    if (!part) throw new Error(`no archive holds ${table}`)
    return part
  }

  #isAlive(): boolean {
    const head = this.#shape.parts.at(-1)?.table
    return this.#storage.sql.exec(`select 1 from "${head}" limit 1`).toArray().length > 0
  }

  #mark(): string | null {
    if (!this.#has(MARK)) return null
    return (this.#storage.sql.exec(`select token from ${MARK}`).toArray()[0]?.token ?? null) as string | null
  }

  #has(table: string): boolean {
    return this.#storage.sql.exec("select 1 from sqlite_master where type = 'table' and name = ?", table).toArray().length > 0
  }
}

const hexOf = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), byte => byte.toString(16).padStart(2, '0')).join('')

function bytesOf(hex: string): ArrayBuffer {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new Error('bytes that are no hexadecimal signs')
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16)
  return bytes.buffer
}
