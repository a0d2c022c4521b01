import type { BatchItem } from 'drizzle-orm/batch'
import { auditLine } from '../db/audit.ts'
import { type Deletion, noteDeletedElsewhere, noteDeletion } from '../db/deletions.ts'
import type { Db } from '../db/open.ts'
import {
  deleteCodes,
  deleteNomineePapers,
  deleteRoster,
  deleteSalt,
  type KeyedCampaign,
  keepCodeUse,
  overwriteSalt,
  SITE_RESTS,
} from '../db/private/retention.ts'
import type { Env } from './env.ts'
import { boxOf } from './objects/names.ts'
import { keysDue, SITE_RULES, siteDue } from './retention.ts'
import type { CampaignId } from './rules/ids.ts'
import { keptFor, type RetentionRule } from './rules/retention.ts'
import { after, type Instant } from './rules/time.ts'

const AGENDA = { role: 'agenda' } as const
/** Some thousands of ballots a turn: enough for any box. */
const MOST_TURNS = 500
/** Polls whose keys go in one turn of the agenda; the others have theirs the next time. */
const POLLS_AT_ONCE = 3

/**
 * Deletes what has been kept long enough (law 9). Every deletion leaves a record and a line in the log in the batch in which
 * it happens. Repeating it finds nothing and leaves nothing. Answers how many rules had something to delete.
 */
export async function deleteDue(env: Env, db: Db, now: Instant): Promise<number> {
  let done = 0
  const polls = (await keysDue(env, db)).filter(({ due }) => due <= now)
  for (const poll of polls.slice(0, POLLS_AT_ONCE)) done += await deleteKeys(env, db, { poll, now })
  for (const rule of SITE_RULES) {
    const due = await siteDue(db, rule)
    if (due === null || due > now) continue
    const statements = SITE_RESTS[rule].remove(db, after(now, -keptFor(rule)))
    await sendAll(db, [...statements, ...recorded(db, { rule, subject: 'site', dueAt: due, at: now })])
    done += 1
  }
  return done
}

/** When the next deletion is due; null when nothing is kept that will be. */
export async function nextDeletion(env: Env, db: Db): Promise<Instant | null> {
  const moments = (await keysDue(env, db)).map(({ due }) => due)
  for (const rule of SITE_RULES) {
    const due = await siteDue(db, rule)
    if (due !== null) moments.push(due)
  }
  return moments.length === 0 ? null : (Math.min(...moments) as Instant)
}

interface DuePoll {
  readonly poll: KeyedCampaign & { readonly due: Instant }
  readonly now: Instant
}

/** The boxes first: what fails there is done the next time, because the salt that marks the poll is still there. */
async function deleteKeys(env: Env, db: Db, { poll, now }: DuePoll): Promise<number> {
  const { campaign, due } = poll
  let ballots = 0
  for (let shard = 0; shard < poll.shards; shard++) ballots += await emptyBox(env, { campaign, shard, due })
  const of = (rule: RetentionRule): Deletion => ({ rule, subject: campaign, dueAt: due, at: now })
  await sendAll(db, [
    noteDeletedElsewhere(db, of('signals'), ballots),
    lineOf(db, of('signals')),
    keepCodeUse(db, campaign),
    deleteCodes(db, campaign),
    ...recorded(db, of('voting-codes')),
    deleteRoster(db, campaign),
    ...recorded(db, of('roster')),
    deleteNomineePapers(db, campaign),
    ...recorded(db, of('nominee-papers')),
    overwriteSalt(db, campaign),
    deleteSalt(db, campaign),
    ...recorded(db, of('voter-keys')),
  ])
  return 1
}

/** Answers how many ballots lie in the box. */
async function emptyBox(
  env: Env,
  { campaign, shard, due }: { campaign: CampaignId; shard: number; due: Instant },
): Promise<number> {
  let left: Instant | null = due
  for (let turn = 0; left !== null && turn < MOST_TURNS; turn++) left = await boxOf(env, campaign, shard).forgetSignals(due)
  // A box goes by its own clock: one that says it is too early is asked again the next time.
  if (left !== null || !(await boxOf(env, campaign, shard).destroyKey()))
    throw new Error(`${campaign}/${shard} says it is too early`)
  const { counted, held, void: voided } = (await boxOf(env, campaign, shard).snapshot()).tally.ballots
  return counted + held + voided
}

const lineOf = (db: Db, { rule, subject, at }: Deletion) =>
  auditLine(db, AGENDA, {
    at,
    event: { kind: 'retention-deleted', campaign: subject === 'site' ? null : (subject as CampaignId), rule },
  })

/** The record and the line, right after the statement that deletes. */
const recorded = (db: Db, deletion: Deletion) => [noteDeletion(db, deletion), lineOf(db, deletion)] as const

const sendAll = (db: Db, statements: readonly BatchItem<'sqlite'>[]) =>
  db.batch(statements as [BatchItem<'sqlite'>, ...BatchItem<'sqlite'>[]])
