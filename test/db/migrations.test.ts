import { env } from 'cloudflare:workers'
import { is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, test } from 'vitest'

const files: Readonly<Record<string, object>> = import.meta.glob('../../db/{schema,private}/*.ts', { eager: true })

const tables = Object.values(files)
  .flatMap(exported => Object.values(exported) as readonly unknown[])
  .filter(value => is(value, SQLiteTable))
  .map(table => getTableConfig(table as SQLiteTable))

interface Column {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly pk: number
}

/** The virtual table of the search and those in which SQLite keeps it; with `content = ''` there is none for the texts. */
const SEARCH_INDEX = ['', '_config', '_data', '_docsize', '_idx'].map(tail => `search_index${tail}`)

test('an empty database after all migrations has exactly the tables of the schema and the search index', async () => {
  const { results } = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'd1_%' and name not like '_cf_%'",
  ).all<{ name: string }>()
  expect(results.map(({ name }) => name).sort()).toEqual([...tables.map(({ name }) => name), ...SEARCH_INDEX].sort())
})

test('every column of the schema is there with its type and its "not null", in the same order, and no other', async () => {
  for (const { name, columns, primaryKeys } of tables) {
    const { results } = await env.DB.prepare(
      `select name, type, "notnull", pk from pragma_table_info('${name}') order by cid`,
    ).all<Column>()
    const keys = new Set(primaryKeys.flatMap(key => key.columns.map(column => column.name)))
    const real = results.map(column => [column.name, column.type.toLowerCase(), Boolean(column.notnull) || column.pk > 0])
    const typed = columns.map(column => [
      column.name,
      column.getSQLType(),
      column.notNull || column.primary || keys.has(column.name),
    ])
    expect([name, real]).toEqual([name, typed])
  }
})

test('the database refuses what no code may write', async () => {
  const attempts = [
    "insert into campaigns (id) values ('x')",
    "insert into milestones values ('cmp_0000000000000000', 0, 'vote', 't', 5, 5)",
    "insert into staff (id, login, name, role, unit, password_hash, created_at) values ('stf_0000000000000000', 'a', 'a', 'clerk', null, 'h', 1)",
    "insert into staff (id, login, name, role, unit, password_hash, created_at) values ('stf_0000000000000000', 'a', 'a', 'organizer', 'unit', 'h', 1)",
    `insert into audit_events (at, actor, role, kind, detail, hash) values (1, 'a', 'b', 'c', 'not json', '${'0'.repeat(64)}')`,
    "insert into nominees values ('cmp_nothere', 1, 'k', 0, 'n', 'u', 'p', 'b', 'd', 'h', 'i', null, null)",
  ]
  for (const sql of attempts)
    expect([
      sql,
      await env.DB.prepare(sql)
        .run()
        .then(
          () => 'written',
          () => 'refused',
        ),
    ]).toEqual([sql, 'refused'])
})
