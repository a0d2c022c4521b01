import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openPhone } from '../support/chromium.ts'
import { type DemoRun, startDemo } from '../support/demo-site.ts'
import { listen } from '../support/listening.ts'
import { PAYLOADS } from '../support/payloads.ts'
import { wordZip } from '../support/zip.ts'

// T19: whatever is written into a notice, no page that shows it runs any of it, asks elsewhere for anything, or even
// makes the strict policy step in.

let demo: DemoRun
let browser: Browser
let context: BrowserContext
let page: Page
let cookie: string
let seen: string[]

beforeAll(async () => {
  ;[demo, browser] = await Promise.all([startDemo(), openBrowser()])
  context = await openPhone(browser, { width: 1280 })
  seen = await listen(context, demo.origin)
  page = await context.newPage()
  const { login, password } = demo.accounts[0] as (typeof demo.accounts)[number]
  await page.goto(`${demo.origin}/staff/sign-in`)
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL('**/staff')
  cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
})
afterAll(async () => {
  await browser.close()
  await demo.stop()
  expect(demo.faults).toEqual([])
})

const post = (path: string, body: URLSearchParams | FormData): Promise<Response> =>
  fetch(demo.origin + path, { method: 'POST', body, redirect: 'manual', headers: { cookie, origin: demo.origin } })

/** A notice with one payload in every field, its attachment's name among them. */
async function written(payload: string, i: number): Promise<string> {
  const id = `ntc_${String(i).padStart(16, 'x')}`
  const fields = {
    title: [...payload].slice(0, 100).join('').slice(0, 100),
    source: payload.slice(0, 60),
    author: payload.slice(0, 40),
    body: `${payload}\n\n甲${payload}乙`,
    format: i % 2 === 0 ? 'html' : 'markdown',
    kind: 'news',
  }
  const begun = await post('/staff/notices', new URLSearchParams({ ...fields, id }))
  expect([payload, begun.status]).toEqual([payload, 303])
  const form = new FormData()
  form.set('file', new File([wordZip() as Uint8Array<ArrayBuffer>], `${payload.slice(0, 80)}.docx`))
  await post(`/staff/notices/${id}/files`, form)
  return id
}

test('T19: every payload in every field of a notice: nothing runs, nothing is asked for, no policy has to step in', async () => {
  expect(PAYLOADS.length).toBeGreaterThan(60)
  let published = 0
  for (const [i, payload] of PAYLOADS.entries()) {
    const id = await written(payload, i)
    if (i % 2 === 0) {
      await page.goto(`${demo.origin}/staff/notices/${id}`)
      await page.locator('.toolbar').waitFor()
    }
    const html = await (await fetch(`${demo.origin}/staff/notices/${id}`, { headers: { cookie } })).text()
    const revision = /name="revision" value="(\d+)"/.exec(html)?.[1] ?? ''
    // Both ways of writing meet every payload: the second save changes the format.
    const other = { title: `第${i}份`, source: '市委', author: '', body: payload, kind: 'news', revision }
    await post(`/staff/notices/${id}`, new URLSearchParams({ ...other, format: i % 2 === 0 ? 'markdown' : 'html' }))
    if (i % 2 === 1) await page.goto(`${demo.origin}/staff/notices/${id}/check`)
    const said = { revision: String(Number(revision) + 1), when: 'now', reason: payload.slice(0, 200) }
    await post(`/staff/notices/${id}/publish`, new URLSearchParams(said))
    const shown = await page.goto(`${demo.origin}/notices/${id}`)
    published += shown?.status() === 200 ? 1 : 0
    if (i % 4 === 0) await page.goto(`${demo.origin}/staff/notices/${id}/versions`)
    if (i % 4 === 1) await post(`/staff/notices/${id}/withdraw`, new URLSearchParams({ reason: payload.slice(0, 200) }))
    if (i % 4 === 1) await page.goto(`${demo.origin}/notices/${id}`)
  }
  // Some are nothing but a script, and an empty notice cannot be published.
  expect(published).toBeGreaterThan(60)
  for (const path of ['/', '/notices', '/staff/notices', '/staff/notices?page=2', '/staff/notices?page=3', '/c/qinghe'])
    await page.goto(demo.origin + path)
  expect(seen.splice(0)).toEqual([])
}, 300_000)

test('T19: every payload pasted into the region where a notice is written, and typed where it is shown again', async () => {
  const id = await written('甲', 900)
  await page.goto(`${demo.origin}/staff/notices/${id}`)
  await page
    .locator('.toolbar')
    .waitFor({ timeout: 5000 })
    .catch(() => undefined)
  await page.locator('#rich').evaluate(async (place, payloads) => {
    for (const payload of payloads) {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/html', payload)
      clipboardData.setData('text/plain', payload)
      place.focus()
      place.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }, PAYLOADS)
  await page.getByText('已自动保存').waitFor()
  await page.waitForTimeout(1500)
  expect(seen.splice(0)).toEqual([])
}, 120_000)

test('the listeners hear: a page that does such things is noticed', async () => {
  await page.goto(`${demo.origin}/`)
  await page.evaluate(() => {
    const place = document.createElement('div')
    place.innerHTML = '<p style="color:red">甲</p><img src="https://evil.example/x.png" onerror="alert(1)">'
    document.querySelector('main')?.appendChild(place)
  })
  const heard = () => seen.map(text => text.replace(/^\S+: /, '').split(' ')[0])
  await expect.poll(heard, { timeout: 20_000 }).toEqual(expect.arrayContaining(['img-src', 'script-src-attr', 'style-src-attr']))
})
