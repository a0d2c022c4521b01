import { env, exports } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { openDb } from '../../db/open.ts'
import { dueRows, storeIndexed } from '../../db/search.ts'
import type { NoticeEntry } from '../../worker/import/document.ts'
import { indexAllDue } from '../../worker/search-index.ts'
import { anySign } from '../support/any-sign.ts'
import { aDocument, aNominee, OPENS } from '../support/makers.ts'
import { ORIGIN, openCampaign, setClock } from '../support/visitor.ts'

const db = openDb(env.DB)
const HOUR = 3_600_000
const NOON = OPENS + 3 * HOUR

const notice = (key: string, change: Partial<NoticeEntry>): NoticeEntry => ({
  key,
  kind: 'news',
  title: key,
  source: '市委组织部',
  author: '一科',
  body: '正文',
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
  await openCampaign(
    aDocument(
      { slug: 'search-2026' },
      {
        nominees: [
          aNominee(1, {
            name: '欧阳清扬',
            initials: 'oyqy',
            unit: '向阳小学',
            brief: '乡村教师二十年。',
            deeds: '翻山越岭送教上门。',
          }),
          aNominee(2, { name: '𬱖明', initials: 'wm', brief: '爱岗敬业' }),
          aNominee(3, { name: '赵欧', initials: 'zo', brief: '见第12号文' }),
          aNominee(12, { category: 'groups', name: '翻山支部', initials: 'fszb' }),
        ],
        notices: [
          notice('titled', { title: '关于翻山越岭精神的通知', kind: 'call' }),
          notice('worded', {
            body: '| 甲 | 乙 |\n|---|---|\n| 弘扬**翻山**越岭精神 | AI & <b> |',
            publishAt: '2025-12-31 23:59',
          }),
          notice('scheduled', { title: '翻山定时', publishAt: '2026-04-20 13:00' }),
          notice('withdrawn', { title: '翻山撤回', withdrawnAt: '2026-04-20 10:00', withdrawnReason: '误发' }),
        ],
      },
    ),
  )
  await indexAllDue({ db })
})

const page = async (query: string): Promise<string> => {
  const answer = await exports.default.fetch(`${ORIGIN}/search?${query}`)
  expect([query, answer.status]).toEqual([query, 200])
  return answer.text()
}

/** What a search finds, by the words of its links; where each was asked for stands in brackets. */
async function found(query: Record<string, string>): Promise<readonly string[]> {
  const html = await page(new URLSearchParams(query).toString())
  return [...html.matchAll(/<b>(?:\d+号 )?(.*?)<\/b>/g)].map(([, text = '']) =>
    text.replaceAll(/<\/?mark>/g, sign => (sign === '<mark>' ? '[' : ']')),
  )
}

test('a notice is found by its title before one that says it in the text, and a table and bold signs do not hide a word', async () => {
  expect(await found({ q: '翻山越岭', in: 'notices' })).toEqual(['关于[翻山越岭]精神的通知', 'worded'])
})

test('a nominee is found by name, part of the name, unit, deeds, initials and number, and 12 is not 120', async () => {
  for (const [q, names] of [
    ['欧阳清扬', ['[欧阳清扬]']],
    ['清扬', ['欧阳[清扬]']],
    ['扬', ['欧阳清[扬]']],
    ['𬱖', ['[𬱖]明']],
    ['欧', ['赵[欧]', '[欧]阳清扬']],
    ['向阳小学', ['欧阳清扬']],
    ['送教上门', ['欧阳清扬']],
    ['OYQ', ['欧阳清扬']],
    ['oyqyz', []],
    ['12', ['翻山支部', '赵欧']],
    ['清欧', []],
    ['教师 翻山', ['[翻山]支部', '欧阳清扬']],
  ] as const)
    expect([q, await found({ q, in: 'nominees' })]).toEqual([q, names])
})

test('a scheduled notice is found from its moment on, a withdrawn one no longer, with no word to the index', async () => {
  const titles = async () => [...(await found({ q: '翻山', in: 'notices' }))].sort()
  expect(await titles()).toEqual(['worded', '关于[翻山]越岭精神的通知'])
  await setClock(OPENS + 4 * HOUR)
  expect(await titles()).toEqual(['[翻山]定时', 'worded', '关于[翻山]越岭精神的通知'])
  await setClock(OPENS - 24 * HOUR + 1)
  expect(await titles()).toContain('[翻山]撤回')
  await setClock(NOON)
})

test('nothing of a draft campaign is found, neither its nominees nor its notices; nor a nominee who was taken out', async () => {
  await env.DB.prepare("update campaigns set published_at = null where slug = 'search-2026'").run()
  expect(await found({ q: '翻山' })).toEqual([])
  await env.DB.prepare("update campaigns set published_at = imported_at where slug = 'search-2026'").run()
  await env.DB.prepare("update nominees set withdrawn_at = 1, withdrawn_reason = '本人放弃' where name = '翻山支部'").run()
  expect(await found({ q: '翻山', in: 'nominees' })).toEqual(['欧阳清扬'])
  await env.DB.prepare("update nominees set withdrawn_at = null, withdrawn_reason = null where name = '翻山支部'").run()
})

test('whatever is written by whatever SQL is found at the next search, and what is gone is not', async () => {
  await env.DB.prepare("update nominees set name = '司马长风', initials = 'smcf' where name = '赵欧'").run()
  expect([await found({ q: '长风' }), await found({ q: '赵欧' })]).toEqual([['司马[长风]'], []])
  await env.DB.prepare("delete from nominees where name = '司马长风'").run()
  expect(await found({ q: '长风' })).toEqual([])
  await env.DB.prepare("update notices set body = '改成了新内容' where title = 'worded'").run()
  expect([await found({ q: '新内容' }), await found({ q: 'AI', in: 'notices' })]).toEqual([['worded'], []])
})

test('the filters leave only their kind, year and campaign', async () => {
  expect(await found({ q: '正文', kind: 'call' })).toEqual(['关于翻山越岭精神的通知'])
  expect(await found({ q: '新内容', year: '2026', in: 'notices' })).toEqual([])
  expect(await found({ q: '新内容', year: '2025', in: 'notices' })).toEqual(['worded'])
  expect(await found({ q: '欧阳', year: '2026', campaign: 'search-2026' })).toEqual(['[欧阳]清扬'])
  expect(await found({ q: '欧阳', campaign: 'nowhere' })).toEqual([])
})

test('an empty question, one too short and one that finds nothing each say what to do', async () => {
  expect(await page('')).toContain('请输入要找的内容')
  expect(await page('q=%22*')).toContain('这个词太短')
  expect(await page('q=%E7%A9%BA%E7%A9%BA&year=2026')).toContain('去掉筛选再搜')
})

test('two that index at once, and one that is slow, leave the last text in the index', async () => {
  const write = (brief: string) => env.DB.prepare("update nominees set brief = ? where name = '𬱖明'").bind(brief).run()
  await write('第一稿')
  const slow = await dueRows(db, 10)
  await write('第二稿')
  await Promise.all([indexAllDue({ db }), indexAllDue({ db })])
  await storeIndexed(
    db,
    slow.map(({ id, wanted }) => ({ id, wanted, title: '慢了 了', side: '', body: '' })),
  )
  expect([await found({ q: '第二稿' }), await found({ q: '第一稿' }), await found({ q: '慢了' }), await dueRows(db, 1)]).toEqual([
    ['𬱖明'],
    [],
    [],
    [],
  ])
})

test('rubbish in any field of the search is never a fault, and nothing of it gets into the page as markup', async () => {
  const word = fc.oneof(
    fc.string({ unit: anySign, maxLength: 80 }),
    fc
      .array(
        fc.constantFrom(
          '"',
          "'",
          '*',
          '^',
          'NEAR(',
          ' AND ',
          ' OR ',
          ' NOT ',
          'title:',
          '-',
          '优秀',
          '翻山',
          '</mark>',
          '<script>',
          '\0',
          '%',
          ';',
        ),
        { maxLength: 20 },
      )
      .map(parts => parts.join('')),
  )
  const scripts = (html: string) => html.split('<script').length
  const usual = scripts(await page(''))
  await fc.assert(
    fc.asyncProperty(word, fc.constantFrom('', 'notices', 'nominees', 'x'), word, word, async (q, within, odd, year) => {
      const query = new URLSearchParams({ q, in: within, kind: odd, year, campaign: odd, page: odd })
      const answer = await exports.default.fetch(`${ORIGIN}/search?${query}`)
      expect([q, answer.status, scripts(await answer.text())]).toEqual([q, 200, usual])
    }),
    { numRuns: 250 },
  )
})

test('a notice that was given a moment can be deleted by nobody, and no notice changes its address', async () => {
  const refused = (sql: string) =>
    env.DB.prepare(sql)
      .run()
      .then(
        () => 'done',
        (error: Error) => /never deleted|keeps its address/.exec(error.message)?.[0],
      )
  expect([
    await refused("delete from notices where title = 'worded'"),
    await refused("update notices set id = 'ntc_zzzzzzzzzzzzzzzz' where title = 'worded'"),
    await refused(
      "insert into notices (id, kind, title, source, author, body) values ('ntc_000000000000draf', 'news', '草稿', '', '', '')",
    ),
    await refused("delete from notices where title = '草稿'"),
  ]).toEqual(['never deleted', 'keeps its address', 'done', 'done'])
})
