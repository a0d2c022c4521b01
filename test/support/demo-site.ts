import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DemoAccount, loadDemo } from '../../db/demo/load.ts'
import { operator } from '../../db/demo/site.ts'
import { type Site, startSite } from '../../worker/host/runtime.ts'

export interface DemoRun {
  readonly origin: string
  readonly siteKey: string
  readonly operatorKey: string
  readonly accounts: readonly DemoAccount[]
  readonly faults: readonly string[]
  readonly site: Site
  readonly state: string
  /** Moves the site's clock on by so many milliseconds: what a test would otherwise wait for. */
  later(ms: number): Promise<void>
  /** Stops the site and leaves its state on disk. */
  halt(): Promise<void>
  stop(): Promise<void>
}

const ACCOUNTS: readonly DemoAccount[] = [
  { login: 'zuzhi', name: '演示组织者', role: 'organizer', password: 'demo-password-1' },
  { login: 'pingshen', name: '演示评审', role: 'reviewer', password: 'demo-password-2' },
  { login: 'shenji', name: '演示审计', role: 'auditor', password: 'demo-password-3' },
  { login: 'guanli', name: '演示管理员', role: 'administrator', password: 'demo-password-4' },
]

/** Names a state folder into which the demo was loaded already (test/support/loaded-demo.ts); every site starts on a copy. */
export const LOADED_DEMO = 'MINGPING_LOADED_DEMO'

/** The built site with the demo on a free port, its state in a temporary folder. */
export async function startDemo(vars: Readonly<Record<string, string>> = {}): Promise<DemoRun> {
  const state = mkdtempSync(join(tmpdir(), 'mingping-'))
  const loaded = process.env[LOADED_DEMO]
  if (loaded) cpSync(loaded, state, { recursive: true })
  const [siteKey, operatorKey] = ['a site key for tests of 32 signs or more', 'an operator key for tests, 32 or more']
  const faults: string[] = []
  const onLog = (line: string) => {
    if (line.includes('"fault"')) faults.push(line)
  }
  const site = await startSite({
    state,
    host: '127.0.0.1',
    port: 0,
    build: 'local',
    vars: { SITE_KEY: siteKey, OPERATOR_KEY: operatorKey, SITE_NAME: '明评', MEMO_MS: '500', ...vars },
    onLog,
  })
  const demo = { origin: site.origin, operatorKey, siteKey, say: () => undefined }
  if (!loaded) await loadDemo(demo, ACCOUNTS, { ballots: 40, codesPerBranch: 4, likes: 20 })
  let skew = 0
  const later = async (ms: number) => {
    skew += ms
    await operator(demo, `clock/${skew}`, { method: 'POST' })
  }
  let halted: Promise<void> | undefined
  const halt = () => {
    halted ??= site.stop()
    return halted
  }
  const stop = async () => {
    await halt()
    rmSync(state, { recursive: true, force: true })
  }
  return { origin: site.origin, siteKey, operatorKey, accounts: ACCOUNTS, faults, site, state, later, halt, stop }
}
