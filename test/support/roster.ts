import { told, type Visitor } from './visitor.ts'

export interface RosterRow {
  readonly row: number
  readonly name: string
  readonly number: string
  readonly unit: string
  readonly voterClass: string
}

export interface Coded {
  readonly row: number
  readonly code: string
  readonly token: string
}

/** Some people of two units; row 2 is the first below the header. */
export const somePeople = (count: number, change: Partial<RosterRow> = {}): readonly RosterRow[] =>
  Array.from({ length: count }, (_, i) => ({
    row: i + 2,
    name: `测试${i}`,
    number: `A${100 + i}`,
    unit: i % 2 === 0 ? '一车间' : '二车间',
    voterClass: i % 2 === 0 ? 'member' : 'worker',
    ...change,
  }))

/** A list on its way in, as the page sends it: what it would do, the codes for it, and the way to make it live. */
export async function stage(staff: Visitor, slug: string, { mode, rows }: { mode: string; rows: readonly RosterRow[] }) {
  const json = { accept: 'application/json' }
  const at = `/staff/campaigns/${slug}/roster`
  const [begun, body] = await told(await staff.post(`${at}/begin`, { mode }, json))
  if (begun !== 200) return { refused: body } as never
  const { id } = body as { id: string }
  const codes: Coded[] = []
  for (let from = 0; from < rows.length; from += 2000) {
    const part = { import: id, rows: rows.slice(from, from + 2000) }
    const [status, answer] = await told(await staff.post(`${at}/stage`, part, json))
    if (status !== 200) throw new Error(JSON.stringify(answer))
    codes.push(...(answer as { codes: readonly Coded[] }).codes)
  }
  const whole = { import: id, rows: rows.length }
  return {
    codes,
    plan: () => staff.post(`${at}/plan`, whole, json).then(told),
    settle: () => staff.post(`${at}/settle`, whole, json).then(told),
  }
}
