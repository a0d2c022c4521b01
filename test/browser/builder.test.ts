import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { TEMPLATES } from '../../worker/rules/templates.ts'
import { flawsInBothLights, flawsOf } from '../support/axe.ts'
import { demo } from '../support/demo-stage.ts'
import { landing } from '../support/landing.ts'
import { holdScript, signedInAs } from '../support/staff-page.ts'

async function aDesk({ width = 1280, script = true, dark = false } = {}): Promise<{ desk: BrowserContext; page: Page }> {
  const page = await signedInAs('zuzhi', { width, script, dark })
  return { desk: page.context(), page }
}

/** From the console to a draft with its settings before one; answers its address. */
async function makeDraft(page: Page, template: string, slug: string): Promise<string> {
  await page.goto(`${demo.origin}/staff`)
  await page.getByRole('link', { name: '新建活动' }).first().click()
  await page.locator('a.template', { hasText: template }).first().click()
  await page.getByLabel('活动名称').fill(`清河市${template}`)
  await page.getByLabel('简称').fill(template.slice(0, 20))
  await page.getByLabel('主办单位').fill('中共清河市委组织部')
  await page.getByLabel('网址里的代号').fill(slug)
  await page.getByRole('button', { name: '建成草稿' }).click()
  await page.waitForURL('**/settings')
  return `${demo.origin}/staff/campaigns/${slug}`
}

const saved = (page: Page) => page.locator('#save-state', { hasText: /已保存 \d\d:\d\d/ }).waitFor()

for (const { key, name } of TEMPLATES)
  test(`a campaign is made from the template “${name}”, given a contact, previewed and published`, async () => {
    const { desk, page } = await aDesk()
    const address = await makeDraft(page, name, `made-${key}`)
    await page.getByLabel('受理单位').fill('组织一科')
    await page.getByLabel('电话').fill('0000-1234567')
    await saved(page)
    await page.goto(`${address}/preview`)
    await page
      .frameLocator('iframe.phone')
      .getByRole('heading', { level: 1, name: `清河市${name}` })
      .waitFor()
    await page.goto(address)
    await page.getByRole('link', { name: '公开活动…' }).click()
    await expect.poll(() => page.locator('main').textContent()).toContain(`/c/made-${key}`)
    await page.getByRole('button', { name: '确认公开' }).click()
    await page.waitForURL(address)
    await expect.poll(() => page.locator('.campaign-nav .tag').textContent()).toBe('已公开')
    expect(await (await page.goto(`${demo.origin}/c/made-${key}`))?.status()).toBe(200)
    await desk.close()
  })

test('what was typed into a draft before the script came saves itself too; who only looks saves nothing', async () => {
  const { desk, page } = await aDesk()
  const address = await makeDraft(page, '十佳百优', 'typed-early')
  const saves: string[] = []
  page.on('request', request => request.method() === 'POST' && saves.push(request.url()))
  await page.goto(`${address}/settings`)
  // Longer than a draft rests before it saves itself.
  await page.waitForTimeout(3000)
  expect(saves).toEqual([])
  const release = await holdScript(page, 'settings')
  await page.goto(`${address}/settings`, { waitUntil: 'commit' })
  await page.getByLabel('活动简介').fill('网慢的时候写的简介')
  release()
  await saved(page)
  await page.reload()
  await expect.poll(() => page.getByLabel('活动简介').inputValue()).toBe('网慢的时候写的简介')
  await desk.close()
})

test('a draft saves itself two seconds after the last change, says so, and says so too when the line is down', async () => {
  const { desk, page } = await aDesk()
  const address = await makeDraft(page, '最美职工', 'autosaved')
  await page.getByLabel('活动简介').fill('自动保存的简介')
  await saved(page)
  await page.goto(`${address}/settings`)
  await expect.poll(() => page.getByLabel('活动简介').inputValue()).toBe('自动保存的简介')
  await desk.setOffline(true)
  await page.getByLabel('活动简介').fill('断网时写的简介')
  await page.locator('#save-state', { hasText: '没有连上，稍后再试' }).waitFor()
  await desk.setOffline(false)
  await saved(page)
  await page.reload()
  await expect.poll(() => page.getByLabel('活动简介').inputValue()).toBe('断网时写的简介')
  await page.getByLabel('活动名称').fill('')
  await page.locator('#save-state', { hasText: '有 1 处需要改正，还没有保存' }).waitFor()
  const title = page.getByLabel('活动名称')
  await expect
    .poll(async () => [await title.getAttribute('aria-invalid'), await page.locator('[id="title-flaw"]').textContent()])
    .toEqual(['true', '不能为空。'])
  await title.fill('又有名称了')
  await saved(page)
  await expect.poll(() => page.locator('.flaw').count()).toBe(0)
  await desk.close()
})

test('the timetable follows what is typed, counts working days and warns of a notice that is too short', async () => {
  const { desk, page } = await aDesk()
  await makeDraft(page, '十佳百优', 'timetabled')
  const field = (name: string) => page.locator(`[name="milestones.${name}"]`)
  await field('publicity.from').fill('2026-09-28')
  await field('publicity.until').fill('2026-10-07')
  const words = page.locator('#timetable')
  await words.getByText('最早到 10月10日 截止').waitFor()
  await expect.poll(() => words.textContent()).toContain('初步名单公示 9月28日至10月7日 · 3 个工作日')
  await expect.poll(() => words.locator('svg .feast').allTextContents()).toContain('国庆节')
  await field('publicity.until').fill('2026-10-10')
  await words.getByText('最早到 10月10日 截止').waitFor({ state: 'detached' })
  await page.locator('label.step-name', { hasText: '网络点赞' }).click()
  await expect.poll(() => field('likes.title').isVisible()).toBe(true)
  await desk.close()
})

test('rows of categories are added, moved and taken away without leaving the page', async () => {
  const { desk, page } = await aDesk()
  await makeDraft(page, '最美职工', 'rearranged')
  await page.getByRole('button', { name: '添加一个类别' }).click()
  await page.locator('[name="categories.1.name"]').fill('最美班组')
  await page.locator('[name="categories.1.kind"]').selectOption('organization')
  await page.locator('[name="categories.1.honours"]').fill('5')
  await page.locator('[name="categories.1.max"]').fill('5')
  await saved(page)
  await page.getByRole('button', { name: '上移' }).nth(1).click()
  await saved(page)
  await page.reload()
  const names = () =>
    page.locator('[name^="categories."][name$=".name"]').evaluateAll(all => all.map(one => (one as HTMLInputElement).value))
  expect(await names()).toEqual(['最美班组', '最美职工'])
  await page.getByRole('button', { name: '删除' }).first().click()
  await saved(page)
  await page.reload()
  expect(await names()).toEqual(['最美职工'])
  await desk.close()
})

test('two tabs on one campaign: the second is told, sees both versions, and keeps its own or takes the other’s', async () => {
  const { desk, page } = await aDesk()
  await makeDraft(page, '两优一先（推荐上报）', 'two-tabs')
  const other = await desk.newPage()
  await other.goto(page.url())
  await other.getByLabel('活动名称').fill('另一页的名称')
  await saved(other)
  await page.getByLabel('活动名称').fill('这一页的名称')
  await page.getByLabel('简称').fill('这一页的简称')
  await page.getByRole('button', { name: '看双方的不同' }).click()
  const panel = page.locator('.conflict')
  await expect.poll(() => panel.locator('tbody tr').allTextContents()).toEqual(['活动名称这一页的名称另一页的名称'])
  await expect
    .poll(async () => [await page.getByLabel('活动名称').inputValue(), await page.getByLabel('简称').inputValue()])
    .toEqual(['这一页的名称', '这一页的简称'])
  await page.getByRole('button', { name: '保留我的' }).click()
  await page.waitForURL('**/settings?saved=1')
  await expect.poll(() => page.getByLabel('活动名称').inputValue()).toBe('这一页的名称')
  // Now the other tab is the late one, and gives way.
  await other.getByLabel('活动名称').fill('又改了')
  await other.getByRole('button', { name: '看双方的不同' }).click()
  await other.getByRole('link', { name: '采用对方的' }).click()
  await other.waitForURL('**/settings')
  await expect.poll(() => other.getByLabel('活动名称').inputValue()).toBe('这一页的名称')
  await other.getByRole('link', { name: '修改历史' }).click()
  const restore = other.locator('section', { hasText: '另一页的名称' }).getByRole('button', { name: /恢复/ }).first()
  await landing(other, () => restore.click())
  await other.goto(page.url())
  await expect.poll(() => other.getByLabel('活动名称').inputValue()).toMatch(/另一页的名称|清河市/)
  await desk.close()
})

test('with the keyboard alone a campaign is made and saved', async () => {
  const { desk, page } = await aDesk()
  await page.goto(`${demo.origin}/staff/campaigns/new?template=window`)
  await page.getByLabel('活动名称').focus()
  await page.keyboard.type('大厅先进')
  await page.keyboard.press('Tab')
  await page.keyboard.type('大厅先进')
  await page.keyboard.press('Tab')
  await page.keyboard.type('大厅党委')
  await page.getByLabel('网址里的代号').focus()
  await page.keyboard.type('by-keyboard')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/by-keyboard/settings')
  await page.getByLabel('电话').focus()
  await page.keyboard.type('0000-7654321')
  await page.keyboard.press('Enter')
  await saved(page)
  await page.getByRole('button', { name: '把服务明星上移' }).focus()
  await page.keyboard.press('Enter')
  // The focus went along with the row.
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('把服务明星上移')
  await desk.close()
})

test('everything works with script switched off', async () => {
  const { desk, page } = await aDesk({ script: false })
  const address = await makeDraft(page, '窗口先进与服务明星', 'scriptless')
  await page.getByLabel('受理单位').fill('机关党委')
  await page.getByLabel('电话').fill('0000-1')
  await page.getByRole('button', { name: '添加一个类别' }).click()
  await expect.poll(() => page.locator('[name="categories.4.key"]').count()).toBe(1)
  await page.getByRole('button', { name: /^删除/ }).last().click()
  await page.getByLabel('活动名称').fill('')
  await page.locator('.bar button').click()
  await expect.poll(() => page.locator('[id="title-flaw"]').textContent()).toBe('不能为空。')
  await page.getByLabel('活动名称').fill('无脚本的活动')
  await page.locator('.bar button').click()
  await page.waitForURL('**/settings?saved=1')
  await page.goto(address)
  await page.getByRole('link', { name: '公开活动…' }).click()
  await page.getByRole('button', { name: '确认公开' }).click()
  await expect.poll(() => page.locator('.campaign-nav .tag').textContent()).toBe('已公开')
  await desk.close()
})

test('an opened campaign says what is fixed, and its texts are still mended', async () => {
  const { desk, page } = await aDesk()
  await page.goto(`${demo.origin}/staff/campaigns/qinghe/settings`)
  await expect.poll(() => page.locator('main').textContent()).toContain('规则和名单自此固定')
  await expect
    .poll(async () => [
      await page.locator('select[name=period]').count(),
      await page.locator('input[type=text][name=title]').count(),
    ])
    .toEqual([0, 0])
  await page.getByLabel('地址').fill('清河市新址')
  await page.locator('#save-state', { hasText: '有未保存的修改' }).waitFor()
  await page.locator('.bar button').click()
  await saved(page)
  await desk.close()
})

const PAGES = ['', '/settings', '/settings/history', '/publish', '/open', '/preview', '/preview/page', '/preview/page/ballot']
const VIEWS = { light: '', 'light and dark': '', elder: '?view=elder' } as const
for (const [mode, width] of [
  ['light', 390],
  ['light and dark', 1280],
  ['elder', 390],
  ['elder', 820],
] as const)
  test(`axe finds nothing on the pages of the builder in ${mode} mode at ${width} px, and nothing is wider than the screen`, async () => {
    const view = VIEWS[mode]
    const { desk, page } = await aDesk({ width })
    const flawsHere = mode === 'light and dark' ? flawsInBothLights : flawsOf
    const slug = `axe-${mode.slice(0, 5)}-${width}`
    const address = await makeDraft(page, '十佳百优', slug)
    const paths = [
      `${demo.origin}/staff`,
      `${demo.origin}/staff/campaigns/new`,
      `${demo.origin}/staff/campaigns/new?template=shijia`,
      ...PAGES.flatMap(path => [`${address}${path}`, `${demo.origin}/staff/campaigns/qinghe${path}`]),
    ]
    const flaws: string[] = []
    for (const path of paths) {
      await page.goto(path.includes('?') ? path + view.replace('?', '&') : path + view)
      await page.waitForTimeout(path.endsWith('/settings') ? 300 : 0)
      flaws.push(...(await flawsHere(page)).map(text => `${path}: ${text}`))
    }
    await page.goto(`${address}/settings${view}`)
    await page.getByLabel('活动名称').fill('')
    await page.locator('.bar button').click()
    await page.locator('[id="title-flaw"]').waitFor()
    flaws.push(...(await flawsHere(page)).map(text => `a form with flaws: ${text}`))
    expect(flaws).toEqual([])
    await desk.close()
  })
