import { beforeAll, expect, test } from 'vitest'
import { powProof } from '../../db/demo/voters.ts'
import { DAY } from '../../worker/rules/time.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { aVoter, openCampaign, SITE_KEY, type Standing, setClock, told, type Visitor } from '../support/visitor.ts'

let campaign: Standing
const NOON = OPENS + 3 * 3_600_000

beforeAll(async () => {
  await setClock(OPENS - DAY)
  campaign = await openCampaign(
    aDocument({
      slug: 'likes-2026',
      theme: 'green',
      milestones: [{ step: 'likes', title: '网络点赞', from: '2026-04-20 09:00', until: '2026-04-25' }],
    }),
  )
})

async function like(visitor: Visitor, number: number): Promise<Response> {
  const check = await powProof({ siteKey: SITE_KEY, campaign: campaign.id, now: NOON + 10 * DAY }, visitor.device, 'like')
  return visitor.post('/api/campaigns/likes-2026/likes', { number, check })
}

const likesOf = async (visitor: Visitor) => (await (await visitor.send('/api/campaigns/likes-2026/likes')).json()) as unknown

test('a device likes a nominee once a Shanghai day, and several nominees', async () => {
  const fan = await aVoter(campaign, NOON)
  expect(await told(await like(fan, 1))).toEqual([200, { number: 1 }])
  expect((await told(await like(fan, 1)))[1]).toEqual({
    code: 'already-liked',
    next: Date.parse('2026-04-21T00:00:00+08:00'),
    message: '您今天已经为他（她）点过赞，明天 0:00 后可以再点。',
  })
  expect((await like(fan, 2)).status).toBe(200)
  expect(await likesOf(fan)).toEqual({ likes: { 1: 1, 2: 1 }, liked: [1, 2] })
  await setClock(NOON + DAY)
  expect((await like(fan, 1)).status).toBe(200)
  expect(await likesOf(fan)).toEqual({ likes: { 1: 2, 2: 1 }, liked: [1] })
})

test('a hundred presses at once are one like', async () => {
  const fan = await aVoter(campaign, NOON)
  const statuses = await Promise.all(Array.from({ length: 100 }, async () => (await like(fan, 3)).status))
  expect(statuses.filter(status => status === 200)).toHaveLength(1)
  expect(((await likesOf(fan)) as { likes: Record<number, number> }).likes[3]).toBe(1)
})

test('likes are given inside their window only', async () => {
  const fan = await aVoter(campaign, Date.parse('2026-04-26T00:00:01+08:00'))
  expect((await told(await like(fan, 1)))[1]).toMatchObject({ code: 'likes-closed' })
})

test('every page and answer with a like on it says what likes are for, and no result or tally holds one', async () => {
  const reader = await aVoter(campaign, NOON)
  const page = await (await reader.send('/c/likes-2026/nominees/1')).text()
  expect([page.includes('点赞仅作宣传，不作评选依据。'), page.includes('个赞')]).toEqual([true, true])
  expect(await told(await reader.send('/api/campaigns/likes-2026/results'))).toEqual([
    200,
    { use: 'advisory', shows: 'nothing', next: null },
  ])
})

test('the like without script asks one sum, and says what was wrong', async () => {
  const fan = await aVoter(campaign, NOON)
  const page = await (await fan.send('/c/likes-2026/nominees/4/like')).text()
  const token = /name="question" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const wrong = await fan.form('/c/likes-2026/nominees/4/like', [
    ['question', token],
    ['answer', '99'],
  ])
  expect([wrong.status, (await wrong.text()).includes('安全验证没有通过')]).toEqual([403, true])
  const [, a = '', b = ''] = /：(.) 加 (.) 等于/.exec(page) ?? []
  const sum = '零一二三四五六七八九'.indexOf(a) + '零一二三四五六七八九'.indexOf(b)
  const right = await fan.form('/c/likes-2026/nominees/4/like', [
    ['question', token],
    ['answer', ` ${sum} `],
  ])
  expect([right.status, right.headers.get('location')]).toEqual([303, '/c/likes-2026/nominees/4'])
})
