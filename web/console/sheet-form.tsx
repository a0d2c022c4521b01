import type { Marks, Member } from '../../worker/rules/panel.ts'
import { NOTE_MOST, RECUSAL } from '../../worker/rules/panel-form.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import { AreaField, FormName, TextField } from '../parts/field.tsx'
import { staffPaths } from '../staff-paths.ts'
import { clock, moment } from '../text/dates.ts'
import type { DossierPageProps } from './dossier-page.tsx'

type SheetProps = DossierPageProps & { readonly seat: Member }

/** What one reviewer writes of this nominee. Others read it only after it was handed in. */
export function SheetForm(props: SheetProps) {
  const { campaign, seat, sheet, after } = props
  return (
    <aside class="card sheet-card" aria-labelledby="sheet-name">
      <h2 id="sheet-name">我的评分</h2>
      {sheet?.recusal != null ? (
        <Recused {...props} reason={sheet.recusal} />
      ) : seat.submittedAt !== null ? (
        <HandedIn {...props} />
      ) : (
        <>
          <Fields {...props} />
          <Recuse {...props} />
        </>
      )}
      {after !== null && (
        <p class="field">
          <a class="button" href={staffPaths.reviewOf(campaign.slug, after)}>
            下一个：{after}号
          </a>
        </p>
      )}
    </aside>
  )
}

function Fields(props: SheetProps) {
  const { campaign, nominee, panel, sheet, typed } = props
  return (
    <form id="sheet" method="post" action={staffPaths.reviewOf(campaign.slug, nominee.number)} noValidate>
      <input type="hidden" name="revision" value={sheet?.revision ?? 0} />
      <input type="hidden" name="was" value="" />
      <div class="marks-of">
        {panel?.criteria.map(({ name, weight, most }, i) => (
          <TextField
            key={name}
            name={`mark.${i}`}
            label={name}
            hint={`权重 ${weight}，满分 ${most}`}
            inputmode="decimal"
            autocomplete="off"
            maxLength={5}
            value={typed?.[`mark.${i}`] ?? shown(sheet?.marks, i)}
            flaws={flawsIn(props.refusal)}
          />
        ))}
      </div>
      <AreaField
        name="note"
        label="评语和备注"
        hint="只有您自己看得到，不进入汇总。"
        rows={4}
        maxLength={NOTE_MOST * 2}
        value={typed?.note ?? sheet?.note ?? ''}
        flaws={flawsIn(props.refusal)}
      />
    </form>
  )
}

const shown = (marks: Marks | undefined, i: number): string => {
  const mark = marks?.[i]
  return mark == null ? '' : String(mark)
}

/** The one thing to do, in the bottom bar, and how the sheet stands. */
export function SheetBar({ sheet, refusal, saved, now }: DossierPageProps) {
  const state = refusal
    ? '还没有保存'
    : saved
      ? `已保存 ${clock(sheet?.at ?? now)}`
      : sheet
        ? `上次保存 ${clock(sheet.at)}`
        : '还没有评分'
  return (
    <div class="row">
      <span class="small" id="save-state" role="status">
        {state}
      </span>
      <button class="main" form="sheet" name="do" value="save">
        保存评分
      </button>
    </div>
  )
}

function Recuse(props: SheetProps) {
  const { campaign, nominee, typed } = props
  const open = flawsIn(props.refusal).some(({ field }) => field === 'recusal')
  return (
    <details class="field" open={open}>
      <summary>声明回避</summary>
      <form method="post" action={staffPaths.recuse(campaign.slug, nominee.number)}>
        <p class="soft small">与这个候选对象有近亲属、同一部门等可能影响公正的关系，请声明回避。已打的分会删除，不再计入。</p>
        <FormName.Provider value="away-">
          <TextField
            name="recusal"
            label="回避的理由"
            hint="组织者会看到。"
            value={typed?.recusal ?? ''}
            maxLength={RECUSAL.most}
            required
            flaws={flawsIn(props.refusal)}
          />
        </FormName.Provider>
        <p class="field">
          <button>声明回避</button>
        </p>
      </form>
    </details>
  )
}

function Recused({ campaign, nominee, seat, reason }: SheetProps & { readonly reason: string }) {
  return (
    <>
      <p class="note">您已声明回避，不打分，也不计入这个候选对象的平均分。理由：{reason}</p>
      {seat.submittedAt === null && (
        <form method="post" action={staffPaths.takeBackRecusal(campaign.slug, nominee.number)}>
          <p class="field">
            <button>撤回回避</button>
          </p>
        </form>
      )}
    </>
  )
}

function HandedIn({ panel, seat, sheet }: SheetProps) {
  return (
    <>
      <p class="note good">已于 {moment(seat.submittedAt as NonNullable<Member['submittedAt']>)} 提交，不能再改。</p>
      <dl class="facts after">
        {panel?.criteria.map(({ name, most }, i) => (
          <>
            <dt key={name}>{name}</dt>
            <dd>
              {shown(sheet?.marks, i) || '没有'} <span class="soft">/ {most}</span>
            </dd>
          </>
        ))}
        {sheet?.note && (
          <>
            <dt>备注</dt>
            <dd class="lines">{sheet.note}</dd>
          </>
        )}
      </dl>
    </>
  )
}
