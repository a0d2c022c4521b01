import type { NomineeCard } from '../../worker/rules/nominee.ts'
import { listChange } from '../../worker/rules/publicity.ts'
import { FormName, TextField } from '../parts/field.tsx'
import { staffPaths } from '../staff-paths.ts'
import { longDay } from '../text/dates.ts'
import { Uncounted } from './period.tsx'
import { flawsOf, type PublicityPageProps } from './publicity.tsx'

/** The list as the notice shows it, chosen from the campaign by category. A changed list of a published notice asks for more days. */
export function ListForm({ notice, file, campaign, period, earliest, back }: PublicityPageProps) {
  if (!campaign || campaign.nominees.length === 0)
    return (
      <section class="card">
        <h2>公示名单</h2>
        <p class="soft">{campaign ? '活动还没有候选对象。' : '这份公示不属于任何活动，名单写在正文或附件里。'}</p>
      </section>
    )
  if (notice.conclusion !== null)
    return (
      <section class="card">
        <h2>公示名单</h2>
        <p>共 {file.nominees.length} 个，公示结果已经公布，不能再改。</p>
      </section>
    )
  const flaws = flawsOf(back, 'list')
  const mine = back?.part === 'list' ? back : null
  const ticked = new Set(mine ? mine.numbers : file.nominees.map(({ number }) => number))
  const isLate = period.published && file.listed
  return (
    <form class="card" method="post" action={staffPaths.publicityList(notice.id)}>
      <h2>公示名单</h2>
      <p class="soft small">
        勾选这次公示的对象；公示页上的姓名和单位以保存时为准，以后候选名单改动，这里不会跟着变，需要再次保存。
      </p>
      <input type="hidden" name="revision" value={file.revision} />
      {campaign.categories.map(({ key, name }) => (
        <fieldset key={key} class="picks">
          <legend>{name}</legend>
          <div class="rows">
            {campaign.nominees
              .filter(({ category }) => category === key)
              .map(one => (
                <Pick key={one.number} nominee={one} checked={ticked.has(one.number)} changed={changedLine(file, one, name)} />
              ))}
          </div>
        </fieldset>
      ))}
      {isLate && (
        <FormName.Provider value="list-">
          <TextField
            name="through"
            label="公示期最后一天"
            type="date"
            flaws={flaws}
            value={mine?.typed.through ?? period.through}
            hint={
              earliest
                ? `增加或更换名单的，新名单要从今天起重新公示：最早到 ${longDay(earliest)}。只撤下的可以不变。`
                : '增加或更换名单的，新名单要从今天起重新公示；官方放假安排尚未公布，最早到哪一天还不能确定。'
            }
          />
          <TextField
            name="reason"
            label="名单变动的原因"
            flaws={flaws}
            value={mine?.typed.reason ?? ''}
            hint="显示在公示页上。"
            maxLength={200}
          />
          {earliest === null && <Uncounted checked={file.uncountedYear !== null} />}
        </FormName.Provider>
      )}
      <p class="field">
        <button class="main">保存名单</button>
      </p>
    </form>
  )
}

/** Whether the campaign now says something else under this number than the notice shows. */
function changedLine({ nominees }: PublicityPageProps['file'], { number, name, unit }: NomineeCard, category: string): boolean {
  const shown = nominees.find(one => one.number === number)
  return shown !== undefined && listChange([shown], [{ number, name, unit, category }]).added.length > 0
}

function Pick({
  nominee,
  checked,
  changed,
}: {
  readonly nominee: NomineeCard
  readonly checked: boolean
  readonly changed: boolean
}) {
  return (
    <label class="tick">
      <input type="checkbox" name="n" value={nominee.number} checked={checked} />
      <span>
        {nominee.name}
        <small>
          {nominee.unit}
          {changed && '（与已公示的不同）'}
        </small>
      </span>
    </label>
  )
}
