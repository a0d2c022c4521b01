import { and, asc, count, eq, lt, sql, sum } from 'drizzle-orm'
import type { VoterClass } from '../../worker/rules/campaign.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { MOST_FAILURES } from '../../worker/rules/voting-code.ts'
import { countMiss } from '../codes.ts'
import type { Db } from '../open.ts'
import { rosterPeople } from './roster.ts'

export type RosterPerson = typeof rosterPeople.$inferSelect

const at = (campaign: CampaignId, personHash: string) =>
  and(eq(rosterPeople.campaignId, campaign), eq(rosterPeople.personHash, personHash))

/** Counts a try before it is made, as `tryCode` does; null when nobody of that name and number is there, or is locked. */
export async function tryPerson(db: Db, campaign: CampaignId, personHash: string): Promise<RosterPerson | null> {
  const [found] = await db.batch([
    db
      .update(rosterPeople)
      .set({ failures: sql`failures + 1` })
      .where(and(at(campaign, personHash), lt(rosterPeople.failures, MOST_FAILURES)))
      .returning(),
    countMiss(db, campaign),
  ])
  return found[0] ?? null
}

/** Takes back the try that was counted, since it was right, and notes that the person has been here. */
export const rightPerson = (db: Db, campaign: CampaignId, personHash: string) =>
  db.update(rosterPeople).set({ failures: sql`failures - 1`, used: 1 }).where(at(campaign, personHash))

/** The person behind a link, who from now on has been here; null when there is none. */
export async function personByLink(db: Db, campaign: CampaignId, linkHash: string): Promise<RosterPerson | null> {
  const meant = and(eq(rosterPeople.campaignId, campaign), eq(rosterPeople.linkHash, linkHash))
  const found = await db.select().from(rosterPeople).where(meant).get()
  if (found && found.used === 0) await db.update(rosterPeople).set({ used: 1 }).where(meant)
  return found ?? null
}

/** People of one unit and class: how many are on the list, and how many of them have been in. Never who. */
export interface RosterUse {
  readonly unit: string
  readonly voterClass: VoterClass
  readonly people: number
  readonly used: number
}

export const rosterUse = (db: Db, campaign: CampaignId): Promise<readonly RosterUse[]> =>
  db
    .select({
      unit: rosterPeople.unit,
      voterClass: rosterPeople.voterClass,
      people: count(),
      used: sum(rosterPeople.used).mapWith(Number),
    })
    .from(rosterPeople)
    .where(eq(rosterPeople.campaignId, campaign))
    .groupBy(rosterPeople.unit, rosterPeople.voterClass)
    .orderBy(asc(rosterPeople.unit), asc(rosterPeople.voterClass))
