import { auditLine } from '../../db/audit.ts'
import { tieAmendmentNotice, tieNotice } from '../../db/decision-writes.ts'
import { decisionOf } from '../../db/decisions.ts'
import { fileVersion, insertNotice } from '../../db/notice-writes.ts'
import { noticeIdFor, resultNotice, revocationNotice } from '../decision-notice.ts'
import type { Deps } from '../deps.ts'
import { printedHeads } from '../printed-heads.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import type { NoticeId } from '../rules/ids.ts'
import type { NoticeText } from '../rules/notice-desk.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/** A draft in the notice editor, like every other, with its line in the log; nothing when it is there already. */
function drafting(deps: Deps, staff: Staff, { id, text }: { readonly id: NoticeId; readonly text: NoticeText }) {
  const at = deps.now()
  return [
    insertNotice(deps.db, { id, by: staff.id, at }, text),
    auditLine(deps.db, staff, { at, event: { kind: 'notice-drafted', notice: id, title: text.title } }),
    ...fileVersion(deps.db, { id, revision: 0, by: staff.id, at }, { auto: false }),
  ] as const
}

/**
 * Makes the draft of the result notice from the released decision. Asked again it leads to the same draft; only where the
 * notice was published and withdrawn is there a new one.
 */
export async function draftResult(
  deps: Deps,
  staff: Staff,
  { campaign, origin }: { readonly campaign: CampaignFile; readonly origin: string },
): Promise<Verdict<NoticeId>> {
  const file = await decisionOf(deps.db, campaign.id)
  if (file?.state !== 'released') return refuse({ code: 'decision-moved' })
  if (file.notice && !file.notice.withdrawn) return accept(file.notice.id)
  const before = file.notice?.id ?? null
  const id = noticeIdFor(file.hash, before)
  const printed = await printedHeads(deps, campaign, origin)
  await deps.db.batch([
    ...drafting(deps, staff, { id, text: resultNotice(campaign, { file, printed }) }),
    tieNotice(deps.db, campaign.id, { id, before }),
  ])
  return accept(id)
}

/** Makes the draft of the notice that tells of an amendment. It corrects the result notice, which must have been published. */
export async function draftRevocation(
  deps: Deps,
  staff: Staff,
  { campaign, number }: { readonly campaign: CampaignFile; readonly number: number },
): Promise<Verdict<NoticeId>> {
  const file = await decisionOf(deps.db, campaign.id)
  const one = file?.state === 'released' ? file.amendments.find(({ amendment }) => amendment.number === number) : undefined
  if (file?.state !== 'released' || !one?.confirmed) return refuse({ code: 'decision-moved' })
  if (one.notice) return accept(one.notice.id)
  const { notice } = file
  if (!notice || notice.withdrawn || notice.publishAt === null || notice.publishAt > deps.now())
    return refuse({ code: 'not-ready', missing: ['结果公告还没有发布；请直接核对结果公告的草稿，把撤销的对象去掉'] })
  const id = noticeIdFor(one.hash, null)
  await deps.db.batch([
    ...drafting(deps, staff, { id, text: revocationNotice(campaign, one.amendment, notice.id) }),
    tieAmendmentNotice(deps.db, { campaign: campaign.id, number }, id),
  ])
  return accept(id)
}
