import { and, asc, count, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { PollSpec } from '../worker/rules/ballot.ts'
import type { Campaign, CampaignFile, CampaignLine, Category, Milestone } from '../worker/rules/campaign.ts'
import { sha256 } from '../worker/rules/hash.ts'
import type { CampaignId, Slug } from '../worker/rules/ids.ts'
import type { NomineeCard } from '../worker/rules/nominee.ts'
import type { Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { campaignSecrets, campaigns, categories, milestones } from './schema/campaigns.ts'
import { codeBatches } from './schema/codes.ts'
import { nominees } from './schema/nominees.ts'

type Row = typeof campaigns.$inferSelect

/** The campaign at an address; null when there is none. */
export async function campaignBySlug(db: Db, slug: Slug): Promise<CampaignFile | null> {
  const id = db.select({ id: campaigns.id }).from(campaigns).where(eq(campaigns.slug, slug))
  const [rows, steps, groups, cards, revoked] = await db.batch([
    db.select().from(campaigns).where(eq(campaigns.slug, slug)),
    db.select().from(milestones).where(eq(milestones.campaignId, id)).orderBy(asc(milestones.position)),
    db.select().from(categories).where(eq(categories.campaignId, id)).orderBy(asc(categories.position)),
    db.select(CARD).from(nominees).where(eq(nominees.campaignId, id)).orderBy(asc(nominees.position)),
    db
      .select({ id: codeBatches.id })
      .from(codeBatches)
      .where(and(eq(codeBatches.campaignId, id), isNotNull(codeBatches.revokedAt))),
  ])
  const row = rows[0]
  return row
    ? {
        ...fileOf(row),
        version: photosVersion(cards),
        milestones: steps.map(milestoneOf),
        categories: groups.map(categoryOf),
        nominees: cards.map(cardOf),
        revoked: revoked.map(({ id }) => id),
      }
    : null
}

/** The address of a campaign; null when there is none under this id. */
export async function slugOf(db: Db, id: CampaignId): Promise<Slug | null> {
  return (await db.select({ slug: campaigns.slug }).from(campaigns).where(eq(campaigns.id, id)).get())?.slug ?? null
}

/** Every campaign, newest first, with the number of its nominees but not their cards. */
export async function allCampaigns(db: Db): Promise<readonly CampaignLine[]> {
  const [rows, steps, groups, counts] = await db.batch([
    db.select().from(campaigns),
    db.select().from(milestones).orderBy(asc(milestones.position)),
    db.select().from(categories).orderBy(asc(categories.position)),
    db.select({ id: nominees.campaignId, count: count() }).from(nominees).groupBy(nominees.campaignId),
  ])
  const countOf = new Map(counts.map(({ id, count }) => [id, count]))
  return rows
    .map(row => ({
      ...fileOf(row),
      milestones: steps.filter(step => step.campaignId === row.id).map(milestoneOf),
      categories: groups.filter(group => group.campaignId === row.id).map(categoryOf),
      nomineeCount: countOf.get(row.id) ?? 0,
    }))
    .sort((a, b) => lastEnd(b) - lastEnd(a))
}

const lastEnd = (campaign: Campaign): number => Math.max(0, ...campaign.milestones.map(({ until }) => until))

const CARD = {
  number: nominees.number,
  category: nominees.category,
  name: nominees.name,
  unit: nominees.unit,
  post: nominees.post,
  initials: nominees.initials,
  photo: sql<string | null>`substr(${nominees.photo}, 1, 8)`,
  outcome: nominees.outcome,
  withdrawn: nominees.withdrawnReason,
}

type CardRow = Omit<NomineeCard, 'hasPhoto'> & { readonly photo: string | null }

function cardOf({ photo, ...card }: CardRow): NomineeCard {
  return { ...card, hasPhoto: photo !== null }
}

/**
 * What pictures carry in their address: it changes with any picture of the campaign. One version for all of them, not
 * one for each, since a ballot with 180 different ones would not be packed into its first view.
 */
const photosVersion = (cards: readonly CardRow[]): string =>
  sha256(cards.map(({ number, photo }) => `${number}${photo ?? ''}`).join())
    .toString('hex')
    .slice(0, 8)

function fileOf(row: Row): Omit<CampaignFile, 'version' | 'milestones' | 'categories' | 'nominees' | 'revoked'> {
  const { contentHash: _hash, importedAt: _importedAt, specHash: _specHash, editedBy: _by, editedAt: _at, ...rest } = row
  return rest
}

const milestoneOf = ({ step, title, from, until }: typeof milestones.$inferSelect): Milestone => ({ step, title, from, until })
const categoryOf = ({ key, name, kind, honours, min, max }: typeof categories.$inferSelect): Category => ({
  key,
  name,
  kind,
  honours,
  min,
  max,
})

/** The salt of a campaign's dedupe key; null once it has been destroyed. */
export async function campaignSalt(db: Db, id: CampaignId): Promise<Uint8Array | null> {
  const row = await db.select().from(campaignSecrets).where(eq(campaignSecrets.campaignId, id)).get()
  return row ? new Uint8Array(row.salt) : null
}

/**
 * Fixes a campaign's poll under this spec, as long as its settings and its list of nominees still are what the spec was
 * made from. From the moment it is written no save changes what is frozen. Repeating it changes nothing.
 */
export const markOpened = (
  db: Db,
  { spec, revision, at, specHash }: { spec: PollSpec; revision: number; at: Instant; specHash: string },
) => {
  const list = JSON.stringify(spec.nominees.map(({ number, category }) => [number, category]))
  const listed = db
    .select({ number: nominees.number, category: nominees.category })
    .from(nominees)
    .where(eq(nominees.campaignId, spec.campaign))
    .orderBy(asc(nominees.number))
  const same = sql`(select json_group_array(json_array(number, category_key)) from ${listed}) = ${list}`
  return db
    .update(campaigns)
    .set({ openedAt: at, specHash })
    .where(and(eq(campaigns.id, spec.campaign), eq(campaigns.revision, revision), isNull(campaigns.openedAt), same))
}

/** The spec that a campaign's poll was fixed under; null while it still may change. */
export async function openedSpec(db: Db, id: CampaignId): Promise<string | null> {
  return (await db.select({ specHash: campaigns.specHash }).from(campaigns).where(eq(campaigns.id, id)).get())?.specHash ?? null
}
