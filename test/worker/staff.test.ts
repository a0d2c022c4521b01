import { env } from 'cloudflare:workers'
import { readXlsx } from 'hucre/xlsx'
import { beforeAll, expect, test } from 'vitest'
import { STAFF_ROLES, type StaffRole } from '../../worker/rules/roles.ts'
import { DAY, HOUR, MINUTE } from '../../worker/rules/time.ts'
import { everyAddress } from '../support/addresses.ts'
import { aDocument, CLOSES, OPENS } from '../support/makers.ts'
import { STAFF_ADDRESSES } from '../support/staff-addresses.ts'
import { aVoter, castBy, openCampaign, operate, setClock, Visitor } from '../support/visitor.ts'

const NOON = OPENS + 3 * HOUR
const PASSWORD = '一个足够长的口令 2026'

beforeAll(async () => {
  await setClock(OPENS - DAY)
  const campaign = await openCampaign(aDocument({ slug: 'edge-2026' }))
  for (const role of STAFF_ROLES)
    await operate('staff', {
      body: { login: role, name: role, role, unit: role === 'clerk' ? '东城区' : null, password: PASSWORD },
    })
  await setClock(NOON)
  await castBy(await aVoter(campaign, NOON), campaign, [1])
  const { runDurableObjectAlarm } = await import('cloudflare:test')
  const { boxOf } = await import('../../worker/objects/names.ts')
  await runDurableObjectAlarm(boxOf(env, campaign.id, 0))
})

const signIn = (visitor: Visitor, login: string, password = PASSWORD) =>
  visitor.form('/staff/sign-in', [
    ['login', login],
    ['password', password],
  ])

async function signedIn(role: StaffRole): Promise<Visitor> {
  const visitor = new Visitor()
  await signIn(visitor, role)
  return visitor
}

test('who signs in gets a session cookie that scripts cannot read, and the console', async () => {
  await setClock(NOON)
  const visitor = new Visitor()
  const answer = await signIn(visitor, ' Organizer ')
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/staff'])
  expect(answer.headers.getSetCookie()[0]).toMatch(
    /^__Host-staff=[A-Za-z0-9_-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  )
  expect(await (await visitor.send('/staff')).text()).toContain('全部活动')
})

/** A page without what differs from one asking to the next: the time, and the challenge for a passkey. */
const constant = (page: string): string =>
  page.replace(/data-now="\d+"/, '').replaceAll(/data-options="[^"]*"|value="[^"]*~[^"]*"/g, '')

test('a wrong password and an unknown account get the same answer, and no session', async () => {
  await setClock(NOON)
  const answers = []
  for (const login of ['reviewer', 'nobody']) {
    const visitor = new Visitor()
    const answer = await signIn(visitor, login, '不对的口令')
    answers.push([answer.status, constant(await answer.text()).replaceAll(login, ''), visitor.cookies.size])
  }
  expect(answers[0]).toEqual(answers[1])
  expect(answers[0]?.[0]).toBe(403)
})

test('T26: an account rests after eight wrong passwords, from however many networks, and works again a quarter of an hour later', async () => {
  await setClock(NOON)
  for (let i = 0; i < 8; i++) await signIn(new Visitor(), 'auditor', `falsch-${i}`)
  const locked = await signIn(new Visitor(), 'auditor')
  // The clock runs on while passwords are hashed.
  expect([locked.status, Math.ceil(Number(locked.headers.get('retry-after')) / 60)]).toEqual([429, 15])
  await setClock(NOON + 16 * MINUTE)
  expect((await signIn(new Visitor(), 'auditor')).status).toBe(303)
})

test('a session ends after half an hour without a sign of life, after twelve hours, and when its holder leaves', async () => {
  await setClock(NOON)
  const [idle, busy, leaver] = [await signedIn('organizer'), await signedIn('organizer'), await signedIn('organizer')]
  const kept = leaver.cookies.get('__Host-staff') ?? ''
  await leaver.form('/staff/sign-out', [])
  leaver.cookies.set('__Host-staff', kept)
  expect((await leaver.send('/staff')).status).toBe(303)
  for (let minutes = 20; minutes < 12 * 60; minutes += 20) {
    await setClock(NOON + minutes * MINUTE)
    expect([minutes, (await busy.send('/staff')).status]).toEqual([minutes, 200])
  }
  expect((await idle.send('/staff')).status).toBe(303)
  await setClock(NOON + 12 * HOUR + MINUTE)
  expect((await busy.send('/staff')).status).toBe(303)
})

test('a disabled account is out at once, in the middle of its session', async () => {
  await setClock(NOON)
  await operate('staff', { body: { login: 'leaving', name: '离任', role: 'organizer', unit: null, password: PASSWORD } })
  const visitor = new Visitor()
  await signIn(visitor, 'leaving')
  expect((await visitor.send('/staff')).status).toBe(200)
  await env.DB.prepare("update staff set disabled_at = 1 where login = 'leaving'").run()
  expect((await visitor.send('/staff')).status).toBe(303)
})

/** Those behind the door: what stands before it lets everybody in. */
const staffAddresses = () =>
  everyAddress().filter(({ pattern }) => pattern.startsWith('/staff') && !pattern.startsWith('/staff/sign-in'))

test('the table of staff addresses is the whole table', () => {
  const real = staffAddresses().map(({ method, pattern }) => `${method} ${pattern}`)
  expect(real.sort()).toEqual(Object.keys(STAFF_ADDRESSES).sort())
})

test('while the poll is open an organizer sees running figures, leaves a line in the log, and a reviewer sees none', async () => {
  await setClock(NOON)
  const lines = async () =>
    (await env.DB.prepare("select actor, role from audit_events where kind = 'running-tally-read'").all()).results.length
  const before = await lines()
  const board = (await (await (await signedIn('organizer')).send('/staff/campaigns/edge-2026/tally.json')).json()) as {
    figures: { ballots: unknown } | null
  }
  expect(board.figures?.ballots).toEqual({ counted: 1, held: 0, void: 0 })
  await (await signedIn('organizer')).send('/staff/campaigns/edge-2026/tally')
  expect(await lines()).toBe(before + 2)
  const reviewer = (await (await (await signedIn('reviewer')).send('/staff/campaigns/edge-2026/tally.json')).json()) as {
    figures: unknown
    why: string
  }
  expect([reviewer.figures, reviewer.why.includes('投票期间不显示票数')]).toEqual([null, true])
})

test('the CSV opens in a spreadsheet as text and numbers, says as of when and what it is for, and is on record', async () => {
  await setClock(CLOSES - HOUR)
  const answer = await (await signedIn('organizer')).send('/staff/campaigns/edge-2026/tally.csv')
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const text = new TextDecoder().decode(bytes)
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(text.split('\r\n').slice(1, 26)).toEqual([
    '"活动","清河市“十佳百优”先进典型网上评议"',
    '"范围","全部类别"',
    '"导出时间","2026年4月25日 23:00（北京时间）"',
    '"日志检查点","尚无日志检查点"',
    '"数据截至","2026年4月25日 23:00（北京时间）"',
    '"用途","网上评议结果仅作评审参考，不直接决定表彰对象。"',
    '"开放投票","任何人都能参加，每台设备限投一次；票数反映参与情况，不能证明一人一票。"',
    '',
    '"合计"',
    '"选票","收到","计入","暂缓","作废"',
    '"全部选票",1,1,0,0',
    '',
    '"身份方式"',
    '"身份方式","收到","计入","暂缓","作废"',
    '"设备",1,1,0,0',
    '',
    '"类别"',
    '"类别","候选对象","收到票数","计入票数","暂缓票数","作废票数"',
    '"十佳共产党员",3,1,1,0,0',
    '"十佳基层党组织",2,0,0,0,0',
    '',
    '"候选对象"',
    '"类别","名次","编号","姓名（名称）","单位","收到","计入","暂缓","作废"',
    '"十佳共产党员",1,1,"张明","清河市第一中学",1,1,0,0',
    '"十佳共产党员",2,2,"李秀兰","清河市第一中学",0,0,0,0',
  ])
  expect(
    (await env.DB.prepare("select count(*) as n from audit_events where kind = 'tally-exported'").first<{ n: number }>())?.n,
  ).toBeGreaterThan(0)
})

test('as a workbook it holds the same figures, one category where one is asked for; whoever may not take it out gets none', async () => {
  await setClock(CLOSES - HOUR)
  const at = '/staff/campaigns/edge-2026/tally'
  const answer = await (await signedIn('organizer')).send(`${at}.xlsx?category=groups`)
  const { sheets } = await readXlsx(new Uint8Array(await answer.arrayBuffer()))
  expect(sheets.map(({ name, rows }) => [name, rows.slice(1)])).toEqual([
    ['说明', expect.arrayContaining([['范围', '类别“十佳基层党组织”']])],
    ['合计', [['全部选票', 1, 1, 0, 0]]],
    ['身份方式', [['设备', 1, 1, 0, 0]]],
    ['类别', [['十佳基层党组织', 2, 0, 0, 0, 0]]],
    [
      '候选对象',
      [
        ['十佳基层党组织', 1, 4, '城东社区党总支', '清河市第一中学', 0, 0, 0, 0],
        ['十佳基层党组织', 1, 5, '第一中学党支部', '清河市第一中学', 0, 0, 0, 0],
      ],
    ],
    ['各小时', [[new Date('2026-04-20T12:00:00Z'), 1, 1, 0, 0]]],
  ])
  const others = await Promise.all(
    (['reviewer', 'auditor'] as const).map(async role => (await signedIn(role)).send(`${at}.xlsx`)),
  )
  const [nowhere, paper] = [`${at}.xlsx?category=none`, `${at}/print`]
  const organizer = await signedIn('organizer')
  expect([...others.map(({ status }) => status), (await organizer.send(nowhere)).status]).toEqual([403, 403, 404])
  expect(await (await organizer.send(paper)).text()).toContain('<h1>清河市“十佳百优”先进典型网上评议<small>计票数据</small></h1>')
})

test('without the operator key the operator addresses do not exist', async () => {
  const visitor = new Visitor()
  const statuses = []
  for (const authorization of [
    '',
    'Bearer ',
    'Bearer wrong',
    'Basic an operator key of thirty-two signs!',
    'Bearer an operator key of thirty-two signs',
  ])
    statuses.push((await visitor.send('/operator/campaigns', { headers: { authorization } })).status)
  expect(statuses).toEqual([404, 404, 404, 404, 404])
})
