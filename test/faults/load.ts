import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chanceFrom } from '../../db/demo/chance.ts'
import { HISTORY } from './checker.ts'
import { Crowd } from './crowd.ts'
import type { FaultOptions } from './harness.ts'
import { HistoryFile } from './history.ts'
import { Killer, type Restarts } from './killer.ts'
import { KEYS, openPoll, type Published, published } from './poll.ts'
import { Runtime } from './runtime.ts'
import { SiteLog } from './site-log.ts'
import { Traffic } from './traffic.ts'
import { voterMaker } from './voters.ts'

/** How a run went, before anybody has looked into the boxes. */
export interface Course {
  readonly killsWhileStarting: number
  readonly restartMs: Restarts
  readonly acksPerSecond: number
  readonly published: Published | null
  readonly log: SiteLog
}

const CONNECTIONS = 64
/** How long nothing at all may be answered, in milliseconds. */
const SILENCE = 60_000
/** How long the tally may stand still before it is taken as it is: longer than a box waits before it tells its figures. */
const STANDSTILL = 16_000

/** Starts the site, lets a crowd vote while it is killed again and again, waits for the tally, and stops the site. */
export async function underLoad(folder: string, options: FaultOptions): Promise<Course> {
  const log = new SiteLog(join(folder, 'site.log'))
  const runtime = await Runtime.start({ folder, build: options.build ?? 'worker', vars: KEYS, onLog: line => log.add(line) })
  const history = new HistoryFile(join(folder, HISTORY))
  try {
    return { log, ...(await vote(runtime, history, options)) }
  } finally {
    await runtime.stop()
    history.close()
  }
}

async function vote(runtime: Runtime, history: HistoryFile, options: FaultOptions): Promise<Omit<Course, 'log'>> {
  const { kills, acks, shards, seed, onProgress = () => {} } = options
  const campaign = await openPoll(runtime.site, shards)
  const chance = chanceFrom(seed)
  const traffic = new Traffic(chance, await voterMaker({ siteKey: KEYS.SITE_KEY, campaign }))
  const end = new AbortController()
  const crowd = new Crowd({ port: runtime.port, connections: CONNECTIONS, traffic, history, over: end.signal })
  const killer = new Killer({ runtime, crowd, chance, onProgress, over: end.signal })
  const began = performance.now()
  try {
    const voting = crowd.run()
    const trouble = Promise.race([silence(crowd), runtime.failure])
    await Promise.race([killer.run({ kills, acks }), voting, trouble])
    traffic.end()
    await Promise.race([voting, trouble])
  } finally {
    end.abort()
  }
  const acksPerSecond = Math.round(crowd.acknowledged / ((performance.now() - began) / 1000))
  onProgress(`the last of ${crowd.acknowledged} ballots is acknowledged; waiting for the tally`)
  const told = await settledTally(runtime.site.origin, crowd.acknowledged)
  return { killsWhileStarting: killer.whileStarting, restartMs: killer.restarts(), acksPerSecond, published: told }
}

/** Rejects when the site has answered nothing for too long. */
async function silence(crowd: Crowd): Promise<never> {
  while (crowd.silence < SILENCE) await pause(1000, undefined, { ref: false })
  throw new Error(`the site has answered nothing for ${SILENCE / 1000} s`)
}

/** The public figures once they speak of as many ballots as were acknowledged, or as they are when they move no more. */
export async function settledTally(origin: string, acknowledged: number): Promise<Published | null> {
  let before = -1
  for (let moved = performance.now(); ; await pause(250)) {
    const told = await published(origin)
    const received = told?.ballots ?? 0
    if (received === acknowledged || performance.now() - moved > STANDSTILL) return told
    if (received !== before) moved = performance.now()
    before = received
  }
}
