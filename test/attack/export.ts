import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ndjson } from './scorer.ts'
import type { World } from './world.ts'

/** Writes a world for `npm run score` or any other scorer: the ballots, and apart from them what each truly is. */
export function exportWorld({ plan, lines }: World, folder: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'ballots.ndjson'), ndjson(lines.map(({ line }) => line)))
  const labels = lines.map(({ line, label, regime, target }) => ({ id: line.id, label, regime, target }))
  writeFileSync(join(folder, 'labels.ndjson'), ndjson(labels))
  writeFileSync(join(folder, 'plan.json'), `${JSON.stringify(plan, null, 2)}\n`)
}
