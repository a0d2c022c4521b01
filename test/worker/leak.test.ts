import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { NoticeEntry } from '../../worker/import/document.ts'
import { boxOf, examinerOf } from '../../worker/objects/names.ts'
import { MAY, STAFF_ROLES, type StaffRole, type Verb } from '../../worker/rules/roles.ts'
import { HOUR, instant } from '../../worker/rules/time.ts'
import { type Address, everyAddress, unsafeAddresses } from '../support/addresses.ts'
import { type CountedSite, countedSite } from '../support/counted-site.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { STAFF_ADDRESSES } from '../support/staff-addresses.ts'
import { aStaffMember } from '../support/staff-visitor.ts'
import { disclosing, exchangeWorlds } from '../support/two-worlds.ts'
import { aVoter, castBy, ORIGIN, openCampaign, type Standing, setClock, Visitor } from '../support/visitor.ts'

// T05, T1: what can be learned before the close of for whom the votes are. The whole route table is asked by everybody
// there is, in two worlds that differ in nothing else (two-worlds.ts). A new route is walked without a line here; one that
// tells is named, or fails.

const NOON = instant(OPENS + 3 * HOUR)
/** After the first daily batch, with ballots since. */
const EVENING = OPENS + 10 * HOUR

type Reader = 'visitor' | 'voter' | StaffRole
/** Who reads the log comes last: by then whatever the walk writes into it is there in both worlds. */
const READERS: readonly Reader[] = ['visitor', 'voter', 'organizer', 'reviewer', 'clerk', 'auditor', 'administrator']
let poll: Standing
let holes: readonly (readonly [empty: string, filled: string])[]
const readers = new Map<Reader, Visitor>()
/** A site for every reader, so that each one's calls are counted apart; its clock stands still, so that no session is noted as seen. */
const newSite = () => countedSite({}, () => EVENING, { database: true })

beforeAll(async () => {
  await setClock(OPENS - HOUR)
  const notice = {
    ...{ key: '01-call', kind: 'call', title: '开展评议的通知', source: '组织部', author: '办公室', body: '请评议。' },
    ...{ publishAt: '2026-04-01 09:00', corrects: null, withdrawnAt: null, withdrawnReason: null, posted: null, through: null },
    ...{ conclusion: null, attachments: [] },
  } as unknown as NoticeEntry
  poll = await openCampaign(aDocument({ slug: 'leak-2026' }, { notices: [notice] }))
  const tell = () => runDurableObjectAlarm(boxOf(env, poll.id, 0))
  const receipts: string[] = []
  const vote = async (at: number, choices: readonly number[]) => {
    const voter = await aVoter(poll, at)
    const { receipt = '' } = (await (await castBy(voter, poll, choices)).json()) as { receipt?: string }
    receipts.push(receipt)
    readers.set('voter', voter)
  }
  for (const choices of [[1, 4], [1, 4], [1, 3], [2], [1]]) await vote(NOON, choices)
  await tell()
  await setClock(EVENING - HOUR / 2)
  await new Visitor().send(`/c/${poll.slug}/results`)
  for (const choices of [[1, 5], [1, 4], [2, 3], [1]]) await vote(EVENING - HOUR / 4, choices)
  const order = { id: 'hold-1', kind: 'hold', by: ['scorer'], roles: ['mingping-test'], settles: false } as const
  await boxOf(env, poll.id, 0).change({ ...order, ballots: [1, 2, 7].map(seq => ({ seq, reasons: ['TIME.FAST', 'NET.DC'] })) })
  await tell()
  await setClock(EVENING)
  await Promise.all(STAFF_ROLES.map(async role => readers.set(role, await aStaffMember(role, { role }))))
  await readers.get('organizer')?.form(`/staff/campaigns/${poll.slug}/cases/open`, [])
  const one = async (sql: string) => (await env.DB.prepare(sql).first<string>('id')) ?? ''
  const [opened, published] = [await one('select id from cases'), await one('select id from notices')]
  holes = [
    ['edge-2026', poll.slug],
    ['0000-0000-0000-0000', receipts.at(-1) ?? ''],
    ['cas_0000000000000000', opened],
    ['ntc_0000000000000000', published],
    ['/staff/notices/0', `/staff/notices/${published}`],
  ]
  readers.set('visitor', new Visitor())
  // The scorer's hourly look is behind it: what it finds stands on a page.
  await examinerOf(env, poll.id).examine()
})

/** Addresses that ask for something beside a path. */
const WITH_QUERY = [
  '/search?q=张明',
  '/search?q=清河&in=notices',
  '/c/edge-2026/nominees?q=zm',
  '/c/edge-2026/nominees?category=people',
  '/notices?campaign=edge-2026',
  '/staff/campaigns/:slug/tally?day=2026-04-20',
].map(path => ({ method: 'GET', pattern: path, path: path.replace(':slug', 'edge-2026') }))

const asked = everyAddress()
  .filter(({ method, pattern }) => method === 'GET' && !pattern.startsWith('/operator'))
  .concat(WITH_QUERY)

/** Pages that are never the same twice, and what of them is compared: nothing of theirs hangs on a vote. */
const ALWAYS_NEW: readonly (readonly [page: RegExp, compared: (text: string) => string])[] = [
  // How many lines the walk itself has left, and when. What is said in them is compared.
  [/^GET \/staff\/log/, text => [...new Set(text.match(/\p{Script=Han}+/gu))].sort().join(' ')],
  // A new secret with its picture, and new codes.
  [
    /^(GET|POST) \/staff\/me\/totp$/,
    text => text.replace(/<svg.*?<\/svg>/gs, '').replaceAll(/<code class="secret">.*?<\/code>/g, ''),
  ],
  [/^POST \/staff\/me\/recovery-codes/, () => ''],
  // The address that a new notice will have.
  [/^GET \/staff\/notices\/new/, text => text.replaceAll(/ntc_\w{16}/g, '')],
]
const alwaysNew = (name: string) => ALWAYS_NEW.find(([page]) => page.test(name))?.[1]

/** An answer without what differs from one asking to the next, whoever won: the time, keys, challenges, how often a page was read. */
const constant = (text: string): string =>
  text
    .replaceAll(/[\w.~-]{24,}/g, '')
    .replaceAll(/data-now="\d+"|"now":\d+|"until":\d+/g, '')
    .replaceAll(/\d{13}/g, '')
    .replaceAll(/"(signature|nonce|salt|keyPrefix|keySignature)":"\w*"/g, '')
    .replaceAll(/浏览次数：\d+|\d{1,2}:\d{2}/g, '')

/** A header as it is, a cookie by its name. */
const headersOf = ({ headers }: Response): string =>
  [...headers]
    .map(([name, value]) => (name === 'set-cookie' ? `${name}: ${value.split('=')[0]}` : `${name}: ${value}`))
    .join('\n')

/** What comes through a connection first. */
async function heard(socket: WebSocket): Promise<string> {
  socket.accept()
  const text = await new Promise<string>(done => {
    socket.addEventListener('message', ({ data }) => done(String(data)))
    socket.addEventListener('close', ({ code }) => done(`closed ${code}`))
  })
  socket.close(1000)
  return text
}

const nameOf = ({ method, pattern }: Address): string => `${method} ${pattern}`
const SAFE = new Set(['GET', 'HEAD'])
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** All that one asking tells: status, headers, length, text, and how much work the answer was. */
async function told(visitor: Visitor, site: CountedSite, address: Address): Promise<string> {
  const { method, path } = address
  const filled = holes.reduce((text, [empty, full]) => text.replace(empty, full), path)
  const ask = (headers: Readonly<Record<string, string>>) =>
    visitor.moved().send(filled, SAFE.has(method) ? { method, headers } : { method, headers: FORM, body: '' })
  site.calls()
  let answer = await ask({})
  if (answer.status === 426) answer = await ask({ upgrade: 'websocket', origin: ORIGIN })
  const text = answer.webSocket ? await heard(answer.webSocket) : await answer.clone().text()
  const only = alwaysNew(nameOf(address))
  const length = only ? null : (answer.headers.get('content-length') ?? (await answer.arrayBuffer()).byteLength)
  return [answer.status, headersOf(answer), length, site.calls().join(), constant(only ? only(text) : text)].join('\n')
}

type Walk = ReadonlyMap<string, string>

/** Everything that this reader is told, address by address. */
async function walk(reader: Reader, addresses: readonly Address[]): Promise<Walk> {
  const site = newSite()
  const visitor = new Visitor((path, init) => site.fetch(path, init))
  for (const [name, value] of readers.get(reader)?.cookies ?? []) visitor.cookies.set(name, value)
  const seen = new Map<string, string>()
  for (const address of addresses) seen.set(nameOf(address), await told(visitor, site, address))
  return seen
}

type Where = Readonly<Partial<Record<Reader, readonly string[]>>>

/** Which addresses tell which reader for whom the votes are, as the poll discloses them now. */
async function telling(
  which: readonly Reader[],
  addressesFor: (reader: Reader) => readonly Address[],
  { since = false } = {},
): Promise<Where> {
  const all = async () => {
    const walks: Walk[] = []
    for (const reader of which) walks.push(await walk(reader, addressesFor(reader)))
    return walks
  }
  const before = await all()
  await exchangeWorlds(poll, { since })
  const after = await all()
  await exchangeWorlds(poll, { since })
  const found = which.map((reader, i) => {
    const differing = [...(before[i] as Walk)].filter(([where, what]) => after[i]?.get(where) !== what).map(([where]) => where)
    return [reader, differing.sort()] as const
  })
  return Object.fromEntries(found.filter(([, differing]) => differing.length > 0))
}

const isStaffOnly = ({ pattern }: Address): boolean => pattern.startsWith('/staff') && !pattern.startsWith('/staff/sign-in')

/** Where this reader is let in; that everywhere else is closed, whatever the poll discloses, is what the first test shows. */
const openTo = (reader: Reader): readonly Address[] =>
  reader === 'visitor' || reader === 'voter'
    ? asked.filter(address => !isStaffOnly(address))
    : asked.filter(address => MAY[reader].includes(STAFF_ADDRESSES[nameOf(address).split('?')[0] ?? ''] as Verb))

test('T05: before the close of a hidden poll nobody is told anywhere for whom the votes are, neither in words nor by length, tag or effort', async () => {
  await disclosing(poll, { visibility: 'hidden', running: false })
  // One of the staff stands for all at the public addresses, which know nobody's session; no other one opens theirs.
  const walked = (reader: Reader) =>
    ['clerk', 'reviewer', 'auditor', 'administrator'].includes(reader) ? asked.filter(isStaffOnly) : asked
  expect(await telling(READERS, walked)).toEqual({})
})

test('T05: nor by what is answered to anything that is sent', async () => {
  await disclosing(poll, { visibility: 'hidden', running: false })
  // Leaving ends the walk, and an account rests after so many tries.
  const sent = unsafeAddresses().filter(({ pattern }) => !['/staff/sign-out', '/staff/sign-in'].includes(pattern))
  const senders = ['visitor', 'organizer'] as const
  // What can be done once is done before anything is compared.
  for (const sender of senders) await walk(sender, sent)
  expect(await telling(senders, () => sent)).toEqual({})
})

test('T05: where figures come once a day nobody is told of the votes since', async () => {
  await disclosing(poll, { visibility: 'daily', running: false })
  expect(await telling(READERS, openTo, { since: true })).toEqual({})
})

const FIGURES = ['GET /api/campaigns/:slug/results', 'GET /c/:slug/results']

test('T05: figures that may be public stand on the pages of results and nowhere else, for staff neither', async () => {
  await disclosing(poll, { visibility: 'live', running: false })
  expect(await telling(READERS, openTo)).toEqual({ visitor: FIGURES, voter: FIGURES })
  await disclosing(poll, { visibility: 'daily', running: false })
  const results = asked.filter(address => FIGURES.includes(nameOf(address)))
  expect(await telling(['visitor'], () => results)).toEqual({ visitor: FIGURES })
})

const TALLY = ['', '.csv', '.json', '.live'].map(part => `GET /staff/campaigns/:slug/tally${part}`)

test('T05: running figures are shown to organizers and auditors where the campaign says so, on the pages of the tally and nowhere else', async () => {
  await disclosing(poll, { visibility: 'hidden', running: true })
  const pages = [...TALLY, 'GET /staff/campaigns/:slug/tally?day=2026-04-20'].sort()
  expect(await telling(READERS, openTo)).toEqual({
    organizer: pages,
    auditor: pages.filter(page => !page.endsWith('.csv')),
  })
})
