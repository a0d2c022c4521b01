import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { longDay } from '../../web/text/dates.ts'
import { addDays, type Day, dayOf, instant } from '../../worker/rules/time.ts'
import { openBrowser, openPhone, scriptErrors } from '../support/chromium.ts'
import { branches, people, writeList, writePhotos } from '../support/clerk-files.ts'
import { type EmptySite, startEmpty } from '../support/empty-site.ts'
import { codeAt } from '../support/totp.ts'

// A new user's first day, on screens only: from a site that was just started, with nothing in it, to a published notice,
// a running vote on 150 nominees with photos, and a running like campaign. Only the links that are handed over and the
// home page are typed in; every other page is reached by a press on the one before. No operator command, no clock, no
// request beside those of the pages.

const PASSWORD = '三月的风吹过城墙 2026'
const MINUTES = 20
/** What a person needs for one press or one field, reading it included; the machine needs none of it. */
const SECONDS_A_MOVE = 8

/** 150, no two of one name. */
const LIST = [...branches('十佳基层党组织', 20), ...people('十佳共产党员', 30), ...people('优秀共产党员', 100, 30)]
const WORKERS = people('最美职工', 10)

const folder = mkdtempSync(join(tmpdir(), 'mingping-journey-'))
const complaints: string[] = []
const steps: { readonly name: string; readonly seconds: number; readonly moves: number }[] = []
let moves = 0
let site: EmptySite
let browser: Browser
let chief: Page
let desk: Page
let phone: Page
let files: { readonly list: string; readonly photos: readonly string[]; readonly workers: string }

beforeAll(async () => {
  const made = Promise.all([
    writeList(folder, '候选对象汇总.xlsx', LIST),
    writePhotos(folder, LIST),
    writeList(folder, '最美职工候选人.xlsx', WORKERS),
  ])
  const began = performance.now()
  site = await startEmpty()
  steps.push({ name: 'npm start -- --empty', seconds: (performance.now() - began) / 1000, moves: 1 })
  browser = await openBrowser()
  const [list, photos, workers] = await made
  files = { list, photos, workers }
  ;[chief, desk, phone] = [await person({ width: 1280 }), await person({ width: 1280 }), await person()]
})
afterAll(async () => {
  await browser.close()
  await site.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Somebody with a browser of their own; what it complains about, and every press and every field they change, is noted. */
async function person(wishes: Parameters<typeof openPhone>[1] = {}): Promise<Page> {
  const context: BrowserContext = await openPhone(browser, wishes)
  await context.exposeFunction('noteMove', () => {
    moves += 1
  })
  await context.exposeFunction('noteViolation', (text: string) => complaints.push(text))
  await context.addInitScript(() => {
    const notes = window as unknown as { noteMove: () => void; noteViolation: (text: string) => void }
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      notes.noteViolation(`${location.pathname}: ${violatedDirective} ${blockedURI} ${sample}`),
    )
    for (const kind of ['click', 'change'])
      document.addEventListener(kind, event => (event.isTrusted || kind === 'change' ? notes.noteMove() : undefined), true)
  })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  page.on('console', message => {
    // A hand that is quicker than three seconds is asked to wait, and the page does; Chromium logs the answer's status.
    if (message.type() === 'error' && !message.text().includes('429')) complaints.push(`${page.url()}: ${message.text()}`)
  })
  return page
}

/** One step of the day, with how long it took and how much there was to do. */
function step(name: string, work: () => Promise<void>): void {
  test(name, async () => {
    const [began, before] = [performance.now(), moves]
    await work()
    steps.push({ name, seconds: (performance.now() - began) / 1000, moves: moves - before })
  })
}

/** The fields of a form by their labels. */
async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value)
}
const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click()
const follow = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('link', { name }).first().click()
/** Through the home page, which may be as old as the ten seconds for which it is kept. */
async function fromHome(page: Page, name: RegExp): Promise<void> {
  const seen = async (): Promise<number> => {
    await page.goto(`${site.origin}/`)
    return page.getByRole('link', { name }).count()
  }
  await expect.poll(seen, { interval: 1000, timeout: 25_000 }).toBeGreaterThan(0)
  await follow(page, name)
}
const saved = (page: Page): Promise<void> => page.locator('#save-state', { hasText: /已保存 \d\d:\d\d/ }).waitFor()

/** The second of two steps, as it stands on the page: the secret goes into an app, the app's number onto the page. */
async function enrol(page: Page): Promise<void> {
  await fill(page, { 新密码: PASSWORD, 再输入一次: PASSWORD })
  await press(page, '下一步')
  await page.getByText('扫不了码').click()
  const secret = ((await page.locator('.secret').textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel(/6 位数字/).fill(codeAt(secret, Date.now()))
  await press(page, '确认动态码')
  await expect.poll(() => page.locator('.codes code').count()).toBe(10)
  await follow(page, '已保存，进入工作台')
  await page.waitForURL('**/staff')
}

/** From the console to a draft: the template, the names, and the day on which its first step began. */
async function begin(page: Page, template: string, names: { title: string; short: string }): Promise<void> {
  await follow(page, '活动')
  await follow(page, '新建活动')
  await page.locator('a.template', { hasText: template }).click()
  await fill(page, { 活动名称: names.title, 简称: names.short, 主办单位: '中共清河市委组织部', 第一步从哪天开始: inDays(-45) })
  await press(page, '建成草稿')
  await page.waitForURL('**/settings')
  await fill(page, { 受理单位: '清河市委组织部组织科', 电话: '0000-1234567' })
}

const inDays = (days: number): Day => addDays(dayOf(instant(Date.now())), days)

/** The days of one step; a whole day needs no clock. */
async function date(page: Page, name: string, [from, until]: readonly [number, number]): Promise<void> {
  const one = page.getByRole('group', { name, exact: true })
  await one.getByLabel('开始日期').fill(inDays(from))
  await one.getByLabel('结束日期').fill(inDays(until))
  for (const clock of await one.getByLabel('钟点').all()) if (await clock.inputValue()) await clock.fill('')
}

/** A workbook of their own onto the list of a campaign. */
async function bring(page: Page, { path, count }: { path: string; count: number }): Promise<void> {
  await follow(page, '候选对象')
  await follow(page, '导入表格')
  await page.locator('#table').setInputFiles(path)
  await page.getByText('不公开的信息，不读').waitFor()
  await press(page, '看看会改什么')
  await page.getByText(`将会新增 ${count}，修改 0，删除 0`).waitFor()
  await press(page, '确认导入')
  await page.getByText(`已导入：新增 ${count}，修改 0，删除 0`).waitFor()
}

step('the administrator begins from the link in the terminal, with a name, a password and an app', async () => {
  await chief.goto(site.link)
  await fill(chief, { 您的姓名: '张管', 账号: 'zhangguan' })
  await enrol(chief)
})

step('the administrator invites an organizer, who sets up the account in another browser', async () => {
  await follow(chief, '邀请组织者')
  await fill(chief, { 姓名: '李秀兰', 账号: 'lixiulan' })
  await chief.getByLabel('角色').selectOption({ label: '组织者' })
  await press(chief, '生成邀请链接')
  await chief.getByRole('heading', { name: '给李秀兰的链接' }).waitFor()
  await desk.goto((await chief.locator('.link-shown').textContent()) ?? '')
  await enrol(desk)
})

step('the organizer makes a campaign with a vote from a template, and dates it', async () => {
  await begin(desk, '十佳百优', { title: '清河市十佳百优评选', short: '十佳百优' })
  await date(desk, '网上评议', [0, 9])
  await date(desk, '组织考察', [10, 16])
  await date(desk, '研究确定', [17, 17])
  await date(desk, '结果公示', [18, 32])
  await date(desk, '表彰发布', [40, 40])
  await saved(desk)
})

step('the organizer imports 150 nominees from a workbook with headers of its own', async () => {
  await bring(desk, { path: files.list, count: 150 })
})

step('the organizer uploads 150 photos at once, matched by the names of their files', async () => {
  await follow(desk, '接着上传照片')
  await desk.locator('#files').setInputFiles([...files.photos])
  await desk.getByText('都对上了人，可以上传').waitFor({ timeout: 60_000 })
  await press(desk, '上传 150 张')
  await desk.getByText('已上传 150 张').waitFor({ timeout: 100_000 })
})

step('the organizer publishes the campaign and opens the poll', async () => {
  await follow(desk, '概览')
  await follow(desk, '公开活动…')
  await press(desk, '确认公开')
  await follow(desk, '开放投票…')
  await press(desk, '确认开放，从此固定')
  await desk.getByText('已固定').first().waitFor()
})

step('the organizer writes a notice that calls for the vote, and publishes it', async () => {
  await follow(desk, '公告')
  await follow(desk, '新建公告')
  await desk.getByLabel('标题').fill('关于开展十佳百优网上评议的通知')
  await desk.getByLabel('所属活动').selectOption({ label: '清河市十佳百优评选' })
  await press(desk, '建立草稿，写正文')
  await desk.locator('#rich').click()
  await desk.evaluate(() => {
    const clipboardData = new DataTransfer()
    const text = '各单位：\n现将网上评议有关事项通知如下。\n一、时间\n即日起十日内。\n二、方式\n在微信中打开活动页面，填写选票。'
    clipboardData.setData('text/plain', text)
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await desk.getByText('已自动保存').waitFor()
  await follow(desk, '发布前检查')
  await press(desk, '发布公告')
  await desk.getByRole('link', { name: '看公告页' }).waitFor()
})

step('a phone in WeChat reads the notice, votes and keeps a receipt', async () => {
  await fromHome(phone, /关于开展十佳百优网上评议的通知/)
  await expect.poll(() => phone.locator('.body h2').allTextContents()).toEqual(['一、时间', '二、方式'])
  await follow(phone, /所属活动：十佳百优/)
  await follow(phone, '填写选票')
  for (const number of [1, 2, 25, 60]) await phone.locator(`#n${number} label`).click()
  // Until the script is there a ballot goes another way, with a sum for its voter.
  await phone.locator('[data-count]', { hasText: '已选' }).first().waitFor()
  await press(phone, '核对选票')
  await press(phone, '确认提交')
  await phone.waitForURL('**/receipts/*')
  await expect.poll(() => phone.locator('.code').textContent()).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
})

step('the organizer makes a like campaign with ten nominees, publishes it and opens the likes', async () => {
  await begin(desk, '最美职工', { title: '清河市最美职工', short: '最美职工' })
  await date(desk, '网络点赞', [0, 13])
  await saved(desk)
  await bring(desk, { path: files.workers, count: 10 })
  await follow(desk, '概览')
  await follow(desk, '公开活动…')
  await press(desk, '确认公开')
  await follow(desk, '开放点赞…')
  await press(desk, '确认开放点赞')
  await desk.getByText('点赞已开放，名单上有 10 个候选对象').waitFor()
})

step('the phone gives a like', async () => {
  await fromHome(phone, /清河市最美职工/)
  await follow(phone, /候选/)
  await phone.locator('#n3 button.heart').click()
  await phone.locator('#n3 button.heart', { hasText: '今天已点赞' }).waitFor()
})

step('the public pages show the notice, both campaigns running, the photos and the like', async () => {
  await phone.goto(`${site.origin}/`)
  const cells = (await phone.locator('main .cell').allInnerTexts()).map(text => text.split(/\n|，/).slice(0, 2))
  expect(cells).toEqual([
    ['清河市十佳百优评选', '网上评议进行中'],
    ['清河市最美职工', '网络点赞进行中'],
    ['通知 关于开展十佳百优网上评议的通知', longDay(inDays(0))],
  ])
  await follow(phone, /清河市十佳百优评选/)
  const ofEach = (await phone.locator('main').innerText()).match(/候选 \d+ · 拟表彰 \d+/g)
  expect(ofEach).toEqual(['候选 20 · 拟表彰 10', '候选 30 · 拟表彰 10', '候选 100 · 拟表彰 100'])
  await follow(phone, /候选 20 · /)
  await phone.waitForURL('**/nominees**')
  const faces = phone.locator('.tile img')
  await expect.poll(() => faces.count()).toBe(20)
  await faces.first().scrollIntoViewIfNeeded()
  expect(await faces.first().evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth))).toBe(176)
  await desk.locator('.tabs').getByRole('link', { name: '点赞' }).click()
  await expect.poll(() => desk.locator('.numbers dd').allInnerTexts()).toEqual(['1', '1', '0'])
})

test('it all took under 20 minutes, at the pace of a person, and no page complained', () => {
  const seconds = steps.reduce((sum, one) => sum + one.seconds, 0)
  const paced = steps.reduce((sum, one) => sum + one.seconds + one.moves * SECONDS_A_MOVE, 0)
  for (const one of steps)
    console.log(`${one.seconds.toFixed(1).padStart(6)} s ${String(one.moves).padStart(4)} moves  ${one.name}`)
  console.log(`${seconds.toFixed(1).padStart(6)} s; at ${SECONDS_A_MOVE} s a move ${(paced / 60).toFixed(1)} minutes`)
  expect(steps).toHaveLength(12)
  expect(paced / 60).toBeLessThan(MINUTES)
  expect([...complaints, ...scriptErrors]).toEqual([])
  expect(site.said()).not.toContain('"fault"')
})

test('the watch kept over the pages sees what their policy stops', async () => {
  const before = complaints.length
  await phone.evaluate(() => {
    document.head.appendChild(Object.assign(document.createElement('script'), { textContent: 'window.stray = 1' }))
  })
  await expect.poll(() => complaints.slice(before).some(text => text.includes('script-src')), { timeout: 20_000 }).toBe(true)
})
