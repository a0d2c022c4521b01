import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import type { BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flawsOf, lightOf } from '../support/axe.ts'
import { browser, demo } from '../support/demo-stage.ts'
import { aDocument } from '../support/makers.ts'
import { signedInAs } from '../support/staff-page.ts'

let desk: BrowserContext
let files: string

beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), 'mingping-files-'))
  await bring('zhuomian')
  desk = await signedIn(1280)
})
afterAll(() => {
  rmSync(files, { recursive: true, force: true })
})

/** A campaign that is not opened, with the five nominees of the makers. */
async function bring(slug: string): Promise<void> {
  const answer = await fetch(`${demo.origin}/operator/campaigns/${slug}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${demo.operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(aDocument({ slug, shortTitle: slug })),
  })
  expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)])
}

async function signedIn(width: number): Promise<BrowserContext> {
  const page = await signedInAs('zuzhi', { width })
  await page.close()
  return page.context()
}

async function openDesk(slug: string, context = desk): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${demo.origin}/staff/campaigns/${slug}/nominees`)
  await page.locator('#desk.live').waitFor()
  return page
}

const cell = (page: Page, number: number, column: string) => page.locator(`tr[data-row="${number}"] td.col-${column}`)
const allSaved = (page: Page) => page.getByText('全部已保存').waitFor()

interface Shown {
  readonly name: string
  readonly unit: string
  readonly post: string
  readonly deeds: string
  readonly brief: string
}
const shown = async (slug: string, number: number): Promise<Shown> =>
  (await (await fetch(`${demo.origin}/api/campaigns/${slug}/nominees/${number}`)).json()) as Shown

/** Puts text on the clipboard and pastes it, as from a spreadsheet. */
const paste = (page: Page, text: string) =>
  page.evaluate(text => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, text)

test('the table is written in by keyboard alone, saves itself, and takes back what was written', async () => {
  const page = await openDesk('zhuomian')
  await cell(page, 1, 'unit').click()
  await page.keyboard.type('水务局')
  await page.keyboard.press('Tab')
  await page.keyboard.type('河长')
  await page.keyboard.press('Enter')
  // One below 职务 of number 1; Enter opens it with what stands there, Escape leaves it so.
  await page.keyboard.press('F2')
  await page.keyboard.type('不要')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await allSaved(page)
  expect(await shown('zhuomian', 1)).toMatchObject({ unit: '水务局', post: '河长' })
  expect(await shown('zhuomian', 2)).toMatchObject({ post: '教师', category: 'groups' })
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await allSaved(page)
  expect(await shown('zhuomian', 2)).toMatchObject({ category: 'people' })
  expect(await shown('zhuomian', 1)).toMatchObject({ unit: '水务局', post: '教师' })
  await page.getByRole('button', { name: '重做' }).click()
  await allSaved(page)
  expect(await shown('zhuomian', 1)).toMatchObject({ post: '河长' })
  await page.close()
})

test('cells copied from Excel go over the rows there are and make new ones', async () => {
  await bring('zhantie')
  const page = await openDesk('zhantie')
  await cell(page, 4, 'name').click()
  const rows = [
    '新四\t十佳基层党组织\t四单位\t\t"第一行\n第二行"',
    '新五\t十佳基层党组织\t五单位',
    '六号\t十佳共产党员\t六单位\t工人\t简介六',
  ]
  await paste(page, `${rows.join('\r\n')}\r\n`)
  await allSaved(page)
  expect(await shown('zhantie', 4)).toMatchObject({ name: '新四', unit: '四单位', brief: '第一行\n第二行' })
  expect(await shown('zhantie', 6)).toMatchObject({ name: '六号', unit: '六单位', post: '工人', brief: '简介六' })
  await page.close()
})

test('what is wrong in a row is said at the row, stays typed, and is saved once it is right', async () => {
  await bring('cuowu')
  const page = await openDesk('cuowu')
  await cell(page, 3, 'brief').click()
  await page.keyboard.press('Enter')
  await page.keyboard.type('长'.repeat(401 - 8))
  await page.keyboard.type('再长一些就不行了')
  await page.keyboard.press('Enter')
  await page.getByText(/第 3 号有问题/).waitFor()
  await cell(page, 3, 'brief').click()
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('最多 400 个字')
  await page.keyboard.press('Delete')
  await allSaved(page)
  expect((await shown('cuowu', 3)).brief).toBe('')
  await page.close()
})

test('two people on one row: the second is shown both versions, and chooses; nothing typed is lost', async () => {
  await bring('chongtu')
  const [mine, theirs] = [await openDesk('chongtu'), await openDesk('chongtu', await signedIn(1280))]
  await cell(theirs, 1, 'unit').click()
  await theirs.keyboard.type('对方的单位')
  await theirs.keyboard.press('Enter')
  await allSaved(theirs)
  await cell(mine, 1, 'unit').click()
  await mine.keyboard.type('我的单位')
  await mine.keyboard.press('Enter')
  await mine.getByText(/第 1 号有问题/).waitFor()
  expect((await shown('chongtu', 1)).unit).toBe('对方的单位')
  await cell(mine, 1, 'unit').click()
  await mine.getByRole('button', { name: '看两份内容' }).click()
  const sheet = mine.getByRole('dialog')
  await expect.poll(() => sheet.textContent()).toMatch(/演示组织者也改了这一行.*我的单位.*对方的单位/)
  expect(await flawsOf(mine)).toEqual([])
  await sheet.getByRole('button', { name: '用我的' }).click()
  await allSaved(mine)
  expect((await shown('chongtu', 1)).unit).toBe('我的单位')
  await mine.close()
  await theirs.close()
})

test('deeds are written in a sheet with a count, rows are added, moved, renumbered and deleted', async () => {
  await bring('zengshan')
  const page = await openDesk('zengshan')
  await cell(page, 2, 'deeds').click()
  await page.keyboard.press('Enter')
  const text = page.getByRole('dialog').getByLabel('主要事迹')
  await text.fill('新的事迹。')
  await expect.poll(() => page.getByRole('dialog').getByRole('status').textContent()).toBe('5 / 6000 字')
  await page.getByRole('button', { name: '完成' }).click()
  await allSaved(page)
  expect((await shown('zengshan', 2)).deeds).toBe('新的事迹。')
  await page.getByRole('button', { name: '加一行' }).click()
  await page.keyboard.type('赵新')
  await page.keyboard.press('Enter')
  await allSaved(page)
  await page.getByLabel('移到第').fill('1')
  await page.getByRole('button', { name: '位', exact: true }).click()
  await page.getByText('6号已移到第 1 位').waitFor()
  await page.locator('tbody tr[data-row="6"]').waitFor()
  await expect.poll(() => page.locator('tbody tr[data-row]').first().getAttribute('data-row')).toBe('6')
  await cell(page, 6, 'number').click()
  await page.keyboard.type('60')
  await page.keyboard.press('Enter')
  await cell(page, 60, 'name').click()
  await page.getByRole('button', { name: '删除' }).click()
  await expect.poll(() => page.getByRole('dialog').textContent()).toContain('不能恢复')
  await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click()
  await page.getByText('已删除 60号 赵新').waitFor()
  await expect.poll(() => page.locator('tbody tr[data-row]').count()).toBe(5)
  await page.close()
})

test('a workbook with headers of its own is matched, checked row by row, and imported', async () => {
  await bring('daoru')
  const page = await desk.newPage()
  await page.goto(`${demo.origin}/staff/campaigns/daoru/nominees/import`)
  const head = ['序号', '候选人', '奖项', '部门', '先进事迹', '手机号码', '备注']
  const row = (name: string, prize: string, deeds: string) => [1, name, prize, '河西县', deeds, '13800000000', '好']
  const workbook = async (name: string, rows: readonly (readonly (string | number)[])[]) => {
    const path = join(files, name)
    writeFileSync(
      path,
      await writeXlsx({
        sheets: [{ name: '汇总', rows: [['清河市推荐名单'], head, ...rows.map((one, i) => [i + 1, ...one.slice(1)])] }],
      }),
    )
    return path
  }
  const wrong = await workbook('错的.xlsx', [row('甲一', '十佳党员', '事'), row('', '十佳共产党员', '迹')])
  await page.locator('#table').setInputFiles(wrong)
  await page.getByText('有 2 处需要改正').waitFor()
  const problems = await page.getByRole('region', { name: '需要改正的地方' }).textContent()
  expect(problems).toContain('第 3 行类别没有“十佳党员”这个类别')
  expect(problems).toContain('第 4 行姓名空着')
  await expect.poll(() => page.getByText('不公开的信息，不读').count()).toBe(1)
  expect(await flawsOf(page)).toEqual([])
  const right = await workbook('对的.xlsx', [row('甲一', '十佳共产党员', '事迹一'), row('乙二', '十佳共产党员', '事迹二')])
  await expect.poll(() => page.getByLabel(/新增/).isChecked()).toBe(true)
  await page.locator('#table').setInputFiles(right)
  await expect.poll(() => page.getByLabel('“部门”是').inputValue()).toBe('unit')
  await expect.poll(() => page.getByLabel('“备注”是').inputValue()).toBe('')
  await page.getByLabel(/新增/).check()
  await page.getByRole('button', { name: '看看会改什么' }).click()
  await page.getByText('将会新增 2，修改 0，删除 0').waitFor()
  await page.getByRole('button', { name: '确认导入' }).click()
  await page.getByText('已导入：新增 2，修改 0，删除 0').waitFor()
  expect(await shown('daoru', 7)).toMatchObject({ name: '乙二', unit: '河西县', deeds: '事迹二' })
  await page.locator('#table').setInputFiles(right)
  await page.getByLabel(/新增/).check()
  await page.getByRole('button', { name: '看看会改什么' }).click()
  await page.getByText('和现在的名单一样，没有要改的').waitFor()
  await page.getByLabel(/整表替换/).check()
  await page.getByRole('button', { name: '看看会改什么' }).click()
  await page.getByText('将会新增 0，修改 2，删除 5').waitFor()
  await page.close()
})

test('photographs go up by their file names, upright, small, without the place where they were taken', async () => {
  await bring('zhaopian')
  const page = await desk.newPage()
  await page.goto(`${demo.origin}/staff/campaigns/zhaopian/nominees/photos`)
  // White, with a red band at the top once it stands upright.
  const face = (width: number, height: number) =>
    sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/><rect y="40%" width="100%" height="60%" fill="#246"/></svg>`,
      ),
    ).flatten({ background: '#fff' })
  const exif = { IFD0: { Artist: '清河' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 13/1 49/1' } }
  const upright = await face(1200, 1500).jpeg().toBuffer()
  // Turned a quarter to the left in its pixels, and noted so.
  const lying = await sharp(upright).rotate(270).jpeg().withExif(exif).withMetadata({ orientation: 6 }).toBuffer()
  const made: Readonly<Record<string, Uint8Array>> = {
    '张明.jpg': lying,
    '2.png': await face(800, 1000).png().toBuffer(),
    '集体照.webp': await face(700, 900).webp().toBuffer(),
    '王建国.jpg': await face(300, 400).jpeg().toBuffer(),
    '5.jpg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  }
  for (const [name, bytes] of Object.entries(made)) writeFileSync(join(files, name), bytes)
  await page.locator('#files').setInputFiles(Object.keys(made).map(name => join(files, name)))
  await page.getByText('1 张没有对上人，请选择；2 张不能用').waitFor()
  const text = await page.locator('.photo-rows').textContent()
  expect(text).toContain('只有 300×400 像素，太小')
  expect(text).toContain('内容无法识别，不是能用的照片')
  await page.getByLabel('集体照.webp是谁的照片').selectOption({ label: '4号 城东社区党总支' })
  expect(await flawsOf(page)).toEqual([])
  await page.getByRole('button', { name: '上传 3 张' }).click()
  await page.getByText('已上传 3 张').waitFor()
  const reader = await desk.newPage()
  await reader.goto(`${demo.origin}/c/zhaopian/nominees/1`)
  const image = reader.locator('.profile img')
  expect(await image.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight])).toEqual([960, 1200])
  const large = Buffer.from(await (await fetch(`${demo.origin}${await image.getAttribute('src')}`)).arrayBuffer())
  const { exif: left, icc, orientation, width, height } = await sharp(large).metadata()
  expect({ left, icc, orientation, width, height }).toEqual({
    left: undefined,
    icc: undefined,
    orientation: undefined,
    width: 960,
    height: 1200,
  })
  const { data, info } = await sharp(large).raw().toBuffer({ resolveWithObject: true })
  const blueAt = (x: number, y: number) => (data[(y * info.width + x) * info.channels] ?? 255) < 100
  expect([blueAt(480, 100), blueAt(480, 1100)]).toEqual([false, true])
  const list = await desk.newPage()
  await list.goto(`${demo.origin}/c/zhaopian/nominees`)
  await expect.poll(() => list.locator('.tile img').count()).toBe(3)
  for (const tab of [page, reader, list]) await tab.close()
})

for (const looks of [
  [['light', 390]],
  [
    ['light', 820],
    ['dark', 1280],
  ],
] as const)
  test(`axe finds nothing on the pages of nominees in ${looks.map(([mode, width]) => `${mode} at ${width} px`).join(' and ')}, elder too, and nothing is wider than the screen`, async () => {
    const context = await signedIn(looks[0][1])
    const page = await context.newPage()
    const flaws: string[] = []
    for (const view of ['', '?view=elder'])
      for (const path of [
        'zhuomian/nominees',
        'qinghe/nominees',
        'zhuomian/nominees/1',
        'qinghe/nominees/2',
        'zhuomian/nominees/new',
        'zhuomian/nominees/import',
        'zhuomian/nominees/photos',
      ]) {
        await page.goto(`${demo.origin}/staff/campaigns/${path}${view}`)
        if (path.endsWith('/nominees')) await page.locator('#desk.live').waitFor()
        for (const fold of await page.locator('main details').all())
          await fold.evaluate((one: HTMLDetailsElement) => one.setAttribute('open', ''))
        for (const [mode, width] of looks) {
          await page.setViewportSize({ width, height: 844 })
          await lightOf(page, mode)
          flaws.push(...(await flawsOf(page)).map(text => `${path}${view} ${mode} ${width}: ${text}`))
        }
      }
    expect(flaws).toEqual([])
    await context.close()
  })

test('without script the list is read page by page and a nominee is edited by a form', async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await desk.storageState() })
  const page = await plain.newPage()
  await page.goto(`${demo.origin}/staff/campaigns/qinghe/nominees`)
  await expect.poll(() => page.locator('tbody tr').count()).toBe(50)
  await page.getByRole('link', { name: '下一页' }).click()
  await page.locator('tbody th a').first().click()
  await page.getByLabel('职务').fill('党支部书记（改）')
  await page.getByRole('button', { name: '保存' }).click()
  await expect.poll(() => page.getByRole('status').textContent()).toBe('已保存')
  await expect.poll(() => page.getByLabel('职务').inputValue()).toBe('党支部书记（改）')
  await plain.close()
})
