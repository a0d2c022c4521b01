import type { AppealId, CampaignId, CaseId, NoticeId } from '../ids.ts'

/** Events about held ballots, panels and decisions, with what is kept of each. */
export interface ReviewsEvents {
  // cases
  'cases-opened': { readonly campaign: CampaignId; readonly cases: number; readonly ballots: number }
  'case-reopened': { readonly campaign: CampaignId; readonly case: CaseId; readonly ballots: number }
  'case-proposed': { readonly campaign: CampaignId; readonly case: CaseId; readonly verdict: string; readonly reason: string }
  'case-refused': { readonly campaign: CampaignId; readonly case: CaseId; readonly reason: string }
  'case-decided': { readonly campaign: CampaignId; readonly case: CaseId; readonly verdict: string; readonly ballots: number }
  'appeal-revealed': { readonly case: CaseId; readonly appeal: AppealId; readonly reason: string }
  'appeals-purged': { readonly count: number }
  // reviews
  'panel-exported': { readonly campaign: CampaignId }
  'panel-set': { readonly campaign: CampaignId; readonly revision: number; readonly criteria: number; readonly blind: boolean }
  'reviewer-seated': { readonly campaign: CampaignId; readonly reviewer: string }
  'reviewer-removed': { readonly campaign: CampaignId; readonly reviewer: string }
  'sheet-saved': { readonly campaign: CampaignId; readonly number: number; readonly revision: number }
  'reviewer-recused': { readonly campaign: CampaignId; readonly number: number }
  'recusal-withdrawn': { readonly campaign: CampaignId; readonly number: number }
  'sheets-submitted': { readonly campaign: CampaignId; readonly scored: number; readonly recused: number }
  'sheets-reopened': { readonly campaign: CampaignId; readonly reviewer: string; readonly reason: string }
  // decisions
  'decision-drafted': { readonly campaign: CampaignId }
  'decision-submitted': { readonly campaign: CampaignId; readonly hash: string }
  'decision-recalled': { readonly campaign: CampaignId; readonly hash: string }
  'decision-returned': { readonly campaign: CampaignId; readonly hash: string; readonly reason: string }
  'decision-released': { readonly campaign: CampaignId; readonly hash: string }
  'amendment-proposed': {
    readonly campaign: CampaignId
    readonly number: number
    readonly revoked: readonly number[]
    readonly reason: string
  }
  'amendment-refused': { readonly campaign: CampaignId; readonly number: number; readonly reason: string }
  'amendment-confirmed': { readonly campaign: CampaignId; readonly number: number; readonly hash: string }
  'outcomes-set': { readonly notice: NoticeId; readonly title: string; readonly shown: boolean }
  'decision-exported': { readonly campaign: CampaignId }
}

/** What each of them is about. */
export const REVIEWS_KINDS = {
  cases: ['cases-opened', 'case-reopened', 'case-proposed', 'case-refused', 'case-decided', 'appeal-revealed', 'appeals-purged'],
  reviews: [
    'panel-exported',
    'panel-set',
    'reviewer-seated',
    'reviewer-removed',
    'sheet-saved',
    'reviewer-recused',
    'recusal-withdrawn',
    'sheets-submitted',
    'sheets-reopened',
  ],
  decisions: [
    'decision-drafted',
    'decision-submitted',
    'decision-recalled',
    'decision-returned',
    'decision-released',
    'amendment-proposed',
    'amendment-refused',
    'amendment-confirmed',
    'outcomes-set',
    'decision-exported',
  ],
} as const satisfies Record<string, readonly (keyof ReviewsEvents)[]>
