import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { BoardNews } from '../../web/console/board-shape.ts'
import { boxOf, tallyOf } from '../../worker/objects/names.ts'
import { ENDED, LIVE } from '../../worker/rules/live.ts'
import { STAFF_ROLES, type StaffRole } from '../../worker/rules/roles.ts'
import { DAY, HOUR, MINUTE } from '../../worker/rules/time.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { aStaffMember } from '../support/staff-visitor.ts'
import { aVoter, castBy, ORIGIN, openCampaign, type Standing, setClock, Visitor } from '../support/visitor.ts'

const NOON = OPENS + 3 * HOUR

/** One end of a live connection: what came through it, and how it ended. */
class Line {
  readonly heard: string[] = []
  ended: number | null = null
  readonly #socket: WebSocket
  #waiting: (() => void)[] = []

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.accept()
    socket.addEventListener('message', ({ data }) => this.#note(() => this.heard.push(String(data))))
    socket.addEventListener('close', ({ code }) => this.#note(() => (this.ended = code)))
  }

  #note(what: () => unknown): void {
    what()
    for (const wake of this.#waiting.splice(0)) wake()
  }

  /** Waits until this holds; a message that never comes fails the test by its time. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>(wake => this.#waiting.push(wake))
  }

  async news(number: number): Promise<BoardNews> {
    await this.until(() => this.heard.length >= number)
    return JSON.parse(this.heard[number - 1] ?? '') as BoardNews
  }

  send(text: string): void {
    this.#socket.send(text)
  }

  close(): void {
    this.#socket.close(1000)
  }
}

const address = ({ slug }: Pick<Standing, 'slug'>) => `/staff/campaigns/${slug}/tally.live`

/** What the site answers to somebody who asks for a connection. */
const knock = (visitor: Visitor, campaign: Pick<Standing, 'slug'>, headers: Readonly<Record<string, string>> = {}) =>
  exports.default.fetch(ORIGIN + address(campaign), {
    redirect: 'manual',
    headers: {
      upgrade: 'websocket',
      origin: ORIGIN,
      accept: 'application/json',
      cookie: [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...headers,
    },
  })

async function connected(visitor: Visitor, campaign: Standing): Promise<Line> {
  const { status, webSocket } = await knock(visitor, campaign)
  if (!webSocket) throw new Error(`no connection: ${status}`)
  return new Line(webSocket)
}

async function vote(campaign: Standing, choices: readonly number[], at: number): Promise<void> {
  const answer = await castBy(await aVoter(campaign, at), campaign, choices)
  if (!answer.ok) throw new Error(await answer.text())
  await runDurableObjectAlarm(boxOf(env, campaign.id, 0))
}

const tell = (campaign: Standing) => runDurableObjectAlarm(tallyOf(env, campaign.id))
const looks = async (): Promise<number> =>
  (await env.DB.prepare("select count(*) as n from audit_events where kind = 'running-tally-read'").first<number>('n')) ?? 0

let open: Standing
const people = {} as Record<StaffRole, Visitor>
beforeAll(async () => {
  await setClock(OPENS - DAY)
  open = await openCampaign(aDocument({ slug: 'live-2026', organizerSeesRunning: true }))
  await setClock(NOON)
  await Promise.all(STAFF_ROLES.map(async role => (people[role] = await aStaffMember(role, { role }))))
  await vote(open, [1], NOON)
})
beforeEach(() => setClock(NOON))

test('a ballot reaches whoever watches as soon as the box has told, and every message is what the page would show', async () => {
  const { organizer } = people
  const line = await connected(organizer, open)
  expect((await line.news(1)).figures?.votes).toEqual([[1, 1, 0, 0]])
  await vote(open, [2], NOON + MINUTE)
  await tell(open)
  const page = (await (await organizer.send('/staff/campaigns/live-2026/tally.json')).json()) as BoardNews
  const { asOf, stage, figures, received, why, troubles } = page
  expect(await line.news(2)).toEqual({ asOf, stage, figures, received, why, troubles })
  expect(figures?.votes).toEqual([
    [1, 1, 0, 0],
    [2, 1, 0, 0],
  ])
  line.close()
})

test('T05: through a connection a reviewer is told what the public is told, an auditor what the setting allows, and others are not let in', async () => {
  const closed = await openCampaign(aDocument({ slug: 'live-not', organizerSeesRunning: false }))
  await vote(closed, [1], NOON)
  for (const role of STAFF_ROLES)
    for (const campaign of [open, closed]) {
      const { status, webSocket } = await knock(people[role], campaign)
      const line = webSocket && new Line(webSocket)
      const figures = line && (await line.news(1)).figures !== null
      line?.close()
      const seen = ['organizer', 'auditor'].includes(role) ? campaign === open : role === 'reviewer' ? false : null
      expect([role, campaign.slug, status, figures]).toEqual([role, campaign.slug, seen === null ? 403 : 101, seen])
    }
})

test('T21: a connection is opened by nobody who is not signed in, for no page of another site, and by no plain request', async () => {
  const { organizer } = people
  const answers = [
    await knock(new Visitor(), open),
    await knock(organizer, open, { origin: 'https://evil.example' }),
    await knock(organizer, open, { origin: 'null' }),
    await knock(organizer, open, { 'sec-fetch-site': 'cross-site' }),
    await knock(organizer, open, { upgrade: 'h2c' }),
    await knock(organizer, { slug: 'nowhere' }),
  ]
  expect(answers.map(({ status, webSocket }) => [status, webSocket])).toEqual([
    [401, null],
    [403, null],
    [403, null],
    [403, null],
    [426, null],
    [404, null],
  ])
})

test('whoever watches running figures leaves one line in the log for the connection, not one for a message', async () => {
  const { organizer, reviewer } = people
  const before = await looks()
  const lines = [await connected(organizer, open), await connected(reviewer, open)]
  for (const number of [1, 2, 3]) {
    for (const line of lines) await line.news(number)
    if (number < 3) await tell(open)
  }
  expect(await looks()).toBe(before + 1)
  for (const line of lines) line.close()
})

test('nothing comes through after the session has ended or the account was disabled, and the connection is closed as ended', async () => {
  const [leaver, fired] = [await aStaffMember('leaver'), await aStaffMember('fired')]
  const [first, second] = [await connected(leaver, open), await connected(fired, open)]
  const known = (await first.news(1)).figures?.ballots.counted ?? 0
  await leaver.form('/staff/sign-out', [])
  await env.DB.prepare("update staff set disabled_at = 1 where login = 'fired'").run()
  await vote(open, [3], NOON + 2 * MINUTE)
  await tell(open)
  await first.until(() => first.ended !== null)
  await second.until(() => second.ended !== null)
  for (const line of [first, second])
    expect([line.ended, line.heard.map(text => (JSON.parse(text) as BoardNews).figures?.ballots.counted)]).toEqual([
      ENDED.signedOut,
      [known],
    ])
})

test('a connection lives ten minutes', async () => {
  const line = await connected(people.organizer, open)
  await setClock(NOON + LIVE.life - MINUTE)
  await tell(open)
  await line.news(2)
  await setClock(NOON + LIVE.life + MINUTE)
  await tell(open)
  await line.until(() => line.ended !== null)
  expect([line.ended, line.heard.length]).toEqual([ENDED.again, 2])
})

test('a board that was put to sleep wakes for a ballot and tells those who still watch', async () => {
  const line = await connected(people.organizer, open)
  const before = (await line.news(1)).figures?.ballots.counted ?? 0
  await evictDurableObject(tallyOf(env, open.id))
  line.send('ping')
  await line.until(() => line.heard.includes('pong'))
  await evictDurableObject(tallyOf(env, open.id)).catch(() => undefined)
  await vote(open, [1], NOON + 3 * MINUTE)
  await tell(open)
  expect((await line.news(3)).figures?.ballots.counted).toBe(before + 1)
  line.close()
})

test('one who watches says nothing: any word but a sign of life ends the connection', async () => {
  const line = await connected(people.organizer, open)
  line.send('{"give":"everything"}')
  await line.until(() => line.ended !== null)
  expect(line.ended).toBe(ENDED.unwanted)
})

test('T28: beyond so many connections to one tally the next is told that it is full', async () => {
  const crowded = await openCampaign(aDocument({ slug: 'live-full' }))
  const lines = await Promise.all(Array.from({ length: LIVE.most }, () => connected(people.auditor, crowded)))
  const late = await connected(people.auditor, crowded)
  await late.until(() => late.ended !== null || late.heard.length > 0)
  expect([late.ended, late.heard]).toEqual([ENDED.full, []])
  for (const line of lines) line.close()
})

test('law 2: a tally that is publicity reaches no reviewer, not even when all is over', async () => {
  const publicity = await openCampaign(aDocument({ slug: 'publicity-2026', use: 'publicity' }))
  const advisory = await openCampaign(aDocument({ slug: 'advisory-2026' }))
  await setClock(OPENS + 30 * DAY)
  const [reviewer, auditor] = [
    await aStaffMember('law-2-reviewer', { role: 'reviewer' }),
    await aStaffMember('law-2-auditor', { role: 'auditor' }),
  ]
  const seen = async ({ slug }: Standing, end: string) => {
    const path = `/staff/campaigns/${slug}/tally${end}`
    return [(await reviewer.send(path)).status, (await auditor.send(path)).status]
  }
  expect([await seen(publicity, ''), await seen(publicity, '.json'), await seen(advisory, '')]).toEqual([
    [403, 200],
    [403, 200],
    [200, 200],
  ])
})
