import { env } from 'cloudflare:workers'
import { parseCsv } from 'hucre/csv'
import { beforeAll, expect, test } from 'vitest'
import { powProof } from '../../db/demo/voters.ts'
import { DAY } from '../../worker/rules/time.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { aVoter, openCampaign, operate, SITE_KEY, type Standing, setClock, Visitor } from '../support/visitor.ts'

const NOON = OPENS + 3 * 3_600_000
const PASSWORD = '一个足够长的口令 2026'
const DESK = '/staff/campaigns/words-2026/comments'
const page = (number: number) => `/c/words-2026/nominees/${number}/comments`

let campaign: Standing
let organizer: Visitor
let second: Visitor
let reviewer: Visitor

async function signedIn(login: string, name: string, role: string): Promise<Visitor> {
  await operate('staff', { body: { login, name, role, unit: null, password: PASSWORD } })
  const person = new Visitor()
  await person.form('/staff/sign-in', [
    ['login', login],
    ['password', PASSWORD],
  ])
  return person
}

beforeAll(async () => {
  await setClock(NOON)
  campaign = await openCampaign(aDocument({ slug: 'words-2026' }))
  organizer = await signedIn('words-1', '王芳', 'organizer')
  second = await signedIn('words-2', '李强', 'organizer')
  reviewer = await signedIn('words-3', '评委', 'reviewer')
})

const proofOf = async (visitor: Visitor): Promise<string> => {
  const { id } = campaign
  const scope = await powProof({ siteKey: SITE_KEY, campaign: id, now: NOON + 40 * DAY }, visitor.device, 'comment')
  return JSON.stringify(scope)
}

async function write(visitor: Visitor, number: number, text: string, signature = ''): Promise<Response> {
  const proof = await proofOf(visitor)
  return visitor.form(page(number), [
    ['text', text],
    ['signature', signature],
    ['proof', proof],
  ])
}

const wordsOf = async (answer: Response): Promise<string> =>
  (await answer.text()).replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]+>/g, ' ')
const read = async (visitor: Visitor, path: string): Promise<string> => wordsOf(await visitor.send(path))
const rows = async () =>
  (
    await env.DB.prepare(
      'select id, number, text, state, revision, reports, chosen, reason from comments order by written_at',
    ).all()
  ).results
const pickOf = async (text: string): Promise<string> => {
  const row = await env.DB.prepare('select id, revision from comments where text = ?')
    .bind(text)
    .first<{ id: string; revision: number }>()
  return `${row?.id}:${row?.revision}`
}
const judge = (who: Visitor, fields: readonly (readonly [string, string])[]) => who.form(`${DESK}/judge`, fields)

test('comments are off until the desk opens them: no page, no form, no heading; then they are there', async () => {
  const reader = await aVoter(campaign, NOON)
  expect([(await reader.send(page(1))).status, (await write(reader, 1, '二十年如一日，令人敬佩')).status]).toEqual([404, 404])
  expect(await read(reader, '/c/words-2026/nominees/1')).not.toContain('群众评语')
  expect((await reviewer.form(`${DESK}/switch`, [['open', '1']])).status).toBe(403)
  expect((await organizer.form(`${DESK}/switch`, [['open', '1']])).status).toBe(303)
  // Repeating changes nothing and leaves no second line in the log.
  await organizer.form(`${DESK}/switch`, [['open', '1']])
  const lines = await env.DB.prepare(
    "select count(*) as n from audit_events where kind = 'campaign-edited' and detail like '%' || ? || '%'",
  )
    .bind(campaign.id)
    .first()
  expect(lines).toEqual({ n: 1 })
  expect(await read(reader, '/c/words-2026/nominees/1')).toContain('群众评语')
})

test('a comment waits until staff have read it; its writer sees where it stands, nobody else sees anything', async () => {
  const writer = await aVoter(campaign, NOON)
  const sent = await write(writer, 1, '教书育人二十年，学生都服他', '东城区一名家长')
  expect([sent.status, sent.headers.get('location')]).toEqual([303, `${page(1)}?note=sent`])
  expect(await read(writer, `${page(1)}?note=sent`)).toMatch(/已收到，审看后展示。[\s\S]*教书育人二十年/)
  const reader = await aVoter(campaign, NOON)
  expect([await read(reader, page(1)), await read(reader, '/c/words-2026/nominees/1')].join()).not.toContain('教书育人')
  expect((await judge(organizer, [['one', `show ${await pickOf('教书育人二十年，学生都服他')}`]])).status).toBe(303)
  expect(await read(reader, '/c/words-2026/nominees/1')).toMatch(/教书育人二十年，学生都服他\s+东城区一名家长/)
  expect(await read(writer, page(1))).toContain('已展示')
})

test('the same words again are the same comment; others about the same nominee wait until tomorrow', async () => {
  const writer = await aVoter(campaign, NOON)
  const proof = await proofOf(writer)
  const fields = [
    ['text', '值得学习的好榜样'],
    ['proof', proof],
  ] as const
  const answers = await Promise.all(Array.from({ length: 20 }, () => writer.form(page(2), fields)))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 303))
  expect((await rows()).filter(({ text }) => text === '值得学习的好榜样')).toHaveLength(1)
  const other = await write(writer, 2, '又想到了一句别的话')
  expect([other.status, await wordsOf(other)]).toEqual([409, expect.stringContaining('明天 0:00 后可以再写')])
  await setClock(NOON + DAY)
  expect((await write(writer, 2, '又想到了一句别的话')).status).toBe(303)
})

test('a device writes five comments a day and no sixth, also when all are sent at once', async () => {
  await env.DB.prepare(
    `insert into nominees (campaign_id, number, category_key, position, name, unit, post, brief, deeds, honours, initials)
     select campaign_id, number + 10, category_key, position, name, unit, post, brief, deeds, honours, initials
     from nominees where campaign_id = ? and number <= 5`,
  )
    .bind(campaign.id)
    .run()
  const writer = await aVoter(campaign, NOON)
  const numbers = [1, 2, 3, 4, 5, 11, 12, 13]
  const answers = await Promise.all(numbers.map(number => write(writer, number, `第 ${number} 号真的很好`)))
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(5)
  const refused = answers.find(({ status }) => status === 409)
  expect(refused && (await wordsOf(refused))).toContain('一台设备每天最多写 5 条评语')
})

test('what would harm the writer or the nominee is refused in words, and what was typed is still there', async () => {
  const writer = await aVoter(campaign, NOON)
  const refused = await write(writer, 3, '他的电话是 138-0013-8000 随时帮忙')
  const words = await refused.text()
  expect([refused.status, words.includes('像是手机号'), words.includes('他的电话是 138-0013-8000 随时帮忙')]).toEqual([
    422,
    true,
    true,
  ])
  expect((await write(writer, 3, '短')).status).toBe(422)
  expect((await writer.form(page(3), [['text', '没有通过验证的一句话']])).status).toBe(403)
  const stranger = new Visitor()
  expect((await stranger.form(page(3), [['text', '没有凭据的一句话']])).status).toBe(401)
  expect((await rows()).filter(({ text }) => /138|没有/.test(String(text)))).toEqual([])
})

test('text is text: markup of a comment is shown as written, to readers and to staff', async () => {
  const writer = await aVoter(campaign, NOON)
  const text = '<img src=x onerror=alert(1)>很好'
  await write(writer, 4, text, '"><b>甲')
  await judge(organizer, [['one', `show ${await pickOf(text)}`]])
  for (const answer of [await writer.send('/c/words-2026/nominees/4'), await organizer.send(`${DESK}?shown=shown`)])
    expect((await answer.text()).includes('<img src=x')).toBe(false)
})

test('without script the whole way works, by one sum', async () => {
  const writer = await aVoter(campaign, NOON)
  const form = await (await writer.send(page(5))).text()
  const token = /name="question" value="([^"]+)"/.exec(form)?.[1] ?? ''
  const [, a = '', b = ''] = /：(.) 加 (.) 等于/.exec(form) ?? []
  const sum = '零一二三四五六七八九'.indexOf(a) + '零一二三四五六七八九'.indexOf(b)
  const sent = await writer.form(page(5), [
    ['text', '没有脚本也能写的一句话'],
    ['signature', ''],
    ['proof', ''],
    ['question', token],
    ['answer', String(sum)],
  ])
  expect(sent.status).toBe(303)
})

test('two moderators who judge the same comment find out; the first judgement stands and nothing is half done', async () => {
  const writer = await aVoter(campaign, NOON)
  await write(writer, 1, '第一条等着审看的话')
  await write(writer, 2, '第二条等着审看的话')
  const [one, two] = [await pickOf('第一条等着审看的话'), await pickOf('第二条等着审看的话')]
  expect(
    (
      await judge(organizer, [
        ['one', `refuse ${one}`],
        ['reason', '内容无法核实'],
      ])
    ).status,
  ).toBe(303)
  const late = await judge(second, [
    ['all', 'show'],
    ['pick', one],
    ['pick', two],
  ])
  expect([late.status, await wordsOf(late)]).toEqual([409, expect.stringContaining('王芳')])
  expect((await rows()).filter(({ text }) => String(text).endsWith('等着审看的话')).map(({ state }) => state)).toEqual([
    'refused',
    'waiting',
  ])
  expect(await read(writer, page(1))).toContain('未展示：内容无法核实')
  const both = await Promise.all([
    judge(organizer, [['one', `show ${two}`]]),
    judge(second, [
      ['one', `refuse ${two}`],
      ['reason', '内容无法核实'],
    ]),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([303, 409])
})

test('every judgement has one line in the log, in the same breath', async () => {
  const writer = await aVoter(campaign, NOON)
  await write(writer, 3, '这条要留下记录的话')
  const pick = await pickOf('这条要留下记录的话')
  const lines = async () =>
    (await env.DB.prepare("select detail from audit_events where kind = 'comments-judged'").all<{ detail: string }>()).results
      .length
  const before = await lines()
  await judge(organizer, [['one', `show ${pick}`]])
  await judge(organizer, [['one', `show ${pick}`]])
  expect(await lines()).toBe(before + 1)
})

test('a reason is needed for not showing, rubbish is refused, and a stranger to the campaign is not touched', async () => {
  const pick = await pickOf('教书育人二十年，学生都服他')
  expect((await judge(organizer, [['one', `refuse ${pick}`]])).status).toBe(422)
  expect((await judge(organizer, [['one', `burn ${pick}`]])).status).toBe(400)
  expect(
    (
      await judge(organizer, [
        ['all', 'show'],
        ['pick', 'cmt_x:1'],
      ])
    ).status,
  ).toBe(400)
  expect((await judge(organizer, [['all', 'show']])).status).toBe(422)
  expect((await judge(reviewer, [['one', `show ${pick}`]])).status).toBe(403)
  await openCampaign(aDocument({ slug: 'words-other' }))
  expect((await organizer.form('/staff/campaigns/words-other/comments/judge', [['one', `drop ${pick}`]])).status).toBe(409)
})

test('three devices that report a comment bring it back to the desk, not a fourth press of one; its place says so', async () => {
  const text = '教书育人二十年，学生都服他'
  const LATER = NOON + 1_200_000
  const [id = ''] = (await pickOf(text)).split(':')
  const path = `/c/words-2026/comments/${id}/report`
  const report = async (reader: Visitor) =>
    reader.form(path, [
      ['reason', 'untrue'],
      ['proof', await proofOf(reader)],
    ])
  const stateOf = async () => (await rows()).find(row => row.id === id)
  const first = await aVoter(campaign, LATER)
  for (let i = 0; i < 4; i++) expect((await report(first)).status).toBe(303)
  expect(await stateOf()).toMatchObject({ state: 'shown', reports: 1 })
  await report(await aVoter(campaign, LATER))
  expect((await stateOf())?.state).toBe('shown')
  await report(await aVoter(campaign, LATER))
  expect(await stateOf()).toMatchObject({ state: 'waiting', reports: 3 })
  const public_ = await read(first, '/c/words-2026/nominees/1')
  expect([public_.includes(text), public_.includes('这条评语被多人举报，工作人员正在复核。')]).toEqual([false, true])
  expect(await read(organizer, DESK)).toContain('被举报 3 次：内容不实 3')
  // Who shows it again has looked at the reports: they are spent.
  await setClock(LATER + 60_000)
  await judge(organizer, [['one', `show ${await pickOf(text)}`]])
  expect(await stateOf()).toMatchObject({ state: 'shown', reports: 0 })
  await report(await aVoter(campaign, LATER + 70_000))
  expect(await stateOf()).toMatchObject({ state: 'shown', reports: 1 })
})

test('staff hide a piece and never write: the text keeps its length, and only once', async () => {
  const writer = await aVoter(campaign, NOON)
  await write(writer, 5, '我邻居李小红常说他是好人')
  const pick = await pickOf('我邻居李小红常说他是好人')
  const mask = () =>
    organizer.form(`${DESK}/mask`, [
      ['pick', pick],
      ['piece', '李小红'],
    ])
  expect([(await mask()).status, (await mask()).status]).toEqual([303, 409])
  expect((await rows()).some(({ text }) => text === '我邻居＊＊＊常说他是好人')).toBe(true)
  expect(
    (
      await organizer.form(`${DESK}/mask`, [
        ['pick', await pickOf('我邻居＊＊＊常说他是好人')],
        ['piece', '不在里面'],
      ])
    ).status,
  ).toBe(422)
})

test('T30: chosen comments leave as a table that runs nothing, with a line in the log; what is not shown cannot be chosen', async () => {
  const writer = await aVoter(campaign, NOON)
  const text = '=HYPERLINK("http://example.com","点我")'
  await write(writer, 1, text, '＝1+1')
  expect((await judge(organizer, [['one', `choose ${await pickOf(text)}`]])).status).toBe(409)
  await judge(organizer, [['one', `show ${await pickOf(text)}`]])
  expect((await judge(organizer, [['one', `choose ${await pickOf(text)}`]])).status).toBe(303)
  const table = parseCsv((await (await organizer.send(`${DESK}/chosen.csv`)).text()).replace(/^\uFEFF/, ''), {
    delimiter: ',',
    typeInference: false,
  })
  expect(table[3]?.slice(0, 5)).toEqual(['1', '张明', '清河市第一中学', `'${text}`, "'＝1+1"])
  expect(await read(organizer, `${DESK}/chosen`)).toContain('点我')
  expect([(await reviewer.send(`${DESK}/chosen.csv`)).status, (await reviewer.send(DESK)).status]).toEqual([403, 403])
  const { results } = await env.DB.prepare("select detail from audit_events where kind = 'comments-exported'").all<{
    detail: string
  }>()
  expect(results.map(({ detail }) => (JSON.parse(detail) as { count: number }).count)).toEqual([1, 1])
})

test('after a month nothing says which device wrote or reported, while the words stay', async () => {
  await setClock(NOON + 39 * DAY)
  const writer = await aVoter(campaign, NOON + 39 * DAY)
  await write(writer, 1, '一个月以后写的一句话')
  const kept = await env.DB.prepare(
    'select count(*) as words, count(writer) as known, (select count(*) from comment_reports) as reports from comments',
  ).first<{ words: number; known: number; reports: number }>()
  expect([(kept?.words ?? 0) > 8, kept?.known, kept?.reports]).toEqual([true, 1, 0])
})

test('no address and no cookie of a device stands in the database', async () => {
  const all = JSON.stringify((await env.DB.prepare('select * from comments').all()).results)
  const writer = await aVoter(campaign, NOON)
  await write(writer, 2, '看看会留下什么痕迹')
  expect([all.includes('10.'), all.includes(writer.device)]).toEqual([false, false])
})
