import { type CampaignFile, milestoneFor, type PollStage } from '../../worker/rules/campaign.ts'
import type { Receipt } from '../../worker/rules/receipt.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Empty, LinkCell } from '../parts/cells.tsx'
import { CodeField } from '../parts/code-field.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { KeepView } from '../parts/search-box.tsx'
import { type BallotStanding, StandingCard } from '../parts/standing.tsx'
import { A } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { endMoment, moment, soon } from '../text/dates.ts'
import { INTEGRITY } from '../text/integrity.ts'
import { PROOF } from '../text/proof.ts'
import { BALLOT_OF, USE } from '../text/terms.ts'

export interface ReceiptProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly receipt: Receipt
  /** When the same voter may vote again; null when never, undefined when the reader may be anybody. */
  readonly next?: Instant | null
  /** What became of the ballot; null while people vote, for then nobody is told. */
  readonly standing?: BallotStanding | null
  readonly now: Instant
}

/** What a receipt says: recorded, when, under which code, and what it proves. Never a choice. */
export function ReceiptPage({ site, campaign, receipt, next, standing = null, now }: ReceiptProps) {
  const { slug, shortTitle, theme, use, visibility } = campaign
  const vote = milestoneFor(campaign, 'vote')
  return (
    <Layout
      site={site}
      title={`投票回执 · ${shortTitle}`}
      theme={theme}
      indexed={false}
      scripts={['ballot']}
      action={<Back slug={slug} />}
    >
      <div class="done" data-recorded={slug}>
        <div class="tick" aria-hidden="true" />
        <h1>已记录</h1>
        {next !== undefined && <p>{next === null ? '您已经投过票' : '您今天已经投过票'}，这是当时的回执。</p>}
        <p class="soft">{moment(receipt.at)}</p>
        <p class="code">{receipt.code}</p>
        <p class="soft small">回执编号</p>
      </div>
      {standing && <StandingCard slug={slug} code={receipt.code} standing={standing} />}
      <section class="card">
        <p>您的选票已经存好，不会丢失，也不会重复计票。凭回执编号可以随时查到这张选票仍在；回执不显示您选了谁。</p>
        <p class="soft small">
          签名回执是网站对这张选票的书面承诺；收录证明能证明选票已写进公开的记录册，谁也不能再改动或删去。两个文件都不显示您选了谁，愿意的话请保存。
        </p>
      </section>
      <section class="card">
        <dl class="facts">
          <dt>活动</dt>
          <dd>{shortTitle}</dd>
          {vote && (
            <>
              <dt>结果公布</dt>
              <dd>
                {visibility === 'hidden'
                  ? `投票结束后（${endMoment(vote.until)}）`
                  : visibility === 'daily'
                    ? '投票期间每天公布一次'
                    : '随时公布'}
              </dd>
            </>
          )}
          {next !== undefined && (
            <>
              <dt>再次投票</dt>
              <dd>{next === null ? '本活动限投一次' : `${soon(next, now)} 后可以再投`}</dd>
            </>
          )}
        </dl>
        <p class="soft small">{USE[use]}</p>
      </section>
      <ul class="cells card-gap">
        <LinkCell href={paths.receiptPromise(slug, receipt.code)} end="现在就有">
          下载签名回执
        </LinkCell>
        <LinkCell href={paths.receiptProof(slug, receipt.code)} end="一分钟后">
          下载收录证明
        </LinkCell>
        <LinkCell href={paths.proof(slug)}>{PROOF}</LinkCell>
        <LinkCell href={paths.integrity(slug)}>{INTEGRITY}</LinkCell>
      </ul>
    </Layout>
  )
}

const Back = ({ slug }: { readonly slug: CampaignFile['slug'] }) => (
  <A class="button main" href={paths.campaign(slug)}>
    返回活动
  </A>
)

export interface NoBallotProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly stage: PollStage
  /** Whether it is known whose ballot is asked for: a code has been typed, a name checked. */
  readonly known: boolean
  /** Where WeChat says who the reader is, when the campaign goes by that and it is not known yet. */
  readonly signIn: string | null
}

/** "My ballot" when this device or code has none of this period; a receipt code finds a ballot all the same. */
export function NoBallotPage({ site, campaign, stage, known, signIn }: NoBallotProps) {
  const { slug, shortTitle, theme, identity } = campaign
  const open = stage === 'open'
  return (
    <Layout site={site} title={`我的投票 · ${shortTitle}`} theme={theme} indexed={false}>
      <div class="head">
        <h1>我的投票</h1>
        <p class="small">
          <A href={paths.campaign(slug)}>{shortTitle}</A>
        </p>
      </div>
      {signIn ? (
        <Empty href={signIn} go="用微信号查看">
          本次活动按微信号投票，须由微信确认您是哪个微信号。
        </Empty>
      ) : stage === 'before' ? (
        <Empty href={paths.campaign(slug)} go="返回活动">
          投票还没有开始。
        </Empty>
      ) : !known ? (
        <Empty {...(open ? { href: paths.ballot(slug), go: '输入投票码' } : { href: paths.campaign(slug), go: '返回活动' })}>
          {open ? '本次活动凭投票码参加，先输入投票码，再看自己的投票。' : '这台设备上没有输入过投票码，请用回执编号查询。'}
        </Empty>
      ) : open ? (
        <Empty href={paths.ballot(slug)} go="去填写选票">
          {BALLOT_OF[identity]}还没有提交选票。
        </Empty>
      ) : (
        <Empty href={paths.campaign(slug)} go="返回活动">
          没有查到{BALLOT_OF[identity]}的选票。
        </Empty>
      )}
      <ReceiptForm slug={slug} label="有回执编号的，可以用编号查询（16 位）" />
    </Layout>
  )
}

const ReceiptForm = ({
  slug,
  label,
  typed = '',
}: {
  readonly slug: CampaignFile['slug']
  readonly label: string
  readonly typed?: string
}) => (
  <form class="card" method="get" action={paths.receipts(slug)}>
    <KeepView />
    <CodeField label={label} typed={typed} />
    <p class="field">
      <button>查询</button>
    </p>
  </form>
)

/** A receipt code that finds nothing, with a field to put it right. */
export const NoReceiptPage = ({
  site,
  campaign: { slug, shortTitle, theme },
  typed,
}: Pick<ReceiptProps, 'site' | 'campaign'> & { readonly typed: string }) => (
  <Layout site={site} title={`没有查到回执 · ${shortTitle}`} theme={theme} indexed={false} action={<Back slug={slug} />}>
    <div class="head">
      <h1>没有查到这个回执编号</h1>
      <p class="soft small">{shortTitle}</p>
      <p role="alert">请对照回执核对编号，并确认是本次活动的回执；其他活动的回执请到那个活动的页面查询。</p>
    </div>
    <ReceiptForm slug={slug} label="回执编号（16 位，不分大小写，横线可以不填）" typed={typed} />
  </Layout>
)
