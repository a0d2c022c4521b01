import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { DAY } from '../../worker/rules/time.ts'
import { everyAddress } from '../support/addresses.ts'
import { aDocument, aNominee } from '../support/makers.ts'
import { aPdf, DURING, FACTS, filed, openPublicity, signedIn } from '../support/publicity-desk.ts'
import { fieldIn } from '../support/question.ts'
import { formOf } from '../support/settings-form.ts'
import { operate, setClock, Visitor } from '../support/visitor.ts'

// T31: no address that somebody writes is ever asked, by no door and for no page.

const URLS = [
  'http://169.254.169.254/latest/meta-data/',
  'http://localhost:6379/',
  'http://[::1]/',
  'http://2130706433/',
  'https://evil.example/x.png',
  '//evil.example/x',
  'file:///etc/passwd',
  'gopher://localhost:25/_HELO',
] as const
const url = URLS[0]
/** Everything in a text that a program which fetches might follow. */
const HTML = URLS.map(
  one =>
    `<p><img src="${one}" srcset="${one} 2x"><a href="${one}">甲</a></p><iframe src="${one}"></iframe><link rel="stylesheet" href="${one}"><object data="${one}"></object><svg><image href="${one}"/></svg>`,
).join('')
const MARKDOWN = URLS.map(one => `![甲](${one}) [乙](${one}) <${one}>\n\n[丙]: ${one}`).join('\n\n')

const asked = vi.spyOn(globalThis, 'fetch')
let desk: Visitor
let admin: Visitor

beforeAll(async () => {
  await setClock(DURING)
  ;[desk, admin] = [await signedIn('organizer'), await signedIn('administrator')]
})
beforeEach(() => {
  asked.mockClear()
})
afterAll(() => {
  asked.mockRestore()
})

const pairs = (fields: Readonly<Record<string, string>>) => Object.entries(fields)

async function lookEverywhere(slug: string, notices: readonly string[]): Promise<void> {
  const paths = ['/', '/notices', `/search?q=${encodeURIComponent(url)}`, '/feed.atom', '/feed.json', `/c/${slug}`]
  const own = ['nominees', 'nominees/1', 'nominees/1/poster', 'poster', 'feed.atom', 'calendar.ics']
  for (const path of [...paths, ...own.map(part => `/c/${slug}/${part}`), ...notices.map(id => `/notices/${id}`)])
    expect([path, (await desk.send(path)).status]).toEqual([path, 200])
}

test('T31: a campaign, its nominees and its notices full of addresses are stored, changed, published and read without asking one', async () => {
  const slug = 'addresses-2026'
  const notice = await openPublicity(
    slug,
    { title: url, source: url, author: url, body: HTML, format: 'html' },
    MARKDOWN.slice(0, 400),
  )
  const document = aDocument({ slug: 'addresses-2', title: url, shortTitle: '//evil.example/x', organizers: [url.slice(0, 40)] })
  const long = { brief: url, deeds: MARKDOWN, honours: HTML.slice(0, 1500) }
  const nominees = document.nominees.map(({ number }) => aNominee(number, { ...{ name: url, unit: url, post: url }, ...long }))
  expect((await operate('campaigns/addresses-2', { method: 'PUT', body: { ...document, nominees } })).status).toBe(200)
  const at = '/staff/campaigns/addresses-2'
  expect(
    (await desk.post(`${at}/nominees/save`, { rows: [{ number: 1, revision: 1, set: { name: URLS[1], ...long } }] })).status,
  ).toBe(200)
  const settings = await (await desk.send(`${at}/settings`)).text()
  const was = fieldIn(settings, 'was').replaceAll('&quot;', '"').replaceAll('&lt;', '<')
  const form = formOf({ ...JSON.parse(was), summary: MARKDOWN.slice(0, 400), rules: [...URLS] })
  form.set('was', was)
  form.set('revision', fieldIn(settings, 'revision'))
  form.set('contact.email', url)
  expect((await desk.form(`${at}/settings`, [...form])).status).toBe(303)
  const drafts = []
  for (const [i, [format, body]] of [['html', HTML] as const, ['markdown', MARKDOWN] as const].entries()) {
    const id = `ntc_${String(i).repeat(16)}`
    const text = { title: url, source: url, author: url, kind: 'news', format, body }
    expect((await desk.form('/staff/notices', pairs({ ...text, id }))).status).toBe(303)
    expect((await desk.form(`/staff/notices/${id}/preview`, pairs({ format, body }))).status).toBe(200)
    expect((await desk.form(`/staff/notices/${id}`, pairs({ ...text, body: `${body}\n`, revision: '1' }))).status).toBe(303)
    for (const part of ['', '/check', '/versions']) await desk.send(`/staff/notices/${id}${part}`)
    const said = { revision: '2', when: 'now', reason: url }
    expect((await desk.form(`/staff/notices/${id}/publish`, pairs(said))).status).toBe(303)
    drafts.push(id)
  }
  await lookEverywhere('addresses-2', [notice, ...drafts])
  expect(asked.mock.calls).toEqual([])
})

test('T31: nor what strangers write: objections, comments, searches, heads of requests', async () => {
  const notice = await openPublicity('addresses-3')
  const code = await filed(notice, { fields: { facts: `${FACTS}${MARKDOWN}` }, files: [aPdf('http:／／localhost.pdf', url)] })
  await new Visitor().form('/objections', [['code', code]])
  const headers = {
    referer: url,
    'x-forwarded-host': 'localhost:6379',
    forwarded: `host=${url}`,
    'x-original-url': url,
    via: url,
  }
  for (const one of URLS)
    for (const path of [
      `/search?q=${encodeURIComponent(one)}`,
      `/?url=${encodeURIComponent(one)}`,
      `/${encodeURIComponent(one)}`,
    ])
      await new Visitor().send(path, { headers })
  expect(asked.mock.calls).toEqual([])
})

const NAMES = 'url href src link callback next redirect image photo file title name text body reason email object place'.split(
  ' ',
)

test('T31: nor what is put into any field of any door, by anybody', async () => {
  const fields = NAMES.map((name, i) => [name, URLS[i % URLS.length] as string] as const)
  for (const { method, path, pattern } of everyAddress())
    for (const who of [new Visitor(), desk, admin]) {
      if (pattern === '/staff/sign-out') continue
      who.moved()
      if (method === 'GET') await who.send(`${path}?${new URLSearchParams(fields.map(pair => [...pair]))}`)
      else {
        await who.form(path, fields)
        await who.send(path, {
          method,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(Object.fromEntries(fields)),
        })
      }
    }
  expect(asked.mock.calls).toEqual([])
  // What is due later is done from stored texts alone, too.
  await setClock(DURING + 30 * DAY)
  await new Visitor().send('/')
  expect(asked.mock.calls).toEqual([])
})
