import { STEPS } from './campaign.ts'
import { type CampaignDraft, linesOf } from './draft.ts'
import { inTime } from './draft-parts.ts'
import { momentOfFields } from './moment.ts'

/** The draft's fields that a form sends as text, as a whole number, as a number or nothing, as lines, and as a tick. */
const TEXTS = ['title', 'shortTitle', 'theme', 'summary', 'order', 'use', 'identity', 'visibility', 'period'] as const
const NUMBERS = ['batchHour', 'expectedPeak', 'publicityDays'] as const
const OPTIONAL = ['totalMin', 'totalMax'] as const
const LINES = ['organizers', 'rules'] as const
const TICKS = ['organizerSeesRunning', 'fourEyes', 'comments'] as const
const CATEGORY_TEXTS = ['key', 'name', 'kind'] as const
const CATEGORY_NUMBERS = ['honours', 'min', 'max'] as const

/** Most rows a form is read for; the schema says how many there may be. */
const MOST_ROWS = 40

/**
 * The settings page's form as a document, on the server and in the page alike. What is no number stays the text that it
 * is, so that the schema can say what was found (worker/import/draft.ts). Nothing is judged here.
 */
export function readSettingsForm(form: URLSearchParams): unknown {
  const text = (name: string): string => (form.get(name) ?? '').trim()
  const all = <T>(names: readonly string[], read: (name: string) => T) =>
    Object.fromEntries(names.map(name => [name, read(name)]))
  const address = (name: string) => text(`contact.${name}`)
  return {
    ...all(TEXTS, text),
    ...all(NUMBERS, name => numberIn(text(name))),
    ...all(OPTIONAL, name => (text(name) === '' ? null : numberIn(text(name)))),
    ...all(LINES, name => linesOf(form.get(name) ?? '')),
    ...all(TICKS, name => form.has(name)),
    humanChecks: text('humanChecks').split(',').filter(Boolean),
    contact: all(['office', 'phone', 'address', 'email'], address),
    milestones: stepsIn(form),
    categories: categoriesIn(form),
  }
}

const numberIn = (text: string): number | string => (/^\d{1,9}$/.test(text) ? Number(text) : text)

/** The ticked steps of the timetable, in the order of time. */
export function stepsIn(form: URLSearchParams): CampaignDraft['milestones'] {
  const text = (step: string, name: string) => (form.get(`milestones.${step}.${name}`) ?? '').trim()
  const moment = (step: string, name: 'from' | 'until') => momentOfFields(text(step, name), text(step, `${name}-clock`))
  const ticked = STEPS.filter(step => form.has(`milestones.${step}.on`))
  return inTime(
    ticked.map(step => ({ step, title: text(step, 'title'), from: moment(step, 'from'), until: moment(step, 'until') })),
  )
}

/** A row of the table of categories as it was typed. */
export type CategoryRow = Readonly<Record<(typeof CATEGORY_TEXTS)[number] | (typeof CATEGORY_NUMBERS)[number], string>>

export function categoryRows(form: URLSearchParams): readonly CategoryRow[] {
  const rows: CategoryRow[] = []
  for (let i = 0; i < MOST_ROWS && form.has(`categories.${i}.key`); i++) {
    const names = [...CATEGORY_TEXTS, ...CATEGORY_NUMBERS]
    rows.push(Object.fromEntries(names.map(name => [name, (form.get(`categories.${i}.${name}`) ?? '').trim()])) as CategoryRow)
  }
  return rows
}

const categoriesIn = (form: URLSearchParams) =>
  categoryRows(form).map(row => ({
    key: row.key,
    name: row.name,
    kind: row.kind,
    honours: numberIn(row.honours),
    min: numberIn(row.min),
    max: numberIn(row.max),
  }))

/** What a button of the table does to its rows: 'add', 'remove:2', 'up:2', 'down:2'. Anything else leaves them as they are. */
export function rearranged(rows: readonly CategoryRow[], action: string): readonly CategoryRow[] {
  const [verb, where = ''] = action.split(':')
  const at = Number(where)
  if (verb === 'add') return rows.length < MOST_ROWS ? [...rows, emptyRow(rows)] : rows
  if (!rows[at]) return rows
  if (verb === 'remove') return rows.filter((_, i) => i !== at)
  if (verb === 'up') return swapped(rows, at - 1)
  return verb === 'down' ? swapped(rows, at) : rows
}

function swapped(rows: readonly CategoryRow[], at: number): readonly CategoryRow[] {
  const [upper, lower] = [rows[at], rows[at + 1]]
  return upper && lower ? [...rows.slice(0, at), lower, upper, ...rows.slice(at + 2)] : rows
}

/** A row that nobody has filled in; its key names the category for ever and is free. */
function emptyRow(rows: readonly CategoryRow[]): CategoryRow {
  const taken = new Set(rows.map(({ key }) => key))
  let number = rows.length + 1
  while (taken.has(`c${number}`)) number += 1
  return { key: `c${number}`, name: '', kind: 'person', honours: '', min: '0', max: '' }
}
