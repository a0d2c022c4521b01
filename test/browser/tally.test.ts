import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { campaignIdOf, type DemoSite, moveClock, operator } from '../../db/demo/site.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { addDays, atHour, DAY, dayOf, HOUR, instant } from '../../worker/rules/time.ts'
import { flawsOf } from '../support/axe.ts'
import type { PhoneWishes } from '../support/chromium.ts'
import { castAt } from '../support/demo-ballots.ts'
import { demo } from '../support/demo-stage.ts'
import { aDocument } from '../support/makers.ts'
import { shot, signedInAs } from '../support/staff-page.ts'

let site: DemoSite
let campaign: CampaignId
const SLUG = 'tally-2026'
const TALLY = `/staff/campaigns/${SLUG}/tally`
/** Three in the afternoon of some day: there is a morning to look at, and half an hour that is not over. */
const NOW = atHour(dayOf(instant(Date.now())), 15) + HOUR / 2
const dayFrom = (days: number): string => addDays(dayOf(instant(NOW)), days)

const cast = (at: number, choices: readonly number[]) => castAt({ site, slug: SLUG, campaign }, at, choices)

/** Two days and a half of ballots, some of them held. */
async function fill(): Promise<void> {
  const milestones = [{ step: 'vote' as const, title: '网上评议', from: dayFrom(-2), until: dayFrom(1) }]
  await operator(site, `campaigns/${SLUG}`, { method: 'PUT', body: aDocument({ slug: SLUG, milestones }) })
  await operator(site, `campaigns/${SLUG}/open`, { method: 'POST' })
  campaign = await campaignIdOf(site, SLUG)
  const receipts: string[] = []
  for (let hour = 0; hour < 62; hour += 2) {
    const at = NOW - 2 * DAY - 15 * HOUR + hour * HOUR
    if (at > NOW) break
    await moveClock(site, at)
    const many = [0, 1, 2, 4, 7, 3, 5, 6, 9, 4, 1, 0][(hour / 2) % 12] as number
    receipts.push(...(await Promise.all(Array.from({ length: many }, (_, i) => cast(at, i % 3 ? [1, 4] : [2, 3])))))
  }
  await moveClock(site, NOW)
  const body = { receipts: receipts.filter((_, i) => i % 6 === 0), reasons: ['TIME.FAST', 'NET.PREFIX_BURST'] }
  await operator(site, `hold/${SLUG}`, { method: 'POST', body })
}

beforeAll(async () => {
  site = { origin: demo.origin, operatorKey: demo.operatorKey, siteKey: demo.siteKey, say: () => undefined }
  await fill()
})

const organizer = (wishes?: PhoneWishes) => signedInAs('zuzhi', wishes)

const received = async (page: Page): Promise<number> => Number(await page.locator('[data-received]').textContent())

test('the organizer sees a ballot within seconds of its casting, without touching the page; cut off, the page says so and finds back', async () => {
  const page = await organizer()
  await page.goto(demo.origin + TALLY)
  await page.getByText('实时', { exact: true }).waitFor()
  await page.waitForFunction(() => Number(document.querySelector('[data-received]')?.textContent) > 50)
  const before = await received(page)
  await shot(page, 'tally-wide')
  await page.evaluate(() => Object.assign(window, { untouched: true }))
  await cast(NOW, [5, 1])
  await page.waitForFunction(now => document.querySelector('[data-received]')?.textContent === now, String(before + 1), {
    timeout: 15_000,
  })
  await page.context().setOffline(true)
  await page.getByText('重新连接中…').waitFor()
  await shot(page, 'tally-cut-off')
  await cast(NOW, [4, 1])
  await page.context().setOffline(false)
  await page.waitForFunction(now => document.querySelector('[data-received]')?.textContent === now, String(before + 2), {
    timeout: 15_000,
  })
  await page.getByText('实时', { exact: true }).waitFor()
  expect(await page.evaluate(() => (window as unknown as { untouched?: true }).untouched)).toBe(true)
  await page.emulateMedia({ media: 'print' })
  await shot(page, 'tally-print')
  await page.context().close()
})

test('without script the tally is as whole, leads to any day, and is asked again by a link', async () => {
  const page = await organizer({ width: 390, script: false })
  await page.goto(demo.origin + TALLY)
  await page.getByRole('link', { name: '刷新数据' }).click()
  await page.locator('.heat thead a').first().click()
  await page.waitForURL(`**/tally?day=${dayFrom(-2)}`)
  await expect.poll(() => page.locator('.heat [aria-current]').count()).toBe(1)
  await shot(page, 'tally-phone')
  await page.context().close()
})

test('axe finds nothing on the tally on a phone, in the dark and in big type', async () => {
  const page = await organizer({ width: 390, dark: true })
  await page.goto(`${demo.origin}${TALLY}?view=elder`)
  await page.getByText('实时', { exact: true }).waitFor()
  expect(await flawsOf(page)).toEqual([])
  await shot(page, 'tally-elder')
  await page.context().close()
})
