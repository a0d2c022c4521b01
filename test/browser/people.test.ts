import jsQR from 'jsqr'
import type { BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { LEAST_AGE } from '../../worker/rules/dwell.ts'
import { flawsOf, LOOKS } from '../support/axe.ts'
import { openPhone } from '../support/chromium.ts'
import { browser, demo } from '../support/demo-stage.ts'
import { landing } from '../support/landing.ts'
import { holdScript, signedInAs } from '../support/staff-page.ts'

// What people do besides voting: likes, comments, posters.

const NOMINEE = '/c/beiling-workers/nominees/3'
const LIKES = '**/api/campaigns/beiling-workers/likes'
const DESK = '/staff/campaigns/beiling-workers/comments'

beforeAll(async () => {
  const desk = await signedIn()
  const page = await desk.newPage()
  await page.goto(demo.origin + DESK)
  await page.getByRole('button', { name: '开始征集评语' }).click()
  await page.getByRole('button', { name: '停止征集和展示' }).waitFor()
  await desk.close()
})

async function signedIn(width = 1280, dark = false): Promise<BrowserContext> {
  const page = await signedInAs('zuzhi', { width, dark })
  await page.close()
  return page.context()
}

/** What the site has of this phone's likes of today. */
const likedBy = (page: Page): Promise<readonly number[]> =>
  page.evaluate(async () => {
    const answer = (await (await fetch('/api/campaigns/beiling-workers/likes/mine')).json()) as { liked: number[] }
    return answer.liked
  })

const heart = (page: Page) => page.locator('.bar button.like')

test('a press fills the heart at once, the site has it a moment later, and a reload still knows', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(demo.origin + NOMINEE)
  await heart(page).click()
  await expect
    .poll(async () => [await heart(page).getAttribute('aria-pressed'), await heart(page).textContent()])
    .toEqual(['true', '已点赞'])
  await page.getByText('今天已点赞').waitFor()
  expect(await likedBy(page)).toEqual([3])
  await page.reload()
  await page.getByText('今天已点赞').waitFor()
  await heart(page).click()
  await expect.poll(() => page.locator('#toast').textContent()).toContain('明天 0:00 后可以再点')
  // The proof of the morning serves the whole day: the next like asks for no challenge.
  const asked: string[] = []
  page.on('request', request => asked.push(new URL(request.url()).pathname))
  await page.goto(`${demo.origin}/c/beiling-workers/nominees/4`)
  await heart(page).click()
  await page.getByText('今天已点赞').waitFor()
  expect(asked.filter(path => path.endsWith('/challenge'))).toEqual([])
  await phone.close()
})

test('offline the like is kept and said to be unsure; once the network is back it arrives, and is one', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(demo.origin + NOMINEE)
  await page.waitForLoadState('networkidle')
  await phone.setOffline(true)
  await heart(page).click()
  await page.getByText('正在确认…').waitFor()
  await phone.setOffline(false)
  await page.getByText('今天已点赞').waitFor({ timeout: 20_000 })
  expect(await likedBy(page)).toEqual([3])
  await phone.close()
})

test('a page that is closed in mid-flight has not lost its like: the next visit sends it under the same day', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(demo.origin + NOMINEE)
  await page.waitForLoadState('networkidle')
  const bodies: string[] = []
  await page.route(LIKES, async route => {
    bodies.push(route.request().postData() ?? '')
    // The like has arrived, its answer is lost.
    await route.fetch()
    await route.abort()
  })
  await heart(page).click()
  await page.getByText('正在确认…').waitFor({ timeout: 20_000 })
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.goto(`${demo.origin}/c/beiling-workers/nominees`)
  const tile = page.locator('#n3 button.heart')
  await tile.filter({ hasText: '今天已点赞' }).waitFor({ timeout: 20_000 })
  expect([await likedBy(page), bodies.length > 0, bodies.every(body => body.includes('"sent"'))]).toEqual([[3], true, true])
  await phone.close()
})

test('a like that is refused is taken back, with the reason in words', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.route(LIKES, route =>
    route.fulfill({ status: 409, json: { code: 'likes-closed', message: '点赞已经结束，感谢您的关注。' } }),
  )
  await page.goto(demo.origin + NOMINEE)
  await heart(page).click()
  await page.locator('#toast').filter({ hasText: '点赞已经结束' }).waitFor({ timeout: 20_000 })
  await expect.poll(() => heart(page).getAttribute('aria-pressed')).toBe('false')
  await page.reload()
  await expect.poll(() => heart(page).getAttribute('aria-pressed')).toBe('false')
  await phone.close()
})

test('without script a heart of the list leads to a plain form, which says that the like was received', async () => {
  const phone = await openPhone(browser, { script: false })
  const page = await phone.newPage()
  await page.goto(`${demo.origin}/c/beiling-workers/nominees`)
  await page.locator('#n5 a.heart').click()
  await demo.later(LEAST_AGE)
  await page.getByLabel(/等于几/).fill(sumIn((await page.locator('.field span').first().textContent()) ?? ''))
  await page.getByRole('button', { name: '点赞' }).click()
  await expect.poll(() => page.locator('h1').textContent()).toContain('您今天已为')
  await phone.close()
})

const NUMERALS = '零一二三四五六七八九'
function sumIn(question: string): string {
  const [, a = '', b = ''] = /：(.) 加 (.) 等于/.exec(question) ?? []
  return String(NUMERALS.indexOf(a) + NUMERALS.indexOf(b))
}

test('a poster is a real picture that a long press can keep, and its code leads to the page', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  for (const [path, target] of [
    [`${NOMINEE}/poster`, NOMINEE],
    ['/c/qinghe/nominees/2/poster', '/c/qinghe/nominees/2'],
    ['/c/qinghe/poster', '/c/qinghe'],
  ] as const) {
    await page.goto(demo.origin + path)
    const picture = page.locator('img.drawn')
    await picture.waitFor()
    const address = (await picture.getAttribute('src')) ?? ''
    expect([path, address.slice(0, 23)]).toEqual([path, 'data:image/jpeg;base64,'])
    const { data, info } = await sharp(Buffer.from(address.slice(23), 'base64'))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([1080, 1620])
    expect(jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data).toBe(demo.origin + target)
    await expect.poll(async () => (await picture.getAttribute('alt'))?.length).toBeGreaterThan(20)
  }
  await page.getByRole('button', { name: '复制分享文字' }).click()
  await page.locator('#toast').filter({ hasText: '已复制' }).waitFor()
  await phone.close()
})

test('a nominee without a photo and with a very long name, unit and deed still gets a poster whose code can be read', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.route(`**${NOMINEE}/poster`, async route => {
    const answer = await route.fetch()
    const long = '清河市人民政府国有资产监督管理委员会直属机关委员会第一党支部'
    const body = (await answer.text()).replace(/data-poster="([^"]+)"/, (_, json: string) => {
      const poster = JSON.parse(json.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as {
        nominee: object
        text: string
        title: string
      }
      const nominee = { ...poster.nominee, name: long, unit: `${long}${long}`, photo: null, number: 999_999 }
      return `data-poster="${JSON.stringify({ ...poster, nominee, title: long + long, text: long.repeat(8) })
        .replaceAll('&', '&amp;')
        .replaceAll('"', '&quot;')}"`
    })
    await route.fulfill({ response: answer, body })
  })
  await page.goto(`${demo.origin}${NOMINEE}/poster`)
  const address = (await page.locator('img.drawn').getAttribute('src')) ?? ''
  const { data, info } = await sharp(Buffer.from(address.slice(23), 'base64'))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect(jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data).toBe(demo.origin + NOMINEE)
  await phone.close()
})

test('the printed poster, which needs no script, fits one sheet of A4 and one of A5', async () => {
  const phone = await openPhone(browser, { script: false, width: 1280 })
  const page = await phone.newPage()
  await page.goto(`${demo.origin}${NOMINEE}/poster`)
  await expect.poll(() => page.locator('.poster .qr').count()).toBe(1)
  for (const format of ['A4', 'A5'] as const) {
    const pdf = (await page.pdf({ format, printBackground: true })).toString('latin1')
    expect([format, pdf.match(/\/Type \/Page\b/g)?.length]).toEqual([format, 1])
  }
  await phone.close()
})

test('a comment is written, kept through a reload, read at the desk by keyboard, shown, reported and chosen', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(demo.origin + NOMINEE)
  await page.getByRole('link', { name: '写评语，看全部评语' }).click()
  await page.waitForURL('**/comments')
  await page.getByLabel('评语', { exact: true }).fill('每天清早都见到他，风雨无阻')
  await page.reload()
  await expect.poll(() => page.getByLabel('评语', { exact: true }).inputValue()).toBe('每天清早都见到他，风雨无阻')
  await expect.poll(() => page.locator('[data-question]').count()).toBe(0)
  await page.getByLabel('署名（可不填）').fill('一名老邻居')
  await page.getByRole('button', { name: '提交评语' }).click()
  await page.locator('.note.good').waitFor()
  await expect.poll(() => page.locator('.note.good').textContent()).toBe('已收到，审看后展示。')
  await expect.poll(() => page.getByLabel('评语', { exact: true }).inputValue()).toBe('')
  await phone.close()

  const plain = await openPhone(browser, { script: false })
  const form = await plain.newPage()
  await form.goto(`${demo.origin}${NOMINEE}/comments`)
  await form.getByLabel('评语', { exact: true }).fill('他的电话是13800138000')
  await form.getByLabel(/等于几/).fill(sumIn((await form.locator('[data-question] span').textContent()) ?? ''))
  await demo.later(LEAST_AGE)
  await form.getByRole('button', { name: '提交评语' }).click()
  await expect.poll(() => form.locator('.flaw').textContent()).toContain('“13800138000”像是手机号')
  await form.getByLabel('评语', { exact: true }).fill('不写脚本也能说一句好话')
  await form.getByLabel(/等于几/).fill(sumIn((await form.locator('[data-question] span').textContent()) ?? ''))
  await form.getByRole('button', { name: '提交评语' }).click()
  await expect.poll(() => form.locator('.note.good').textContent()).toBe('已收到，审看后展示。')
  await plain.close()

  const desk = await signedIn()
  const board = await desk.newPage()
  await board.goto(demo.origin + DESK)
  await expect.poll(() => board.locator('[data-one]').count()).toBe(2)
  await board.keyboard.press('j')
  expect(
    await board
      .locator('[data-one]')
      .first()
      .evaluate(one => one === document.activeElement),
  ).toBe(true)
  await Promise.all([board.waitForURL('**done=1'), board.keyboard.press('a')])
  await board.locator('[data-one]').first().waitFor()
  await landing(board, () => board.keyboard.press('d'))
  await expect.poll(() => board.locator('[data-one]').count()).toBe(0)
  await board.goto(`${demo.origin}${DESK}?shown=shown`)
  await board.keyboard.press('j')
  await Promise.all([board.waitForURL('**done=1'), board.keyboard.press('a')])
  await board.goto(`${demo.origin}${DESK}/chosen`)
  await expect.poll(() => board.locator('.chosen').textContent()).toContain('“每天清早都见到他，风雨无阻”——一名老邻居')
  await desk.close()

  const reader = await openPhone(browser)
  const shown = await reader.newPage()
  await shown.goto(`${demo.origin}${NOMINEE}/comments`)
  await shown.getByRole('link', { name: '举报一名老邻居的评语' }).click()
  await shown.waitForURL('**/report')
  await shown.getByRole('button', { name: '提交举报' }).click()
  await shown.locator('.note.good').waitFor()
  await expect.poll(() => shown.locator('.note.good').textContent()).toBe('已收到举报，工作人员会复核。')
  await reader.close()
})

test('what was typed into a comment before the script came is kept through a reload too', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  const release = await holdScript(page, 'prove')
  await page.goto(`${demo.origin}${NOMINEE}/comments`, { waitUntil: 'commit' })
  await page.getByLabel('评语', { exact: true }).fill('网慢的时候先写下的话')
  await page.locator('[data-question]').waitFor({ state: 'attached' })
  release()
  await page.waitForLoadState()
  await page.reload()
  await expect.poll(() => page.getByLabel('评语', { exact: true }).inputValue()).toBe('网慢的时候先写下的话')
  await phone.close()
})

for (const [mode, width] of LOOKS)
  test(`axe finds nothing on pages of likes, comments and posters in ${mode} mode at ${width} px`, async () => {
    const desk = await signedIn(width, mode === 'dark')
    const page = await desk.newPage()
    const flaws: string[] = []
    for (const path of [
      NOMINEE,
      `${NOMINEE}/comments`,
      `${NOMINEE}/like`,
      `${NOMINEE}/poster`,
      '/c/beiling-workers/poster',
      '/c/beiling-workers/likes',
      '/c/beiling-workers/nominees',
      DESK,
      `${DESK}?shown=shown`,
      `${DESK}?shown=refused`,
      `${DESK}/chosen`,
      '/staff/campaigns/beiling-workers/likes',
    ]) {
      const view = mode === 'elder' ? `${path.includes('?') ? '&' : '?'}view=elder` : ''
      await page.goto(demo.origin + path + view)
      if (path.endsWith('poster')) await page.locator('img.drawn').waitFor()
      flaws.push(...(await flawsOf(page)).map(text => `${path}: ${text}`))
    }
    const report = await page
      .goto(`${demo.origin}${NOMINEE}/comments`)
      .then(() => page.locator('.report').first().getAttribute('href'))
    await page.goto(demo.origin + report)
    flaws.push(...(await flawsOf(page)).map(text => `report: ${text}`))
    expect(flaws).toEqual([])
    await desk.close()
  })
