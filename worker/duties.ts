import { auditLine } from '../db/audit.ts'
import { settleByNotice } from '../db/decision-writes.ts'
import { dueNotices, markAnnounced, nextDueNotice } from '../db/notice-writes.ts'
import { type Db, openDb } from '../db/open.ts'
import { carryOutCases, nextCaseTry } from './case-boxes.ts'
import { deleteDue, nextDeletion } from './delete-due.ts'
import type { Env } from './env.ts'
import { enterCorrections, enterKeys, nextEntry } from './log-orders.ts'
import { forgetAll } from './memo.ts'
import { emptyCache } from './page-cache.ts'
import { nextAppealPurge, purgeAppeals } from './purge-appeals.ts'
import { nextPurge, purgeDue } from './purge-objections.ts'
import { nextPaperPurge, purgePapers } from './purge-papers.ts'
import { nextSamplePurge, purgeSamples } from './purge-samples.ts'
import type { Instant } from './rules/time.ts'

/** Something that is set for moments: what is due is carried out, and the next moment named. Repeating it is harmless. */
export interface Duty {
  carryOut(db: Db, now: Instant, env: Env): Promise<{ readonly done: number }>
  next(db: Db, env: Env): Promise<Instant | null>
}

/**
 * A scheduled notice is before readers as soon as its moment has come, whoever wakes; what is left to do is the line in
 * the log, once, with the moment that was set.
 */
const publishNotices: Duty = {
  async carryOut(db, now) {
    const due = await dueNotices(db, now)
    for (const { id, title, publishAt } of due)
      await db.batch([
        markAnnounced(db, id, now),
        auditLine(
          db,
          { role: 'agenda' },
          { at: now, event: { kind: 'notice-published', notice: id, title, at: publishAt as Instant } },
        ),
        settleByNotice(db, id),
        auditLine(db, { role: 'agenda' }, { at: now, event: { kind: 'outcomes-set', notice: id, title, shown: true } }),
      ])
    return { done: due.length }
  },
  next: nextDueNotice,
}

/** What objectors wrote goes when its time is over (law 9). */
const purgeObjections: Duty = {
  carryOut: async (db, now, env) => ({ done: await purgeDue({ db, files: env.FILES }, now) }),
  next: nextPurge,
}

/** What two people decided about ballots reaches every box, also one that did not answer at the time. */
const writeCases: Duty = {
  carryOut: async (db, now, env) => ({ done: await carryOutCases(env, db, now) }),
  next: nextCaseTry,
}

/** What voters wrote in appeals goes when its time is over (law 9). */
const purgeAppealTexts: Duty = {
  carryOut: async (db, now) => ({ done: await purgeAppeals(db, now) }),
  next: nextAppealPurge,
}

/** Rows of single ballots on the sheets of cases go with the signals they were made of. */
const purgeCaseSamples: Duty = {
  carryOut: async (db, now, env) => ({ done: await purgeSamples(env, db, now) }),
  next: (db, env) => nextSamplePurge(env, db),
}

/** Papers of nominees go when their time is over, from the store and from the database. */
const purgeDossierPapers: Duty = {
  carryOut: async (db, now, env) => ({ done: await purgePapers({ db, files: env.FILES }, now) }),
  next: nextPaperPurge,
}

/** What has been kept long enough goes, with a record (law 9). */
const deleteKept: Duty = {
  carryOut: async (db, now, env) => ({ done: await deleteDue(env, db, now) }),
  next: (db, env) => nextDeletion(env, db),
}

/** Corrections and new keys reach the logs they belong in, once those are closed. */
const writeLogs: Duty = {
  carryOut: async (db, now, env) => ({ done: (await enterKeys(env, db, now)) + (await enterCorrections(env, db, now)) }),
  next: nextEntry,
}

const DUTIES: readonly Duty[] = [
  publishNotices,
  purgeObjections,
  writeCases,
  writeLogs,
  purgeAppealTexts,
  purgeCaseSamples,
  purgeDossierPapers,
  deleteKept,
]

/** Carries out everything that is due; says when to come again, null when nothing is set. */
export async function carryOut(env: Env, now: Instant): Promise<Instant | null> {
  const db = openDb(env.DB)
  let next: Instant | null = null
  for (const duty of DUTIES) {
    const { done } = await duty.carryOut(db, now, env)
    if (done > 0) {
      forgetAll()
      emptyCache()
    }
    const at = await duty.next(db, env)
    if (at !== null && (next === null || at < next)) next = at
  }
  return next
}
