import { writeXlsx } from 'hucre/xlsx'
import jsQR from 'jsqr'
import type { BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { flawsOf } from '../support/axe.ts'
import { openPhone } from '../support/chromium.ts'
import { browser, demo } from '../support/demo-stage.ts'
import { aDocument } from '../support/makers.ts'

// Slips of paper and what they open: voting codes and the list of voters.

let desk: BrowserContext

beforeAll(async () => {
  const milestones = [{ step: 'vote', title: '网上评议', from: '2020-04-20 09:00', until: '2090-04-25' }] as const
  const headers = { authorization: `Bearer ${demo.operatorKey}`, 'content-type': 'application/json' }
  for (const [slug, identity] of [
    ['paper-codes', 'code'],
    ['paper-roster', 'roster'],
  ] as const) {
    const body = JSON.stringify(aDocument({ slug, identity, milestones: [...milestones] }))
    await fetch(`${demo.origin}/operator/campaigns/${slug}`, { method: 'PUT', headers, body })
    await fetch(`${demo.origin}/operator/campaigns/${slug}/open`, { method: 'POST', headers })
  }
  desk = await openPhone(browser, { width: 1280 })
  const page = await desk.newPage()
  const { login, password } = demo.accounts[0] ?? { login: '', password: '' }
  await page.goto(`${demo.origin}/staff/sign-in`)
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL('**/staff')
  await page.close()
})

/** What a phone reads off a slip. */
async function scanned(page: Page, slip: number): Promise<string | undefined> {
  const picture = await page.locator('.slip-qr svg').nth(slip).screenshot()
  const { data, info } = await sharp(picture).resize(600).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data
}

/** The sizes of the pages that would be printed, in millimetres. */
async function pagesOf(page: Page): Promise<readonly string[]> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  return [...pdf.matchAll(/\/MediaBox *\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(box =>
    box
      .slice(1)
      .map(points => Math.round((Number(points) / 72) * 25.4))
      .join('×'),
  )
}

test('a batch is printed ten slips to a page of A4, and the code on a slip opens the ballot', async () => {
  const page = await desk.newPage()
  await page.goto(`${demo.origin}/staff/campaigns/paper-codes/codes`)
  await page.getByLabel('发给哪个单位').fill('滨江社区第二党支部')
  await page.getByLabel('投票人身份').selectOption('member')
  await page.getByLabel('张数').fill('13')
  expect(await flawsOf(page)).toEqual([])
  await page.getByRole('button', { name: '发放并打开投票单' }).click()
  await page.getByRole('button', { name: '打印投票单' }).waitFor()
  expect(await flawsOf(page)).toEqual([])
  expect(await pagesOf(page)).toEqual(['210×297', '210×297'])
  const link = await scanned(page, 12)
  expect(link).toBe(await page.locator('.slip').nth(12).getAttribute('data-link'))
  const [table] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '存成表格' }).click()])
  expect(table.suggestedFilename()).toBe('清河十佳百优-滨江社区第二党支部-投票码.csv')
  const phone = await openPhone(browser)
  const voter = await phone.newPage()
  await voter.goto(link ?? '')
  await expect
    .poll(async () => [voter.url(), await voter.getByRole('heading', { level: 1 }).textContent()])
    .toEqual([`${demo.origin}/c/paper-codes/ballot`, '填写选票'])
  await phone.close()
  await page.close()
})

const list = (mistake: string) =>
  writeXlsx({
    sheets: [
      {
        name: '名册',
        rows: [
          ['二〇二六年职工名册'],
          ['序号', '姓名', '工号', '部门', '政治面貌'],
          ...Array.from({ length: 25 }, (_, i) => [
            i + 1,
            `测试${i}`,
            `${10_000 + i}`,
            i < 13 ? '一车间' : '二车间',
            i === 4 ? mistake : '党员',
          ]),
        ],
      },
    ],
  })

test('a list is read in the browser, mistakes are named by row, and its slips are printed unit by unit', async () => {
  const page = await desk.newPage()
  await page.goto(`${demo.origin}/staff/campaigns/paper-roster/roster/import`)
  const choose = async (mistake: string) =>
    page.locator('#table').setInputFiles({ name: '名册.xlsx', mimeType: '', buffer: Buffer.from(await list(mistake)) })
  await choose('嘉宾')
  await page.getByText('第 7 行').waitFor()
  await expect.poll(() => page.getByText('不认识“嘉宾”；应为党员、职工或群众').count()).toBe(1)
  await choose('职工')
  await page.getByRole('button', { name: '核对 25 人，看看会改什么' }).click()
  await page.getByText('将会新增 25 人，修改 0 人，删除 0 人').waitFor()
  expect(await flawsOf(page)).toEqual([])
  await page.getByRole('button', { name: '确认导入，生成投票码' }).click()
  await page.getByRole('button', { name: '一车间 13 张' }).click()
  await page.getByText('“一车间”的 13 张投票单可以打印了。').waitFor()
  expect(await flawsOf(page)).toEqual([])
  expect(await pagesOf(page)).toEqual(['210×297', '210×297'])
  const slip = page.locator('.slip').nth(2)
  const [code, link] = [await slip.getAttribute('data-code'), await slip.getAttribute('data-link')]
  await expect.poll(async () => [await scanned(page, 2), (await slip.textContent())?.includes('测试2')]).toEqual([link, true])
  const phone = await openPhone(browser)
  const voter = await phone.newPage()
  await voter.goto(`${demo.origin}/c/paper-roster/ballot`)
  expect(await flawsOf(voter)).toEqual([])
  await voter.getByLabel('姓名').fill('测试2')
  await voter.getByLabel('编号').fill('10002')
  await voter.getByLabel('投票码').fill(code ?? '')
  await voter.getByRole('button', { name: '下一步，填写选票' }).click()
  await voter.getByRole('heading', { name: '填写选票' }).waitFor()
  await phone.close()
  await page.close({ runBeforeUnload: false })
})
