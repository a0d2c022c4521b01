import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { DAY, MINUTE } from '../../worker/rules/time.ts'
import { countedSite } from '../support/counted-site.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { castBy, openCampaign, type Standing, setClock, Visitor } from '../support/visitor.ts'

// T29: whatever a visitor sends, the log is one JSON object a line, short, and holds nothing that acts on who reads it.

const FORGED = '{"event":"poll-opened","by":"stf_admin"}'
const NASTY = [
  `a\r\n${FORGED}`,
  `\n${FORGED}\n`,
  '\u001b[2J\u001b[31mred',
  '\u202egnp.exe\u2066',
  '\u2028\u2029\u0085',
  'x'.repeat(10_000),
]
const said: string[] = []
let campaign: Standing

beforeAll(async () => {
  await setClock(OPENS - DAY)
  campaign = await openCampaign(aDocument({ slug: 'log-2026' }))
})
beforeEach(() => {
  said.length = 0
  for (const how of ['log', 'error', 'warn', 'info', 'debug'] as const)
    vi.spyOn(console, how).mockImplementation((...parts: unknown[]) => void said.push(parts.map(String).join(' ')))
  return () => vi.restoreAllMocks()
})

/** What any line of the log must be. */
function expectHarmless(line: string): void {
  expect([line.slice(0, 90), line.length < 20_000]).toEqual([line.slice(0, 90), true])
  // Cc are control signs; the others begin lines or turn the direction of writing.
  expect(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.test(line)).toBe(false)
  expect(JSON.parse(line)).toMatchObject({ event: expect.stringMatching(/^[a-z-]+$/) })
  expect(JSON.parse(line).event).not.toBe('poll-opened')
}

/** A database, and objects, that fail with a text that somebody else has written. */
const failing = (text: string): object =>
  new Proxy(
    {},
    {
      get: () => () => {
        throw new Error(text)
      },
    },
  )

test('T29: a fault whose text a visitor has written is one line of JSON, and the answer shows none of it', async () => {
  for (const text of NASTY) {
    said.length = 0
    const site = countedSite({ DB: failing(text) as never }, () => OPENS)
    const answer = await site.fetch('/notices')
    expect([answer.status, (await answer.text()).includes(FORGED)]).toEqual([500, false])
    expect(said.length).toBeGreaterThan(0)
    for (const line of said) expectHarmless(line)
  }
})

test('T29: what a browser says of itself, where it comes from and which key it sends reach no line of the log', async () => {
  await setClock(OPENS)
  const voter = new Visitor()
  await voter.send(`/c/${campaign.slug}/ballot`)
  await setClock(OPENS + MINUTE)
  const box = { ...env.BOX, idFromName: (name: string) => env.BOX.idFromName(name), get: () => failing(NASTY[0] as string) }
  const site = countedSite({ BOX: box as never }, () => OPENS + MINUTE)
  // Headers cannot hold line breaks; what else could act on a reader they can.
  const says = `Mozilla/5.0 canary-agent [31m ${FORGED} ${'y'.repeat(9000)}`
  const sent = new Visitor((path, init) =>
    site.fetch(path, {
      ...init,
      headers: { ...(init.headers as object), 'user-agent': says, referer: `https://canary-referer.example/${FORGED}` },
    }),
  )
  for (const [name, value] of voter.cookies) sent.cookies.set(name, value)
  expect((await castBy(sent, campaign, [1])).status).toBe(503)
  await sent.send(`/c/canary-slug%0a${encodeURIComponent(FORGED)}`)
  expect(said.map(line => JSON.parse(line).event)).toContain('box-unreachable')
  for (const line of said) {
    expectHarmless(line)
    expect([line, /canary/.test(line)]).toEqual([line, false])
  }
})
