import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { powProof } from '../../db/demo/voters.ts'
import { DAY } from '../../worker/rules/time.ts'
import { aDocument, CLOSES, OPENS } from '../support/makers.ts'
import { aVoter, castBy, openCampaign, SITE_KEY, type Standing, setClock, told, Visitor } from '../support/visitor.ts'

let campaign: Standing
const NOON = OPENS + 3 * 3_600_000

beforeAll(async () => {
  await setClock(OPENS - DAY)
  campaign = await openCampaign(aDocument())
})

const receiptOf = async (answer: Response) => ((await answer.json()) as { receipt: string }).receipt

test('a ballot is recorded and answered with a receipt that is good from then on', async () => {
  const voter = await aVoter(campaign, NOON)
  const answer = await castBy(voter, campaign, [1, 2, 4])
  expect(answer.status).toBe(200)
  const body = (await answer.json()) as { receipt: string; at: number; url: string }
  expect(body).toEqual({
    receipt: expect.stringMatching(/^[0-9A-Z-]{19}$/),
    at: expect.any(Number),
    url: `/c/qinghe-2026/receipts/${body.receipt}`,
  })
  expect(await told(await voter.send(`/api/campaigns/qinghe-2026/receipts/${body.receipt}`))).toEqual([
    200,
    { receipt: body.receipt, at: body.at },
  ])
  expect(await told(await voter.send('/api/campaigns/qinghe-2026/ballots/mine'))).toEqual([
    200,
    { ballot: { receipt: body.receipt, at: body.at, next: null, url: body.url } },
  ])
  const page = await voter.send(body.url)
  expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
  expect(await page.text()).not.toContain('张明')
})

test('T08: the same key with the same choices in another order gets the same receipt and says that it is a replay', async () => {
  const voter = await aVoter(campaign, NOON)
  const key = randomUUID()
  const first = await castBy(voter, campaign, [2, 4], { key })
  const again = await castBy(voter, campaign, [4, 2], { key: key.toUpperCase() })
  expect([first.headers.get('idempotent-replayed'), again.headers.get('idempotent-replayed')]).toEqual([null, 'true'])
  expect(await again.json()).toEqual(await first.json())
})

test('T09: the same key with other choices is refused and changes nothing', async () => {
  const voter = await aVoter(campaign, NOON)
  const key = randomUUID()
  const receipt = await receiptOf(await castBy(voter, campaign, [1], { key }))
  expect(await told(await castBy(voter, campaign, [2], { key }))).toEqual([
    422,
    { code: 'key-reused', message: expect.stringContaining('没有被改动') },
  ])
  const again = await castBy(voter, campaign, [1], { key })
  expect([again.status, await receiptOf(again)]).toEqual([200, receipt])
})

test('a second ballot of the same voter is refused with the receipt of the first', async () => {
  const voter = await aVoter(campaign, NOON)
  const receipt = await receiptOf(await castBy(voter, campaign, [1]))
  expect(await told(await castBy(voter, campaign, [2]))).toEqual([
    409,
    { code: 'already-voted', receipt, at: expect.any(Number), next: null, message: expect.stringContaining('没有重复计票') },
  ])
})

/** A poll for a test that goes past the close: its box may notice that on its own. */
async function ownPoll(slug: string): Promise<Standing> {
  await setClock(OPENS - DAY)
  return openCampaign(aDocument({ slug }))
}

test('a ballot is received from the first millisecond of the window to before its last, by the server clock alone', async () => {
  const poll = await ownPoll('edges-2026')
  const voter = await aVoter(poll, OPENS - 2 * 60_000)
  await setClock(OPENS - 60_000)
  expect(await told(await castBy(voter, poll, [1]))).toEqual([
    409,
    { code: 'poll-not-open', opens: OPENS, message: '投票还没有开始，将于 2026年4月20日 9:00 开放，请到时再来。' },
  ])
  await setClock(CLOSES)
  expect(await told(await castBy(voter, poll, [1]))).toEqual([
    409,
    { code: 'poll-closed', closed: CLOSES, message: expect.stringContaining('2026年4月25日 24:00') },
  ])
  await setClock(CLOSES - 5000)
  expect((await castBy(voter, poll, [1])).status).toBe(200)
})

test('T08: a recorded ballot is still answered with its receipt when it is asked for again after the close', async () => {
  const poll = await ownPoll('closed-2026')
  const voter = await aVoter(poll, NOON)
  const key = randomUUID()
  const receipt = await receiptOf(await castBy(voter, poll, [1], { key }))
  await setClock(CLOSES + DAY)
  const again = await castBy(voter, poll, [1], { key })
  expect([again.status, again.headers.get('idempotent-replayed'), await receiptOf(again)]).toEqual([200, 'true', receipt])
})

test('an invalid ballot is refused with what is wrong, and the voter may still vote', async () => {
  const voter = await aVoter(campaign, NOON)
  const refusals = []
  for (const choices of [[], [1, 2, 3], [4], [1, 77], [1, 1]])
    refusals.push(((await (await castBy(voter, campaign, choices)).json()) as { code: string }).code)
  expect(refusals).toEqual(['empty-ballot', 'too-many-choices', 'too-few-choices', 'unknown-nominee', 'chosen-twice'])
  expect((await castBy(voter, campaign, [1])).status).toBe(200)
})

test('without a device, with a forged one, or with one made a moment ago nobody votes', async () => {
  await setClock(NOON)
  const stranger = new Visitor()
  expect((await told(await castBy(stranger, campaign, [1])))[0]).toBe(401)
  stranger.cookies.set(
    '__Host-device',
    encodeURIComponent(`${'ab'.repeat(16)}.${(NOON - DAY).toString(36)}~AAAAAAAAAAAAAAAAAAAAAA`),
  )
  expect((await told(await castBy(stranger, campaign, [1])))[0]).toBe(401)
  const hasty = new Visitor()
  await hasty.send('/api/campaigns/qinghe-2026/challenge?for=vote')
  const answer = await castBy(hasty, campaign, [1])
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '3'])
  expect(await answer.json()).toEqual({ code: 'too-quick', retryAfter: 3, message: expect.stringContaining('不会丢失') })
})

test('a proof made for another device, another campaign, another purpose, or altered, is no proof; an old one is old', async () => {
  const [voter, other] = [await aVoter(campaign, NOON), await aVoter(campaign, NOON)]
  const maker = { siteKey: SITE_KEY, campaign: campaign.id, now: NOON }
  const good = await powProof(maker, voter.device)
  const wrong = [
    await powProof(maker, other.device),
    await powProof({ ...maker, campaign: 'cmp_9999999999999999' as never }, voter.device),
    await powProof(maker, voter.device, 'like'),
    await powProof({ ...maker, siteKey: 'another key of at least thirty-two signs' }, voter.device),
    { ...good, solution: { ...good.solution, derivedKey: `ff${good.solution.derivedKey.slice(2)}` } },
    {
      ...good,
      challenge: { ...good.challenge, signature: good.challenge.signature?.replace(/^./, sign => (sign === '0' ? '1' : '0')) },
    },
    { kind: 'question', token: 'x~y', answer: '7' },
    { kind: 'turnstile', token: 'XXXX.DUMMY.TOKEN.XXXX' },
  ]
  const codes = []
  for (const proof of wrong) codes.push(((await (await castBy(voter, campaign, [1], { proof })).json()) as { code: string }).code)
  expect(codes).toEqual([...Array<string>(7).fill('human-check-failed'), 'human-check-unavailable'])
  const old = await powProof({ ...maker, now: NOON - 2 * DAY }, voter.device)
  expect((await told(await castBy(voter, campaign, [1], { proof: old })))[1]).toMatchObject({ code: 'human-check-expired' })
  expect((await castBy(voter, campaign, [1], { proof: good })).status).toBe(200)
})

test('a real challenge, worked out as a phone would, is accepted', async () => {
  const voter = await aVoter(campaign, NOON)
  const { kind, pow } = (await (await voter.send('/api/campaigns/qinghe-2026/challenge?for=vote')).json()) as {
    kind: string
    pow: Parameters<typeof import('../../web/islands/pow.ts').solve>[0]
  }
  const { solve } = await import('../../web/islands/pow.ts')
  const solution = solve(pow, 0, Number.POSITIVE_INFINITY)
  expect((await castBy(voter, campaign, [1], { proof: { kind, challenge: pow, solution } })).status).toBe(200)
})

test('a voter who hammers is slowed with the seconds to wait, and yet the same ballot always gets its receipt', async () => {
  const voter = await aVoter(campaign, NOON)
  const key = randomUUID()
  const receipt = await receiptOf(await castBy(voter, campaign, [1], { key }))
  const statuses = []
  for (let i = 0; i < 25; i++) statuses.push((await castBy(voter, campaign, [2])).status)
  expect([statuses.slice(0, 19).every(status => status === 409), statuses.slice(21).every(status => status === 429)]).toEqual([
    true,
    true,
  ])
  const slowed = await castBy(voter, campaign, [2])
  expect([slowed.status, Number(slowed.headers.get('retry-after')) > 0]).toEqual([429, true])
  expect(await receiptOf(await castBy(voter, campaign, [1], { key }))).toBe(receipt)
})

test('in a daily poll everybody votes once a Shanghai day, and a retry over midnight stays with its day', async () => {
  await setClock(OPENS - DAY)
  const daily = await openCampaign(aDocument({ slug: 'daily-2026', period: 'daily' }))
  const evening = Date.parse('2026-04-21T23:59:50+08:00')
  const voter = await aVoter(daily, evening)
  const key = randomUUID()
  const receipt = await receiptOf(await castBy(voter, daily, [1], { key }))
  expect((await told(await castBy(voter, daily, [2])))[1]).toMatchObject({
    code: 'already-voted',
    receipt,
    next: Date.parse('2026-04-22T00:00:00+08:00'),
  })
  await setClock(evening + 20_000)
  expect(await receiptOf(await castBy(voter, daily, [1], { key }))).toBe(receipt)
  const next = await castBy(voter, daily, [2])
  const second = await receiptOf(next)
  expect([next.status, second === receipt]).toEqual([200, false])
  // A clock that steps back opens no earlier day again: the box stays in the day that it has seen.
  await setClock(evening)
  expect((await told(await castBy(voter, daily, [3])))[1]).toMatchObject({ code: 'already-voted', receipt: second })
})

test('a receipt code that was altered or made up finds nothing', async () => {
  const voter = await aVoter(campaign, NOON)
  const receipt = await receiptOf(await castBy(voter, campaign, [1]))
  const altered = receipt.replace(/.$/, sign => (sign === '0' ? '1' : '0'))
  const statuses = []
  for (const code of [altered, '0000-0000-0000-0000', 'ZZZZ-ZZZZ-ZZZZ-ZZZZ', 'x', '%00', '../..'])
    statuses.push((await voter.send(`/api/campaigns/qinghe-2026/receipts/${encodeURIComponent(code)}`)).status)
  expect(statuses).toEqual([404, 404, 404, 404, 404, 404])
  // Whoever typed it by hand finds it in the field again, to compare it with the receipt.
  for (const [path, typed] of [
    ['receipts?code=12-34', '12-34'],
    ['receipts/0000-0000-0000-0000', '0000-0000-0000-0000'],
  ] as const) {
    const answer = await voter.send(`/c/qinghe-2026/${path}`)
    const page = await answer.text()
    expect([path, answer.status, page.includes('没有查到这个回执编号'), page.includes(`value="${typed}"`)]).toEqual([
      path,
      404,
      true,
      true,
    ])
  }
})

test('before a poll is opened by its organizer nobody votes, even inside its window', async () => {
  await setClock(NOON)
  const { operate } = await import('../support/visitor.ts')
  await operate('campaigns/unopened', { method: 'PUT', body: aDocument({ slug: 'unopened' }) })
  const { campaigns } = (await (await operate('campaigns', { method: 'GET' })).json()) as { campaigns: readonly Standing[] }
  const unopened = campaigns.find(({ slug }) => slug === 'unopened') as Standing
  const voter = await aVoter(unopened, NOON)
  expect((await told(await castBy(voter, unopened, [1])))[1]).toMatchObject({ code: 'poll-not-ready' })
})
