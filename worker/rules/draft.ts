import { shardsFor } from './ballot.ts'
import type { Campaign, CampaignTerms, Step } from './campaign.ts'
import { readMoment, writeMoment } from './moment.ts'
import type { Instant } from './time.ts'

/** One step of the timetable as it is written: see moment.ts. */
export interface WrittenStep {
  readonly step: Step
  readonly title: string
  readonly from: string
  readonly until: string
}

/**
 * Everything about a campaign that is set on its settings page, as it is written there. worker/import/draft.ts holds it
 * to the rules of the campaign folder.
 */
export interface CampaignDraft extends CampaignTerms {
  readonly rules: readonly string[]
  readonly milestones: readonly WrittenStep[]
  readonly publicityDays: number
  readonly fourEyes: boolean
  readonly comments: boolean
}

/** The rules of a campaign as lines of text, none of them empty. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)

/** A campaign as its settings page writes it. */
export const draftOf = (campaign: Campaign): CampaignDraft => ({
  title: campaign.title,
  shortTitle: campaign.shortTitle,
  organizers: campaign.organizers,
  theme: campaign.theme,
  summary: campaign.summary,
  rules: linesOf(campaign.rules),
  order: campaign.order,
  contact: {
    office: campaign.contact.office,
    phone: campaign.contact.phone,
    address: campaign.contact.address,
    email: campaign.contact.email,
  },
  use: campaign.use,
  identity: campaign.identity,
  visibility: campaign.visibility,
  batchHour: campaign.batchHour,
  organizerSeesRunning: campaign.organizerSeesRunning,
  period: campaign.period,
  totalMin: campaign.totalMin,
  totalMax: campaign.totalMax,
  expectedPeak: campaign.expectedPeak,
  humanChecks: campaign.humanChecks,
  milestones: campaign.milestones.map(({ step, title, from, until }) => ({
    step,
    title,
    from: writeMoment(from, 'from'),
    until: writeMoment(until, 'until'),
  })),
  categories: campaign.categories.map(({ key, name, kind, honours, min, max }) => ({ key, name, kind, honours, min, max })),
  publicityDays: campaign.publicityDays,
  fourEyes: campaign.fourEyes,
  comments: campaign.comments,
})

/** A campaign with its settings as a draft writes them. Only for a draft that was checked. */
export const withDraft = (campaign: Campaign, { rules, milestones, ...draft }: CampaignDraft): Campaign => ({
  ...campaign,
  ...draft,
  rules: rules.join('\n'),
  shards: shardsFor(draft.expectedPeak),
  milestones: milestones.map(({ step, title, from, until }) => ({
    step,
    title,
    from: known(from, 'from'),
    until: known(until, 'until'),
  })),
})

function known(text: string, as: 'from' | 'until'): Instant {
  const at = readMoment(text, as)
  if (at === null) throw new Error(`a draft that was not checked: ${text}`)
  return at
}
