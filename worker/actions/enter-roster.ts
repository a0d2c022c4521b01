import { personByLink, type RosterPerson, rightPerson, tryPerson } from '../../db/private/roster-entrance.ts'
import type { Deps } from '../deps.ts'
import { gateFor } from '../objects/names.ts'
import { type CampaignFile, milestoneFor, pollStage } from '../rules/campaign.ts'
import { personHash } from '../rules/person-hash.ts'
import type { Refusal } from '../rules/refusal.ts'
import type { Person } from '../rules/roster.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { linkHash, NOBODYS, readLinkToken, readVotingCode, verifierHash } from '../rules/voting-code.ts'
import type { RosterSession } from '../session.ts'
import { keyFor, sameSecret } from '../tokens.ts'

/** What no verifier is equal to. */
const NO_HASH = '0'.repeat(64)

interface Entering {
  readonly campaign: CampaignFile
  readonly address: string | null
  readonly typed: Person & { readonly code: string }
}

/**
 * Finds somebody on the list by name, number and code. May be repeated. Whether nobody is called so, the code is wrong or
 * locked is never told apart, in words or in work done (T25).
 */
export async function enterRoster(deps: Deps, { campaign, address, typed }: Entering): Promise<Verdict<RosterSession>> {
  const knock = await gateFor(deps.env, address).knock('code', address)
  if (!knock.ok) return knock
  const early = tooEarly(deps, campaign)
  if (early) return refuse(early)
  const hash = personHash(keyFor(deps.config.siteKey, 'roster'), campaign.id, typed)
  const found = await tryPerson(deps.db, campaign.id, hash)
  const shown = verifierHash(keyFor(deps.config.siteKey, 'voting-code'), readVotingCode(typed.code) ?? NOBODYS)
  if (!sameSecret(found?.verifierHash ?? NO_HASH, shown) || !found) return refuse({ code: 'roster-refused' })
  await rightPerson(deps.db, campaign.id, hash)
  return accept(sessionOf(found))
}

/** The same by the link on a slip, which asks for neither name nor number: its 128 bits were given to one person. */
export async function openRosterLink(
  deps: Deps,
  { campaign, token }: { campaign: CampaignFile; token: string },
): Promise<Verdict<RosterSession>> {
  const early = tooEarly(deps, campaign)
  if (early) return refuse(early)
  const hash = linkHash(keyFor(deps.config.siteKey, 'voting-code'), campaign.id, readLinkToken(token) ?? '')
  const found = await personByLink(deps.db, campaign.id, hash)
  return found ? accept(sessionOf(found)) : refuse({ code: 'roster-refused' })
}

/** Until the poll is open the list can still be replaced, so nobody is let in who might be taken off it afterwards. */
function tooEarly({ now }: Deps, campaign: CampaignFile): Refusal | null {
  const vote = milestoneFor(campaign, 'vote')
  if (!vote || campaign.openedAt === null) return { code: 'poll-not-ready' }
  return pollStage(campaign, now()) === 'before' ? { code: 'poll-not-open', opens: vote.from } : null
}

const sessionOf = ({ id, unit, voterClass, batchId: batch }: RosterPerson): RosterSession => ({ id, unit, voterClass, batch })
