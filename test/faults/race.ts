import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Chance, chanceFrom } from '../../db/demo/chance.ts'
import { startSite } from '../../worker/host/runtime.ts'
import { Wire } from '../support/wire.ts'
import { check, HISTORY } from './checker.ts'
import { answerOf, requestOf } from './crowd.ts'
import { type Answer, HistoryFile, isSettled } from './history.ts'
import { settledTally } from './load.ts'
import { KEYS, openPoll, type Published, someChoices } from './poll.ts'
import { freePort } from './runtime.ts'
import { SiteLog } from './site-log.ts'
import type { Delivery } from './traffic.ts'
import { type Violation, violationsIn } from './violations.ts'
import { voterMaker } from './voters.ts'

/** What came of many posts of one voter at the same moment, once for every seed. */
export interface RaceVerdict {
  readonly passed: boolean
  readonly seeds: number
  readonly posts: number
  /** Ballots in the boxes: one for every seed. */
  readonly recorded: number
  /** How often each status was the last word. */
  readonly statuses: Readonly<Record<number, number>>
  readonly violations: readonly Violation[]
  readonly examples: readonly string[]
  readonly seconds: number
}

/** 2,000 posts of one voter at the same moment, fifty times. */
export const RACE = { seeds: 50, posts: 2000 } as const

const FEW_KEYS = 8

/**
 * Lets one voter post `posts` ballots at the same moment, each over a connection of its own, under a few keys and with
 * any choices; then another voter, `seeds` times. The checker of the fault run judges what came of it.
 */
export async function runRace({ seeds, posts }: { seeds: number; posts: number }): Promise<RaceVerdict> {
  const began = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'mingping-race-'))
  const log = new SiteLog(join(folder, 'site.log'))
  const port = await freePort()
  const state = join(folder, 'state')
  const site = await startSite({ state, host: '127.0.0.1', port, build: 'worker', vars: KEYS, onLog: line => log.add(line) })
  const history = new HistoryFile(join(folder, HISTORY))
  const statuses: Record<number, number> = {}
  let told: Published | null = null
  try {
    const nextVoter = await voterMaker({ siteKey: KEYS.SITE_KEY, campaign: await openPoll(site, 4) })
    const wires = await Promise.all(Array.from({ length: posts }, () => Wire.open(port)))
    for (let seed = 1; seed <= seeds; seed++) {
      const deliveries = mixed(chanceFrom(seed), nextVoter(), posts)
      const answers = await Promise.all(deliveries.map((delivery, i) => send(wires[i] as Wire, delivery, port)))
      answers.forEach((outcome, i) => {
        statuses[outcome.status] = (statuses[outcome.status] ?? 0) + 1
        const { voter, key, choices, kind } = deliveries[i] as Delivery
        if (isSettled(outcome)) history.add({ voter: voter.id, key, choices, kind, attempt: 1, outcome })
      })
    }
    for (const wire of wires) wire.close()
    told = await settledTally(site.origin, seeds)
  } finally {
    await site.stop()
    history.close()
  }
  const { violations, tallyEqualsRecount, recorded, examples } = await check({ folder, published: told, faults: log.faults })
  rmSync(folder, { recursive: true, force: true })
  const found = violationsIn(violations)
  const passed = found.length === 0 && tallyEqualsRecount && recorded === seeds
  const seconds = Math.round((performance.now() - began) / 1000)
  return { passed, seeds, posts, recorded, statuses, violations: found, examples, seconds }
}

/** The posts of one voter, who holds a few keys and cannot decide. */
function mixed(chance: Chance, voter: Delivery['voter'], posts: number): readonly Delivery[] {
  const keys = Array.from({ length: FEW_KEYS }, () => crypto.randomUUID())
  return Array.from({ length: posts }, () => {
    const key = chance.pick(keys)
    return { kind: 'second', voter, key, choices: someChoices(chance) }
  })
}

/** Sends until the site says more than "busy". Whoever posts this often is told to slow down, and that is an answer too. */
async function send(wire: Wire, delivery: Delivery, port: number): Promise<Answer> {
  for (;;) {
    const answer = answerOf(await wire.send(requestOf(delivery, port)))
    if (answer.status !== 503) return answer
    await pause(50)
  }
}
