import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { openBrowser, scriptErrors } from './chromium.ts'
import { type DemoRun, startDemo } from './demo-site.ts'

// A site with its demo and a browser before it, for the tests of the file that imports this. Neither the site nor a page may
// have complained when they are over.

export let demo: DemoRun
export let browser: Browser

beforeAll(async () => {
  ;[demo, browser] = await Promise.all([startDemo(), openBrowser()])
})

afterAll(async () => {
  await browser.close()
  await demo.stop()
  expect([...demo.faults, ...scriptErrors]).toEqual([])
})
