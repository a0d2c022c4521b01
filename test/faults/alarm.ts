import { setTimeout as pause } from 'node:timers/promises'
import { asFound, type Fault, type FaultWishes, type Figure, type Found } from './fault.ts'
import { runLoad } from './harness.ts'
import type { Scene } from './load.ts'
import { planted, withPlanted } from './planted.ts'
import { published } from './poll.ts'

/** The platform repeats an alarm that throws six times, and waits longer each time. */
const THROWS = 7
const SHARDS = 2
/** After this many seconds a box has told its figures, if its alarm works. */
const TELLING = 5

export const alarm: Fault = {
  id: 'F7',
  does: 'has the alarms of the boxes throw until the platform gives them up',
  goal: 'the next start arms them again, and in the end every ballot is told, none twice',
  run: wishes => withPlanted(build => played({ build, ...wishes })),
}

async function played({ short, seed, build, onProgress }: FaultWishes): Promise<Found> {
  const vars = { MEMO_MS: '0' }
  const { judged, played: seen } = await runLoad({ shards: SHARDS, seed, build, vars, onProgress }, scene =>
    short ? givenUp(scene, 1500) : exhausted(scene, 10_000),
  )
  const found = asFound(judged)
  return {
    ...found,
    goals: {
      ...found.goals,
      'ballots were waiting to be told while the alarms failed': seen.untold > 0,
      'a box that lost its alarm and lives on is asked for its figures': short || seen.foundAfterSeconds !== null,
    },
    figures: { ...found.figures, ...seen },
  }
}

interface Seen extends Readonly<Record<string, Figure>> {
  /** The most that waited at once. */
  readonly untold: number
  /** How long the board took to learn of them without a restart; null when it had not within the time. */
  readonly foundAfterSeconds: number | null
}

const ballotsTold = async ({ runtime }: Scene): Promise<number> => (await published(runtime.site.origin))?.ballots ?? 0

/** The alarms are gone, as if the platform had given them up, and then the site is killed. */
async function givenUp(scene: Scene, ballots: number): Promise<Seen> {
  const { runtime, crowd } = scene
  await planted(runtime.port, `alarms/gone/${1000}`)
  const before = await ballotsTold(scene)
  while (crowd.acknowledged < ballots) await pause(20)
  // Longer than a box waits before it tells its figures.
  await pause(3500)
  const untold = crowd.acknowledged - Math.max(before, await ballotsTold(scene))
  await runtime.crash()
  await crowd.answeredAgain()
  return { untold, foundAfterSeconds: null }
}

/** The alarms throw for as long as the platform tries, which is two minutes; the site lives on, and is killed later. */
async function exhausted(scene: Scene, ballots: number): Promise<Seen> {
  const { runtime, crowd, log, onProgress, traffic } = scene
  while (crowd.acknowledged < ballots * 0.8) await pause(50)
  await planted(runtime.port, `alarms/throws/${THROWS * SHARDS}`)
  while (crowd.acknowledged < ballots) await pause(50)
  // Whoever votes from now on would wake nothing: the boxes believe that their alarm is set.
  traffic.end()
  let untold = 0
  for (let waited = 0; waited < 240 && (log.events['planted-alarm'] ?? 0) < THROWS * SHARDS; waited++) {
    // Later than an alarm that does not fail would have told; and as it goes, for the board asks boxes that are silent, and
    // may do so before the last alarm has thrown.
    if (waited >= TELLING) untold = Math.max(untold, crowd.acknowledged - (await ballotsTold(scene)))
    await pause(1000)
    if (waited % 15 === 0) onProgress(`${log.events['planted-alarm'] ?? 0} of ${THROWS * SHARDS} alarms have thrown`)
  }
  const threw = log.events['planted-alarm'] ?? 0
  const began = performance.now()
  while ((await ballotsTold(scene)) < crowd.acknowledged && performance.now() - began < 150_000) await pause(1000)
  const found = (await ballotsTold(scene)) >= crowd.acknowledged
  const foundAfterSeconds = found ? Math.round((performance.now() - began) / 1000) : null
  await runtime.crash()
  return { untold, foundAfterSeconds, threw }
}
