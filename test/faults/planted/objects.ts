import type { Env } from '../../../worker/env.ts'
import { BallotBox as RealBox } from '../../../worker/objects/ballot-box.ts'
import { TallyBoard as RealTally } from '../../../worker/objects/tally-board.ts'
import { meets } from './alarms.ts'
import { through } from './database.ts'
import { pass } from './points.ts'

/** What a fault may set for its run beside what the site knows. */
type PlantedEnv = Env & { readonly PLANTED_HURRY?: string }
/** With PLANTED_HURRY alarms come this soon, in milliseconds: who kills at every one of them does not wait for the clock. */
const SOON = 50

/** Lays hooks around what a box asks of its storage. */
function hooked(ctx: DurableObjectState, { PLANTED_HURRY }: PlantedEnv): DurableObjectState {
  const { storage } = ctx
  const { sql } = storage
  const [exec, transactionSync, setAlarm] = [sql.exec, storage.transactionSync, storage.setAlarm]
  const put = (target: object, name: string, value: unknown) => Object.defineProperty(target, name, { value })
  put(sql, 'exec', (text: string, ...values: SqlStorageValue[]) => {
    if (text.includes('into checkpoint') && meets('checkpoint')) throw new Error('planted: the disk is full')
    const cursor = exec.call(sql, text, ...values)
    if (text.includes('insert into ballot')) pass('first-row')
    if (text.includes('into checkpoint')) pass('checkpoint-saved')
    return cursor
  })
  put(storage, 'transactionSync', (act: () => unknown) =>
    transactionSync.call(storage, () => {
      const done = act()
      pass('before-commit')
      return done
    }),
  )
  put(storage, 'setAlarm', (at: number) => {
    const set = setAlarm.call(storage, PLANTED_HURRY ? Math.min(at, Date.now() + SOON) : at)
    pass('alarm-set')
    return set
  })
  return ctx
}

export class BallotBox extends RealBox {
  constructor(ctx: DurableObjectState, env: Env) {
    super(hooked(ctx, env), through(env))
  }

  override async cast(cast: Parameters<RealBox['cast']>[0]): ReturnType<RealBox['cast']> {
    pass('cast-arrived')
    const answer = await super.cast(cast)
    // On disk now, and nobody knows.
    await this.ctx.storage.sync()
    pass('before-answer')
    return answer
  }

  protected override record(batch: Parameters<RealBox['record']>[0]): ReturnType<RealBox['record']> {
    pass('commit-begins')
    const answers = super.record(batch)
    pass('after-commit')
    return answers
  }

  override async alarm(): Promise<void> {
    pass('alarm-begins')
    if (meets('throws')) throw new Error('planted: the alarm fails')
    if (meets('gone')) return this.ctx.storage.deleteAlarm()
    await super.alarm()
    pass('alarm-told')
  }
}

export class TallyBoard extends RealTally {
  override accept(snapshot: Parameters<RealTally['accept']>[0]): void {
    pass('tally-accepts')
    super.accept(snapshot)
    pass('tally-accepted')
  }
}
