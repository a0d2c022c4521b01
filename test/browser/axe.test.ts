import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { LEAST_AGE } from '../../worker/rules/dwell.ts'
import { flawsInBothLights, flawsOf } from '../support/axe.ts'
import { openPhone } from '../support/chromium.ts'
import { browser, demo } from '../support/demo-stage.ts'
import { landing } from '../support/landing.ts'
import { aDocument } from '../support/makers.ts'
import { publicPages } from '../support/pages.ts'

let pages: readonly string[]

beforeAll(async () => {
  pages = await publicPages(demo)
  await openCodePoll()
})

/** The demo has no poll by code that is still open. */
async function openCodePoll(): Promise<void> {
  const address = `${demo.origin}/operator/campaigns/by-code`
  const headers = { authorization: `Bearer ${demo.operatorKey}`, 'content-type': 'application/json' }
  const milestones = [{ step: 'vote', title: '网上评议', from: '2020-01-01', until: '2099-01-01' }] as const
  const document = aDocument({ slug: 'by-code', identity: 'code', milestones: [...milestones] })
  for (const answer of [
    await fetch(address, { method: 'PUT', headers, body: JSON.stringify(document) }),
    await fetch(`${address}/open`, { method: 'POST', headers }),
  ])
    expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)])
}

/** In both lights: one walk, on which every page is looked at twice. */
const MODES = { 'light and dark': {}, light: {}, dark: { dark: true }, elder: {} } as const
type Mode = keyof typeof MODES

/** Goes from page to page in one mode and notes what is wrong with each. */
class Walk {
  readonly flaws: string[] = []
  readonly #page: Page
  readonly #mode: Mode

  constructor(page: Page, mode: Mode) {
    this.#page = page
    this.#mode = mode
  }

  async visit(path: string): Promise<void> {
    const view = this.#mode === 'elder' ? `${path.includes('?') ? '&' : '?'}view=elder` : ''
    await this.#page.goto(demo.origin + path + view)
    await this.look(path)
  }

  async look(name: string): Promise<void> {
    if (this.#mode === 'elder')
      await expect.poll(async () => [name, await this.#page.locator('html.elder').count()]).toEqual([name, 1])
    const flawsOfMode = this.#mode === 'light and dark' ? flawsInBothLights : flawsOf
    this.flaws.push(...(await flawsOfMode(this.#page)).map(text => `${name}: ${text}`))
  }
}

/** Controls that are less than 44 px high where a finger needs it. */
const smallControls = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a, button, select, input:not([type=hidden]):not([type=checkbox]), summary')]
      .filter(
        one =>
          one.offsetParent !== null &&
          !one.closest('.body, .crumbs, .note, .skip, .chips, p:not(.pages):not(.field):not(.tools)'),
      )
      .map(one => ({ text: one.textContent?.trim().slice(0, 20) ?? '', height: one.getBoundingClientRect().height }))
      .filter(({ height }) => height < 43.5)
      .map(({ text, height }) => `${location.pathname} ${text} ${Math.round(height)}`),
  )

const open = (mode: Mode, width: number): Promise<BrowserContext> => openPhone(browser, { ...MODES[mode], width })

/** Every mode, and every width: the narrowest in big type, where most can go wrong. */
const PUBLIC_LOOKS = [
  ['light and dark', 390],
  ['light', 1280],
  ['elder', 320],
] as const

for (const [mode, width] of PUBLIC_LOOKS)
  test(`axe finds nothing on any public page in ${mode} mode at ${width} px, nothing is wider than the screen, and on a phone every control is at least 44 px high`, async () => {
    const phone = await open(mode, width)
    const page = await phone.newPage()
    const walk = new Walk(page, mode)
    const small: string[] = []
    for (const path of pages) {
      await walk.visit(path)
      if (mode !== 'elder' && width === 390) small.push(...(await smallControls(page)))
    }
    expect([walk.flaws, [...new Set(small)]]).toEqual([[], []])
    await phone.close()
  })

for (const [mode, width] of PUBLIC_LOOKS)
  test(`axe finds nothing on the steps of a vote in ${mode} mode at ${width} px`, async () => {
    const phone = await open(mode, width)
    const page = await phone.newPage()
    const walk = new Walk(page, mode)
    await walk.visit('/c/by-code/ballot')
    await page.getByLabel(/投票码/).fill('0000-0000-0000')
    await landing(page, () => page.locator('main form button').click())
    await walk.look('a code that is refused')
    await walk.visit('/c/qinghe/ballot')
    for (const number of [1, 16]) await page.locator(`#n${number} label`).click()
    // As without script: straight to the server, which sends the ballot back and says what is missing.
    const submit = () => landing(page, () => page.evaluate(() => document.querySelector<HTMLFormElement>('main form')?.submit()))
    await submit()
    await walk.look('a ballot that is sent back')
    await page.locator('#n31 label').click()
    await page.getByRole('button', { name: '核对选票' }).click()
    await page.locator('[role=dialog]').waitFor()
    await walk.look('the sheet with the choices')
    await page.keyboard.press('Escape')
    await submit()
    await walk.look('the review page')
    await page.getByLabel(/等于几/).fill('999')
    await demo.later(LEAST_AGE)
    await landing(page, () => page.getByRole('button', { name: '确认提交选票' }).click())
    await walk.look('a wrong answer to the question')
    await walk.visit('/c/qinghe/ballot')
    await page.getByRole('button', { name: '核对选票' }).click()
    await page.getByRole('button', { name: '确认提交' }).click()
    await page.waitForURL('**/receipts/*')
    await walk.look('the receipt')
    await walk.visit('/c/qinghe/my-ballot')
    await walk.visit('/c/qinghe/receipts?code=0000-0000-0000-0000')
    expect(walk.flaws).toEqual([])
    await phone.close()
  })

for (const [mode, width] of [
  ['light', 390],
  ['dark', 1280],
] as const)
  test(`axe finds nothing on the pages of staff in ${mode} mode at ${width} px`, async () => {
    const desk = await open(mode, width)
    const page = await desk.newPage()
    const walk = new Walk(page, mode)
    for (const { login, password } of demo.accounts) {
      await page.goto(`${demo.origin}/staff/sign-in`)
      await page.getByLabel('账号').fill(login)
      await page.getByLabel('密码').fill('not the password')
      await landing(page, () => page.getByRole('button', { name: '登录' }).click())
      await walk.look('a password that is refused')
      await page.getByLabel('密码').fill(password)
      await page.getByRole('button', { name: '登录' }).click()
      await page.waitForURL('**/staff')
      await walk.look(`the console of ${login}`)
      for (const path of [
        '/staff/log',
        '/staff/campaigns/qinghe/tally',
        '/staff/campaigns/binjiang-hall/tally',
        '/staff/campaigns/anping-liangyou/tally',
      ])
        await walk.visit(path)
      await desk.clearCookies()
    }
    expect(walk.flaws).toEqual([])
    await desk.close()
  })
