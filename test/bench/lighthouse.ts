import { createServer } from 'node:net'
import lighthouse from 'lighthouse'
import { chromium } from 'playwright-core'
import { chromiumPath } from '../support/chromium.ts'
import { startDemo } from '../support/demo-site.ts'
import { atLeast, atMost, type Limit, median, type Report, round } from './report.ts'
import type { Bench } from './run.ts'
import { type PageName, pagesOf } from './site-pages.ts'

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const
type Category = (typeof CATEGORIES)[number]

/** A page is looked at so often, whatever `--rounds` says: each look takes some ten seconds. */
const MOST_ROUNDS = 3
const LCP = 1200

interface Look {
  readonly scores: Readonly<Record<Category, number>>
  readonly lcp: number
  readonly cls: number
  /** Audits that cost points. */
  readonly failed: readonly string[]
}

interface Looked extends Look {
  readonly page: PageName
}

/**
 * B6: Lighthouse as it comes, for a phone: the simulated slow 4G and the processor four times slower that it takes by
 * itself. Scores and moments are medians; what failed in any look is named.
 */
export const lighthouseBench: Bench = async ({ site, rounds }) => {
  if (site) return report(await lookAt(site, rounds))
  const demo = await startDemo()
  try {
    return report(await lookAt(demo.origin, rounds))
  } finally {
    await demo.stop()
  }
}

async function lookAt(origin: string, rounds: number): Promise<readonly Looked[]> {
  const port = await freePort()
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      `--remote-debugging-port=${port}`,
    ],
  })
  try {
    const looked: Looked[] = []
    for (const [page, path] of Object.entries(await pagesOf(origin))) {
      const looks: Look[] = []
      for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round++) looks.push(await look(origin + path, port))
      looked.push({ page: page as PageName, ...middle(looks) })
    }
    return looked
  } finally {
    await browser.close()
  }
}

/** On a busy machine a trace can be lost, which says nothing of the page: then it is taken again, a few times. */
async function look(address: string, port: number, tries = 4): Promise<Look> {
  const result = await lighthouse(address, { port, output: 'json', logLevel: 'error', onlyCategories: [...CATEGORIES] })
  const lost = result ? result.lhr.runtimeError : { message: 'no result' }
  if (lost && tries > 1) return look(address, port, tries - 1)
  if (!result || lost) throw new Error(`${address}: ${lost?.message}`)
  const { categories, audits } = result.lhr
  const figure = (id: string) => audits[id]?.numericValue ?? Number.NaN
  const weighing = CATEGORIES.flatMap(name => categories[name]?.auditRefs.filter(({ weight }) => weight > 0) ?? [])
  return {
    scores: Object.fromEntries(
      CATEGORIES.map(name => [name, Math.round((categories[name]?.score ?? 0) * 100)]),
    ) as Look['scores'],
    lcp: figure('largest-contentful-paint'),
    cls: figure('cumulative-layout-shift'),
    failed: weighing.filter(({ id }) => (audits[id]?.score ?? 1) < 0.9).map(({ id }) => id),
  }
}

const middle = (looks: readonly Look[]): Look => ({
  scores: Object.fromEntries(CATEGORIES.map(name => [name, median(looks.map(({ scores }) => scores[name]))])) as Look['scores'],
  lcp: median(looks.map(({ lcp }) => lcp)),
  cls: Math.max(...looks.map(({ cls }) => cls)),
  failed: [...new Set(looks.flatMap(({ failed }) => failed))],
})

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

const report = (looked: readonly Looked[]): Report => ({
  figures: { pages: looked },
  limits: looked.flatMap(limitsOf),
  table: {
    head: ['page', 'performance', 'accessibility', 'best practices', 'SEO', 'LCP ms', 'CLS', 'failed'],
    rows: looked.map(({ page, scores, lcp, cls, failed }) => [
      page,
      ...CATEGORIES.map(name => scores[name]),
      round(lcp),
      round(cls, 3),
      failed.join(', ') || '–',
    ]),
    notes: ['Lighthouse for a phone, its own simulated slow 4G and four times slower processor'],
  },
})

const limitsOf = ({ page, scores, lcp, cls }: Looked): readonly Limit[] => [
  ...CATEGORIES.map(name => atLeast('B6', `${name} of ${page}`, scores[name], 100)),
  atMost('B6', `largest paint of ${page}, ms`, lcp, LCP),
  // To the three places that Lighthouse itself shows.
  atMost('B6', `shift of ${page}`, round(cls, 3), 0),
]
