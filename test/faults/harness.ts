import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ROOT } from '../../worker/host/runtime.ts'
import { check, type Findings } from './checker.ts'
import { Killer, type Restarts } from './killer.ts'
import { type Course, type Load, type Scene, underLoad } from './load.ts'
import type { Violation } from './violations.ts'

export interface FaultOptions extends Load {
  /** How often the runtime is killed in the middle of the load. */
  readonly kills: number
  /** How many ballots must have been acknowledged before the run may end. */
  readonly acks: number
  /** An empty folder in which everything is left behind; without it the run leaves nothing. */
  readonly keep?: string
}

export const SHORT = { kills: 100, acks: 50_000, shards: 4 } as const
export const LONG = { kills: 1000, acks: 1_000_000, shards: 8 } as const

/** What the checker made of a run under load. */
export interface Judged extends Omit<Findings, 'violations'>, Readonly<Record<Violation, number>> {
  /** Nothing lost, nothing double, nothing else that must not be, and a tally that equals the recount. */
  readonly passed: boolean
  readonly acksPerSecond: number
  /** What the site logged, by the name of the event. */
  readonly events: Readonly<Record<string, number>>
  readonly seconds: number
  readonly seed: number
  readonly commit: string
}

export interface Verdict extends Judged {
  readonly kills: number
  readonly killsWhileStarting: number
  readonly restartMs: Restarts
}

/** Kills the site again and again while a crowd votes, and has the checker look at what is left. */
export async function runFault(options: FaultOptions): Promise<Verdict> {
  const { kills, acks, keep } = options
  const { judged, played } = await runLoad(options, scene => killing(scene, { kills, acks }), { keep })
  return { ...judged, kills, ...played }
}

async function killing(scene: Scene, wanted: { kills: number; acks: number }) {
  const killer = new Killer(scene)
  await killer.run(wanted)
  return { killsWhileStarting: killer.whileStarting, restartMs: killer.restarts() }
}

export interface Ran<Played> {
  readonly judged: Judged
  readonly played: Played
}

interface Leaves {
  readonly keep?: string | undefined
  /** Looks at the folder of the run once the site has ended, before it goes. */
  readonly inspect?: (folder: string) => void
  /** A folder of its own to run in, which whoever made it takes away again. */
  readonly folder?: string
  /** Faults in the log that this run brings about itself. */
  readonly expected?: (line: string) => boolean
}

/** Starts the site, lets a crowd vote while `play` does its worst, and has the checker look at what is left. */
export const runLoad = <Played>(load: Load, play: (scene: Scene) => Promise<Played>, leaves: Leaves = {}): Promise<Ran<Played>> =>
  judged(load.seed, leaves, folder => underLoad(folder, load, play))

/** Runs `course` in a folder of its own, and has the checker look at what is left in it. */
export async function judged<Played>(
  seed: number,
  { keep, inspect, folder: given, expected = () => false }: Leaves,
  course: (folder: string) => Promise<Course<Played>>,
): Promise<Ran<Played>> {
  const began = performance.now()
  const folder = given ?? (keep ? emptyFolder(resolve(keep)) : mkdtempSync(join(tmpdir(), 'mingping-fault-')))
  try {
    const { log, published, played, acksPerSecond } = await course(folder)
    const faults = log.faults.filter(line => !expected(line))
    const { violations, ...findings } = await check({ folder, published, faults })
    inspect?.(folder)
    const passed = findings.tallyEqualsRecount && Object.values(violations).every(count => count === 0)
    const seconds = Math.round((performance.now() - began) / 100) / 10
    const told = { passed, acksPerSecond, ...findings, ...violations, events: log.events, seconds, seed, commit: commit() }
    return { judged: told, played }
  } finally {
    if (!keep && !given) rmSync(folder, { recursive: true, force: true })
  }
}

/** What an earlier run left would be taken for a part of this one. */
function emptyFolder(path: string): string {
  mkdirSync(path, { recursive: true })
  if (readdirSync(path).length > 0) throw new Error(`${path} is not empty`)
  return path
}

export function commit(): string {
  try {
    const asked = ['describe', '--always', '--dirty', '--abbrev=12']
    return execFileSync('git', asked, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return 'unknown'
  }
}
