import { type StatusChange, standingAfter } from '../rules/standing.ts'
import { type Mutable, recountInto, type Tally } from '../rules/tally.ts'
import type { Instant } from '../rules/time.ts'
import type { Moved, StandingTable } from './standing-table.ts'

export interface Changed {
  /** How many ballots the change has moved, now or when it was first made. */
  readonly changed: number
  /** Absent when the change had been made before. */
  readonly tally?: Tally
  /** What it has moved now. */
  readonly moved?: readonly Moved[]
}

/**
 * Makes a change of standing, in a transaction of the caller's. The tally it starts from is left as it is, so that a
 * rolled-back change leaves no trace; the one it answers with is as if every ballot had always stood so.
 */
export function makeChange(table: StandingTable, tally: Tally, order: StatusChange, now: Instant): Changed {
  const made = table.changeMade(order.id)
  if (made !== null) return { changed: made }
  const recounted: Mutable<Tally> = structuredClone(tally)
  const moved: Moved[] = []
  for (const { seq, reasons } of order.ballots) {
    const ballot = table.seen(seq)
    const status = ballot && standingAfter(order.kind, ballot, order.settles)
    if (!ballot || !status) continue
    // A ballot that was held keeps its reasons, whoever looks at it again.
    const why = ballot.reasons.length > 0 ? ballot.reasons : reasons
    const after = { status, reasons: status === 'counted' ? [] : why }
    table.setStanding(seq, { ...after, settled: ballot.settled || order.settles })
    recountInto(recounted, ballot, after)
    moved.push({ seq, reasons: after.reasons, was: ballot.reasons })
  }
  table.noteChange(order, now, moved)
  return { changed: moved.length, tally: recounted, moved }
}
