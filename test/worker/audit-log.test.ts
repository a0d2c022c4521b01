import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { everyLine } from '../../db/audit-chain.ts'
import { openDb } from '../../db/open.ts'
import { type LinkedLine, linkHash } from '../../worker/rules/audit-chain.ts'
import { DAY, HOUR } from '../../worker/rules/time.ts'
import { atDesk } from '../support/desk.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { openCampaign, setClock, Visitor } from '../support/visitor.ts'

const NOON = OPENS + 3 * HOUR
let auditor: Visitor
let organizer: Visitor

beforeAll(async () => {
  await setClock(OPENS - DAY)
  await openCampaign(aDocument({ slug: 'one-2026', shortTitle: '第一届' }))
  await openCampaign(aDocument({ slug: 'two-2026', shortTitle: '第二届' }))
  await setClock(NOON)
  auditor = await atDesk('ann', 'auditor')
  organizer = await atDesk('ole')
  await organizer.send('/staff/campaigns/one-2026/tally')
})

/** The sentences of the page, newest first. */
async function said(query = ''): Promise<readonly string[]> {
  const page = await (await auditor.send(`/staff/log${query}`)).text()
  return [...page.matchAll(/<\/time><p>(.*?) ?(?:<span class="tag plain">(.*?)<\/span>)?<\/p>/g)].map(([, says, campaign]) =>
    campaign ? `${campaign}：${says}` : (says ?? ''),
  )
}
const idOf = async (login: string) => env.DB.prepare('select id from staff where login = ?').bind(login).first<string>('id')

test('the log can be narrowed to a campaign, a person, a subject and days, and says when nothing matches', async () => {
  expect((await said()).length).toBeGreaterThan(6)
  expect(await said('?campaign=one-2026')).toEqual([
    '第一届：在投票期间查看计票数据',
    expect.stringMatching(/^第一届：开放投票/),
    expect.stringMatching(/^第一届：导入活动/),
  ])
  expect(await said(`?who=${await idOf('ole')}`)).toEqual(['第一届：在投票期间查看计票数据', '登录'])
  expect(await said('?about=accounts&who=operator')).toEqual(['新建工作人员账号 ole（组织者）', '新建工作人员账号 ann（审计）'])
  expect((await said('?about=campaigns&through=2026-04-19')).length).toBe(2)
  expect(await said('?about=campaigns&from=2026-04-21')).toEqual([])
  expect(await (await auditor.send('/staff/log?about=campaigns&from=2026-04-21')).text()).toContain('没有符合条件的记录')
  // What makes no sense narrows nothing.
  expect((await said('?about=x&who=%00&from=2026-13-40&campaign=..&page=-3')).length).toBe((await said()).length)
})

test('a page holds fifty lines and leads on to the next, filter and all', async () => {
  for (let i = 0; i < 55; i++) await organizer.send('/staff/campaigns/two-2026/tally')
  const query = '?campaign=two-2026&about=tallies'
  expect([(await said(query)).length, (await said(`${query}&page=2`)).length]).toEqual([50, 5])
  const page = await (await auditor.send(`/staff/log${query}`)).text()
  expect([page.includes('符合条件的 55 条'), page.includes('campaign=two-2026&amp;about=tallies&amp;page=2')]).toEqual([
    true,
    true,
  ])
})

const exported = async (fields: Readonly<Record<string, string>>): Promise<Response> =>
  auditor.form('/staff/log/export', Object.entries(fields))
const lastLine = () =>
  env.DB.prepare('select kind, detail, role from audit_events order by seq desc limit 1').first<Record<string, string>>()

test('the table holds what the filter shows, for a spreadsheet, and taking it out is on record', async () => {
  const answer = await exported({ form: 'csv', campaign: 'one-2026' })
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer())
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    200,
    'text/csv; charset=utf-8',
    'private, no-store',
  ])
  const rows = text.split('\r\n')
  expect([rows[0], rows.length, text.lastIndexOf('\uFEFF')]).toEqual([
    '\uFEFF"序号","日期","时间","人员","活动","事项","校验值"',
    5,
    0,
  ])
  expect(rows[3]).toMatch(/^\d+,"2026-04-20","1\d:00","ole（组织者）","第一届","在投票期间查看计票数据","[0-9a-f]{64}"$/)
  expect(await lastLine()).toEqual({ kind: 'log-exported', detail: '{"lines":3,"form":"CSV"}', role: 'auditor' })
})

test('the whole log goes out with its hashes, and anybody can do the sum again', async () => {
  const text = new TextDecoder().decode(await (await exported({ form: 'jsonl' })).arrayBuffer())
  const lines = text.trimEnd().split('\n')
  let previous = '0'.repeat(64)
  for (const [i, line] of lines.entries()) {
    const { hash, ...rest } = JSON.parse(line) as { hash: string; seq: number; previous: string }
    // No code of the site: the line without its hash is the text that was hashed.
    const sum = createHash('sha256')
      .update(`\0${line.replace(/,"hash":"[0-9a-f]{64}"\}$/, '}')}`)
      .digest('hex')
    expect([rest.seq, rest.previous, sum]).toEqual([i + 1, previous, hash])
    previous = hash
  }
  expect(JSON.parse(lines.at(-1) as string)).toMatchObject({
    kind: 'log-exported',
    detail: { form: 'JSON', lines: lines.length - 1 },
  })
})

test('the check says in words that the log is whole, what to note down, and whether what was noted down still stands', async () => {
  const page = await (await auditor.send('/staff/log/check')).text()
  const { hash, seq } = (await env.DB.prepare('select hash, seq from audit_events order by seq desc limit 1').first<{
    hash: string
    seq: number
  }>()) ?? { hash: '', seq: 0 }
  expect([page.includes('记录完整'), page.includes(`共 ${seq} 条`), page.includes(hash.slice(0, 8))]).toEqual([true, true, true])
  const noted = async (at: number, sum: string) => {
    const text = await (await auditor.send(`/staff/log/check?seq=${at}&hash=${encodeURIComponent(sum)}`)).text()
    return ['一致。', '不一致。', '现在没有第', '至少填 8 位'].filter(
      words => text.includes(`<b>${words}</b>`) || (words.length > 4 && text.includes(words)),
    )
  }
  expect(await noted(seq, hash)).toEqual(['一致。'])
  expect(await noted(seq, ` ${hash.slice(0, 12).toUpperCase()} `)).toEqual(['一致。'])
  expect(await noted(seq - 1, hash)).toEqual(['不一致。'])
  expect(await noted(99_999, hash)).toEqual(['不一致。', '现在没有第'])
  expect(await noted(seq, 'abc')).toEqual(['至少填 8 位'])
})

test('the public page of a poll shows where the log stood at midnight, and the check finds that line unchanged', async () => {
  const midnight = Date.parse('2026-04-20T00:00:00+08:00')
  const row = await env.DB.prepare('select seq, hash from audit_events where at < ? order by seq desc limit 1')
    .bind(midnight)
    .first<LinkedLine>()
  const page = await (await new Visitor().send('/c/one-2026/integrity')).text()
  const shown = (row?.hash.match(/.{1,8}/g) ?? []).join(' ')
  expect([page.includes(`截至2026年4月20日零时共 ${row?.seq} 条`), page.includes(shown), row !== null]).toEqual([
    true,
    true,
    true,
  ])
  const checked = await (await auditor.send(`/staff/log/check?seq=${row?.seq}&hash=${encodeURIComponent(shown)}`)).text()
  expect(checked.includes('<b>一致。</b>')).toBe(true)
})

test('a line edited past the site is named to the auditor; when all hashes after it are made anew, what was noted down tells', async () => {
  const noted = await env.DB.prepare('select seq, hash from audit_events order by seq desc limit 1').first<LinkedLine>()
  await env.DB.batch([
    env.DB.prepare('drop trigger audit_events_fixed'),
    env.DB.prepare(`update audit_events set detail = '{"login":"eve","role":"auditor"}' where seq = 5`),
  ])
  const page = async (query = '') => (await auditor.send(`/staff/log/check${query}`)).text()
  expect(await page()).toContain('第 5 条与校验值不符')
  const lines: LinkedLine[] = []
  for await (const some of everyLine(openDb(env.DB))) lines.push(...some)
  let previous = lines[3]?.hash ?? ''
  for (const line of lines.slice(4)) {
    previous = linkHash(previous, line)
    await env.DB.prepare('update audit_events set hash = ? where seq = ?').bind(previous, line.seq).run()
  }
  const after = await page(`?seq=${noted?.seq}&hash=${noted?.hash}`)
  expect([after.includes('记录完整'), after.includes('<b>不一致。</b>')]).toEqual([true, true])
})
