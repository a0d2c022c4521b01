import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Found {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly Node[] }[]
}
interface Node {
  readonly target: readonly string[]
  readonly failureSummary: string
}

/** The rules of axe that look at colours. */
const COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * What is wrong with the page as it stands: axe's violations, shortly, and whether it is wider than the screen. By all of
 * axe's rules, or by those that are named.
 */
export async function flawsOf(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  await page.waitForLoadState()
  // Put in as the browser's own script, past the page's policy, which lets nobody in.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const { violations } = await page.evaluate(runOnly => {
    const { axe } = window as unknown as { axe: { run: (context: Document, options: object) => Promise<Found> } }
    return axe.run(document, { resultTypes: ['violations'], ...(runOnly ? { runOnly } : {}) })
  }, rules)
  const flaws = violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary.replaceAll(/\s+/g, ' ').slice(0, 160)}`),
  )
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return overflow > 0 ? [...flaws, `${overflow} px wider than the screen`] : flaws
}

/** Day or night, at once: where motion is not wanted the colours of buttons do not fade into it. */
export const lightOf = (page: Page, light: 'light' | 'dark'): Promise<void> =>
  page.emulateMedia({ colorScheme: light, reducedMotion: 'reduce' })

/**
 * The flaws of the page as it stands by day, and those of its colours by night: they are all in its styles, so what changes the
 * light changes all of them and nothing else, and the page need not be fetched, nor what led to it be done, a second time.
 */
export async function flawsInBothLights(page: Page): Promise<readonly string[]> {
  const flaws: string[] = []
  for (const light of ['light', 'dark'] as const) {
    await lightOf(page, light)
    const rules = light === 'light' ? undefined : COLOURS
    flaws.push(...(await flawsOf(page, rules)).map(text => `${light}: ${text}`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return flaws
}

/**
 * Each way of looking once, each width once: what one page of the desk shows in one of them and not in another is its
 * colours, which the width does not change. Public pages are walked by test/browser/axe.test.ts.
 */
export const LOOKS = [
  ['light', 390],
  ['dark', 1280],
  ['elder', 390],
] as const
