import { panelOf } from '../db/panels.ts'
import { type AppContext, Refused } from './http.ts'
import { freshCampaignAt } from './reads.ts'
import { blinded, numbered } from './rules/blind.ts'
import type { CampaignFile } from './rules/campaign.ts'
import type { NomineeCard, NomineeProfile } from './rules/nominee.ts'
import { judgedBy, type Member, type Panel } from './rules/panel.ts'
import { may } from './rules/roles.ts'

/** What a person of the staff finds behind the door of a campaign's review. */
export interface Review {
  readonly campaign: CampaignFile
  readonly panel: Panel | null
  /** The reviewer's own seat; null for an organizer, who has none. */
  readonly seat: Member | null
  /** True where this reader sees numbers instead of names. */
  readonly blind: boolean
  /** Whom this reader may look at, by number; names covered where the panel is blind. */
  readonly nominees: readonly NomineeCard[]
}

/**
 * Lets in whoever prepares the review, and of the reviewers only those who sit on this campaign's panel. Covers names
 * right here, so that no page of a blind panel can forget to.
 */
export async function reviewAt(c: AppContext): Promise<Review> {
  const { deps, staff } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug') ?? '')
  const panel = await panelOf(deps.db, campaign.id)
  if (!may(staff, 'score')) {
    const nominees = [...campaign.nominees].sort((a, b) => a.number - b.number)
    return { campaign, panel, seat: null, blind: false, nominees }
  }
  const seat = panel?.members.find(({ id }) => id === staff.id)
  if (!panel || !seat) throw new Refused({ code: 'not-on-panel' })
  const judged = judgedBy(panel, campaign.nominees)
  const nominees = panel.blind ? judged.map(coveredCard) : judged
  return { campaign, panel, seat, blind: panel.blind, nominees }
}

const coveredCard = (card: NomineeCard): NomineeCard => ({
  ...card,
  ...{ name: numbered(card.number), unit: '', post: '', initials: '', hasPhoto: false },
})

/** A profile as this reader may see it. What became of a nominee is not for who still judges. */
export function profileFor({ campaign, blind, seat }: Review, nominee: NomineeProfile): NomineeProfile {
  const kind = campaign.categories.find(({ key }) => key === nominee.category)?.kind ?? 'person'
  const seen = blind ? blinded(nominee, kind) : nominee
  return seat ? { ...seen, outcome: null } : seen
}
