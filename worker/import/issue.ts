import type * as v from 'valibot'
import { nearest } from './nearest.ts'

/** A flaw that a schema found: the path to it in JSON, and one sentence. */
export interface SaidIssue {
  readonly path: string
  readonly text: string
}

const KIND: Readonly<Record<string, string>> = {
  string: '文字（放在双引号里）',
  number: '数字（不加引号）',
  boolean: 'true 或 false',
  Array: '列表 […]',
  Object: '一组字段 {…}',
  null: 'null',
}

/** An issue in words. `schema` is what the whole was checked against: it knows what a missing field should have been. */
export function sayIssue(issue: v.BaseIssue<unknown>, schema: v.GenericSchema): SaidIssue {
  const keys = (issue.path ?? []).map(({ key }) => String(key))
  const path = keys.join('.')
  const at = partOf(schema, keys.slice(0, -1))
  const key = keys.at(-1) ?? ''
  if (issue.kind === 'schema' && issue.expected === 'never') return { path, text: strangerText(key, entriesOf(at)) }
  if (issue.kind === 'schema' && issue.type === 'strict_object' && issue.expected?.startsWith('"'))
    return { path, text: `缺少这一项，${expectation(entriesOf(at)[key])}` }
  return { path, text: `${isEnglish(issue) ? `应为${kindsOf(issue.expected)}` : issue.message}${sayFound(issue)}` }
}

/** Of a length the schema reports the count, of anything else what was written. */
function sayFound({ type, received }: v.BaseIssue<unknown>): string {
  if (received === null || type === 'min_length') return ''
  return type === 'max_length' ? `，现在有 ${received} 个` : `；现在是 ${received.slice(0, 40)}`
}

function strangerText(key: string, entries: Readonly<Record<string, unknown>>): string {
  const meant = nearest(key, Object.keys(entries))
  return `没有“${key}”这一项${meant ? `，是不是“${meant}”` : ''}；请改正或删去`
}

/** What a missing part should have been, asked of its schema by giving it nothing. */
function expectation(schema: v.GenericSchema | undefined): string {
  if (!schema) return '请补上'
  const [issue] = schema['~run']({ value: undefined, typed: false } as never, {}).issues ?? []
  if (!issue) return '请补上'
  const orNull = schema.type === 'nullable' ? ' 或 null' : ''
  return isEnglish(issue) ? `应为${kindsOf(issue.expected)}${orNull}` : `${issue.message}${orNull}`
}

// Valibot's own messages begin so; ours are Chinese.
const isEnglish = ({ message }: { message: string }): boolean => /^Invalid /.test(message)

const kindsOf = (expected: string | null): string =>
  (expected ?? '')
    .replaceAll(/^\(|\)$/g, '')
    .split(' | ')
    .map(kind => KIND[kind] ?? kind)
    .join('或 ')

type Part = {
  readonly entries?: Readonly<Record<string, v.GenericSchema>>
  readonly item?: v.GenericSchema
  readonly wrapped?: v.GenericSchema
}

const entriesOf = (schema: v.GenericSchema | null): Readonly<Record<string, v.GenericSchema>> =>
  (schema as Part | null)?.entries ?? {}

function partOf(schema: v.GenericSchema, keys: readonly string[]): v.GenericSchema | null {
  let part: v.GenericSchema | null = schema
  for (const key of keys) {
    const { entries, item, wrapped } = (part ?? {}) as Part
    part = entries?.[key] ?? item ?? wrapped ?? null
  }
  return part
}
