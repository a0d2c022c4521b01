import { type Tally, wholeTally } from '../rules/tally.ts'
import type { Instant } from '../rules/time.ts'
import { type Trouble, tallyText } from '../rules/trouble.ts'
import type { ShardSnapshot } from './ballot-messages.ts'

const TABLE = `
create table if not exists trouble (
  shard integer not null, what text not null, at integer not null, primary key (shard, what)
) strict;
`

/** What was found not to fit. It is never taken back by itself: people look into it. */
export class TroubleBook {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLE)
  }

  /** Compares what a box tells with what was kept of it under the same number: those must be the same figures. */
  compare({ shard, number, tally, flaw, at }: ShardSnapshot): void {
    if (flaw) this.#note({ shard, what: flaw, at })
    const kept = this.#sql.exec('select tally from shard where shard = ? and number = ?', shard, number).toArray()[0]
    if (!kept) return
    if (textOf(kept.tally as string) !== tallyText(tally)) this.#note({ shard, what: { kind: 'tally' }, at })
  }

  all(): readonly Trouble[] {
    return this.#sql
      .exec('select shard, what, at from trouble order by at, shard')
      .toArray()
      .map(row => ({
        shard: row.shard as number,
        what: JSON.parse(row.what as string) as Trouble['what'],
        at: row.at as Instant,
      }))
  }

  #note({ shard, what, at }: Trouble): void {
    this.#sql.exec('insert or ignore into trouble values (?, ?, ?)', shard, JSON.stringify(what), at)
  }
}

/** What was kept may have been made anything. */
function textOf(kept: string): string | null {
  try {
    return tallyText(wholeTally(JSON.parse(kept) as Tally))
  } catch {
    return null
  }
}
