import { reportStatements, shownComment } from '../../db/comments.ts'
import type { Deps } from '../deps.ts'
import type { ReportReason } from '../rules/comment.ts'
import type { CommentId } from '../rules/ids.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import type { CheckProof } from './check-human.ts'
import { type Commenter, mayLeaveWords, writerTag } from './write-comment.ts'

/** Reports a shown comment. May be repeated: a device counts once, and a comment that is already back on the desk stays there. */
export async function reportComment(
  deps: Deps,
  reader: Commenter,
  { id, reason, proof }: { id: CommentId; reason: ReportReason; proof: CheckProof | null },
): Promise<Verdict<null>> {
  const allowed = await mayLeaveWords(deps, reader, proof)
  if (!allowed.ok) return allowed
  if (!(await shownComment(deps.db, reader.campaign.id, id))) return refuse({ code: 'not-found' })
  const report = { id, reporter: writerTag(deps, reader.campaign, allowed.value), reason, at: deps.now() }
  await deps.db.batch([...reportStatements(deps.db, report)])
  return accept(null)
}
