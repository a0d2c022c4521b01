import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { Env } from '../../worker/env.ts'
import { boxOf } from '../../worker/objects/names.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { DAY } from '../../worker/rules/time.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { aVoter, castBy, ORIGIN, openCampaign, operate, type Standing, setClock, Visitor } from '../support/visitor.ts'

// O4: a campaign comes in whole or not at all, and what is here is never touched by what comes.

const site = env as unknown as Env
const COPY = 'cmp_00000000000copy1' as CampaignId
let original: Standing
/** The pages of an archive of the campaign, as if it were another one. */
let pages: Readonly<Record<string, string>>
let incoming: { campaign: string; slug: string; whole: boolean; shards: number; counts: Record<string, number> }

const asOperator = (path: string, init: { method: string; body?: string; json?: boolean }) =>
  new Visitor().send(`/operator/${path}`, {
    method: init.method,
    headers: {
      authorization: 'Bearer an operator key of thirty-two signs!',
      ...(init.json ? { 'content-type': 'application/json' } : {}),
    },
    ...(init.body === undefined ? {} : { body: init.body }),
  })

beforeAll(async () => {
  await setClock(OPENS - DAY)
  original = await openCampaign(aDocument({ slug: 'origin-2026' }))
  for (const choice of [1, 2]) {
    const voter = await aVoter(original, OPENS + 3_600_000)
    expect((await castBy(voter, original, [choice], { now: OPENS + 3_600_000 })).status).toBe(200)
  }
  const begun = (await (await operate('campaigns/origin-2026/archive?whole=1')).json()) as { parts: string[]; shards: number }
  const found: Record<string, string> = {}
  const counts: Record<string, number> = {}
  for (const part of begun.parts) {
    const name = `${part}/000001.ndjson`
    const text = await (await operate(`campaigns/origin-2026/archive/rows/${name}?whole=1`, { method: 'GET' })).text()
    if (text === '') continue
    found[name] = text.replaceAll(original.id, COPY).replaceAll('origin-2026', 'copy-2026')
    counts[part] = text.split('\n').length - 1
  }
  pages = found
  incoming = { campaign: COPY, slug: 'copy-2026', whole: true, shards: begun.shards, counts }
})

const begin = async (change: object = {}) =>
  asOperator('restores', { method: 'POST', json: true, body: JSON.stringify({ ...incoming, ...change }) })
const idOf = async (answer: Response) => ((await answer.json()) as { id: string }).id
const stage = (id: string, name: string, body: string) => asOperator(`restores/${id}/rows/${name}`, { method: 'PUT', body })
const finish = (id: string, change: object = {}) =>
  asOperator(`restores/${id}/finish`, { method: 'POST', json: true, body: JSON.stringify({ ...incoming, ...change }) })

async function staged(change: Readonly<Record<string, string>> = {}): Promise<string> {
  const id = await idOf(await begin())
  for (const [name, text] of Object.entries({ ...pages, ...change }))
    if (text !== '') expect([name, (await stage(id, name, text)).status]).toEqual([name, 200])
  return id
}

const problems = async (answer: Response) =>
  [answer.status, ((await answer.json()) as { problems?: string[] }).problems?.[0]] as const

/** Every row of every table but those of restores on their way. */
async function everything(): Promise<string> {
  const names = ['campaigns', 'milestones', 'categories', 'nominees', 'campaign_secrets', 'audit_earlier', 'staff', 'notices']
  const tables = await Promise.all(names.map(async name => (await env.DB.prepare(`select * from ${name}`).all()).results))
  return JSON.stringify(tables)
}

test('O4: rows of another campaign among them, and nothing comes in', async () => {
  const before = await everything()
  const nominees = pages['tables/nominees/000001.ndjson'] ?? ''
  const smuggled = nominees.replace(COPY, original.id).replace('"number":1,', '"number":99,')
  const id = await staged({ 'tables/nominees/000001.ndjson': smuggled })
  expect(await problems(await finish(id))).toEqual([422, expect.stringContaining('数据库没有接受')])
  expect(await everything()).toBe(before)
})

test('O4: a row too few anywhere, in a table or a box, and nothing comes in', async () => {
  const before = await everything()
  const short = (name: string) => (pages[name] ?? '').replace(/[^\n]*\n$/, '')
  for (const name of ['tables/nominees/000001.ndjson', 'boxes/000/ballot/000001.ndjson', 'tally/board/000001.ndjson']) {
    const id = await staged({ [name]: short(name) })
    expect([name, await problems(await finish(id))]).toEqual([name, [422, expect.stringContaining('不全')]])
  }
  expect(await everything()).toBe(before)
})

test('O4: rows that no screen would have written are refused as they come', async () => {
  const id = await idOf(await begin())
  const nominee = JSON.parse((pages['tables/nominees/000001.ndjson'] ?? '').split('\n')[0] ?? '') as object
  const notice = { id: 'ntc_0000000000000009', format: 'html', body: '<p>好<script>alert(1)</script></p>' }
  const rows = [
    ['tables/nominees/000001.ndjson', { ...nominee, photo: '../../etc/passwd' }, 'photo'],
    ['tables/nominees/000001.ndjson', { ...nominee, extra: 1 }, 'extra'],
    ['tables/nominees/000001.ndjson', { ...nominee, number: '1' }, 'number'],
    ['tables/staff/000001.ndjson', { id: 'stf_0000000000000000' }, '本站没有 staff'],
    ['tables/people/000001.ndjson', { id: 'x', name: '王', role: 'administrator', unit: null }, 'id'],
    ['boxes/000/secrets/000001.ndjson', {}, '本站没有 secrets'],
  ] as const
  for (const [name, row, says] of rows)
    expect([name, await problems(await stage(id, name, `${JSON.stringify(row)}\n`))]).toEqual([
      name,
      [422, expect.stringContaining(says)],
    ])
  const columns = (
    await env.DB.prepare("select name, type from pragma_table_info('notices')").all<{ name: string; type: string }>()
  ).results
  const whole = Object.fromEntries(columns.map(({ name, type }) => [name, type === 'INTEGER' ? 1 : 'x']))
  const page = `${JSON.stringify({ ...whole, ...notice })}\n`
  expect(await problems(await stage(id, 'tables/notices/000001.ndjson', page))).toEqual([
    422,
    expect.stringContaining('不是本站写的'),
  ])
  expect((await stage(id, 'tables/nominees/000001.ndjson', 'no json')).status).toBe(400)
  expect((await stage(id, 'tables/../nominees/000001.ndjson', '{}\n')).status).toBe(404)
})

test('O4: what is here is never overwritten: neither a campaign, nor its address, nor a box that is alive', async () => {
  const here = { campaign: original.id, slug: 'elsewhere-2026' }
  expect(await problems(await begin(here))).toEqual([422, expect.stringContaining('已经有这个活动')])
  expect(await problems(await begin({ slug: 'origin-2026' }))).toEqual([422, expect.stringContaining('已经有这个活动')])
  const archive = await boxOf(site, original.id, 0).archive()
  expect([await archive.begin('mine'), await archive.stage('mine', 'ballot', []), await archive.check('mine', {})]).toEqual([
    false,
    false,
    false,
  ])
  archive[Symbol.dispose]()
  expect((await boxOf(site, original.id, 0).snapshot()).tally.ballots.counted).toBe(2)
})

test('O4: of two restores at once the later holds, and the earlier can finish nothing', async () => {
  const earlier = await staged()
  const later = await staged()
  expect((await finish(earlier)).status).toBe(404)
  expect(await (await finish(later)).json()).toEqual({ rows: expect.any(Number) })
  const boxes = await boxOf(site, COPY, 0).snapshot()
  expect(boxes.tally).toEqual((await boxOf(site, original.id, 0).snapshot()).tally)
  expect(await (await new Visitor().send('/c/copy-2026')).text()).toContain('清河市“十佳百优”')
  // A campaign that moved whole goes on: its boxes know their voters and take ballots.
  const copy = { slug: 'copy-2026', id: COPY }
  const voter = await aVoter(copy, OPENS + 7_200_000)
  expect((await castBy(voter, copy, [3], { now: OPENS + 7_200_000 })).status).toBe(200)
  // And it is here now: nothing is brought over it, and what was on its way is gone.
  expect((await begin()).status).toBe(422)
  expect((await env.DB.prepare('select count(*) as n from restore_rows').first<{ n: number }>())?.n).toBe(0)
})

test('O4: without the operator’s key none of these addresses is there', async () => {
  for (const [method, path] of [
    ['POST', 'campaigns/origin-2026/archive'],
    ['GET', 'campaigns/origin-2026/archive/rows/boxes/000/ballot/000001.ndjson'],
    ['POST', 'restores'],
    ['POST', 'people'],
    ['PUT', `objects/files/${'0'.repeat(64)}`],
  ] as const)
    expect([path, (await fetchBare(method, path)).status]).toEqual([path, 404])
})

const fetchBare = (method: string, path: string) =>
  new Visitor().send(`/operator/${path}`, {
    method,
    headers: { origin: ORIGIN, 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: '{}' }),
  })
