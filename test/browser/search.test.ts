import fc from 'fast-check'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { atomOf } from '../../web/pages/feed.ts'
import type { NoticeId } from '../../worker/rules/ids.ts'
import { instant } from '../../worker/rules/time.ts'
import { anySign } from '../support/any-sign.ts'
import { flawsInBothLights, flawsOf } from '../support/axe.ts'
import { openPhone } from '../support/chromium.ts'
import { browser, demo } from '../support/demo-stage.ts'
import { landing } from '../support/landing.ts'

for (const script of [true, false])
  test(`on a phone ${script ? 'with' : 'without'} script somebody finds a nominee and a notice, narrows, turns pages and comes back to what was asked`, async () => {
    const phone = await openPhone(browser, { script })
    const page = await phone.newPage()
    await page.goto(demo.origin)
    await page.getByLabel('搜索全站').fill('党员')
    await page.getByRole('button', { name: '搜索' }).click()
    await page.waitForURL('**/search?q=*')
    const asked = page.url()
    await expect.poll(() => page.locator('mark').first().textContent()).toBe('党员')
    await page.getByRole('link', { name: /看全部 \d+ 名候选对象/ }).click()
    await expect
      .poll(async () => [await page.locator('.tabs [aria-current]').textContent(), await page.locator('.cells .cell').count()])
      .toEqual([expect.stringMatching(/^候选对象 \d+$/), 20])
    await page.getByRole('link', { name: '下一页' }).click()
    await expect.poll(() => page.locator('.pages').textContent()).toMatch(/第 2 \/ \d+ 页，共 \d+ 条/)
    await page.getByRole('combobox', { name: '全部活动' }).selectOption({ index: 1 })
    await landing(page, () => page.getByRole('button', { name: '搜索' }).click())
    await expect
      .poll(async () => [await page.getByLabel('搜索全站').inputValue(), new URL(page.url()).searchParams.get('in')])
      .toEqual(['党员', 'nominees'])
    await page.goto(asked)
    await landing(page, () => page.locator('.cells .cell').first().click())
    await expect.poll(() => page.locator('h1').count()).toBe(1)
    await page.goBack()
    await expect.poll(() => page.getByLabel('搜索全站').inputValue()).toBe('党员')
    await phone.close()
  })

test('axe finds nothing on the search, its narrowed and its empty pages, in any mode, on a phone and on a desk', async () => {
  const flaws: string[] = []
  for (const elder of [false, true])
    for (const width of [390, 1280]) {
      const phone = await openPhone(browser, { width })
      const page = await phone.newPage()
      for (const path of [
        '/search?',
        '/search?q=%E5%85%9A%E5%91%98',
        '/search?q=%E5%85%AC%E7%A4%BA&in=notices',
        '/search?q=a',
        '/search?q=zzzz',
        '/archive?',
        '/notices?',
      ]) {
        await page.goto(`${demo.origin}${path}${elder ? '&view=elder' : ''}`)
        const found = await (elder ? flawsOf : flawsInBothLights)(page)
        flaws.push(...found.map(text => `${path} ${width} ${elder}: ${text}`))
      }
      await phone.close()
    }
  expect(flaws).toEqual([])
})

test('the data blocks of pages break no rule of the security policy, and nothing of them runs', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  const broken: string[] = []
  page.on('console', message => {
    if (message.type() === 'error') broken.push(message.text())
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event =>
      console.error(`${event.violatedDirective} ${location.pathname}`),
    )
  })
  const notice = await firstNotice(page)
  for (const path of ['/', '/c/qinghe', '/c/qinghe/nominees/1', '/c/binjiang-hall/results', '/notices', notice]) {
    await page.goto(demo.origin + path)
    const blocks = await page.locator('script[type="application/ld+json"]').allTextContents()
    expect([path, blocks.map(text => typeof JSON.parse(text))]).toEqual([path, path === '/notices' ? [] : ['object']])
  }
  expect(broken).toEqual([])
  await phone.close()
})

async function firstNotice(page: Page): Promise<string> {
  await page.goto(`${demo.origin}/notices`)
  return (await page.locator('a[href^="/notices/ntc_"]').first().getAttribute('href')) ?? ''
}

/** The root element by the browser's own XML parser, or what it says is wrong. */
const parsed = (page: Page, texts: readonly string[]): Promise<readonly string[]> =>
  page.evaluate(
    list =>
      list.map(text => {
        const read = new DOMParser().parseFromString(text, 'application/xml')
        return read.querySelector('parsererror')?.textContent ?? read.documentElement.localName
      }),
    [...texts],
  )

test('feeds and sitemap are XML to a strict parser, whatever stands in the notices', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(demo.origin)
  const documents = await Promise.all(
    ['/feed.atom', '/c/qinghe/feed.atom', '/sitemap.xml'].map(async path => (await fetch(demo.origin + path)).text()),
  )
  expect(await parsed(page, documents)).toEqual(['feed', 'feed', 'urlset'])
  const entry = (title: string, html: string) => ({
    ...{ id: 'ntc_0000000000000001' as NoticeId, kind: 'news' as const, title, html, source: title, author: html },
    ...{ published: instant(0), updated: instant(0), withdrawn: null, period: null, conclusion: title, correctedBy: null },
    attachments: [{ name: title.toWellFormed(), mediaType: html, size: 1 }],
  })
  const rubbish = fc.sample(fc.tuple(fc.string({ unit: anySign, maxLength: 60 }), fc.string({ maxLength: 60 })), 500)
  const feeds = rubbish.map(([title, html]) =>
    atomOf({ origin: demo.origin, title, owner: html, home: '/', self: '/', entries: [entry(title, html)], since: instant(0) }),
  )
  expect((await parsed(page, feeds)).filter(name => name !== 'feed')).toEqual([])
  await phone.close()
})
