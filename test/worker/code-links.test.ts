import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { DAY, HOUR } from '../../worker/rules/time.ts'
import { seal } from '../../worker/tokens.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import {
  aVoter,
  castBy,
  ORIGIN,
  openCampaign,
  operate,
  SITE_KEY,
  type Standing,
  setClock,
  told,
  Visitor,
} from '../support/visitor.ts'

interface Issued {
  readonly codes: readonly string[]
  readonly links: readonly string[]
}

const NOON = OPENS + 3 * HOUR
let plain: Standing
let bound: Standing
let issued: Issued
let tiedCodes: Issued

const issue = async (slug: string, body: object): Promise<Issued> =>
  (await (await operate(`campaigns/${slug}/codes`, { body })).json()) as Issued

beforeAll(async () => {
  await setClock(OPENS - DAY)
  plain = await openCampaign(aDocument({ slug: 'links-2026', identity: 'code' }))
  bound = await openCampaign(aDocument({ slug: 'bound-2026', identity: 'bound' }))
  issued = await issue('links-2026', { unit: '东城区', voterClass: 'worker', count: 6 })
  tiedCodes = await issue('bound-2026', { unit: '西城区', count: 20 })
})

const pathOf = (link: string): string => link.slice(ORIGIN.length)
const link = (i: number): string => pathOf(issued.links[i] ?? '')

/** As if WeChat had named this account. */
function asAccount(visitor: Visitor, tag: string): Visitor {
  visitor.cookies.set('__Host-wechat', seal(SITE_KEY, 'wechat-session', `${tag}.${(OPENS - DAY).toString(36)}`))
  return visitor
}

test('a link has 128 bits, and the database keeps neither it nor the code', async () => {
  expect(issued.links.every(one => /^https:\/\/vote\.example\.cn\/c\/links-2026\/k\/[0-9a-z]{26}$/.test(one))).toBe(true)
  const dump = JSON.stringify((await env.DB.prepare('select * from voting_codes').all()).results).toLowerCase()
  for (const one of issued.links) expect(dump.includes(one.slice(-26))).toBe(false)
})

test('a link opens the ballot under its clean address and tells nobody where the reader came from', async () => {
  const voter = await aVoter(plain, NOON)
  const answer = await voter.send(link(0))
  expect([
    answer.status,
    answer.headers.get('location'),
    answer.headers.get('cache-control'),
    answer.headers.get('referrer-policy'),
  ]).toEqual([303, '/c/links-2026/ballot', 'private, no-store', 'no-referrer'])
  expect(await (await voter.send('/c/links-2026/ballot')).text()).toContain('填写选票')
  expect((await castBy(voter, plain, [1])).status).toBe(200)
})

test('previews and repetition use nothing up, and the link and the typed form are one code: one ballot', async () => {
  for (let i = 0; i < 8; i++) expect((await new Visitor().send(link(1))).status).toBe(303)
  expect((await new Visitor().send(link(1), { method: 'HEAD' })).status).toBe(303)
  const [byLink, byHand] = [await aVoter(plain, NOON), await aVoter(plain, NOON)]
  await byLink.send(link(1))
  await byHand.post('/api/campaigns/links-2026/code', { code: issued.codes[1] })
  const receipt = ((await (await castBy(byLink, plain, [1])).json()) as { receipt: string }).receipt
  expect((await told(await castBy(byHand, plain, [2])))[1]).toMatchObject({ code: 'already-voted', receipt })
})

test('a link of another campaign, of nobody, or broken off opens nothing and gets one and the same page', async () => {
  const good = link(2).slice(-26)
  const almost = good.replace(/.$/, sign => (sign === '4' ? '8' : '4'))
  const pages = []
  for (const token of [almost, '0'.repeat(26), 'x', good.slice(0, -1)]) {
    const answer = await new Visitor().send(`/c/links-2026/k/${token}`)
    pages.push([
      answer.status,
      (await answer.text()).replaceAll(`/k/${token}`, '/k/').replaceAll(encodeURIComponent(`/k/${token}`), ''),
    ])
  }
  const elsewhere = await new Visitor().send(`/c/bound-2026/k/${good}`)
  expect([new Set(pages.map(page => JSON.stringify(page).replace(/data-now=\\"\d+\\"/, ''))).size, pages[0]?.[0]]).toEqual([
    1, 403,
  ])
  expect([elsewhere.status, elsewhere.headers.getSetCookie()]).toEqual([403, []])
})

test('a batch for one class gives ballots of that class', async () => {
  const voter = await aVoter(plain, NOON)
  await voter.send(link(3))
  expect((await castBy(voter, plain, [1])).status).toBe(200)
  const { boxOf } = await import('../../worker/objects/names.ts')
  const seen = await boxOf(env, plain.id, 0).seenAfter(0, 100)
  expect(seen.map(({ voterClass, unit }) => [voterClass, unit]).at(-1)).toEqual(['worker', '东城区'])
})

test('a typed form that five wrong guesses have locked still has its link', async () => {
  const voter = await aVoter(plain, NOON)
  const wrong = (issued.codes[4] ?? '').replace(/.{4}$/, tail => (tail === '0000' ? '1111' : '0000'))
  for (let i = 0; i < 5; i++) await voter.post('/api/campaigns/links-2026/code', { code: wrong })
  expect((await voter.post('/api/campaigns/links-2026/code', { code: issued.codes[4] })).status).toBe(403)
  expect((await voter.send(link(4))).status).toBe(303)
})

test('of twenty accounts that come with one code at once, one is tied to it', async () => {
  await setClock(NOON)
  const crowd = Array.from({ length: 20 }, (_, i) => asAccount(new Visitor(), `account-${i}`))
  const statuses = await Promise.all(
    crowd.map(async one => (await one.post('/api/campaigns/bound-2026/code', { code: tiedCodes.codes[0] })).status),
  )
  const byLink = await Promise.all(crowd.map(async one => (await one.send(pathOf(tiedCodes.links[1] ?? ''))).status))
  // The typed form locks while five tries are under way, so a few may be asked to try again; nobody else gets in.
  expect([statuses.filter(status => status === 200).length, byLink.filter(status => status === 303).length]).toEqual([1, 1])
})

test('of twenty codes that one account shows at once, one is tied to it', async () => {
  const account = asAccount(new Visitor(), 'collector')
  const answers = await Promise.all(tiedCodes.links.slice(2).map(async one => (await account.send(pathOf(one))).status))
  expect([answers.filter(status => status === 303).length, answers.filter(status => status === 409).length]).toEqual([1, 17])
})

test('a link that is opened before WeChat names the account is tied as soon as it does, and stays tied', async () => {
  const more = await issue('bound-2026', { unit: '西城区', count: 1 })
  const voter = await aVoter(bound, NOON)
  const opened = await voter.send(pathOf(more.links[0] ?? ''))
  expect([opened.status, (await told(await castBy(voter, bound, [1])))[1]]).toMatchObject([303, { code: 'wechat-needed' }])
  asAccount(voter, 'late')
  expect(await (await voter.send('/c/bound-2026/ballot')).text()).toContain('填写选票')
  expect((await castBy(voter, bound, [1])).status).toBe(200)
  const other = asAccount(await aVoter(bound, NOON), 'somebody-else')
  expect((await other.send(pathOf(more.links[0] ?? ''))).status).toBe(409)
  expect((await told(await castBy(other, bound, [1])))[1]).toMatchObject({ code: 'code-needed' })
})

test('an account other than the one a code is tied to cannot vote with the session of the first', async () => {
  const more = await issue('bound-2026', { unit: '西城区', count: 1 })
  const voter = asAccount(await aVoter(bound, NOON), 'first')
  await voter.send(pathOf(more.links[0] ?? ''))
  asAccount(voter, 'second')
  expect((await told(await castBy(voter, bound, [1])))[1]).toMatchObject({ code: 'code-tied-elsewhere' })
  expect((await voter.send('/c/bound-2026/ballot')).status).toBe(409)
})
