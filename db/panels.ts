import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { CampaignId, StaffId } from '../worker/rules/ids.ts'
import type { Panel, PanelTerms } from '../worker/rules/panel.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { panelMembers, panelSheets, panels } from './schema/panels.ts'
import { staff } from './schema/staff.ts'

/** Null where the campaign has none yet. */
export async function panelOf(db: Db, campaign: CampaignId): Promise<Panel | null> {
  const [[row], members, [marks]] = await db.batch([
    db
      .select({ panel: panels, by: staff.name })
      .from(panels)
      .leftJoin(staff, eq(staff.id, panels.editedBy))
      .where(eq(panels.campaignId, campaign)),
    db
      .select({
        id: panelMembers.staffId,
        name: sql<string>`coalesce(${staff.name}, ${panelMembers.staffId})`,
        addedAt: panelMembers.addedAt,
        submittedAt: panelMembers.submittedAt,
        revision: panelMembers.revision,
      })
      .from(panelMembers)
      .leftJoin(staff, eq(staff.id, panelMembers.staffId))
      .where(and(eq(panelMembers.campaignId, campaign), isNull(panelMembers.removedAt)))
      .orderBy(asc(panelMembers.addedAt), asc(panelMembers.staffId)),
    db
      .select({ given: sql<number>`count(*)` })
      .from(panelSheets)
      .where(and(eq(panelSheets.campaignId, campaign), sql`${panelSheets.marks} <> '[]'`)),
  ])
  if (!row) return null
  const { criteria, blind, categories, revision, editedAt, editedBy } = row.panel
  const fixed = (marks?.given ?? 0) > 0
  return { criteria, blind, categories, revision, editedAt, editedBy: row.by ?? editedBy, fixed, members }
}

/** The campaigns on whose panels this person sits. */
export async function seatsOf(db: Db, reviewer: StaffId): Promise<ReadonlySet<CampaignId>> {
  const rows = await db
    .select({ campaign: panelMembers.campaignId })
    .from(panelMembers)
    .where(and(eq(panelMembers.staffId, reviewer), isNull(panelMembers.removedAt)))
  return new Set(rows.map(({ campaign }) => campaign))
}

/** Reviewers with an account who do not sit on this panel. */
export const reviewersFree = (
  db: Db,
  campaign: CampaignId,
): Promise<readonly { readonly id: StaffId; readonly name: string }[]> =>
  db
    .select({ id: staff.id, name: staff.name })
    .from(staff)
    .where(
      and(
        eq(staff.role, 'reviewer'),
        isNull(staff.disabledAt),
        sql`not exists (select 1 from panel_members m where m.campaign_id = ${campaign} and m.staff_id = ${staff.id} and m.removed_at is null)`,
      ),
    )
    .orderBy(asc(staff.name))

export interface PanelSave {
  readonly campaign: CampaignId
  readonly terms: PanelTerms
  /** The revision the form was made from; 0 where there was no panel. */
  readonly revision: number
  readonly by: StaffId
  readonly at: Instant
}

/** A row comes back when it was saved: nobody has saved since, and nobody has given a mark. */
export const writePanel = (db: Db, { campaign, terms, revision, by, at }: PanelSave) =>
  db
    .insert(panels)
    .values({ campaignId: campaign, ...terms, revision: 1, editedBy: by, editedAt: at })
    .onConflictDoUpdate({
      target: panels.campaignId,
      set: { ...terms, revision: revision + 1, editedBy: by, editedAt: at },
      setWhere: sql`${panels.revision} = ${revision} and not exists (select 1 from panel_sheets s where s.campaign_id = ${campaign} and s.marks <> '[]')`,
    })
    .returning({ revision: panels.revision })

export interface Seat {
  readonly campaign: CampaignId
  readonly reviewer: StaffId
  readonly by: StaffId
  readonly at: Instant
}

/** Seats a reviewer, also one who was taken off before; nobody else than a reviewer whose account is open. */
export const seatReviewer = (db: Db, { campaign, reviewer, by, at }: Seat) =>
  db
    .insert(panelMembers)
    .select(
      sql`select ${campaign}, id, ${by}, ${at}, null, null, 1 from staff where id = ${reviewer} and role = 'reviewer' and disabled_at is null
        and exists (select 1 from panels p where p.campaign_id = ${campaign})`,
    )
    .onConflictDoUpdate({
      target: [panelMembers.campaignId, panelMembers.staffId],
      set: { addedBy: by, addedAt: at, removedAt: null, revision: sql`${panelMembers.revision} + 1` },
      setWhere: isNotNull(panelMembers.removedAt),
    })
    .returning({ id: panelMembers.staffId })

const seated = (campaign: CampaignId, reviewer: StaffId) =>
  and(eq(panelMembers.campaignId, campaign), eq(panelMembers.staffId, reviewer), isNull(panelMembers.removedAt))

const turned = { revision: sql`${panelMembers.revision} + 1` }

export const unseatReviewer = (db: Db, { campaign, reviewer, at }: Omit<Seat, 'by'>) =>
  db
    .update(panelMembers)
    .set({ removedAt: at, submittedAt: null, ...turned })
    .where(seated(campaign, reviewer))
    .returning({ id: panelMembers.staffId })

/** Hands the sheets in, if for each of these numbers there is a complete one or a recusal. */
export const handIn = (db: Db, { campaign, reviewer, at, numbers }: Omit<Seat, 'by'> & { numbers: readonly number[] }) =>
  db
    .update(panelMembers)
    .set({ submittedAt: at, ...turned })
    .where(
      and(
        seated(campaign, reviewer),
        isNull(panelMembers.submittedAt),
        sql`${numbers.length} = (select count(*) from panel_sheets s where s.campaign_id = ${campaign} and s.staff_id = ${reviewer}
          and (s.complete = 1 or s.recusal is not null) and s.number in (select value from json_each(${JSON.stringify(numbers)})))`,
      ),
    )
    .returning({ id: panelMembers.staffId })

/** Opens handed-in sheets again; the revision is that of the membership as it was looked at. */
export const openAgain = (db: Db, { campaign, reviewer, revision }: Pick<Seat, 'campaign' | 'reviewer'> & { revision: number }) =>
  db
    .update(panelMembers)
    .set({ submittedAt: null, ...turned })
    .where(and(seated(campaign, reviewer), isNotNull(panelMembers.submittedAt), eq(panelMembers.revision, revision)))
    .returning({ id: panelMembers.staffId })
