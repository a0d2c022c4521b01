import { beforeAll, expect, test } from 'vitest'
import { LEAST_AGE } from '../../worker/rules/dwell.ts'
import { openPhone } from '../support/chromium.ts'
import { browser, demo } from '../support/demo-stage.ts'
import { publicPages } from '../support/pages.ts'
import { pressable, tabStops } from '../support/tab-stops.ts'

let pages: readonly string[]

/** One page of each kind that has something to press beside links. */
const KEYED = [
  '/',
  '/notices',
  '/c/qinghe',
  '/c/qinghe/nominees',
  '/c/qinghe/ballot',
  '/c/binjiang-hall/results',
  '/c/anping-liangyou',
  '/search?q=先进',
  '/verify',
  '/staff/sign-in',
]

beforeAll(async () => {
  pages = await publicPages(demo)
})

test('the whole vote is done with the keyboard alone', async () => {
  const desk = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await desk.newPage()
  await page.goto(`${demo.origin}/c/qinghe/ballot`)
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('跳到正文')
  for (const number of [1, 16, 31]) {
    await page.locator(`#n${number} input`).focus()
    await page.keyboard.press('Space')
  }
  await page.locator('button.main').focus()
  await page.keyboard.press('Enter')
  await page.locator('[role=dialog]').waitFor()
  // The focus is in the sheet and stays there, all the way round and back.
  const inside = () => page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)
  for (let i = 0; i < 6; i++) {
    expect(await inside()).toBe(true)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('[role=dialog]').count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('核对选票')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '确认提交' }).focus()
  await demo.later(LEAST_AGE)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/receipts/*')
  await desk.close()
})

for (const width of [390, 1280])
  test(`at ${width} px the Tab key comes to all that can be pressed or filled in, shows where it is, and nothing lies over it`, async () => {
    const phone = await openPhone(browser, { width })
    const page = await phone.newPage()
    const flaws: string[] = []
    const walk = async (path: string) => {
      await page.goto(demo.origin + path, { waitUntil: 'load' })
      const wanted = await pressable(page)
      const stops = await tabStops(page)
      for (const { name, flaw } of stops) if (flaw) flaws.push(`${path}: ${name} ${flaw}`)
      const reached = new Set(stops.map(({ at }) => at))
      for (const { at, name } of wanted) if (!reached.has(at)) flaws.push(`${path}: ${name} is never reached`)
    }
    for (const path of KEYED) await walk(path)
    expect(flaws).toEqual([])
    await phone.close()
  })

test('big type and text size are kept from page to page with script, and by their links without', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(demo.origin)
  await page.getByRole('link', { name: '大字版' }).click()
  await page.goto(`${demo.origin}/c/qinghe`)
  expect(
    await page.evaluate(() => [document.documentElement.className, getComputedStyle(document.documentElement).fontSize]),
  ).toEqual(['elder', '22.08px'])
  await phone.close()
  const plain = await openPhone(browser, { script: false })
  const bare = await plain.newPage()
  await bare.goto(demo.origin)
  await bare.getByRole('link', { name: '大字版' }).click()
  await bare
    .getByRole('link', { name: /十佳百优/ })
    .first()
    .click()
  await expect
    .poll(async () => [await bare.locator('html').getAttribute('class'), new URL(bare.url()).search])
    .toEqual(['elder', '?view=elder'])
  await plain.close()
})

test('a page does not move while it loads', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  const shifts: (readonly [string, number])[] = []
  for (const path of [
    '/',
    '/c/qinghe',
    '/c/qinghe/nominees',
    '/c/qinghe/nominees/17',
    '/c/qinghe/ballot',
    '/c/binjiang-hall/results',
  ]) {
    await page.goto(demo.origin + path, { waitUntil: 'networkidle' })
    const shift = await page.evaluate(
      () =>
        new Promise<number>(resolve => {
          let sum = 0
          new PerformanceObserver(list => {
            for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
              if (!entry.hadRecentInput) sum += entry.value
          }).observe({ type: 'layout-shift', buffered: true })
          setTimeout(() => resolve(sum), 300)
        }),
    )
    shifts.push([path, Math.round(shift * 1000) / 1000])
  }
  expect(shifts.filter(([, shift]) => shift > 0.001)).toEqual([])
  await phone.close()
})

test('a notice prints on A4 as a document: no bars, no buttons, the article and its tables', async () => {
  const desk = await browser.newContext()
  const page = await desk.newPage()
  await page.goto(demo.origin + (pages.find(path => path.startsWith('/notices/ntc')) ?? ''))
  await page.emulateMedia({ media: 'print' })
  const shown = await page.evaluate(() =>
    ['.top', '.tools', 'footer', '.article h1', '.qr'].map(name => [
      name,
      (document.querySelector<HTMLElement>(name)?.offsetHeight ?? 0) > 0,
    ]),
  )
  expect(shown).toEqual([
    ['.top', false],
    ['.tools', false],
    ['footer', false],
    ['.article h1', true],
    ['.qr', true],
  ])
  await desk.close()
})
