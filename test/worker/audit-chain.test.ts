import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { beforeAll, expect, test } from 'vitest'
import { auditAlone, auditGuard, auditLine, wasUnsound } from '../../db/audit.ts'
import { auditHead, everyLine, headAt } from '../../db/audit-chain.ts'
import { openDb } from '../../db/open.ts'
import type { AuditEvent } from '../../worker/rules/audit.ts'
import { CHAIN_WALK, type ChainWalk, endAt, step } from '../../worker/rules/audit-chain.ts'
import { OPENS } from '../support/makers.ts'
import { operate, setClock } from '../support/visitor.ts'

const db = openDb(env.DB)
const SITE = { role: 'operator' } as const
const event = (login: string): AuditEvent => ({ kind: 'staff-created', login, role: 'organizer' })
const facts = sqliteTable('facts', { name: text('name') })
const fact = (name: string) => db.insert(facts).values({ name })

async function walked(): Promise<ChainWalk> {
  let walk = CHAIN_WALK
  for await (const page of everyLine(db)) walk = page.reduce(step, walk)
  return endAt(walk, (await headAt(db)).seq)
}

const count = async (table: string) => (await env.DB.prepare(`select count(*) as n from ${table}`).first<number>('n')) ?? 0

beforeAll(async () => {
  await setClock(OPENS)
  await env.DB.prepare('create table facts (name text unique)').run()
})

test('lines from before the chain are linked when the first line after it is written, which says how many they were', async () => {
  // As migration 0020 leaves an old state: lines whose hash is empty.
  await env.DB.batch([
    env.DB.prepare('drop trigger audit_events_linked'),
    ...Array.from({ length: 30 }, (_, i) =>
      env.DB.prepare(
        "insert into audit_events (at, actor, role, kind, detail) values (?, 'operator', 'operator', 'staff-created', ?)",
      ).bind(OPENS - 1000 + i, JSON.stringify({ role: 'clerk', login: `old-${i}` })),
    ),
    env.DB.prepare(
      "create trigger audit_events_linked before insert on audit_events when new.hash = '' begin select raise(abort, 'a line of the log is linked to the one before it'); end",
    ),
  ])
  await auditAlone(db, SITE, { at: OPENS, event: event('first') })
  const { results } = await env.DB.prepare('select role, kind, detail from audit_events where seq > 30 order by seq').all()
  expect(results).toEqual([
    { role: 'site', kind: 'log-chained', detail: '{"lines":30}' },
    { role: 'operator', kind: 'staff-created', detail: '{"login":"first","role":"organizer"}' },
  ])
  expect(await walked()).toMatchObject({ lines: 32, head: { seq: 32 }, flaws: [] })
})

test('a fact that changed nothing leaves no line, and the next line follows the last that there is', async () => {
  const before = await count('audit_events')
  const twice = (name: string) =>
    db.batch([
      fact(name).onConflictDoNothing(),
      auditLine(db, SITE, { at: OPENS, event: event(`${name}-1`) }),
      fact(`${name}-b`),
      auditLine(db, SITE, { at: OPENS, event: event(`${name}-2`) }),
    ])
  await twice('a')
  await env.DB.prepare("delete from facts where name = 'a-b'").run()
  await twice('a')
  expect([(await count('audit_events')) - before, (await walked()).flaws]).toEqual([3, []])
})

test('a batch that fails leaves neither fact nor line nor gap', async () => {
  const before = await headAt(db)
  const failing = db.batch([fact('b'), auditLine(db, SITE, { at: OPENS, event: event('b') }), fact('a')])
  await expect(failing).rejects.toThrow()
  expect([await headAt(db), await count("facts where name = 'b'")]).toEqual([before, 0])
})

test('a guard that does not hold refuses its batch at once, and one that holds lets it through', async () => {
  const guarded = (sound: boolean) =>
    db.batch([auditGuard(db, SITE, { at: OPENS, event: event('c'), sound: sql`${sound ? 1 : 0} = 1` }), fact('c')])
  const error = await guarded(false).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect([error !== null && wasUnsound(error), await count("facts where name = 'c'")]).toEqual([true, 0])
  await guarded(true)
  expect([await count("facts where name = 'c'"), (await walked()).flaws]).toEqual([1, []])
})

test('thirty people who write at once all get their line, in one chain', async () => {
  const before = await count('audit_events')
  const own = Array.from({ length: 30 }, () => openDb(env.DB))
  await Promise.all(
    own.map((one, i) =>
      one.batch([
        one.insert(facts).values({ name: `crowd-${i}` }),
        auditLine(one, SITE, { at: OPENS, event: event(`crowd-${i}`) }),
      ]),
    ),
  )
  expect([(await count('audit_events')) - before, await count("facts where name like 'crowd-%'")]).toEqual([30, 30])
  expect((await walked()).flaws).toEqual([])
})

test('no line gets into the log but linked, none is changed and none is deleted', async () => {
  for (const statement of [
    "insert into audit_events (at, actor, role, kind, detail) values (1, 'a', 'b', 'c', '{}')",
    "insert into audit_events (at, actor, role, kind, detail, hash) values (1, 'a', 'b', 'c', '{}', null)",
    "update audit_events set detail = '{}' where seq = 3",
    'delete from audit_events where seq = 3',
    'delete from audit_events',
  ])
    await expect([
      statement,
      await env.DB.prepare(statement)
        .run()
        .then(String, () => 'refused'),
    ]).toEqual([statement, 'refused'])
  // A line that is sent past the batch has no hash.
  await expect(auditGuard(db, SITE, { at: OPENS, event: event('x'), sound: sql`true` }).run()).rejects.toThrow()
})

test('who takes the triggers away and edits the table is found: the line is named, missing ones are counted, at the end too', async () => {
  await env.DB.batch(['audit_events_stay', 'audit_events_fixed'].map(name => env.DB.prepare(`drop trigger ${name}`)))
  const last = (await headAt(db)).seq
  await env.DB.prepare("update audit_events set detail = replace(detail, 'old-4', 'old-x') where seq = 5").run()
  await env.DB.prepare('delete from audit_events where seq in (9, 10)').run()
  await env.DB.prepare('delete from audit_events where seq > ?')
    .bind(last - 2)
    .run()
  const flaws = [
    { kind: 'changed', seq: 5 },
    { kind: 'missing', after: 8, count: 2 },
    { kind: 'missing', after: last - 2, count: 2 },
  ]
  expect((await walked()).flaws).toEqual(flaws)
  // The log goes on, and what was found stays found.
  await operate('staff', {
    body: { login: 'later', name: '后来', role: 'auditor', unit: null, password: '一个足够长的口令 2026' },
  })
  expect((await walked()).flaws).toEqual(flaws)
  expect((await auditHead(db))?.seq).toBe((await headAt(db)).seq)
})
