import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { ARCHIVED, LEFT_OUT } from '../../db/archive-tables.ts'
import { PRIVATE_ARCHIVED } from '../../db/private/archive-tables.ts'
import { BOX_SHAPE, EXAMINER_SHAPE, LIKES_SHAPE, NOTARY_SHAPE, TALLY_SHAPE } from '../../worker/objects/archived-shapes.ts'
import type { BallotBox } from '../../worker/objects/ballot-box.ts'
import type { ObjectShape } from '../../worker/objects/object-archive.ts'

const WHAT_TO_DO = `
A table that no archive knows would be missing from every backup of a campaign. Say what is to become of it:
- its rows belong to campaigns and may be kept for ever: add it to ARCHIVED in db/archive-tables.ts, after what it refers to;
- its rows belong to campaigns and are deleted on a schedule: add it to PRIVATE_ARCHIVED in db/private/archive-tables.ts;
- its rows belong to the site, or are made anew from others: add it to LEFT_OUT in db/archive-tables.ts, with the reason.
`

const INTERNAL =
  "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'd1_%' and name not like '_cf_%' and name not like 'search_index%'"

test('O4: every table of the database is in an archive, or is left out for a reason', async () => {
  const { results } = await env.DB.prepare(INTERNAL).all<{ name: string }>()
  const known = [...ARCHIVED, ...PRIVATE_ARCHIVED].map(({ name }) => name)
  expect([...known, ...Object.keys(LEFT_OUT)].sort(), WHAT_TO_DO).toEqual(results.map(({ name }) => name).sort())
})

test('O4: the clauses by which an archive finds its rows are SQL that the database understands', async () => {
  for (const { name, from, of, order, objects } of [...ARCHIVED, ...PRIVATE_ARCHIVED])
    for (const sql of [`select * from ${from ?? name} where ${of} order by ${order}`, ...(objects ? [objects] : [])])
      expect([name, (await env.DB.prepare(sql).bind('cmp_0000000000000000').all()).results]).toEqual([name, []])
})

test('O4: a table that others refer to comes before them', async () => {
  const tables = [...ARCHIVED, ...PRIVATE_ARCHIVED].map(({ name }) => name)
  for (const [i, name] of tables.entries()) {
    const keys = await env.DB.prepare('select "table" as parent from pragma_foreign_key_list(?)')
      .bind(name)
      .all<{ parent: string }>()
    const late = keys.results.map(({ parent }) => parent).filter(parent => tables.indexOf(parent) > i)
    expect([name, late]).toEqual([name, []])
  }
})

const OBJECTS: readonly (readonly [string, DurableObjectNamespace, ObjectShape])[] = [
  ['box', env.BOX, BOX_SHAPE],
  ['tally', env.TALLY, TALLY_SHAPE],
  ['notary', env.NOTARY, NOTARY_SHAPE],
  ['examiner', env.EXAMINER, EXAMINER_SHAPE],
  ['likes', env.LIKES, LIKES_SHAPE],
]

test('O4: every table of an object is in an archive, or is made anew', async () => {
  for (const [name, objects, { parts, derived }] of OBJECTS)
    await runInDurableObject(objects.get(objects.idFromName(`tables of ${name}`)), (object, { storage }) => {
      ;(object as unknown as BallotBox).archive()
      const real = storage.sql
        .exec(INTERNAL)
        .toArray()
        .map(row => row.name)
      const known = [...parts.map(({ table }) => table), ...Object.keys(derived)]
      expect([name, known.sort()], `${WHAT_TO_DO}Tables of objects stand in worker/objects/archived-shapes.ts.`).toEqual([
        name,
        real.sort(),
      ])
    })
})
