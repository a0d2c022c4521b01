import type { ClassRow, IntegrityReport, LevelRow } from '../../worker/rules/integrity.ts'
import { type Counts, raw } from '../../worker/rules/tally.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { moment } from '../text/dates.ts'
import { grouped } from '../text/figures.ts'
import { className, FAMILIES_OVERLAP, STANDING_MEANS } from '../text/integrity.ts'
import { FAMILY } from '../text/reasons.ts'
import { BALLOT_STATUS } from '../text/standing.ts'
import { LEVEL } from '../text/terms.ts'
import { SplitBar, SplitBars, Swatch } from './split-bars.tsx'

const ORDER = ['counted', 'held', 'void'] as const

/** Received = counted + held + void (law 4), as one bar and as figures. */
export function Standings({ ballots, asOf }: { readonly ballots: Counts; readonly asOf: Instant }) {
  return (
    <section class="card">
      <h2>收到的选票，一张不少</h2>
      <Equation ballots={ballots} />
      <SplitBar counts={ballots} most={raw(ballots)} height={20} />
      {ORDER.filter(status => ballots[status] > 0).map(status => (
        <p key={status} class="small">
          <b>{BALLOT_STATUS[status]}</b>：{STANDING_MEANS[status]}
        </p>
      ))}
      {ballots.held > 0 && (
        <p class="soft small">
          还有 {grouped(ballots.held)} 张在复核，作出决定后这里的数字随之更新。现在的数字截至 {moment(asOf)}。
        </p>
      )}
    </section>
  )
}

export const Equation = ({ ballots }: { readonly ballots: Counts }) => (
  <dl class="equation">
    <div>
      <dt>收到</dt>
      <dd>{grouped(raw(ballots))}</dd>
    </div>
    {ORDER.map((status, i) => (
      <div key={status}>
        <dt>
          {i === 0 ? '＝ ' : '＋ '}
          <Swatch status={status} /> {BALLOT_STATUS[status]}
        </dt>
        <dd>{grouped(ballots[status])}</dd>
      </div>
    ))}
  </dl>
)

/** The same ballots by how their voters were known, and by what the voters are where a code or a list says so. */
export function SplitCards({ levels, classes }: { readonly levels: readonly LevelRow[]; readonly classes: readonly ClassRow[] }) {
  return (
    <>
      {levels.length > 0 && (
        <section class="card">
          <h2>按身份方式</h2>
          <SplitBars rows={levels.map(({ level, counts }) => ({ key: level, label: LEVEL[level], counts }))} />
        </section>
      )}
      {classes.length > 0 && (
        <section class="card">
          <h2>按投票人类别</h2>
          <SplitBars
            rows={classes.map(({ voterClass, counts }) => ({
              key: voterClass ?? 'unknown',
              label: className(voterClass),
              counts,
            }))}
          />
        </section>
      )}
    </>
  )
}

/** Why ballots are not counted, by family of reasons; no code, no threshold. */
export function Families({ report }: { readonly report: Extract<IntegrityReport, { shows: 'everything' }> }) {
  const { families, ballots } = report
  if (ballots.held + ballots.void === 0)
    return (
      <section class="card">
        <h2>暂缓和作废的原因</h2>
        <p>没有暂缓或作废的选票。</p>
      </section>
    )
  return (
    <section class="card">
      <h2>暂缓和作废的原因</h2>
      <SplitBars
        said={['held', 'void']}
        rows={families.map(({ family, held, void: voided }) => ({
          key: family,
          label: FAMILY[family],
          counts: { counted: 0, held, void: voided },
        }))}
      />
      <p class="soft small">{FAMILIES_OVERLAP}</p>
    </section>
  )
}
