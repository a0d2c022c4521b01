import type { GridDay } from '../../worker/rules/hours.ts'
import { type Counts, raw } from '../../worker/rules/tally.ts'
import type { Day } from '../../worker/rules/time.ts'
import { shortDay } from '../text/dates.ts'
import { BALLOT_STATUS } from '../text/standing.ts'
import { weekday } from '../text/weekday.ts'

const CLOCKS = Array.from({ length: 24 }, (_, clock) => clock)
const SHADES = 5
const STANDINGS = ['counted', 'held', 'void'] as const

interface HeatProps {
  readonly grid: readonly GridDay[]
  /** The day that the chart beside it shows. */
  readonly shown: Day
  readonly href: (day: Day) => string
}

/**
 * When people vote: days across, hours down, so that a week fits a phone. Every cell says its number, so the shade is
 * only a help; what became of the ballots stands under every day.
 */
export function Heat({ grid, shown, href }: HeatProps) {
  const most = Math.max(1, ...grid.flatMap(({ cells }) => cells.map(({ counts }) => raw(counts))))
  return (
    <section class="heat-scroll" tabIndex={0} aria-label="各天各小时收到的选票">
      <table class="heat">
        <caption class="sr">各天各小时收到的选票</caption>
        <thead>
          <tr>
            <th scope="col">时</th>
            {grid.map(({ day }) => (
              <th key={day} scope="col">
                <a href={href(day)} aria-current={day === shown ? 'true' : undefined}>
                  {shortDay(day)}
                  <small>{weekday(day)}</small>
                </a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {CLOCKS.map(clock => (
            <tr key={clock}>
              <th scope="row">{clock}</th>
              {grid.map(({ day, cells }) => {
                const cell = cells[clock]
                if (!cell || cell.passed === 'none') return <td key={day} class="off" />
                const count = raw(cell.counts)
                return (
                  <td key={day} class={count > 0 ? `h${Math.ceil((count / most) * SHADES)}` : undefined}>
                    <span>{count}</span>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
        <Sums grid={grid} />
      </table>
    </section>
  )
}

function Sums({ grid }: Pick<HeatProps, 'grid'>) {
  const sum = ({ cells }: GridDay, of: (counts: Counts) => number) => cells.reduce((total, { counts }) => total + of(counts), 0)
  const rows = [
    ['收到', raw] as const,
    ...STANDINGS.map(status => [BALLOT_STATUS[status], (counts: Counts) => counts[status]] as const),
  ]
  return (
    <tfoot>
      {rows.map(([name, of]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {grid.map(day => (
            <td key={day.day}>{sum(day, of)}</td>
          ))}
        </tr>
      ))}
    </tfoot>
  )
}
