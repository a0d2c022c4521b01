import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { NoticeEntry } from '../../worker/import/document.ts'
import { aDocument, aNominee, CLOSES, OPENS } from '../support/makers.ts'
import { ORIGIN, openCampaign, setClock } from '../support/visitor.ts'

const HOUR = 3_600_000
const NOON = OPENS + 3 * HOUR
const ids = new Map<string, string>()

const notice = (key: string, change: Partial<NoticeEntry> = {}): NoticeEntry => ({
  key,
  kind: 'news',
  title: `题为${key}`,
  source: '市委组织部',
  author: '一科',
  body: `${key}的正文 <b>&`,
  publishAt: '2026-04-19 09:00',
  withdrawnAt: null,
  withdrawnReason: null,
  corrects: null,
  posted: null,
  through: null,
  conclusion: null,
  attachments: [],
  ...change,
})

beforeAll(async () => {
  await setClock(NOON)
  for (const slug of ['feeds-2026', 'hidden-2026'])
    await openCampaign(
      aDocument(
        { slug },
        {
          notices: [
            notice(`${slug}-first`),
            notice(`${slug}-gone`, { withdrawnAt: '2026-04-20 10:00', withdrawnReason: '名单有误' }),
            notice(`${slug}-later`, { publishAt: '2026-04-30 09:00' }),
            notice(`${slug}-fixed`, { kind: 'correction', corrects: `${slug}-first`, publishAt: '2026-04-20 11:00' }),
          ],
        },
      ),
    )
  await env.DB.prepare("update campaigns set published_at = null where slug = 'hidden-2026'").run()
  const { results } = await env.DB.prepare('select id, key from notices').all<{ id: string; key: string }>()
  for (const { id, key } of results) ids.set(key, id)
})

const get = (path: string, headers: Record<string, string> = {}) =>
  exports.default.fetch(ORIGIN + path, { redirect: 'manual', headers })
const addressOf = (key: string) => `${ORIGIN}/notices/${ids.get(key)}`

interface JsonFeed {
  readonly items: readonly {
    readonly id: string
    readonly title: string
    readonly content_html: string
    readonly date_modified: string
  }[]
}
const jsonFeed = async (path: string): Promise<JsonFeed> => (await get(path)).json()

const DOCUMENTS = [
  ['/feed.atom', 'application/atom+xml; charset=utf-8'],
  ['/feed.json', 'application/feed+json; charset=utf-8'],
  ['/c/feeds-2026/feed.atom', 'application/atom+xml; charset=utf-8'],
  ['/c/feeds-2026/feed.json', 'application/feed+json; charset=utf-8'],
  ['/c/feeds-2026/calendar.ics', 'text/calendar; charset=utf-8'],
  ['/sitemap.xml', 'application/xml; charset=utf-8'],
  ['/robots.txt', 'text/plain; charset=utf-8'],
] as const

test('every document for machines has its type, may be kept for seconds, and sets no cookie', async () => {
  for (const [path, type] of DOCUMENTS) {
    const { status, headers } = await get(path)
    expect([
      path,
      status,
      headers.get('content-type')?.toLowerCase(),
      headers.get('cache-control'),
      headers.getSetCookie(),
    ]).toEqual([path, 200, type, 'public, max-age=10, stale-while-revalidate=30', []])
  }
})

test('a feed that did not change costs its reader nothing; one that did is sent whole', async () => {
  for (const [path] of DOCUMENTS.slice(0, 5)) {
    const tag = (await get(path)).headers.get('etag') ?? ''
    expect([path, tag]).toEqual([path, expect.stringMatching(/^W\/"[0-9a-f]+"$/)])
    const again = await get(path, { 'if-none-match': tag })
    expect([path, again.status, await again.text(), again.headers.get('etag')]).toEqual([path, 304, '', tag])
    expect([path, (await get(path, { 'if-none-match': '"other"' })).status]).toEqual([path, 200])
  }
  const before = (await get('/feed.json')).headers.get('etag') ?? ''
  await setClock(Date.parse('2026-04-30T09:00:00+08:00'))
  expect((await get('/feed.json', { 'if-none-match': before })).status).toBe(200)
  await setClock(NOON)
})

test('a feed has what is published, newest change first; a withdrawn notice stays with its reason and no text, a corrected one says so', async () => {
  const { items } = await jsonFeed('/c/feeds-2026/feed.json')
  expect(items.map(({ id, title, date_modified }) => [id, title, date_modified])).toEqual(
    [
      [addressOf('feeds-2026-first'), '题为feeds-2026-first', '2026-04-20T11:00:00+08:00'],
      [addressOf('feeds-2026-fixed'), '题为feeds-2026-fixed', '2026-04-20T11:00:00+08:00'],
    ]
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
      .concat([[addressOf('feeds-2026-gone'), '（已撤回）题为feeds-2026-gone', '2026-04-20T10:00:00+08:00']]),
  )
  const html = (key: string) => items.find(({ id }) => id === addressOf(key))?.content_html
  expect(html('feeds-2026-gone')).toBe('<p>本公告已于 2026年4月20日 10:00 撤回。原因：名单有误</p>')
  expect(html('feeds-2026-first')).toBe(
    `<p>本公告已更正，以更正为准：<a href="${addressOf('feeds-2026-fixed')}">题为feeds-2026-fixed</a></p><p>feeds-2026-first的正文 &lt;b&gt;&amp;</p>`,
  )
})

test('nothing scheduled and nothing of a draft campaign is told by any feed, list, sitemap, search or address', async () => {
  const hidden = ['hidden-2026', 'feeds-2026-later', ids.get('feeds-2026-later') ?? '-', ids.get('hidden-2026-first') ?? '-']
  for (const path of [
    ...DOCUMENTS.map(([path]) => path),
    '/',
    '/notices',
    '/notices?year=2026',
    '/archive',
    '/c/feeds-2026',
    '/search?q=%E9%A2%98%E4%B8%BA',
    '/search?q=hidden',
    '/api/campaigns',
  ]) {
    const text = (await (await get(path)).text()).replaceAll('q=hidden', '')
    expect([path, hidden.filter(one => text.includes(one))]).toEqual([path, []])
  }
  for (const path of [
    '/c/hidden-2026/feed.atom',
    '/c/hidden-2026/feed.json',
    '/c/hidden-2026/calendar.ics',
    `/notices/${ids.get('hidden-2026-first')}`,
    `/notices/${ids.get('feeds-2026-later')}`,
  ])
    expect([path, (await get(path)).status, (await get(path)).headers.get('cache-control')]).toEqual([
      path,
      404,
      'private, no-store',
    ])
})

test('the sitemap has every page that stands, and results once the vote is over', async () => {
  const listed = async () =>
    [...(await (await get('/sitemap.xml')).text()).matchAll(/<loc>(.*?)<\/loc>/g)].map(([, at = '']) => at.slice(ORIGIN.length))
  const pages = await listed()
  expect(pages.filter(path => path.startsWith('/notices/')).sort()).toEqual(
    ['feeds-2026-first', 'feeds-2026-fixed'].map(key => `/notices/${ids.get(key)}`).sort(),
  )
  expect(pages.filter(path => !path.startsWith('/notices/'))).toEqual([
    '/',
    '/notices',
    '/archive',
    '/c/feeds-2026',
    '/c/feeds-2026/nominees',
    ...[1, 2, 3, 4, 5].map(number => `/c/feeds-2026/nominees/${number}`),
  ])
  await setClock(CLOSES)
  expect(await listed()).toContain('/c/feeds-2026/results')
  await setClock(NOON)
})

/** What stands in the head of a page: properties and links by name, and the things of its data block. */
async function headOf(path: string) {
  const html = await (await get(path)).text()
  const head = html.split('</head>')[0] ?? ''
  const metas = Object.fromEntries(
    [...head.matchAll(/<meta (?:property|name)="([^"]+)" content="([^"]*)"/g)].map(([, name, content]) => [name, content]),
  )
  const canonical = /<link rel="canonical" href="([^"]*)"/.exec(head)?.[1]
  const block = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html)?.[1]
  const graph = block ? (JSON.parse(block) as { '@graph': readonly Record<string, unknown>[] })['@graph'] : []
  return { html, head, metas, canonical, graph }
}

test('every public page says who it is: a title, a description, one address, a share card; lists and campaigns name their feeds', async () => {
  for (const [path, canonical, type] of [
    ['/', '/', 'website'],
    ['/?view=elder', '/', 'website'],
    ['/notices', '/notices', 'website'],
    ['/notices?kind=news&page=1&utm=x', '/notices?kind=news', 'website'],
    ['/archive', '/archive', 'website'],
    ['/c/feeds-2026', '/c/feeds-2026', 'website'],
    ['/c/feeds-2026/nominees?q=zm', '/c/feeds-2026/nominees', 'website'],
    ['/c/feeds-2026/nominees/1', '/c/feeds-2026/nominees/1', 'website'],
    ['/c/feeds-2026/ballot', '/c/feeds-2026', 'website'],
    ['/c/feeds-2026/results', '/c/feeds-2026/results', 'website'],
    [`/notices/${ids.get('feeds-2026-first')}`, `/notices/${ids.get('feeds-2026-first')}`, 'article'],
  ] as const) {
    const { head, metas, canonical: said } = await headOf(path)
    expect([path, said, metas['og:url'], metas['og:type'], metas.robots]).toEqual([
      path,
      ORIGIN + canonical,
      ORIGIN + canonical,
      type,
      undefined,
    ])
    expect([path, /<title>[^<]{2,}<\/title>/.test(head), (metas.description ?? '').length > 4, metas['twitter:card']]).toEqual([
      path,
      true,
      true,
      'summary',
    ])
    expect([path, metas['og:image'], metas['og:title'] !== '']).toEqual([path, `${ORIGIN}/assets/icon-512.png`, true])
  }
  for (const path of ['/', '/notices'])
    expect((await headOf(path)).head).toContain(
      '<link rel="alternate" type="application/atom+xml" href="/feed.atom" title="全部公告"/>',
    )
  expect((await headOf('/c/feeds-2026')).head).toContain('type="application/feed+json" href="/c/feeds-2026/feed.json"')
})

test('pages that are not for search engines say so and claim no address; a withdrawn notice is one of them', async () => {
  for (const path of [
    '/search?q=x',
    '/c/feeds-2026/my-ballot',
    '/staff/sign-in',
    '/nowhere',
    `/notices/${ids.get('feeds-2026-gone')}`,
  ]) {
    const { metas, canonical, graph } = await headOf(path)
    expect([path, metas.robots, canonical, graph.some(thing => thing['@type'] === 'Article')]).toEqual([
      path,
      'noindex',
      undefined,
      false,
    ])
  }
})

test('a page says in the words of schema.org what it shows: an article, an event of steps, a person or an organization, its trail', async () => {
  const organization = (name: string) => ({ '@type': 'Organization', name })
  const address = addressOf('feeds-2026-first')
  const [article, trail] = (await headOf(address.slice(ORIGIN.length))).graph
  expect(article).toEqual({
    '@type': 'Article',
    headline: '题为feeds-2026-first',
    datePublished: '2026-04-19T09:00:00+08:00',
    dateModified: '2026-04-20T11:00:00+08:00',
    author: organization('一科'),
    publisher: { ...organization('明评'), url: `${ORIGIN}/` },
    sourceOrganization: organization('市委组织部'),
    image: `${ORIGIN}/assets/icon-512.png`,
    inLanguage: 'zh-CN',
    mainEntityOfPage: address,
  })
  expect(trail).toEqual({
    '@type': 'BreadcrumbList',
    itemListElement: [
      ['首页', '/'],
      ['清河十佳百优', '/c/feeds-2026'],
      ['动态', '/notices?kind=news&campaign=feeds-2026'],
      ['正文'],
    ].map(([name, path], i) => ({ '@type': 'ListItem', position: i + 1, name, ...(path ? { item: ORIGIN + path } : {}) })),
  })
  const [event] = (await headOf('/c/feeds-2026')).graph
  expect([
    event?.['@type'],
    event?.startDate,
    event?.endDate,
    (event?.subEvent as readonly { name: string }[] | undefined)?.map(({ name }) => name),
  ]).toEqual(['Event', '2026-04-08T00:00:00+08:00', '2026-04-26T00:00:00+08:00', ['名单公示', '网上评议']])
  const [person] = (await headOf('/c/feeds-2026/nominees/1')).graph
  expect(person).toEqual({
    '@type': 'Person',
    name: '张明',
    description: '扎根一线二十年。',
    url: `${ORIGIN}/c/feeds-2026/nominees/1`,
    award: ['2020年5月，市总工会授予先进工作者'],
    jobTitle: '教师',
    affiliation: organization('清河市第一中学'),
  })
  expect((await headOf('/c/feeds-2026/nominees/4')).graph[0]).toMatchObject({ '@type': 'Organization', name: '城东社区党总支' })
  expect((await headOf('/')).graph[0]).toMatchObject({ '@type': 'WebSite', url: `${ORIGIN}/` })
})

test('a name that tries to end the data block early stays text in it', async () => {
  const evil = '</script><script>alert(1)</script><!--'
  await openCampaign(
    aDocument({ slug: 'evil-2026' }, { nominees: [aNominee(1, { name: evil, brief: evil }), aNominee(2), aNominee(4)] }),
  )
  const { html, graph } = await headOf('/c/evil-2026/nominees/1')
  expect([graph[0]?.name, html.includes('<script>alert'), html.split('</script>').length]).toEqual([
    evil,
    false,
    (await headOf('/c/feeds-2026/nominees/1')).html.split('</script>').length,
  ])
  await env.DB.prepare("update campaigns set published_at = null where slug = 'evil-2026'").run()
})

test('the list of notices narrows by kind, year and campaign, says how many each choice leaves, and turns pages within it', async () => {
  await openCampaign(
    aDocument(
      {
        slug: 'archive-2024',
        shortTitle: '往年活动',
        milestones: [{ step: 'vote', title: '网上评议', from: '2024-04-20', until: '2024-04-25' }],
      },
      {
        notices: Array.from({ length: 45 }, (_, i) =>
          notice(`old-${i}`, { title: `旧闻${i}`, kind: i < 25 ? 'call' : 'news', publishAt: `2024-0${1 + (i % 9)}-11 09:00` }),
        ),
      },
    ),
  )
  const page = async (query: string) => {
    const html = await (await get(`/notices${query}`)).text()
    const tabs = [...(/<nav class="tabs".*?<\/nav>/s.exec(html)?.[0] ?? '').matchAll(/>([^<>]+) (\d+)</g)].map(
      ([, name, count]) => `${name} ${count}`,
    )
    return {
      html,
      tabs,
      links: [...html.matchAll(/href="\/notices\/ntc_/g)].length,
      options: [...html.matchAll(/<option[^>]*>([^<]+)</g)].map(([, text]) => text),
    }
  }
  const all = await page('')
  expect([all.tabs, all.links]).toEqual([['全部 48', '通知 25', '公示 0', '结果 0', '更正 1', '动态 22'], 20])
  expect(all.options).toEqual(['全部年份', '2026年（3）', '2024年（45）', '全部活动', '清河十佳百优（3）', '往年活动（45）'])
  const old = await page('?kind=call&year=2024&campaign=archive-2024&page=2')
  expect([old.tabs, old.links, /第 2 \/ 2 页，共 25 条/.test(old.html)]).toEqual([
    ['全部 45', '通知 25', '公示 0', '结果 0', '更正 0', '动态 20'],
    5,
    true,
  ])
  expect(old.html).toContain('href="/notices?kind=call&amp;year=2024&amp;campaign=archive-2024"')
  expect((await page('?year=2031')).html).toContain('没有符合条件的公告')
  // Long over, and still at its address and in the archive.
  const { results } = await env.DB.prepare("select id from notices where title = '旧闻0'").all<{ id: string }>()
  expect((await get(`/notices/${results[0]?.id}`)).status).toBe(200)
  const archive = await (await get('/archive')).text()
  expect([
    archive.includes('2024年'),
    archive.includes('href="/c/archive-2024/results"'),
    archive.includes('feeds-2026'),
  ]).toEqual([true, true, false])
})

test('above fifty thousand pages the sitemap is an index of parts that together name each page once', async () => {
  await env.DB.prepare(
    `with recursive n(value) as (select 1 union all select value + 1 from n where value < 50001)
     insert into nominees (campaign_id, number, category_key, position, name, unit, post, brief, deeds, honours, initials)
     select id, 1000 + n.value, 'people', n.value, '候选', '', '', '', '', '', '' from campaigns, n where slug = 'feeds-2026'`,
  ).run()
  const index = await (await get('/sitemap.xml')).text()
  const parts = [...index.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, at = '']) => at.slice(ORIGIN.length))
  expect(parts).toEqual(['/sitemap-1.xml', '/sitemap-2.xml'])
  const locations: string[] = []
  for (const path of parts) {
    const found = [...(await (await get(path)).text()).matchAll(/<loc>(.*?)<\/loc>/g)].map(([, at = '']) => at)
    expect(found.length).toBeLessThanOrEqual(50_000)
    locations.push(...found)
  }
  expect([new Set(locations).size === locations.length, locations.filter(at => at.includes('/nominees/')).length]).toEqual([
    true,
    50_001 + 10,
  ])
  expect((await get('/sitemap-3.xml')).status).toBe(404)
  await env.DB.prepare("delete from nominees where name = '候选'").run()
})
