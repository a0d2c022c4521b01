import type { CaseSheet } from '../../worker/rules/case-sheet.ts'
import { dayOf, HOUR, type Instant, instant } from '../../worker/rules/time.ts'
import { sayDwell } from '../text/cases.ts'
import { clock, shortDay } from '../text/dates.ts'

const WIDTH = 400
const HEIGHT = 170
const FOOT = 24
const HEAD = 20

const heightOf = (share: number): number => share * (HEIGHT - FOOT - HEAD)

/** Whole percent of a whole, one decimal below ten; '0%' is nothing at all. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '–'
  const value = (part / whole) * 100
  return `${value > 0 && value < 10 ? value.toFixed(1) : Math.round(value)}%`
}

const hourAt = (hour: number): Instant => instant(hour * HOUR)

/** How many of the ballots came in each hour; a table for those who cannot see it. */
export function HourBars({ hours }: Pick<CaseSheet, 'hours'>) {
  const most = Math.max(...hours.map(({ count }) => count))
  const step = WIDTH / Math.max(hours.length, 6)
  const every = Math.ceil(hours.length / 6)
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`各小时的张数，最多的一小时 ${most} 张`}>
        {hours.map(({ hour, count }, i) => (
          <g key={hour}>
            <rect
              class="own"
              x={(i * step + 2).toFixed(1)}
              y={(HEIGHT - FOOT - heightOf(count / most)).toFixed(1)}
              width={Math.max(2, step - 4).toFixed(1)}
              height={heightOf(count / most).toFixed(1)}
            />
            {count === most && (
              <text x={(i * step + step / 2).toFixed(1)} y={HEAD - 5} class="figure">
                {count}
              </text>
            )}
            {i % every === 0 && (
              <text x={(i * step + step / 2).toFixed(1)} y={HEIGHT - 7}>
                {clock(hourAt(hour))}
              </text>
            )}
          </g>
        ))}
        <line x1="0" x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} class="base" />
      </svg>
      <details>
        <summary>看数字</summary>
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">时间</th>
              <th scope="col">张数</th>
            </tr>
          </thead>
          <tbody>
            {hours.map(({ hour, count }) => (
              <tr key={hour}>
                <th scope="row">
                  {shortDay(dayOf(hourAt(hour)))} {clock(hourAt(hour))}
                </th>
                <td>{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

/** How long voting took, the case beside the counted ballots, each in percent of its own; chart and table in one. */
export function DwellBars({ dwell, count, compared }: Pick<CaseSheet, 'dwell' | 'count' | 'compared'>) {
  const rows = dwell.map(({ name, own, others }, i) => ({
    name: sayDwell(name, Number(dwell[i - 1]?.name ?? 0)),
    own: own / count,
    others: compared === 0 ? 0 : others / compared,
    says: [percent(own, count), percent(others, compared)],
  }))
  const most = Math.max(...rows.flatMap(({ own, others }) => [own, others]))
  return (
    <figure class="chart">
      <p class="legend">
        <span class="own">本案 {count} 张</span>
        {compared > 0 && <span class="others">计入的选票 {compared} 张</span>}
      </p>
      <table class="dwell">
        <caption class="sr">从打开选票到提交的用时，本案与计入的选票各占多少</caption>
        <thead class="sr">
          <tr>
            <th scope="col">用时</th>
            <th scope="col">图</th>
            <th scope="col">本案</th>
            <th scope="col">计入的选票</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, own, others, says }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="drawn">
                <svg width="100%" height="22" aria-hidden="true" focusable="false">
                  <rect class="own" width={`${((own / most) * 100).toFixed(1)}%`} height="10" />
                  <rect class="others" y="12" width={`${((others / most) * 100).toFixed(1)}%`} height="8" />
                </svg>
              </td>
              <td>{says[0]}</td>
              <td class="soft">{says[1]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

export interface ShareRow {
  readonly name: string
  readonly own: number
  readonly others: number
}

/** Shares of the case beside shares of the counted ballots. */
export function Shares({
  head,
  rows,
  count,
  compared,
}: {
  readonly head: string
  readonly rows: readonly ShareRow[]
  readonly count: number
  readonly compared: number
}) {
  return (
    <table class="plain shares">
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col">本案</th>
          <th scope="col">计入的选票</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, own, others }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              {percent(own, count)} <small class="soft">{own} 张</small>
            </td>
            <td>{percent(others, compared)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
