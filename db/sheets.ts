import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { CampaignId, StaffId } from '../worker/rules/ids.ts'
import type { Marks, Sheet } from '../worker/rules/panel.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { panelMembers, panelSheets } from './schema/panels.ts'

/** The sheets of everybody who sits on a panel, or of one of them. Whoever was taken off has none here. */
export async function sheetsOf(db: Db, campaign: CampaignId, only?: StaffId): Promise<readonly Sheet[]> {
  const rows = await db
    .select({ sheet: panelSheets })
    .from(panelSheets)
    .innerJoin(
      panelMembers,
      and(eq(panelMembers.campaignId, panelSheets.campaignId), eq(panelMembers.staffId, panelSheets.staffId)),
    )
    .where(
      and(eq(panelSheets.campaignId, campaign), isNull(panelMembers.removedAt), only ? eq(panelSheets.staffId, only) : undefined),
    )
    .orderBy(asc(panelSheets.number), asc(panelSheets.staffId))
  return rows.map(({ sheet: { staffId, number, marks, note, recusal, revision, editedAt } }) => ({
    ...{ reviewer: staffId, number, marks, note, recusal, revision },
    at: editedAt,
  }))
}

/** Which sheet, by whom, and the revision that was seen; 0 where there was none. */
export interface SheetTurn {
  readonly campaign: CampaignId
  readonly reviewer: StaffId
  readonly number: number
  readonly revision: number
  readonly at: Instant
}

const KEY = [panelSheets.campaignId, panelSheets.staffId, panelSheets.number] as const
/** Only while its reviewer sits on the panel and has not handed in, and under the terms that were seen. */
const whileOpen = ({ campaign, reviewer }: SheetTurn, terms: number | null) =>
  sql`from panel_members m join panels p on p.campaign_id = m.campaign_id where m.campaign_id = ${campaign} and m.staff_id = ${reviewer}
    and m.removed_at is null and m.submitted_at is null and (${terms} is null or p.revision = ${terms})`

/** A row comes back when it was saved: the sheet is as it was seen, and its reviewer is not recused. */
export const writeSheet = (
  db: Db,
  turn: SheetTurn,
  { marks, note, complete, terms }: { marks: Marks; note: string; complete: boolean; terms: number },
) => {
  const { campaign, reviewer, number, revision, at } = turn
  return db
    .insert(panelSheets)
    .select(
      sql`select ${campaign}, ${reviewer}, ${number}, ${JSON.stringify(marks)}, ${note}, ${complete ? 1 : 0}, null, 1, ${at} ${whileOpen(turn, terms)}`,
    )
    .onConflictDoUpdate({
      target: [...KEY],
      set: { marks, note, complete, revision: revision + 1, editedAt: at },
      setWhere: sql`${panelSheets.revision} = ${revision} and ${panelSheets.recusal} is null`,
    })
    .returning({ revision: panelSheets.revision })
}

/** The reviewer stays out: marks are deleted in the same stroke, the note stays the reviewer's own. */
export const writeRecusal = (db: Db, turn: SheetTurn, recusal: string) => {
  const { campaign, reviewer, number, revision, at } = turn
  return db
    .insert(panelSheets)
    .select(sql`select ${campaign}, ${reviewer}, ${number}, '[]', '', 0, ${recusal}, 1, ${at} ${whileOpen(turn, null)}`)
    .onConflictDoUpdate({
      target: [...KEY],
      set: { marks: [], complete: false, recusal, revision: sql`${panelSheets.revision} + 1`, editedAt: at },
      setWhere: sql`${panelSheets.revision} = ${revision} and ${panelSheets.recusal} is null`,
    })
    .returning({ revision: panelSheets.revision })
}

/** The reviewer takes the recusal back; marks have to be given anew. */
export const dropRecusal = (db: Db, turn: SheetTurn) => {
  const { campaign, reviewer, number, revision, at } = turn
  return db
    .update(panelSheets)
    .set({ recusal: null, revision: sql`${panelSheets.revision} + 1`, editedAt: at })
    .where(
      and(
        eq(panelSheets.campaignId, campaign),
        eq(panelSheets.staffId, reviewer),
        eq(panelSheets.number, number),
        eq(panelSheets.revision, revision),
        isNotNull(panelSheets.recusal),
        sql`exists (select 1 ${whileOpen(turn, null)})`,
      ),
    )
    .returning({ revision: panelSheets.revision })
}
