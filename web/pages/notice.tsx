import type { Contact } from '../../worker/rules/campaign.ts'
import type { NoticeFile, NoticeLine, NoticeState, PublicityPeriod, PublicityStanding } from '../../worker/rules/notice.ts'
import { lastChange, PUBLICITY_DAYS } from '../../worker/rules/notice.ts'
import { addDays, dayOf, type Instant, instant } from '../../worker/rules/time.ts'
import { type Crumb, Crumbs } from '../parts/cells.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { noticeThing, trailThing } from '../parts/structured.ts'
import { A, keepView, type TextSize } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { isoMoment, longDay, moment, weekday } from '../text/dates.ts'
import { NOTICE } from '../text/terms.ts'

export interface NoticePageProps {
  readonly site: Site
  readonly notice: NoticeFile
  readonly state: Extract<NoticeState, { state: 'published' | 'withdrawn' }>
  /** The body as safe HTML. */
  readonly html: string
  readonly standing: PublicityStanding | null
  /** Every notice of the correction chain, this one included, oldest first. */
  readonly chain: readonly NoticeLine[]
  /** Where objections go; the organizer's contact. */
  readonly contact: Contact | null
  /** An SVG that leads a phone to this page. */
  readonly qr: string
}

export function NoticePage({ site, notice, state, html, standing, chain, contact, qr }: NoticePageProps) {
  const { id, kind, title, source, author, views, campaign, period } = notice
  const withdrawn = state.state === 'withdrawn'
  const published = withdrawn ? state.published : state.at
  const next = chain[chain.findIndex(one => one.id === id) + 1]
  const modified = lastChange(
    published,
    [withdrawn ? state.at : null, chain.length > 1 ? next?.publishAt : null],
    instant(site.now),
  )
  const trail = trailOf(notice)
  return (
    <Layout
      site={site}
      title={title}
      description={`${NOTICE[kind]} · ${source} · ${longDay(dayOf(published))}`}
      theme={campaign?.theme ?? 'red'}
      sheets={['notice']}
      indexed={!withdrawn}
      article={{ published: isoMoment(published), modified: isoMoment(modified) }}
      about={[...(withdrawn ? [] : [noticeThing(site, notice, { published, modified })]), trailThing(site, trail)]}
    >
      <Crumbs trail={trail} />
      {state.state === 'withdrawn' && (
        <p class="note" role="status">
          本公告已于 {moment(state.at)} 撤回。原因：{state.reason}
        </p>
      )}
      <ChainNote chain={chain} current={id} />
      {period && standing && (
        <PublicityClock period={period} standing={standing} contact={contact} conclusion={notice.conclusion} />
      )}
      <article class="article">
        <h1>{title}</h1>
        <p class="meta">
          <span>发布时间：{moment(published)}</span>
          <span>来源：{source}</span>
          <span>作者：{author}</span>
          <span>浏览次数：{views}</span>
        </p>
        {state.state === 'published' ? (
          <>
            <Tools site={site} />
            {/* The HTML comes from micromark, which escapes raw HTML and drops unsafe links (worker/markdown.ts). */}
            <div class="body" dangerouslySetInnerHTML={{ __html: html }} />
          </>
        ) : (
          <p class="empty">正文已撤下，不再显示。</p>
        )}
        <img src={paths.noticeView(id)} alt="" width="1" height="1" />
      </article>
      {state.state === 'published' && <Attachments notice={notice} />}
      {campaign && (
        <ul class="cells">
          <li>
            <A class="cell" href={paths.campaign(campaign.slug)}>
              <span class="grow">所属活动：{campaign.shortTitle}</span>
            </A>
          </li>
        </ul>
      )}
      <div class="card qr">
        <div dangerouslySetInnerHTML={{ __html: qr }} />
        <p class="small">扫一扫，在手机上打开本页</p>
        <p class="small soft">{site.origin + site.path}</p>
      </div>
    </Layout>
  )
}

/** By campaign and kind, so that each step leads to a list in which the notice stands, however old it is. */
function trailOf({ kind, campaign }: NoticeFile): readonly Crumb[] {
  const slug = campaign?.slug
  return [
    { name: '首页', href: paths.home() },
    campaign ? { name: campaign.shortTitle, href: paths.campaign(campaign.slug) } : { name: '公告', href: paths.notices() },
    { name: NOTICE[kind], href: paths.notices({ kind, campaign: slug }) },
    { name: '正文' },
  ]
}

const SIZES: readonly (readonly [TextSize, string])[] = [
  ['l', '大'],
  ['m', '中'],
  ['s', '小'],
]

function Tools({ site }: { readonly site: Site }) {
  return (
    <p class="tools">
      <span class="soft">字体：</span>
      {SIZES.map(([size, name]) => (
        <a
          key={size}
          href={keepView(site.path, { ...site.view, size })}
          data-text-size={size}
          rel="nofollow"
          aria-current={site.view.size === size ? 'true' : undefined}
        >
          {name}
        </a>
      ))}
      <button type="button" data-print hidden>
        打印
      </button>
    </p>
  )
}

/** The 公示 clock: the period, what is left of it, how to object, and at the end what came of it (N3). */
function PublicityClock({
  period,
  standing,
  contact,
  conclusion,
}: {
  readonly period: PublicityPeriod
  readonly standing: PublicityStanding
  readonly contact: Contact | null
  readonly conclusion: string | null
}) {
  const { workingDays } = standing
  const from = addDays(period.posted, 1)
  return (
    <section class="clock" aria-label="公示期">
      <p>
        公示期：{longDay(from)}至{longDay(period.through)}（{weekday(period.through)}）
        {workingDays.known ? `，共 ${workingDays.value} 个工作日` : ''}
      </p>
      {standing.stage === 'running' && standing.left.known && (
        <p>
          <strong>还剩 {standing.left.value} 个工作日</strong>
        </p>
      )}
      {standing.stage === 'over' && <p>{conclusion ?? '公示期已满，结果正在整理，将在本页公布。'}</p>}
      {!workingDays.known && <p class="soft">{workingDays.year} 年的官方放假安排尚未公布，工作日天数待公布后计算。</p>}
      <p class="soft small">按国务院办公厅公布的放假和调休安排计算，张贴当天不计入；公示不少于 {PUBLICITY_DAYS} 个工作日。</p>
      {contact && standing.stage === 'running' && (
        <p class="small">
          如有异议，请在公示期内实名反映：{contact.office}，电话 {contact.phone}
          {contact.address && `，地址 ${contact.address}`}
        </p>
      )}
    </section>
  )
}

function ChainNote({ chain, current }: { readonly chain: readonly NoticeLine[]; readonly current: NoticeLine['id'] }) {
  if (chain.length < 2) return null
  return (
    <section class="note good">
      <p>本公告有更正，以最新一份为准：</p>
      <ol>
        {chain.map(({ id, title, publishAt }) => (
          <li key={id}>
            {moment(publishAt as Instant)} {id === current ? <b>{title}（本页）</b> : <A href={paths.notice(id)}>{title}</A>}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Attachments({ notice }: { readonly notice: NoticeFile }) {
  if (notice.attachments.length === 0) return null
  return (
    <section>
      <h2 class="label">附件</h2>
      <ul class="cells">
        {notice.attachments.map(({ name, size }) => (
          <li key={name}>
            <a class="cell" href={paths.attachment(notice.id, name)}>
              <span class="grow">{name}</span>
              <span class="end">
                {name.split('.').at(-1)?.toUpperCase()} · {readableSize(size)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** 860 B, 12 KB, 3.4 MB. */
export function readableSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
