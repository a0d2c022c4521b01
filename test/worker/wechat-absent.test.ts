import { beforeAll, expect, test } from 'vitest'
import { aDocument, OPENS } from '../support/makers.ts'
import { aVoter, castBy, openCampaign, type Standing, setClock, Visitor } from '../support/visitor.ts'

// A site that no service account was set for: everything but the vote by WeChat accounts goes on, and that one says why not.

const NOON = OPENS + 3 * 3_600_000
const WECHAT = { 'user-agent': 'Mozilla/5.0 (Linux; Android 14) XWEB/1420045 MicroMessenger/8.0.49' }
let byAccount: Standing
let byDevice: Standing

beforeAll(async () => {
  await setClock(OPENS - 86_400_000)
  byAccount = await openCampaign(aDocument({ slug: 'absent-openid', identity: 'openid' }))
  byDevice = await openCampaign(aDocument({ slug: 'absent-device' }))
  await setClock(NOON)
})

test('F10: without WeChat its campaigns are read as ever, and their ballot says what is missing, inside WeChat and outside', async () => {
  const reader = new Visitor()
  for (const path of ['', '/nominees', '/nominees/1', '/results', '/my-ballot'])
    expect([path, (await reader.send(`/c/absent-openid${path}`, { headers: WECHAT })).status]).toEqual([path, 200])
  for (const headers of [{}, WECHAT]) {
    const answer = await reader.send('/c/absent-openid/ballot', { headers })
    expect([answer.status, (await answer.text()).includes('本站还没有接通微信登录')]).toEqual([503, true])
  }
})

test('without WeChat nobody can be named by it, and no address of it exists', async () => {
  const voter = await aVoter(byAccount, NOON)
  const cast = await castBy(voter, byAccount, [1, 2])
  expect([cast.status, ((await cast.json()) as { code: string }).code]).toEqual([401, 'wechat-needed'])
  for (const path of [
    '/wechat/sign-in?next=ballot.absent-openid',
    `/wechat/return?code=x&state=${'0'.repeat(64)}`,
    '/wechat/stopped/busy?next=ballot.absent-openid',
    '/api/wechat/signature?url=https://vote.example.cn/',
    '/MP_verify_x.txt',
  ])
    expect([path, (await voter.send(path)).status]).toEqual([path, 404])
})

test('a vote that does not go by WeChat accounts loses nothing by its absence, not even inside WeChat', async () => {
  const voter = await aVoter(byDevice, NOON)
  expect((await voter.send('/c/absent-device/ballot', { headers: WECHAT })).status).toBe(200)
  expect((await castBy(voter, byDevice, [1, 2])).status).toBe(200)
})

test('pages say nothing of WeChat’s script where none can be signed', async () => {
  const answer = await new Visitor().send('/c/absent-openid')
  expect([
    (await answer.text()).includes('data-wechat'),
    answer.headers.get('content-security-policy')?.includes('http'),
  ]).toEqual([false, false])
})
