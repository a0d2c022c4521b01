import type { Page } from 'playwright-core'

/** Does what brings another page and waits until that page is there, so that what is looked at next is never the page before. */
export async function landing(page: Page, act: () => Promise<unknown>): Promise<void> {
  const loaded = page.waitForEvent('load')
  await act()
  await loaded
}
