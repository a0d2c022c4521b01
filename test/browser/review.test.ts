import { expect, test } from 'vitest'
import { flawsInBothLights, flawsOf } from '../support/axe.ts'
import { demo } from '../support/demo-stage.ts'
import { landing } from '../support/landing.ts'
import { holdScript, shot, signedInAs } from '../support/staff-page.ts'

// A reviewer on a phone: a dossier, a sheet that saves itself, a recusal, and two beside each other.

const REVIEW = '/staff/campaigns/binjiang-hall/review'

test('a reviewer reads a dossier on a phone, scores while it saves itself, stays out of another, and compares two', async () => {
  const page = await signedInAs('pingshen', { width: 390 })
  await page.goto(demo.origin + REVIEW)
  const flaws = [...(await flawsInBothLights(page))]
  await shot(page, 'review-list')
  await page.getByRole('link', { name: '41号', exact: true }).click()
  await page.getByRole('heading', { name: '投票参考' }).waitFor()
  await expect.poll(() => page.locator('#votes').textContent()).toContain('网上评议结果仅作评审参考')
  flaws.push(...(await flawsInBothLights(page)))
  await page.getByLabel('政治表现').fill('88.5')
  await page.getByLabel('工作实绩').fill('190')
  await page.getByText('有 1 处需要改正，还没有保存').waitFor()
  flaws.push(...(await flawsOf(page)))
  await page.getByLabel('工作实绩').fill('91')
  await page.getByLabel('群众评价').fill('87')
  await page.getByText(/^已保存 \d\d:\d\d$/).waitFor()
  await shot(page, 'review-sheet')
  await page.reload()
  await expect.poll(() => page.getByLabel('工作实绩').inputValue()).toBe('91')
  await page.goto(`${demo.origin}${REVIEW}/42`)
  await page.getByText('声明回避').first().click()
  await page.getByLabel('回避的理由').fill('近亲属关系')
  await page.getByRole('button', { name: '声明回避' }).click()
  await page.getByText('您已声明回避').waitFor()
  flaws.push(...(await flawsOf(page)))
  await page.goto(demo.origin + REVIEW)
  await expect.poll(() => page.locator('main').textContent()).toContain('已评 5 个，回避 1 个，未评完 5 个')
  for (const number of [38, 41]) await page.getByLabel(new RegExp(`比较 ${number}号`)).check()
  await page.getByRole('button', { name: '并排比较' }).click()
  await page.waitForURL('**/compare?*')
  flaws.push(...(await flawsOf(page)))
  await shot(page, 'review-compare')
  expect(flaws).toEqual([])
  await page.context().close()
})

test('a score that was typed before the script came is saved all the same', async () => {
  const page = await signedInAs('pingshen', { width: 390 })
  const release = await holdScript(page, 'review')
  await page.goto(`${demo.origin}${REVIEW}/41`, { waitUntil: 'commit' })
  await page.getByLabel('群众评价').fill('87.5')
  release()
  await page.getByText(/^已保存 \d\d:\d\d$/).waitFor()
  await page.reload()
  await expect.poll(() => page.getByLabel('群众评价').inputValue()).toBe('87.5')
  await page.context().close()
})

test('without script and in big type a sheet is saved by its button, and what is wrong stands beside it', async () => {
  const page = await signedInAs('pingshen', { width: 390, script: false })
  await page.goto(`${demo.origin}${REVIEW}/43?view=elder`)
  await page.getByLabel('政治表现').fill('八十')
  await page.getByRole('button', { name: '保存评分' }).click()
  await page.getByText('请填写 0 到 100 的分数').waitFor()
  await page.getByLabel('政治表现').fill('80')
  await page.getByRole('button', { name: '保存评分' }).click()
  await page.waitForURL('**/43?saved=1')
  await expect.poll(() => page.getByLabel('政治表现').inputValue()).toBe('80')
  await page.context().close()
})

test('an organizer makes a panel on a phone, seats a reviewer, and reads a summary whose columns stay apart', async () => {
  const page = await signedInAs('zuzhi', { width: 390 })
  await page.goto(`${demo.origin}/staff/campaigns/qinghe/review`)
  await page.getByRole('link', { name: '设定评审组' }).click()
  await page.getByLabel('权重').first().fill('20')
  await page.getByRole('button', { name: '设定评审组' }).click()
  await page.getByText('各项权重之和须为 100，现在是 95').waitFor()
  const flaws = [...(await flawsOf(page))]
  await shot(page, 'review-terms')
  await page.getByLabel('权重').first().fill('25')
  await page.getByRole('button', { name: '设定评审组' }).click()
  await page.getByText('已保存。').waitFor()
  await page.getByLabel('加入评审').selectOption({ label: '演示评审乙' })
  await page.getByRole('button', { name: '加入', exact: true }).click()
  await page.getByText('评审中').waitFor()
  flaws.push(...(await flawsOf(page)))
  await page.goto(`${demo.origin}/staff/campaigns/binjiang-hall/panel/summary`)
  await page.getByText('各位评审的评分').click()
  await page.getByRole('columnheader', { name: '演示评审丙' }).waitFor()
  flaws.push(...(await flawsInBothLights(page)))
  await shot(page, 'review-summary')
  await page.getByRole('link', { name: '加权平均' }).click()
  await page.waitForURL('**/summary?by=weighted')
  await expect.poll(() => page.locator('[aria-sort=descending]').textContent()).toBe('加权平均')
  expect(flaws).toEqual([])
  await page.context().close()
})

test('without script an organizer puts a paper in, says what it is and takes it out; a reviewer finds it in its place', async () => {
  const page = await signedInAs('zuzhi', { width: 390, script: false })
  await page.goto(`${demo.origin}/staff/campaigns/qinghe/nominees/1`)
  const papers = page.locator('#papers')
  const buffer = Buffer.from('%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n')
  for (const [name, words] of [
    ['考察报告.pdf', ''],
    ['征求意见表.pdf', '\n'],
  ] as const) {
    const file = { name, mimeType: 'application/pdf', buffer: Buffer.concat([buffer, Buffer.from(words)]) }
    await papers.getByLabel('文件').setInputFiles(file)
    await papers.getByLabel('类别').last().selectOption({ index: 1 })
    await papers.getByRole('button', { name: '上传材料' }).click()
    await page.waitForURL('**#papers')
  }
  await papers.getByRole('button', { name: '下移 考察报告' }).click()
  await papers.getByText('修改').last().click()
  await papers.getByLabel('类别').nth(1).selectOption({ index: 3 })
  await papers.getByRole('button', { name: '保存' }).click()
  await papers.getByRole('heading', { name: '考察报告' }).waitFor()
  const seeing = await signedInAs('zuzhi', { width: 390 })
  await seeing.goto(`${demo.origin}/staff/campaigns/qinghe/nominees/1`)
  await seeing.locator('#papers').getByText('修改').first().click()
  await shot(seeing, 'papers-desk')
  expect(await flawsOf(seeing)).toEqual([])
  await seeing.context().close()
  await papers.getByText('修改').first().click()
  await landing(page, () => papers.getByRole('button', { name: '移除这份材料' }).click())
  await page.goto(`${demo.origin}/staff/campaigns/qinghe/review/1`)
  await expect
    .poll(async () => (await page.locator('#papers dl').innerText()).replaceAll(/\s+/g, ' '))
    .toBe('推荐表 尚未收到 证明材料 尚未收到 征求意见 尚未收到 考察报告 考察报告 PDF，77 B')
  await page.context().close()
})
