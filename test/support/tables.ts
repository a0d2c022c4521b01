import { env } from 'cloudflare:workers'

/** Every table of ours, with its rows as one text, so that two moments can be compared. */
export async function everyTable(beside: readonly string[] = []): Promise<ReadonlyMap<string, string>> {
  const { results } = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'd1_%' and name not like '_cf_%' and name not like 'search_%'",
  ).all<{ name: string }>()
  const names = results.map(({ name }) => name).filter(name => !beside.includes(name))
  const rows = await env.DB.batch(names.map(name => env.DB.prepare(`select * from "${name}"`)))
  return new Map(names.map((name, i) => [name, JSON.stringify(rows[i]?.results)]))
}

/** The tables whose rows differ. */
export const differing = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] =>
  [...after].filter(([name, rows]) => before.get(name) !== rows).map(([name]) => name)
