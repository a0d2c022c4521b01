import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { LEAST_AGE } from '../../worker/rules/dwell.ts'
import { openPhone } from '../support/chromium.ts'
import { browser, demo } from '../support/demo-stage.ts'

/** What the page complained about: script errors and broken security rules. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    // A hand that is quicker than three seconds is asked to wait, and the page does; Chromium logs the answer's status.
    if (message.type() === 'error' && !message.text().includes('429')) complaints.push(message.text())
  })
  return complaints
}

const tick = async (page: Page, numbers: readonly number[]) => {
  for (const number of numbers) await page.locator(`#n${number} label`).click()
}

test('a phone in WeChat votes in all three categories in four taps besides the choices, and keeps its receipt', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  const complaints = complaintsOf(page)
  await page.goto(demo.origin)
  let taps = 0
  const tap = async (name: string | RegExp, role: 'link' | 'button') => {
    taps += 1
    await page.getByRole(role, { name }).first().click()
  }
  await tap(/十佳百优/, 'link')
  await tap('填写选票', 'link')
  await page.waitForURL('**/c/qinghe/ballot')
  await tick(page, [1, 2, 3, 16, 17, 31, 32, 33])
  await expect.poll(() => page.locator('[data-count=groups]').textContent()).toBe('已选 3 / 10')
  await tap('核对选票', 'button')
  await expect.poll(() => page.locator('.names li').allTextContents()).toHaveLength(8)
  await tap('确认提交', 'button')
  await page.waitForURL('**/receipts/*')
  expect(taps).toBe(4)
  const code = await page.locator('.code').textContent()
  expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
  // The receipt holds no choice.
  await expect.poll(() => page.locator('main').textContent()).not.toMatch(/1号|党支部/)

  await page.goto(`${demo.origin}/c/qinghe/ballot`)
  await expect
    .poll(async () => [await page.locator('h1').textContent(), await page.locator('.code').textContent()])
    .toEqual(['已记录', code])
  await page.reload()
  await expect.poll(() => page.locator('.code').textContent()).toBe(code)
  expect(await page.evaluate(() => Object.keys(localStorage).filter(key => key.startsWith('mp-draft')))).toEqual([])
  expect(complaints).toEqual([])
  await phone.close()
})

test('the whole vote works with script switched off', async () => {
  const phone = await openPhone(browser, { script: false })
  const page = await phone.newPage()
  await page.goto(`${demo.origin}/c/qinghe`)
  await page.getByRole('link', { name: '填写选票' }).click()
  await tick(page, [4, 18])
  await page.getByRole('button', { name: '核对选票' }).click()
  // One category is still empty: the ballot comes back with its ticks and says what is missing.
  await expect.poll(() => page.locator('[role=alert]').textContent()).toContain('“优秀共产党员”至少选 1 个')
  await expect.poll(() => page.locator('input[name=n]:checked').count()).toBe(2)
  await tick(page, [40])
  await page.getByRole('button', { name: '核对选票' }).click()
  await expect.poll(() => page.locator('.names li').count()).toBe(3)
  await page.getByLabel(/等于几/).fill('999')
  await demo.later(LEAST_AGE)
  await page.getByRole('button', { name: '确认提交选票' }).click()
  await expect.poll(() => page.locator('[role=alert]').textContent()).toContain('安全验证没有通过')
  await page.getByLabel(/等于几/).fill(sumIn((await page.locator('.field span').textContent()) ?? ''))
  await page.getByRole('button', { name: '确认提交选票' }).click()
  await page.waitForURL('**/receipts/*')
  await expect.poll(() => page.locator('h1').textContent()).toBe('已记录')
  await phone.close()
})

const NUMERALS = '零一二三四五六七八九'
function sumIn(question: string): string {
  const [, a = '', b = ''] = /：(.) 加 (.) 等于/.exec(question) ?? []
  return String(NUMERALS.indexOf(a) + NUMERALS.indexOf(b))
}

test('a full category says so and takes no more; search finds number, name and initials; ticked rows stay in sight', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(`${demo.origin}/c/qinghe/ballot`)
  await tick(page, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  await page.locator('#n11 label').click()
  await expect.poll(() => page.locator('#toast').textContent()).toBe('“十佳基层党组织”已选满 10 个，请先去掉一个')
  await expect.poll(() => page.locator('#n11 input').isChecked()).toBe(false)
  const name = (await page.locator('#n40 b').textContent())?.replace(/^40号 /, '') ?? ''
  await page.fill('#find', name)
  await expect.poll(() => page.locator('.pick li:not([hidden])').count()).toBe(11)
  const { nominees } = (await (await fetch(`${demo.origin}/api/campaigns/qinghe`)).json()) as {
    nominees: { number: number; initials: string }[]
  }
  await page.fill('#find', nominees.find(one => one.number === 40)?.initials ?? '')
  await page.waitForFunction(() => !(document.querySelector('#n40') as HTMLElement).hidden)
  await page.fill('#find', '179')
  await expect.poll(() => page.locator('.pick li:not([hidden])').count()).toBe(11)
  await page.fill('#find', '')
  // Choices survive a reload, and can be changed after it.
  await page.reload()
  await expect.poll(() => page.locator('input[name=n]:checked').count()).toBe(10)
  await expect.poll(() => page.locator('[data-count=groups]').textContent()).toBe('已选 10 / 10')
  await page.locator('#n10 label').click()
  await expect.poll(() => page.locator('[data-count=groups]').textContent()).toBe('已选 9 / 10')
  await phone.close()
})

test('deeds open over the ballot and close without losing a choice', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(`${demo.origin}/c/qinghe/ballot`)
  await tick(page, [2])
  await page.locator('#n17 > a').click()
  await page.locator('.sheet .scroll p').nth(1).waitFor()
  await page.getByRole('button', { name: '选择', exact: true }).click()
  expect(
    await page.locator('input[name=n]:checked').evaluateAll(boxes => boxes.map(box => (box as HTMLInputElement).value)),
  ).toEqual(['2', '17'])
  await phone.close()
})

test('a lost network is said, the ballot is asked for again under its key, and is counted once', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(`${demo.origin}/c/qinghe/ballot`)
  await tick(page, [1, 16, 31])
  const keys: string[] = []
  let lost = 0
  await page.route('**/api/campaigns/qinghe/ballots', async route => {
    keys.push(route.request().headers()['idempotency-key'] ?? '')
    // The first two answers are lost on the way back: the ballot itself has arrived.
    if (lost++ < 2) {
      await route.fetch()
      return route.abort('connectionreset')
    }
    return route.continue()
  })
  await demo.later(LEAST_AGE)
  await page.getByRole('button', { name: '核对选票' }).click()
  await page.getByRole('button', { name: '确认提交' }).click()
  await page.waitForURL('**/receipts/*', { timeout: 30_000 })
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
  await phone.close()
})

test('a page that was closed while its ballot was on the way asks for it again by itself when it is opened next', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(`${demo.origin}/c/qinghe/ballot`)
  await tick(page, [1, 16, 31])
  const keys: string[] = []
  // The ballot leaves the phone, is recorded, and the page is gone before it hears of it.
  await demo.later(LEAST_AGE)
  const arrived = Promise.withResolvers<void>()
  await page.route('**/api/campaigns/qinghe/ballots', async route => {
    keys.push(route.request().headers()['idempotency-key'] ?? '')
    await route.fetch()
    arrived.resolve()
  })
  await page.getByRole('button', { name: '核对选票' }).click()
  await page.getByRole('button', { name: '确认提交' }).click()
  await arrived.promise
  await page.close()
  const next = await phone.newPage()
  await next.goto(`${demo.origin}/c/qinghe/ballot`)
  // The server knows the device: the receipt is there at once, and the kept draft goes.
  await expect.poll(() => next.locator('h1').textContent()).toBe('已记录')
  expect(await next.evaluate(() => localStorage.getItem('mp-draft-qinghe'))).toBe(null)
  expect(keys).toHaveLength(1)
  await phone.close()
})

test('a page that was closed before its ballot arrived sends it by itself when it is opened next, under the same key', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(`${demo.origin}/c/qinghe/ballot`)
  await tick(page, [2, 17, 32])
  await demo.later(LEAST_AGE)
  const keys: string[] = []
  await page.route('**/api/campaigns/qinghe/ballots', route => {
    keys.push(route.request().headers()['idempotency-key'] ?? '')
    return route.abort('connectionreset')
  })
  await page.getByRole('button', { name: '核对选票' }).click()
  await page.getByRole('button', { name: '确认提交' }).click()
  await page.getByText('网络不稳定').waitFor()
  await page.close()
  const next = await phone.newPage()
  next.on('request', request => {
    if (request.url().endsWith('/ballots')) keys.push(request.headers()['idempotency-key'] ?? '')
  })
  await next.goto(`${demo.origin}/c/qinghe/ballot`)
  await next.waitForURL('**/receipts/*')
  expect(keys.length).toBeGreaterThanOrEqual(2)
  expect(new Set(keys).size).toBe(1)
  await phone.close()
})

test('the organizer sees a ballot on the page within 15 seconds, without touching it', async () => {
  const desk = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await desk.newPage()
  const complaints = complaintsOf(page)
  const { login, password } = demo.accounts[0] as (typeof demo.accounts)[number]
  await page.goto(`${demo.origin}/staff`)
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('link', { name: /十佳百优/ }).click()
  await page.getByRole('link', { name: '计票' }).click()
  const before = Number(await page.locator('[data-received]').textContent())
  expect(before).toBeGreaterThan(0)

  const phone = await openPhone(browser)
  const ballot = await phone.newPage()
  await ballot.goto(`${demo.origin}/c/qinghe/ballot`)
  await tick(ballot, [1, 16, 31])
  await ballot.getByRole('button', { name: '核对选票' }).click()
  await ballot.getByRole('button', { name: '确认提交' }).click()
  await ballot.waitForURL('**/receipts/*')
  await page.waitForFunction(
    expected => Number(document.querySelector('[data-received]')?.textContent) === expected,
    before + 1,
    { timeout: 15_000 },
  )
  const csv = await (await page.request.get(`${demo.origin}/staff/campaigns/qinghe/tally.csv`)).text()
  expect(csv.startsWith('\uFEFF"清河市')).toBe(true)
  expect(csv).toContain(`"全部选票",${before + 1}`)
  expect(complaints).toEqual([])
  await phone.close()
  await desk.close()
})
