import { commentsBy, forgetWriters, insertComment } from '../../db/comments.ts'
import { refusalOf } from '../adapters/human-check.ts'
import type { Deps } from '../deps.ts'
import { gateFor } from '../objects/names.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { COMMENTS_A_DAY, type CommentDraft, judgeDraft, WRITER_DAYS } from '../rules/comment.ts'
import { LEAST_AGE, secondsToGo } from '../rules/dwell.ts'
import { type CommentId, idFrom } from '../rules/ids.ts'
import { addDays, after, DAY, dayOf, startOf } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import type { Device } from '../session.ts'
import { tagOf } from '../tokens.ts'
import { type CheckProof, checkHuman } from './check-human.ts'

/** Who writes or reports. */
export interface Commenter {
  readonly campaign: CampaignFile
  readonly device: Device | null
  readonly origin: string
  readonly address: string | null
}

/** What the database keeps of a device: another tag in every campaign, which leads back to no cookie. */
export const writerTag = (deps: Deps, { id }: Pick<CampaignFile, 'id'>, device: Device): string =>
  tagOf(deps.config.siteKey, 'comment-writer', `${id}/${device.id}`)

/** Dwell, human check and the allowance of the network, for whoever leaves words with us. */
export async function mayLeaveWords(
  deps: Deps,
  { campaign, device, origin, address }: Commenter,
  proof: CheckProof | null,
): Promise<Verdict<Device>> {
  if (!campaign.comments) return refuse({ code: 'comments-closed' })
  if (!device) return refuse({ code: 'session-missing' })
  const age = deps.now() - device.since
  if (age < LEAST_AGE) return refuse({ code: 'too-quick', retryAfter: secondsToGo(age) })
  if (!proof) return refuse(refusalOf('expired'))
  const ask = { campaign: campaign.id, purpose: 'comment', holder: device.id, proof, key: device.id, origin } as const
  const checked = await checkHuman(deps, ask)
  if (checked.outcome === 'unknown') return refuse({ code: 'human-check-unavailable', retryAfter: 20 })
  if (checked.outcome !== 'passed') return refuse(refusalOf(checked.outcome))
  const knock = await gateFor(deps.env, address).knock('comment', address)
  return knock.ok ? accept(device) : knock
}

/**
 * Writes a comment, which waits for staff. May be repeated: the same words of the same device about the same nominee on
 * the same day are one comment and get the same answer.
 */
export async function writeComment(
  deps: Deps,
  commenter: Commenter,
  { number, form, proof }: { number: number; form: CommentDraft; proof: CheckProof | null },
): Promise<Verdict<CommentDraft>> {
  if (!commenter.campaign.comments) return refuse({ code: 'comments-closed' })
  const draft = judgeDraft(form)
  if (!draft.ok) return draft
  const allowed = await mayLeaveWords(deps, commenter, proof)
  if (!allowed.ok) return allowed
  const at = deps.now()
  const day = dayOf(at)
  const id = idFrom('cmt', crypto.getRandomValues(new Uint8Array(16))) as CommentId
  const writer = writerTag(deps, commenter.campaign, allowed.value)
  const comment = { id, campaign: commenter.campaign.id, number, ...draft.value, at, day, writer }
  const [, , written] = await deps.db.batch([
    ...forgetWriters(deps.db, after(at, -WRITER_DAYS * DAY)),
    insertComment(deps.db, comment),
  ])
  if (written.meta.changes > 0) return draft
  const next = startOf(addDays(day, 1))
  const today = (await commentsBy(deps.db, { writer, number })).find(one => one.day === day)
  if (!today) return refuse({ code: 'comments-enough', most: COMMENTS_A_DAY, next })
  return today.text === draft.value.text ? draft : refuse({ code: 'commented-today', next })
}
