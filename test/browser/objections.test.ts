import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { moveClock } from '../../db/demo/site.ts'
import { addDays, dayOf, instant, startOf } from '../../worker/rules/time.ts'
import { flawsOf, LOOKS } from '../support/axe.ts'
import { openPhone } from '../support/chromium.ts'
import { browser, demo } from '../support/demo-stage.ts'
import { landing } from '../support/landing.ts'
import { shot, signedInAs } from '../support/staff-page.ts'

/** The tracking code of the objection that staff have answered. */
let code: string
/** '/notices/ntc_…' of the public notice that runs in the demo. */
let notice: string

beforeAll(async () => {
  const list = await (await fetch(`${demo.origin}/c/yunchuan-liangxin`)).text()
  for (const [, path = ''] of list.matchAll(/href="(\/notices\/ntc_[a-z0-9]+)"/g)) {
    const page = await (await fetch(demo.origin + path)).text()
    if (page.includes('对公示提出异议')) notice = path
  }
})

/** A photograph as a phone takes it, with the place in it. */
const photo = async () => ({
  name: 'IMG_0001.jpg',
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width: 800, height: 600, channels: 3, background: '#7a5' } })
    .withExif({ IFD0: { Make: 'CanaryPhone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '39/1 54/1 0/1' } })
    .jpeg()
    .toBuffer(),
})

const FACTS = '公示材料写明该支部连续三年开展志愿服务，而二〇二五年全年没有开展，支部会议记录可以核对。'

const organizer = (width = 1280) => signedInAs('zuzhi', { width })

const NUMERALS = '零一二三四五六七八九'
const sumIn = (question: string): string => {
  const [, a = '', b = ''] = /：(.) 加 (.) 等于/.exec(question) ?? []
  return String(NUMERALS.indexOf(a) + NUMERALS.indexOf(b))
}

test('the desk links the list of a public notice, records a posting, and readers see both', async () => {
  const page = await organizer()
  await page.goto(`${demo.origin}/staff${notice}/publicity`)
  // Days are counted while they are chosen: two days are too few, and the sentence says what would do.
  await page
    .getByLabel('公示期最后一天')
    .first()
    .fill(addDays(dayOf(instant(Date.now())), -1))
  await page.getByText(/公示期只有 \d 个工作日，不能少于 5 个工作日/).waitFor()
  await shot(page, 'desk-publicity')
  await page.reload()
  for (const box of await page.locator('input[name=n]').all()) await box.check()
  await landing(page, () => page.getByRole('button', { name: '保存名单' }).click())
  await page.getByText('已保存。').waitFor()
  await page.getByText('登记一处公示').click()
  const form = page.locator('form', { has: page.getByRole('button', { name: '登记' }) })
  if (!(await form.getByLabel('在哪里公示').isVisible())) await page.getByText('登记一处公示').click()
  await form.getByLabel('在哪里公示').fill('快递行业党委公示栏')
  await form.getByLabel('公示结果').fill('无异议')
  await form.getByLabel('公示照片、证明').setInputFiles(await photo())
  await landing(page, () => form.getByRole('button', { name: '登记' }).click())
  await page.getByText('已保存。').waitFor()
  await page.goto(demo.origin + notice)
  const text = (await page.locator('main').textContent()) ?? ''
  for (const one of ['公示名单（24）', '快递行业党委公示栏', '无异议', 'IMG_0001.jpg', '收到异议 0 件'])
    expect([one, text.includes(one)]).toEqual([one, true])
  const evidence = await page.request.get(demo.origin + (await page.locator('.files a').getAttribute('href')))
  expect((await evidence.body()).includes('CanaryPhone')).toBe(false)
  await page.context().close()
})

test('on a phone: objection with a picture, its code, the answer, and the result of the notice; without a sum, with it all read by staff', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(demo.origin + notice)
  await shot(page, 'notice')
  await page.getByRole('link', { name: '对公示提出异议' }).click()
  await page.waitForURL('**/objection')
  await expect.poll(() => page.getByLabel(/等于几/).isVisible()).toBe(false)
  await page.getByLabel('反映方式').selectOption('0')
  await expect.poll(() => page.getByLabel(/您的姓名/).isVisible()).toBe(false)
  await page.getByLabel('具体事实').fill(FACTS)
  await page.getByLabel('附件').setInputFiles(await photo())
  await shot(page, 'form')
  await page.getByRole('button', { name: '提交异议' }).click()
  await page.getByRole('heading', { name: '异议已收到' }).waitFor()
  await shot(page, 'filed')
  code = (await page.locator('.code').textContent()) ?? ''
  expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)

  const desk = await organizer()
  await desk.getByRole('link', { name: '异议', exact: true }).click()
  await shot(desk, 'inbox')
  await desk.locator('.cells a').first().click()
  await desk.waitForURL(/\/objections\/[^/?]+/)
  expect(await desk.locator('main').textContent()).not.toContain(FACTS)
  await shot(desk, 'masked')
  await desk.getByLabel('查看的事由').fill('办理受理')
  await desk.getByRole('button', { name: '查看内容' }).click()
  await desk.getByText(FACTS).waitFor()
  await shot(desk, 'opened')
  const download = desk.waitForEvent('download')
  await desk.getByRole('button', { name: /下载/ }).click()
  const file = await (await download).createReadStream()
  const chunks: Buffer[] = []
  for await (const chunk of file) chunks.push(chunk as Buffer)
  const picture = Buffer.concat(chunks)
  expect([(await sharp(picture).metadata()).width, picture.includes('CanaryPhone')]).toEqual([800, false])
  const back = desk.url().replace('/content', '')
  for (const button of ['受理', '开始调查核实']) {
    await desk.goto(back)
    await desk.getByRole('button', { name: button, exact: true }).click()
    await desk.waitForURL(back)
  }
  await desk.getByLabel('答复', { exact: true }).fill('经核对支部会议记录，二〇二五年开展志愿服务四次，公示材料属实。感谢监督。')
  await desk.getByRole('button', { name: '答复异议人' }).click()
  await desk.getByRole('heading', { name: /已答复/ }).waitFor()
  await shot(desk, 'answered')

  await page.getByRole('link', { name: /用查询码查办理情况/ }).click()
  await page.getByLabel(/查询码/).fill(code.toLowerCase().replaceAll('-', ''))
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByText('公示材料属实').waitFor()
  expect([page.url().includes(code), (await page.locator('main').textContent())?.includes(FACTS)]).toEqual([false, false])
  await shot(page, 'tracked')
  await page.getByLabel('补充说明').fill('知道了，没有别的意见。')
  await page.getByRole('button', { name: '提交补充' }).click()
  await page.getByText('补充材料已收到。').waitFor()
  await desk.reload()
  await desk.getByRole('button', { name: '办结' }).click()
  await desk.getByRole('heading', { name: /已办结/ }).waitFor()
  await phone.close()
  await desk.context().close()
})

test('without script the objection goes the same way, with a sum in words; what was wrong comes back with what was typed', async () => {
  const phone = await openPhone(browser, { script: false })
  const page = await phone.newPage()
  await page.goto(`${demo.origin}${notice}/objection`)
  await page.getByLabel('对谁有异议').selectOption({ index: 3 })
  await page.getByLabel(/您的姓名/).fill('周明远')
  await page.getByLabel(/电话或电子邮箱/).fill('13912345678')
  await page.getByLabel('具体事实').fill('太短了')
  const answer = async () =>
    page.getByLabel(/等于几/).fill(sumIn((await page.locator('[data-question] span').textContent()) ?? ''))
  await answer()
  await page.getByRole('button', { name: '提交异议' }).click()
  await expect.poll(() => page.locator('#facts-flaw').textContent()).toContain('至少 20 个字，现在 3 个')
  await expect.poll(() => page.getByLabel(/您的姓名/).inputValue()).toBe('周明远')
  await page.getByLabel('具体事实').fill(FACTS)
  await page.getByLabel('附件').setInputFiles(await photo())
  await answer()
  await page.getByRole('button', { name: '提交异议' }).click()
  await page.getByRole('heading', { name: '异议已收到' }).waitFor()
  await phone.close()
})

const MODES = { light: {}, dark: { dark: true }, elder: {} } as const
for (const [mode, width] of LOOKS)
  test(`axe finds nothing on the pages of publicity and objections in ${mode} mode at ${width} px`, async () => {
    const page = await signedInAs('zuzhi', { ...MODES[mode], width })
    const context = page.context()
    const view = mode === 'elder' ? '?view=elder' : ''
    const flaws: string[] = []
    const look = async (name: string) => flaws.push(...(await flawsOf(page)).map(text => `${name}: ${text}`))
    const finished = await (await fetch(`${demo.origin}/c/binjiang-hall`)).text()
    const [, done = '/notices'] = /href="(\/notices\/ntc_[a-z0-9]+)"[^>]*><[^>]*><span class="tag">公示/.exec(finished) ?? []
    for (const path of [notice, `${notice}/objection`, '/objections', '/staff/objections', `/staff${notice}/publicity`, done]) {
      await page.goto(demo.origin + path + view)
      await look(path)
      if (mode !== 'elder') await shot(page, `axe-${mode}-${width}-${path.replaceAll(/[^a-z]+/g, '-')}`)
    }
    await page.goto(`${demo.origin}/staff/objections${view}`)
    await landing(page, () => page.locator('.cells a').first().click())
    await look('an objection, masked')
    await page.getByLabel('查看的事由').fill('检查页面')
    await landing(page, () => page.getByRole('button', { name: '查看内容' }).click())
    await look('an objection, open')
    await page.goto(`${demo.origin}/objections${view}`)
    await page.getByLabel(/查询码/).fill('0000-0000-0000-0000')
    await landing(page, () => page.getByRole('button', { name: '查询' }).click())
    await look('a code that is refused')
    await page.getByLabel(/查询码/).fill(code)
    await landing(page, () => page.getByRole('button', { name: '查询' }).click())
    await look('an objection, tracked')
    expect(flaws).toEqual([])
    await context.close()
  })

test('after the last day the page closes by itself; it is concluded only when nothing is open, and then says so', async () => {
  const site = { origin: demo.origin, operatorKey: demo.operatorKey, siteKey: demo.siteKey, say: () => undefined }
  await moveClock(site, startOf(addDays(dayOf(instant(Date.now())), 20)) + 3_600_000 * 10)
  const desk = await organizer(390)
  // Another address than before: the site keeps a public page for ten seconds of the machine's own clock.
  await desk.goto(`${demo.origin}${notice}?size=s`)
  await expect
    .poll(async () => [await desk.getByText('公示期已满').isVisible(), await desk.getByText('对公示提出异议').count()])
    .toEqual([true, 0])
  await desk.goto(`${demo.origin}/staff${notice}/publicity`)
  await desk.getByText('还有 1 件异议没有办结').waitFor()
  await desk.goto(`${demo.origin}/staff/objections?state=received`)
  await desk.getByText(/已超过期限/).waitFor()
  await shot(desk, 'overdue')
  await desk.locator('.cells a').first().click()
  await desk.getByLabel('不予受理的理由').fill('所反映的事项不属于本次公示的范围。')
  await desk.getByRole('button', { name: '不予受理' }).click()
  await desk.getByRole('heading', { name: /不予受理/ }).waitFor()
  await desk.goto(`${demo.origin}/staff${notice}/publicity`)
  await expect
    .poll(() => desk.getByLabel('结果', { exact: true }).inputValue())
    .toBe('公示期满，公示期间收到异议 2 件，均已办结。')
  await desk.getByRole('button', { name: '公布公示结果' }).click()
  await desk.getByText('已保存。').waitFor()
  await desk.goto(demo.origin + notice)
  await desk.getByText('公示期满，公示期间收到异议 2 件，均已办结。').waitFor()
  await shot(desk, 'concluded')
  await moveClock(site, null)
  await desk.context().close()
})
