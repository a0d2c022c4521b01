import type { ChainHead } from '../../worker/rules/audit-chain.ts'
import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { IntegrityReport } from '../../worker/rules/integrity.ts'
import { dayOf, instant } from '../../worker/rules/time.ts'
import { Crumbs, Empty, LinkCell } from '../parts/cells.tsx'
import { DayColumns, DayTable, plainColumns } from '../parts/day-columns.tsx'
import { Guarantee } from '../parts/guarantee.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { Fillings, Legend } from '../parts/split-bars.tsx'
import { Families, SplitCards, Standings } from '../parts/split-cards.tsx'
import { trailThing } from '../parts/structured.ts'
import { paths } from '../paths.ts'
import { moment } from '../text/dates.ts'
import { grouped } from '../text/figures.ts'
import { DECIDING, INTEGRITY, OF_LOG, ONLY_RECEIVED, sayLogHead, UNKNOWABLE } from '../text/integrity.ts'
import { PROOF } from '../text/proof.ts'
import { LEVEL, NO_FAKE_VOTES, USE } from '../text/terms.ts'

export interface IntegrityProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly report: IntegrityReport
  readonly stage: 'before' | 'open' | 'closed'
  /** Version of the rules by which ballots are looked at, as it was fixed before the opening; null where none was. */
  readonly scorer: string | null
  /** Where the log of staff stood at the last midnight; null before its first line. */
  readonly log: ChainHead | null
}

/** What came in, what became of it and why, who decides, and what nobody can know (F6). */
export function IntegrityPage({ site, campaign, report, stage, scorer, log }: IntegrityProps) {
  const { slug, title, shortTitle, theme, use } = campaign
  const trail = [{ name: '首页', href: paths.home() }, { name: shortTitle, href: paths.campaign(slug) }, { name: INTEGRITY }]
  return (
    <Layout
      site={site}
      title={`${INTEGRITY} · ${shortTitle}`}
      theme={theme}
      sheets={['integrity']}
      description={`${title}收到多少选票，计入、暂缓、作废各多少，为什么，由谁决定。${USE[use]}`}
      about={[trailThing(site, trail)]}
    >
      <Crumbs trail={trail} />
      <Fillings />
      <div class="head">
        <h1>{INTEGRITY}</h1>
        <p>{title}</p>
        <p class="soft small">
          {report.shows !== 'nothing' && `截至 ${moment(report.asOf)}。`}
          {USE[use]}
        </p>
        <Guarantee {...campaign} />
      </div>
      <Figures report={report} stage={stage} campaign={campaign} />
      <section class="card">
        <h2>怎么检查，由谁决定</h2>
        <Points lines={DECIDING} />
        {scorer !== null && <p class="soft small">检查规则版本：{scorer}（投票开始前登记）</p>}
      </section>
      <section class="card">
        <h2>查不出来的</h2>
        <Points lines={UNKNOWABLE} />
        <p class="soft small">{NO_FAKE_VOTES}</p>
      </section>
      {log !== null && (
        <section class="card">
          <h2>{OF_LOG}</h2>
          <p>{sayLogHead(log, dayOf(instant(site.now)))}</p>
          <p class="soft small">{log.hash.match(/.{1,8}/g)?.join(' ')}</p>
        </section>
      )}
      {stage !== 'before' && (
        <ul class="cells card-gap no-print">
          <LinkCell href={paths.proof(slug)}>{PROOF}</LinkCell>
          <LinkCell href={paths.results(slug)}>投票结果</LinkCell>
          <LinkCell href={paths.myBallot(slug)}>我的投票和回执查询</LinkCell>
        </ul>
      )}
    </Layout>
  )
}

const Points = ({ lines }: { readonly lines: readonly string[] }) => (
  <ul class="points">
    {lines.map(line => (
      <li key={line}>{line}</li>
    ))}
  </ul>
)

function Figures({ report, stage, campaign }: Pick<IntegrityProps, 'report' | 'stage' | 'campaign'>) {
  if (report.shows === 'nothing')
    return (
      <Empty href={paths.campaign(campaign.slug)} go="返回活动">
        {stage === 'before'
          ? '投票还没有开始。开始后，这里每天公布收到多少选票；结束后公布计入、暂缓、作废各多少，以及原因。'
          : stage === 'closed'
            ? '投票已经结束，正在核对最后的选票，报告很快公布。'
            : `投票正在进行，数字每天公布一次${report.next === null ? '' : `，首次公布：${moment(report.next)}`}。`}
      </Empty>
    )
  if (report.shows === 'received') return <SoFar report={report} />
  const { days } = report
  return (
    <>
      <Standings ballots={report.ballots} asOf={report.asOf} />
      <section class="card">
        <h2>每天收到的选票</h2>
        <DayColumns days={days} />
        <Legend />
        <DayTable days={days} split />
      </section>
      <SplitCards levels={report.levels} classes={report.classes} />
      <Families report={report} />
    </>
  )
}

/** While the poll is open: what came in, and nothing of what became of it. */
function SoFar({ report }: { readonly report: Extract<IntegrityReport, { shows: 'received' }> }) {
  const { ballots, days, levels, next } = report
  const columns = plainColumns(days)
  return (
    <section class="card">
      <h2>收到选票 {grouped(ballots)} 张</h2>
      <DayColumns days={columns} />
      <DayTable days={columns} split={false} />
      {levels.length > 0 && (
        <p>
          按身份方式：
          {levels.map(({ level, ballots }) => `${LEVEL[level]} ${grouped(ballots)} 张`).join('，')}。
        </p>
      )}
      <p class="soft small">{ONLY_RECEIVED}</p>
      {next !== null && (
        <p class="soft small">
          下次公布：<span class="keep">{moment(next)}。</span>
        </p>
      )}
    </section>
  )
}
