import type { Criterion, Marks, PanelTerms } from './panel.ts'
import type { FormFlaw } from './refusal.ts'

// What is typed on the pages of a panel, read and held against its measures.

export const CRITERIA_MOST = 8
export const NOTE_MOST = 2000
export const REASON = { least: 5, most: 200 } as const
export const RECUSAL = { least: 2, most: 200 } as const

/** A row as it was typed. */
export interface CriterionRow {
  readonly name: string
  readonly weight: string
  readonly most: string
}

export const criterionRows = (form: URLSearchParams): readonly CriterionRow[] =>
  Array.from({ length: CRITERIA_MOST }, (_, i) => ({
    name: plain(form.get(`name.${i}`)).slice(0, 100),
    weight: plain(form.get(`weight.${i}`)).slice(0, 10),
    most: plain(form.get(`most.${i}`)).slice(0, 10),
  }))

/** The terms of a panel from its form. Rows without a name and a weight are no criteria. */
export function readTerms(
  form: URLSearchParams,
  categories: readonly string[],
): { readonly terms: PanelTerms; readonly flaws: readonly FormFlaw[] } {
  const flaws: FormFlaw[] = []
  const criteria = criterionRows(form).flatMap((row, i): Criterion[] => {
    if (row.name === '' && row.weight === '') return []
    const [weight, most] = [whole(row.weight, 100), row.most === '' ? 100 : whole(row.most, 100)]
    if (row.name === '' || [...row.name].length > 20) flaws.push({ field: `name.${i}`, says: '请填写名称，不超过 20 个字。' })
    if (weight === null) flaws.push({ field: `weight.${i}`, says: '请填写 1 到 100 的整数。' })
    if (most === null) flaws.push({ field: `most.${i}`, says: '请填写 1 到 100 的整数。' })
    return [{ name: row.name, weight: weight ?? 0, most: most ?? 100 }]
  })
  const chosen = categories.filter(key => form.getAll('category').includes(key))
  const sum = criteria.reduce((total, { weight }) => total + weight, 0)
  if (criteria.length === 0) flaws.push({ field: 'name.0', says: '请至少填写一项评审标准。' })
  else if (flaws.length === 0 && sum !== 100) flaws.push({ field: 'criteria', says: `各项权重之和须为 100，现在是 ${sum}。` })
  if (new Set(criteria.map(({ name }) => name)).size < criteria.length)
    flaws.push({ field: 'criteria', says: '两项评审标准的名称相同，请区分开。' })
  if (chosen.length === 0) flaws.push({ field: 'category', says: '请至少选择一个类别。' })
  return { terms: { criteria, blind: form.get('blind') === '1', categories: chosen }, flaws }
}

/** Marks of a sheet: empty fields are none yet, steps are tenths, none above the full mark. */
export function readMarks(
  form: URLSearchParams,
  criteria: readonly Criterion[],
): { readonly marks: Marks; readonly flaws: readonly FormFlaw[] } {
  const flaws: FormFlaw[] = []
  const marks = criteria.map(({ most }, i) => {
    const typed = plain(form.get(`mark.${i}`))
    if (typed === '') return null
    const mark = /^\d{1,3}(\.\d)?$/.test(typed) ? Number(typed) : null
    if (mark !== null && mark <= most) return mark
    flaws.push({ field: `mark.${i}`, says: `请填写 0 到 ${most} 的分数，最多一位小数。` })
    return null
  })
  return { marks: marks.every(mark => mark === null) ? [] : marks, flaws }
}

/** Several lines of text as they were typed; null and a flaw where they are too many. */
export function noteFlaw(note: string): FormFlaw | null {
  const length = [...note].length
  return length > NOTE_MOST ? { field: 'note', says: `最多 ${NOTE_MOST} 个字，现在 ${length} 个。` } : null
}

/** Why somebody stays out, or why sheets are opened again: enough words to be a reason. */
export function reasonFlaw(
  field: string,
  text: string,
  measure: { readonly least: number; readonly most: number },
): FormFlaw | null {
  const length = [...text].length
  if (length >= measure.least && length <= measure.most) return null
  return { field, says: `请写明理由，${measure.least} 到 ${measure.most} 个字。` }
}

/** Full-width signs as an input method leaves them are the same signs. */
const plain = (text: string | null): string => (text ?? '').normalize('NFKC').trim()

function whole(text: string, most: number): number | null {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= most ? number : null
}
