import type { PaperKind } from '../dossier-paper.ts'
import type { BatchId, CampaignId, PaperId } from '../ids.ts'
import type { RetentionRule } from '../retention.ts'

/** Events about campaigns and what is in them, with what is kept of each. */
export interface CampaignsEvents {
  // campaigns
  'campaign-imported': { readonly campaign: CampaignId; readonly nominees: number; readonly hash: string }
  'campaign-created': { readonly campaign: CampaignId; readonly template: string }
  'campaign-edited': { readonly campaign: CampaignId; readonly revision: number }
  'campaign-published': { readonly campaign: CampaignId }
  'campaign-archived': { readonly campaign: CampaignId; readonly whole: boolean }
  'campaign-copied': { readonly campaign: CampaignId }
  'retention-deleted': { readonly campaign: CampaignId | null; readonly rule: RetentionRule }
  'campaign-restored': { readonly campaign: CampaignId; readonly slug: string; readonly rows: number }
  // nominees
  'nominees-edited': { readonly campaign: CampaignId; readonly added: number; readonly changed: number; readonly removed: number }
  'nominee-withdrawn': { readonly campaign: CampaignId; readonly number: number; readonly reason: string }
  'photos-added': { readonly campaign: CampaignId; readonly count: number }
  'papers-edited': {
    readonly campaign: CampaignId
    readonly number: number
    readonly paper: PaperId
    readonly of: PaperKind
    readonly change: 'added' | 'described' | 'arranged' | 'removed'
  }
  'paper-opened': { readonly campaign: CampaignId; readonly number: number; readonly paper: PaperId; readonly of: PaperKind }
  // polls
  'poll-opened': { readonly campaign: CampaignId; readonly spec: string }
  'likes-opened': { readonly campaign: CampaignId; readonly nominees: number }
  // tallies
  'running-tally-read': { readonly campaign: CampaignId }
  'running-access-changed': { readonly campaign: CampaignId; readonly allowed: boolean }
  'tally-exported': { readonly campaign: CampaignId }
  'openings-taken': { readonly campaign: CampaignId; readonly shard: number }
  'log-key-ordered': { readonly campaign: CampaignId; readonly number: number }
  'log-key-entered': { readonly campaign: CampaignId; readonly number: number }
  // codes
  'codes-issued': { readonly campaign: CampaignId; readonly batch: BatchId; readonly unit: string; readonly count: number }
  'codes-revoked': { readonly campaign: CampaignId; readonly batch: BatchId; readonly unit: string; readonly count: number }
  'roster-imported': { readonly campaign: CampaignId; readonly added: number; readonly changed: number; readonly removed: number }
  'roster-codes-reissued': { readonly campaign: CampaignId; readonly count: number }
}

/** What each of them is about. */
export const CAMPAIGNS_KINDS = {
  campaigns: [
    'campaign-imported',
    'campaign-created',
    'campaign-edited',
    'campaign-published',
    'campaign-archived',
    'campaign-copied',
    'retention-deleted',
    'campaign-restored',
  ],
  nominees: ['nominees-edited', 'nominee-withdrawn', 'photos-added', 'papers-edited', 'paper-opened'],
  polls: ['poll-opened', 'likes-opened'],
  tallies: [
    'running-tally-read',
    'running-access-changed',
    'tally-exported',
    'openings-taken',
    'log-key-ordered',
    'log-key-entered',
  ],
  codes: ['codes-issued', 'codes-revoked', 'roster-imported', 'roster-codes-reissued'],
} as const satisfies Record<string, readonly (keyof CampaignsEvents)[]>
