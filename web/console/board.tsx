import { besideOthers, everyHour, hourGrid } from '../../worker/rules/hours.ts'
import { raw } from '../../worker/rules/tally.ts'
import type { Day } from '../../worker/rules/time.ts'
import { DayColumns, DayTable, plainColumns } from '../parts/day-columns.tsx'
import { Guarantee } from '../parts/guarantee.tsx'
import { Fillings, Legend, SplitBars } from '../parts/split-bars.tsx'
import { Troubles } from '../parts/troubles.tsx'
import { moment, shortDay } from '../text/dates.ts'
import { BALLOT_STATUS } from '../text/standing.ts'
import type { BoardData, BoardFigures, SplitLine } from './board-shape.ts'
import { Curve } from './curve.tsx'
import { Heat } from './heat.tsx'
import { HourColumns } from './hour-columns.tsx'
import { LiveLine, type LiveState } from './live-state.tsx'
import { VoteTable } from './vote-table.tsx'

export interface BoardProps {
  readonly data: BoardData
  readonly live: LiveState
  /** The address of this page, without the day that was asked for. */
  readonly here: string
  /** The day to look at hour by hour; the latest unless one was asked for. */
  readonly day: Day | null
}

/** The tally of a campaign, on the server and in the page alike. */
export function Board({ data, live, here, day }: BoardProps) {
  const { figures, why, received } = data
  return (
    <>
      <Troubles troubles={data.troubles} />
      <section class="card">
        <LiveLine state={live} running={figures !== null} asOf={data.asOf} here={day ? `${here}?day=${day}` : here} />
        <p class="soft">
          {data.stage}。{data.use}
        </p>
        {figures ? <Totals ballots={figures.ballots} /> : <p class="note good">{why}</p>}
        <Guarantee identity={data.identity} period={data.period} />
        {figures && (
          <p class="links no-print">
            {data.lists.map(({ name }, i) => (
              <a key={name} class="button" href={`#${listId(i)}`}>
                {name}
              </a>
            ))}
          </p>
        )}
      </section>
      {received.length > 0 && (
        <section class="card">
          <h2>各天收到的选票</h2>
          <DayColumns days={plainColumns(received)} />
          <DayTable days={plainColumns(received)} split={false} />
        </section>
      )}
      {figures && <Figures data={data} figures={figures} here={here} day={day} />}
      <Units issued={data.issued} figures={figures} />
    </>
  )
}

const Totals = ({ ballots }: Pick<BoardFigures, 'ballots'>) => (
  <dl class="numbers">
    <div>
      <dt>收到选票</dt>
      <dd data-received>{raw(ballots)}</dd>
    </div>
    {(['counted', 'held', 'void'] as const).map(status => (
      <div key={status}>
        <dt>{BALLOT_STATUS[status]}</dt>
        <dd>{ballots[status]}</dd>
      </div>
    ))}
  </dl>
)

function Figures({ data, figures, here, day }: Omit<BoardProps, 'live'> & { readonly figures: BoardFigures }) {
  const grid = data.window ? hourGrid(figures.hours, { window: data.window, asOf: data.asOf }) : []
  const shown = (grid.find(one => one.day === day) ?? grid[grid.length - 1])?.day
  return (
    <>
      <Fillings />
      <div class="board-pair">
        <div>
          {shown && (
            <section class="card">
              <h2>{shortDay(shown)}与其他日期的同一小时</h2>
              <HourColumns day={shown} hours={besideOthers(grid, shown)} />
              <Legend />
            </section>
          )}
          <Course figures={figures} />
          <Split title="按身份方式" lines={figures.levels} />
          {figures.classes.length > 0 && <Split title="按投票人类别" lines={figures.classes} />}
          {figures.regions && (
            <Split
              title="按地区"
              note={`由网络位置推断，使用代理或异地网络时不准确；每小时统计一次，截至 ${moment(figures.regions.at)}。`}
              lines={figures.regions.lines}
            />
          )}
        </div>
        {shown && (
          <section class="card">
            <h2>各天各小时</h2>
            <Heat grid={grid} shown={shown} href={one => `${here}?day=${one}`} />
          </section>
        )}
      </div>
      {data.lists.map((list, i) => (
        <section class="card" key={list.name} id={listId(i)}>
          <h2>{list.name}</h2>
          <VoteTable list={list} figures={figures} />
        </section>
      ))}
    </>
  )
}

const Course = ({ figures }: { readonly figures: BoardFigures }) => (
  <section class="card">
    <h2>投票以来各小时收到的选票</h2>
    <Curve
      points={everyHour(figures.hours).map(({ hour, counts }) => ({
        hour,
        count: raw(counts),
        apart: counts.held + counts.void,
      }))}
    />
  </section>
)

const listId = (i: number): string => `list-${i + 1}`

interface SplitProps {
  readonly title: string
  readonly note?: string
  readonly lines: readonly SplitLine[]
}

const Split = ({ title, note, lines }: SplitProps) => (
  <section class="card">
    <h2>{title}</h2>
    {note && <p class="soft small">{note}</p>}
    {lines.length > 0 ? (
      <SplitBars rows={lines.map(({ name, counts }) => ({ key: name, label: name, counts }))} />
    ) : (
      <p class="soft">还没有收到选票。</p>
    )}
  </section>
)

/** Units in the order in which they were given codes, or by name: a list, and no league (law 5). */
function Units({ issued, figures }: Pick<BoardData, 'issued' | 'figures'>) {
  const came = new Map(figures?.units.map(({ unit, ballots }) => [unit, ballots]))
  const given = new Map(issued?.map(one => [one.unit, one.issued]))
  const units = [...new Set([...given.keys(), ...came.keys()])]
  if (units.length === 0) return null
  return (
    <section class="card">
      <h2>按推荐单位</h2>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">单位</th>
            {issued && <th scope="col">发放的码</th>}
            {figures && <th scope="col">收到选票</th>}
          </tr>
        </thead>
        <tbody>
          {units.map(unit => (
            <tr key={unit}>
              <th scope="row">{unit}</th>
              {issued && <td>{given.get(unit) ?? 0}</td>}
              {figures && <td>{came.get(unit) ?? 0}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
