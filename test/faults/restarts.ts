import { setTimeout as wait } from 'node:timers/promises'
import { asFound, type Fault, type FaultWishes, type Found } from './fault.ts'
import { runLoad } from './harness.ts'
import type { Scene } from './load.ts'
import { POINTS, type Point } from './planted/points.ts'
import { planted, withPlanted } from './planted.ts'

export const restarts: Fault = {
  id: 'F6',
  does: 'kills the site at twelve named points in the life of a ballot and its figures, a thousand times each',
  goal: 'whichever the point: nothing lost, nothing double, the tally equals the recount',
  run: wishes => withPlanted(build => played({ build, ...wishes })),
}

/** How long a point may take to be passed, in milliseconds; an alarm comes after ten seconds at the latest. */
const PATIENCE = 30_000
/** Points that every ballot passes; the others come with an alarm. */
const OFTEN: readonly Point[] = ['cast-arrived', 'commit-begins', 'first-row', 'before-commit', 'after-commit', 'before-answer']

async function played({ short, seed, build, times: wanted, onProgress }: FaultWishes): Promise<Found> {
  const points = short ? OFTEN : POINTS
  const times = wanted ?? (short ? 1 : 1000)
  const vars = { PLANTED_HURRY: '1' }
  const load = { shards: 4, seed, build, vars, onProgress, crowd: { connections: 32 } }
  const { judged, played } = await runLoad(load, scene => killedAt(scene, points, times))
  const found = asFound(judged)
  return {
    ...found,
    goals: {
      ...found.goals,
      'it was killed at every point as often as was asked': Object.values(played).every(n => n === times),
      'ballots that were on disk and not yet answered got their receipts': judged.recovered > 0,
    },
    figures: { ...found.figures, killedAt: played },
  }
}

async function killedAt(scene: Scene, points: readonly Point[], times: number): Promise<Readonly<Record<string, number>>> {
  const { runtime, crowd, chance, onProgress } = scene
  const done: Record<string, number> = Object.fromEntries(points.map(point => [point, 0]))
  // Our own start is quicker than the supervisor's, and there are thousands.
  await runtime.takeOver()
  for (let n = 0; n < times; n++) {
    for (const point of points) {
      // A point that every ballot passes is met at any of the next hundred.
      const nth = OFTEN.includes(point) ? chance.whole(1, 100) : 1
      if (await stands(scene, point, nth)) done[point] = (done[point] ?? 0) + 1
      const again = crowd.answeredAgain()
      await runtime.crash()
      await again
    }
    if (n % 10 === 9)
      onProgress(`${n + 1} of ${times} rounds over ${points.length} points, ${crowd.acknowledged} ballots acknowledged`)
  }
  return done
}

/**
 * Whether the process has come to stand at the point; it says so before it does. It may do so before it has even answered
 * that it will.
 */
async function stands({ log, runtime }: Scene, point: Point, nth: number): Promise<boolean> {
  const before = log.events.point ?? 0
  const there = new AbortController()
  void planted(runtime.port, `point/${point}/${nth}`, there.signal)
  try {
    for (let began = performance.now(); performance.now() - began < PATIENCE; await wait(1))
      if ((log.events.point ?? 0) > before) return true
    throw new Error(`the point ${point} was not passed within ${PATIENCE / 1000} s`)
  } finally {
    there.abort()
  }
}
