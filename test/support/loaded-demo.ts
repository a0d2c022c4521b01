import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromiumPath } from './chromium.ts'
import { LOADED_DEMO, startDemo } from './demo-site.ts'

/**
 * Loads the demo once for all browser tests: each of them begins with a copy of what it left on disk. Before that it sees
 * to the browser: files that ran side by side would lock each other out of its installation, or start half of it.
 */
export async function setup(): Promise<() => void> {
  chromiumPath()
  const kept = mkdtempSync(join(tmpdir(), 'mingping-demo-'))
  const demo = await startDemo()
  await demo.halt()
  cpSync(demo.state, kept, { recursive: true })
  await demo.stop()
  process.env[LOADED_DEMO] = kept
  return () => rmSync(kept, { recursive: true, force: true })
}
