import { readMoment } from '../rules/moment.ts'
import type { Instant } from '../rules/time.ts'
import type { CampaignDocument, NoticeEntry } from './document.ts'

/**
 * What a new document would do to notices that readers have already seen: rewrite them or let them disappear. A notice
 * stays as it was published; it is corrected by another, withdrawn with a reason, or, if it is a public notice,
 * concluded or extended.
 */
export function rewrittenNotices(before: CampaignDocument, now: CampaignDocument, at: Instant): readonly string[] {
  return before.notices
    .filter(notice => isPublished(notice, at))
    .flatMap(old => {
      const fresh = now.notices.find(({ key }) => key === old.key)
      if (!fresh) return [`公告 ${old.key} 已经发布，不能去掉；如需撤回，请填写撤回时间和撤回原因`]
      if (fresh.through !== null && old.through !== null && fresh.through < old.through)
        return [`公告 ${old.key} 的公示已经开始，截止日只能推后，不能提前到 ${fresh.through}`]
      return asPublished(fresh) === asPublished(old)
        ? []
        : [`公告 ${old.key} 已经发布，不能改写；请另发一份更正公告（更正: ${old.key}）`]
    })
}

function isPublished({ publishAt }: NoticeEntry, at: Instant): boolean {
  const since = publishAt === null ? null : readMoment(publishAt, 'from')
  return since !== null && since <= at
}

/** What must not change once it has been read: everything but the withdrawal, the conclusion and a later last day. */
function asPublished({
  withdrawnAt: _at,
  withdrawnReason: _reason,
  conclusion: _conclusion,
  through: _through,
  ...rest
}: NoticeEntry): string {
  return JSON.stringify(rest, Object.keys({ ...rest, name: 0, mediaType: 0, size: 0, hash: 0 }).sort())
}
