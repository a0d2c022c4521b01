import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import type { CampaignDocument, NoticeEntry } from '../../worker/import/document.ts'
import { readMoment } from '../../worker/rules/moment.ts'
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
    problems: ['“张明”的文件还没有上传'],
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

test('a notice that readers have seen is neither dropped nor changed in any part, and a running public notice is only prolonged', async () => {
  const publicity: NoticeEntry = {
    ...NOTICE,
    key: 'p',
    kind: 'publicity',
    title: '公示',
    posted: '2026-04-17',
    through: '2026-04-30',
  }
  await put(aDocument({ slug: 'seen' }, { notices: [NOTICE, publicity] }))
  const changed: readonly (readonly NoticeEntry[])[] = [
    [NOTICE],
    [NOTICE, { ...publicity, through: '2026-04-24' }],
    [{ ...NOTICE, source: '别的部' }, publicity],
    [{ ...NOTICE, author: '别的科' }, publicity],
    [{ ...NOTICE, publishAt: '2026-04-18 10:00' }, publicity],
  ]
  for (const notices of changed)
    expect((await told(await put(aDocument({ slug: 'seen' }, { notices: [...notices] }))))[1]).toMatchObject({
      code: 'import-refused',
    })
  const lawful = { ...publicity, through: '2026-05-08', conclusion: '延长公示。' }
  expect((await told(await put(aDocument({ slug: 'seen' }, { notices: [NOTICE, lawful] }))))[0]).toBe(200)
})

test('a correction may stand before what it corrects', async () => {
  const correction: NoticeEntry = { ...NOTICE, key: 'a-fix', kind: 'correction', title: '更正', corrects: 'n' }
  expect((await told(await put(aDocument({ slug: 'order' }, { notices: [correction, NOTICE] }))))[0]).toBe(200)
})

test('an attachment is of a kind that is published, under a plain name, once, and as long as it says', async () => {
  const file = { name: '附件.pdf', mediaType: 'application/pdf', size: 3, hash: 'ab'.repeat(32) }
  const wrong = [
    [{ ...file, mediaType: 'text/html' }],
    [{ ...file, name: '../x.pdf' }],
    [{ ...file, name: 'x.html', mediaType: 'text/html' }],
    [file, file],
  ]
  for (const attachments of wrong)
    expect((await put(aDocument({ slug: 'files' }, { notices: [{ ...NOTICE, attachments }] }))).status).toBe(422)
  await env.FILES.put(`files/${file.hash}`, 'four')
  expect(
    (await told(await put(aDocument({ slug: 'files' }, { notices: [{ ...NOTICE, attachments: [file] }] }))))[1],
  ).toMatchObject({ problems: ['“附件.pdf”写明 3 字节，上传的是 4 字节'] })
  await env.FILES.put(`files/${file.hash}`, 'abc')
  expect((await put(aDocument({ slug: 'files' }, { notices: [{ ...NOTICE, attachments: [file] }] }))).status).toBe(200)
})

test('what an earlier document said of somebody is gone once a new one is in: the site keeps no documents', async () => {
  await put(aDocument({ slug: 'forget' }))
  await put(aDocument({ slug: 'forget' }, { nominees: [1, 2, 3, 4, 5].map(number => aNominee(number, { deeds: '改' })) }))
  expect((await env.FILES.list({ prefix: 'documents/' })).objects).toEqual([])
  expect(JSON.stringify((await env.DB.prepare('select settings from campaign_revisions').all()).results)).not.toContain('第一段')
})

test('a clock time of a document is a time of day, and only 24:00 goes beyond 23:59', () => {
  expect(
    ['2026-04-25 24:00', '2026-04-26 00:00', '2026-04-25', '2026-04-25 24:30', '2026-04-25 25:00', '2026-02-30'].map(text =>
      readMoment(text, 'until'),
    ),
  ).toEqual([
    Date.parse('2026-04-26T00:00+08:00'),
    Date.parse('2026-04-26T00:00+08:00'),
    Date.parse('2026-04-26T00:00+08:00'),
    null,
    null,
    null,
  ])
})

test('an account that exists is left as it is, and the answer says so', async () => {
  const account = { login: 'twice', name: '甲', role: 'organizer', unit: null, password: '一个足够长的口令 2026' }
  const answers = [
    await told(await operate('staff', { body: account })),
    await told(await operate('staff', { body: { ...account, name: '乙' } })),
  ]
  expect(answers).toEqual([
    [200, { login: 'twice', role: 'organizer', created: true }],
    [200, { login: 'twice', role: 'organizer', created: false }],
  ])
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
