import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../support/chromium.ts'
import { aDocument } from '../support/makers.ts'
import { account, longestTask, signedIn, stepsSeen, timed, watchSteps, watchTasks } from './console.ts'
import { atMost, type Report } from './report.ts'
import type { Bench } from './run.ts'
import { type Server, startServer } from './server.ts'

const PEOPLE = 100_000
/** What a person feels as a standstill, in milliseconds. */
const FREEZE = 200
const WAIT = { timeout: 300_000 }

/** B9: the list of a hundred thousand voters, in a real browser against a real site. */
export const roster100k: Bench = async () => {
  const script = join(import.meta.dirname, '../../dist/local/index.js')
  const campaigns = [aDocument({ slug: 'bench-roster', identity: 'roster' })]
  const site = await startServer({ kind: 'site', campaigns, script })
  const browser = await openBrowser()
  const folder = mkdtempSync(join(tmpdir(), 'mingping-bench-'))
  try {
    await account(site)
    const file = join(folder, '名册.xlsx')
    writeFileSync(file, await workbook())
    return report(await bring(browser, site, file))
  } finally {
    await browser.close()
    await site.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const workbook = (): Promise<Uint8Array> =>
  writeXlsx({
    sheets: [
      {
        name: '名册',
        rows: [
          ['姓名', '工号', '单位', '类别'],
          ...Array.from({ length: PEOPLE }, (_, i) => [
            `职工${i}`,
            `G${100_000 + i}`,
            `第${i % 500}分会`,
            i % 3 === 0 ? '党员' : '职工',
          ]),
        ],
      },
    ],
  })

interface Brought {
  readonly firstPaint: number
  readonly read: number
  readonly sent: number
  readonly settled: number
  readonly steps: number
  readonly frozen: number
}

async function bring(browser: Browser, site: Server, file: string): Promise<Brought> {
  const page = await signedIn(browser, site)
  const at = `${site.origin}/staff/campaigns/bench-roster/roster`
  await page.goto(`${at}/import`)
  await page.locator('#table').waitFor()
  await watchTasks(page)
  await watchSteps(page)
  const read = await timed(async () => {
    await page.locator('#table').setInputFiles(file)
    await page.getByRole('button', { name: `核对 ${PEOPLE} 人` }).waitFor(WAIT)
  })
  const sent = await timed(async () => {
    await page.getByRole('button', { name: `核对 ${PEOPLE} 人` }).click()
    await page.getByText(`将会新增 ${PEOPLE} 人`).waitFor(WAIT)
  })
  const settled = await timed(async () => {
    await page.getByRole('button', { name: '确认导入' }).click()
    await page.getByText(`投票单：${PEOPLE} 张`).waitFor(WAIT)
  })
  const frozen = await longestTask(page)
  const steps = await stepsSeen(page)
  const looking = await page.context().newPage()
  await looking.goto(at)
  const firstPaint = await looking.evaluate(
    () => performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint')?.startTime ?? 0,
  )
  await page.context().close()
  return { firstPaint, read, sent, settled, steps, frozen }
}

function report({ firstPaint, read, sent, settled, steps, frozen }: Brought): Report {
  const s = (value: number) => `${(value / 1000).toFixed(1)} s`
  return {
    figures: { firstPaint, read, sent, settled, steps, frozen },
    limits: [
      atMost('B9', 'first paint of 100,000 people, s', firstPaint / 1000, 1),
      atMost('B9', 'longest standstill during an import of 100,000, ms', frozen, FREEZE),
    ],
    table: {
      head: ['', 'once', ''],
      rows: [
        ['first paint', s(firstPaint), 'the list by unit and class'],
        ['a file is read', s(read), `${PEOPLE} rows, checked by the rules`],
        ['it is sent', s(sent), 'in parts of 2,000: hashed, with a code each, and staged'],
        ['it is made live', s(settled), 'one batch'],
        ['steps of progress seen', steps, ''],
      ],
      notes: ['one import'],
    },
  }
}
