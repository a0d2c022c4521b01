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
  /** Folder of other migrations than those of this release. */
  readonly migrations?: string
  /** Settings of the site beside its keys. */
  readonly vars?: SiteOptions['vars']
  readonly poll?: PollWishes
  readonly voters?: VoterWishes
  readonly crowd?: Partial<Pick<CrowdOptions, 'connections' | 'pace' | 'patience' | 'onAnswer' | 'onOutcome'>>
  readonly onProgress?: ((line: string) => void) | undefined
}

/** A site with an open poll. */
export interface Stage {
  readonly runtime: Runtime
  readonly campaign: CampaignId
  readonly chance: Chance
  /** The requests that there are to be sent, endless until it is told to end. */
  readonly traffic: Traffic
  readonly history: HistoryFile
  readonly log: SiteLog
  readonly onProgress: (line: string) => void
}

/** What a fault is played on: everything is running, and the crowd is voting. */
export interface Scene extends Stage {
  readonly crowd: Crowd
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
const STANDSTILL = 21_000

/**
 * Starts the site and opens the poll; has `play` send all there is to send and say how many ballots were acknowledged;
 * then waits for the tally, and stops the site.
 */
export async function onStage<Played>(
  folder: string,
  { build = 'worker', migrations, vars, shards, seed, poll, voters, onProgress = () => {} }: Load,
  play: (stage: Stage) => Promise<{ readonly acknowledged: number; readonly played: Played }>,
): Promise<Course<Played>> {
  const log = new SiteLog(join(folder, 'site.log'))
  const onLog = (line: string) => log.add(line)
  const runtime = await Runtime.start({ folder, build, migrations, vars: { ...KEYS, ...vars }, onLog })
  const history = new HistoryFile(join(folder, HISTORY))
  try {
    const campaign = await openPoll(runtime.site, shards, poll)
    const chance = chanceFrom(seed)
    const traffic = new Traffic(chance, await voterMaker({ siteKey: KEYS.SITE_KEY, campaign }, voters))
    const began = performance.now()
    const { acknowledged, played } = await play({ runtime, campaign, chance, traffic, history, log, onProgress })
    const acksPerSecond = Math.round(acknowledged / ((performance.now() - began) / 1000))
    onProgress(`the last of ${acknowledged} ballots is acknowledged; waiting for the tally`)
    return { log, played, acksPerSecond, published: await settledTally(runtime.site.origin, acknowledged) }
  } finally {
    await runtime.stop()
    history.close()
  }
}

/** The same with a crowd that votes while the fault is played, and afterwards until everything has been answered. */
export function underLoad<Played>(folder: string, load: Load, play: (scene: Scene) => Promise<Played>): Promise<Course<Played>> {
  return onStage(folder, load, async stage => {
    const { runtime, traffic, history } = stage
    const end = new AbortController()
    const over = end.signal
    const crowd = new Crowd({ port: runtime.port, connections: CONNECTIONS, traffic, history, over, ...load.crowd })
    try {
      const voting = crowd.run()
      const trouble = Promise.race([silence(crowd), runtime.failure])
      const playing = play({ ...stage, crowd, over })
      const played = await Promise.race([playing, voting.then(() => playing), trouble])
      traffic.end()
      await Promise.race([voting, trouble])
      return { acknowledged: crowd.acknowledged, played }
    } finally {
      end.abort()
    }
  })
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
    // It may be starting again just now.
    const told = await published(origin).catch(() => null)
    const received = told?.ballots ?? 0
    if (received === acknowledged || performance.now() - moved > STANDSTILL) return told
    if (received !== before) moved = performance.now()
    before = received
  }
}
