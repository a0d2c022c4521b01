import type { ArchivedTable } from '../archive-tables.ts'

const BY_CAMPAIGN = 'campaign_id = ?1'
const BY_OBJECTION = 'objection_id in (select id from objections where campaign_id = ?1)'

/**
 * What the site deletes on a schedule (worker/rules/retention.ts): sealed texts, and keyed hashes by which somebody could
 * be found again. Only an archive for moving a campaign holds it. Sealed texts and hashes are of use only where the site's
 * key is the same.
 */
export const PRIVATE_ARCHIVED: readonly ArchivedTable[] = [
  { name: 'campaign_secrets', of: BY_CAMPAIGN, order: 'campaign_id' },
  { name: 'nominee_private', of: BY_CAMPAIGN, order: 'number' },
  {
    name: 'dossier_papers',
    of: BY_CAMPAIGN,
    order: 'id',
    page: 100,
    shapes: { object: /^sealed\/cmp_[0-9a-z]{16}\/[0-9a-f]{32}$/ },
    objects: `select distinct object from dossier_papers where ${BY_CAMPAIGN}`,
  },
  { name: 'voting_codes', of: BY_CAMPAIGN, order: 'selector' },
  { name: 'code_misses', of: BY_CAMPAIGN, order: 'campaign_id' },
  { name: 'roster_people', of: BY_CAMPAIGN, order: 'person_hash' },
  { name: 'roster_revisions', of: BY_CAMPAIGN, order: 'campaign_id' },
  { name: 'objection_papers', of: BY_OBJECTION, order: 'objection_id, paper', page: 50 },
  {
    name: 'objection_files',
    of: BY_OBJECTION,
    order: 'objection_id, paper, position',
    shapes: { object: /^sealed\/obj_[0-9a-z]{16}\/[0-9a-f]{32}$/ },
    objects: `select distinct object from objection_files where ${BY_OBJECTION}`,
  },
  {
    name: 'comment_reports',
    of: 'comment_id in (select id from comments where campaign_id = ?1)',
    order: 'comment_id, reporter',
  },
  { name: 'appeal_texts', of: 'appeal_id in (select id from appeals where campaign_id = ?1)', order: 'appeal_id', page: 50 },
]
