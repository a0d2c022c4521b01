import type { Contact } from '../../worker/rules/campaign.ts'
import type { NoticeFile, NoticeLine, NoticeState, PublicityPeriod, PublicityStanding } from '../../worker/rules/notice.ts'
import { PUBLICITY_DAYS } from '../../worker/rules/notice.ts'
import { addDays, dayOf, type Instant } from '../../worker/rules/time.ts'
import { Crumbs, NoticeCells } from '../parts/cells.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { A, keepView, type TextSize } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { longDay, moment, weekday } from '../text/dates.ts'
import { readableSize } from '../text/sizes.ts'
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
  /** Results of this public notice, or the public notice this result is of. */
  readonly settlements: readonly NoticeLine[]
  /** Where objections go; the organizer's contact. */
  readonly contact: Contact | null
  /** An SVG that leads a phone to this page. */
  readonly qr: string
}

export function NoticePage({ site, notice, state, html, standing, chain, settlements, contact, qr }: NoticePageProps) {
  const { id, kind, title, source, author, views, campaign, period } = notice
  const published = state.state === 'withdrawn' ? state.published : state.at
  return (
    <Layout
      site={site}
      title={title}
      description={`${NOTICE[kind]} · ${source} · ${longDay(dayOf(published))}`}
      theme={campaign?.theme ?? 'red'}
      sheets={['notice']}
    >
      <Crumbs trail={[{ name: '首页', href: paths.home() }, { name: '公告', href: paths.notices() }, { name: NOTICE[kind] }]} />
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
          {author && <span>作者：{author}</span>}
          <span>浏览次数：{views}</span>
        </p>
        {state.state === 'published' ? (
          <>
            <Tools site={site} />
            {/* The HTML comes from micromark, which escapes raw HTML, or was cleaned when it was saved (worker/markdown.ts). */}
            <div class={notice.format === 'html' ? 'body typeset' : 'body'} dangerouslySetInnerHTML={{ __html: html }} />
          </>
        ) : (
          <p class="empty">正文已撤下，不再显示。</p>
        )}
        <img src={paths.noticeView(id)} alt="" width="1" height="1" />
      </article>
      {state.state === 'published' && <Attachments notice={notice} />}
      <Settlements lines={settlements} />
      {campaign?.published && (
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

/** A public notice and what came of it, each leading to the other. */
function Settlements({ lines }: { readonly lines: readonly NoticeLine[] }) {
  if (lines.length === 0) return null
  return (
    <section>
      <h2 class="label">相关公告</h2>
      <NoticeCells lines={lines} />
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
