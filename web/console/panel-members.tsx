import type { Member, Progress } from '../../worker/rules/panel.ts'
import { REASON } from '../../worker/rules/panel-form.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import { AreaField, ChoiceField, FormName } from '../parts/field.tsx'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import type { PanelPageProps } from './panel-page.tsx'

/** One reviewer of the panel, how far they have come, and whom they stay out of. */
export interface SeatLine {
  readonly member: Member
  readonly progress: Progress
  readonly recusals: readonly { readonly number: number; readonly reason: string }[]
}

export function Members(props: PanelPageProps) {
  const { campaign, seats, free } = props
  return (
    <section class="card">
      <h2>评审人员和进度</h2>
      {seats.length === 0 && <p class="soft">还没有评审人员。</p>}
      <ul class="seats">
        {seats.map(seat => (
          <Seat key={seat.member.id} {...props} {...seat} />
        ))}
      </ul>
      {free.length > 0 ? (
        <form class="seat-add" method="post" action={staffPaths.panelMembers(campaign.slug)}>
          <ChoiceField name="add" label="加入评审" choices={free.map(({ id, name }) => ({ value: id, name }))} />
          <button>加入</button>
        </form>
      ) : (
        <p class="soft small field">没有其他可以加入的评审账号；评审账号由系统管理员邀请。</p>
      )}
    </section>
  )
}

function Seat({ campaign, member, progress, recusals, refusal, typed }: PanelPageProps & SeatLine) {
  const { done, recused, open } = progress
  const all = done + recused + open.length
  const asked = typed?.reopening === member.id
  return (
    <li>
      <p>
        <b>{member.name}</b>{' '}
        <span class={member.submittedAt === null ? 'tag' : 'tag plain'}>{member.submittedAt === null ? '评审中' : '已提交'}</span>
      </p>
      <progress value={done + recused} max={Math.max(1, all)} aria-label={`${member.name}已完成`} />
      <p class="soft small">
        已评 {done}，回避 {recused}，未评完 {open.length}
        {member.submittedAt !== null && `；${moment(member.submittedAt)} 提交`}
      </p>
      {recusals.length > 0 && (
        <ul class="small away">
          {recusals.map(({ number, reason }) => (
            <li key={number}>
              回避 {number}号：{reason}
            </li>
          ))}
        </ul>
      )}
      {member.submittedAt !== null && (
        <details class="field" open={asked}>
          <summary>退回更正</summary>
          <form method="post" action={staffPaths.reopenSheets(campaign.slug)}>
            <input type="hidden" name="reviewer" value={member.id} />
            <input type="hidden" name="revision" value={member.revision} />
            <FormName.Provider value={`${member.id}-`}>
              <AreaField
                name="reason"
                label="退回的理由"
                hint="会记入操作记录。退回后这位评审可以修改，须重新提交。"
                rows={2}
                maxLength={REASON.most * 2}
                value={asked ? typed.reason : ''}
                flaws={asked ? flawsIn(refusal) : undefined}
              />
            </FormName.Provider>
            <p class="field">
              <button>退回</button>
            </p>
          </form>
        </details>
      )}
      <details class="field">
        <summary>退出评审组</summary>
        <form method="post" action={staffPaths.panelMembers(campaign.slug)}>
          <p class="soft small">退出后不能再看评审材料，已打的分保留，但不再计入汇总。</p>
          <p class="field">
            <button name="remove" value={member.id}>
              请{member.name}退出
            </button>
          </p>
        </form>
      </details>
    </li>
  )
}
