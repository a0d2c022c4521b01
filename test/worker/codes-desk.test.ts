import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { DAY, HOUR } from '../../worker/rules/time.ts'
import { atDesk, auditOf } from '../support/desk.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { aVoter, castBy, openCampaign, type Standing, setClock, told, type Visitor } from '../support/visitor.ts'

const NOON = OPENS + 3 * HOUR
const DESK = '/staff/campaigns/desk-2026/codes'
let campaign: Standing
let wang: Visitor
let sheet: string
let batch: string

beforeAll(async () => {
  await setClock(OPENS - DAY)
  campaign = await openCampaign(aDocument({ slug: 'desk-2026', identity: 'code' }))
  await setClock(NOON)
  wang = await atDesk('wang')
})

const nextBatch = async (): Promise<string> =>
  /name="batch" value="(bat_[0-9a-z]{16})"/.exec(await (await wang.send(DESK)).text())?.[1] ?? ''

const order = (change: Readonly<Record<string, string>> = {}) =>
  wang.form(DESK, Object.entries({ batch, unit: '东城区', voterClass: 'member', count: '3', ...change }))

const slipsIn = (page: string) =>
  [...page.matchAll(/data-code="([^"]+)" data-link="([^"]+)" data-unit="([^"]+)"/g)].map(
    ([, code = '', link = '', unit = '']) => ({
      code,
      path: new URL(link).pathname,
      unit,
    }),
  )

test('a batch is answered with the slips, which stand nowhere afterwards; the form sent twice issues once', async () => {
  batch = await nextBatch()
  const answer = await order()
  sheet = await answer.text()
  expect([answer.status, answer.headers.get('cache-control'), slipsIn(sheet).map(({ unit }) => unit)]).toEqual([
    200,
    'private, no-store',
    ['东城区', '东城区', '东城区'],
  ])
  const again = await order()
  expect([again.status, slipsIn(await again.text())]).toEqual([409, []])
  const desk = await (await wang.send(DESK)).text()
  for (const { code } of slipsIn(sheet)) expect(desk.includes(code)).toBe(false)
  expect(await auditOf(campaign.id, ['codes-issued'])).toEqual([{ kind: 'codes-issued', batch, unit: '东城区', count: 3 }])
})

test('what is missing or too much in the form is told beside its field, and nothing is issued', async () => {
  batch = await nextBatch()
  for (const change of [{ unit: ' ' }, { count: '0' }, { count: '5001' }, { count: 'drei' }, { voterClass: 'king' }]) {
    const answer = await order(change)
    expect([change, answer.status, /class="flaw"/.test(await answer.text())]).toEqual([change, 422, true])
  }
  expect((await order({ batch: 'bat_x' })).status).toBe(400)
  expect((await auditOf(campaign.id, ['codes-issued'])).length).toBe(1)
})

test('the desk counts the codes that were used, and says of none which', async () => {
  const [first] = slipsIn(sheet)
  const voter = await aVoter(campaign, NOON)
  await voter.send(first?.path ?? '')
  expect((await castBy(voter, campaign, [1])).status).toBe(200)
  const desk = await (await wang.send(DESK)).text()
  expect([/<th scope="row">东城区<\/th><td>党员<\/td><td>[^<]*<\/td><td>3<\/td><td>1<\/td>/.test(desk)]).toEqual([true])
  const { results } = await env.DB.prepare('select * from voting_codes where campaign_id = ?').bind(campaign.id).all()
  expect(Object.keys(results[0] ?? {}).filter(name => /_at$|time|when/.test(name))).toEqual([])
})

test('a batch that is called back opens nothing, ends what it had opened, and leaves recorded ballots alone', async () => {
  const [first, second, third] = slipsIn(sheet)
  const inside = await aVoter(campaign, NOON)
  await inside.send(second?.path ?? '')
  const named = /<button name="batch" value="(bat_[0-9a-z]{16})">/.exec(await (await wang.send(DESK)).text())?.[1] ?? ''
  const revoke = () => wang.form(`${DESK}/revoke`, [['batch', named]])
  expect([(await revoke()).status, (await revoke()).status]).toEqual([303, 303])
  expect(await auditOf(campaign.id, ['codes-revoked'])).toEqual([
    { kind: 'codes-revoked', batch: named, unit: '东城区', count: 3 },
  ])
  expect((await told(await castBy(inside, campaign, [1])))[1]).toMatchObject({ code: 'code-needed' })
  expect((await (await aVoter(campaign, NOON)).send(third?.path ?? '')).status).toBe(403)
  expect((await told(await inside.post('/api/campaigns/desk-2026/code', { code: first?.code })))[0]).toBe(403)
  const { boxOf } = await import('../../worker/objects/names.ts')
  expect((await boxOf(env, campaign.id, 0).seenAfter(0, 10)).length).toBe(1)
})

test('a batch of another campaign cannot be called back from here', async () => {
  await setClock(OPENS - DAY)
  await openCampaign(aDocument({ slug: 'desk-other-2026', identity: 'code' }))
  await setClock(NOON)
  const named = (await env.DB.prepare('select id from code_batches limit 1').first<{ id: string }>())?.id ?? ''
  const answer = await wang.form('/staff/campaigns/desk-other-2026/codes/revoke', [['batch', named]])
  expect(answer.status).toBe(404)
})

test('an auditor may look and issue nothing', async () => {
  const zhao = await atDesk('zhao', 'auditor')
  const page = await (await zhao.send(DESK)).text()
  expect([page.includes('已发放的批次'), page.includes('name="unit"'), page.includes('作废这一批')]).toEqual([true, false, false])
  expect((await zhao.form(DESK, [['unit', '东城区']])).status).toBe(403)
})
