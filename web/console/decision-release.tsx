import { mayRelease } from '../../worker/rules/decision.ts'
import type { DecisionFile, MadeNotice, ReleasedDecision, Word } from '../../worker/rules/decision-file.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import { may } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { paths } from '../paths.ts'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import { ROLE } from '../text/terms.ts'
import type { DecisionPageProps } from './decision-page.tsx'
import { SENT_BACK, SendBack } from './send-back.tsx'

export const sayWord = ({ name, role, at }: Word): string => `${name}（${ROLE[role]}），${moment(at)}`

type Submitted = Extract<DecisionFile, { state: 'submitted' }>

/** What waits for the second person, and what this reader can do about it. */
export function Release(props: DecisionPageProps & { readonly file: Submitted }) {
  const { staff, campaign, file } = props
  const { slug } = campaign
  const second = mayRelease({ ...file.handed, writtenBy: file.edited.by }, staff)
  return (
    <section class="card no-print">
      <h2>复核</h2>
      <dl class="facts">
        <dt>起草</dt>
        <dd>{`${file.edited.name}，${moment(file.edited.at)}`}</dd>
        <dt>提交</dt>
        <dd>{sayWord(file.handed)}</dd>
      </dl>
      {second ? (
        <form method="post" action={staffPaths.releaseDecision(slug)}>
          <input type="hidden" name="revision" value={file.revision} />
          <p>请对照会议的书面记录逐项核对。同意以后立即生效，任何人都不能再改，只能另作变更。</p>
          <p class="choices">
            <button class="main">同意，决定生效</button>
          </p>
        </form>
      ) : (
        <p class="note">须由审计复核同意，起草和提交的人自己不能复核。</p>
      )}
      {may(staff, 'write-decisions') && (
        <form method="post" action={staffPaths.recallDecision(slug)}>
          <input type="hidden" name="revision" value={file.revision} />
          <p class="choices">
            <button>收回，继续修改</button>
          </p>
        </form>
      )}
      {second && (
        <SendBack
          action={staffPaths.returnDecision(slug)}
          hidden={['revision', String(file.revision)]}
          hint={SENT_BACK}
          flaws={flawsIn(props.refusal)}
          typed={props.typed.refusal}
        />
      )}
    </section>
  )
}

/** Who made it stand, and the result notice that comes of it. */
export function Released({ staff, campaign, file, now }: DecisionPageProps & { readonly file: ReleasedDecision }) {
  return (
    <section class="card">
      <h2>已生效</h2>
      <dl class="facts">
        <dt>提交</dt>
        <dd>{sayWord(file.handed)}</dd>
        <dt>复核</dt>
        <dd>{sayWord(file.released)}</dd>
        <dt>结果公告</dt>
        <dd>
          <NoticeStanding notice={file.notice} now={now} staffCanEdit={may(staff, 'edit-notices')} />
        </dd>
      </dl>
      {may(staff, 'write-decisions') && (file.notice === null || file.notice.withdrawn) && (
        <form class="no-print" method="post" action={staffPaths.draftResult(campaign.slug)}>
          <p class="choices">
            <button class="main">生成结果公告草稿</button>
          </p>
          <p class="soft small">按类别列出名单，不提票数。草稿可以修改；公告发布以后，公开页面才显示结果。</p>
        </form>
      )}
    </section>
  )
}

/** Where a notice that was made from the decision stands, with the way to it. */
export function NoticeStanding({
  notice,
  now,
  staffCanEdit,
}: {
  readonly notice: MadeNotice | null
  readonly now: Instant
  readonly staffCanEdit: boolean
}) {
  if (!notice) return <span>还没有生成</span>
  const { id, publishAt, withdrawn } = notice
  const out = publishAt !== null && publishAt <= now
  const says = withdrawn
    ? '已撤回'
    : out
      ? `${moment(publishAt)} 发布`
      : publishAt === null
        ? '草稿'
        : `定于 ${moment(publishAt)} 发布`
  if (out) return <a href={paths.notice(id)}>{says}</a>
  return staffCanEdit ? <a href={staffPaths.notice(id)}>{says}</a> : <span>{says}</span>
}
