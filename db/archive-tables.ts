/** A table of the database as an archive of one campaign holds it. */
export interface ArchivedTable {
  readonly name: string
  /** Which rows are the campaign's; ?1 is its id. */
  readonly of: string
  readonly order: string
  /** Where the rows come from, where not from the table as it is; ?1 is the campaign's id. */
  readonly from?: string
  /** Columns of which an archive for keeping holds something else (an SQL expression): they would outlive their day in it. */
  readonly keeping?: Readonly<Record<string, string>>
  /** Fewer rows in a page than usual, where a row may be large. */
  readonly page?: number
  /** What columns must look like beside what the database itself asks for: names of stored files lead nowhere else. */
  readonly shapes?: Readonly<Record<string, RegExp>>
  /** Stored pictures and files that a row names, as SQL that gives one name a row; ?1 is the campaign's id. */
  readonly objects?: string
}

const FILE = /^files\/[0-9a-f]{64}$/
const BY_CAMPAIGN = 'campaign_id = ?1'
const BY_NOTICE = 'notice_id in (select id from notices where campaign_id = ?1)'

/** What a look at the log shows of a campaign, but for copies made of it, which are no part of what is copied. */
const OWN_LINES = `kind not in ('campaign-archived', 'campaign-restored') and (
    detail ->> 'campaign' = ?1
    or detail ->> 'notice' in (select id from notices where campaign_id = ?1)
    or detail ->> 'objection' in (select id from objections where campaign_id = ?1)
    or (kind = 'private-revealed'
      and exists (select 1 from objections o where o.campaign_id = ?1 and instr(audit_events.detail ->> 'subject', o.id) > 0)))`

/**
 * Every table that belongs to campaigns and holds nothing that is deleted on a schedule, those that others refer to first.
 * A table that is neither here, nor among the private ones (db/private/archive-tables.ts), nor in LEFT_OUT fails a test.
 */
export const ARCHIVED: readonly ArchivedTable[] = [
  { name: 'campaigns', of: 'id = ?1', order: 'id' },
  { name: 'milestones', of: BY_CAMPAIGN, order: 'position' },
  { name: 'categories', of: BY_CAMPAIGN, order: 'key' },
  {
    name: 'nominees',
    of: BY_CAMPAIGN,
    order: 'number',
    page: 100,
    shapes: { photo: /^[0-9a-f]{64}$/ },
    objects: `select distinct 'photos/' || photo || size as object from nominees, (select '-s' as size union all select '-l')
      where ${BY_CAMPAIGN} and photo is not null`,
  },
  { name: 'panels', of: BY_CAMPAIGN, order: 'campaign_id' },
  { name: 'panel_members', of: BY_CAMPAIGN, order: 'staff_id' },
  { name: 'panel_sheets', of: BY_CAMPAIGN, order: 'staff_id, number' },
  { name: 'campaign_revisions', of: BY_CAMPAIGN, order: 'revision', page: 20 },
  // What corrects or settles another comes after it.
  { name: 'notices', of: BY_CAMPAIGN, order: 'id', page: 10 },
  // Both name the notices that were made from them.
  { name: 'decisions', of: BY_CAMPAIGN, order: 'campaign_id', page: 1 },
  { name: 'decision_amendments', of: BY_CAMPAIGN, order: 'number', page: 10 },
  { name: 'notice_versions', of: BY_NOTICE, order: 'notice_id, revision', page: 10 },
  {
    name: 'attachments',
    of: BY_NOTICE,
    order: 'notice_id, position',
    shapes: { object: FILE },
    objects: `select distinct object from attachments where ${BY_NOTICE}`,
  },
  { name: 'notice_views', of: BY_NOTICE, order: 'notice_id' },
  { name: 'log_keys', of: BY_CAMPAIGN, order: 'number' },
  { name: 'log_corrections', of: BY_CAMPAIGN, order: 'notice_id' },
  { name: 'publicity', of: BY_NOTICE, order: 'notice_id' },
  { name: 'publicity_nominees', of: BY_NOTICE, order: 'notice_id, number' },
  { name: 'publicity_extensions', of: BY_NOTICE, order: 'notice_id, at' },
  { name: 'publicity_levels', of: BY_NOTICE, order: 'notice_id, position' },
  {
    name: 'publicity_evidence',
    of: BY_NOTICE,
    order: 'notice_id, level_position, position',
    shapes: { object: FILE },
    objects: `select distinct object from publicity_evidence where ${BY_NOTICE}`,
  },
  { name: 'objections', of: BY_CAMPAIGN, order: 'id' },
  // The device that wrote a comment is forgotten after a month.
  { name: 'comments', of: BY_CAMPAIGN, order: 'id', keeping: { writer: 'null' } },
  { name: 'code_batches', of: BY_CAMPAIGN, order: 'id' },
  // Rows of single ballots on a sheet go with the signals they were made of.
  {
    name: 'cases',
    of: BY_CAMPAIGN,
    order: 'id',
    page: 20,
    keeping: { sheet: `iif(json_type(sheet, '$.sample') is null, sheet, json_set(sheet, '$.sample', json('[]')))` },
  },
  { name: 'case_rounds', of: BY_CAMPAIGN, order: 'campaign_id' },
  { name: 'case_writes', of: 'case_id in (select id from cases where campaign_id = ?1)', order: 'case_id, shard' },
  { name: 'appeals', of: BY_CAMPAIGN, order: 'id' },
  { name: 'deletions', of: 'subject = ?1', order: 'rule, at' },
  {
    name: 'audit_earlier',
    of: BY_CAMPAIGN,
    order: 'position',
    from: `(select campaign_id, position, seq, at, actor, role, kind, detail from audit_earlier where ${BY_CAMPAIGN} union all
      select ?1, (select count(*) from audit_earlier where ${BY_CAMPAIGN}) + row_number() over (order by seq),
        seq, at, actor, role, kind, detail from audit_events where ${OWN_LINES})`,
  },
]

/** Texts in which stored pictures may stand. */
export const WRITTEN_IN: readonly { readonly table: string; readonly of: string }[] = [
  { table: 'notices', of: BY_CAMPAIGN },
  { table: 'notice_versions', of: BY_NOTICE },
]

/** Tables of which no archive holds anything, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  staff: 'accounts are the site’s; names of those who are mentioned travel as people',
  staff_sessions: 'accounts are the site’s',
  staff_totp: 'accounts are the site’s',
  staff_passkeys: 'accounts are the site’s',
  staff_recovery_codes: 'accounts are the site’s',
  staff_links: 'accounts are the site’s',
  sign_in_failures: 'accounts are the site’s',
  audit_events: 'the log is the site’s and its order is its own; a campaign’s lines travel as audit_earlier',
  calendar_years: 'the calendar is the country’s and comes with every site',
  calendar_days: 'the calendar is the country’s and comes with every site',
  search_rows: 'made anew by triggers',
  roster_imports: 'a list on its way in counts for nothing until it is live',
  roster_staged: 'a list on its way in counts for nothing until it is live',
  restores: 'a campaign on its way in counts for nothing until it is live',
  restore_rows: 'a campaign on its way in counts for nothing until it is live',
}
