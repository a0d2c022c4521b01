import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT, type Site, startSite } from '../../worker/host/runtime.ts'
import { addAuthenticator } from '../support/authenticator.ts'
import { flawsOf, LOOKS } from '../support/axe.ts'
import { openBrowser, openPhone, scriptErrors } from '../support/chromium.ts'
import { landing } from '../support/landing.ts'
import { codeAt } from '../support/totp.ts'

// A new site, its first administrator, and a colleague, as they come in with a browser and nothing else.

const OPERATOR_KEY = 'an operator key for tests, 32 or more'
const PASSWORD = '三月的风吹过城墙 2026'
const state = mkdtempSync(join(tmpdir(), 'mingping-accounts-'))
const faults: string[] = []
let site: Site
let origin: string
let browser: Browser
let chief: BrowserContext
let desk: Page
let skew = 0

beforeAll(async () => {
  const vars = { SITE_KEY: 'a site key for tests of 32 signs or more', OPERATOR_KEY, SITE_NAME: '清河评选' }
  const onLog = (line: string) => {
    if (line.includes('"fault"')) faults.push(line)
  }
  const options = { state, host: '127.0.0.1', port: 0, build: 'local', vars, onLog } as const
  ;[site, browser] = await Promise.all([startSite(options), openBrowser()])
  // Passkeys hang on a name, which a number is not.
  origin = site.origin.replace('127.0.0.1', 'localhost')
  chief = await openPhone(browser, { width: 1280 })
  desk = await chief.newPage()
  await addAuthenticator(desk)
})
afterAll(async () => {
  await browser.close()
  await site.stop()
  rmSync(state, { recursive: true, force: true })
  expect([...faults, ...scriptErrors]).toEqual([])
})

const operate = async (path: string): Promise<{ url: string }> => {
  const headers = { authorization: `Bearer ${OPERATOR_KEY}` }
  return (await (await fetch(`${site.origin}/operator/${path}`, { method: 'POST', headers })).json()) as { url: string }
}
const linkFrom = async (path: string): Promise<string> => (await operate(path)).url.replace(site.origin, origin)
const pass = async (minutes: number): Promise<void> => {
  skew += minutes * 60_000
  await operate(`clock/${skew}`)
}

test('the first administrator begins from the link with name, password and a passkey, and gets recovery codes', async () => {
  await desk.goto(await linkFrom('first-administrator'))
  await desk.getByLabel('您的姓名').fill('张管')
  await desk.getByLabel('账号').fill('zhangguan')
  await desk.getByLabel('新密码').fill(PASSWORD)
  await desk.getByLabel('再输入一次').fill(PASSWORD)
  await desk.getByRole('button', { name: '下一步' }).click()
  await desk.getByRole('button', { name: '在这台设备上创建通行密钥' }).click()
  await desk.getByRole('heading', { name: '请保存恢复码' }).waitFor()
  await expect.poll(() => desk.locator('.codes code').count()).toBe(10)
  await desk.getByRole('link', { name: '已保存，进入工作台' }).click()
  await desk.waitForURL('**/staff')
})

test('the passkey alone signs in, without a name or a password', async () => {
  await desk.getByRole('button', { name: '退出' }).click()
  await desk.waitForURL('**/staff/sign-in')
  await desk.getByRole('button', { name: '用通行密钥登录' }).click()
  await desk.waitForURL('**/staff')
})

let invited = ''

test('a form that is asked for a proof goes on by itself after the passkey, and nothing typed is lost', async () => {
  await desk.getByRole('link', { name: '账号', exact: true }).click()
  await desk.getByLabel('姓名').fill('李秀兰')
  await desk.getByLabel('账号').fill('lixiulan')
  await desk.getByLabel('角色').selectOption('clerk')
  await desk.getByLabel('推荐单位').fill('东城区')
  await pass(11)
  await desk.getByRole('button', { name: '生成邀请链接' }).click()
  await desk.getByRole('heading', { name: '请再次验证是您本人' }).waitFor()
  await desk.getByRole('button', { name: '用通行密钥验证' }).click()
  await desk.getByRole('heading', { name: '给李秀兰的链接' }).waitFor()
  invited = (await desk.locator('.link-shown').textContent()) ?? ''
  expect(invited.startsWith(`${origin}/staff/sign-in/join/`)).toBe(true)
})

test('a device that does not know its owner proves nothing, and the page says so', async () => {
  const page = await chief.newPage()
  const device = await addAuthenticator(page)
  await page.goto(`${origin}/staff/me/passkey`)
  await page.getByRole('button', { name: '在这台设备上创建通行密钥' }).click()
  await page.waitForURL('**/staff/me')
  await device.recognize(false)
  await pass(11)
  await page.goto(`${origin}/staff/people`)
  await page.getByRole('button', { name: '用通行密钥验证' }).click()
  await page.getByText(/没有收到通行密钥|没能使用通行密钥/).waitFor()
  expect(page.url()).toContain('/staff/prove')
  await device.recognize(true)
  await page.getByRole('button', { name: '用通行密钥验证' }).click()
  await page.waitForURL('**/staff/people')
  await page.close()
})

/** The helper for islands, put into a page as an island would have it. */
async function withAskAsStaff(page: Page): Promise<void> {
  const contents = "import { askAsStaff } from './web/console/prove.ts'; window.askAsStaff = askAsStaff"
  const stdin = { contents, resolveDir: ROOT, loader: 'ts' } as const
  const built = await build({ stdin, bundle: true, format: 'iife', write: false, logLevel: 'silent' })
  await page.evaluate(built.outputFiles[0]?.text ?? '')
}

type Asking = Window & { askAsStaff(path: string, wishes: object): Promise<{ kind: string; refusal?: { code: string } }> }
const askTwice = (page: Page) =>
  page.evaluate(() =>
    Promise.all(
      [1, 2].map(() =>
        (window as unknown as Asking).askAsStaff('/staff/me/password', { body: {} }).then(a => a.refusal?.code ?? a.kind),
      ),
    ),
  )

test('an island that is refused opens one sheet for all who ask, and each asks again after the proof', async () => {
  await pass(11)
  await desk.goto(`${origin}/staff/me`)
  await withAskAsStaff(desk)
  const closed = askTwice(desk)
  await desk.getByRole('dialog').waitFor()
  await expect.poll(() => desk.getByRole('dialog').count()).toBe(1)
  expect(await flawsOf(desk)).toEqual([])
  await desk.keyboard.press('Escape')
  expect(await closed).toEqual(['proof-needed', 'proof-needed'])
  const asked = askTwice(desk)
  await desk.getByLabel('密码').fill('not the password')
  await desk.getByLabel(/动态码/).fill('000000')
  await desk.getByRole('button', { name: '验证并继续' }).click()
  await desk.getByText('验证没有通过').waitFor()
  await desk.getByRole('button', { name: '用通行密钥' }).click()
  // Past the door the address itself answers: it takes no JSON.
  expect(await asked).toEqual(['wrong-content-type', 'wrong-content-type'])
})

test('a colleague comes in on a phone without script: password, app, and the two steps', async () => {
  const phone = await openPhone(browser, { script: false })
  const page = await phone.newPage()
  await page.goto(invited)
  await page.getByLabel('新密码').fill(PASSWORD)
  await page.getByLabel('再输入一次').fill(PASSWORD)
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText('扫不了码').click()
  const secret = ((await page.locator('.secret').textContent()) ?? '').replaceAll(' ', '')
  await expect.poll(() => page.getByText('这个浏览器现在不能使用通行密钥').isVisible()).toBe(true)
  await page.getByLabel(/6 位数字/).fill(codeAt(secret, Date.now() + skew))
  await page.getByRole('button', { name: '确认动态码' }).click()
  const recovery = (await page.locator('.codes code').first().textContent()) ?? ''
  await page.getByRole('link', { name: '已保存，进入工作台' }).click()
  await page.getByRole('button', { name: '退出' }).click()
  await page.getByLabel('账号').fill('lixiulan')
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByLabel('动态码').fill(recovery)
  await page.getByRole('button', { name: '进入工作台' }).click()
  await page.waitForURL('**/staff')
  await pass(11)
  await page.goto(`${origin}/staff/me/password`)
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByLabel('动态码').fill(codeAt(secret, Date.now() + skew))
  await page.getByRole('button', { name: '验证并继续' }).click()
  await page.waitForURL('**/staff/me/password')
  await phone.close()
})

test('over plain http by number there are no passkeys, and the page says what to use instead', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(`${site.origin}/staff/sign-in`)
  await expect.poll(() => page.getByRole('button', { name: '用通行密钥登录' }).count()).toBe(0)
  const url = (await operate('staff/lixiulan/link')).url
  await page.goto(url)
  await page.getByLabel('新密码').fill(PASSWORD)
  await page.getByLabel('再输入一次').fill(PASSWORD)
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText('通行密钥只能在 https 网址').waitFor()
  await expect.poll(() => page.locator('.qr').isVisible()).toBe(true)
  await phone.close()
})

/** So that the pages of administrators are open for a while. */
async function proveChief(): Promise<void> {
  await desk.goto(`${origin}/staff/prove?next=/staff/people`)
  await desk.getByRole('button', { name: '用通行密钥验证' }).click()
  await desk.waitForURL('**/staff/people')
}

const MODES = { light: {}, dark: { dark: true }, elder: {} } as const

for (const [mode, width] of LOOKS)
  test(`axe finds nothing on the pages of accounts in ${mode} mode at ${width} px, and nothing is wider than the screen`, async () => {
    await proveChief()
    const context = await openPhone(browser, { ...MODES[mode], width })
    const page = await context.newPage()
    if (mode === 'elder') await page.addInitScript(() => localStorage.setItem('mp-view', '{"elder":true}'))
    const flaws: string[] = []
    const press = (name: string) => landing(page, () => page.getByRole('button', { name, exact: true }).click())
    const look = async (name: string) => {
      flaws.push(...(await flawsOf(page)).map(text => `${name}: ${text}`))
    }
    const visit = async (path: string) => {
      await page.goto(path.startsWith('http') ? path : origin + path)
      await look(path)
    }
    await visit('/staff/sign-in')
    await visit(await linkFrom('staff/lixiulan/link'))
    await page.getByLabel('新密码').fill('短')
    await page.getByLabel('再输入一次').fill('短')
    await press('下一步')
    await look('a password that is refused')
    await page.getByLabel('新密码').fill(PASSWORD)
    await page.getByLabel('再输入一次').fill(PASSWORD)
    await press('下一步')
    await page.getByText('扫不了码').click()
    await look('enrolment')
    const secret = ((await page.locator('.secret').textContent()) ?? '').replaceAll(' ', '')
    await page.getByLabel(/6 位数字/).fill(codeAt(secret, Date.now() + skew))
    await press('确认动态码')
    await look('recovery codes')
    for (const path of ['/staff/me', '/staff/me/password', '/staff/me/totp', '/staff/me/passkey', '/staff/prove'])
      await visit(path)
    await context.clearCookies()
    await page.goto(`${origin}/staff/sign-in`)
    await page.getByLabel('账号').fill('lixiulan')
    await page.getByLabel('密码').fill(PASSWORD)
    await press('登录')
    await look('the second step')
    await context.addCookies(await chief.cookies())
    await visit('/staff/prove?next=/staff/people')
    await visit('/staff/people')
    await landing(page, () => page.getByRole('link', { name: /李秀兰/ }).click())
    await page.getByRole('heading', { name: '李秀兰' }).waitFor()
    await look('a person')
    await press('生成重新设置链接')
    await look('a link')
    expect(flaws).toEqual([])
    await context.close()
  })
