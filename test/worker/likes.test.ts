import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { powProof } from '../../db/demo/voters.ts'
import type { Like } from '../../worker/objects/like-board.ts'
import { likesOf } from '../../worker/objects/like-name.ts'
import { gateFor } from '../../worker/objects/names.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { DAY, MINUTE } from '../../worker/rules/time.ts'
import { aDocument, CLOSES, OPENS } from '../support/makers.ts'
import { aVoter, openCampaign, operate, SITE_KEY, type Standing, setClock, told, Visitor } from '../support/visitor.ts'

let campaign: Standing
const NOON = OPENS + 3 * 3_600_000
const MIDNIGHT = Date.parse('2026-04-21T00:00:00+08:00')
const API = '/api/campaigns/likes-2026/likes'

beforeAll(async () => {
  await setClock(OPENS - DAY)
  campaign = await openCampaign(
    aDocument({
      slug: 'likes-2026',
      theme: 'green',
      milestones: [{ step: 'likes', title: '网络点赞', from: '2026-04-20 09:00', until: '2026-04-25' }],
    }),
  )
})

const proofOf = (visitor: Visitor) =>
  powProof({ siteKey: SITE_KEY, campaign: campaign.id, now: NOON + 10 * DAY }, visitor.device, 'like')

async function like(visitor: Visitor, number: number, more: object = {}): Promise<Response> {
  return visitor.post(API, { number, check: await proofOf(visitor), ...more })
}

const ledger = () => likesOf(env, campaign.id).ledger()
const received = async (number: number) => (await ledger()).likes[number] ?? { counted: 0, held: 0 }
const mine = async (visitor: Visitor) => (await (await visitor.send(`${API}/mine`)).json()) as unknown

test('a device likes a nominee once a Shanghai day, and several nominees; repeating gets the same answer', async () => {
  const fan = await aVoter(campaign, NOON)
  const first = await like(fan, 1)
  expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([200, null])
  const answer = { number: 1, day: '2026-04-20', next: MIDNIGHT }
  expect(await first.json()).toEqual(answer)
  const again = await like(fan, 1)
  expect([again.headers.get('idempotent-replayed'), await told(again)]).toEqual(['true', [200, answer]])
  expect((await like(fan, 2)).status).toBe(200)
  expect([await mine(fan), await received(1)]).toEqual([
    { day: '2026-04-20', liked: [1, 2] },
    { counted: 1, held: 0 },
  ])
  await setClock(NOON + DAY)
  expect((await like(fan, 1)).status).toBe(200)
  expect([await mine(fan), await received(1)]).toEqual([
    { day: '2026-04-21', liked: [1] },
    { counted: 2, held: 0 },
  ])
})

test('one proof a day is enough: the pass it earns serves every other like of that device on that day, and nobody else', async () => {
  const fan = await aVoter(campaign, NOON)
  expect((await told(await fan.post(API, { number: 1 })))[1]).toMatchObject({ code: 'human-check-expired' })
  expect((await like(fan, 1)).status).toBe(200)
  expect((await fan.post(API, { number: 2 })).status).toBe(200)
  const other = await aVoter(campaign, NOON)
  other.cookies.set('__Host-like-likes-2026', fan.cookies.get('__Host-like-likes-2026') ?? '')
  expect((await told(await other.post(API, { number: 1 })))[1]).toMatchObject({ code: 'human-check-expired' })
  await setClock(NOON + DAY)
  expect((await told(await fan.post(API, { number: 1 })))[1]).toMatchObject({ code: 'human-check-expired' })
})

test('fifty presses at once of one device for one nominee are one like, and every one of them is told so', async () => {
  const fan = await aVoter(campaign, NOON)
  const before = await received(3)
  const check = await proofOf(fan)
  const answers = await Promise.all(Array.from({ length: 50 }, () => fan.post(API, { number: 3, check })))
  const bodies = new Set(await Promise.all(answers.map(answer => answer.text())))
  expect([answers.filter(({ status }) => status === 200).length, bodies.size]).toEqual([50, 1])
  expect(answers.filter(answer => answer.headers.get('idempotent-replayed') === null)).toHaveLength(1)
  expect(await received(3)).toEqual({ ...before, counted: before.counted + 1 })
})

test('an answer lost at midnight is asked for again on the next day and still is one like of the first', async () => {
  const fan = await aVoter(campaign, MIDNIGHT - 1000)
  const before = await received(4)
  expect(await told(await like(fan, 4))).toEqual([200, { number: 4, day: '2026-04-20', next: MIDNIGHT }])
  await setClock(MIDNIGHT + 1000)
  expect(await told(await like(fan, 4, { sent: '2026-04-20' }))).toEqual([200, { number: 4, day: '2026-04-20', next: MIDNIGHT }])
  expect((await received(4)).counted).toBe(before.counted + 1)
  // One that never arrived is a like of the day on which it does, whatever the phone says of the day.
  expect(await told(await like(fan, 5, { sent: '2026-04-20' }))).toEqual([
    200,
    { number: 5, day: '2026-04-21', next: MIDNIGHT + DAY },
  ])
})

test('likes are given inside their window only, and a repeated one is still known after its end', async () => {
  const fan = await aVoter(campaign, CLOSES - 5000)
  expect((await like(fan, 1)).status).toBe(200)
  await setClock(CLOSES)
  expect((await told(await like(fan, 2)))[1]).toMatchObject({ code: 'likes-closed' })
  expect((await told(await like(fan, 1, { sent: '2026-04-25' })))[0]).toBe(200)
  const early = await aVoter(campaign, OPENS - 5000)
  expect((await told(await like(early, 1)))[1]).toMatchObject({ code: 'likes-not-open' })
})

test('a device and a network that give too fast are told when to come back; what they may, they may again', async () => {
  await setClock(NOON)
  const board = likesOf(env, 'cmp_fast' as CampaignId)
  await board.open({ window: { from: OPENS, until: CLOSES }, nominees: Array.from({ length: 100 }, (_, i) => i + 1) })
  const give = (count: number, of: (i: number) => Partial<Like>) =>
    Promise.all(Array.from({ length: count }, (_, i) => board.like({ ...LIKE, ...of(i) })))
  const tapped = await give(60, i => ({ number: i + 1 }))
  expect([tapped.filter(({ ok }) => ok).length, tapped.at(-1)]).toEqual([
    40,
    { ok: false, refusal: { code: 'slow-down', retryAfter: 2 } },
  ])
  // What was recorded is answered again without limit: a retry is never refused.
  expect((await give(60, () => ({ number: 1 }))).every(({ ok }) => ok)).toBe(true)
  await setClock(NOON + MINUTE + 5000)
  expect((await give(30, i => ({ number: i + 41 }))).every(({ ok }) => ok)).toBe(true)
  const crowd = await give(3300, i => ({ device: `n${i}`, number: 5, network: 'full' }))
  expect([crowd.filter(({ ok }) => ok).length, crowd.at(-1)]).toEqual([
    3000,
    { ok: false, refusal: { code: 'slow-down', retryAfter: 1 } },
  ])
  expect((await give(1, () => ({ device: 'beside', network: 'another' })))[0]?.ok).toBe(true)
})

const LIKE: Like = { device: 'd', number: 1, sent: null, network: 'n', crowded: false, age: 3_600_000, weakCheck: false }

const aBoard = async (id: string, until = CLOSES) => {
  const board = likesOf(env, id as CampaignId)
  await board.open({ window: { from: OPENS, until }, nominees: [1, 2] })
  return board
}

test('a held like is recorded and answered like any other: received = counted + held, for staff with the reason', async () => {
  await setClock(NOON)
  const board = await aBoard('cmp_held')
  const answers = await Promise.all([
    board.like({ ...LIKE, device: 'a' }),
    board.like({ ...LIKE, device: 'b', crowded: true }),
    board.like({ ...LIKE, device: 'c', crowded: true, age: 3500 }),
    board.like({ ...LIKE, device: 'c', crowded: true, age: 3500 }),
  ])
  const same = { number: 1, day: '2026-04-20', next: MIDNIGHT }
  expect(answers.map(answer => answer.ok && answer.value)).toEqual([
    { ...same, replayed: false },
    { ...same, replayed: false },
    { ...same, replayed: false },
    { ...same, replayed: true },
  ])
  const { likes, reasons } = await board.ledger()
  expect([likes, reasons]).toEqual([{ 1: { counted: 2, held: 1 } }, [{ marks: 'network-crowded device-new', likes: 1 }]])
  expect((await board.liked('c')).liked).toEqual([1])
})

test('a farm that throws its cookies away is held from the crowd on, and a quiet office beside it is not', async () => {
  const answers: boolean[] = []
  await setClock(NOON)
  const gate = gateFor(env, '198.51.100.1')
  for (let i = 0; i < 410; i++) await gate.knock('like', '198.51.100.1')
  for (let i = 0; i < 30; i++) {
    const fan = new Visitor()
    fan.address = `198.51.100.${i % 250}`
    await setClock(NOON + i)
    await fan.send(`${API}/mine`)
    await setClock(NOON + i + 4000)
    answers.push((await like(fan, 2)).status === 200)
  }
  expect(answers.every(Boolean)).toBe(true)
  const { held } = await received(2)
  expect(held).toBe(30)
  const honest = await aVoter(campaign, NOON + 10_000)
  await like(honest, 2)
  expect((await received(2)).held).toBe(held)
})

test('public figures come late, in steps, as numbered snapshots, and are exact after the end', async () => {
  await setClock(OPENS + 1000)
  const board = await aBoard('cmp_steps')
  for (let i = 0; i < 12; i++) await board.like({ ...LIKE, device: `s${i}` })
  const shown = async () => (await board.snapshot())?.snapshot
  const first = await shown()
  expect([first?.at, first?.likes]).toEqual([OPENS, {}])
  await setClock(OPENS + 5 * MINUTE)
  await board.like({ ...LIKE, device: 'just now' })
  const second = await shown()
  expect([second?.at, second?.likes, (second?.number ?? 0) > (first?.number ?? 0)]).toEqual([
    OPENS + 5 * MINUTE,
    { 1: { counted: 12, held: 0 } },
    true,
  ])
  await evictDurableObject(board)
  expect(await shown()).toEqual(second)
  await setClock(CLOSES + 3 * DAY)
  expect([(await shown())?.at, (await shown())?.likes]).toEqual([CLOSES, { 1: { counted: 13, held: 0 } }])
})

test('nothing is lost or counted twice when the object is put away between two presses', async () => {
  await setClock(NOON)
  const board = await aBoard('cmp_evicted')
  for (let round = 0; round < 3; round++) {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => likesOf(env, 'cmp_evicted' as CampaignId).like({ ...LIKE, device: `e${i}` })),
    )
    await evictDurableObject(board)
  }
  expect((await likesOf(env, 'cmp_evicted' as CampaignId).ledger()).likes).toEqual({ 1: { counted: 20, held: 0 } })
})

test('a batch that breaks is undone in memory as on disk', async () => {
  await setClock(NOON)
  const board = await aBoard('cmp_broken')
  await board.like({ ...LIKE, device: 'good' })
  await runInDurableObject(board, (_, state) => {
    state.storage.sql.exec(
      "create trigger break before insert on given when new.number = 2 begin select raise(abort, 'broken'); end",
    )
  })
  const results = await Promise.allSettled([
    board.like({ ...LIKE, device: 'x', number: 1 }),
    board.like({ ...LIKE, device: 'y', number: 2 }),
    board.like({ ...LIKE, device: 'z', number: 1 }),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect((await board.ledger()).likes).toEqual({ 1: { counted: 3, held: 0 } })
})

test('no device stands in the clear, and a month after the end nothing says who liked whom while the figures stay', async () => {
  await setClock(NOON)
  const board = await aBoard('cmp_forget')
  for (let i = 0; i < 30; i++) await board.like({ ...LIKE, device: `device-${i}` })
  const dump = () =>
    runInDurableObject(board, (_, state) => ({
      given: state.storage.sql.exec('select hex(device) as device from given').toArray().length,
      clear: JSON.stringify(state.storage.sql.exec('select hex(device) from given').toArray()).includes('6465766963652D'),
      keys: state.storage.sql.exec('select * from salt').toArray().length,
    }))
  expect(await dump()).toEqual({ given: 30, clear: false, keys: 1 })
  await setClock(CLOSES + 29 * DAY)
  await runDurableObjectAlarm(board)
  expect((await dump()).given).toBe(30)
  await setClock(CLOSES + 31 * DAY)
  await runDurableObjectAlarm(board)
  expect(await dump()).toEqual({ given: 0, clear: false, keys: 0 })
  expect((await board.ledger()).likes).toEqual({ 1: { counted: 30, held: 0 } })
})

test('a million likes are one row each; starting again reads the hours and not the likes', async () => {
  await setClock(NOON)
  const board = await aBoard('cmp_million')
  await board.like(LIKE)
  const size = await runInDurableObject(board, (_, state) => {
    state.storage.sql.exec(
      `insert into given with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000000)
       select '2026-04-20', cast(printf('%012x', i) as blob), 1 + i % 2, 0 from n`,
    )
    state.storage.sql.exec('update hourly set counted = counted + 1000000')
    return state.storage.sql.databaseSize
  })
  expect(size).toBeLessThan(80_000_000)
  await evictDurableObject(board)
  const began = Date.now()
  expect((await likesOf(env, 'cmp_million' as CampaignId).like({ ...LIKE, device: 'one more' })).ok).toBe(true)
  expect(Date.now() - began).toBeLessThan(1000)
  expect((await likesOf(env, 'cmp_million' as CampaignId).ledger()).likes[1]?.counted).toBe(1_000_002)
})

test('every page and answer with a figure of likes says beside it what likes are for, and no result or tally holds one', async () => {
  await setClock(NOON)
  const milestones = [{ step: 'likes', title: '网络点赞', from: '2026-04-20 09:00', until: '2026-04-25' } as const]
  const standing = await openCampaign(aDocument({ slug: 'likes-shown', milestones }))
  const reader = await aVoter(standing, NOON)
  const pages = ['/c/likes-shown/nominees/1', '/c/likes-shown/likes']
  for (const path of pages) await labelled(reader, path)
  expect(await (await reader.send('/api/campaigns/likes-shown/likes')).json()).toMatchObject({
    use: '点赞仅作宣传，不作评选依据。',
    final: false,
  })
  await setClock(CLOSES + DAY)
  for (const path of pages) await labelled(reader, path)
  expect(await told(await reader.send('/api/campaigns/likes-shown/results'))).toEqual([
    200,
    { use: 'advisory', identity: 'device', shows: 'nothing', next: null },
  ])
})

/** Every figure of likes on a page lies in an element marked as such, and that element says what likes are for. */
async function labelled(reader: Visitor, path: string): Promise<void> {
  const page = (await (await reader.send(path)).text()).replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/g, '')
  const parts = page.split(/<[a-z]+[^>]* data-likes-figure[^>]*>/)
  expect([path, /点赞\s?(不到)?\s?\d+ 次/.test(parts[0] ?? ''), parts.length > 1]).toEqual([path, false, true])
  for (const part of parts.slice(1)) {
    const end = part.search(/<\/(section|span)>\s*(<section|<footer|<a class="button)/)
    const within = end < 0 ? part : part.slice(0, end)
    expect([path, /点赞\s?(不到)?\s?\d+ 次/.test(within), within.includes('点赞仅作宣传，不作评选依据。')]).toEqual([
      path,
      true,
      true,
    ])
  }
}

const sumIn = (page: string): string => {
  const [, a = '', b = ''] = /：(.) 加 (.) 等于/.exec(page) ?? []
  return String('零一二三四五六七八九'.indexOf(a) + '零一二三四五六七八九'.indexOf(b))
}

test('the like without script asks one sum a day, says what was wrong, and then shows that it was received', async () => {
  const fan = await aVoter(campaign, NOON)
  const path = '/c/likes-2026/nominees/4/like'
  const page = await (await fan.send(path)).text()
  const token = /name="question" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const wrong = await fan.form(path, [
    ['question', token],
    ['answer', '99'],
  ])
  expect([wrong.status, (await wrong.text()).includes('安全验证没有通过')]).toEqual([403, true])
  const right = await fan.form(path, [
    ['question', token],
    ['answer', ` ${sumIn(page)} `],
  ])
  expect([right.status, right.headers.get('location')]).toEqual([303, path])
  const after = await (await fan.send(path)).text()
  expect([after.includes('您今天已为'), after.includes('明天 0:00 后可以再点'), after.includes('<form')]).toEqual([
    true,
    true,
    false,
  ])
  const next = await (await fan.send('/c/likes-2026/nominees/5/like')).text()
  expect([next.includes('<form class="card"'), next.includes('等于几')]).toEqual([true, false])
  expect((await fan.form('/c/likes-2026/nominees/5/like', [])).status).toBe(303)
})

test('organizers and auditors read the likes, counted and held; reviewers get no door to them', async () => {
  await setClock(NOON)
  const answers: unknown[] = []
  for (const role of ['organizer', 'auditor', 'reviewer'] as const) {
    const password = '一个足够长的口令 2026'
    await operate('staff', { body: { login: `likes-${role}`, name: role, role, unit: null, password } })
    const person = new Visitor()
    await person.form('/staff/sign-in', [
      ['login', `likes-${role}`],
      ['password', password],
    ])
    const page = await person.send('/staff/campaigns/likes-2026/likes')
    const table = await person.send('/staff/campaigns/likes-2026/likes.csv')
    const words = await table.text()
    answers.push([role, page.status, table.status, words.includes('点赞仅作宣传，不作评选依据。') && words.includes('"暂缓"')])
  }
  expect(answers).toEqual([
    ['organizer', 200, 200, true],
    ['auditor', 200, 200, true],
    ['reviewer', 403, 403, false],
  ])
})
