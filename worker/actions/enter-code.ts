import { codeByLink, rightCode, type StoredCode, tieCode, tryCode } from '../../db/codes.ts'
import type { Deps } from '../deps.ts'
import { gateFor } from '../objects/names.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { linkHash, NOBODYS, readLinkToken, readVotingCode, verifierHash } from '../rules/voting-code.ts'
import type { CodeSession } from '../session.ts'
import { keyFor, sameSecret } from '../tokens.ts'

interface Entering {
  readonly campaign: CampaignFile
  readonly address: string | null
  readonly typed: string
  /** Tag of the WeChat account that is signed in; used where the campaign ties codes to accounts. */
  readonly wechat: string | null
}

/** What no verifier is equal to. */
const NO_HASH = '0'.repeat(64)

/**
 * Exchanges a voting code for a session of this campaign. May be repeated. Whether a code is unknown, wrong, locked or
 * called back is never told apart, in words or in work done: each takes the same two statements, one row written and the
 * same hash (T25).
 */
export async function enterCode(deps: Deps, { campaign, address, typed, wechat }: Entering): Promise<Verdict<CodeSession>> {
  const knock = await gateFor(deps.env, address).knock('code', address)
  if (!knock.ok) return knock
  const code = readVotingCode(typed) ?? NOBODYS
  const stored = await tryCode(deps.db, campaign.id, code.selector)
  const hash = verifierHash(keyFor(deps.config.siteKey, 'voting-code'), code)
  if (!sameSecret(stored?.verifierHash ?? NO_HASH, hash) || !stored) return refuse({ code: 'code-refused' })
  const { selector } = stored
  await rightCode(deps.db, campaign.id, { selector, used: usedAtOnce(campaign) })
  return tied(deps, campaign, { session: sessionOf(stored), wechat })
}

/**
 * The same by the link of a code. Opening it uses nothing up, so the preview of a chat may open it too, and 128 bits
 * cannot be guessed, so nothing is counted and a hall full of people who scan at once is not held up.
 */
export async function openLink(
  deps: Deps,
  { campaign, token, wechat }: { campaign: CampaignFile; token: string; wechat: string | null },
): Promise<Verdict<CodeSession>> {
  const read = readLinkToken(token) ?? ''
  const hash = linkHash(keyFor(deps.config.siteKey, 'voting-code'), campaign.id, read)
  const stored = await codeByLink(deps.db, campaign.id, { linkHash: hash, used: usedAtOnce(campaign) })
  return stored ? tied(deps, campaign, { session: sessionOf(stored), wechat }) : refuse({ code: 'code-refused' })
}

/**
 * Ties the code of a session to a WeChat account, once, where the campaign asks for it; the session as it is from now on.
 * Without an account it stays as it was, and is tied when the account is known.
 */
export async function tied(
  deps: Deps,
  campaign: CampaignFile,
  { session, wechat }: { session: CodeSession; wechat: string | null },
): Promise<Verdict<CodeSession>> {
  if (campaign.identity !== 'bound' || wechat === null || session.wechat === wechat) return accept(session)
  const done = await tieCode(deps.db, campaign.id, { selector: session.selector, tag: wechat })
  return done ? accept({ ...session, wechat }) : refuse({ code: 'code-tied-elsewhere' })
}

/** A code that is to be tied is used when it is. */
const usedAtOnce = ({ identity }: CampaignFile): boolean => identity !== 'bound'

const sessionOf = ({ selector, unit, voterClass, batchId: batch }: StoredCode): CodeSession => ({
  selector,
  unit,
  voterClass,
  batch,
  wechat: null,
})
