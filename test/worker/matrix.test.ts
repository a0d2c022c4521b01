import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { boxOf } from '../../worker/objects/names.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import type { Verb } from '../../worker/rules/roles.ts'
import { everyAddress } from '../support/addresses.ts'
import { aPollOf, casesIn, castAll, holdAll, named } from '../support/held-ballots.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { doorSays, PEOPLE, PHASES, type Phase, roleOf, type Who } from '../support/matrix.ts'
import { filed, objectionsOf, openPublicity } from '../support/publicity-desk.ts'
import { somePeople, stage } from '../support/roster.ts'
import { STAFF_ADDRESSES } from '../support/staff-addresses.ts'
import { differing, everyTable } from '../support/tables.ts'
import { openCampaign, operate, setClock, Visitor } from '../support/visitor.ts'

// T22: role × route × phase × unit × campaign × field. The addresses are those of the running app; what each person gets
// there is computed (test/support/matrix.ts).

const PASSWORD = '一个足够长的口令 2026'
const NOON = OPENS + 3 * 3_600_000
const people = new Map<Who, Visitor>()
/** A campaign in every phase, at one moment. */
const SLUGS = { draft: 'matrix-draft', open: 'matrix-open', closed: 'matrix-closed', coded: 'matrix-coded' } as const

async function signIn(who: Who): Promise<Visitor> {
  const visitor = new Visitor()
  const role = roleOf(who)
  if (role === 'visitor') return visitor
  const login = `m-${PEOPLE.indexOf(who)}`
  const unit = role === 'clerk' ? (who === 'clerk' ? '东城区' : '西城区') : null
  const email = `canary-${PEOPLE.indexOf(who)}@mail.example`
  await operate('staff', { body: { login, name: login, role, unit, password: PASSWORD, email } })
  await visitor.form('/staff/sign-in', [
    ['login', login],
    ['password', PASSWORD],
  ])
  return visitor
}

/** What must be in no answer but those of the roles named: words that were put into every private corner. */
const FIELDS: Readonly<Record<string, { readonly canary: string; readonly shown: readonly Who[] }>> = {
  'facts of an objection': { canary: '江边灯塔样本', shown: [] },
  'contact of an objector': { canary: 'canary@lighthouse.example', shown: [] },
  'name on a list of voters': { canary: '名册样本某', shown: [] },
  'number on a list of voters': { canary: 'CANARY9917', shown: [] },
  'comment that waits': { canary: '候审评语样本', shown: ['organizer'] },
  'campaign that is not public': { canary: '未公开活动样本', shown: ['administrator', 'organizer', 'reviewer', 'auditor'] },
  'nominee of a campaign that is not public': { canary: '未公开人选样本', shown: ['organizer', 'reviewer', 'auditor'] },
  'address of a colleague': { canary: 'canary-1@mail.example', shown: ['administrator'] },
  'reason for which somebody looked': { canary: '样本事由核实', shown: ['auditor', 'administrator'] },
}

beforeAll(async () => {
  const notice = await openPublicity('matrix-notice')
  await filed(notice, {
    fields: {
      named: '1',
      name: '某某',
      contact: 'canary@lighthouse.example',
      facts: `江边灯塔样本：${'具体情况如下，'.repeat(5)}`,
    },
  })
  for (const who of PEOPLE) people.set(who, await signIn(who))
  const organizer = people.get('organizer') as Visitor
  const [{ id } = { id: '' }] = await objectionsOf(notice)
  await organizer.form(`/staff/objections/${id}/content`, [['reason', '样本事由核实']])
  await setClock(OPENS - 86_400_000)
  const opened = await aPollOf(SLUGS.open)
  await openCampaign(
    aDocument({
      slug: SLUGS.closed,
      milestones: [{ step: 'vote', title: '网上评议', from: '2026-04-19 12:00', until: '2026-04-20 10:00' }],
    } as never),
  )
  await openCampaign(aDocument({ slug: SLUGS.coded, identity: 'code' }))
  await operate(`campaigns/${SLUGS.draft}`, { method: 'PUT', body: aDocument({ slug: SLUGS.draft, identity: 'roster' }) })
  await env.DB.prepare(
    "update campaigns set published_at = null, title = '未公开活动样本', short_title = '未公开活动样本' where slug = ?",
  )
    .bind(SLUGS.draft)
    .run()
  await env.DB.prepare(
    "update nominees set name = '未公开人选样本' where number = 1 and campaign_id = (select id from campaigns where slug = ?)",
  )
    .bind(SLUGS.draft)
    .run()
  await setClock(NOON)
  for (const who of PEOPLE) people.set(who, await signIn(who))
  await (
    await stage(people.get('organizer') as Visitor, SLUGS.draft, {
      mode: 'add',
      rows: somePeople(1, { name: '名册样本某', number: 'CANARY9917' }),
    })
  ).settle()
  await env.DB.prepare(
    "insert into comments (id, campaign_id, number, text, signature, written_at, day, seat) values ('cmt_matrix0000000000', ?, 1, '候审评语样本。', '', 1, '2026-04-20', 1)",
  )
    .bind(opened.id)
    .run()
  await env.DB.prepare('update campaigns set comments = 1 where id = ?').bind(opened.id).run()
  const codes = await castAll(opened, { names: named('farm', 4), choices: [2], signals: { net: 'aa' } })
  await holdAll(opened, codes)
  await (people.get('organizer') as Visitor).form(`/staff/campaigns/${SLUGS.open}/cases/open`, [])
  const over = await env.DB.prepare('select id from campaigns where slug = ?').bind(SLUGS.closed).first<CampaignId>('id')
  await runDurableObjectAlarm(boxOf(env, over as CampaignId, 0))
  const [held] = await casesIn(opened)
  const colleague = await env.DB.prepare("select id from staff where login = 'm-1'").first<string>('id')
  real = {
    ':objection': id,
    ':case': held?.id ?? '',
    ':notice': notice,
    'notices/:id': `notices/${notice}`,
    'people/:id': `people/${colleague}`,
  }
})

/** What is really there, for the holes of addresses that only read. */
let real: Readonly<Record<string, string>> = {}
const pathOf = ({ method, pattern, path, phase }: Cell): string => {
  const hole = method === 'GET' ? Object.keys(real).find(name => pattern.includes(name)) : undefined
  const at =
    hole === undefined || pattern.includes('/:name')
      ? path
      : pattern.replace(hole, real[hole] ?? '').replace(':slug', 'edge-2026')
  return at.replace('edge-2026', SLUGS[phase])
}

interface Cell {
  readonly address: string
  readonly pattern: string
  readonly method: string
  readonly verb: Verb
  readonly path: string
  readonly phase: Phase
}

/** Every staff address behind the door, in every phase where it names a campaign. Leaving comes last. */
const CELLS: readonly Cell[] = everyAddress()
  .filter(({ pattern }) => pattern.startsWith('/staff') && !pattern.startsWith('/staff/sign-in'))
  .flatMap(({ method, pattern, path }) => {
    const address = `${method} ${pattern}`
    const phases = pattern.includes(':slug') ? PHASES : PHASES.slice(1, 2)
    return phases.map(phase => ({
      address,
      pattern,
      path,
      method,
      verb: STAFF_ADDRESSES[address] as Verb,
      phase,
    }))
  })
  .sort((a, b) => Number(a.address.includes('sign-out')) - Number(b.address.includes('sign-out')))

/** What was answered, in the words of the matrix. */
async function heard(answer: Response): Promise<string> {
  if (answer.status >= 500) return `fault ${answer.status}`
  if (answer.status !== 401 && answer.status !== 403) return 'in'
  const { code } = (await answer
    .clone()
    .json()
    .catch(() => ({ code: '' }))) as { code: string }
  return { 'sign-in-needed': 'sign-in', 'not-allowed': 'no' }[code] ?? `${answer.status} ${code}`
}

/** Who was shown which private field, and where. */
const seen = new Map<string, Map<Who, string>>()
function look(text: string, who: Who, where: string): void {
  for (const [field, { canary }] of Object.entries(FIELDS))
    if (text.includes(canary)) {
      const those = seen.get(field) ?? new Map<Who, string>()
      those.set(who, where)
      seen.set(field, those)
    }
}

/** Asks for a cell as everybody and tells what was not as computed. */
async function misjudged(cell: Cell): Promise<readonly unknown[]> {
  const { address, method, verb, phase } = cell
  const wrong: unknown[] = []
  for (const who of PEOPLE) {
    const sent = method === 'GET' ? {} : { body: 'x' }
    const headers = { accept: 'application/json', ...(method === 'GET' ? {} : { 'content-type': 'text/plain' }) }
    const answer = await (people.get(who) as Visitor).send(pathOf(cell), { method, headers, ...sent })
    const said = await heard(answer)
    if (said !== doorSays(who, verb)) wrong.push([address, phase, who, said, doorSays(who, verb)])
    const body = new TextDecoder().decode(await answer.arrayBuffer())
    if (method === 'GET' && answer.status === 200) look(body, who, address)
  }
  return wrong
}

test('T22: every role reads at every address, in every phase, what the role table says and nothing else', async () => {
  await setClock(NOON)
  const wrong: unknown[] = []
  for (const cell of CELLS.filter(({ method }) => method === 'GET')) wrong.push(...(await misjudged(cell)))
  expect(wrong).toEqual([])
})

test('T22: no address shows anybody a field that is not theirs to see: not to readers, not to any role, in no phase', async () => {
  await setClock(NOON)
  const stranger = new Visitor()
  const open = everyAddress().filter(({ method, pattern }) => method === 'GET' && !/^\/(staff|operator)/.test(pattern))
  for (const { pattern, path } of open)
    for (const phase of pattern.includes(':slug') ? PHASES : PHASES.slice(1, 2)) {
      const answer = await stranger.send(path.replace('edge-2026', SLUGS[phase]))
      if (answer.ok) look(new TextDecoder().decode(await answer.arrayBuffer()), 'visitor', pattern)
      else await answer.body?.cancel()
    }
  const shown = Object.keys(FIELDS).map(field => [
    field,
    [...(seen.get(field)?.keys() ?? [])].sort(),
    [...(seen.get(field) ?? [])],
  ])
  const may = Object.entries(FIELDS).map(([field, { shown: who }]) => [field, [...who].sort(), expect.anything()])
  expect(shown).toEqual(may)
})

test('T22: what belongs to one campaign has no address under another, for whoever may do it there', async () => {
  await setClock(NOON)
  const row = await env.DB.prepare('select id from campaigns where slug = ?').bind(SLUGS.open).first<{ id: string }>()
  const [one] = await casesIn({ id: row?.id } as never)
  const before = await everyTable(['staff_sessions'])
  const elsewhere = `/staff/campaigns/${SLUGS.closed}`
  const addresses = everyAddress().filter(({ pattern }) => pattern.startsWith('/staff/campaigns/:slug/cases/:case'))
  expect(addresses.length).toBeGreaterThan(6)
  for (const { method, pattern } of addresses)
    for (const who of ['organizer', 'auditor'] as const) {
      const path = pattern.replace('/staff/campaigns/:slug', elsewhere).replace(':case', one?.id ?? '')
      const visitor = people.get(who) as Visitor
      const answer =
        method === 'GET'
          ? await visitor.send(path)
          : await visitor.form(path, [
              ['revision', '1'],
              ['verdict', 'void'],
              ['reason', '同一网络几分钟内连续提交，用时都在三秒以内。'],
              ['look', '复核申诉内容'],
            ])
      expect([method, path, who, answer.status]).toEqual([method, path, who, 404])
    }
  await operate(`campaigns/${SLUGS.coded}/codes`, { body: { unit: '东城区', count: 1 } })
  const id = (await env.DB.prepare('select id from code_batches').first<string>('id')) ?? ''
  const organizer = people.get('organizer') as Visitor
  const tried = [
    await organizer.form(`${elsewhere}/codes/revoke`, [['batch', id]]),
    await organizer.form(`${elsewhere}/comments/judge`, [['one', 'show cmt_matrix0000000000:1']]),
  ]
  expect(tried.map(({ status }) => status)).toEqual([404, 409])
  const changed = differing(before, await everyTable(['staff_sessions']))
  expect(changed.filter(name => !['code_batches', 'voting_codes', 'audit_events'].includes(name))).toEqual([])
  expect(await env.DB.prepare('select revoked_at from code_batches where id = ?').bind(id).first('revoked_at')).toBe(null)
})

// Last, since some of these act on whoever is let in without reading what was sent.
test('T22: every role changes at every address, in every phase, what the role table says and nothing else', async () => {
  await setClock(NOON)
  const wrong: unknown[] = []
  for (const cell of CELLS.filter(({ method }) => method !== 'GET')) wrong.push(...(await misjudged(cell)))
  expect(wrong).toEqual([])
})
