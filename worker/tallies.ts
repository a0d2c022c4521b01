import type { Deps } from './deps.ts'
import { tallyOf } from './objects/names.ts'
import { type CampaignFile, milestoneFor } from './rules/campaign.ts'
import { type Audience, type Disclosure, disclose, emptyState, type TallyState } from './rules/disclosure.ts'
import { WATCHER, type Watcher } from './rules/live.ts'
import { may, type Staff } from './rules/roles.ts'

/** Whom a member of the staff is to a tally that is still running. */
export const audienceOf = (staff: Staff): Audience => (may(staff, 'read-running-tally') ? 'staff' : 'public')

/**
 * The one door between a tally and everybody (T1). No other module asks the tally object for its state; the layering
 * test holds the import lines to that, and the leak test the routes.
 */
export async function disclosedTally(deps: Deps, campaign: CampaignFile, audience: Audience): Promise<Disclosure> {
  const state = campaign.openedAt === null ? emptyState(deps.now()) : await tallyOf(deps.env, campaign.id).state()
  return disclosedState(deps, campaign, { state, audience })
}

/** The same door from within: the tally object knows its state and asks here what of it one of its watchers may be sent. */
export function disclosedState(
  deps: Pick<Deps, 'now'>,
  campaign: CampaignFile,
  { state, audience }: { readonly state: TallyState; readonly audience: Audience },
): Disclosure {
  const window = milestoneFor(campaign, 'vote')
  if (!window) return { shows: 'nothing', next: null }
  const { troubles = [] } = state
  return { ...disclose(state, { ...campaign, window }, audience, deps.now()), ...(troubles.length > 0 ? { troubles } : {}) }
}

/** A live connection to the tally of an opened campaign. What comes through it goes through `disclosedState`. */
export async function watchedTally(deps: Deps, campaign: CampaignFile, watcher: Watcher): Promise<Response> {
  const headers = { upgrade: 'websocket', [WATCHER]: encodeURIComponent(JSON.stringify(watcher)) }
  const { status, webSocket } = await tallyOf(deps.env, campaign.id).fetch('https://tally/watch', { headers })
  return new Response(null, { status, webSocket })
}
