import { boxesWritten, noteTry, noteWritten, type Unwritten, unwrittenCases } from '../db/case-writes.ts'
import type { Db } from '../db/open.ts'
import type { Env } from './env.ts'
import { logLine } from './log-line.ts'
import { boxOf } from './objects/names.ts'
import { byBox, readPlaces } from './rules/ballot-places.ts'
import { ORDERS } from './rules/case-decision.ts'
import type { CaseId } from './rules/ids.ts'
import { after, type Instant, MINUTE } from './rules/time.ts'

/** From one try to the next, where a box did not answer. */
const TRY_AGAIN = MINUTE

/**
 * Has the boxes carry out what two people decided. A box knows an order by the case and does it once, so this may be
 * repeated, and what a crash cut off is finished by whoever comes next: the page, the button, the Agenda. A box that does
 * not answer is left for the next time and keeps nobody else waiting. Answers how many boxes have carried out.
 */
export async function carryOutCase(env: Env, db: Db, one: Unwritten, now: Instant): Promise<number> {
  await noteTry(db, one.id, now)
  const done = await boxesWritten(db, one.id)
  let carried = 0
  for (const [shard, seqs] of byBox(readPlaces(one.ballots))) {
    if (done.includes(shard)) continue
    try {
      const moved = await orderBox(env, one, { shard, seqs })
      await noteWritten(db, { id: one.id, shard, moved, at: now })
      carried += 1
    } catch (error) {
      logLine('case-not-written', { case: one.id, shard, error: String(error) })
    }
  }
  return carried
}

/** How many ballots the box moved, now or when it was told before. Each keeps the reasons for which it was held. */
async function orderBox(
  env: Env,
  { id, campaign, verdict, proposedBy, decidedBy, proposedRole, decidedRole }: Unwritten,
  { shard, seqs }: { shard: number; seqs: readonly number[] },
): Promise<number> {
  const ballots = seqs.map(seq => ({ seq, reasons: [] }))
  const decided = { by: [proposedBy, decidedBy], roles: [proposedRole, decidedRole], settles: true }
  let moved = 0
  for (const kind of ORDERS[verdict]) {
    const order = { id: `${id}/${kind}`, kind, ballots, ...decided }
    moved += await boxOf(env, campaign, shard).change(order)
  }
  return moved
}

/** Decisions of which some box knows nothing, when it is time to try again. Answers how many boxes have carried out. */
export async function carryOutCases(env: Env, db: Db, now: Instant): Promise<number> {
  let carried = 0
  for (const one of await unwrittenCases(db, null))
    if (after(one.triedAt, TRY_AGAIN) <= now) carried += await carryOutCase(env, db, one, now)
  return carried
}

/** When to try again; null when every box knows of every decision. */
export async function nextCaseTry(db: Db): Promise<Instant | null> {
  const [first] = await unwrittenCases(db, null)
  return first ? after(first.triedAt, TRY_AGAIN) : null
}

/** Carries out one decision, whenever it was last tried. */
export async function carryOutNow(env: Env, db: Db, id: CaseId, now: Instant): Promise<void> {
  for (const one of await unwrittenCases(db, id)) await carryOutCase(env, db, one, now)
}
