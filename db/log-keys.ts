import { and, desc, eq, isNull, lte, sql } from 'drizzle-orm'
import type { CampaignId } from '../worker/rules/ids.ts'
import { type Instant, MINUTE } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { campaigns, milestones } from './schema/campaigns.ts'
import { logKeys } from './schema/log-orders.ts'

// Keys of the logs of a campaign, from the second on: ordered by an operator, entered in every log once the vote is over.

export interface OrderedKey {
  readonly campaign: CampaignId
  readonly number: number
  readonly shards: number
}

/** The number of the key that was ordered last, and whether every log has it; the first was never ordered. */
export async function latestKey(db: Db, campaign: CampaignId): Promise<{ readonly number: number; readonly entered: boolean }> {
  const row = await db
    .select({ number: logKeys.number, enteredAt: logKeys.enteredAt })
    .from(logKeys)
    .where(eq(logKeys.campaignId, campaign))
    .orderBy(desc(logKeys.number))
    .get()
  return row ? { number: row.number, entered: row.enteredAt !== null } : { number: 1, entered: true }
}

/** Orders the key after this one; nothing where another has been ordered since, or this one is still on its way. */
export const orderKey = (db: Db, { campaign, after, at }: { campaign: CampaignId; after: number; at: Instant }) =>
  db.insert(logKeys).select(sql`select ${campaign}, ${after + 1}, ${at}, null, null
    where ${after} = coalesce((select max(number) from log_keys where campaign_id = ${campaign}), 1)
      and not exists (select 1 from log_keys where campaign_id = ${campaign} and entered_at is null)`)

/** When to try: at once, but not before the close, and a minute after the last try. */
const due = sql<Instant>`max(${logKeys.orderedAt}, ${milestones.until}, coalesce(${logKeys.triedAt} + ${MINUTE}, 0))`

/** Those whose time to be entered, or to be tried again, has come. */
export const dueKeys = (db: Db, now: Instant): Promise<readonly OrderedKey[]> =>
  db
    .select({ campaign: logKeys.campaignId, number: logKeys.number, shards: campaigns.shards })
    .from(logKeys)
    .innerJoin(campaigns, eq(campaigns.id, logKeys.campaignId))
    .innerJoin(milestones, and(eq(milestones.campaignId, campaigns.id), eq(milestones.step, 'vote')))
    .where(and(isNull(logKeys.enteredAt), lte(due, now)))
    .limit(50)

/** When the next is to be entered or tried again; null when none waits. */
export async function nextKey(db: Db): Promise<Instant | null> {
  const row = await db
    .select({ at: sql<Instant | null>`min(${due})` })
    .from(logKeys)
    .innerJoin(milestones, and(eq(milestones.campaignId, logKeys.campaignId), eq(milestones.step, 'vote')))
    .where(isNull(logKeys.enteredAt))
    .get()
  return row?.at ?? null
}

const waiting = ({ campaign, number }: OrderedKey) =>
  and(eq(logKeys.campaignId, campaign), eq(logKeys.number, number), isNull(logKeys.enteredAt))

export const noteKeyTry = (db: Db, key: OrderedKey, at: Instant) => db.update(logKeys).set({ triedAt: at }).where(waiting(key))

/** Every log has it; said twice it stands as it was said first. */
export const keyEntered = (db: Db, key: OrderedKey, at: Instant) => db.update(logKeys).set({ enteredAt: at }).where(waiting(key))
