import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { openDb } from '../../db/open.ts'
import { enterRoster } from '../../worker/actions/enter-roster.ts'
import { type Env, readConfig } from '../../worker/env.ts'
import { anyCampaignAt } from '../../worker/reads.ts'
import { DAY, HOUR, instant } from '../../worker/rules/time.ts'
import { atDesk, auditOf } from '../support/desk.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { type Coded, somePeople, stage } from '../support/roster.ts'
import { aVoter, castBy, openCampaign, operate, type Standing, setClock, told, Visitor } from '../support/visitor.ts'

const NOON = OPENS + 3 * HOUR
const SLUG = 'roster-2026'
let wang: Visitor
let campaign: Standing
let codes: readonly Coded[]

const people = somePeople(40)
const nothing = { added: 0, changed: 0, removed: 0, reissued: 0, same: 0 }
const stored = async () =>
  (await env.DB.prepare('select * from roster_people where campaign_id = ?').bind(campaign.id).all()).results

beforeAll(async () => {
  await setClock(OPENS - DAY)
  wang = await atDesk('wang')
  await operate(`campaigns/${SLUG}`, { method: 'PUT', body: aDocument({ slug: SLUG, identity: 'roster' }) })
  const { campaigns } = (await (await operate('campaigns', { method: 'GET' })).json()) as { campaigns: readonly Standing[] }
  campaign = campaigns.find(({ slug }) => slug === SLUG) as Standing
})

test('a list that is still on its way counts for nothing; settled, it is there whole, with one line in the log', async () => {
  const way = await stage(wang, SLUG, { mode: 'add', rows: people })
  expect([await stored(), await way.plan()]).toEqual([[], [200, { ...nothing, added: 40 }]])
  expect(await way.settle()).toEqual([200, { ...nothing, added: 40 }])
  expect([(await stored()).length, way.codes.length]).toEqual([40, 40])
  // The answer was lost and the page asks again: the same answer, and nobody comes twice.
  expect([await way.settle(), (await stored()).length]).toEqual([[200, { ...nothing, added: 40 }], 40])
  expect(await auditOf(campaign.id, ['roster-imported'])).toEqual([
    { kind: 'roster-imported', added: 40, changed: 0, removed: 0 },
  ])
  codes = way.codes
})

test('neither name nor number nor code stands in the database, and the log says none of them', async () => {
  const dump = JSON.stringify([
    await stored(),
    (await env.DB.prepare('select * from roster_staged').all()).results,
    (await env.DB.prepare('select * from audit_events').all()).results,
  ])
  for (const { name, number } of people) expect([dump.includes(name), dump.includes(number)]).toEqual([false, false])
  for (const { code, token } of codes) expect([dump.includes(code), dump.includes(token)]).toEqual([false, false])
})

test('the same list again changes nothing and makes no codes', async () => {
  const way = await stage(wang, SLUG, { mode: 'add', rows: people })
  expect([way.codes, await way.settle()]).toEqual([[], [200, { ...nothing, same: 40 }]])
})

test('one person twice in a file, in other writing, stops the whole import', async () => {
  const [first, second] = somePeople(2, { name: '阿依古丽·买买提', number: '0017-a' })
  const twice = { ...second, name: '阿依古丽 • 买买提', number: ' 0017A' } as (typeof people)[number]
  const way = await stage(wang, SLUG, { mode: 'add', rows: [first as typeof twice, twice] })
  const [status, answer] = await way.settle()
  expect([status, (answer as { code: string }).code, (await stored()).length]).toEqual([422, 'import-refused', 40])
})

test('of two lists that were begun together only one becomes live', async () => {
  const more = somePeople(4, { unit: '三车间' }).map(one => ({ ...one, name: `新${one.row}` }))
  const [a, b] = [
    await stage(wang, SLUG, { mode: 'add', rows: more.slice(0, 2) }),
    await stage(wang, SLUG, { mode: 'add', rows: more.slice(2) }),
  ]
  expect((await a.settle())[0]).toBe(200)
  expect((await b.settle())[1]).toMatchObject({ code: 'edited-by-other' })
  expect((await stored()).length).toBe(42)
})

test('before opening a list may be replaced: who is not in it goes, who changed unit keeps the code', async () => {
  const moved = people.map((one, i) => (i === 0 ? { ...one, unit: '总部' } : one))
  const way = await stage(wang, SLUG, { mode: 'replace', rows: moved })
  expect([way.codes, await way.settle()]).toEqual([[], [200, { ...nothing, changed: 1, removed: 2, same: 39 }]])
  const units = (await stored()).map(({ unit }) => unit)
  expect([units.length, units.filter(unit => unit === '总部').length, units.includes('三车间')]).toEqual([40, 1, false])
})

const enter = (visitor: Visitor, row: number, change: object = {}) => {
  const { name, number } = people[row - 2] as (typeof people)[number]
  return visitor.post(`/api/campaigns/${SLUG}/roster`, { name, number, code: codes[row - 2]?.code, ...change })
}

test('nobody is let in before the poll is open, since the list may still lose him', async () => {
  expect((await told(await enter(new Visitor(), 2)))[1]).toMatchObject({ code: 'poll-not-ready' })
  const early = await new Visitor().send(`/c/${SLUG}/k/${codes[0]?.token}`)
  expect([early.status, early.headers.getSetCookie().filter(line => line.includes('roster'))]).toEqual([303, []])
})

test('name, number and code let somebody in however they are typed, for one ballot of his unit and class', async () => {
  await openCampaign(aDocument({ slug: SLUG, identity: 'roster' }))
  const voter = await aVoter(campaign, NOON)
  expect((await told(await castBy(voter, campaign, [1])))[1]).toMatchObject({ code: 'roster-needed' })
  const typed = { name: ' 测 试１', number: 'ａ-101', code: codes[1]?.code.toLowerCase().replaceAll('-', ' ') }
  expect(await told(await enter(voter, 3, typed))).toEqual([200, { unit: '二车间', voterClass: 'worker' }])
  const receipt = ((await (await castBy(voter, campaign, [1])).json()) as { receipt: string }).receipt
  const again = await aVoter(campaign, NOON)
  await again.send(`/c/${SLUG}/k/${codes[1]?.token}`)
  expect((await told(await castBy(again, campaign, [2])))[1]).toMatchObject({ code: 'already-voted', receipt })
})

test('the form without script asks for name and number, keeps them when refused, and never the code', async () => {
  const voter = await aVoter(campaign, NOON)
  expect(await (await voter.send(`/c/${SLUG}/ballot`)).text()).toContain('核对身份')
  const fields = (code: string): [string, string][] => [
    ['name', '测试2"><b>'],
    ['number', 'A102'],
    ['code', code],
  ]
  const refused = await voter.form(`/c/${SLUG}/ballot/roster`, fields('1234-1234-1234-1234'))
  const page = await refused.text()
  expect([refused.status, page.includes('value="测试2&quot;>&lt;b>"'), page.includes('1234-1234')]).toEqual([403, true, false])
  const right: [string, string][] = [
    ['name', '测试2'],
    ['number', 'A102'],
    ['code', codes[2]?.code ?? ''],
  ]
  const accepted = await voter.form(`/c/${SLUG}/ballot/roster`, right)
  expect([accepted.status, accepted.headers.get('location')]).toEqual([303, `/c/${SLUG}/ballot`])
})

test('T25: an unknown name, another one’s code, a wrong and a locked code get one and the same answer', async () => {
  const answers: string[] = []
  const told = async (change: object, row = 5) => {
    const answer = await enter(new Visitor(), row, change)
    answers.push(JSON.stringify([answer.status, answer.headers.get('content-length'), await answer.text()]))
  }
  await told({ name: '没有这个人' })
  await told({ code: codes[4]?.code })
  for (let i = 0; i < 5; i++) await told({ code: '0000-0000-0000-0000' })
  await told({})
  await told({ code: '' })
  expect([new Set(answers).size, JSON.parse(answers[0] as string)[0]]).toEqual([1, 403])
  // What is typed is locked now; the link on the slip is not.
  expect((await new Visitor().send(`/c/${SLUG}/k/${codes[3]?.token}`)).headers.get('location')).toBe(`/c/${SLUG}/ballot`)
})

test('T25: whoever asks for somebody who is not on the list costs as much work as a wrong code', async () => {
  const real = env as unknown as Env
  const works = []
  for (const typed of [
    { name: '没有', number: '1' },
    { name: '测试5', number: 'A105' },
  ]) {
    const work = { statements: 0, written: 0 }
    const db = {
      prepare: (sql: string) => {
        work.statements += 1
        return env.DB.prepare(sql)
      },
      batch: async (statements: D1PreparedStatement[]) => {
        const results = await env.DB.batch(statements)
        for (const { meta } of results) work.written += meta.rows_written
        return results
      },
    } as unknown as D1Database
    const deps = { env: real, db: openDb(db), config: readConfig(real), now: () => instant(NOON), waivers: false }
    const file = await anyCampaignAt({ ...deps, db: openDb(env.DB) }, SLUG)
    const entering = { campaign: file, address: '10.9.9.2', typed: { ...typed, code: '0000-0000-0000-0000' } }
    works.push([(await enterRoster(deps, entering)).ok, work])
  }
  expect(works).toEqual(works.map(() => [false, { statements: 2, written: 1 }]))
})

test('new codes for people who are there kill the old ones, and with them the sessions they had opened', async () => {
  const unit = people.filter(one => one.unit === '二车间')
  const voter = await aVoter(campaign, NOON)
  await enter(voter, 7)
  wang = await atDesk('wang')
  const way = await stage(wang, SLUG, { mode: 'reissue', rows: unit })
  expect(await way.settle()).toEqual([200, { ...nothing, reissued: 20 }])
  expect((await told(await castBy(voter, campaign, [1])))[1]).toMatchObject({ code: 'roster-needed' })
  expect((await enter(new Visitor(), 7)).status).toBe(403)
  const fresh = way.codes.find(({ row }) => row === 7)
  expect((await enter(voter, 7, { code: fresh?.code })).status).toBe(200)
  expect((await castBy(voter, campaign, [1])).status).toBe(200)
  // The other unit was not touched.
  expect((await enter(new Visitor(), 8)).status).toBe(200)
})

test('once the poll is open people can be added and nobody taken away or moved', async () => {
  expect(
    (
      await told(await wang.post(`/staff/campaigns/${SLUG}/roster/begin`, { mode: 'replace' }, { accept: 'application/json' }))
    )[1],
  ).toMatchObject({
    code: 'roster-fixed',
  })
  const moved = [
    { ...people[0], unit: '总部以外' } as (typeof people)[number],
    ...somePeople(2).map(one => ({ ...one, name: `晚${one.row}`, row: one.row + 9 })),
  ]
  const way = await stage(wang, SLUG, { mode: 'add', rows: moved })
  expect(await way.settle()).toEqual([200, { ...nothing, added: 2, same: 1 }])
  expect((await stored()).some(({ unit }) => unit === '总部以外')).toBe(false)
})

test('a replacement that was begun before the poll opened is refused after it', async () => {
  const slug = 'roster-late-2026'
  await setClock(OPENS - DAY)
  await operate(`campaigns/${slug}`, { method: 'PUT', body: aDocument({ slug, identity: 'roster' }) })
  const first = await stage(wang, slug, { mode: 'add', rows: people })
  await first.settle()
  const late = await stage(wang, slug, { mode: 'replace', rows: people.slice(0, 1) })
  await operate(`campaigns/${slug}/open`)
  expect((await late.settle())[1]).toMatchObject({ code: 'roster-fixed' })
})

test('the desk shows how many of each unit have been in, and nobody’s name', async () => {
  const page = await (await wang.send(`/staff/campaigns/${SLUG}/roster`)).text()
  expect([page.includes('二车间'), page.includes('测试1'), page.includes('A101')]).toEqual([true, false, false])
})

test('another campaign’s import and another person’s are not found', async () => {
  const li = await atDesk('li')
  const begun = (await (await wang.post(`/staff/campaigns/${SLUG}/roster/begin`, { mode: 'add' })).json()) as { id: string }
  const body = { import: begun.id, rows: 1 }
  expect((await li.post(`/staff/campaigns/${SLUG}/roster/plan`, body)).status).toBe(404)
  expect((await wang.post('/staff/campaigns/roster-late-2026/roster/plan', body)).status).toBe(404)
})
