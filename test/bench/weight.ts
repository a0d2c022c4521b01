import type { Browser, CDPSession, Page } from 'playwright-core'
import { openBrowser, openPhone } from '../support/chromium.ts'
import { fullCampaign } from './full-campaign.ts'
import { atLeast, atMost, type Limit, type Report, round } from './report.ts'
import type { Bench } from './run.ts'
import { startServer } from './server.ts'
import { type PageName, pagesOf } from './site-pages.ts'

const KIB = 1024
/** What fits into the first flight of a new connection: ten segments. */
const FIRST_VIEW = 14 * KIB
const SCRIPT_OF_BALLOT = 10 * KIB
const FIRST_VIEWS: readonly PageName[] = ['notice', 'campaign', 'nominee', 'ballot']

interface Loaded {
  readonly address: string
  readonly type: string
  /** Bytes as they came over the wire, head and all. */
  readonly bytes: number
  /** Of these, the compressed body. */
  readonly body: number
}

interface Weight {
  readonly page: PageName
  readonly html: number
  readonly blocking: number
  /** Every script the page loads or may still load, its worker included; what they weigh without their heads. */
  readonly scripts: readonly Loaded[]
  readonly script: number
  readonly others: readonly Loaded[]
  /** Share of the text that is there when the browser runs no script. */
  readonly readable: number
}

/** B4 and B5: what a phone in WeChat has to fetch for each page, as a real browser counts it. */
export const weight: Bench = async ({ site }) => {
  if (site) return weigh(site)
  const own = await startServer({ kind: 'site', campaigns: [fullCampaign()] })
  try {
    return await weigh(own.origin)
  } finally {
    await own.stop()
  }
}

async function weigh(origin: string): Promise<Report> {
  const browser = await openBrowser()
  try {
    const weights: Weight[] = []
    for (const [page, path] of Object.entries(await pagesOf(origin)))
      weights.push(await weightOf(browser, page as PageName, origin + path))
    return report(weights)
  } finally {
    await browser.close()
  }
}

/** A page as somebody sees it who has never been here: nothing is in any cache. */
async function weightOf(browser: Browser, page: PageName, address: string): Promise<Weight> {
  const phone = await openPhone(browser)
  const tab = await phone.newPage()
  const loaded = await listen(await phone.newCDPSession(tab))
  await open(tab, address)
  const [blocking, text] = [await countBlocking(tab), await textOf(tab)]
  await loadNamedScripts(tab, loaded)
  await phone.close()
  const plain = await textWithoutScript(browser, address)
  const scripts = loaded.filter(
    ({ address }, i) => address.endsWith('.js') && loaded.findIndex(one => one.address === address) === i,
  )
  const [document] = loaded.filter(({ type }) => type === 'Document')
  if (!document) throw new Error(`${address} did not load`)
  return {
    page,
    html: document.bytes,
    blocking,
    scripts,
    script: scripts.reduce((sum, { body }) => sum + body, 0),
    others: loaded.filter(one => one !== document && !one.address.endsWith('.js')),
    readable: plain === text ? 1 : Math.min(0.99, plain.length / text.length),
  }
}

async function open(tab: Page, address: string): Promise<void> {
  const answer = await tab.goto(address, { waitUntil: 'networkidle' })
  if (answer?.status() !== 200) throw new Error(`${address} answered ${answer?.status()}`)
}

async function listen(session: CDPSession): Promise<readonly Loaded[]> {
  const seen = new Map<string, { readonly address: string; readonly type: string; body: number }>()
  const loaded: Loaded[] = []
  session.on('Network.responseReceived', ({ requestId, type, response }) =>
    seen.set(requestId, { address: response.url, type, body: 0 }),
  )
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const one = seen.get(requestId)
    if (one) one.body += encodedDataLength
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = seen.get(requestId)
    if (one) loaded.push({ ...one, bytes: encodedDataLength })
  })
  await session.send('Network.enable')
  return loaded
}

const countBlocking = (tab: Page): Promise<number> =>
  tab.evaluate<number>(`performance.getEntriesByType('resource').filter(one => one.renderBlockingStatus === 'blocking').length`)

/** The text of the page but for the countdowns, which run. */
const textOf = (tab: Page): Promise<string> =>
  tab.evaluate<string>(`(() => {
    const main = document.querySelector('main').cloneNode(true)
    for (const one of main.querySelectorAll('[data-until], script')) one.remove()
    return main.textContent.replace(/\\s+/g, ' ').trim()
  })()`)

async function textWithoutScript(browser: Browser, address: string): Promise<string> {
  const phone = await openPhone(browser, { script: false })
  const tab = await phone.newPage()
  await open(tab, address)
  const text = await textOf(tab)
  await phone.close()
  return text
}

/** Scripts that are only named in other scripts, like that of a worker: they are fetched once somebody votes. */
async function loadNamedScripts(tab: Page, loaded: readonly Loaded[]): Promise<void> {
  const fetched = new Set(loaded.map(({ address }) => new URL(address).pathname))
  for (const { address } of loaded.filter(one => one.type === 'Script')) {
    const text = await tab.evaluate<string>(
      `fetch(${JSON.stringify(address)}, { cache: 'force-cache' }).then(answer => answer.text())`,
    )
    for (const [, name] of text.matchAll(/["'`](\/assets\/[\w-]+\.js)["'`]/g)) {
      if (!name || fetched.has(name)) continue
      fetched.add(name)
      await tab.evaluate(`fetch(${JSON.stringify(name)}).then(answer => answer.text())`)
    }
  }
}

function report(weights: readonly Weight[]): Report {
  return {
    figures: { pages: weights },
    limits: [...weights.flatMap(limitsOf)],
    table: {
      head: ['page', 'HTML B', 'blocking', 'scripts', 'script B', 'other requests', 'text without script'],
      rows: weights.map(({ page, html, blocking, scripts, script, others, readable }) => [
        page,
        html,
        blocking,
        scripts.length,
        script,
        others.map(({ address, bytes }) => `${new URL(address).pathname} ${bytes} B`).join(', ') || '–',
        `${round(readable * 100)} %`,
      ]),
      notes: ['bytes as they came over the wire, compressed; scripts without the heads of their answers'],
    },
  }
}

function limitsOf({ page, html, blocking, script, readable }: Weight): readonly Limit[] {
  const limits: Limit[] = []
  if (FIRST_VIEWS.includes(page))
    limits.push(
      atMost('B4', `first view of ${page}, KiB`, html / KIB, FIRST_VIEW / KIB),
      atMost('B4', `blocking requests of ${page}`, blocking, 0),
    )
  if (page === 'ballot') limits.push(atMost('B5', 'script of ballot, KiB', script / KIB, SCRIPT_OF_BALLOT / KIB))
  if (page === 'notice') limits.push(atLeast('B5', 'share of notice that can be read without script', readable, 1))
  return limits
}
