import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moveClock, operator } from '../../db/demo/site.ts'
import { openBrowser, openPhone } from '../support/chromium.ts'
import { type DemoRun, startDemo } from '../support/demo-site.ts'
import { landing } from '../support/landing.ts'
import { listen } from '../support/listening.ts'
import { PAYLOADS } from '../support/payloads.ts'
import { fieldIn, sumIn, unescaped } from '../support/question.ts'
import { payloadFor, xssCampaign } from '../support/xss-campaigns.ts'

// T19: whatever is written into any field but a notice's own (stored-xss.test.ts), by staff or by anybody, no page that shows it
// runs any of it, asks elsewhere for anything, or even makes the strict policy step in.

const SLUGS = Array.from({ length: 12 }, (_, i) => `xss-${i}`)
/** Those whose every page is walked; of the others the pages that show most. */
const WHOLE = SLUGS.filter((_, i) => i % 4 === 0)
const PASSWORD = 'demo-password-xss'
const PDF = '%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n'

let demo: DemoRun
let browser: Browser
let desk: BrowserContext
let phone: BrowserContext
let cookie: string
let seen: readonly string[][]
const notices: string[] = []
const objections: string[] = []
const codes: string[] = []

const site = () => ({ ...demo, say: () => undefined })

beforeAll(async () => {
  ;[demo, browser] = await Promise.all([startDemo(), openBrowser()])
  ;[desk, phone] = [await openPhone(browser, { width: 1280 }), await openPhone(browser)]
  seen = [await listen(desk, demo.origin), await listen(phone, demo.origin)]
  for (const slug of SLUGS) {
    await operator(site(), `campaigns/${slug}`, { method: 'PUT', body: xssCampaign(slug) })
    await operator(site(), `campaigns/${slug}/open`, { method: 'POST' })
  }
  for (const [login, role] of [
    ...Array.from({ length: 12 }, (_, i) => [`xss-${i}`, 'organizer'] as const),
    ['xss-admin', 'administrator'],
  ] as const) {
    await operator(site(), 'staff', {
      method: 'POST',
      body: { login, name: payloadFor('staff', 40), role, unit: null, password: PASSWORD },
    })
    await operator(site(), `staff/waive/${login}`, { method: 'POST' })
  }
  await signIn(desk, 'xss-0')
  cookie = await cookiesOf(desk)
  for (const slug of SLUGS) {
    const html = await read(`/c/${slug}`)
    const own = [...new Set([...html.matchAll(/href="\/notices\/(ntc_[a-z0-9]+)"/g)].map(([, id = '']) => id))]
    notices.push(...own)
  }
})
afterAll(async () => {
  await browser.close()
  await demo.stop()
  expect(demo.faults).toEqual([])
})

async function signIn(context: BrowserContext, login: string): Promise<void> {
  const page = await context.newPage()
  await page.goto(`${demo.origin}/staff/sign-in`)
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL('**/staff')
  await page.close()
}

const cookiesOf = async (context: BrowserContext): Promise<string> =>
  (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')

const read = async (path: string, as = cookie): Promise<string> =>
  (await fetch(demo.origin + path, { headers: { cookie: as } })).text()

type Fields = Readonly<Record<string, string | readonly string[]>>

const send = (path: string, body: FormData | URLSearchParams, as = cookie): Promise<Response> =>
  fetch(demo.origin + path, { method: 'POST', body, redirect: 'manual', headers: { cookie: as, origin: demo.origin } })

function formOf<T extends FormData | URLSearchParams>(form: T, fields: Fields): T {
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
  return form
}
const post = (path: string, fields: Fields, as = cookie) => send(path, formOf(new URLSearchParams(), fields), as)

const aFile = (name: string): File => new File([PDF], name, { type: 'application/pdf' })

/** Opens every path, three pages at a time, and waits until its scripts have done their work. */
async function walk(context: BrowserContext, paths: readonly string[]): Promise<void> {
  const queue = [...paths]
  const one = async () => {
    const page = await context.newPage()
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      const answer = await page.goto(demo.origin + path)
      expect([path, (answer?.status() ?? 500) < 500]).toEqual([path, true])
    }
    await page.waitForTimeout(300)
    await page.close()
  }
  await Promise.all([one(), one(), one()])
}

/** Sends a form from within the browser, so that what comes back is shown there. */
async function submit(page: Page, path: string, fields: Readonly<Record<string, string>>): Promise<void> {
  await landing(page, () =>
    page.evaluate(
      ([action, pairs]) => {
        const form = Object.assign(document.createElement('form'), { method: 'post', action })
        for (const [name, value] of pairs) {
          const area = Object.assign(document.createElement('textarea'), { name, value })
          form.appendChild(area)
        }
        document.body.appendChild(form)
        form.submit()
      },
      [path, Object.entries(fields)] as const,
    ),
  )
}

const heard = () => seen.flatMap(list => list.splice(0))

test('T19: the texts of a campaign and of its nominees, on every public page and in every feed', async () => {
  const nominees = (slug: string) => [1, 2, 3, 4, 5].map(number => `/c/${slug}/nominees/${number}`)
  const ways = ['ballot', 'my-ballot', 'receipts', 'results', 'likes', 'poster', 'receipts?code=%3Cp%20style=a:b%3E']
  await walk(phone, [
    ...['/', '/notices', '/archive', '/search?q=alert', '/search?q=style&in=nominees', '/search?q=evil&in=notices'],
    ...SLUGS.flatMap(slug => [`/c/${slug}`, `/c/${slug}/nominees`, ...nominees(slug)]),
    ...SLUGS.map((slug, i) => `/c/${slug}/nominees/${(i % 5) + 1}/poster`),
    ...WHOLE.flatMap(slug => ways.map(way => `/c/${slug}/${way}`)),
    ...notices.map(id => `/notices/${id}`),
  ])
  const page = await phone.newPage()
  for (const slug of WHOLE) {
    await page.goto(`${demo.origin}/c/${slug}/ballot`)
    for (const number of [1, 4]) await page.locator(`#n${number} label`).click()
    await page.getByRole('button', { name: '核对选票' }).click()
    await page.locator('[role=dialog]').waitFor()
  }
  const feeds = ['/feed.atom', '/sitemap.xml', ...WHOLE.map(slug => `/c/${slug}/feed.atom`)]
  for (const path of feeds) {
    const found = await page.evaluate(async address => {
      const xml = new DOMParser().parseFromString(await (await fetch(address)).text(), 'application/xml')
      return xml.querySelectorAll('parsererror, script, img, svg, p').length
    }, path)
    expect([path, found]).toEqual([path, 0])
  }
  await page.close()
  expect(heard()).toEqual([])
})

test('T19: the same on the desk: settings, previews, lists, figures and prints, for organizer and administrator', async () => {
  const parts = ['', '/nominees', '/nominees/1', '/ballot']
  const desks = [
    '',
    '/settings',
    '/settings/history',
    '/preview',
    '/publish',
    '/open',
    '/nominees',
    '/nominees/2',
    '/nominees/new',
  ]
  for (const slug of WHOLE)
    for (const at of [0, 1, 2, 3]) {
      const paper = formOf(new FormData(), { kind: 'other', name: payloadFor('paper-name', 60) })
      paper.append('file', new File([PDF.replace('1 0 obj', `${at + 1} 0 obj`)], `${payloadFor('paper-file', 70)}.pdf`))
      expect((await send(`/staff/campaigns/${slug}/nominees/2/papers`, paper)).status).toBe(303)
    }
  const more = [
    '/review',
    '/review/2',
    '/nominees/import',
    '/nominees/photos',
    '/comments',
    '/comments/chosen',
    '/likes',
    '/tally',
  ]
  await walk(desk, [
    ...['/staff', '/staff/me', '/staff/notices', '/staff/notices/new', '/staff/campaigns/new', '/staff/objections'],
    ...SLUGS.flatMap(slug => ['/settings', '/nominees'].map(path => `/staff/campaigns/${slug}${path}`)),
    ...WHOLE.flatMap(slug => [...desks, ...more].map(path => `/staff/campaigns/${slug}${path}`)),
    ...WHOLE.flatMap(slug => parts.map(path => `/staff/campaigns/${slug}/preview/page${path}`)),
    ...WHOLE.map(slug => `/staff/campaigns/new?from=${slug}`),
    ...notices.slice(0, 6).flatMap(id => ['', '/check', '/versions', '/publicity'].map(path => `/staff/notices/${id}${path}`)),
  ])
  const admin = await openPhone(browser, { width: 1280 })
  const noted = await listen(admin, demo.origin)
  await signIn(admin, 'xss-admin')
  const people = await read('/staff/people', await cookiesOf(admin))
  const files = [...people.matchAll(/href="(\/staff\/people\/stf_[a-z0-9]+)"/g)].map(([, path = '']) => path)
  expect(files.length).toBeGreaterThan(12)
  await walk(admin, ['/staff', '/staff/log', '/staff/people', ...files])
  await admin.close()
  expect([...heard(), ...noted]).toEqual([])
})

/** A comment of a device of its own on every nominee of some campaigns, shown and chosen; and words that are sent back. */
test('T19: comments with their signatures: to readers, to their writers, on the desk, in print, and when they are reported', async () => {
  for (const slug of WHOLE) await post(`/staff/campaigns/${slug}/comments/switch`, { open: '1' })
  const writers: string[] = []
  for (let i = 0; i < 9; i++) {
    const answer = await fetch(`${demo.origin}/api/campaigns/qinghe/challenge?for=vote`)
    writers.push(
      answer.headers
        .getSetCookie()
        .map(line => line.split(';')[0])
        .join('; '),
    )
  }
  await moveClock(site(), Date.now() + 60_000)
  let written = 0
  for (const [i, writer] of writers.entries())
    for (const number of [1, 2, 3, 4, 5]) {
      const path = `/c/${WHOLE[i % WHOLE.length]}/nominees/${number}/comments`
      const html = await read(path, writer)
      const words = { text: payloadFor('comment', 200, 5), signature: payloadFor('signature', 20) }
      const answer = await post(path, { ...words, question: fieldIn(html, 'question'), answer: sumIn(html) }, writer)
      written += answer.headers.get('location')?.includes('note=sent') ? 1 : 0
    }
  expect(written).toBe(45)
  const waiting = WHOLE.map(slug => `/staff/campaigns/${slug}/comments`)
  await walk(desk, waiting)
  for (const path of waiting) {
    const picks = [...(await read(path)).matchAll(/name="pick" value="([^"]+)"/g)].map(([, pick = '']) => pick)
    await post(`${path}/judge`, { all: 'show', pick: picks })
  }
  for (const path of waiting) {
    const html = await read(`${path}?shown=shown`)
    const picks = [...html.matchAll(/name="pick" value="([^"]+)"/g)].map(([, pick = '']) => pick)
    await post(`${path}/judge`, { all: 'choose', pick: picks.slice(0, 10) })
  }
  const shown = WHOLE.flatMap(slug => [1, 2, 3, 4, 5].map(number => `/c/${slug}/nominees/${number}/comments`))
  const pages = await Promise.all(shown.map(path => read(path)))
  const reports = pages.flatMap(html => [...html.matchAll(/href="(\/c\/[^"]+\/report)"/g)].map(([, path = '']) => path))
  expect(reports.length).toBeGreaterThan(20)
  await walk(phone, [...shown, ...reports.slice(0, 20)])
  const noted: string[][] = []
  for (const [i, writer] of writers.slice(0, WHOLE.length).entries()) {
    const own = await openPhone(browser)
    noted.push(await listen(own, demo.origin))
    const pairs = writer.split('; ').map(pair => pair.split(/=(.*)/))
    await own.addCookies(pairs.map(([name = '', value = '']) => ({ name, value, url: demo.origin })))
    const places = shown.filter(path => path.startsWith(`/c/${WHOLE[i]}/`))
    await walk(own, places)
    expect(await read(places[0] as string, writer)).toContain('已展示')
    await own.close()
  }
  expect(noted.flat()).toEqual([])
  await walk(desk, [...waiting.flatMap(path => [`${path}?shown=shown`, `${path}?shown=chosen`, `${path}/chosen`])])
  const page = await phone.newPage()
  await page.goto(`${demo.origin}${shown[0]}`)
  for (const text of PAYLOADS.slice(0, 12))
    await submit(page, shown[0] as string, { text, signature: text, question: 'x', answer: text })
  await page.close()
  expect(heard()).toEqual([])
})

test('T19: a public notice with its levels, papers and reasons, and objections to it as both sides read them', async () => {
  const running = (await Promise.all(notices.map(async id => ({ id, html: await read(`/notices/${id}`) }))))
    .filter(({ html }) => html.includes('对公示提出异议'))
    .map(({ id }) => id)
    .slice(0, 4)
  expect(running).toHaveLength(4)
  for (const id of running) {
    const at = `/staff/notices/${id}/publicity`
    const revision = async () => fieldIn(await read(at), 'revision')
    const through = new Date(Date.now() + 50 * 86_400_000).toISOString().slice(0, 10)
    const saved = [
      await post(`${at}/list`, { n: ['1', '2', '3', '4', '5'], reason: payloadFor('reason', 200), revision: await revision() }),
    ]
    for (const level of ['unit', 'county']) {
      const row = { level, place: payloadFor('place', 60, 2), from: '2026-01-01', through: '2026-01-09' }
      const form = formOf(new FormData(), { ...row, result: payloadFor('result', 200), revision: await revision(), position: '' })
      form.append('files', aFile(`${payloadFor('evidence', 70)}.pdf`))
      saved.push(await send(`${at}/levels`, form))
    }
    const posted = /"posted":"([0-9-]+)"|&quot;posted&quot;:&quot;([0-9-]+)/.exec(await read(at))
    const dates = { posted: posted?.[1] ?? posted?.[2] ?? '', through, uncounted: '1' }
    saved.push(await post(`${at}/period`, { ...dates, reason: payloadFor('longer', 200, 2), revision: await revision() }))
    expect([id, saved.map(({ status }) => status)]).toEqual([id, [303, 303, 303, 303]])
  }
  for (const [i, id] of [...running, ...running].entries()) {
    const path = `/notices/${id}/objection`
    const html = await read(path, '')
    const words = {
      named: '1',
      name: payloadFor('objector', 40, 2),
      contact: '"><p/style=a:b>@x.example',
      facts: payloadFor('facts', 5000, 20),
    }
    const check = {
      key: fieldIn(html, 'key'),
      question: fieldIn(html, 'question'),
      answer: sumIn(html),
      about: String((i % 5) + 1),
    }
    const form = formOf(new FormData(), { ...words, ...check })
    form.append('files', aFile(`${payloadFor('paper', 70)}.pdf`))
    const code = /class="code">([0-9A-Z-]{19})</.exec(await (await send(path, form, '')).text())?.[1] ?? ''
    expect([id, code]).toEqual([id, expect.stringMatching(/^\S{19}$/)])
    codes.push(code)
    const more = formOf(new FormData(), { code, key: randomUUID(), facts: payloadFor('supplement', 5000, 20) })
    await send('/objections/supplement', more, '')
  }
  const list = await read('/staff/objections')
  objections.push(...new Set([...list.matchAll(/\/staff\/objections\/(obj_[a-z0-9]+)/g)].map(([, id = '']) => id)))
  expect(objections.length).toBe(codes.length)
  for (const id of objections) {
    const at = `/staff/objections/${id}`
    await post(`${at}/note`, { key: randomUUID(), note: payloadFor('note', 5000, 5) })
    for (const to of ['accepted', 'investigating', 'answered']) {
      const revision = fieldIn(await read(at), 'revision')
      await post(`${at}/move`, { to, revision, words: payloadFor('answer', 5000, 20) })
    }
  }
  const page = await desk.newPage()
  await page.goto(`${demo.origin}/staff/objections`)
  for (const id of objections) await submit(page, `/staff/objections/${id}/content`, { reason: payloadFor('why', 100, 4) })
  await expect.poll(() => page.locator('main').textContent()).toContain('.pdf')
  await page.close()
  const reader = await phone.newPage()
  await reader.goto(`${demo.origin}/objections`)
  for (const code of codes) await submit(reader, '/objections', { code })
  await expect.poll(() => reader.locator('main').textContent()).toContain('答复')
  await reader.close()
  await walk(desk, ['/staff/log', ...running.map(id => `/staff/notices/${id}/publicity`)])
  await walk(
    phone,
    running.flatMap(id => [`/notices/${id}`, `/notices/${id}/objection`]),
  )
  expect(heard()).toEqual([])
})

test('T19: what is asked, and what is sent back to be mended: search, sign-in, settings, nominees, accounts, withdrawals', async () => {
  const asked = PAYLOADS.filter((_, i) => i % 4 === 0).map(encodeURIComponent)
  await walk(phone, [
    ...asked.map(q => `/search?q=${q}`),
    ...asked
      .slice(0, 10)
      .flatMap(q => [`/c/${WHOLE[0]}/nominees?q=${q}&category=${q}&unit=${q}`, `/notices?kind=${q}&year=${q}`, `/${q}`]),
    ...asked.slice(0, 6).map(q => `/c/${WHOLE[0]}/receipts?code=${q}`),
  ])
  const [page, admin] = [await desk.newPage(), await openPhone(browser, { width: 1280 })]
  const noted = await listen(admin, demo.origin)
  const stranger = await phone.newPage()
  await stranger.goto(`${demo.origin}/staff/sign-in`)
  await page.goto(`${demo.origin}/staff`)
  await signIn(admin, 'xss-admin')
  const people = await admin.newPage()
  await people.goto(`${demo.origin}/staff`)
  for (const [i, text] of PAYLOADS.filter((_, i) => i % 15 === 0).entries()) {
    const at = `/staff/campaigns/${SLUGS[i % SLUGS.length]}`
    await submit(stranger, '/staff/sign-in', { login: text, password: text })
    await submit(stranger, '/objections', { code: text })
    const typed = { title: text, shortTitle: text, organizers: text, summary: text, rules: text, 'categories.0.key': text }
    const settings = await read(`${at}/settings`)
    const was = { was: unescaped(fieldIn(settings, 'was')), revision: fieldIn(settings, 'revision') }
    await submit(page, `${at}/settings`, {
      ...typed,
      ...was,
      'categories.0.name': text,
      'contact.office': text,
      'milestones.vote.on': '1',
      'milestones.vote.title': text,
    })
    const fresh = { title: text, shortTitle: text, organizers: text, slug: text, start: text, token: randomUUID() }
    await submit(page, '/staff/campaigns/new', { ...fresh, from: 'qinghe' })
    const row = {
      revision: '9',
      number: '1',
      category: text,
      name: text,
      unit: text,
      post: text,
      brief: text,
      deeds: text,
      honours: text,
    }
    await submit(page, `${at}/nominees/1`, row)
    await submit(page, '/staff/notices', {
      id: `ntc_${'y'.repeat(16)}`,
      kind: 'publicity',
      title: text.repeat(9),
      source: text.repeat(9),
      author: text.repeat(9),
      body: text,
      posted: text,
      through: text,
    })
    await submit(people, '/staff/people', { login: text, name: text.repeat(5), role: 'clerk', unit: text, email: text })
    const reason = text.padEnd(5, '甲').slice(0, 200)
    await post(`${at}/nominees/${(i % 5) + 1}/withdraw`, { revision: '1', reason })
    await page.goto(`${demo.origin}/c/${SLUGS[i % SLUGS.length]}/nominees/${(i % 5) + 1}`)
  }
  await walk(desk, ['/staff/log', `/c/${SLUGS[0]}/ballot`, `/c/${SLUGS[0]}/nominees`])
  await admin.close()
  expect([...heard(), ...noted]).toEqual([])
})

test('the listeners hear in frames and on every page: one that does such things is noticed', async () => {
  const page = await phone.newPage()
  await page.goto(demo.origin)
  await page.evaluate(() => {
    const place = document.createElement('div')
    place.innerHTML = '<p style="a:b">甲</p><img src=//evil.example/x.png>'
    document.querySelector('main')?.appendChild(place)
  })
  const words: (string | undefined)[] = []
  const hear = () => {
    words.push(...heard().map(text => text.replace(/^\S+: /, '').split(' ')[0]))
    return words
  }
  await expect.poll(hear, { timeout: 20_000 }).toEqual(expect.arrayContaining(['img-src', 'style-src-attr']))
})
