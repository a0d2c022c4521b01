import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { NoticeId } from '../../worker/rules/ids.ts'
import { everyAddress } from '../support/addresses.ts'
import { aDocument } from '../support/makers.ts'
import { aPdf, DURING, filed, objectionsOf, openPublicity, signedIn, THROUGH } from '../support/publicity-desk.ts'
import { fieldIn, unescaped } from '../support/question.ts'
import { STAFF_ADDRESSES } from '../support/staff-addresses.ts'
import { operate, setClock, Visitor } from '../support/visitor.ts'

// T23: what nobody was asked for is refused or without effect, at every door of staff that changes something.

/** Columns of the tables and words of the language, with values that would be seen again wherever they came to lie. */
const EXTRA: Readonly<Record<string, string>> = {
  ...{ status: 'canary', state: 'canary', unitId: 'canary', staffId: 'canary', campaignId: 'canary', passwordHash: 'canary' },
  ...{ publishedAt: '1234567890123', published_at: '1234567890123', openedAt: '1234567890123', publishAt: '1234567890123' },
  ...{ approvedBy: 'canary', createdBy: 'canary', disabledAt: '1234567890123', provedAt: '1234567890123', conclusion: 'canary' },
  ...{ constructor: 'canary', prototype: 'canary', toString: 'canary', 'constructor.prototype.canary': 'canary' },
  ...{ factorWaived: '1', outcome: 'honoured', isAdmin: '1' },
}
const PROTO = ['__proto__', '__proto__.canary', '__proto__[canary]'] as const
const CANARY = /canary|1234567890123/

let desk: Visitor
let admin: Visitor
let notice: NoticeId
let objection: string
const draft = `ntc_${'d'.repeat(16)}`
const AT = '/staff/campaigns/extra-2026'

beforeAll(async () => {
  notice = await openPublicity('extra-public')
  await filed(notice)
  objection = (await objectionsOf(notice))[0]?.id ?? ''
  expect((await operate('campaigns/extra-2026', { method: 'PUT', body: aDocument({ slug: 'extra-2026' }) })).status).toBe(200)
  await setClock(DURING)
  ;[desk, admin] = [await signedIn('organizer'), await signedIn('administrator')]
})

type Fields = Readonly<Record<string, string>>
type Door =
  | { readonly path: string; readonly form: () => Fields | Promise<Fields>; readonly files?: boolean }
  | { readonly path: string; readonly json: (extra: object) => object }

const page = async (path: string) => (await desk.send(path)).text()
const revisionAt = async (path: string): Promise<string> => fieldIn(await page(path), 'revision')

async function settings(): Promise<Fields> {
  const html = await page(`${AT}/settings`)
  const was = unescaped(fieldIn(html, 'was'))
  const { draftForm } = { draftForm: (await import('../support/settings-form.ts')).formOf(JSON.parse(was)) }
  return { ...Object.fromEntries(draftForm), was, revision: fieldIn(html, 'revision'), title: '改过的标题' }
}

const text = { kind: 'news', title: '通知', source: '组织部', author: '', body: '正文。', format: 'markdown' }
const words = { name: '改名', category: 'people' }

/** What a page of ours sends to each door, in an order in which each can be gone through. */
const DOORS: Readonly<Record<string, Door>> = {
  'POST /staff/campaigns/new': {
    path: '/staff/campaigns/new',
    form: () => ({
      ...{ title: '新活动', shortTitle: '新', organizers: '部', slug: 'extra-new', start: '2026-05-01' },
      from: 'extra-2026',
      token: crypto.randomUUID(),
    }),
  },
  'POST /staff/campaigns/:slug/settings': { path: `${AT}/settings`, form: settings },
  'POST /staff/campaigns/:slug/comments/switch': { path: `${AT}/comments/switch`, form: () => ({ open: '1' }) },
  'POST /staff/campaigns/:slug/nominees/save': {
    path: `${AT}/nominees/save`,
    json: extra => ({ rows: [{ number: 1, revision: 1, set: { name: '改名', ...extra } }] }),
  },
  'POST /staff/campaigns/:slug/nominees/add': {
    path: `${AT}/nominees/add`,
    json: extra => ({ rows: [{ number: 6, set: words, ...extra }] }),
  },
  'POST /staff/campaigns/:slug/nominees/number': {
    path: `${AT}/nominees/number`,
    json: extra => ({ number: 6, revision: 1, to: 7, ...extra }),
  },
  'POST /staff/campaigns/:slug/nominees/remove': {
    path: `${AT}/nominees/remove`,
    json: extra => ({ rows: [{ number: 7, revision: 2, ...extra }] }),
  },
  'POST /staff/campaigns/:slug/nominees/order': { path: `${AT}/nominees/order`, json: extra => ({ by: 'strokes', ...extra }) },
  'POST /staff/campaigns/:slug/nominees/arrange': { path: `${AT}/nominees/arrange`, form: () => ({ by: 'number' }) },
  'POST /staff/campaigns/:slug/nominees/photos/kept': {
    path: `${AT}/nominees/photos/kept`,
    json: extra => ({ hashes: ['0'.repeat(64)], ...extra }),
  },
  'POST /staff/campaigns/:slug/nominees/photos': {
    path: `${AT}/nominees/photos`,
    json: extra => ({ rows: [{ number: 2, revision: 1, photo: null, ...extra }] }),
  },
  'POST /staff/campaigns/:slug/nominees/new': { path: `${AT}/nominees/new`, form: () => ({ ...words, number: '8' }) },
  'POST /staff/campaigns/:slug/nominees/:number{[0-9]{1,6}}': {
    path: `${AT}/nominees/3`,
    form: async () => ({ ...words, number: '3', revision: await revisionAt(`${AT}/nominees/3`) }),
  },
  'POST /staff/campaigns/:slug/nominees/:number{[0-9]{1,6}}/withdraw': {
    path: `${AT}/nominees/3/withdraw`,
    form: async () => ({ revision: await revisionAt(`${AT}/nominees/3`), reason: '本人申请退出' }),
  },
  'POST /staff/campaigns/:slug/nominees/:number{[0-9]{1,6}}/delete': {
    path: `${AT}/nominees/8/delete`,
    form: async () => ({ revision: await revisionAt(`${AT}/nominees/8`) }),
  },
  'POST /staff/notices': { path: '/staff/notices', form: () => ({ ...text, id: draft }) },
  'POST /staff/notices/:id': { path: `/staff/notices/${draft}`, form: () => ({ ...text, title: '改过', revision: '1' }) },
  'POST /staff/notices/:id/preview': {
    path: `/staff/notices/${draft}/preview`,
    form: () => ({ body: '甲', format: 'markdown' }),
  },
  'POST /staff/notices/:id/mask': { path: `/staff/notices/${draft}/mask`, form: () => ({ where: 'all', revision: '2' }) },
  'POST /staff/notices/:id/restore': { path: `/staff/notices/${draft}/restore`, form: () => ({ version: '1', revision: '2' }) },
  'POST /staff/notices/:id/publish': {
    path: `/staff/notices/${draft}/publish`,
    form: () => ({ revision: '3', when: 'now', reason: '' }),
  },
  'POST /staff/notices/:id/withdraw': { path: `/staff/notices/${draft}/withdraw`, form: () => ({ reason: '发布有误，撤回。' }) },
  'POST /staff/notices/:notice/publicity/list': {
    path: '/publicity/list',
    form: async () => ({
      n: '1',
      reason: '',
      through: THROUGH,
      revision: await revisionAt(`/staff/notices/${notice}/publicity`),
    }),
  },
  'POST /staff/notices/:notice/publicity/levels': {
    path: '/publicity/levels',
    files: true,
    form: async () => ({
      ...{ position: '', level: 'unit', place: '公示栏', from: '2026-01-05', through: '2026-01-09', result: '' },
      revision: await revisionAt(`/staff/notices/${notice}/publicity`),
    }),
  },
  'POST /staff/notices/:notice/publicity/period': {
    path: '/publicity/period',
    form: async () => ({
      ...{ posted: '2026-03-02', through: '2026-03-12', reason: '应群众要求延长' },
      revision: await revisionAt(`/staff/notices/${notice}/publicity`),
    }),
  },
  'POST /staff/objections/:objection/note': { path: '/note', form: () => ({ key: crypto.randomUUID(), note: '已联系核实。' }) },
  'POST /staff/objections/:objection/move': {
    path: '/move',
    form: async () => ({ to: 'accepted', words: '', revision: await revisionAt(`/staff/objections/${objection}`) }),
  },
  'POST /staff/objections/:objection/content': { path: '/content', form: () => ({ reason: '起草答复' }) },
  'POST /staff/people': {
    path: '/staff/people',
    form: () => ({ login: 'extra-new', name: '新人', role: 'reviewer', unit: '', email: '' }),
  },
}

/** Every row there is, but for when sessions were last used. */
async function everyRow(): Promise<string> {
  const { results } = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like '_cf_%' and name not like 'sqlite_%' and name not like 'search%'",
  ).all<{ name: string }>()
  const tables = results.filter(({ name }) => name !== 'staff_sessions')
  const rows = await env.DB.batch(tables.map(({ name }) => env.DB.prepare(`select * from "${name}"`)))
  return tables.map(({ name }, i) => `${name}\n${rows[i]?.results.map(row => JSON.stringify(row)).join('\n')}`).join('\n')
}

/** Who may do what, and who proved what: nothing but an invitation changes this, and that says it. */
const powers = async () =>
  (await env.DB.prepare('select login, role, unit, disabled_at, factor_waived from staff order by login').all()).results

const pathOf = (pattern: string, path: string): string =>
  pattern.includes(':objection')
    ? `/staff/objections/${objection}${path}`
    : pattern.includes(':notice')
      ? `/staff/notices/${notice}${path}`
      : path

async function through(who: Visitor, pattern: string, { extra }: { extra: boolean }): Promise<Response> {
  const door = DOORS[pattern] as Door
  const path = pathOf(pattern, door.path)
  if ('json' in door) {
    // As text, so that __proto__ is a key like any other on the wire.
    const body = JSON.stringify(door.json(extra ? EXTRA : {}))
    const sent = extra
      ? body.replace('"status"', '"__proto__":{"canary":"canary","role":"administrator"},"role":"administrator","status"')
      : body
    return who.send(path, { method: 'POST', body: sent, headers: { 'content-type': 'application/json' } })
  }
  const fields = await door.form()
  const more = extra ? [...Object.entries(EXTRA), ...PROTO.map(name => [name, 'canary'])] : []
  // What the door asks for itself comes first, and what is no field of it is put behind.
  const all = [
    ...Object.entries(fields),
    ...more.filter(([name = '']) => !(name in fields)),
    ...(extra && !('role' in fields) ? [['role', 'administrator']] : []),
  ]
  if (!door.files) return who.form(path, all as [string, string][])
  const form = new FormData()
  for (const [name = '', value = ''] of all) form.append(name, value)
  form.append('files', aPdf('证明.pdf'))
  return who.send(path, { method: 'POST', body: form as unknown as BodyInit })
}

test('T23: at every door a field that nobody asked for is refused, or the door does just what it does without it', async () => {
  for (const pattern of Object.keys(DOORS)) {
    expect([pattern, pattern in STAFF_ADDRESSES]).toEqual([pattern, true])
    const who = (pattern.startsWith('POST /staff/people') ? admin : desk).moved()
    const [before, had] = [await everyRow(), await powers()]
    const answer = await through(who, pattern, { extra: true })
    const after = await everyRow()
    expect([pattern, CANARY.exec(after)?.[0], ({} as { canary?: string }).canary]).toEqual([pattern, undefined, undefined])
    expect([pattern, (await powers()).filter(({ login }) => login !== 'extra-new')]).toEqual([pattern, had])
    if (answer.status < 400) continue
    expect([pattern, answer.status, after === before]).toEqual([pattern, 400, true])
    // It was the fields that were refused: without them the door opens.
    expect([pattern, (await through(who, pattern, { extra: false })).status < 400]).toEqual([pattern, true])
  }
  const [invited] = (await powers()).filter(({ login }) => login === 'extra-new')
  expect(invited).toMatchObject({ role: 'reviewer', unit: null, factor_waived: 0 })
})

test('T23: nor does any address of staff take them alone, as a form or as JSON', async () => {
  const had = await powers()
  const fields = [...Object.entries(EXTRA), ...PROTO.map(name => [name, 'canary']), ['role', 'administrator']] as [
    string,
    string,
  ][]
  const json = JSON.stringify(EXTRA).replace('"status"', '"__proto__":{"canary":"canary"},"role":"administrator","status"')
  for (const { method, path, pattern } of everyAddress()) {
    if (method === 'GET' || !pattern.startsWith('/staff') || /sign-out|sessions\/end/.test(pattern)) continue
    for (const who of [new Visitor(), desk, admin]) {
      await who.moved().form(path, fields)
      await who.send(path, { method, body: json, headers: { 'content-type': 'application/json' } })
    }
    expect([pattern, CANARY.exec(await everyRow())?.[0], ({} as { canary?: string }).canary]).toEqual([
      pattern,
      undefined,
      undefined,
    ])
    expect([pattern, await powers()]).toEqual([pattern, had])
  }
})
