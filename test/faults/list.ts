import { alarm } from './alarm.ts'
import { bitFlips } from './bit-flips.ts'
import { clock } from './clock.ts'
import { database } from './database.ts'
import { delivery } from './delivery.ts'
import { deploy } from './deploy.ts'
import { disk } from './disk.ts'
import type { Fault, FaultWishes, Found } from './fault.ts'
import { commit } from './harness.ts'
import { pause } from './pause.ts'
import { putBack } from './put-back.ts'
import { restarts } from './restarts.ts'
import { soak } from './soak.ts'
import { turnstile } from './turnstile.ts'
import { wechat } from './wechat.ts'

/** Every fault by its name, in the order of the plan. */
export const FAULTS = {
  delivery,
  pause,
  clock,
  disk,
  restarts,
  alarm,
  database,
  turnstile,
  wechat,
  'put-back': putBack,
  'bit-flips': bitFlips,
  deploy,
  soak,
} as const satisfies Readonly<Record<string, Fault>>

export type FaultName = keyof typeof FAULTS

export interface FaultReport extends Found {
  readonly name: FaultName
  readonly passed: boolean
  readonly short: boolean
  readonly seconds: number
  readonly seed: number
  readonly commit: string
}

export const isFault = (name: string): name is FaultName => name in FAULTS

/** Plays one fault. Throws `CannotPlay` where this machine does not let it be played. */
export async function playFault(name: FaultName, wishes: FaultWishes): Promise<FaultReport> {
  const began = performance.now()
  const found = await FAULTS[name].run(wishes)
  const seconds = Math.round((performance.now() - began) / 100) / 10
  const passed = Object.values(found.goals).every(Boolean)
  return { name, passed, short: wishes.short, ...found, seconds, seed: wishes.seed, commit: commit() }
}

export function printFault({ name, goals, figures, examples = [], passed, seconds, seed }: FaultReport): void {
  const { id, does } = FAULTS[name]
  console.log(`${id} ${name}: ${does}; ${seconds} s, seed ${seed}`)
  for (const [goal, reached] of Object.entries(goals)) console.log(`  ${reached ? 'yes' : 'NO '}  ${goal}`)
  for (const [figure, value] of Object.entries(figures))
    console.log(`       ${figure}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
  for (const example of examples) console.log(`       ${example}`)
  if (!passed) console.log(`FAILED: ${name}`)
}

export function printList(): void {
  console.log('     kill: SIGKILL in mid-load, again and again (without a name)')
  for (const [name, { id, does, goal }] of Object.entries(FAULTS))
    console.log(`${id.padEnd(4)} ${name}: ${does}\n     goal: ${goal}`)
}
