import type { Decided } from '../../worker/rules/decision.ts'
import { DECISION_LIMITS, type DraftField, NO_LINE } from '../../worker/rules/decision-draft.ts'
import type { FormFlaw } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import { AreaField, CheckField, TextField } from '../parts/field.tsx'
import { staffPaths } from '../staff-paths.ts'
import { clock } from '../text/dates.ts'
import { DECIDED_NAME } from '../text/decision.ts'
import type { DecisionPageProps } from './decision-page.tsx'
import { DecisionRow } from './decision-row.tsx'

const MOST_SHOWN = 12
/** A category of more nominees is folded until somebody wants it, or something in it is wrong. */
const LONG = 30

/** The draft. Every field starts as it was typed, empty if it was not: nothing on this form comes from anywhere else. */
export function DecisionForm(props: DecisionPageProps) {
  const { campaign, file, draft, refusal, saved, now } = props
  const flaws = flawsIn(refusal)
  const whole = flaws.filter(({ field }) => field === 'lines')
  return (
    <form class="decision" id="decision" method="post" action={staffPaths.decision(campaign.slug)}>
      <input type="hidden" name="revision" value={file?.revision ?? 0} />
      <input type="hidden" name="was" value="" />
      {/* The first button is what the Enter key presses. */}
      <button class="sr" name="do" value="save" tabIndex={-1} aria-hidden>
        保存
      </button>
      {flaws.length > 0 && <FlawList flaws={flaws} />}
      <section class="card">
        <h2>会议</h2>
        <Meeting {...props} flaws={flaws} />
      </section>
      <section class="card">
        <h2>结果</h2>
        <p class="soft small">
          进行表决的填写赞成、反对、弃权，合计不超过实到人数；没有表决的三项都不填。撤销的名额空缺，不递补。
        </p>
        {whole.map(({ says }) => (
          <p key={says} class="flaw" role="alert">
            {says}
          </p>
        ))}
        {campaign.categories.map(category => (
          <Category key={category.key} {...props} category={category} flaws={flaws} />
        ))}
      </section>
      <section class="card">
        <h2>其他</h2>
        <CheckField
          name="alternatesNamed"
          label="在结果公告里公布候补"
          hint="不勾选的，候补只留在这份记录里，公开页面不显示。"
          checked={draft.alternatesNamed}
        />
        <AreaField
          name="remark"
          label="说明"
          hint="授予超过名额的，在这里写明依据。"
          rows={3}
          maxLength={DECISION_LIMITS.remark}
          value={draft.remark}
          flaws={flaws}
        />
        <p class="choices">
          <button name="do" value="save">
            保存草稿
          </button>
          <button name="do" value="rest">
            其余都记为未入选
          </button>
        </p>
        <p class="soft small" id="save-state" role="status">
          {saved && file ? `已保存 ${clock(now)}` : file ? `上次保存：${file.edited.name}，${clock(file.edited.at)}` : '尚未保存'}
        </p>
      </section>
    </form>
  )
}

/** What is missing, each with the way to its field. */
const FlawList = ({ flaws }: { readonly flaws: readonly FormFlaw[] }) => (
  <nav class="card" aria-label="需要补充或更正的地方">
    <ul class="flaw-list">
      {flaws.slice(0, MOST_SHOWN).map(({ field, says }) => (
        <li key={field + says}>
          <a href={field === 'lines' ? '#decision' : `#f-${field}`}>{says}</a>
        </li>
      ))}
    </ul>
    {flaws.length > MOST_SHOWN && <p class="soft small">另有 {flaws.length - MOST_SHOWN} 处，已在下面标出。</p>}
  </nav>
)

type Flawed = DecisionPageProps & { readonly flaws: readonly FormFlaw[] }

function Meeting({ draft, flaws }: Flawed) {
  const field = (name: DraftField, label: string, more: object = {}) => (
    <TextField name={name} label={label} maxLength={DECISION_LIMITS[name]} value={draft[name]} flaws={flaws} {...more} />
  )
  return (
    <>
      <div class="pair">
        {field('meeting', '会议名称', { hint: '如“机关党委会议”' })}
        {field('day', '日期', { type: 'date' })}
        {field('place', '地点')}
        {field('chair', '主持人')}
        {field('recorder', '记录人')}
      </div>
      <div class="pair">
        {field('due', '应到人数', { inputmode: 'numeric' })}
        {field('present', '实到人数', { inputmode: 'numeric' })}
      </div>
      {field('quorum', '到会人数是否符合规定', { hint: '用文字写明，如“到会人数超过三分之二，符合规定”' })}
    </>
  )
}

function Category({
  campaign,
  draft,
  flaws,
  category,
}: Flawed & { readonly category: { key: string; name: string; honours: number } }) {
  const nominees = campaign.nominees.filter(one => one.category === category.key)
  const count = (outcome: Decided) => nominees.filter(({ number }) => draft.lines[number]?.outcome === outcome).length
  const said = (['honoured', 'named', 'alternate', 'not-chosen', 'revoked'] as const).filter(one => count(one) > 0)
  const ofRow = (number: number) => flaws.filter(({ field }) => field.startsWith(`line.${number}.`))
  return (
    <details class="decided" open={nominees.length <= LONG || nominees.some(({ number }) => ofRow(number).length > 0)}>
      <summary>
        <h3>
          {category.name}
          <small class="soft">
            {nominees.length} 个对象，名额 {category.honours} 个
            {said.length > 0 && `；上次保存时：${said.map(one => `${DECIDED_NAME[one]} ${count(one)}`).join('，')}`}
          </small>
        </h3>
      </summary>
      <div class="decided-head" aria-hidden>
        <span>对象</span>
        <span>结果</span>
        <span>候补次序</span>
        <span>赞成</span>
        <span>反对</span>
        <span>弃权</span>
        <span>说明</span>
      </div>
      {nominees.map(nominee => (
        <DecisionRow
          key={nominee.number}
          nominee={nominee}
          line={draft.lines[nominee.number] ?? NO_LINE}
          flaws={ofRow(nominee.number)}
        />
      ))}
    </details>
  )
}
