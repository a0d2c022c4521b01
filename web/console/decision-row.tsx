import { DECIDED } from '../../worker/rules/decision.ts'
import { DECISION_LIMITS, type DraftLine, lineField } from '../../worker/rules/decision-draft.ts'
import type { NomineeCard } from '../../worker/rules/nominee.ts'
import type { FormFlaw } from '../../worker/rules/refusal.ts'
import { DECIDED_NAME } from '../text/decision.ts'

export interface DecisionRowProps {
  readonly nominee: NomineeCard
  readonly line: DraftLine
  /** Those of this row. */
  readonly flaws: readonly FormFlaw[]
}

const NUMBERS = [
  { field: 'order', name: '候补次序' },
  { field: 'for', name: '赞成' },
  { field: 'against', name: '反对' },
  { field: 'abstain', name: '弃权' },
] as const

/** One nominee: a group of fields, under each other on a phone and in one line on a desktop. */
export function DecisionRow({ nominee, line, flaws }: DecisionRowProps) {
  const { number, name, unit, withdrawn } = nominee
  const flawed = (field: keyof DraftLine) =>
    flaws.some(flaw => flaw.field === lineField(number, field))
      ? { 'aria-invalid': true, 'aria-describedby': `flaws-${number}` }
      : {}
  const control = (field: keyof DraftLine) => ({
    id: `f-${lineField(number, field)}`,
    name: lineField(number, field),
    maxLength: DECISION_LIMITS[field],
    ...flawed(field),
  })
  return (
    <fieldset class="of-nominee">
      <legend class="sr">{`${number}号 ${name}`}</legend>
      <p class="who-is">
        <b>
          {number}号 {name}
        </b>
        <small class="soft">{withdrawn === null ? unit : `已撤下：${withdrawn}`}</small>
      </p>
      <label class="result-field">
        <span>结果</span>
        <select {...control('outcome')}>
          <option value="">未定</option>
          {DECIDED.map(one => (
            <option key={one} value={one} selected={line.outcome === one}>
              {DECIDED_NAME[one]}
            </option>
          ))}
        </select>
      </label>
      {NUMBERS.map(({ field, name: label }) => (
        <label key={field}>
          <span>{label}</span>
          <input inputmode="numeric" autocomplete="off" value={line[field]} {...control(field)} />
        </label>
      ))}
      <label class="wide-field">
        <span>说明</span>
        <input autocomplete="off" value={line.note} {...control('note')} />
      </label>
      {flaws.length > 0 && (
        <p class="flaw" id={`flaws-${number}`}>
          {flaws.map(({ says }) => says).join(' ')}
        </p>
      )}
    </fieldset>
  )
}
