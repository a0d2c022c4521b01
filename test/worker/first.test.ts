import { env, exports } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { aDocument } from '../support/makers.ts'

const site = (path: string, init: RequestInit = {}) => exports.default.fetch(`https://vote.example.cn${path}`, { redirect: 'manual', ...init })
const operator = { authorization: 'Bearer an operator key of thirty-two signs!' }

test('imports, opens and shows a campaign', async () => {
  const put = await site('/operator/campaigns/qinghe-2026', { method: 'PUT', headers: { ...operator, 'content-type': 'application/json' }, body: JSON.stringify(aDocument()) })
  expect([put.status, await put.json()]).toEqual([200, { changed: true, nominees: 5, notices: 0 }])
  const opened = await site('/operator/campaigns/qinghe-2026/open', { method: 'POST', headers: operator })
  expect(opened.status).toBe(200)
  const page = await site('/c/qinghe-2026')
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('清河市“十佳百优”')
  expect(env.DB).toBeDefined()
})
