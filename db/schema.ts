import { blob, index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
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
} from '../worker/rules/campaign.ts'
import type { BatchId, CampaignId, NoticeId, Slug, StaffId } from '../worker/rules/ids.ts'
import type { Outcome } from '../worker/rules/nominee.ts'
import type { NoticeKind } from '../worker/rules/notice.ts'
import type { StaffRole } from '../worker/rules/roles.ts'
import type { Day, Instant } from '../worker/rules/time.ts'

// The typed view of db/migrations/*.sql, where the constraints live. test/db/migrations.test.ts holds the two together.

const at = (name: string) => integer(name).$type<Instant>()

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
  identity: text('identity').$type<IdentityLevel>().notNull(),
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
})

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

export const nominees = sqliteTable(
  'nominees',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    number: integer('number').notNull(),
    category: text('category_key').notNull(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    unit: text('unit').notNull(),
    post: text('post').notNull(),
    brief: text('brief').notNull(),
    deeds: text('deeds').notNull(),
    honours: text('honours').notNull(),
    initials: text('initials').notNull(),
    photo: text('photo'),
    outcome: text('outcome').$type<Outcome>(),
  },
  table => [primaryKey({ columns: [table.campaignId, table.number] })],
)

export const notices = sqliteTable(
  'notices',
  {
    id: text('id').$type<NoticeId>().primaryKey(),
    campaignId: text('campaign_id').$type<CampaignId>(),
    key: text('key'),
    kind: text('kind').$type<NoticeKind>().notNull(),
    title: text('title').notNull(),
    source: text('source').notNull(),
    author: text('author').notNull(),
    body: text('body').notNull(),
    publishAt: at('publish_at'),
    withdrawnAt: at('withdrawn_at'),
    withdrawnReason: text('withdrawn_reason'),
    corrects: text('corrects').$type<NoticeId>(),
    posted: text('posted_day').$type<Day>(),
    through: text('through_day').$type<Day>(),
    conclusion: text('conclusion'),
  },
  table => [
    index('notices_by_time').on(table.publishAt),
    index('notices_by_campaign').on(table.campaignId),
    unique().on(table.campaignId, table.key),
  ],
)

export const attachments = sqliteTable(
  'attachments',
  {
    noticeId: text('notice_id').$type<NoticeId>().notNull(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    size: integer('size').notNull(),
    object: text('object').notNull(),
  },
  table => [primaryKey({ columns: [table.noticeId, table.position] }), unique().on(table.noticeId, table.name)],
)

export const noticeViews = sqliteTable('notice_views', {
  noticeId: text('notice_id').$type<NoticeId>().primaryKey(),
  views: integer('views').notNull(),
})

export const staff = sqliteTable('staff', {
  id: text('id').$type<StaffId>().primaryKey(),
  login: text('login').notNull().unique(),
  name: text('name').notNull(),
  role: text('role').$type<StaffRole>().notNull(),
  unit: text('unit'),
  passwordHash: text('password_hash').notNull(),
  createdAt: at('created_at').notNull(),
  disabledAt: at('disabled_at'),
})

export const staffSessions = sqliteTable('staff_sessions', {
  tokenHash: text('token_hash').primaryKey(),
  staffId: text('staff_id').$type<StaffId>().notNull(),
  createdAt: at('created_at').notNull(),
  seenAt: at('seen_at').notNull(),
  until: at('until_at').notNull(),
})

export const signInFailures = sqliteTable('sign_in_failures', {
  subject: text('subject').primaryKey(),
  failures: integer('failures').notNull(),
  lastAt: at('last_at').notNull(),
})

export const codeBatches = sqliteTable(
  'code_batches',
  {
    id: text('id').$type<BatchId>().primaryKey(),
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    unit: text('unit').notNull(),
    issued: integer('issued').notNull(),
    createdAt: at('created_at').notNull(),
  },
  table => [index('code_batches_by_campaign').on(table.campaignId)],
)

export const votingCodes = sqliteTable(
  'voting_codes',
  {
    campaignId: text('campaign_id').$type<CampaignId>().notNull(),
    selector: text('selector').notNull(),
    batchId: text('batch_id').$type<BatchId>().notNull(),
    unit: text('unit').notNull(),
    verifierHash: text('verifier_hash').notNull(),
    failures: integer('failures').notNull().default(0),
  },
  table => [primaryKey({ columns: [table.campaignId, table.selector] })],
)

export const auditEvents = sqliteTable('audit_events', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  at: at('at').notNull(),
  actor: text('actor').notNull(),
  role: text('role').notNull(),
  kind: text('kind').notNull(),
  detail: text('detail', { mode: 'json' }).notNull(),
})

export const calendarYears = sqliteTable('calendar_years', {
  year: text('year').primaryKey(),
  source: text('source').notNull(),
})

export const calendarDays = sqliteTable('calendar_days', {
  day: text('day').$type<Day>().primaryKey(),
  kind: text('kind').$type<'holiday' | 'make-up'>().notNull(),
  year: text('year').notNull(),
})
