import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { operator } from '../../db/demo/site.ts'
import { addDays, dayOf, instant } from '../../worker/rules/time.ts'
import { flawsOf, lightOf } from '../support/axe.ts'
import { demo } from '../support/demo-stage.ts'
import { aDocument } from '../support/makers.ts'
import { shot, signedInAs } from '../support/staff-page.ts'

const SLUG = 'decision-2026'
const DESK = `/staff/campaigns/${SLUG}/decision`
const dayFrom = (days: number): string => addDays(dayOf(instant(Date.now())), days)

beforeAll(async () => {
  const milestones = [{ step: 'vote' as const, title: '网上评议', from: dayFrom(-9), until: dayFrom(-5) }]
  const site = { ...demo, say: () => undefined }
  await operator(site, `campaigns/${SLUG}`, { method: 'PUT', body: aDocument({ slug: SLUG, milestones }) })
})

async function fillIn(page: Page): Promise<void> {
  const texts = { 会议名称: '部务会议', 日期: dayFrom(-2), 地点: '302 会议室', 主持人: '赵某', 记录人: '钱某' }
  for (const [label, text] of Object.entries(texts)) await page.getByLabel(label, { exact: true }).fill(text)
  await page.getByLabel('应到人数').fill('15')
  await page.getByLabel('实到人数').fill('13')
  await page.getByLabel('到会人数是否符合规定').fill('到会人数超过三分之二，符合规定')
  for (const number of [1, 2, 4]) await page.locator(`[name="line.${number}.outcome"]`).selectOption('honoured')
  await page.locator('[name="line.1.for"]').fill('14')
}

test('a decision is written on a phone, saved by itself, sent back by what does not add up, and released by another', async () => {
  const writer = await signedInAs('zuzhi', { width: 390 })
  await writer.goto(demo.origin + DESK)
  await fillIn(writer)
  await writer.getByText(/^已保存 \d\d:\d\d$/).waitFor()
  await shot(writer, 'form-phone')
  await writer.getByRole('button', { name: '其余都记为未入选' }).click()
  await writer.getByRole('button', { name: '提交复核' }).click()
  await writer.getByText('1号 张明：进行了表决的，赞成、反对、弃权三项都要填写整数').first().waitFor()
  for (const light of ['light', 'dark'] as const) {
    await lightOf(writer, light)
    expect([light, await flawsOf(writer)]).toEqual([light, []])
    await shot(writer, `form-refused-${light}`)
  }
  await writer.locator('[name="line.1.for"]').fill('')
  await writer.getByRole('button', { name: '提交复核' }).click()
  await writer.getByText('须由审计复核同意').waitFor()
  const second = await signedInAs('shenji', { width: 1280 })
  await second.goto(demo.origin + DESK)
  await shot(second, 'waiting')
  expect(await flawsOf(second)).toEqual([])
  await second.getByRole('button', { name: '同意，决定生效' }).click()
  await second.getByRole('heading', { name: '已生效', exact: true }).waitFor()
  await writer.reload()
  expect(await flawsOf(writer)).toEqual([])
  await shot(writer, 'released-phone')
  await writer.getByRole('button', { name: '生成结果公告草稿' }).click()
  await writer.waitForURL('**/staff/notices/ntc_*')
  await writer.goto(`${demo.origin}${DESK}/print`)
  expect(await flawsOf(writer)).toEqual([])
  await shot(writer, 'paper')
})

test('a long category is folded until somebody wants it, or something in it is wrong', async () => {
  const page = await signedInAs('zuzhi', { width: 390 })
  await page.goto(`${demo.origin}/staff/campaigns/qinghe/decision`)
  const folds = () =>
    page
      .locator('details.decided')
      .evaluateAll(all => all.map(one => [one.querySelectorAll('fieldset').length, (one as HTMLDetailsElement).open]))
  expect(await folds()).toEqual([
    [15, true],
    [15, true],
    [150, false],
  ])
  await page.getByText('150 个对象，名额 100 个').click()
  await page.locator('[name="line.31.for"]').fill('很多')
  await page.getByRole('button', { name: '提交复核' }).click()
  await page.locator('#flaws-31').waitFor()
  expect(await folds()).toEqual([
    [15, true],
    [15, true],
    [150, true],
  ])
  await page.context().close()
})
