import { auditLine } from '../../db/audit.ts'
import { changedSince, commentById, type Judgement, judgeStatement, maskStatement, type Pick } from '../../db/comments.ts'
import type { Deps } from '../deps.ts'
import type { AuditEvent } from '../rules/audit.ts'
import { hidePiece, plainText, TEXT_LENGTH } from '../rules/comment.ts'
import type { CampaignId } from '../rules/ids.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/**
 * Shows, refuses, chooses or drops comments, all of them or none. Repeating is refused, because each has moved on to
 * another revision; two moderators who judge the same comment find out, and nothing of the first is lost.
 */
export async function judgeComments(
  deps: Deps,
  staff: Staff,
  { campaign, picks, ruling, reason }: Omit<Judgement, 'by' | 'at'>,
): Promise<Verdict<number>> {
  if (picks.length === 0) return refuse({ code: 'form-refused', flaws: [{ field: 'pick', says: '请先勾选评语。' }] })
  if (ruling === 'refuse' && !reason)
    return refuse({ code: 'form-refused', flaws: [{ field: 'reason', says: '请选择不展示的原因。' }] })
  const at = deps.now()
  const [judged] = await deps.db.batch([
    judgeStatement(deps.db, { campaign, picks, ruling, reason, by: staff.id, at }),
    auditLine(deps.db, staff, { at, event: eventOf(campaign, ruling, picks.length) }),
  ])
  return judged.meta.changes > 0 ? accept(picks.length) : conflict(deps, picks)
}

function eventOf(campaign: CampaignId, ruling: Judgement['ruling'], count: number): AuditEvent {
  if (ruling === 'show' || ruling === 'refuse')
    return { kind: 'comments-judged', campaign, shown: ruling === 'show' ? count : 0, refused: ruling === 'refuse' ? count : 0 }
  return { kind: 'comments-chosen', campaign, chosen: ruling === 'choose' ? count : 0, dropped: ruling === 'drop' ? count : 0 }
}

async function conflict(deps: Deps, picks: readonly Pick[]): Promise<Verdict<never>> {
  const changed = await changedSince(deps.db, picks)
  return refuse({ code: 'edited-by-other', by: changed?.by ?? '读者的举报', at: changed?.at ?? deps.now() })
}

/**
 * Hides a piece of a comment, sign by sign: the one change staff can make to somebody's words. Repeating it is refused,
 * since the piece is no longer there.
 */
export async function maskComment(
  deps: Deps,
  staff: Staff,
  { campaign, pick, piece }: { campaign: CampaignId; pick: Pick; piece: string },
): Promise<Verdict<null>> {
  const found = await commentById(deps.db, campaign, pick.id)
  if (!found) return refuse({ code: 'not-found' })
  if (found.revision !== pick.revision) return conflict(deps, [pick])
  const text = hidePiece(found.text, plainText(piece))
  if (text === null || [...text].length > TEXT_LENGTH.most)
    return refuse({ code: 'form-refused', flaws: [{ field: 'piece', says: '评语里没有这几个字，或者这就是全文。' }] })
  const at = deps.now()
  const [masked] = await deps.db.batch([
    maskStatement(deps.db, { ...pick, text, by: staff.id, at }),
    auditLine(deps.db, staff, { at, event: { kind: 'comment-masked', campaign, comment: pick.id } }),
  ])
  return masked.meta.changes > 0 ? accept(null) : conflict(deps, [pick])
}
