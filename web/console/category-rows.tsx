import type { FormFlaw } from '../../worker/rules/refusal.ts'
import type { CategoryRow } from '../../worker/rules/settings-form.ts'
import { ChoiceField, TextField } from '../parts/field.tsx'
import { KIND } from '../text/settings.ts'

export interface CategoryRowsProps {
  readonly rows: readonly CategoryRow[]
  readonly flaws: readonly FormFlaw[]
}

const KINDS = Object.entries(KIND).map(([value, name]) => ({ value, name }))

/** The table of categories: a row each, with buttons that post the whole form and come back with the rows rearranged. */
export function CategoryRows({ rows, flaws }: CategoryRowsProps) {
  const whole = flaws.filter(({ field }) => field === 'categories')
  return (
    <div>
      {whole.map(({ says }) => (
        <p key={says} class="flaw" role="alert">
          {says}
        </p>
      ))}
      <ol class="category-rows">
        {rows.map((row, i) => (
          <Row key={row.key} row={row} at={i} last={i === rows.length - 1} flaws={flaws} />
        ))}
      </ol>
      <button name="do" value="add" formNoValidate>
        添加一个类别
      </button>
    </div>
  )
}

function Row({
  row,
  at,
  last,
  flaws,
}: {
  readonly row: CategoryRow
  readonly at: number
  readonly last: boolean
  readonly flaws: readonly FormFlaw[]
}) {
  const name = (field: string) => `categories.${at}.${field}`
  const title = row.name || `第 ${at + 1} 个类别`
  const number = (field: 'honours' | 'min' | 'max', label: string, least: number) => (
    <TextField
      name={name(field)}
      label={label}
      type="number"
      inputmode="numeric"
      min={least}
      max={1000}
      value={row[field]}
      flaws={flaws}
    />
  )
  return (
    <li>
      <fieldset>
        <legend class="sr">{title}</legend>
        <input type="hidden" name={name('key')} value={row.key} />
        <div class="category-fields">
          <TextField name={name('name')} label="类别名称" maxLength={20} value={row.name} flaws={flaws} />
          <ChoiceField name={name('kind')} label="推荐的是" choices={KINDS} value={row.kind} flaws={flaws} />
          {number('honours', '拟表彰', 0)}
          {number('min', '最少选', 0)}
          {number('max', '最多选', 1)}
        </div>
        <p class="category-tools">
          <button name="do" value={`up:${at}`} formNoValidate disabled={at === 0} aria-label={`把${title}上移`}>
            上移
          </button>
          <button name="do" value={`down:${at}`} formNoValidate disabled={last} aria-label={`把${title}下移`}>
            下移
          </button>
          <button name="do" value={`remove:${at}`} formNoValidate aria-label={`删除${title}`}>
            删除
          </button>
        </p>
      </fieldset>
    </li>
  )
}
