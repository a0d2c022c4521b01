import { type CampaignFile, type Category, milestoneFor } from '../../worker/rules/campaign.ts'
import { delayedSince } from '../../worker/rules/delay.ts'
import type { Disclosure } from '../../worker/rules/disclosure.ts'
import { classRows, levelRows } from '../../worker/rules/integrity.ts'
import { NO_COUNTS, rank, raw, type Tally } from '../../worker/rules/tally.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Bars } from '../parts/bars.tsx'
import { Crumbs, Empty, LinkCell } from '../parts/cells.tsx'
import { Guarantee } from '../parts/guarantee.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { Fillings, SplitBar } from '../parts/split-bars.tsx'
import { Equation, SplitCards } from '../parts/split-cards.tsx'
import { trailThing } from '../parts/structured.ts'
import { Troubles } from '../parts/troubles.tsx'
import { paths } from '../paths.ts'
import { moment } from '../text/dates.ts'
import { grouped } from '../text/figures.ts'
import { INTEGRITY, ONLY_RECEIVED, sayDelayed } from '../text/integrity.ts'
import { PROOF } from '../text/proof.ts'
import { NO_FAKE_VOTES, USE, VISIBILITY } from '../text/terms.ts'
import { WITHDRAWN, WITHDRAWN_BALLOT } from '../text/withdrawn.ts'

export interface ResultsProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly disclosure: Disclosure
  readonly stage: 'none' | 'before' | 'open' | 'closed'
  readonly now: Instant
}

export function ResultsPage({ site, campaign, disclosure, stage, now }: ResultsProps) {
  const delayed = delayedSince(disclosure, campaign.visibility, now)
  const { slug, shortTitle, theme, use, title } = campaign
  const trail = [{ name: '首页', href: paths.home() }, { name: shortTitle, href: paths.campaign(slug) }, { name: '投票结果' }]
  return (
    <Layout
      site={site}
      title={`投票结果 · ${shortTitle}`}
      theme={theme}
      sheets={['integrity']}
      description={`${title}投票结果。${USE[use]}`}
      about={[trailThing(site, trail)]}
    >
      <Crumbs trail={trail} />
      <Fillings />
      <div class="head">
        <h1>投票结果</h1>
        {stage !== 'none' && <p>{USE[use]}</p>}
        {stage !== 'none' && <Guarantee {...campaign} />}
      </div>
      {delayed !== null && stage === 'open' && (
        <p class="note" role="status">
          {sayDelayed(delayed)}
        </p>
      )}
      <Troubles troubles={disclosure.troubles ?? []} />
      <Shown campaign={campaign} disclosure={disclosure} stage={stage} />
      {(stage === 'open' || stage === 'closed') && (
        <ul class="cells card-gap no-print">
          <LinkCell href={paths.integrity(slug)}>{INTEGRITY}</LinkCell>
          <LinkCell href={paths.proof(slug)}>{PROOF}</LinkCell>
          <LinkCell href={paths.myBallot(slug)}>我的投票和回执查询</LinkCell>
        </ul>
      )}
    </Layout>
  )
}

function Shown({ campaign, disclosure, stage }: Pick<ResultsProps, 'campaign' | 'disclosure' | 'stage'>) {
  const { slug, visibility, categories } = campaign
  if (disclosure.shows === 'nothing')
    return (
      <Nothing {...{ slug, stage, visibility }} next={disclosure.next} opens={milestoneFor(campaign, 'vote')?.from ?? null} />
    )

  if (disclosure.shows === 'participation')
    return (
      <section class="card">
        <h2>参与情况</h2>
        <p>
          截至 {moment(disclosure.asOf)}，收到选票{' '}
          <span class="keep">
            <b>{grouped(disclosure.ballots)}</b> 张。
          </span>
        </p>
        <p class="soft">{VISIBILITY[visibility]}</p>
        {disclosure.next !== null && (
          <p class="soft small">
            下次公布：<span class="keep">{moment(disclosure.next)}</span>
          </p>
        )}
      </section>
    )
  if (disclosure.shows === 'received')
    return (
      <>
        <section class="card">
          <h2>
            截至 <span class="keep">{moment(disclosure.asOf)}</span>
          </h2>
          <p>
            收到选票 <b>{grouped(disclosure.ballots)}</b> 张。下面是各候选对象收到的票数。
          </p>
          <p class="soft small">{ONLY_RECEIVED}</p>
          {disclosure.next !== null && (
            <p class="soft small">
              下次公布：<span class="keep">{moment(disclosure.next)}</span>
            </p>
          )}
        </section>
        {categories.map(category => (
          <CategoryResult key={category.key} {...{ campaign, category }} votes={asReceived(disclosure.votes)} figure="收到票数" />
        ))}
        <HowCounted campaign={campaign} />
      </>
    )
  const { tally, at } = disclosure.figures
  return (
    <>
      <section class="card">
        <h2>
          截至 <span class="keep">{moment(at)}</span>
        </h2>
        <Equation ballots={tally.ballots} />
        <SplitBar counts={tally.ballots} most={raw(tally.ballots)} height={20} />
        <p class="soft small">
          {tally.ballots.held > 0 && `还有 ${grouped(tally.ballots.held)} 张选票在复核。`}
          复核或申诉有了决定，票数随之更新，并写明时间。
        </p>
      </section>
      {categories.map(category => (
        <CategoryResult key={category.key} {...{ campaign, category }} votes={tally.votes} figure="计入票数" />
      ))}
      <SplitCards levels={levelRows(tally)} classes={classRows(tally)} />
      <HowCounted campaign={campaign} />
    </>
  )
}

/** Of votes that are told only as received, nothing is said of what became of them. */
const asReceived = (votes: Readonly<Record<number, number>>): Tally['votes'] =>
  Object.fromEntries(Object.entries(votes).map(([number, counted]) => [number, { ...NO_COUNTS, counted }]))

const HowCounted = ({ campaign }: { readonly campaign: CampaignFile }) => (
  <section class="card">
    <h2>怎么计的票</h2>
    <p>{NO_FAKE_VOTES}收到的选票分三种：计入、暂缓、作废，三种相加等于收到的总数。票数相同的并列，不分先后。</p>
    {campaign.nominees.some(({ withdrawn }) => withdrawn !== null) && <p>{WITHDRAWN_BALLOT}</p>}
  </section>
)

function Nothing({
  slug,
  stage,
  next,
  opens,
  visibility,
}: {
  readonly slug: CampaignFile['slug']
  readonly opens: Instant | null
  readonly stage: ResultsProps['stage']
  readonly next: Instant | null
  readonly visibility: CampaignFile['visibility']
}) {
  if (stage === 'before')
    return (
      <Empty href={paths.campaign(slug)} go="返回活动">
        投票还没有开始{opens === null ? '' : `，将于 ${moment(opens)} 开放`}。
      </Empty>
    )
  if (stage === 'closed') return <Empty>投票已经结束，正在核对最后的选票，结果很快公布。</Empty>
  if (stage === 'none')
    return (
      <Empty href={paths.campaign(slug)} go="返回活动">
        本活动没有投票环节。
      </Empty>
    )
  return (
    <Empty href={paths.campaign(slug)} go="返回活动">
      {VISIBILITY[visibility]}
      {next !== null && ` 首次公布：${moment(next)}。`}
    </Empty>
  )
}

function CategoryResult({
  campaign,
  category,
  votes,
  figure,
}: {
  readonly campaign: CampaignFile
  readonly category: Category
  readonly votes: Tally['votes']
  readonly figure: '计入票数' | '收到票数'
}) {
  const here = campaign.nominees.filter(one => one.category === category.key)
  const byNumber = new Map(here.map(one => [one.number, one]))
  const rows = rank([...byNumber.keys()], votes).map(({ number, counts }) => ({
    key: String(number),
    label: `${number}号 ${byNumber.get(number)?.name ?? ''}${byNumber.get(number)?.withdrawn ? `（${WITHDRAWN}）` : ''}`,
    note: byNumber.get(number)?.unit ?? '',
    counts: counts ?? NO_COUNTS,
  }))
  return (
    <section class="card">
      <h2>{category.name}</h2>
      <Bars rows={rows} caption={`${category.name}得票`} figure={figure} />
    </section>
  )
}
