import { type CampaignFile, headline, milestoneFor, type PollStage, pollStage, standingOf } from '../../worker/rules/campaign.ts'
import type { Disclosure } from '../../worker/rules/disclosure.ts'
import type { NoticeLine } from '../../worker/rules/notice.ts'
import type { Instant } from '../../worker/rules/time.ts'
import type { Calendar } from '../../worker/rules/working-days.ts'
import { CampaignNumbers } from '../parts/campaign-numbers.tsx'
import { LinkCell, NoticeCells } from '../parts/cells.tsx'
import { Guarantee } from '../parts/guarantee.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { PhaseLine } from '../parts/phase.tsx'
import { campaignThing, trailThing } from '../parts/structured.ts'
import { Timeline } from '../parts/timeline.tsx'
import { A } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { INTEGRITY } from '../text/integrity.ts'
import { PROOF } from '../text/proof.ts'
import { LIKES_USE, NO_FAKE_VOTES, ORDER, PERIOD, USE, VISIBILITY } from '../text/terms.ts'

export interface CampaignProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly disclosure: Disclosure
  readonly notices: readonly NoticeLine[]
  readonly calendar: Calendar
  readonly now: Instant
}

export function CampaignPage({ site, campaign, disclosure, notices, calendar, now }: CampaignProps) {
  const { slug, title, shortTitle, organizers, theme, summary } = campaign
  const stage = pollStage(campaign, now)
  const likes = milestoneFor(campaign, 'likes')
  return (
    <Layout
      site={site}
      title={title}
      description={summary}
      theme={theme}
      feeds={[{ title: `${shortTitle}公告`, atom: paths.campaignFeed(slug, 'atom'), json: paths.campaignFeed(slug, 'json') }]}
      about={[campaignThing(site, campaign), trailThing(site, [{ name: '首页', href: paths.home() }, { name: shortTitle }])]}
      action={<PrimaryAction campaign={campaign} stage={stage} notices={notices} now={now} />}
    >
      <div class="band" />
      <div class="head">
        <h1>{title}</h1>
        <p class="soft small">主办：{organizers.join('、')}</p>
        <p>
          <PhaseLine campaign={campaign} now={now} />
        </p>
        <CampaignNumbers campaign={campaign} disclosure={disclosure} now={now} />
        {stage !== 'none' && <Guarantee {...campaign} />}
      </div>
      <section class="card">
        <p>{summary}</p>
      </section>
      {campaign.nominees.length > 0 && <Categories campaign={campaign} />}
      <section class="card">
        <h2>活动安排</h2>
        <Timeline milestones={campaign.milestones} now={now} calendar={calendar} />
        <p class="no-print">
          <a class="button" href={paths.calendar(slug)}>
            加入日历
          </a>
        </p>
      </section>
      <Rules campaign={campaign} stage={stage} />
      {(stage === 'open' || stage === 'closed') && (
        <ul class="cells card-gap">
          <LinkCell href={paths.myBallot(campaign.slug)}>我的投票和回执查询</LinkCell>
          <LinkCell href={paths.results(campaign.slug)}>投票结果</LinkCell>
          <LinkCell href={paths.integrity(campaign.slug)}>{INTEGRITY}</LinkCell>
          <LinkCell href={paths.proof(campaign.slug)}>{PROOF}</LinkCell>
        </ul>
      )}
      <ul class="cells card-gap">
        {likes && standingOf(likes, now) !== 'to-come' && (
          <LinkCell href={paths.likes(campaign.slug)} end={<span class="likes-use">{LIKES_USE}</span>}>
            点赞情况
          </LinkCell>
        )}
        <LinkCell href={paths.poster(campaign.slug)}>海报和分享文字</LinkCell>
      </ul>
      {notices.length > 0 && (
        <>
          <h2 class="label">本活动的公告</h2>
          <NoticeCells lines={notices} />
        </>
      )}
      <ContactCard campaign={campaign} />
    </Layout>
  )
}

function PrimaryAction({
  campaign,
  stage,
  notices,
  now,
}: Pick<CampaignProps, 'campaign' | 'notices' | 'now'> & { readonly stage: PollStage }) {
  const { slug } = campaign
  const button = (href: string, text: string) => (
    <A class="button main" href={href}>
      {text}
    </A>
  )
  if (stage === 'open') return button(paths.ballot(slug), '填写选票')
  const likes = milestoneFor(campaign, 'likes')
  if (likes && standingOf(likes, now) === 'now') return button(paths.nominees(slug), '看事迹，去点赞')
  const posted = inPublicity(campaign, now) && notices.find(({ kind, withdrawn }) => kind === 'publicity' && !withdrawn)
  if (posted) return button(paths.notice(posted.id), '看公示，提意见')
  if (stage === 'closed') return button(paths.results(slug), '查看结果')
  if (campaign.nominees.length > 0) return button(paths.nominees(slug), '看候选对象')
  return button(paths.notices({ campaign: slug }), '看公告')
}

/** Whether the step of this moment is a public notice, which is there to be answered. */
function inPublicity(campaign: CampaignFile, now: Instant): boolean {
  const head = headline(campaign, now)
  return head?.standing === 'now' && (head.milestone.step === 'publicity' || head.milestone.step === 'final-publicity')
}

function Categories({ campaign }: { readonly campaign: CampaignFile }) {
  const { slug, categories, nominees } = campaign
  return (
    <section>
      <h2 class="label">候选对象</h2>
      <ul class="cells">
        {categories.map(({ key, name, honours }) => (
          <li key={key}>
            <A class="cell" href={paths.nominees(slug, { category: key })}>
              <span class="grow">{name}</span>
              <span class="end">
                候选 {nominees.filter(({ category }) => category === key).length} · 拟表彰 {honours}
              </span>
            </A>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Rules({ campaign, stage }: { readonly campaign: CampaignFile; readonly stage: PollStage }) {
  const { rules, categories, period, order, visibility, use } = campaign
  const likes = milestoneFor(campaign, 'likes')
  return (
    <details class="card">
      <summary>规则说明</summary>
      <div class="fold">
        {rules
          .split('\n')
          .filter(Boolean)
          .map(line => (
            <p key={line}>{line}</p>
          ))}
        {stage !== 'none' && (
          <ol>
            {categories.map(({ key, name, min, max }) => (
              <li key={key}>
                {name}：{min === max ? `必须选满 ${max} 个` : min === 0 ? `最多选 ${max} 个，可以不选` : `选 ${min} 至 ${max} 个`}
              </li>
            ))}
            <li>{PERIOD[period]}。</li>
            <li>候选对象{ORDER[order]}。</li>
            <li>{VISIBILITY[visibility]}</li>
            <li>{USE[use]}</li>
            <li>{NO_FAKE_VOTES}</li>
            <li>明显异常的选票先记录、暂不计入，由两人以上复核后处理，并公开说明；不会因此处罚候选对象。</li>
          </ol>
        )}
        {likes && <p>{LIKES_USE}</p>}
      </div>
    </details>
  )
}

function ContactCard({ campaign }: { readonly campaign: CampaignFile }) {
  const { office, phone, address, email } = campaign.contact
  return (
    <section class="card">
      <h2>联系我们</h2>
      <dl class="facts">
        <dt>受理单位</dt>
        <dd>{office}</dd>
        <dt>电话</dt>
        <dd>{phone}</dd>
        {address && (
          <>
            <dt>地址</dt>
            <dd>{address}</dd>
          </>
        )}
        {email && (
          <>
            <dt>邮箱</dt>
            <dd>{email}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
