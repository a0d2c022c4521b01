import type { Contact } from '../../worker/rules/campaign.ts'
import {
  lastChange,
  type NoticeFile,
  type NoticeLine,
  type NoticeState,
  type PublicityStanding,
} from '../../worker/rules/notice.ts'
import { dayOf, type Instant, instant } from '../../worker/rules/time.ts'
import { type Crumb, Crumbs, NoticeCells } from '../parts/cells.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { PublicityCard, type PublicityCardProps, PublicityRecord } from '../parts/publicity-card.tsx'
import { noticeThing, trailThing } from '../parts/structured.ts'
import { A, keepView, type TextSize } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { isoMoment, longDay, moment } from '../text/dates.ts'
import { grouped } from '../text/figures.ts'
import { readableSize } from '../text/sizes.ts'
import { NOTICE } from '../text/terms.ts'

export interface NoticePageProps {
  readonly site: Site
  readonly notice: NoticeFile
  readonly state: Extract<NoticeState, { state: 'published' | 'withdrawn' }>
  /** The body as safe HTML. */
  readonly html: string
  readonly standing: PublicityStanding | null
  /** What a public notice (公示) is more than a notice. */
  readonly publicity: Pick<PublicityCardProps, 'file' | 'counts' | 'minimum'> | null
  /** Every notice of the correction chain, this one included, oldest first. */
  readonly chain: readonly NoticeLine[]
  /** Where the log of its campaign holds this correction, and the SHA-256 of its text; null while it does not. */
  readonly logged: { readonly entry: number; readonly hash: string } | null
  /** Results of this public notice, or the public notice this result is of. */
  readonly settlements: readonly NoticeLine[]
  /** Where objections go; the organizer's contact. */
  readonly contact: Contact | null
  /** An SVG that leads a phone to this page. */
  readonly qr: string
}

export function NoticePage(props: NoticePageProps) {
  const { site, notice, state, html, standing, publicity, chain, logged, settlements, contact, qr } = props
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
      {period && standing && publicity && state.state === 'published' && (
        <PublicityCard notice={notice} period={period} standing={standing} contact={contact} {...publicity} />
      )}
      <article class="article">
        <h1>{title}</h1>
        <p class="meta">
          <span>发布时间：{moment(published)}</span>
          <span>来源：{source}</span>
          {author && <span>作者：{author}</span>}
          <span>浏览次数：{grouped(views)}</span>
        </p>
        {state.state === 'published' ? (
          <>
            <Tools site={site} />
            {/* The HTML comes from micromark, which escapes raw HTML, or was cleaned when it was saved (worker/markdown.ts). */}
            <div class="body typeset" dangerouslySetInnerHTML={{ __html: html }} />
          </>
        ) : (
          <p class="empty">正文已撤下，不再显示。</p>
        )}
        <img src={paths.noticeView(id)} alt="" width="1" height="1" />
      </article>
      {state.state === 'published' && publicity && <PublicityRecord notice={notice} file={publicity.file} />}
      {state.state === 'published' && <Attachments notice={notice} />}
      {logged && <Logged notice={notice} logged={logged} />}
      <Settlements lines={settlements} />
      {campaign?.published && (
        <ul class="cells card-gap no-print">
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

/** That a correction cannot be taken back or changed unnoticed: where the records of the vote hold it, and what anybody compares. */
function Logged({ notice: { id, campaign }, logged: { entry, hash } }: Pick<NoticePageProps, 'notice'> & { logged: Logging }) {
  return (
    <section class="card small">
      <p>
        本更正已写入
        {campaign ? <A href={paths.proof(campaign.slug)}>投票记录</A> : '投票记录'}第 {entry} 号，任何人都能核对它没有被改动。
      </p>
      <p class="soft">
        <a href={paths.noticeText(id)}>公告原文</a>的 SHA-256 指纹：<span class="print">{hash}</span>
      </p>
    </section>
  )
}

type Logging = NonNullable<NoticePageProps['logged']>

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
