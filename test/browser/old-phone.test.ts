import { expect, test } from 'vitest'
import { LEAST_AGE } from '../../worker/rules/dwell.ts'
import { openPhone } from '../support/chromium.ts'
import { browser, demo } from '../support/demo-stage.ts'

// What the oldest browser inside WeChat lacks (Chromium 86), taken away from this one.

/** Methods that came after Chromium 86, by the object that has them. */
const NEWER = `
  delete Object.hasOwn
  for (const name of ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with', 'toSpliced']) {
    delete Array.prototype[name]
    delete Object.getPrototypeOf(Uint8Array.prototype)[name]
  }
  delete String.prototype.at
  delete String.prototype.isWellFormed
  delete Uint8Array.prototype.toHex
  delete Uint8Array.fromHex
  delete globalThis.structuredClone
  delete AbortSignal.timeout
  delete crypto.randomUUID
`

for (const [what, more] of [
  ['in a worker', ''],
  ['in the page, where workers are not to be had', 'delete globalThis.Worker'],
] as const)
  test(`a phone with Chromium 86 votes, its proof worked out ${what}`, async () => {
    const phone = await openPhone(browser)
    const page = await phone.newPage()
    await page.addInitScript(NEWER + more)
    // A worker has a world of its own, so what it lacks is taken away in its file.
    await page.route('**/assets/pow-worker-*.js', async route => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, body: NEWER.replace('delete crypto.randomUUID', '') + (await answer.text()) })
    })
    await page.goto(`${demo.origin}/c/qinghe/ballot`)
    for (const number of [1, 16, 31]) await page.locator(`#n${number} label`).click()
    await demo.later(LEAST_AGE)
    await page.getByRole('button', { name: '核对选票' }).click()
    await page.getByRole('button', { name: '确认提交' }).click()
    await page.waitForURL('**/receipts/*')
    await expect.poll(() => page.locator('h1').textContent()).toBe('已记录')
    await phone.close()
  })
