import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { flawsOf, LOOKS } from '../support/axe.ts'
import { openPhone } from '../support/chromium.ts'
import { browser, demo } from '../support/demo-stage.ts'
import { landing } from '../support/landing.ts'
import { holdScript, signedInAs } from '../support/staff-page.ts'
import { wordFile } from '../support/word-file.ts'

/** A desk at which the organizer is signed in. */
async function desk(wishes: Parameters<typeof openPhone>[1] = { width: 1280 }): Promise<{ context: BrowserContext; page: Page }> {
  const page = await signedInAs('zuzhi', wishes)
  return { context: page.context(), page }
}

/** Begins a draft on the screen and stands on its page. */
async function begin(page: Page, title: string): Promise<void> {
  await page.goto(`${demo.origin}/staff/notices/new?kind=call&campaign=qinghe`)
  await page.getByLabel('标题').fill(title)
  await page.getByRole('button', { name: '建立草稿' }).click()
  await page.waitForURL('**/staff/notices/ntc_*')
}

/** Writes into an empty draft and waits until it has saved itself. */
async function write(page: Page, text: string): Promise<void> {
  await page.locator('#rich').click()
  await page.keyboard.type(text)
  await page.getByText('已自动保存').waitFor()
}

const publicOf = (page: Page): string =>
  page
    .url()
    .replace('/staff', '')
    .replace(/[?#].*/, '')

/** What the page's policy had to stop. */
async function watched(page: Page): Promise<string[]> {
  const seen: string[] = []
  await page.exposeFunction('noteViolation', (text: string) => seen.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      (window as unknown as { noteViolation: (text: string) => void }).noteViolation(
        `${violatedDirective} ${blockedURI} ${sample}`,
      ),
    )
  })
  return seen
}

test('a Word file becomes a notice: headings, lists, merged cells and a clean picture, on a phone and on paper', async () => {
  const { context, page } = await desk()
  const violations = await watched(page)
  await begin(page, '通知')
  await page.locator('.pick input[accept=".docx"]').setInputFiles({ name: '通知.docx', mimeType: 'x', buffer: await wordFile() })
  await page.getByText('标题取自文中').waitFor()
  await page.locator('#preview img').waitFor()
  await page.getByText('已自动保存').waitFor()
  await page.getByRole('link', { name: '发布前检查' }).click()
  await page.getByRole('button', { name: '发布公告' }).click()
  await page.getByRole('link', { name: '看公告页' }).waitFor()
  const phone = await openPhone(browser)
  const reader = await phone.newPage()
  await reader.goto(publicOf(page))
  await expect.poll(() => reader.locator('h1').innerText()).toBe('关于做好先进典型推荐工作的通知')
  const body = (await reader.locator('.body').innerHTML()).replace(/[0-9a-f]{64}/, 'HASH')
  expect(body.split('\n')).toEqual([
    '<p class="left">各党支部：</p>',
    '<p>为弘扬正气，<strong>现将有关事项</strong>通知如下。</p>',
    '<h2>一、推荐名额</h2>',
    '<h2>分配办法</h2>',
    '<ul><li>按党员人数<ul><li>窗口单位另计</li></ul></li></ul>',
    '<div class="table" role="region" aria-label="表格 1，可左右滑动" tabindex="0"><table><tbody><tr><th scope="col">单位</th><th scope="col">名额</th><th scope="col">备注</th></tr><tr><td rowspan="2">东城区</td><td>9</td><td>含窗口单位</td></tr><tr><td colspan="2">共六名</td></tr></tbody></table></div>',
    '<p><img src="/pictures/HASH.jpg" width="400" height="200" alt=""></p>',
    '<p class="right">清河市先进办</p>',
    '<p class="right">2026年4月8日</p>',
  ])
  const picture = await reader.request.get(demo.origin + (await reader.locator('.body img').getAttribute('src')))
  expect([picture.headers()['x-content-type-options'], (await picture.body()).includes('CANARY')]).toEqual(['nosniff', false])
  expect(await flawsOf(reader)).toEqual([])
  await reader.emulateMedia({ media: 'print' })
  const printed = await reader.evaluate(() =>
    ['.table', '.tools', '.qr'].map(name => {
      const { overflowX, display } = getComputedStyle(document.querySelector(name) as Element)
      return name === '.table' ? overflowX : display
    }),
  )
  expect(printed).toEqual(['visible', 'none', 'block'])
  expect(violations).toEqual([])
  await Promise.all([phone.close(), context.close()])
})

test('what is pasted from Word or as plain lines is put in order, by the keyboard alone it is made bold and a heading', async () => {
  const { context, page } = await desk({ width: 820 })
  const violations = await watched(page)
  await begin(page, '粘贴')
  const paste = (type: string, text: string) =>
    page.locator('#rich').evaluate(
      (place, [type, text]) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData(type as string, text as string)
        place.focus()
        place.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      },
      [type, text] as const,
    )
  await page.locator('#rich').waitFor()
  await paste(
    'text/plain',
    '关于开展评选的通知\n\n各单位：\n为充分发挥先进典型的示范引领作用，现将有关\n\n事项通知如下。\n一、名额\n单位\t名额\n甲\t9\n',
  )
  await page.locator('#rich table').waitFor()
  await expect.poll(() => page.locator('#f-title').inputValue()).toBe('关于开展评选的通知')
  await page.locator('#rich p', { hasText: '事项通知' }).click()
  await page.keyboard.press('End')
  await page.keyboard.type('特此通知')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.press('Control+b')
  // A table put in and taken back.
  await page.getByRole('button', { name: '表格', exact: true }).click()
  await expect.poll(() => page.locator('#rich table').count()).toBe(2)
  const stored = page.waitForResponse(answer => {
    const sent = answer.request().postData() ?? ''
    const body = new URLSearchParams(sent).get('body') ?? ''
    return answer.url() === page.url() && answer.ok() && body.includes('<strong>') && body.split('<table').length === 2
  })
  await page.keyboard.press('Control+z')
  await expect.poll(() => page.locator('#rich table').count()).toBe(1)
  await stored
  await page.reload()
  await page.locator('#rich table').waitFor()
  const html = await page.locator('#rich').innerHTML()
  expect(html).toContain('现将有关事项通知如下。')
  expect(html).toContain('<strong>')
  expect(html).toContain('<tr><th scope="col">单位</th><th scope="col">名额</th></tr><tr><td>甲</td><td>9</td></tr>')
  expect(violations).toEqual([])
  await context.close()
})

test('nothing that was typed is lost: without a network, and when somebody else was faster', async () => {
  const { context, page } = await desk()
  await begin(page, '断网')
  await write(page, '第一句。')
  await context.setOffline(true)
  await page.keyboard.type('断网后的一句。')
  await page.getByText('内容暂存在本机').waitFor()
  await context.setOffline(false)
  await page.getByText('已自动保存').waitFor()
  const other = await desk()
  await other.page.goto(page.url())
  await other.page.locator('#rich').click()
  await other.page.keyboard.press('Control+End')
  await other.page.keyboard.type('子丑寅卯。')
  await other.page.getByText('已自动保存').waitFor()
  await page.keyboard.type('甲乙丙丁。')
  await page.locator('#conflict').getByText('改过这里').waitFor()
  await expect.poll(() => page.locator('#rich').innerText()).toContain('甲乙丙丁。')
  await Promise.all([
    page.waitForResponse(answer => answer.url() === page.url() && answer.status() === 200),
    page.getByRole('button', { name: '以我的为准' }).click(),
  ])
  await page.goto(`${page.url()}/versions`)
  const kept = await page.locator('.difference').innerText()
  expect([kept.includes('甲乙丙丁'), kept.includes('子丑寅卯')]).toEqual([true, true])
  await Promise.all([context.close(), other.context.close()])
})

test('a title that was typed before the script came is saved too; who only looks at a notice saves nothing', async () => {
  const { context, page } = await desk()
  await begin(page, '网慢')
  await write(page, '写好的正文。')
  const saves: string[] = []
  page.on('request', request => request.method() === 'POST' && saves.push(request.url()))
  await page.reload()
  // Longer than a hand must rest before a notice saves itself.
  await page.waitForTimeout(3500)
  expect(saves).toEqual([])
  const release = await holdScript(page, 'notice')
  await page.goto(page.url(), { waitUntil: 'commit' })
  await page.getByLabel('标题').fill('网慢的时候改的标题')
  release()
  await page.getByText('已自动保存').waitFor()
  await page.reload()
  await expect.poll(() => page.getByLabel('标题').inputValue()).toBe('网慢的时候改的标题')
  await context.close()
})

test('without script a notice is written in Markdown, checked, masked, published and withdrawn', async () => {
  const { context, page } = await desk({ width: 390, script: false })
  await begin(page, '没有脚本')
  await page.getByLabel('正文').fill('## 一、事项\n\n请联系 13812345678。\n\n| 单位 | 名额 |\n| --- | --- |\n| 甲 | 9 |')
  await page.getByRole('button', { name: '保存草稿' }).click()
  await page.getByText('已保存。').waitFor()
  await page.getByRole('link', { name: '发布前检查' }).click()
  await page.getByRole('button', { name: '遮盖为 138****5678' }).click()
  await page.getByText('没有发现').waitFor()
  await landing(page, () => page.getByRole('button', { name: '发布公告' }).click())
  const address = publicOf(page)
  await page.goto(address)
  await expect.poll(() => page.locator('.body').innerText()).toContain('138****5678')
  await page.goBack()
  await page.getByText('撤回这份公告').click()
  await page.getByLabel('撤回原因').fill('试发')
  await landing(page, () => page.getByRole('button', { name: '撤回公告' }).click())
  // Past the ten seconds for which a browser may keep a public page.
  expect(await (await page.request.get(address)).text()).toContain('原因：试发')
  await context.close()
})

for (const [mode, width] of LOOKS)
  test(`axe finds nothing where notices are written in ${mode} mode at ${width} px`, async () => {
    const { context, page } = await desk({ dark: mode === 'dark', width })
    await begin(page, '给人看的通知 13812345678')
    const flaws: string[] = []
    const look = async (name: string) => flaws.push(...(await flawsOf(page)).map(text => `${name}: ${text}`))
    const at = page.url()
    await page.locator('.toolbar').waitFor()
    for (const address of ['/staff/notices', '/staff/notices/new?kind=publicity', at, `${at}/check`, `${at}/versions`]) {
      const url = address.startsWith('http') ? address : demo.origin + address
      await page.goto(mode === 'elder' ? `${url}${url.includes('?') ? '&' : '?'}view=elder` : url)
      if (address === at) await page.locator('.toolbar').waitFor()
      await look(address)
    }
    expect(flaws).toEqual([])
    await context.close()
  })
