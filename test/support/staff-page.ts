import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { openPhone, type PhoneWishes } from './chromium.ts'
import { browser, demo } from './demo-stage.ts'

/** Signs one of the demo's people in, in a window of their own. */
export async function signedInAs(
  login: 'zuzhi' | 'pingshen' | 'shenji' | 'guanli',
  wishes: PhoneWishes = { width: 1280 },
): Promise<Page> {
  const password = demo.accounts.find(account => account.login === login)?.password ?? ''
  const page = await (await openPhone(browser, wishes)).newPage()
  await page.goto(`${demo.origin}/staff/sign-in`)
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL('**/staff')
  return page
}

/** Holds a script back, as a slow line does, until what comes back is called: what is written until then is written without it. */
export async function holdScript(page: Page, name: string): Promise<() => void> {
  const script = Promise.withResolvers<void>()
  await page.route(`**/assets/${name}-*.js`, async route => {
    await script.promise
    await route.continue()
  })
  return script.resolve
}

/** Takes a picture of the whole page where SHOTS names a folder for them: for people to look at. */
export async function shot(page: Page, name: string): Promise<void> {
  if (!process.env.SHOTS) return
  mkdirSync(process.env.SHOTS, { recursive: true })
  await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
}
