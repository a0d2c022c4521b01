import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import type { BallotBox } from '../../worker/objects/ballot-box.ts'
import type { Gate } from '../../worker/objects/gate.ts'
import { boxOf, gateOf } from '../../worker/objects/names.ts'
import { NO_SIGNALS, signalsText } from '../../worker/rules/signals.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../worker/rules/time.ts'
import { aDocument, CLOSES, OPENS } from '../support/makers.ts'
import { signedIn } from '../support/publicity-desk.ts'
import { castBy, ORIGIN, openCampaign, setClock, Visitor } from '../support/visitor.ts'

// What is kept of addresses, and for how long (trust 3.5).

const NOON = OPENS + 3 * HOUR
const ADDRESS = '203.0.113.7'

const passed = async (gate: DurableObjectStub<Gate>, address = ADDRESS) => {
  const knock = await gate.knock('challenge', address)
  if (!knock.ok) throw new Error('slowed')
  return knock.value
}
const keys = (gate: DurableObjectStub<Gate>) =>
  runInDurableObject(gate, (_, { storage }) =>
    storage.sql.exec<{ day: string; key: string }>('select day, hex(key) as key from day_key order by day').toArray(),
  )

test('an address has two tags: its own, and that of its network, which its neighbours share', async () => {
  await setClock(NOON)
  const gate = gateOf(env, 'two-tags')
  const [one, neighbour, stranger] = [await passed(gate), await passed(gate, '203.0.113.8'), await passed(gate, '198.51.100.7')]
  expect([one.net === neighbour.net, one.host === neighbour.host, one.net === stranger.net, one.host === one.net]).toEqual([
    true,
    false,
    false,
    false,
  ])
  const [line, other] = [await passed(gate, '2001:db8:1:2::1'), await passed(gate, '2001:db8:1:3::1')]
  expect([
    line.host === (await passed(gate, '2001:db8:1:2:9::7')).host,
    line.host === other.host,
    line.net === other.net,
  ]).toEqual([true, false, true])
})

test('keys change at 0:00 in Shanghai to the millisecond, and the same address has another tag on every day', async () => {
  const midnight = Date.parse('2026-04-21T00:00:00+08:00')
  const gate = gateOf(env, 'midnight')
  await setClock(midnight - 10 * SECOND)
  const before = await passed(gate)
  await setClock(midnight)
  const after = await passed(gate)
  expect([(await keys(gate)).map(({ day }) => day), before.net === after.net, before.host === after.host]).toEqual([
    ['2026-04-20', '2026-04-21'],
    false,
    false,
  ])
})

test('a key is erased after a week by the alarm, though nobody knocks, and what it made cannot be made again', async () => {
  await setClock(NOON)
  const gate = gateOf(env, 'erased')
  const first = await passed(gate)
  const [kept] = await keys(gate)
  await setClock(NOON + 7 * DAY)
  await runDurableObjectAlarm(gate)
  expect(await keys(gate)).toEqual([kept])
  await setClock(NOON + 8 * DAY)
  expect(await runDurableObjectAlarm(gate)).toBe(true)
  expect(await keys(gate)).toEqual([])
  // The same address on the same day, were it knocked for again: another key, another tag.
  await setClock(NOON)
  const again = await passed(gate)
  expect([again.net === first.net, again.host === first.host, (await keys(gate))[0]?.key === kept?.key]).toEqual([
    false,
    false,
    false,
  ])
})

/** An invented number whose check digit is right, and a mobile number, in what a browser says of itself and where it comes from. */
const CANARIES = ['203.0.113.', '110101199003070353', '13912345678', 'canary-agent', 'canary.example']
const AGENT = 'Mozilla/5.0 (Linux; Android 14; 13912345678 Build/X) canary-agent Chrome/142.0 110101199003070353'
const found = (text: string) => CANARIES.filter(canary => text.includes(canary))

/** Every row of every table of an object, as text. */
const dumpOf = (stub: DurableObjectStub<Gate> | DurableObjectStub<BallotBox>): Promise<string> =>
  runInDurableObject(stub as DurableObjectStub<Gate>, (_, { storage }) =>
    storage.sql
      .exec<{ name: string }>("select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\'")
      .toArray()
      .map(({ name }) => `${name} ${JSON.stringify(storage.sql.exec(`select * from "${name}"`).toArray())}`)
      .join('\n'),
  )

test('T24: an address, and what a browser says of itself and its way, stand in no row, no log line, no answer and no export', async () => {
  const said: string[] = []
  for (const how of ['log', 'error', 'warn', 'info', 'debug'] as const)
    vi.spyOn(console, how).mockImplementation((...parts: unknown[]) => void said.push(parts.map(String).join(' ')))
  await setClock(OPENS - DAY)
  const campaign = await openCampaign(aDocument({ slug: 'addresses-2026' }))
  await setClock(NOON)
  const desk = await signedIn('organizer')
  const voter = new Visitor((path, init) => {
    const headers = { ...(init.headers as object), 'user-agent': AGENT, referer: 'https://canary.example/?id=110101199003070353' }
    return exports.default.fetch(ORIGIN + path, { ...init, headers })
  })
  voter.address = '203.0.113.177'
  const slug = campaign.slug
  const texts: string[] = []
  const read = async (who: Visitor, path: string) => {
    const answer = await who.send(path)
    texts.push(`${path} ${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`)
  }
  await read(voter, `/c/${slug}/ballot`)
  await read(voter, `/api/campaigns/${slug}/challenge?for=vote`)
  await setClock(NOON + MINUTE)
  texts.push(await (await castBy(voter, campaign, [1])).text(), JSON.stringify([...voter.cookies]))
  await runDurableObjectAlarm(boxOf(env, campaign.id, 0))
  for (const path of [`/c/${slug}`, `/c/${slug}/results`, `/c/${slug}/my-ballot`, `/api/campaigns/${slug}/results`])
    await read(voter, path)
  for (const path of ['', `/campaigns/${slug}/tally`, `/campaigns/${slug}/tally.json`, `/campaigns/${slug}/tally.csv`])
    await read(desk, `/staff${path}`)
  for (let i = 0; i < 16; i++) texts.push(await dumpOf(gateOf(env, String(i))))
  texts.push(await dumpOf(boxOf(env, campaign.id, 0)))
  const tables = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\'",
  ).all<{
    name: string
  }>()
  for (const { name } of tables.results)
    texts.push(`${name} ${JSON.stringify((await env.DB.prepare(`select * from "${name}"`).all()).results)}`)
  // The ballot is there, with what may be kept of it.
  expect(texts.some(text => text.includes('Chrome Android 142'))).toBe(true)
  for (const text of [...texts, ...said]) expect([text.slice(0, 100), found(text)]).toEqual([text.slice(0, 100), []])
  vi.restoreAllMocks()
})

test('signals go thirty days after the last day on which somebody could object; tally and reasons stay', async () => {
  await setClock(OPENS - DAY)
  const campaign = await openCampaign(
    aDocument({
      slug: 'forgetting-2026',
      milestones: [
        { step: 'vote', title: '网上评议', from: '2026-04-20 09:00', until: '2026-04-25' },
        { step: 'final-publicity', title: '公示', from: '2026-05-06', until: '2026-05-13' },
      ],
    }),
  )
  const objected = Date.parse('2026-05-14T00:00:00+08:00')
  await setClock(NOON)
  const box = boxOf(env, campaign.id, 0)
  for (const checked of ['pow', 'unverified'] as const)
    await box.cast({
      ...{ voter: { level: 'code', id: checked }, unit: null, key: crypto.randomUUID(), choices: [1], checked, voterClass: null },
      signals: signalsText({ ...NO_SIGNALS, host: '0123456789abcdef', net: 'fedcba9876543210', asn: 4134, ua: 'WeChat iOS 8' }),
    })
  const tags = () =>
    runInDurableObject(box, (_, { storage }) => storage.sql.exec('select count(signals) as n from ballot').one().n)
  const before = (await box.snapshot()).tally
  for (const at of [CLOSES + 31 * DAY, objected + 30 * DAY - MINUTE]) {
    await setClock(at)
    await wake(box)
    expect([at, await tags()]).toEqual([at, 2])
  }
  await setClock(objected + 30 * DAY)
  await wake(box)
  expect(await tags()).toBe(0)
  expect((await box.snapshot()).tally).toEqual(before)
  expect((await box.seenAfter(0, 10)).map(({ status, reasons, signals }) => ({ status, reasons, signals }))).toEqual([
    { status: 'counted', reasons: [], signals: NO_SIGNALS },
    { status: 'held', reasons: ['CHAL.UNVERIFIED'], signals: NO_SIGNALS },
  ])
})

/** The last word to the tally, then what is due. */
async function wake(box: DurableObjectStub<BallotBox>): Promise<void> {
  for (let i = 0; i < 3; i++) await runDurableObjectAlarm(box)
}
