import { beforeAll, expect, test } from 'vitest'
import { campaignIdOf, type DemoSite, moveClock, operator } from '../../db/demo/site.ts'
import { addDays, DAY, dayOf, HOUR, instant, startOf } from '../../worker/rules/time.ts'
import { flawsOf } from '../support/axe.ts'
import { openPhone, type PhoneWishes } from '../support/chromium.ts'
import { castAt } from '../support/demo-ballots.ts'
import { browser, demo } from '../support/demo-stage.ts'
import { aDocument } from '../support/makers.ts'
import { shot, signedInAs } from '../support/staff-page.ts'

let site: DemoSite
let receipts: readonly string[]
const SLUG = 'cases-2026'
const DESK = `/staff/campaigns/${SLUG}/cases`
const NOW = Date.now()
const dayFrom = (days: number): string => addDays(dayOf(instant(NOW)), days)

/** A farm's ballots of one evening among everybody's, held as the scorer would. */
async function fill(): Promise<void> {
  const milestones = [{ step: 'vote' as const, title: '网上评议', from: dayFrom(-2), until: dayFrom(1) }]
  await operator(site, `campaigns/${SLUG}`, { method: 'PUT', body: aDocument({ slug: SLUG, milestones }) })
  await operator(site, `campaigns/${SLUG}/open`, { method: 'POST' })
  const poll = { site, slug: SLUG, campaign: await campaignIdOf(site, SLUG) }
  const cast = (at: number, choices: readonly number[]) => castAt(poll, at, choices)
  const farm: string[] = []
  for (let hour = 0; hour < 6; hour++) {
    // Of one day, whatever hour it is now: cases do not reach over midnight.
    const at = startOf(addDays(dayOf(instant(NOW)), -1)) + (10 + hour) * HOUR
    await moveClock(site, at)
    await Promise.all(Array.from({ length: 5 }, () => cast(at, [1, 4])))
    farm.push(...(await Promise.all(Array.from({ length: hour * 4 }, () => cast(at, [2])))))
  }
  await moveClock(site, null)
  await operator(site, `hold/${SLUG}`, {
    method: 'POST',
    body: { receipts: farm, reasons: ['TIME.FAST', 'DEV.COOKIE_CHURN', 'NET.PREFIX_BURST'] },
  })
  receipts = farm
}

beforeAll(async () => {
  site = { origin: demo.origin, operatorKey: demo.operatorKey, siteKey: demo.siteKey, say: () => undefined }
  await fill()
})

const organizer = (wishes?: PhoneWishes) => signedInAs('zuzhi', wishes)
const auditor = (wishes?: PhoneWishes) => signedInAs('shenji', wishes)

test('two people decide about held ballots, with script and without, and see nowhere whom the ballots favour', async () => {
  const one = await organizer()
  await one.goto(demo.origin + DESK)
  await shot(one, 'desk-loose')
  await one.getByRole('button', { name: '整理成案件' }).click()
  await one.getByText(/已把 \d+ 张暂缓选票整理成 1 个案件。/).waitFor()
  await shot(one, 'desk')
  await one.locator('.cells a').first().click()
  await one.getByRole('heading', { name: '为什么暂缓' }).waitFor()
  await shot(one, 'case')
  expect(await flawsOf(one)).toEqual([])
  const words = (await one.locator('main').textContent()) ?? ''
  for (const name of ['李秀兰', '2号']) expect([name, words.includes(name)]).toEqual([name, false])
  await one.getByLabel(/作废/).check()
  await one.getByLabel('理由').fill('同一网络里几小时内不断出现全新的设备，用时明显短于其他人。')
  await one.getByRole('button', { name: '提出意见' }).click()
  await one.getByText('这个意见是您提出的').waitFor()
  await shot(one, 'case-proposed')

  // The second person has no script.
  const two = await auditor({ width: 390, script: false })
  await two.goto(demo.origin + DESK)
  await two.locator('.cells a').first().click()
  await shot(two, 'case-second-phone')
  await two.getByRole('button', { name: /同意作废（60 张）/ }).click()
  await two.getByRole('heading', { name: '决定：作废' }).waitFor()
  await expect.poll(() => two.locator('main').textContent()).toContain('改变状态的选票 60 张')
  await shot(two, 'case-decided-phone')
  await one.context().close()
  await two.context().close()
})

test('axe finds nothing on the desk of cases in the dark and in big type on a phone', async () => {
  const page = await auditor({ dark: true })
  const flaws: string[] = []
  await page.goto(`${demo.origin}${DESK}?view=elder`)
  flaws.push(...(await flawsOf(page)))
  await shot(page, 'desk-dark-elder')
  await page.locator('.cells a').first().click()
  await page.waitForURL('**/cas_*')
  flaws.push(...(await flawsOf(page)))
  await shot(page, 'case-dark-elder')
  expect(flaws).toEqual([])
  await page.context().close()
})

test('after the close a phone reads that its ballot is void and why, appeals, and reads that it counts after all', async () => {
  const [code = ''] = receipts
  await moveClock(site, NOW + 4 * DAY)
  const phone = await (await openPhone(browser)).newPage()
  const receipt = `${demo.origin}/c/${SLUG}/receipts/${code}`
  await phone.goto(receipt)
  await expect.poll(() => phone.locator('[data-status]').textContent()).toBe('作废')
  const flaws = [...(await flawsOf(phone))]
  await shot(phone, 'receipt-void')
  await phone.getByRole('link', { name: '对这张选票提出申诉' }).click()
  await phone.waitForURL('**/appeal')
  await expect.poll(() => phone.getByLabel(/等于几/).isVisible()).toBe(false)
  await phone.getByLabel('当时的情况').fill('本人在单位用自己的手机投的票，同事也在同一时间投票。')
  flaws.push(...(await flawsOf(phone)))
  await shot(phone, 'appeal')
  await phone.getByRole('button', { name: '提交申诉' }).click()
  await phone.getByRole('heading', { name: '申诉已收到' }).waitFor()
  flaws.push(...(await flawsOf(phone)))
  await shot(phone, 'appealed')

  const [one, two] = [await auditor(), await organizer({ width: 390 })]
  await one.goto(demo.origin + DESK)
  await one.getByText('投票人申诉').click()
  await one.waitForURL(/\/cases\/[^/?]+/)
  expect(await one.locator('main').textContent()).not.toContain('用自己的手机')
  await one.getByLabel('查看的事由').fill('复核申诉')
  await one.getByRole('button', { name: '查看申诉' }).click()
  await one.getByText('用自己的手机').waitFor()
  flaws.push(...(await flawsOf(one)))
  await shot(one, 'appeal-opened')
  await one.getByLabel(/恢复计入/).check()
  await one.getByRole('textbox', { name: /答复/ }).fill('经核实，单位当晚组织集中学习后投票，情况属实。')
  await one.getByRole('button', { name: '提出意见' }).click()
  await one.getByText(/须由组织者复核同意/).waitFor()
  await two.goto(one.url())
  await two.getByRole('button', { name: /同意恢复计入/ }).click()
  await two.getByRole('heading', { name: '决定：恢复计入' }).waitFor()
  await phone.goto(receipt)
  await expect.poll(() => phone.locator('[data-status]').textContent()).toBe('计入')
  await phone.getByText('单位当晚组织集中学习后投票').waitFor()
  await shot(phone, 'receipt-restored')
  expect(flaws).toEqual([])
  await moveClock(site, null)
})
