import { DurableObject } from 'cloudflare:workers'
import { carryOut } from '../duties.ts'
import type { Env } from '../env.ts'
import { type Instant, instant, MINUTE } from '../rules/time.ts'

/**
 * Wakes when something that was set for a moment is due. It holds no work of its own: on waking it asks the duties
 * (worker/duties.ts) to carry out whatever D1 says is due, and sleeps until the next. So an alarm that comes late,
 * twice or for nothing does no harm, and one that was lost is made good by the next.
 */
export class Agenda extends DurableObject<Env> {
  /** How often it was told of a moment; while it reads D1 there may be one that it has not read. */
  #told = 0

  protected now(): Instant {
    return instant(Date.now())
  }

  /** Something is due at this moment. May be repeated; a later moment never puts off an earlier one. */
  async wake(at: Instant): Promise<void> {
    this.#told += 1
    const due = Date.now() + Math.max(0, at - this.now())
    const armed = await this.ctx.storage.getAlarm()
    if (armed === null || due < armed) await this.ctx.storage.setAlarm(due)
  }

  override async alarm(): Promise<void> {
    const told = this.#told
    // The platform repeats an alarm that throws only a few times; this one must come back until D1 answers.
    await this.ctx.storage.setAlarm(Date.now() + MINUTE)
    const next = await carryOut(this.env, this.now())
    // Told of something meanwhile: the alarm of a minute, or the earlier one that was set for it, looks again.
    if (this.#told !== told) return
    if (next === null) await this.ctx.storage.deleteAlarm()
    else await this.ctx.storage.setAlarm(Date.now() + Math.max(1000, next - this.now()))
  }
}
