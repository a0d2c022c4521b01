import { type Counts, NO_COUNTS, raw } from '../../worker/rules/tally.ts'
import type { Day } from '../../worker/rules/time.ts'
import { shortDay } from '../text/dates.ts'
import { grouped } from '../text/figures.ts'
import { TableHead } from './table-head.tsx'

export interface DayColumn {
  readonly day: Day
  readonly counts: Counts
}

/** Per cent of the chart's height: where columns stand, and how high the highest is. */
const FLOOR = 86
const TALL = 72
const STACK = ['counted', 'held', 'void'] as const

/**
 * A column a day with the highest one named, in per cent of whatever room there is, so that letters keep their size. Its
 * figures stand in a table beside it (`DayTable`).
 */
export function DayColumns({ days }: { readonly days: readonly DayColumn[] }) {
  const totals = days.map(({ counts }) => raw(counts))
  const most = Math.max(1, ...totals)
  const peak = totals.indexOf(most)
  const slot = 100 / Math.max(1, days.length)
  const middle = (i: number) => slot * (i + 0.5)
  const width = Math.min(slot * 0.72, 14)
  return (
    <svg class="columns" width="100%" role="img" aria-label={`每天收到的选票；最多的一天是${saidPeak(days, peak)}`}>
      <line class="base" x1="0" x2="100%" y1={`${FLOOR}%`} y2={`${FLOOR}%`} />
      {days.map(({ day, counts }, i) => (
        <Column key={day} counts={counts} most={most} x={middle(i) - width / 2} width={width} />
      ))}
      {peak >= 0 && (
        <text class="peak" x={`${middle(peak)}%`} y={`${FLOOR - TALL - 3}%`} text-anchor={anchorAt(middle(peak))}>
          {grouped(most)}
        </text>
      )}
      {namedAmong(days.length).map(i => (
        <text
          key={i}
          x={`${anchorAt(middle(i)) === 'middle' ? middle(i) : i === 0 ? 0 : 100}%`}
          y="98%"
          text-anchor={anchorAt(middle(i))}
        >
          {days[i] && shortDay(days[i].day)}
        </text>
      ))}
    </svg>
  )
}

interface ColumnProps {
  readonly counts: Counts
  readonly most: number
  readonly x: number
  readonly width: number
}

/** What is counted, held and void on top of each other; x and width in per cent of the chart. */
export function Column({ counts, most, x, width }: ColumnProps) {
  let top = FLOOR
  return (
    <>
      {STACK.filter(status => counts[status] > 0).map(status => {
        const height = (counts[status] / most) * TALL
        top -= height
        return (
          <rect
            key={status}
            class={`is-${status}`}
            x={`${x.toFixed(2)}%`}
            y={`${top.toFixed(2)}%`}
            width={`${width.toFixed(2)}%`}
            height={`${height.toFixed(2)}%`}
          />
        )
      })}
    </>
  )
}

/** The first, the last and the one in the middle, where there is one: more would not fit on a phone in big type. */
function namedAmong(days: number): readonly number[] {
  if (days <= 3) return Array.from({ length: days }, (_, i) => i)
  const between = Math.floor((days - 1) / 2)
  const central = Math.abs((between + 0.5) / days - 0.5) <= 0.05
  return central ? [0, between, days - 1] : [0, days - 1]
}

const anchorAt = (per: number): 'start' | 'middle' | 'end' => (per < 12 ? 'start' : per > 88 ? 'end' : 'middle')

const saidPeak = (days: readonly DayColumn[], peak: number): string =>
  days[peak] ? `${shortDay(days[peak].day)}，${grouped(raw(days[peak].counts))} 张` : '没有'

/** What came in, as columns that say nothing of what became of it. */
export const plainColumns = (days: readonly { readonly day: Day; readonly ballots: number }[]): readonly DayColumn[] =>
  days.map(({ day, ballots }) => ({ day, counts: { ...NO_COUNTS, counted: ballots } }))

/** The same figures to read, folded away on a screen and unfolded on paper. `split` tells what became of the ballots. */
export function DayTable({ days, split }: { readonly days: readonly DayColumn[]; readonly split: boolean }) {
  return (
    <details class="figures">
      <summary>各天的数字</summary>
      <table class="days">
        <TableHead names={['日期', '收到', ...(split ? ['计入', '暂缓', '作废'] : [])]} />
        <tbody>
          {days.map(({ day, counts }) => (
            <tr key={day}>
              <th scope="row">{shortDay(day)}</th>
              <td>{grouped(raw(counts))}</td>
              {split && STACK.map(status => <td key={status}>{grouped(counts[status])}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
