import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flawsInBothLights, flawsOf } from '../support/axe.ts'
import { openBrowser, openPhone, type PhoneWishes, scriptErrors } from '../support/chromium.ts'
import { type DemoRun, startDemo } from '../support/demo-site.ts'

// A reviewer on a phone: a dossier, a sheet that saves itself, a recusal, and two beside each other.

let demo: DemoRun
let browser: Browser
const REVIEW = '/staff/campaigns/binjiang-hall/review'

beforeAll(async () => {
  ;[demo, browser] = await Promise.all([startDemo(), openBrowser()])
  if (process.env.SHOTS) mkdirSync(process.env.SHOTS, { recursive: true })
})
afterAll(async () => {
  await browser.close()
  await demo.stop()
  expect([...demo.faults, ...scriptErrors]).toEqual([])
})

const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/review-${name}.png`, fullPage: true })
}

async function signedIn(wishes: PhoneWishes): Promise<Page> {
  const page = await (await openPhone(browser, wishes)).newPage()
  await page.goto(`${demo.origin}/staff/sign-in`)
  await page.getByLabel('账号').fill('pingshen')
  await page.getByLabel('密码').fill('demo-password-2')
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL('**/staff')
  return page
}

test('a reviewer reads a dossier on a phone, scores while it saves itself, stays out of another, and compares two', async () => {
  const page = await signedIn({ width: 390 })
  await page.goto(demo.origin + REVIEW)
  const flaws = [...(await flawsInBothLights(page))]
  await shot(page, 'list')
  await page.getByRole('link', { name: '41号', exact: true }).click()
  await page.getByRole('heading', { name: '投票参考' }).waitFor()
  expect(await page.locator('#votes').textContent()).toContain('网上评议结果仅作评审参考')
  flaws.push(...(await flawsInBothLights(page)))
  await page.getByLabel('政治表现').fill('88.5')
  await page.getByLabel('工作实绩').fill('190')
  await page.getByText('有 1 处需要改正，还没有保存').waitFor()
  flaws.push(...(await flawsOf(page)))
  await page.getByLabel('工作实绩').fill('91')
  await page.getByLabel('群众评价').fill('87')
  await page.getByText(/^已保存 \d\d:\d\d$/).waitFor()
  await shot(page, 'sheet')
  await page.reload()
  expect(await page.getByLabel('工作实绩').inputValue()).toBe('91')
  await page.goto(`${demo.origin}${REVIEW}/42`)
  await page.getByText('声明回避').first().click()
  await page.getByLabel('回避的理由').fill('近亲属关系')
  await page.getByRole('button', { name: '声明回避' }).click()
  await page.getByText('您已声明回避').waitFor()
  flaws.push(...(await flawsOf(page)))
  await page.goto(demo.origin + REVIEW)
  expect(await page.locator('main').textContent()).toContain('已评 5 个，回避 1 个，未评完 5 个')
  for (const number of [38, 41]) await page.getByLabel(new RegExp(`比较 ${number}号`)).check()
  await page.getByRole('button', { name: '并排比较' }).click()
  await page.waitForURL('**/compare?*')
  flaws.push(...(await flawsOf(page)))
  await shot(page, 'compare')
  expect(flaws).toEqual([])
  await page.context().close()
})

test('without script and in big type a sheet is saved by its button, and what is wrong stands beside it', async () => {
  const page = await signedIn({ width: 390, script: false })
  await page.goto(`${demo.origin}${REVIEW}/43?view=elder`)
  await page.getByLabel('政治表现').fill('八十')
  await page.getByRole('button', { name: '保存评分' }).click()
  await page.getByText('请填写 0 到 100 的分数').waitFor()
  await page.getByLabel('政治表现').fill('80')
  await page.getByRole('button', { name: '保存评分' }).click()
  await page.waitForURL('**/43?saved=1')
  expect(await page.getByLabel('政治表现').inputValue()).toBe('80')
  await page.context().close()
})
