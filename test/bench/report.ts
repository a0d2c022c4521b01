/** What a bench found: every figure for programs, and the same as a few lines for people. */
export interface Report {
  readonly figures: Readonly<Record<string, unknown>>
  readonly limits: readonly Limit[]
  readonly table: Table
}

/** One line of the budget, and what this run says to it. */
export interface Limit {
  readonly id: string
  readonly what: string
  readonly reach: string
  readonly value: number
  readonly met: boolean
}

export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
  /** Said below the table. */
  readonly notes?: readonly string[]
}

export function print(name: string, { table, limits }: Report): void {
  console.log(`\n${name}\n`)
  printTable(table)
  for (const note of table.notes ?? []) console.log(`  ${note}`)
  if (limits.length === 0) return
  console.log('')
  printTable({
    head: ['', 'what', 'measured', 'reach', ''],
    rows: limits.map(({ id, what, value, reach, met }) => [id, what, round(value, 3), reach, met ? 'met' : 'MISSED']),
  })
}

function printTable({ head, rows }: Table): void {
  const lines = [head, ...rows].map(row => row.map(String))
  const widths = head.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)))
  for (const line of lines)
    console.log(
      `  ${line.map((text, column) => (isNumber(text) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0))).join('  ')}`.trimEnd(),
    )
}

const isNumber = (text: string): boolean => /^[\d.,]+( ?(%|ms|KiB|B|s))?$/.test(text)

export const atLeast = (id: string, what: string, value: number, least: number): Limit => ({
  id,
  what,
  value,
  reach: `≥ ${least}`,
  met: value >= least,
})

export const atMost = (id: string, what: string, value: number, most: number): Limit => ({
  id,
  what,
  value,
  reach: `≤ ${most}`,
  met: value <= most,
})

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** The value that `share` of all do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export const round = (value: number, digits = 0): number => Number(value.toFixed(digits))
