import type { Deps } from '../deps.ts'
import type { Passed } from '../objects/gate.ts'
import { gateFor, gateOf } from '../objects/names.ts'
import { hasCodes } from '../reads.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { type Friction, frictionFor, isStrange } from '../rules/friction.ts'
import { MINUTE } from '../rules/time.ts'
import { accept, type Verdict } from '../rules/verdict.ts'
import type { Visit } from '../rules/visit.ts'
import type { CodeSession, Device } from '../session.ts'

/** Who asks for a challenge before voting, and what is known of the way here. */
export interface Asking {
  readonly campaign: CampaignFile
  readonly device: Device
  readonly visit: Visit
  readonly address: string | null
  readonly hosting: boolean | null
  /** A voting code this device has shown, whether or not the campaign counts by codes. */
  readonly code: CodeSession | null
}

/** What stands before the ballot of this device now. With `code`, a voting code is asked for instead of a challenge. */
export interface Admission extends Friction {
  readonly passed: Passed
}

/** How long a device that was asked for a code is shown where to type it; afterwards it starts anew, so nobody is shut out. */
export const CODE_ASKED_FOR = 10 * MINUTE

/**
 * Lets a device through the gate of its network and says how much work it has before it. Repeatable; each time counts
 * against the allowance of the network. Refuses with 'slow-down'.
 */
export async function askChallenge(deps: Deps, asking: Asking): Promise<Verdict<Admission>> {
  const { device, visit, address, hosting } = asking
  const own = { deviceAge: deps.now() - device.since, viewed: visit.views > 0 }
  const knock = await gateFor(deps.env, address).knock('challenge', address, isStrange(own))
  if (!knock.ok) return knock
  // Where the site knows no addresses all share one network, which says nothing of anybody.
  const { crowded, manyStrange } = address === null ? { crowded: false, manyStrange: false } : knock.value
  const friction = frictionFor({ ...own, crowded, manyStrange, hosting })
  return accept({ work: friction.work, code: friction.code && (await needsCode(deps, asking)), passed: knock.value })
}

/**
 * Whether a code can be asked for: the campaign has given some out, does not count by them anyway, and this device has
 * shown none that is its own. One code speaks for one device at a time.
 */
async function needsCode(deps: Deps, { campaign, device, code }: Asking): Promise<boolean> {
  if (campaign.identity !== 'device' && campaign.identity !== 'openid') return false
  if (!(await hasCodes(deps, campaign.id))) return false
  if (!code) return true
  return !(await gateOf(deps.env, 'vouching').spend(`${campaign.id}/${code.selector}`, device.id))
}

/** The same for a page: whether this device still is to type a code before it sees the ballot. */
export const isCodeAsked = (deps: Deps, { asked, codeAsked }: Visit, code: CodeSession | null): boolean =>
  codeAsked && !code && asked !== null && deps.now() - asked < CODE_ASKED_FOR
