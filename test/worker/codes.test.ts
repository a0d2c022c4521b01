import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { DAY } from '../../worker/rules/time.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { aVoter, castBy, openCampaign, operate, type Standing, setClock, told } from '../support/visitor.ts'

let campaign: Standing
let codes: readonly string[]
const NOON = OPENS + 3 * 3_600_000

beforeAll(async () => {
  await setClock(OPENS - DAY)
  campaign = await openCampaign(aDocument({ slug: 'codes-2026', identity: 'code' }))
  const issued = await operate('campaigns/codes-2026/codes', { body: { unit: '综合.窗口~党支部', count: 12 } })
  codes = ((await issued.json()) as { codes: readonly string[] }).codes
})

const enter = (visitor: Awaited<ReturnType<typeof aVoter>>, code: string) =>
  visitor.post('/api/campaigns/codes-2026/code', { code })

test('a batch holds as many different codes as were asked for, and the database none of them', async () => {
  expect([codes.length, new Set(codes).size]).toEqual([12, 12])
  expect(codes.every(code => /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/.test(code))).toBe(true)
  const dump = JSON.stringify((await env.DB.prepare('select * from voting_codes').all()).results)
  for (const code of codes) expect(dump.includes(code.replaceAll('-', '').slice(8))).toBe(false)
})

test('a code opens the ballot, in whatever way it is typed, and tells the unit it was given to', async () => {
  const voter = await aVoter(campaign, NOON)
  expect((await told(await castBy(voter, campaign, [1])))[1]).toMatchObject({ code: 'code-needed' })
  const typed = (codes[0] as string).toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
  expect(await told(await enter(voter, typed))).toEqual([200, { unit: '综合.窗口~党支部' }])
  expect((await castBy(voter, campaign, [1])).status).toBe(200)
})

test('one code gives one ballot, on however many phones it is shown', async () => {
  const [one, two] = [await aVoter(campaign, NOON), await aVoter(campaign, NOON)]
  await enter(one, codes[1] as string)
  await enter(two, codes[1] as string)
  const receipt = ((await (await castBy(one, campaign, [1])).json()) as { receipt: string }).receipt
  expect((await told(await castBy(two, campaign, [2])))[1]).toMatchObject({ code: 'already-voted', receipt })
})

test('a code of one campaign opens no other', async () => {
  await setClock(OPENS - DAY)
  const other = await openCampaign(aDocument({ slug: 'other-2026', identity: 'code' }))
  const voter = await aVoter(campaign, NOON)
  expect((await told(await voter.post('/api/campaigns/other-2026/code', { code: codes[2] })))[1]).toMatchObject({
    code: 'code-refused',
  })
  await enter(voter, codes[2] as string)
  voter.cookies.set('__Host-code-other-2026', voter.cookies.get('__Host-code-codes-2026') ?? '')
  expect((await told(await castBy(voter, other, [1])))[1]).toMatchObject({ code: 'code-needed' })
})

test('unknown, wrong, malformed and locked codes all get the very same answer', async () => {
  const voter = await aVoter(campaign, NOON)
  const code = codes[3] as string
  const wrong = code.replace(/.{4}$/, tail => (tail === '0000' ? '1111' : '0000'))
  const answers = []
  for (const typed of [wrong, wrong, wrong, wrong, wrong, code, '0000-0000-0000-0000', 'x', ''])
    answers.push(await (await enter(voter, typed)).text())
  expect(new Set(answers).size).toBe(1)
  expect(JSON.parse(answers[0] as string)).toEqual({
    code: 'code-refused',
    message: '投票码不正确，或已被锁定。请核对后重新输入；仍有问题，请联系发放单位。',
  })
})

test('T25: five wrong guesses lock a code for good, also when they come all at once', async () => {
  const code = codes[4] as string
  const wrong = code.replace(/.{4}$/, tail => (tail === '0000' ? '1111' : '0000'))
  const voter = await aVoter(campaign, NOON)
  await Promise.all(Array.from({ length: 5 }, () => enter(voter, wrong)))
  expect((await told(await enter(voter, code)))[0]).toBe(403)
  expect((await told(await enter(voter, codes[5] as string)))[0]).toBe(200)
})

test('a network that tries codes by the hundred is told to wait, while another is served', async () => {
  const guesser = await aVoter(campaign, NOON)
  // Four at once are more than the allowance grows by meanwhile, however slow the machine.
  const statuses: number[] = []
  const guess = async () => statuses.push((await enter(guesser, '0000-0000-0000-0000')).status)
  for (let i = 0; i < 400 && !statuses.includes(429); i++) await Promise.all([guess(), guess(), guess(), guess()])
  expect([statuses.filter(status => status === 403).length >= 240, statuses.includes(429)]).toEqual([true, true])
  const neighbour = await aVoter(campaign, NOON)
  expect((await enter(neighbour, codes[6] as string)).status).toBe(200)
})

test('the form without script asks for the code first, keeps what was typed, and goes on to the ballot', async () => {
  const voter = await aVoter(campaign, NOON)
  expect(await (await voter.send('/c/codes-2026/ballot')).text()).toContain('输入投票码')
  const refused = await voter.form('/c/codes-2026/ballot/code', [['code', 'ABCD"><b>']])
  expect([refused.status, (await refused.text()).includes('value="ABCD&quot;>&lt;b>"')]).toEqual([403, true])
  const accepted = await voter.form('/c/codes-2026/ballot/code', [['code', codes[7] as string]])
  expect([accepted.status, accepted.headers.get('location')]).toEqual([303, '/c/codes-2026/ballot'])
  expect(await (await voter.send('/c/codes-2026/ballot')).text()).toContain('填写选票')
})

test('organizers see how many codes were issued, and the used ones in the tally by unit', async () => {
  const { batches } = (await (await operate('campaigns/codes-2026/codes', { method: 'GET' })).json()) as {
    batches: readonly { unit: string; issued: number }[]
  }
  expect(batches.map(({ unit, issued }) => [unit, issued])).toEqual([['综合.窗口~党支部', 12]])
})
