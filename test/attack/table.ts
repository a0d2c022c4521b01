/** Prints rows under a head, every column as wide as it needs. */
export function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map(row => (row[i] ?? '').length)))
  console.log(`\n${title}`)
  for (const row of [head, ...rows])
    console.log(`  ${row.map((cell, i) => cell.padEnd(widths[i] as number)).join('  ')}`.trimEnd())
}
