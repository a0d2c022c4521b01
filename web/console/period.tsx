import { judgePeriod, publicityFlaws } from '../../worker/rules/publicity.ts'
import { addDays, type Day, day as readDay, weekdayOf } from '../../worker/rules/time.ts'
import { type Calendar, kindOf, workingDaysIn } from '../../worker/rules/working-days.ts'
import { CheckField } from '../parts/field.tsx'
import { TableHead } from '../parts/table-head.tsx'
import { longDay } from '../text/dates.ts'
import { weekday } from '../text/weekday.ts'

/** What the picker knows, in a form that travels to the island. */
export interface PeriodData {
  readonly posted: string
  readonly through: string
  readonly minimum: number
  /** The last day as it stands, before which a published notice cannot end. */
  readonly least: string | undefined
  /** A published notice keeps the day it was posted, and its last day only moves later. */
  readonly published: boolean
  /** Whether the organizer has answered for days that nobody can count yet. */
  readonly answered: boolean
  readonly calendar: {
    readonly years: readonly string[]
    readonly holidays: readonly string[]
    readonly makeUpDays: readonly string[]
    /** '2026-10-01' → '国庆节' */
    readonly names: Readonly<Record<string, string>>
  }
}

const calendarOf = ({ calendar }: PeriodData): Calendar => ({
  years: new Set(calendar.years),
  holidays: new Set(calendar.holidays),
  makeUpDays: new Set(calendar.makeUpDays),
})

export interface PeriodProps {
  readonly data: PeriodData
  /** Given by the island; without it the page counts again when asked. */
  readonly onChange?: (change: { posted?: string; through?: string }) => void
}

/** Two days, how many working days lie between them, and a calendar that shows why. */
export function PeriodPicker({ data, onChange }: PeriodProps) {
  const { posted, through, published } = data
  const change = (name: 'posted' | 'through') => ({
    onInput: (event: Event) => onChange?.({ [name]: (event.currentTarget as HTMLInputElement).value }),
  })
  return (
    <>
      <div class="field">
        <label for="f-posted">张贴（发布）当天</label>
        <input type="date" id="f-posted" name="posted" value={posted} required readOnly={published} {...change('posted')} />
      </div>
      <div class="field">
        <label for="f-through">公示期最后一天</label>
        <input type="date" id="f-through" name="through" value={through} required min={data.least} {...change('through')} />
      </div>
      <Count data={data} />
      <Months data={data} />
      {!onChange && (
        <p class="field" data-recount>
          <button formMethod="get" formNoValidate>
            重新核算
          </button>
        </p>
      )}
    </>
  )
}

function Count({ data }: { readonly data: PeriodData }) {
  const [posted, through] = [readDay(data.posted), readDay(data.through)]
  if (!posted || !through) return <p class="field soft">请选择日期。</p>
  const terms = { minimum: data.minimum, calendar: calendarOf(data) }
  const counted = workingDaysIn(addDays(posted, 1), through, terms.calendar)
  const flaws = publicityFlaws({ posted, through }, terms)
  const { verdict } = judgePeriod({ posted, through }, terms)
  return (
    <div class="field" aria-live="polite">
      <p>
        {longDay(addDays(posted, 1))}至{longDay(through)}（{weekday(through)}）
        {counted.known ? (
          <>
            ，共 <b>{counted.value}</b> 个工作日
          </>
        ) : null}
        ；不少于 {data.minimum} 个。
      </p>
      {flaws.map(flaw => (
        <p key={flaw} class="flaw">
          {flaw}
        </p>
      ))}
      {verdict === 'lawful' && <p class="lawful">够 {data.minimum} 个工作日。</p>}
      {verdict === 'uncounted' && <Uncounted checked={data.answered} />}
    </div>
  )
}

/** The answer for days that nobody can count yet. */
export const Uncounted = ({ checked }: { readonly checked: boolean }) => (
  <CheckField
    name="uncounted"
    label="官方放假安排尚未公布，最后一天由本单位核定"
    hint="公示页会写明工作日尚不能核算。"
    checked={checked}
  />
)

const MOST_MONTHS = 3

/** The months the period touches, as wall calendars. */
function Months({ data }: { readonly data: PeriodData }) {
  const [posted, through] = [readDay(data.posted), readDay(data.through)]
  if (!posted || !through || through < posted) return null
  const months: string[] = []
  for (let day = posted; day <= through && months.length < MOST_MONTHS; day = addDays(day, 1))
    if (months.at(-1) !== day.slice(0, 7)) months.push(day.slice(0, 7))
  return (
    <div class="months">
      {months.map(month => (
        <Month key={month} month={month} posted={posted} through={through} data={data} />
      ))}
    </div>
  )
}

const HEAD = ['一', '二', '三', '四', '五', '六', '日']

function Month({ month, posted, through, data }: { month: string; posted: Day; through: Day; data: PeriodData }) {
  const first = `${month}-01` as Day
  const cells: (Day | null)[] = Array.from({ length: (weekdayOf(first) + 6) % 7 }, () => null)
  for (let day = first; day.startsWith(month); day = addDays(day, 1)) cells.push(day)
  const rows = Array.from({ length: Math.ceil(cells.length / 7) }, (_, i) => cells.slice(i * 7, i * 7 + 7))
  const calendar = calendarOf(data)
  const [year, number] = month.split('-').map(Number)
  return (
    <table class="month">
      <caption>
        {year}年{number}月
      </caption>
      <TableHead names={HEAD} />
      <tbody>
        {rows.map((row, i) => (
          <tr key={row.find(Boolean) ?? i}>
            {row.map((day, column) =>
              day === null ? (
                <td key={column} />
              ) : (
                <Cell key={day} day={day} {...{ posted, through, calendar }} name={data.calendar.names[day]} />
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({
  day,
  posted,
  through,
  calendar,
  name,
}: {
  readonly day: Day
  readonly posted: Day
  readonly through: Day
  readonly calendar: Calendar
  readonly name: string | undefined
}) {
  const kind = kindOf(day, calendar)
  const within = day > posted && day <= through
  const marks = [
    day === posted && 'posted',
    within && kind === 'working' && 'counted',
    kind === 'off' && 'off',
    within && 'within',
  ]
  const note = day === posted ? '张贴' : calendar.makeUpDays.has(day) ? '上班' : kind === 'unknown' ? '未定' : name
  return (
    <td class={marks.filter(Boolean).join(' ') || undefined}>
      <span>{Number(day.slice(8))}</span>
      <small>{note}</small>
    </td>
  )
}
