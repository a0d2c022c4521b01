import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Site, startSite } from '../../worker/host/runtime.ts'
import { SNAPSHOT_ACCOUNT, STUB_ACCOUNTS, WechatStub } from '../../worker/host/wechat-stub.ts'
import { flawsOf, LOOKS } from '../support/axe.ts'
import { openBrowser, openPhone, scriptErrors } from '../support/chromium.ts'
import { aDocument } from '../support/makers.ts'

// A phone in WeChat, the built site, and the demo's WeChat beside it.

const OPERATOR_KEY = 'an operator key for tests, 32 or more'
const state = mkdtempSync(join(tmpdir(), 'mingping-account-'))
const faults: string[] = []
let stub: WechatStub
let site: Site
let browser: Browser

beforeAll(async () => {
  stub = await new WechatStub().listen()
  const vars = { SITE_KEY: 'a site key for tests of 32 signs or more', OPERATOR_KEY, ...stub.vars() }
  const onLog = (line: string) => line.includes('"fault"') && faults.push(line)
  const starting = startSite({ state, host: '127.0.0.1', port: 0, build: 'local', vars, onLog })
  ;[site, browser] = await Promise.all([starting, openBrowser()])
  for (const identity of ['openid', 'device'] as const) await openPoll(identity)
})
afterAll(async () => {
  await browser.close()
  await site.stop()
  stub.stop()
  rmSync(state, { recursive: true, force: true })
  expect([...faults, ...scriptErrors]).toEqual([])
})

async function openPoll(identity: 'openid' | 'device'): Promise<void> {
  const address = `${site.origin}/operator/campaigns/by-${identity}`
  const headers = { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/json' }
  const milestones = [{ step: 'vote', title: '网上评议', from: '2020-01-01', until: '2099-01-01' }] as const
  const document = aDocument({ slug: `by-${identity}`, identity, milestones: [...milestones] })
  await fetch(address, { method: 'PUT', headers, body: JSON.stringify(document) })
  await fetch(`${address}/open`, { method: 'POST', headers })
}

test('a voter in WeChat comes from the campaign to the ballot, votes, and meets the receipt when coming again with other cookies', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(`${site.origin}/c/by-openid`)
  await page.locator('.bar a').click()
  // The real WeChat knows who holds the phone; the demo's asks.
  await page.getByRole('link', { name: STUB_ACCOUNTS[0] }).click()
  await page.waitForURL(`${site.origin}/c/by-openid/ballot`)
  for (const number of [1, 4]) await page.locator(`#n${number} label`).click()
  await page.getByRole('button', { name: '核对选票' }).click()
  await page.waitForTimeout(3000)
  await page.getByRole('button', { name: '确认提交' }).click()
  await page.waitForURL('**/receipts/*')
  await phone.clearCookies()
  await page.goto(`${site.origin}/c/by-openid/ballot`)
  await page.getByRole('link', { name: STUB_ACCOUNTS[0] }).click()
  await page.waitForURL(`${site.origin}/c/by-openid/ballot`)
  await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('已记录')
  await phone.close()
})

/** What stands in a voter's way, as each is met. */
const DOORS: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'a snapshot page': async page => {
    await page.goto(`${site.origin}/c/by-openid/ballot`)
    await page.getByRole('link', { name: SNAPSHOT_ACCOUNT }).click()
    await page.getByText('点屏幕最下方的“使用完整服务”').waitFor()
  },
  'WeChat out of reach': page => page.goto(`${site.origin}/wechat/stopped/busy?next=ballot.by-openid`),
}

for (const [mode, width] of LOOKS)
  test(`axe finds nothing on what stands before such a ballot in ${mode} mode at ${width} px`, async () => {
    const look = { width, dark: mode === 'dark' }
    const phone = await openPhone(browser, look)
    const page = await phone.newPage()
    const flaws: string[] = []
    const view = mode === 'elder' ? '?view=elder' : ''
    for (const [name, meet] of Object.entries(DOORS)) {
      await meet(page)
      flaws.push(...(await flawsOf(page)).map(text => `${name}: ${text}`))
    }
    const elsewhere = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: look.dark ? 'dark' : 'light' })
    const other = await elsewhere.newPage()
    await other.goto(`${site.origin}/c/by-openid/ballot${view}`)
    await other.getByRole('button', { name: '复制网址' }).click()
    flaws.push(...(await flawsOf(other)).map(text => `elsewhere: ${text}`))
    expect(flaws).toEqual([])
    await Promise.all([phone.close(), elsewhere.close()])
  })

test('WeChat’s script is asked for inside WeChat alone, on pages that can be sent on, and a page without it is whole', async () => {
  const asked: string[] = []
  const open = async (agent: string | null, path: string, expects = false) => {
    const context = agent === null ? await openPhone(browser) : await browser.newContext({ userAgent: agent })
    await context.route('https://res.wx.qq.com/**', route => {
      asked.push(path)
      return route.fulfill({ contentType: 'text/javascript', body: SDK })
    })
    const page = await context.newPage()
    await page.goto(site.origin + path)
    if (expects) await page.waitForFunction(() => (window as unknown as { cards?: unknown[] }).cards?.length === 3)
    else await page.waitForLoadState('networkidle')
    const card = await page.evaluate(() => (window as unknown as { cards?: unknown }).cards)
    await context.close()
    return card
  }
  const about = { title: '清河市“十佳百优”先进典型网上评议', link: `${site.origin}/c/by-openid`, imgUrl: expect.any(String) }
  expect([
    await open(null, '/c/by-openid', true),
    await open(null, '/c/by-device/ballot'),
    await open('Mozilla/5.0 Chrome/142', '/c/by-openid'),
  ]).toEqual([
    [
      ['config', ['appId', 'jsApiList', 'nonceStr', 'signature', 'timestamp']],
      ['updateAppMessageShareData', { ...about, desc: '请党员群众评议候选对象。' }],
      ['updateTimelineShareData', about],
    ],
    undefined,
    undefined,
  ])
  expect(asked).toEqual(['/c/by-openid'])
})

/** What WeChat's script offers of itself, keeping what it is told. */
const SDK = `window.cards = []; window.wx = {
  config: given => cards.push(['config', Object.keys(given).sort()]), ready: then => then(),
  updateAppMessageShareData: card => cards.push(['updateAppMessageShareData', card]),
  updateTimelineShareData: card => cards.push(['updateTimelineShareData', card]) }`
