import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Chance, chanceFrom } from '../../db/demo/chance.ts'
import type { SiteOptions } from '../../worker/host/runtime.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { HISTORY } from './checker.ts'
import { Crowd, type CrowdOptions } from './crowd.ts'
import { HistoryFile } from './history.ts'
import { KEYS, openPoll, type PollWishes, type Published, published } from './poll.ts'
import { Runtime } from './runtime.ts'
import { SiteLog } from './site-log.ts'
import { Traffic } from './traffic.ts'
import { type VoterWishes, voterMaker } from './voters.ts'

/** A site, its poll, and the crowd that votes in it. */
export interface Load {
  /** Boxes: a power of two. */
  readonly shards: number
  readonly seed: number
  /** What is put under load; the Worker as it is deployed unless something else is given. */
  readonly build?: SiteOptions['build'] | undefined
  /** Settings of the site beside its keys. */
  readonly vars?: SiteOptions['vars']
  readonly poll?: PollWishes
  readonly voters?: VoterWishes
  readonly crowd?: Partial<Pick<CrowdOptions, 'connections' | 'patience' | 'onAnswer'>>
  readonly onProgress?: ((line: string) => void) | undefined
}

/** What a fault is played on: everything is running, and the crowd is voting. */
export interface Scene {
  readonly runtime: Runtime
  readonly crowd: Crowd
  readonly campaign: CampaignId
  readonly chance: Chance
  readonly log: SiteLog
  readonly onProgress: (line: string) => void
  readonly over: AbortSignal
}

/** How a run went, before anybody has looked into the boxes. */
export interface Course<Played> {
  readonly played: Played
  readonly acksPerSecond: number
  readonly published: Published | null
  readonly log: SiteLog
}

const CONNECTIONS = 64
/** How long nothing at all may be answered, in milliseconds. */
const SILENCE = 60_000
/** How long the tally may stand still before it is taken as it is: longer than a box waits before it tells its figures. */
const STANDSTILL = 16_000

/**
 * Starts the site and lets a crowd vote; plays the fault meanwhile, and when that has ended, lets everything be
 * answered, waits for the tally, and stops the site.
 */
export async function underLoad<Played>(
  folder: string,
  load: Load,
  play: (scene: Scene) => Promise<Played>,
): Promise<Course<Played>> {
  const log = new SiteLog(join(folder, 'site.log'))
  const { build = 'worker', vars } = load
  const runtime = await Runtime.start({ folder, build, vars: { ...KEYS, ...vars }, onLog: line => log.add(line) })
  const history = new HistoryFile(join(folder, HISTORY))
  try {
    return { log, ...(await vote({ runtime, history, log }, load, play)) }
  } finally {
    await runtime.stop()
    history.close()
  }
}

interface Stage {
  readonly runtime: Runtime
  readonly history: HistoryFile
  readonly log: SiteLog
}

async function vote<Played>(
  { runtime, history, log }: Stage,
  { shards, seed, poll, voters, crowd: wishes, onProgress = () => {} }: Load,
  play: (scene: Scene) => Promise<Played>,
): Promise<Omit<Course<Played>, 'log'>> {
  const campaign = await openPoll(runtime.site, shards, poll)
  const chance = chanceFrom(seed)
  const traffic = new Traffic(chance, await voterMaker({ siteKey: KEYS.SITE_KEY, campaign }, voters))
  const end = new AbortController()
  const over = end.signal
  const crowd = new Crowd({ port: runtime.port, connections: CONNECTIONS, traffic, history, over, ...wishes })
  const began = performance.now()
  try {
    const voting = crowd.run()
    const trouble = Promise.race([silence(crowd), runtime.failure])
    const playing = play({ runtime, crowd, campaign, chance, log, onProgress, over })
    // The crowd goes on until it is told; if it ends before, it has failed.
    const played = await Promise.race([playing, voting.then(() => playing), trouble])
    traffic.end()
    await Promise.race([voting, trouble])
    const acksPerSecond = Math.round(crowd.acknowledged / ((performance.now() - began) / 1000))
    onProgress(`the last of ${crowd.acknowledged} ballots is acknowledged; waiting for the tally`)
    const told = await settledTally(runtime.site.origin, crowd.acknowledged)
    return { played, acksPerSecond, published: told }
  } finally {
    end.abort()
  }
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
