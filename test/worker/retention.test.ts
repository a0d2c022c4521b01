import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { openDb } from '../../db/open.ts'
import { carryOut } from '../../worker/duties.ts'
import type { Env } from '../../worker/env.ts'
import { boxOf } from '../../worker/objects/names.ts'
import { dueDeletions } from '../../worker/retention.ts'
import { RETENTION } from '../../worker/rules/retention.ts'
import { NO_SIGNALS, signalsText } from '../../worker/rules/signals.ts'
import { DAY, type Instant, instant } from '../../worker/rules/time.ts'
import { aDocument, CLOSES, OPENS } from '../support/makers.ts'
import { aVoter, castBy, openCampaign, operate, type Standing, setClock, Visitor } from '../support/visitor.ts'

// What the site keeps of people goes on its day (law 9; ASVS 14.2.7): not before, all of it, once, and nothing else with it.

const site = env as unknown as Env
const DUE = instant(CLOSES + 30 * DAY)
let campaign: Standing
let other: Standing

beforeAll(async () => {
  await setClock(OPENS - DAY)
  campaign = await openCampaign(aDocument({ slug: 'kept-2026' }))
  const vote = { step: 'vote', title: '网上评议', from: '2026-04-20 09:00', until: '2026-05-25' } as const
  other = await openCampaign(aDocument({ slug: 'later-2026', milestones: [vote] }))
  for (const { slug } of [campaign, other]) await operate(`campaigns/${slug}/codes`, { body: { unit: '清河市水务局', count: 5 } })
  for (const one of [campaign, campaign, other]) {
    const voter = await aVoter(one, OPENS + 3_600_000)
    expect((await castBy(voter, one, [1], { now: OPENS + 3_600_000 })).status).toBe(200)
  }
})

/** What the database holds, table by table, but for the log, the records and what only wakes things. */
async function rows(): Promise<Record<string, unknown[]>> {
  const { results } = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '%_cf_%' and name not like 'd1_%' and name not like 'search%'",
  ).all<{ name: string }>()
  const all: Record<string, unknown[]> = {}
  for (const { name } of results)
    if (name !== 'audit_events' && name !== 'deletions')
      all[name] = (await env.DB.prepare(`select * from "${name}"`).all()).results
  return all
}

const box = ({ id }: Standing) =>
  runInDurableObject(boxOf(site, id, 0) as DurableObjectStub, (_, { storage }) => {
    const one = <T>(sql: string) => storage.sql.exec(sql).toArray()[0] as T
    return {
      key: one<{ k: string }>('select hex(campaign_key) as k from poll').k,
      signals: one<{ n: number }>('select count(signals) as n from ballot').n,
      ballots: storage.sql.exec('select seq, hex(dk) as dk, choices, status, hex(leaf) as leaf from ballot').toArray(),
    }
  })

const records = async () =>
  (await env.DB.prepare('select rule, subject, items, due_at from deletions order by rule').all()).results
const lines = async () =>
  (
    await env.DB.prepare("select detail from audit_events where kind = 'retention-deleted' order by seq").all<{
      detail: string
    }>()
  ).results.map(({ detail }) => JSON.parse(detail) as unknown)

async function at(moment: number): Promise<Instant | null> {
  await setClock(moment)
  return carryOut(site, instant(moment))
}

test('14.2.7: a day before nothing is gone, and the agenda knows the day', async () => {
  const [before, kept] = [await rows(), await box(campaign)]
  expect(kept.key).not.toMatch(/^0*$/)
  expect(await at(DUE - 1)).toBe(DUE)
  expect([await rows(), await box(campaign), await records()]).toEqual([before, kept, []])
})

test('14.2.7: on the day keys, codes and signals are gone from database and boxes, with a record and a line each, and nothing else', async () => {
  const [before, kept, untouched] = [await rows(), await box(campaign), await box(other)]
  await at(DUE)
  const after = await rows()
  const mine = (row: unknown) => (row as { campaign_id: string }).campaign_id === campaign.id
  const gone = ['campaign_secrets', 'voting_codes']
  for (const [table, was] of Object.entries(before)) {
    const expected = gone.includes(table) ? was.filter(row => !mine(row)) : was
    const counted = table === 'code_batches' ? was.map(row => (mine(row) ? { ...(row as object), used: 0 } : row)) : expected
    expect([table, after[table]]).toEqual([table, counted])
  }
  expect(await box(campaign)).toEqual({ ...kept, key: '00'.repeat(32), signals: 0 })
  expect(await box(other)).toEqual(untouched)
  const record = (rule: string, items: number) => ({ rule, subject: campaign.id, items, due_at: DUE })
  expect(await records()).toEqual([record('signals', 2), record('voter-keys', 1), record('voting-codes', 5)])
  expect(await lines()).toEqual(['signals', 'voting-codes', 'voter-keys'].map(rule => ({ campaign: campaign.id, rule })))
})

test('14.2.7: a second run finds nothing and leaves no second record', async () => {
  const [before, told] = [await rows(), await records()]
  await at(DUE + 1)
  expect([await rows(), await records(), (await lines()).length]).toEqual([before, told, 3])
})

test('14.2.7: a box without its key takes no ballot, and still finds receipts and figures', async () => {
  await setClock(OPENS + 3_600_000)
  const box = boxOf(site, campaign.id, 0)
  const voter = await aVoter(campaign, OPENS + 7_200_000)
  expect((await castBy(voter, campaign, [1], { now: OPENS + 7_200_000 })).status).toBe(409)
  const stranger = {
    voter: { level: 'code', id: 'ABCDEFGH' },
    unit: null,
    voterClass: null,
    signals: signalsText(NO_SIGNALS),
  } as const
  const answer = await box.cast({ ...stranger, key: crypto.randomUUID(), choices: [1], checked: 'pow' })
  expect(answer).toEqual({ ok: false, refusal: { code: 'poll-not-ready' } })
  expect((await box.snapshot()).tally.ballots).toEqual({ counted: 2, held: 0, void: 0 })
})

test('14.2.7: no box gives its key away before its own time, whoever asks', async () => {
  await setClock(OPENS)
  expect([await boxOf(site, other.id, 0).destroyKey(), /^0*$/.test((await box(other)).key)]).toEqual([false, false])
})

test('14.2.7: what is kept is listed with its day, and only the rules of the table appear', async () => {
  const list = await dueDeletions(site, openDb(env.DB))
  const known = RETENTION.map(({ rule }) => rule as string)
  expect(list.filter(({ rule }) => !known.includes(rule))).toEqual([])
  expect(list.filter(({ of }) => of === '清河十佳百优').map(({ rule }) => rule)).toEqual([
    'signals',
    'voter-keys',
    'voting-codes',
  ])
})

test('14.2.7: the page on privacy names every period of the table, and no other', async () => {
  const html = (await (await new Visitor().send('/privacy')).text())
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/<[^>]+>/g, '')
  for (const { days } of RETENTION) expect([days, html.includes(`${days} 天`)]).toEqual([days, true])
  const allowed = new Set(RETENTION.map(({ days }) => String(days)))
  expect([...html.matchAll(/(\d+)\s*天/g)].filter(([, days = '']) => !allowed.has(days))).toEqual([])
})
