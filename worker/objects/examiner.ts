import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../env.ts'
import type { PollSpec } from '../rules/ballot.ts'
import { SCORER } from '../rules/score/thresholds.ts'
import type { StatusChange } from '../rules/standing.ts'
import { after, HOUR, type Instant, instant, MINUTE, SECOND } from '../rules/time.ts'
import { EXAMINER_SHAPE } from './archived-shapes.ts'
import { Examination } from './examination.ts'
import { tallyOf } from './names.ts'
import { ObjectArchive } from './object-archive.ts'

/** What the examiner must know of the poll: its boxes, when it is open, and under which scorer it opened. */
export type ExaminerOrder = Pick<PollSpec, 'campaign' | 'shards' | 'window' | 'scorer'>

/** One look at all ballots. Figures only: no nominee and no voter. */
export interface ExaminerRun {
  readonly number: number
  readonly at: Instant
  readonly ballots: number
  readonly held: number
  readonly released: number
  /** The scorer that looked. */
  readonly scorer: string
  /** False when the poll opened under another scorer: then what was found changes nothing. */
  readonly applied: boolean
  readonly ms: number
}

/** After the close, when the last retries have arrived. */
const LAST_LOOK = 10 * MINUTE
const TRY_AGAIN = 5 * MINUTE
const RUNS_SHOWN = 500

const TABLES = `
create table if not exists examiner (id integer primary key check (id = 1), order_json text not null) strict;
create table if not exists run (
  number integer primary key, at integer not null, ballots integer not null, held integer not null,
  released integer not null, scorer text not null, applied integer not null check (applied in (0, 1)), ms integer not null
) strict;
`

/**
 * Looks at all ballots of one poll beside each other, every hour while it is open and once more after it has closed,
 * and holds what the scorer finds (trust 3.4). It decides nothing for good: people release or void what it holds, and
 * what people have decided it never touches again.
 *
 * Orders to the boxes are named by the run and the place, so a run that broke off is repeated without harm. A run
 * counts only when all boxes have answered. The scorer is part of what was frozen at opening: after an upgrade an open
 * poll is still looked at, but nothing is held by rules that nobody knew when it opened.
 */
export class Examiner extends DurableObject<Env> {
  readonly #sql: SqlStorage
  #order: ExaminerOrder | null = null
  #underWay: Promise<ExaminerRun | null> | null = null

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
    this.#sql.exec(TABLES)
    this.#load()
  }

  #load(): void {
    const row = this.#sql.exec('select order_json from examiner').toArray()[0]
    this.#order = row ? (JSON.parse(row.order_json as string) as ExaminerOrder) : null
    // An alarm that died with its retries must not end the looking: waking arms again.
    if (this.#order) void this.#arm()
  }

  protected now(): Instant {
    return instant(Date.now())
  }

  /** Begins to look after a poll. Repeating it changes nothing. */
  async open(order: ExaminerOrder): Promise<void> {
    this.#sql.exec('insert or ignore into examiner values (1, ?)', JSON.stringify(order))
    this.#order ??= order
    await this.#arm()
  }

  /** Its rows as an archive of the campaign holds them, and back (O4). */
  archive(): ObjectArchive {
    return new ObjectArchive(this.ctx.storage, EXAMINER_SHAPE, () => this.#load())
  }

  /** Looks now. Whoever asks while a look is under way gets its result; null before the poll was opened. */
  async examine(): Promise<ExaminerRun | null> {
    this.#underWay ??= this.#look().finally(() => {
      this.#underWay = null
    })
    return this.#underWay
  }

  /** The latest look; null before the first. */
  latest(): ExaminerRun | null {
    return this.runs()[0] ?? null
  }

  /** The latest looks, newest first. */
  runs(): readonly ExaminerRun[] {
    return this.#sql.exec('select * from run order by number desc limit ?', RUNS_SHOWN).toArray().map(runOf)
  }

  override async alarm(): Promise<void> {
    let failed = false
    try {
      if (this.#due() <= this.now()) await this.examine()
    } catch (error) {
      failed = true
      console.error(JSON.stringify({ event: 'examination-failed', campaign: this.#order?.campaign, error: String(error) }))
    } finally {
      await this.#arm(failed ? TRY_AGAIN : 0)
    }
  }

  async #look(): Promise<ExaminerRun | null> {
    if (!this.#order) return null
    const { campaign, shards, scorer } = this.#order
    const started = Date.now()
    const at = this.now()
    const number = (this.#last()?.number ?? 0) + 1
    const examination = await Examination.of(this.env, { campaign, shards })
    const applied = scorer === SCORER
    const changes = applied ? examination.changes() : []
    let [held, released] = [0, 0]
    for (const { shard, place, kind, ballots } of changes) {
      const order: StatusChange = {
        id: `${SCORER}/${number}/${kind}/${place}`,
        kind,
        ballots,
        by: [SCORER],
        roles: [SCORER],
        settles: false,
      }
      const changed = await examination.box(shard).change(order)
      if (kind === 'hold') held += changed
      else released += changed
    }
    const regions = examination.regions(applied)
    await tallyOf(this.env, campaign).noteReported(number, {
      at,
      ...examination.reported(applied),
      apart: await examination.apart(applied),
      ...(regions ? { regions } : {}),
    })
    const run = { number, at, ballots: examination.size, held, released, scorer: SCORER, applied, ms: Date.now() - started }
    this.#sql.exec(
      'insert into run values (?, ?, ?, ?, ?, ?, ?, ?)',
      run.number,
      run.at,
      run.ballots,
      run.held,
      run.released,
      run.scorer,
      run.applied ? 1 : 0,
      run.ms,
    )
    return run
  }

  #last(): ExaminerRun | null {
    const row = this.#sql.exec('select * from run order by number desc limit 1').toArray()[0]
    return row ? runOf(row) : null
  }

  /** When it has to look next; never after the look that followed the close. */
  #due(): number {
    if (!this.#order) return Number.POSITIVE_INFINITY
    const { from, until } = this.#order.window
    const last = this.#last()?.at ?? from
    const final = after(until, LAST_LOOK)
    if (last >= final) return Number.POSITIVE_INFINITY
    return Math.min(after(Math.max(last, from) as Instant, HOUR), final)
  }

  async #arm(least = 0): Promise<void> {
    const due = this.#due()
    if (due === Number.POSITIVE_INFINITY) return
    // The platform keeps real time, whatever clock the rules are given.
    await this.ctx.storage.setAlarm(Date.now() + Math.max(least, due - this.now(), SECOND))
  }
}

const runOf = (row: Record<string, SqlStorageValue>): ExaminerRun => ({
  number: row.number as number,
  at: row.at as Instant,
  ballots: row.ballots as number,
  held: row.held as number,
  released: row.released as number,
  scorer: row.scorer as string,
  applied: row.applied === 1,
  ms: row.ms as number,
})
