import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../env.ts'
import { logLine } from '../log-line.ts'

/** How long a count may wait before it is shown, in milliseconds. */
const FLUSH_AFTER = 15_000

/**
 * Counts how often notices were opened (N2). The page asks for a picture that is never cached, so a count is an opened
 * page; a short-lived cookie keeps a reload from counting again. Counts are gathered here and told to D1 as absolute
 * numbers by an alarm: a notice read by ten thousand people is one row written every few seconds.
 */
export class ViewCounter extends DurableObject<Env> {
  readonly #sql: SqlStorage
  readonly #changed = new Set<string>()
  #armed = false

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
    this.#sql.exec(
      'create table if not exists views (notice text primary key, views integer not null, told integer not null default 0) strict',
    )
    for (const row of this.#sql.exec('select notice from views where told < views')) this.#changed.add(row.notice as string)
    if (this.#changed.size > 0) this.#arm()
  }

  /** Counts one opened page. */
  opened(notice: string): void {
    this.#sql.exec('insert into views (notice, views) values (?, 1) on conflict (notice) do update set views = views + 1', notice)
    this.#changed.add(notice)
    this.#arm()
  }

  /** Counts on from a number that was reached on another site. Repeating it is harmless. */
  countFrom(notice: string, views: number): void {
    this.#sql.exec(
      `insert into views (notice, views, told) values (?1, ?2, ?2)
       on conflict (notice) do update set views = max(views, excluded.views)`,
      notice,
      views,
    )
  }

  override async alarm(): Promise<void> {
    this.#armed = false
    const waiting = [...this.#changed].slice(0, 50)
    const rows = waiting.map(notice => ({
      notice,
      views: this.#sql.exec('select views from views where notice = ?', notice).one().views as number,
    }))
    try {
      await this.env.DB.batch(
        rows.map(({ notice, views }) =>
          this.env.DB.prepare(
            'insert into notice_views values (?, ?) on conflict (notice_id) do update set views = max(views, excluded.views)',
          ).bind(notice, views),
        ),
      )
      for (const { notice, views } of rows) {
        this.#sql.exec('update views set told = ? where notice = ?', views, notice)
        if (this.#sql.exec('select views from views where notice = ?', notice).one().views === views) this.#changed.delete(notice)
      }
    } catch (error) {
      logLine('views-not-told', { error: String(error) })
    }
    if (this.#changed.size > 0) this.#arm()
  }

  #arm(): void {
    if (this.#armed) return
    this.#armed = true
    void this.ctx.storage.setAlarm(Date.now() + FLUSH_AFTER)
  }
}
