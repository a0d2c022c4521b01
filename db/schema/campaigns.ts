import { blob, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type {
  Contact,
  HumanCheckName,
  IdentityLevel,
  ListOrder,
  NomineeKind,
  Period,
  Step,
  TallyUse,
  Theme,
  Visibility,
} from '../../worker/rules/campaign.ts'
import type { CampaignDraft } from '../../worker/rules/draft.ts'
import type { CampaignId, Slug, StaffId } from '../../worker/rules/ids.ts'
import { at } from './instant.ts'

export const campaigns = sqliteTable('campaigns', {
  id: text('id').$type<CampaignId>().primaryKey(),
  slug: text('slug').$type<Slug>().notNull().unique(),
  title: text('title').notNull(),
  shortTitle: text('short_title').notNull(),
  organizers: text('organizers', { mode: 'json' }).$type<readonly string[]>().notNull(),
  theme: text('theme').$type<Theme>().notNull(),
  summary: text('summary').notNull(),
  rules: text('rules').notNull(),
  order: text('list_order').$type<ListOrder>().notNull(),
  contact: text('contact', { mode: 'json' }).$type<Contact>().notNull(),
  use: text('tally_use').$type<TallyUse>().notNull(),
  visibility: text('visibility').$type<Visibility>().notNull(),
  batchHour: integer('batch_hour').notNull(),
  organizerSeesRunning: integer('organizer_sees_running', { mode: 'boolean' }).notNull(),
  period: text('period').$type<Period>().notNull(),
  totalMin: integer('total_min'),
  totalMax: integer('total_max'),
  shards: integer('shards').notNull(),
  humanChecks: text('human_checks', { mode: 'json' }).$type<readonly HumanCheckName[]>().notNull(),
  contentHash: text('content_hash').notNull(),
  importedAt: at('imported_at').notNull(),
  openedAt: at('opened_at'),
  specHash: text('spec_hash'),
  publishedAt: at('published_at'),
  template: text('template').notNull().default('blank'),
  publicityDays: integer('publicity_days').notNull().default(5),
  fourEyes: integer('four_eyes', { mode: 'boolean' }).notNull().default(false),
  comments: integer('comments', { mode: 'boolean' }).notNull().default(false),
  revision: integer('revision').notNull().default(1),
  editedBy: text('edited_by').$type<StaffId>(),
  editedAt: at('edited_at'),
  expectedPeak: integer('expected_peak').notNull().default(150),
  identity: text('identity').$type<IdentityLevel>().notNull().default('device'),
})

export const campaignRevisions = sqliteTable(
  'campaign_revisions',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    revision: integer('revision').notNull(),
    at: at('at').notNull(),
    by: text('by').$type<StaffId>(),
    auto: integer('auto', { mode: 'boolean' }).notNull(),
    settings: text('settings', { mode: 'json' }).$type<CampaignDraft>().notNull(),
  },
  table => [primaryKey({ columns: [table.campaignId, table.revision] })],
)

export const campaignSecrets = sqliteTable('campaign_secrets', {
  campaignId: text('campaign_id').$type<CampaignId>().primaryKey(),
  salt: blob('salt').$type<Uint8Array>().notNull(),
})

export const milestones = sqliteTable(
  'milestones',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    position: integer('position').notNull(),
    step: text('step').$type<Step>().notNull(),
    title: text('title').notNull(),
    from: at('from_at').notNull(),
    until: at('until_at').notNull(),
  },
  table => [primaryKey({ columns: [table.campaignId, table.position] }), unique().on(table.campaignId, table.step)],
)

export const categories = sqliteTable(
  'categories',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    position: integer('position').notNull(),
    key: text('key').notNull(),
    name: text('name').notNull(),
    kind: text('kind').$type<NomineeKind>().notNull(),
    honours: integer('honours').notNull(),
    min: integer('min_choices').notNull(),
    max: integer('max_choices').notNull(),
  },
  table => [primaryKey({ columns: [table.campaignId, table.key] })],
)
