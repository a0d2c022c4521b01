import * as v from 'valibot'
import { HIGHEST_NUMBER, MOST_NOMINEES } from '../import/document.ts'
import { FILLED } from '../import/matching.ts'

// What the desk's scripts send. Everything is strict: a field that is not named here is refused (T23). How long a text may be
// and what is wrong with it is said cell by cell (import/nominee-row.ts); here is only what no browser of ours sends.

const number = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(HIGHEST_NUMBER))
const revision = v.pipe(v.number(), v.integer(), v.minValue(1))
const text = v.optional(v.pipe(v.string(), v.maxLength(20_000)))
const words = v.strictObject({
  category: text,
  name: text,
  unit: text,
  post: text,
  brief: text,
  deeds: text,
  honours: text,
})
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/** Rows that one request may touch: more than anybody pastes, and small enough to be one statement. */
const MOST_ROWS = 500
const rowsOf = <T extends v.GenericSchema>(row: T) =>
  v.strictObject({ rows: v.pipe(v.array(row), v.minLength(1), v.maxLength(MOST_ROWS)) })

export const SaveBody = rowsOf(v.strictObject({ number, revision, set: words }))
export const AddBody = rowsOf(v.strictObject({ number, set: words }))
export const RemoveBody = rowsOf(v.strictObject({ number, revision }))
export const NumberBody = v.strictObject({ number, revision, to: number })
export const OrderBody = v.variant('by', [
  v.strictObject({ by: v.literal('renumber') }),
  v.strictObject({ by: v.picklist(['number', 'strokes']) }),
  v.strictObject({
    by: v.literal('place'),
    number,
    place: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_NOMINEES)),
  }),
])
export const KeptBody = v.strictObject({ hashes: v.pipe(v.array(hash), v.minLength(1), v.maxLength(100)) })
export const AssignBody = v.strictObject({
  rows: v.pipe(v.array(v.strictObject({ number, revision, photo: v.nullable(hash) })), v.minLength(1), v.maxLength(100)),
})

const cell = v.nullable(v.union([v.pipe(v.string(), v.maxLength(20_000)), v.number(), v.boolean()]))
export const ImportBody = v.strictObject({
  stamp: v.nullable(hash),
  table: v.strictObject({
    file: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    mode: v.picklist(['add', 'update', 'replace']),
    at: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
    columns: v.pipe(v.array(v.nullable(v.picklist(FILLED))), v.minLength(1), v.maxLength(100)),
    rows: v.pipe(v.array(v.pipe(v.array(cell), v.maxLength(100))), v.maxLength(3 * MOST_NOMINEES)),
  }),
})
