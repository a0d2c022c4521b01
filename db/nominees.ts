import { and, eq } from 'drizzle-orm'
import type { CampaignId } from '../worker/rules/ids.ts'
import type { NomineeProfile } from '../worker/rules/nominee.ts'
import type { Db } from './open.ts'
import { nominees } from './schema/nominees.ts'

/** Everything public about one nominee; null when the number is not taken. */
export async function nomineeByNumber(db: Db, campaign: CampaignId, number: number): Promise<NomineeProfile | null> {
  const { category, name, unit, post, brief, deeds, honours, initials, photo, outcome, withdrawnReason } = nominees
  const row = await db
    .select({ category, name, unit, post, brief, deeds, honours, initials, photo, outcome, withdrawn: withdrawnReason })
    .from(nominees)
    .where(and(eq(nominees.campaignId, campaign), eq(nominees.number, number)))
    .get()
  if (!row) return null
  const { photo: picture, ...profile } = row
  return { number, ...profile, hasPhoto: picture !== null }
}

/** The content hash of a nominee's picture; null when there is no nominee or no picture. */
export async function photoOf(db: Db, campaign: CampaignId, number: number): Promise<string | null> {
  const row = await db
    .select({ photo: nominees.photo })
    .from(nominees)
    .where(and(eq(nominees.campaignId, campaign), eq(nominees.number, number)))
    .get()
  return row?.photo ?? null
}
