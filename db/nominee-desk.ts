import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { CampaignId } from '../worker/rules/ids.ts'
import type { DeskFile, DeskRow } from '../worker/rules/nominee-desk.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { nominees } from './schema/nominees.ts'
import { staff } from './schema/staff.ts'

// What staff read of nominees while they write them. Writing is in nominee-edits.ts.

const ROW = {
  number: nominees.number,
  category: nominees.category,
  name: nominees.name,
  unit: nominees.unit,
  post: nominees.post,
  brief: nominees.brief,
  deeds: sql<number>`length(${nominees.deeds})`,
  honours: nominees.honours,
  photo: sql<string | null>`substr(${nominees.photo}, 1, 8)`,
  withdrawn: nominees.withdrawnReason,
  revision: nominees.revision,
}

interface Part {
  readonly limit?: number
  readonly offset?: number
  readonly numbers?: readonly number[]
}

const among = (numbers: readonly number[]) =>
  inArray(nominees.number, sql`(select value from json_each(${JSON.stringify(numbers)}))`)

/** Nominees as rows of the desk's table, in the order readers see; all of them, a page, or those with these numbers. */
export const deskRows = (
  db: Db,
  campaign: CampaignId,
  { limit = -1, offset = 0, numbers }: Part = {},
): Promise<readonly DeskRow[]> =>
  db
    .select(ROW)
    .from(nominees)
    .where(and(eq(nominees.campaignId, campaign), numbers && among(numbers)))
    .orderBy(asc(nominees.position))
    .limit(limit)
    .offset(offset)
    .all()

/** What a change is judged against: who is on the list, without what is written about them. */
export interface DeskLine {
  readonly number: number
  readonly category: string
  readonly name: string
  readonly unit: string
  readonly revision: number
  readonly editedAt: Instant | null
}

export const deskLines = (db: Db, campaign: CampaignId): Promise<readonly DeskLine[]> =>
  db
    .select({
      number: nominees.number,
      category: nominees.category,
      name: nominees.name,
      unit: nominees.unit,
      revision: nominees.revision,
      editedAt: nominees.editedAt,
    })
    .from(nominees)
    .where(eq(nominees.campaignId, campaign))
    .orderBy(asc(nominees.position))
    .all()

/** These nominees whole, with the name of who changed each last. */
export async function deskFiles(db: Db, campaign: CampaignId, numbers: readonly number[]): Promise<readonly DeskFile[]> {
  const rows = await db
    .select({
      ...ROW,
      deeds: nominees.deeds,
      position: nominees.position,
      withdrawnAt: nominees.withdrawnAt,
      editedBy: staff.name,
      editedAt: nominees.editedAt,
    })
    .from(nominees)
    .leftJoin(staff, eq(staff.id, nominees.editedBy))
    .where(and(eq(nominees.campaignId, campaign), among(numbers)))
    .orderBy(asc(nominees.position))
    .all()
  return rows
}

/** Numbers of those who have papers; what these are is told elsewhere, to those who may know. */
export async function numbersWithPapers(db: Db, campaign: CampaignId): Promise<readonly number[]> {
  const wanted = sql`select distinct number from dossier_papers where campaign_id = ${campaign} order by number`
  return (await db.all<{ number: number }>(wanted)).map(({ number }) => number)
}
