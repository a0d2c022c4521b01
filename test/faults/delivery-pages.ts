import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { chanceFrom } from '../../db/demo/chance.ts'
import { startSite } from '../../worker/host/runtime.ts'
import { openBrowser, openPhone } from '../support/chromium.ts'
import { BadNetwork } from './bad-network.ts'
import { openBoxes } from './boxes.ts'
import type { FaultWishes, Found } from './fault.ts'
import { KEYS, openPoll, SLUG } from './poll.ts'
import { freePort } from './runtime.ts'

const PAGES = 24
const AT_ONCE = 6
/** The page waits for ten seconds, so some of what is held back is given up and asked for again. */
const NETWORK = { repeats: 0.2, drops: 0.15, delays: 0.15, longest: 15_000 }
/** How long a page may take to show its end, in milliseconds. */
const PATIENCE = 120_000

/** The ballot page itself, in Chromium, over the bad network: its questions of a challenge and of a ballot are mistreated. */
export async function pagesThrough({ seed, build = 'worker', onProgress }: FaultWishes): Promise<Found> {
  const state = mkdtempSync(join(tmpdir(), 'mingping-pages-'))
  const port = await freePort()
  const site = await startSite({ state, host: '127.0.0.1', port, build, vars: KEYS })
  const network = new BadNetwork(chanceFrom(seed), NETWORK)
  const receipts: string[] = []
  try {
    await openPoll(site, 4)
    const at = await network.listen(port, ({ url }) => url.startsWith('/api/'))
    const browser = await openBrowser()
    let begun = 0
    const one = async () => {
      while (begun++ < PAGES) receipts.push(await vote(browser, `http://127.0.0.1:${at}`))
      onProgress(`${receipts.length} of ${PAGES} pages have shown an end`)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, one))
    await browser.close()
  } finally {
    await network.close()
    await site.stop()
  }
  const boxes = openBoxes(state)
  const ballots = boxes.reduce((sum, { size }) => sum + size, 0)
  for (const box of boxes) box.close()
  rmSync(state, { recursive: true, force: true })
  return {
    goals: {
      'every page shows a receipt in the end': receipts.every(text => RECEIPT.test(text)),
      'there are as many ballots as pages': ballots === PAGES && new Set(receipts).size === PAGES,
    },
    figures: { pages: { ballots, receipts: new Set(receipts).size, network: { ...network.done } } },
    examples: receipts.filter(text => !RECEIPT.test(text)).slice(0, 3),
  }
}

const RECEIPT = /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/

/** What the page shows in the end: its receipt, or else its state in words. */
async function vote(browser: Browser, origin: string): Promise<string> {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  try {
    await page.goto(`${origin}/c/${SLUG}/ballot`)
    await page.locator('#n1 label').click()
    await page.getByRole('button', { name: '核对选票' }).click()
    await page.getByRole('button', { name: '确认提交' }).click()
    const until = Date.now() + PATIENCE
    while (Date.now() < until) {
      if (page.url().includes('/receipts/')) return (await page.locator('p.code').textContent()) ?? ''
      const again = page.getByRole('button', { name: '再次提交' })
      if (await again.isEnabled({ timeout: 50 }).catch(() => false)) await again.click()
      await page.waitForTimeout(250)
    }
    return `no end: ${(await page.locator('.state').textContent()) ?? ''}`
  } catch (error) {
    return `no end: ${String(error)}`
  } finally {
    await phone.close()
  }
}
