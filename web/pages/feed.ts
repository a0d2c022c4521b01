import type { FeedNotice } from '../../worker/rules/feed.ts'
import type { NoticeId } from '../../worker/rules/ids.ts'
import type { Attachment } from '../../worker/rules/notice.ts'
import { addDays, type Instant } from '../../worker/rules/time.ts'
import { paths } from '../paths.ts'
import { isoMoment, longDay, moment } from '../text/dates.ts'
import { NOTICE } from '../text/terms.ts'
import { document, element, xml } from '../text/xml.ts'

/** One notice, as feeds need it. */
export interface FeedEntry extends Omit<FeedNotice, 'body' | 'format'> {
  /** The text as safe HTML. */
  readonly html: string
}

export interface Feed {
  readonly origin: string
  readonly title: string
  readonly owner: string
  /** Paths of the page whose notices these are, and of the feed itself. */
  readonly home: string
  readonly self: string
  readonly entries: readonly FeedEntry[]
  /** When the site or the campaign began to exist, for a feed without entries. */
  readonly since: Instant
}

const updatedOf = ({ entries, since }: Feed): Instant =>
  entries.reduce<Instant>((last, { updated }) => (updated > last ? updated : last), entries[0]?.updated ?? since)

/** The id of an entry is the address of the notice, which never dies. */
const addressOf = (origin: string, id: NoticeId): string => origin + paths.notice(id)

/** A withdrawn notice stays in the feed under its id, so that readers who have it learn of it, with the reason and no text. */
const titleOf = ({ title, withdrawn }: FeedEntry): string => (withdrawn ? `（已撤回）${title}` : title)

function htmlOf(origin: string, { html, withdrawn, period, conclusion, correctedBy }: FeedEntry): string {
  const said = (text: string) => element('p', {}, xml(text))
  if (withdrawn) return said(`本公告已于 ${moment(withdrawn.at)} 撤回。原因：${withdrawn.reason}`)
  const corrected = correctedBy
    ? element(
        'p',
        {},
        '本公告已更正，以更正为准：',
        element('a', { href: addressOf(origin, correctedBy.id) }, xml(correctedBy.title)),
      )
    : ''
  const days = period ? said(`公示期：${longDay(addDays(period.posted, 1))}至${longDay(period.through)}`) : ''
  return corrected + days + (conclusion ? said(conclusion) : '') + html
}

const fileAddress = (origin: string, id: NoticeId, { name }: Attachment): string => origin + paths.attachment(id, name)

/** RFC 4287. */
export function atomOf(feed: Feed): string {
  const { origin, title, owner, home, self, entries } = feed
  return document(
    element(
      'feed',
      { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': 'zh-CN' },
      element('id', {}, xml(origin + home)),
      element('title', {}, xml(title)),
      element('updated', {}, isoMoment(updatedOf(feed))),
      element('author', {}, element('name', {}, xml(owner))),
      element('link', { rel: 'self', type: 'application/atom+xml', href: origin + self }),
      element('link', { rel: 'alternate', type: 'text/html', href: origin + home }),
      ...entries.map(entry => atomEntry(origin, entry)),
    ),
  )
}

function atomEntry(origin: string, entry: FeedEntry): string {
  const { id, kind, source, author, published, updated, attachments, withdrawn } = entry
  const address = addressOf(origin, id)
  return element(
    'entry',
    {},
    element('id', {}, xml(address)),
    element('title', {}, xml(titleOf(entry))),
    element('published', {}, isoMoment(published)),
    element('updated', {}, isoMoment(updated)),
    element('author', {}, element('name', {}, xml(author || source || '—'))),
    element('category', { term: kind, label: NOTICE[kind] }),
    element('link', { rel: 'alternate', type: 'text/html', href: address }),
    ...(withdrawn ? [] : attachments).map(file =>
      element('link', {
        rel: 'enclosure',
        type: file.mediaType,
        length: file.size,
        title: file.name,
        href: fileAddress(origin, id, file),
      }),
    ),
    element('content', { type: 'html', 'xml:base': address }, xml(htmlOf(origin, entry))),
  )
}

/** JSON Feed 1.1. */
export function jsonFeedOf(feed: Feed): string {
  const { origin, title, owner, home, self, entries } = feed
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: origin + home,
    feed_url: origin + self,
    language: 'zh-CN',
    authors: [{ name: owner }],
    items: entries.map(entry => jsonItem(origin, entry)),
  })
}

function jsonItem(origin: string, entry: FeedEntry): object {
  const { id, kind, source, author, published, updated, attachments, withdrawn } = entry
  const address = addressOf(origin, id)
  const files = attachments.map(file => ({
    url: fileAddress(origin, id, file),
    mime_type: file.mediaType,
    title: file.name,
    size_in_bytes: file.size,
  }))
  return {
    id: address,
    url: address,
    title: titleOf(entry),
    content_html: htmlOf(origin, entry),
    date_published: isoMoment(published),
    date_modified: isoMoment(updated),
    authors: [{ name: author || source || '—' }],
    tags: [NOTICE[kind]],
    ...(files.length > 0 && !withdrawn ? { attachments: files } : {}),
  }
}
