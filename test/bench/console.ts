import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import type { Browser, Page } from 'playwright-core'
import type { CampaignDocument, NomineeEntry } from '../../worker/import/document.ts'
import { openBrowser } from '../support/chromium.ts'
import { fullCampaign } from './full-campaign.ts'
import { atMost, median, type Report } from './report.ts'
import type { Bench } from './run.ts'
import { type Server, startServer, VARS } from './server.ts'

/** The most a campaign may have. */
const NOMINEES = 5000
/** A file as units send them in: deeds of a thousand characters (001). */
const DEEDS = 1000
/** What a person feels as a standstill, in milliseconds. */
const FREEZE = 200
const ACCOUNT = { login: 'bench', name: '测量', role: 'organizer', unit: null, password: 'a password for the bench' } as const

interface Console {
  readonly firstPaint: number
  /** Until the table itself stands, with every row. */
  readonly ready: number
  /** The longest the page stood still while it was scrolled from end to end, and while a cell was written. */
  readonly scrolling: number
  readonly writing: number
}

interface Import {
  readonly read: number
  readonly planned: number
  readonly written: number
  readonly steps: number
  readonly frozen: number
}

/** B9: the table of five thousand nominees, and an import of as many, in a real browser against a real site. */
export const console5000: Bench = async ({ rounds }) => {
  // The local build: the same Worker, but an account can be let in without an authenticator.
  const script = join(import.meta.dirname, '../../dist/local/index.js')
  const site = await startServer({ kind: 'site', campaigns: [largeCampaign()], script })
  const browser = await openBrowser()
  const folder = mkdtempSync(join(tmpdir(), 'mingping-bench-'))
  try {
    await account(site)
    const looks: Console[] = []
    for (let i = 0; i < rounds; i++) looks.push(await look(browser, site))
    const file = join(folder, '名单.xlsx')
    writeFileSync(file, await workbook())
    return report(looks, await bring(browser, site, file))
  } finally {
    await browser.close()
    await site.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A campaign that has no vote is never frozen, so its list can still be changed. */
function largeCampaign(): CampaignDocument {
  const full = fullCampaign()
  const [first] = full.nominees
  if (!first) throw new Error('the full campaign is empty')
  const nominees = Array.from({ length: NOMINEES }, (_, i): NomineeEntry => {
    const like = full.nominees[i % full.nominees.length] ?? first
    return { ...like, number: i + 1, name: `${like.name.slice(0, 20)}${i + 1}`, deeds: '事'.repeat(200) }
  })
  const milestones = full.settings.milestones.filter(({ step }) => step !== 'vote' && step !== 'likes')
  return { ...full, settings: { ...full.settings, slug: 'bench-large', milestones }, nominees, notices: [] }
}

/** Somebody who may sign in with a password alone. */
export async function account({ origin }: Server): Promise<void> {
  const headers = { authorization: `Bearer ${VARS.OPERATOR_KEY}`, 'content-type': 'application/json' }
  for (const [path, body] of [
    ['staff', JSON.stringify(ACCOUNT)],
    [`staff/waive/${ACCOUNT.login}`, null],
  ] as const) {
    const answer = await fetch(`${origin}/operator/${path}`, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(`no account for the bench: ${await answer.text()}`)
  }
}

export async function signedIn(browser: Browser, { origin }: Server): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })).newPage()
  await page.goto(`${origin}/staff/sign-in`)
  await page.getByLabel('账号').fill(ACCOUNT.login)
  await page.getByLabel('密码').fill(ACCOUNT.password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL('**/staff')
  return page
}

/** Notes from here on how long each task of the page was that took longer than 50 ms, as the browser counts them. */
export const watchTasks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen: number[] = []
    ;(window as unknown as { tasks: number[] }).tasks = seen
    new PerformanceObserver(list => seen.push(...list.getEntries().map(({ duration }) => duration))).observe({
      entryTypes: ['longtask'],
    })
  })

/** Notes what the page says of its progress while it goes on: without it there is no progress to be seen. */
export const watchSteps = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen = new Set<string>()
    ;(window as unknown as { steps: Set<string> }).steps = seen
    new MutationObserver(() => {
      const text = document.querySelector('progress')?.parentElement?.textContent
      if (text) seen.add(text)
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  })

export const stepsSeen = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { steps: Set<string> }).steps.size)

/** Milliseconds that something took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** The longest of them since the last look. */
export const longestTask = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { tasks } = window as unknown as { tasks: number[] }
    const longest = Math.max(0, ...tasks)
    tasks.length = 0
    return longest
  })

async function look(browser: Browser, site: Server): Promise<Console> {
  const page = await signedIn(browser, site)
  const began = performance.now()
  await page.goto(`${site.origin}/staff/campaigns/bench-large/nominees`, { waitUntil: 'commit' })
  await page.locator('#desk.live tbody tr[data-row]').first().waitFor()
  const ready = performance.now() - began
  const firstPaint = await page.evaluate(
    () => performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint')?.startTime ?? 0,
  )
  await watchTasks(page)
  await page.evaluate(async () => {
    const box = document.querySelector('.grid-box') as HTMLElement
    for (let at = 0; at < box.scrollHeight; at += box.scrollHeight / 120) {
      box.scrollTop = at
      await new Promise(resolve => requestAnimationFrame(resolve))
    }
  })
  const scrolling = await longestTask(page)
  await page.locator('td.col-unit').first().click()
  await page.keyboard.type('新的单位')
  await page.keyboard.press('Enter')
  await page.getByText('全部已保存').waitFor()
  const writing = await longestTask(page)
  await page.context().close()
  return { firstPaint, ready, scrolling, writing }
}

const workbook = (): Promise<Uint8Array> =>
  writeXlsx({
    sheets: [
      {
        name: '名单',
        rows: [
          ['序号', '候选人', '部门', '先进事迹'],
          ...Array.from({ length: NOMINEES }, (_, i) => [
            i + 1,
            `改名${i + 1}`,
            `单位${i % 300}`,
            `第${i}个。${'事'.repeat(DEEDS)}`,
          ]),
        ],
      },
    ],
  })

async function bring(browser: Browser, site: Server, file: string): Promise<Import> {
  const page = await signedIn(browser, site)
  await page.goto(`${site.origin}/staff/campaigns/bench-large/nominees/import`)
  await page.locator('#table').waitFor()
  await watchTasks(page)
  await watchSteps(page)
  const read = await timed(async () => {
    await page.locator('#table').setInputFiles(file)
    await page.getByRole('button', { name: '看看会改什么' }).waitFor()
  })
  await page.getByLabel(/按编号更新/).check()
  await page.getByRole('button', { name: '看看会改什么' }).waitFor()
  const planned = await timed(async () => {
    await page.getByRole('button', { name: '看看会改什么' }).click()
    await page.getByText(`将会新增 0，修改 ${NOMINEES}，删除 0`).waitFor({ timeout: 120_000 })
  })
  const written = await timed(async () => {
    await page.getByRole('button', { name: '确认导入' }).click()
    await page.getByText(`已导入：新增 0，修改 ${NOMINEES}，删除 0`).waitFor({ timeout: 120_000 })
  })
  const frozen = await longestTask(page)
  const steps = await stepsSeen(page)
  await page.context().close()
  return { read, planned, written, steps, frozen }
}

function report(looks: readonly Console[], { read, planned, written, steps, frozen }: Import): Report {
  const mid = (key: keyof Console) => median(looks.map(one => one[key]))
  const ms = (value: number) => `${value.toFixed(0)} ms`
  return {
    figures: { looks, import: { read, planned, written, steps, frozen } },
    limits: [
      atMost('B9', 'first paint of 5,000 nominees, s', mid('firstPaint') / 1000, 1),
      atMost('B9', 'longest standstill while scrolling, ms', mid('scrolling'), FREEZE),
      atMost('B9', 'longest standstill while writing a cell, ms', mid('writing'), FREEZE),
      atMost('B9', 'longest standstill during an import, ms', frozen, FREEZE),
    ],
    table: {
      head: ['', 'median', ''],
      rows: [
        ['first paint', ms(mid('firstPaint')), 'the first fifty rows, as sent by the server'],
        ['table stands', ms(mid('ready')), 'all 5,000 rows to scroll, search and write in'],
        ['a file is read', ms(read), `${NOMINEES} rows, deeds of ${DEEDS} characters, checked by the rules`],
        ['its plan', ms(planned), 'sent, checked again, compared with the list'],
        ['it is written', ms(written), 'sent again, one batch'],
        ['steps of progress seen', steps, ''],
      ],
      notes: [`${looks.length} rounds; one import`],
    },
  }
}
