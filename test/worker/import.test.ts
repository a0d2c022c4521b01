import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import type { CampaignDocument, NoticeEntry } from '../../worker/import/document.ts'
import { DAY } from '../../worker/rules/time.ts'
import { aDocument, aNominee, OPENS } from '../support/makers.ts'
import { operate, setClock, told, Visitor } from '../support/visitor.ts'

beforeEach(() => setClock(OPENS - DAY))

const put = (document: CampaignDocument) => operate(`campaigns/${document.settings.slug}`, { method: 'PUT', body: document })
const everything = async () =>
  JSON.stringify(
    await Promise.all(
      ['campaigns', 'milestones', 'categories', 'nominees', 'notices', 'attachments', 'audit_events'].map(table =>
        env.DB.prepare(`select * from ${table}`)
          .all()
          .then(({ results }) => results),
      ),
    ),
  )

test('importing the same document again changes nothing, not even the log', async () => {
  const document = aDocument({ slug: 'twice' })
  expect(await told(await put(document))).toEqual([200, { changed: true, nominees: 5, notices: 0 }])
  const before = await everything()
  expect(await told(await put(document))).toEqual([200, { changed: false, nominees: 5, notices: 0 }])
  expect(await everything()).toBe(before)
})

test('before the poll is open a new document replaces the old one whole', async () => {
  await put(aDocument({ slug: 'replaced' }))
  const changed = aDocument(
    {
      slug: 'replaced',
      title: '新的标题',
      categories: [{ key: 'all', name: '全部', kind: 'person', honours: 1, min: 1, max: 1 }],
    },
    { nominees: [aNominee(7, { category: 'all', name: '新人' })] },
  )
  expect((await put(changed)).status).toBe(200)
  const api = (await (await new Visitor().send('/api/campaigns/replaced')).json()) as {
    title: string
    categories: unknown[]
    nominees: unknown[]
  }
  expect([api.title, api.categories.length, api.nominees]).toEqual([
    '新的标题',
    1,
    [{ number: 7, category: 'all', name: '新人', unit: '清河市第一中学', initials: 'zm' }],
  ])
})

test('once the poll is open its rules and its list are frozen, while texts may still be mended', async () => {
  const document = aDocument({ slug: 'frozen' })
  await put(document)
  await operate('campaigns/frozen/open')
  const changes: CampaignDocument[] = [
    aDocument({ slug: 'frozen' }, { nominees: [1, 2, 3, 4].map(number => aNominee(number)) }),
    aDocument({ slug: 'frozen', period: 'daily' }),
    aDocument({ slug: 'frozen', milestones: document.settings.milestones.map(one => ({ ...one, until: '2026-04-26' })) }),
    aDocument({ slug: 'frozen', expectedPeak: 900 }),
  ]
  for (const change of changes) expect((await told(await put(change)))[1]).toMatchObject({ code: 'spec-frozen' })
  const mended = aDocument(
    { slug: 'frozen', summary: '更正了错别字。' },
    { nominees: document.nominees.map(one => ({ ...one, brief: '更正。' })) },
  )
  expect((await told(await put(mended)))[1]).toEqual({ changed: true, nominees: 5, notices: 0 })
})

test('opening a poll twice opens it once, with one line in the log', async () => {
  await put(aDocument({ slug: 'opened' }))
  const [first, second] = [await told(await operate('campaigns/opened/open')), await told(await operate('campaigns/opened/open'))]
  expect(second).toEqual(first)
  const row = await env.DB.prepare(
    "select count(*) as n from audit_events where kind = 'poll-opened' and detail like '%' || (select id from campaigns where slug = 'opened') || '%'",
  ).first<{ n: number }>()
  expect(row?.n).toBe(1)
})

test('a document that names a picture or a file which was not uploaded is refused whole', async () => {
  const before = await everything()
  const missing = aDocument(
    { slug: 'holes' },
    { nominees: [aNominee(1, { photo: 'ab'.repeat(32) }), ...[2, 3, 4, 5].map(number => aNominee(number))] },
  )
  expect((await told(await put(missing)))[1]).toMatchObject({
    code: 'import-refused',
    problems: ['“张明”的文件还没有上传', '“张明”的文件还没有上传'],
  })
  expect(await everything()).toBe(before)
})

const NOTICE: NoticeEntry = {
  key: 'n',
  kind: 'news',
  title: '动态',
  source: '部',
  author: '科',
  body: '正文',
  publishAt: '2026-04-18 09:00',
  withdrawnAt: null,
  withdrawnReason: null,
  corrects: null,
  posted: null,
  through: null,
  conclusion: null,
  attachments: [],
}

test('a published notice is not rewritten: it is corrected by another or withdrawn with a reason', async () => {
  await put(aDocument({ slug: 'notices' }, { notices: [NOTICE] }))
  expect(
    (await told(await put(aDocument({ slug: 'notices' }, { notices: [{ ...NOTICE, body: '改过的正文' }] }))))[1],
  ).toMatchObject({ code: 'import-refused', problems: [expect.stringContaining('公告 n 已经发布')] })
  const lawful = [
    { ...NOTICE, withdrawnAt: '2026-04-18 12:00', withdrawnReason: '误发' },
    { ...NOTICE, key: 'n2', kind: 'correction' as const, corrects: 'n', title: '更正' },
  ]
  expect((await told(await put(aDocument({ slug: 'notices' }, { notices: lawful }))))[0]).toBe(200)
})

test('a public notice of fewer than five working days is refused with the earliest lawful end', async () => {
  const short = { ...NOTICE, kind: 'publicity' as const, posted: '2026-09-29', through: '2026-10-11' }
  expect((await told(await put(aDocument({ slug: 'short' }, { notices: [short] }))))[1]).toMatchObject({
    code: 'import-refused',
    problems: ['公告 n：公示期不足 5 个工作日，最早只能到 2026-10-12 截止'],
  })
})

test('five thousand nominees go in as one, and come out again', async () => {
  const nominees = Array.from({ length: 5000 }, (_, i) =>
    aNominee(i + 1, { category: 'people', name: `候选${i + 1}`, deeds: '事迹。'.repeat(60) }),
  )
  const document = aDocument(
    { slug: 'many', categories: [{ key: 'people', name: '全部', kind: 'person', honours: 10, min: 1, max: 10 }] },
    { nominees },
  )
  expect(await told(await put(document))).toEqual([200, { changed: true, nominees: 5000, notices: 0 }])
  const api = (await (await new Visitor().send('/api/campaigns/many')).json()) as { nominees: unknown[] }
  expect(api.nominees).toHaveLength(5000)
  expect(await (await operate('campaigns/many', { method: 'GET' })).json()).toEqual(document)
})
