import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ROOT, type SiteOptions } from '../../worker/host/runtime.ts'
import { check, type Findings } from './checker.ts'
import type { Restarts } from './killer.ts'
import { underLoad } from './load.ts'
import type { Violation } from './violations.ts'

export interface FaultOptions {
  /** How often the runtime is killed in the middle of the load. */
  readonly kills: number
  /** How many ballots must have been acknowledged before the run may end. */
  readonly acks: number
  /** Boxes: a power of two. */
  readonly shards: number
  readonly seed: number
  /** What is put under load; the Worker as it is deployed unless a mutant is given. */
  readonly build?: SiteOptions['build']
  /** An empty folder in which everything is left behind; without it the run leaves nothing. */
  readonly keep?: string
  readonly onProgress?: (line: string) => void
}

export const SHORT = { kills: 100, acks: 50_000, shards: 4 } as const
export const LONG = { kills: 1000, acks: 1_000_000, shards: 8 } as const

export interface Verdict extends Omit<Findings, 'violations'>, Readonly<Record<Violation, number>> {
  /** Nothing lost, nothing double, nothing else that must not be, and a tally that equals the recount. */
  readonly passed: boolean
  readonly kills: number
  readonly killsWhileStarting: number
  readonly restartMs: Restarts
  readonly acksPerSecond: number
  /** What the site logged, by the name of the event. */
  readonly events: Readonly<Record<string, number>>
  readonly seconds: number
  readonly seed: number
  readonly commit: string
}

/** Starts the site, lets a crowd vote, kills it again and again, and has the checker look at what is left. */
export async function runFault(options: FaultOptions): Promise<Verdict> {
  const began = performance.now()
  const folder = options.keep ? emptyFolder(resolve(options.keep)) : mkdtempSync(join(tmpdir(), 'mingping-fault-'))
  try {
    const { log, published, ...course } = await underLoad(folder, options)
    const { violations, ...findings } = await check({ folder, published, faults: log.faults })
    const passed = findings.tallyEqualsRecount && Object.values(violations).every(count => count === 0)
    const { kills, seed } = options
    const seconds = Math.round((performance.now() - began) / 100) / 10
    return { passed, kills, ...course, ...findings, ...violations, events: log.events, seconds, seed, commit: commit() }
  } finally {
    if (!options.keep) rmSync(folder, { recursive: true, force: true })
  }
}

/** What an earlier run left would be taken for a part of this one. */
function emptyFolder(path: string): string {
  mkdirSync(path, { recursive: true })
  if (readdirSync(path).length > 0) throw new Error(`${path} is not empty`)
  return path
}

function commit(): string {
  try {
    const asked = ['describe', '--always', '--dirty', '--abbrev=12']
    return execFileSync('git', asked, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return 'unknown'
  }
}
