import type { IdentityLevel, Period } from '../../worker/rules/campaign.ts'
import { type Counts, raw } from '../../worker/rules/tally.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Bars } from '../parts/bars.tsx'
import { Guarantee } from '../parts/guarantee.tsx'
import { moment } from '../text/dates.ts'
import { BALLOT_STATUS } from '../text/standing.ts'
import { Curve } from './curve.tsx'

const STANDINGS = ['counted', 'held', 'void'] as const

/** Everything the tally page shows, as plain data: rendered on the server first, then again by the island. */
export interface BoardData {
  readonly title: string
  readonly use: string
  readonly identity: IdentityLevel
  readonly period: Period
  readonly asOf: Instant
  readonly stage: string
  /** Null when this role may not see figures now; `why` says so. */
  readonly figures: BoardFigures | null
  readonly why: string | null
  readonly codes: readonly { readonly unit: string; readonly issued: number; readonly used: number }[] | null
}

interface SplitLine {
  readonly name: string
  readonly counts: Counts
}

export interface BoardFigures {
  readonly received: number
  readonly ballots: Counts
  readonly levels: readonly SplitLine[]
  /** Empty where no code and no list says what the voters are. */
  readonly classes: readonly SplitLine[]
  /** One point an hour, without gaps. */
  readonly curve: readonly { readonly hour: number; readonly count: number; readonly apart: number }[]
  readonly categories: readonly {
    readonly name: string
    readonly rows: readonly {
      readonly number: number
      readonly name: string
      readonly unit: string
      readonly place: number
      readonly counts: Counts
    }[]
  }[]
}

export function Board({ data }: { readonly data: BoardData }) {
  const { figures, why, codes } = data
  return (
    <div>
      <p class="soft small" role="status">
        数据截至 {moment(data.asOf)}，每 5 秒更新一次。{data.use}
      </p>
      <Guarantee identity={data.identity} period={data.period} />
      {figures ? <Figures figures={figures} /> : <p class="note good">{why}</p>}
      {codes && codes.length > 0 && <Codes codes={codes} />}
    </div>
  )
}

function Figures({ figures }: { readonly figures: BoardFigures }) {
  const { received, ballots, levels, classes, curve, categories } = figures
  return (
    <>
      <dl class="numbers">
        <div>
          <dt>收到选票</dt>
          <dd data-received>{received}</dd>
        </div>
        <div>
          <dt>计入</dt>
          <dd>{ballots.counted}</dd>
        </div>
        <div>
          <dt>暂缓</dt>
          <dd>{ballots.held}</dd>
        </div>
        <div>
          <dt>作废</dt>
          <dd>{ballots.void}</dd>
        </div>
      </dl>
      <h2>各小时收到的选票</h2>
      <Curve points={curve} />
      <Split title="按身份方式" of="身份方式" lines={levels} />
      {classes.length > 0 && <Split title="按投票人类别" of="投票人类别" lines={classes} />}
      {categories.map(({ name, rows }) => (
        <section key={name}>
          <h2>{name}</h2>
          <Bars
            caption={`${name}得票`}
            rows={rows.map(({ number, name: who, unit, place, counts }) => ({
              key: String(number),
              label: `${number}号 ${who}`,
              note: unit,
              place,
              counts,
            }))}
          />
        </section>
      ))}
    </>
  )
}

function Split({ title, of, lines }: { readonly title: string; readonly of: string; readonly lines: readonly SplitLine[] }) {
  return (
    <section>
      <h2>{title}</h2>
      <table class="plain">
        <thead>
          <tr>
            {[of, '收到', ...STANDINGS.map(status => BALLOT_STATUS[status])].map(name => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, counts }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{raw(counts)}</td>
              {STANDINGS.map(status => (
                <td key={status}>{counts[status]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Codes({ codes }: { readonly codes: NonNullable<BoardData['codes']> }) {
  return (
    <section>
      <h2>投票码</h2>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">单位</th>
            <th scope="col">已发放</th>
            <th scope="col">已使用</th>
          </tr>
        </thead>
        <tbody>
          {codes.map(({ unit, issued, used }) => (
            <tr key={unit}>
              <th scope="row">{unit}</th>
              <td>{issued}</td>
              <td>{used}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
