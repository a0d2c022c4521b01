import type { CampaignFile } from '../../worker/rules/campaign.ts'
import { mayConfirm, verdictsOf } from '../../worker/rules/case-decision.ts'
import type { AppealFile, CaseFile } from '../../worker/rules/case-file.ts'
import { REASON_MEASURE } from '../../worker/rules/case-reason.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import { AreaField } from '../parts/field.tsx'
import { staffPaths } from '../staff-paths.ts'
import { VERDICT, VERDICT_MEANS } from '../text/cases.ts'
import { moment } from '../text/dates.ts'
import { ROLE } from '../text/terms.ts'
import { RevealedFor, RevealForm } from './reveal-form.tsx'
import { SendBack } from './send-back.tsx'

export interface CaseFormProps {
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly one: CaseFile
  readonly refusal: Refusal | null
  /** What was typed into the form that was sent back, by its field. */
  readonly typed: Readonly<Record<string, string>>
}

const OTHER = { organizer: 'auditor', auditor: 'organizer' } as const

/** What this person can do about the case now. */
export function Decide(props: CaseFormProps) {
  const { staff, one } = props
  if (one.state === 'decided') return <Decided {...props} />
  if (!may(staff, 'judge-cases')) return null
  return one.state === 'open' ? <Propose {...props} /> : <Second {...props} />
}

function Propose({ campaign, one, refusal, typed }: CaseFormProps) {
  const flaws = flawsIn(refusal)
  const says = flaws?.find(({ field }) => field === 'verdict')?.says
  return (
    <form class="card" id="decide" method="post" action={staffPaths.proposeCase(campaign.slug, one.id)}>
      <h2>提出处理意见</h2>
      <input type="hidden" name="revision" value={one.revision} />
      <fieldset class="verdicts">
        <legend class="sr">处理意见</legend>
        {verdictsOf(one.kind).map(verdict => (
          <label key={verdict} class="verdict">
            <input type="radio" name="verdict" value={verdict} required checked={typed.verdict === verdict} />
            <span>
              <b>{VERDICT[verdict]}</b>
              <small class="soft">{VERDICT_MEANS[verdict]}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {says && <p class="flaw">{says}</p>}
      <AreaField
        name="reason"
        label={one.kind === 'appeal' ? '答复（决定后投票人凭回执可以看到）' : '理由'}
        hint={`${REASON_MEASURE.least} 到 ${REASON_MEASURE.most} 个字，会记入操作记录，请不要写个人信息。`}
        flaws={flaws}
        value={typed.reason ?? ''}
        required
        rows={3}
        maxLength={REASON_MEASURE.most * 2}
      />
      <p class="choices">
        <button class="main">提出意见</button>
      </p>
      <p class="soft small field">提出以后，由另一角色的人复核；复核同意之前，选票的状态不变。</p>
    </form>
  )
}

function Second({ staff, campaign, one, refusal, typed }: CaseFormProps) {
  const { proposed, verdict } = one
  if (!proposed || !verdict) return null
  const mine = proposed.by === staff.id
  return (
    <section class="card" id="decide">
      <h2>复核</h2>
      <Proposal one={one} />
      {mayConfirm(proposed, staff) ? (
        <form method="post" action={staffPaths.confirmCase(campaign.slug, one.id)}>
          <input type="hidden" name="revision" value={one.revision} />
          <p class="choices">
            <button class="main">
              同意{VERDICT[verdict]}（{one.size} 张）
            </button>
          </p>
        </form>
      ) : (
        <p class="note">
          {mine ? '这个意见是您提出的，' : ''}须由{ROLE[OTHER[proposed.role]]}复核同意。
        </p>
      )}
      {!mine && (
        <SendBack
          action={staffPaths.refuseCase(campaign.slug, one.id)}
          hidden={['revision', String(one.revision)]}
          hint="会记入操作记录，提出人可以看到。"
          flaws={flawsIn(refusal)}
          typed={typed.refusal}
        />
      )}
    </section>
  )
}

function Proposal({ one }: { readonly one: CaseFile }) {
  const { proposed, verdict, reason } = one
  if (!proposed || !verdict) return null
  return (
    <dl class="facts">
      <dt>意见</dt>
      <dd>
        <b>{VERDICT[verdict]}</b>
      </dd>
      <dt>提出</dt>
      <dd>
        {proposed.name}（{ROLE[proposed.role]}），{moment(proposed.at)}
      </dd>
      <dt>{one.kind === 'appeal' ? '答复' : '理由'}</dt>
      <dd>{reason}</dd>
    </dl>
  )
}

function Decided({ staff, campaign, one }: CaseFormProps) {
  const { decided, verdict, unwritten, moved, size, kind, reopenedBy } = one
  if (!decided || !verdict) return null
  return (
    <section class="card">
      <h2>决定：{VERDICT[verdict]}</h2>
      <Proposal one={one} />
      <dl class="facts after">
        <dt>复核</dt>
        <dd>
          {decided.name}（{ROLE[decided.role]}），{moment(decided.at)}
        </dd>
        {verdict !== 'uphold' && (
          <>
            <dt>写入</dt>
            <dd>
              {unwritten === 0
                ? `已写入全部 ${one.boxes} 个票箱，改变状态的选票 ${moved} 张`
                : `尚未写入 ${unwritten} 个票箱（共 ${one.boxes} 个）`}
              {unwritten === 0 && moved < size && `；另有 ${size - moved} 张在决定之前状态已经改变，没有再动`}
            </dd>
          </>
        )}
      </dl>
      {unwritten > 0 && may(staff, 'judge-cases') && (
        <form class="field" method="post" action={staffPaths.writeCase(campaign.slug, one.id)}>
          <p>决定已经生效。网站每分钟自动再写一次，也可以现在就写。</p>
          <p class="field">
            <button>现在写入</button>
          </p>
        </form>
      )}
      {reopenedBy ? (
        <p class="field">
          <a href={staffPaths.case(campaign.slug, reopenedBy)}>这些选票正在另一个案件里重新复核，或已重新决定</a>
        </p>
      ) : (
        kind === 'held' &&
        verdict === 'void' &&
        unwritten === 0 &&
        may(staff, 'judge-cases') && (
          <form class="field no-print" method="post" action={staffPaths.reopenCase(campaign.slug, one.id)}>
            <p class="soft small">申诉或新的情况表明这一批可能判断有误的，可以整批重新复核，仍由两人决定。</p>
            <p class="field">
              <button>重新复核这一批</button>
            </p>
          </form>
        )
      )}
    </section>
  )
}

/** What the voter wrote, behind a reason. */
export function AppealText({
  staff,
  campaign,
  one,
  appeal,
  opened,
  refusal,
  typed,
}: CaseFormProps & { readonly appeal: AppealFile; readonly opened: { readonly text: string; readonly reason: string } | null }) {
  if (appeal.purged) return <section class="card soft">保存期已满，申诉内容已按规定删除。</section>
  if (opened)
    return (
      <section class="card">
        <h2>申诉内容</h2>
        <RevealedFor reason={opened.reason} />
        {opened.text.split('\n').map((line, i) => (
          <p key={i}>{line}</p>
        ))}
      </section>
    )
  return (
    <section class="card">
      <h2>申诉内容</h2>
      <p class="soft small">已加密保存，默认不显示。投票人可能写了选了谁，请先看证据再看申诉。</p>
      {may(staff, 'reveal-appeals') && (
        <RevealForm
          action={staffPaths.revealAppeal(campaign.slug, one.id)}
          name="look"
          such="复核申诉"
          button="查看申诉"
          flaws={flawsIn(refusal)}
          typed={typed.look}
        />
      )}
    </section>
  )
}
