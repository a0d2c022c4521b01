import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarOf, escaped, folded } from '../../web/pages/calendar.ts'
import { atomOf, type Feed, type FeedEntry, jsonFeedOf } from '../../web/pages/feed.ts'
import { robotsOf, sitemapIndexOf, sitemapOf } from '../../web/pages/sitemap.ts'
import { element, xml } from '../../web/text/xml.ts'
import type { CampaignId, NoticeId, Slug } from '../../worker/rules/ids.ts'
import { type Day, instant } from '../../worker/rules/time.ts'
import { anySign } from '../support/any-sign.ts'

const at = (text: string) => instant(Date.parse(`${text}+08:00`))
const octets = (text: string) => new TextEncoder().encode(text).length

test('a line of a calendar is folded as RFC 5545, 3.1 shows, within 75 octets, and never within a sign', () => {
  expect(folded('SUMMARY:short')).toBe('SUMMARY:short')
  expect(folded(`X:${'a'.repeat(73)}`)).toBe(`X:${'a'.repeat(73)}`)
  expect(folded(`X:${'a'.repeat(74)}`)).toBe(`X:${'a'.repeat(73)}\r\n a`)
  expect(folded(`SUMMARY:${'评'.repeat(23)}`).split('\r\n')).toEqual([`SUMMARY:${'评'.repeat(22)}`, ' 评'])
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), text => {
      const line = text.replaceAll(/[\r\n]/g, '')
      const parts = folded(line).split('\r\n')
      expect(parts.map((part, i) => (i === 0 ? part : part.slice(1))).join('')).toBe(line)
      expect(parts.filter((part, i) => octets(part) > 75 || (i > 0 && !part.startsWith(' ')))).toEqual([])
    }),
  )
})

test('text of a calendar is escaped as RFC 5545, 3.3.11 says', () => {
  expect(escaped('甲;乙,丙\\丁\n戊\r\n己\u0000\u001b:"')).toBe('甲\\;乙\\,丙\\\\丁\\n戊\\n己:"')
})

const CAMPAIGN = {
  id: 'cmp_0000000000000001' as CampaignId,
  slug: 'qinghe' as Slug,
  title: '清河市网上评议',
  shortTitle: '清河十佳',
  organizers: ['组织部', '总工会'],
  revision: 3,
  milestones: [
    { step: 'publicity' as const, title: '名单公示', from: at('2026-04-08T00:00'), until: at('2026-04-15T00:00') },
    { step: 'vote' as const, title: '网上评议', from: at('2026-04-20T09:00'), until: at('2026-04-26T00:00') },
  ],
}

test('a timetable is a calendar: whole days as days, hours by the clock in China, each step under an id that stays', () => {
  const text = calendarOf({ origin: 'https://v.cn', siteName: '明评', campaign: CAMPAIGN, changed: at('2026-04-01T08:30') })
  expect(text.split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Mingping//明评//ZH',
    'CALSCALE:GREGORIAN',
    'NAME:清河十佳',
    'X-WR-CALNAME:清河十佳',
    'REFRESH-INTERVAL;VALUE=DURATION:PT12H',
    'X-PUBLISHED-TTL:PT12H',
    'BEGIN:VTIMEZONE',
    'TZID:Asia/Shanghai',
    'BEGIN:STANDARD',
    'DTSTART:19910915T000000',
    'TZOFFSETFROM:+0800',
    'TZOFFSETTO:+0800',
    'TZNAME:CST',
    'END:STANDARD',
    'END:VTIMEZONE',
    'BEGIN:VEVENT',
    'UID:cmp_0000000000000001-publicity@mingping',
    'DTSTAMP:20260401T003000Z',
    'LAST-MODIFIED:20260401T003000Z',
    'SEQUENCE:2',
    'DTSTART;VALUE=DATE:20260408',
    'DTEND;VALUE=DATE:20260415',
    'SUMMARY:清河十佳：名单公示',
    'DESCRIPTION:清河市网上评议\\n主办：组织部、总工会',
    'URL:https://v.cn/c/qinghe',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:cmp_0000000000000001-vote@mingping',
    'DTSTAMP:20260401T003000Z',
    'LAST-MODIFIED:20260401T003000Z',
    'SEQUENCE:2',
    'DTSTART;TZID=Asia/Shanghai:20260420T090000',
    'DTEND;TZID=Asia/Shanghai:20260426T000000',
    'SUMMARY:清河十佳：网上评议',
    'DESCRIPTION:清河市网上评议\\n主办：组织部、总工会',
    'URL:https://v.cn/c/qinghe',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ])
})

const ENTRY: FeedEntry = {
  id: 'ntc_0000000000000001' as NoticeId,
  kind: 'publicity',
  title: '关于<甲>的公示',
  source: '组织部',
  author: '',
  html: '<p>正文 &amp; 附表</p>',
  published: at('2026-04-08T09:00'),
  updated: at('2026-04-10T09:00'),
  withdrawn: null,
  period: { posted: '2026-04-08' as Day, through: '2026-04-15' as Day },
  conclusion: null,
  correctedBy: { id: 'ntc_0000000000000002' as NoticeId, title: '更正"一"' },
  attachments: [{ name: '名单 1.xlsx', mediaType: 'application/vnd.ms-excel', size: 12 }],
}
const GONE: FeedEntry = {
  ...ENTRY,
  id: 'ntc_0000000000000003' as NoticeId,
  title: '误发',
  html: '',
  withdrawn: { at: at('2026-04-09T10:00'), reason: '名单有误' },
}
const FEED: Feed = {
  origin: 'https://v.cn',
  title: '公告 · 明评',
  owner: '市委组织部',
  home: '/notices',
  self: '/feed.atom',
  entries: [ENTRY, GONE],
  since: instant(0),
}

test('an Atom feed names itself, its page and its owner; an entry has an id that stays, its moments, its text escaped, its files', () => {
  const entry = (id: string, rest: string) => `<entry><id>https://v.cn/notices/ntc_000000000000000${id}</id>${rest}</entry>`
  const common = (updated: string) =>
    `<published>2026-04-08T09:00:00+08:00</published><updated>${updated}</updated><author><name>组织部</name></author><category term="publicity" label="公示"/>`
  const link = (id: string) => `<link rel="alternate" type="text/html" href="https://v.cn/notices/ntc_000000000000000${id}"/>`
  const content = (id: string, html: string) =>
    `<content type="html" xml:base="https://v.cn/notices/ntc_000000000000000${id}">${xml(html)}</content>`
  expect(atomOf(FEED)).toBe(
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">' +
      '<id>https://v.cn/notices</id><title>公告 · 明评</title><updated>2026-04-10T09:00:00+08:00</updated>' +
      '<author><name>市委组织部</name></author><link rel="self" type="application/atom+xml" href="https://v.cn/feed.atom"/>' +
      '<link rel="alternate" type="text/html" href="https://v.cn/notices"/>' +
      entry(
        '1',
        `<title>关于&lt;甲&gt;的公示</title>${common('2026-04-10T09:00:00+08:00')}${link('1')}` +
          '<link rel="enclosure" type="application/vnd.ms-excel" length="12" title="名单 1.xlsx" href="https://v.cn/notices/ntc_0000000000000001/files/%E5%90%8D%E5%8D%95%201.xlsx"/>' +
          content(
            '1',
            '<p>本公告已更正，以更正为准：<a href="https://v.cn/notices/ntc_0000000000000002">更正&quot;一&quot;</a></p>' +
              '<p>公示期：2026年4月9日至2026年4月15日</p><p>正文 &amp; 附表</p>',
          ),
      ) +
      entry(
        '3',
        `<title>（已撤回）误发</title>${common('2026-04-10T09:00:00+08:00')}${link('3')}` +
          content('3', '<p>本公告已于 2026年4月9日 10:00 撤回。原因：名单有误</p>'),
      ) +
      '</feed>\n',
  )
})

test('a JSON feed 1.1 says the same', () => {
  expect(JSON.parse(jsonFeedOf({ ...FEED, self: '/feed.json' }))).toEqual({
    version: 'https://jsonfeed.org/version/1.1',
    title: '公告 · 明评',
    home_page_url: 'https://v.cn/notices',
    feed_url: 'https://v.cn/feed.json',
    language: 'zh-CN',
    authors: [{ name: '市委组织部' }],
    items: [
      {
        id: 'https://v.cn/notices/ntc_0000000000000001',
        url: 'https://v.cn/notices/ntc_0000000000000001',
        title: '关于<甲>的公示',
        content_html:
          '<p>本公告已更正，以更正为准：<a href="https://v.cn/notices/ntc_0000000000000002">更正&quot;一&quot;</a></p>' +
          '<p>公示期：2026年4月9日至2026年4月15日</p><p>正文 &amp; 附表</p>',
        date_published: '2026-04-08T09:00:00+08:00',
        date_modified: '2026-04-10T09:00:00+08:00',
        authors: [{ name: '组织部' }],
        tags: ['公示'],
        attachments: [
          {
            url: 'https://v.cn/notices/ntc_0000000000000001/files/%E5%90%8D%E5%8D%95%201.xlsx',
            mime_type: 'application/vnd.ms-excel',
            title: '名单 1.xlsx',
            size_in_bytes: 12,
          },
        ],
      },
      {
        id: 'https://v.cn/notices/ntc_0000000000000003',
        url: 'https://v.cn/notices/ntc_0000000000000003',
        title: '（已撤回）误发',
        content_html: '<p>本公告已于 2026年4月9日 10:00 撤回。原因：名单有误</p>',
        date_published: '2026-04-08T09:00:00+08:00',
        date_modified: '2026-04-10T09:00:00+08:00',
        authors: [{ name: '组织部' }],
        tags: ['公示'],
      },
    ],
  })
})

test('a feed without entries is as old as what it tells of', () => {
  expect(atomOf({ ...FEED, entries: [], since: at('2026-01-01T00:00') })).toContain(
    '<updated>2026-01-01T00:00:00+08:00</updated>',
  )
})

test('XML holds no sign that it may not, whatever was written', () => {
  expect(xml('a\u0000b\u000b\ud800c\uffff<>&"\'𬱖\n')).toBe('abc&lt;&gt;&amp;&quot;&#39;𬱖\n')
  expect(element('a', { href: '"<', none: undefined })).toBe('<a href="&quot;&lt;"/>')
  fc.assert(
    fc.property(fc.string({ unit: anySign }), text => {
      expect(xml(text).replaceAll(/&(amp|lt|gt|quot|#39);/g, '')).toMatch(/^[^<>&"']*$/)
    }),
  )
})

test('a sitemap names pages in full with the day of their last change; an index names its parts', () => {
  const notice = { page: 'notice', id: 'ntc_0000000000000001' as NoticeId, at: at('2026-04-08T00:30') } as const
  const nominee = { page: 'nominee', slug: 'qinghe' as Slug, number: 7, at: at('2026-04-07T23:30') } as const
  expect(sitemapOf('https://v.cn', [notice, nominee], { first: false })).toBe(
    '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' +
      '<url><loc>https://v.cn/notices/ntc_0000000000000001</loc><lastmod>2026-04-08</lastmod></url>' +
      '<url><loc>https://v.cn/c/qinghe/nominees/7</loc><lastmod>2026-04-07</lastmod></url></urlset>\n',
  )
  expect(sitemapIndexOf('https://v.cn', 2)).toContain(
    '<sitemap><loc>https://v.cn/sitemap-1.xml</loc></sitemap><sitemap><loc>https://v.cn/sitemap-2.xml</loc></sitemap>',
  )
})

test('robots are told what is of use to nobody but its reader, and where the sitemap is', () => {
  const lines = robotsOf('https://v.cn').split('\n')
  for (const path of ['/staff', '/api/', '/operator/', '/c/*/ballot/', '/c/*/receipts', '/search', '/objections'])
    expect(lines).toContain(`Disallow: ${path}`)
  expect(lines.at(-2)).toBe('Sitemap: https://v.cn/sitemap.xml')
})
