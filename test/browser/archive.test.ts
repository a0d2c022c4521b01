import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { campaign } from '../../worker/host/campaign.ts'
import { type Site, startSite } from '../../worker/host/runtime.ts'
import { type DemoRun, startDemo } from '../support/demo-site.ts'

// O4: every campaign of the demo goes from its site into a file and from there into an empty site. No browser is needed,
// but the loaded demo that browsers share.

let home: string
let demo: DemoRun
let other: Site

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'mingping-archive-'))
  // Readers reach both under one address, so that every QR code is the same.
  const PUBLIC_ORIGIN = 'https://vote.example.cn'
  demo = await startDemo({ PUBLIC_ORIGIN })
  const vars = { PUBLIC_ORIGIN, SITE_KEY: demo.siteKey, OPERATOR_KEY: demo.operatorKey, SITE_NAME: '明评', MEMO_MS: '0' }
  other = await startSite({ state: join(home, 'other'), host: '127.0.0.1', port: 0, build: 'local', vars })
})

afterAll(async () => {
  await other?.stop()
  await demo?.stop()
  rmSync(home, { recursive: true, force: true })
})

/** The command as it is typed against one of the two sites, with all it printed but progress. */
async function run(site: { readonly origin: string }, ...args: readonly string[]): Promise<readonly [number, ...string[]]> {
  const lines: string[] = []
  const hear = (line: string) => void (/ \d+\/\d+$/.test(line) || lines.push(line))
  const env = { MINGPING_SITE: site.origin, MINGPING_OPERATOR_KEY: demo.operatorKey }
  const code = await campaign(args, { env, folder: home, say: hear, note: hear })
  return [code, ...lines]
}

const bytes = (name: string): Buffer => readFileSync(join(home, name))

/** What differs from one minute, or one site, to the next and says nothing of the campaign. */
const quiet = (html: string, origin: string): string =>
  html
    .replaceAll(origin, 'ORIGIN')
    // As of when the boxes last told their figures: a tally that was brought hears of them anew.
    .replaceAll(/截至 (<span class="keep">)?\d+年\d+月\d+日/g, '截至 DAY')
    // The log of the site's staff is the site's own.
    .replaceAll(/<section[^>]*>\s*<h2>工作人员的操作记录.*?<\/section>/gs, '')
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/data-now="\d+"|\d{1,2}:\d{2}(:\d{2})?|\d+ ?(分钟|秒)/g, 'TIME')

/** The pieces of the first page that the second has not, so that a difference can be read. */
const lost = (from: string | undefined, to: string | undefined): readonly string[] => {
  const there = new Set((to ?? '').split(/(?=<)/))
  return (from ?? '').split(/(?=<)/).filter(piece => !there.has(piece))
}

/** Every public page of a campaign that its own pages link to. */
async function pagesOf(origin: string, slug: string): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>()
  const waiting = [`/c/${slug}`, `/c/${slug}/integrity`, `/c/${slug}/results`, `/c/${slug}/likes`]
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (pages.has(path)) continue
    const answer = await fetch(origin + path, { redirect: 'manual' })
    const html = answer.headers.get('content-type')?.startsWith('text/html') ? quiet(await answer.text(), origin) : ''
    pages.set(path, `${answer.status} ${html}`)
    for (const [, link = ''] of html.matchAll(/href="(\/(?:c|notices)\/[^"?#]+)"/g))
      if (mine(link, slug) && (/\/nominees\/1(\/|$)/.test(link) || !link.includes('/nominees/'))) waiting.push(link)
  }
  return pages
}

/** Pages with a form mint something for whoever opens them. */
const mine = (link: string, slug: string): boolean =>
  (link.startsWith(`/c/${slug}/`) || link.startsWith('/notices/ntc_')) && !/\/(like|ballot|review|objection)$/.test(link)

const SLUGS = ['qinghe', 'binjiang-hall', 'beiling-workers', 'yunchuan-liangxin', 'anping-liangyou'] as const

test('O4: these are the campaigns of the demo', async () => {
  const answer = await fetch(`${demo.origin}/operator/campaigns`, { headers: { authorization: `Bearer ${demo.operatorKey}` } })
  const { campaigns } = (await answer.json()) as { campaigns: { slug: string }[] }
  expect(campaigns.map(({ slug }) => slug).sort()).toEqual([...SLUGS].sort())
})

for (const slug of SLUGS)
  test(`O4: ${slug} comes back from its file as it was: the same file again, and the same pages`, async () => {
    // The one in mid-vote moves as it is; the others are kept.
    const how = slug === 'qinghe' ? ['--private'] : []
    const packed = expect.stringContaining('已打包')
    expect((await run(demo, 'archive', slug, `${slug}.zip`, ...how)).slice(0, 2)).toEqual([0, packed])
    expect(await run(other, 'restore', `${slug}.zip`)).toEqual([0, expect.stringContaining('已恢复')])
    expect((await run(other, 'archive', slug, `${slug}-again.zip`, ...how)).slice(0, 2)).toEqual([0, packed])
    expect([slug, bytes(`${slug}.zip`).equals(bytes(`${slug}-again.zip`))]).toEqual([slug, true])
    // The papers of nominees, sealed, go only with the one that moves.
    expect([slug, bytes(`${slug}.zip`).includes('objects/sealed/cmp_')]).toEqual([slug, how.length > 0])
    const [before, after] = [await pagesOf(demo.origin, slug), await pagesOf(other.origin, slug)]
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort())
    for (const [path, html] of before)
      expect([path, lost(html, after.get(path)), lost(after.get(path), html)]).toEqual([path, [], []])
  })

test('O4: brought once more, a campaign that is there stays as it is', async () => {
  expect(await run(other, 'restore', 'anping-liangyou.zip')).toEqual([0, expect.stringContaining('没有变化')])
})
