import { auditLine } from '../../db/audit.ts'
import { settleByNotice } from '../../db/decision-writes.ts'
import { deskNoticeById } from '../../db/notice-desk.ts'
import { approve, publish, unschedule } from '../../db/notice-writes.ts'
import type { Deps } from '../deps.ts'
import { enterCorrections } from '../log-orders.ts'
import { forgetAll } from '../memo.ts'
import { checkNotice } from '../notice-check.ts'
import { agendaOf } from '../objects/names.ts'
import { emptyCache } from '../page-cache.ts'
import { type DeskNotice, mayApprove } from '../rules/notice-desk.ts'
import type { Staff } from '../rules/roles.ts'
import { after, type Instant, SECOND } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { stale } from './save-notice.ts'

const SLACK = 5 * SECOND

export interface Publishing {
  /** The revision that was read and checked. */
  readonly revision: number
  /** When readers are to see it; null for now. */
  readonly at: Instant | null
  /** Why what looks like personal data may stay; empty where nothing was found. */
  readonly reason: string
}

/**
 * Puts a notice before its readers, now or at a moment to come, if nothing stands against it. Repeating it is harmless:
 * what is published stays published at its first moment, and the log has one line. The Agenda is told before the fact
 * is written, since a call for nothing costs nothing and a missing one would leave the log without its line.
 */
export async function publishNotice(
  deps: Deps,
  actor: Staff,
  notice: DeskNotice,
  { revision, at, reason }: Publishing,
): Promise<Verdict<{ at: Instant }>> {
  if (notice.publishAt !== null) return accept({ at: notice.publishAt })
  if (notice.revision !== revision) return refuse(stale(notice))
  const now = deps.now()
  const moment = at === null || at <= now ? now : at
  const { flaws, finds } = await checkNotice(deps, notice, moment)
  if (flaws.length > 0) return refuse({ code: 'not-ready', missing: flaws })
  if (finds.length > 0 && reason.trim() === '') return refuse({ code: 'personal-data-found', count: finds.length })
  if (moment > now) await agendaOf(deps.env).wake(moment)
  // A correction goes into the log of its campaign: below, or by the Agenda, which comes after what is written here.
  const logged = notice.kind === 'correction'
  if (logged) await agendaOf(deps.env).wake(after(moment, SLACK))
  const { id, title, approved } = notice
  const kind = moment > now ? 'notice-scheduled' : 'notice-published'
  await deps.db.batch([
    publish(deps.db, { id, revision, at: moment, now, approved: approved?.id ?? null }),
    auditLine(deps.db, actor, { at: now, event: { kind, notice: id, title, at: moment } }),
    ...(finds.length > 0
      ? [
          auditLine(deps.db, actor, {
            at: now,
            event: { kind: 'masking-overridden' as const, notice: id, found: finds.length, reason },
          }),
        ]
      : []),
    // Where it is the result notice of a decision, the public pages show the results from the same moment.
    settleByNotice(deps.db, id),
    auditLine(deps.db, actor, { at: now, event: { kind: 'outcomes-set', notice: id, title, shown: true } }),
  ])
  if (logged) await enterCorrections(deps.env, deps.db, now)
  refresh()
  const stands = await deskNoticeById(deps.db, id)
  if (!stands) return refuse({ code: 'not-found' })
  return stands.publishAt === null ? refuse(stale(stands)) : accept({ at: stands.publishAt })
}

/** Takes a scheduled notice back among the drafts. Repeating it, or coming after its moment, changes nothing. */
export async function unscheduleNotice(deps: Deps, actor: Staff, { id, title }: DeskNotice): Promise<void> {
  const now = deps.now()
  await deps.db.batch([
    unschedule(deps.db, id, now),
    auditLine(deps.db, actor, { at: now, event: { kind: 'notice-unscheduled', notice: id, title } }),
  ])
  refresh()
}

/** A second person agrees to the very revision that was read. Repeating it changes nothing. */
export async function approveNotice(deps: Deps, actor: Staff, notice: DeskNotice, revision: number): Promise<Verdict<null>> {
  if (notice.revision !== revision) return refuse(stale(notice))
  if (!mayApprove(notice, actor.id)) return refuse({ code: 'not-ready', missing: ['审核须由起草和修改以外的另一位同事进行'] })
  const at = deps.now()
  await deps.db.batch([
    approve(deps.db, { id: notice.id, revision, by: actor.id, at }),
    auditLine(deps.db, actor, { at, event: { kind: 'notice-approved', notice: notice.id, title: notice.title } }),
  ])
  return accept(null)
}

/** Readers see what has changed at once. */
export function refresh(): void {
  forgetAll()
  emptyCache()
}
