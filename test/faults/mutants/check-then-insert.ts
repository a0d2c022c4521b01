import type { Env } from '../../../worker/env.ts'
import { BallotBox as RealBox } from '../../../worker/objects/ballot-box.ts'

// The real Worker, but for its ballot box.
export * from '../../../worker/index.ts'
export { default } from '../../../worker/index.ts'

/**
 * Planted bug: looks whether the voter has a ballot, waits, and then inserts, and no unique key has the last word. Two
 * requests of one voter that meet both find nothing.
 */
export class BallotBox extends RealBox {
  constructor(ctx: DurableObjectState, env: Env) {
    // Comes before the real table and takes its name, without its key.
    ctx.storage.sql.exec(
      `create table if not exists ballot (seq integer primary key, dk blob not null, key text not null, at integer not null,
       choices text not null, level text not null, unit text, status text not null, reason text, checked text not null,
       nonce blob not null, leaf blob not null) strict`,
    )
    ctx.storage.sql.exec('create index if not exists ballot_dk on ballot (dk)')
    super(ctx, env)
  }

  override async cast(cast: Parameters<RealBox['cast']>[0]): ReturnType<RealBox['cast']> {
    const earlier = this.recorded(cast.voter, cast.key, cast.choices)
    if (earlier) return earlier
    await scheduler.wait(1)
    return super.cast(cast)
  }
}
