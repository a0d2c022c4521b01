import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { StaffId } from '../../worker/rules/ids.ts'
import type { Panel } from '../../worker/rules/panel.ts'
import { CRITERIA_MOST, type CriterionRow } from '../../worker/rules/panel-form.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { CheckField, TextField } from '../parts/field.tsx'
import type { Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { staffPaths } from '../staff-paths.ts'
import { BLIND_LIMIT } from '../text/panel.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'
import { Members, type SeatLine } from './panel-members.tsx'

export interface PanelTyped {
  readonly rows: readonly CriterionRow[]
  readonly blind: boolean
  readonly categories: readonly string[]
  /** Whose sheets were to be reopened, and the reason as typed. */
  readonly reopening: StaffId | null
  readonly reason: string
}

export interface PanelPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly panel: Panel | null
  readonly seats: readonly SeatLine[]
  readonly free: readonly { readonly id: StaffId; readonly name: string }[]
  readonly refusal: Refusal | null
  readonly typed: PanelTyped | null
  readonly saved: boolean
  readonly now: Instant
}

/** Who judges, by what, and how far each has come. */
export function PanelPage(props: PanelPageProps) {
  const { site, staff, campaign, panel, refusal, saved, now } = props
  return (
    <Frame site={site} staff={staff} title={`评审组 · ${campaign.shortTitle}`}>
      <CampaignNav campaign={campaign} staff={staff} here="review" />
      <div class="card">
        <p class="no-print back">
          <a href={staffPaths.review(campaign.slug)}>‹ 评审材料</a>
        </p>
        <h1>评审组</h1>
        <p>评审按下面的标准逐个打分，提交前互相看不到。票数和评分分列，最后由会议研究决定。</p>
      </div>
      <RefusalNote refusal={refusal} now={now} />
      {saved && refusal === null && <p class="note good card-gap">已保存。</p>}
      {panel?.fixed ? <Fixed {...props} panel={panel} /> : <Terms {...props} />}
      {panel && <Members {...props} />}
    </Frame>
  )
}

function Fixed({ campaign, panel }: PanelPageProps & { readonly panel: Panel }) {
  const names = campaign.categories.filter(({ key }) => panel.categories.includes(key)).map(({ name }) => name)
  return (
    <section class="card">
      <h2>评审标准</h2>
      <p class="soft small">已有评审打分，标准、权重和范围自此固定。</p>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">标准</th>
            <th scope="col">权重</th>
            <th scope="col">满分</th>
          </tr>
        </thead>
        <tbody>
          {panel.criteria.map(({ name, weight, most }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{weight}</td>
              <td>{most}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl class="facts after">
        <dt>范围</dt>
        <dd>{names.join('、')}</dd>
        <dt>方式</dt>
        <dd>{panel.blind ? '隐名评审，评审只看到编号' : '实名评审材料'}</dd>
      </dl>
    </section>
  )
}

/** What a new panel begins with: the four sides that the source notices weigh people by, to be changed. */
const FIRST: readonly CriterionRow[] = [
  { name: '政治表现', weight: '25', most: '100' },
  { name: '工作实绩', weight: '40', most: '100' },
  { name: '作风品行', weight: '20', most: '100' },
  { name: '群众基础', weight: '15', most: '100' },
]

function Terms({ campaign, panel, refusal, typed }: PanelPageProps) {
  const flaws = flawsIn(refusal)
  const stored = panel?.criteria.map(({ name, weight, most }) => ({ name, weight: String(weight), most: String(most) }))
  const given = typed && typed.reopening === null ? typed : null
  const rows = given?.rows ?? stored ?? FIRST
  const categories = given?.categories ?? panel?.categories ?? campaign.categories.map(({ key }) => key)
  const whole = flaws.filter(({ field }) => field === 'criteria' || field === 'category')
  return (
    <form class="card" method="post" action={staffPaths.panel(campaign.slug)} noValidate>
      <h2>评审标准</h2>
      <input type="hidden" name="revision" value={panel?.revision ?? 0} />
      <p class="soft small">最多 {CRITERIA_MOST} 项，权重之和为 100；不用的行留空。有人打分之后不能再改。</p>
      {whole.map(({ says }) => (
        <p key={says} class="flaw" role="alert">
          {says}
        </p>
      ))}
      <ol class="criteria">
        {Array.from({ length: CRITERIA_MOST }, (_, i) => (
          <li key={i}>
            <TextField name={`name.${i}`} label={`第 ${i + 1} 项`} value={rows[i]?.name ?? ''} maxLength={20} flaws={flaws} />
            <TextField
              name={`weight.${i}`}
              label="权重"
              inputmode="numeric"
              autocomplete="off"
              value={rows[i]?.weight ?? ''}
              maxLength={3}
              flaws={flaws}
            />
            <TextField
              name={`most.${i}`}
              label="满分"
              inputmode="numeric"
              autocomplete="off"
              value={rows[i]?.most ?? ''}
              maxLength={3}
              flaws={flaws}
            />
          </li>
        ))}
      </ol>
      <fieldset class="field">
        <legend>评审的类别</legend>
        {campaign.categories.map(({ key, name }) => (
          <label key={key} class="tick">
            <input type="checkbox" name="category" value={key} checked={categories.includes(key)} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <CheckField name="blind" label="隐名评审" hint={BLIND_LIMIT} checked={given?.blind ?? panel?.blind ?? false} />
      <p class="choices">
        <button class="main">{panel ? '保存' : '设定评审组'}</button>
      </p>
    </form>
  )
}
