import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { asFound, type Fault, type FaultWishes, type Found, quantile } from './fault.ts'
import { runLoad } from './harness.ts'
import type { Scene } from './load.ts'

/** Requests a second: one in ten asks for the same again, and timers come late, so that at least `VOTES` ballots are accepted. */
const PACE = 250
const VOTES = 200
/** What must not grow. */
const P99_GROWTH = 1.2
/** Bytes of memory that a ballot may leave behind: a row is on disk, and the process forgets it. */
const BYTES_PER_BALLOT = 300
/** SQLite folds its journal back from four megabytes on; beyond this somebody keeps it open. */
const MOST_WAL = 32 * 1024 * 1024

export const soak: Fault = {
  id: 'F14',
  does: 'votes at 200 ballots a second for ten minutes',
  goal: 'memory does not grow with the ballots, p99 of the last third within 20 % of the first, journals bounded',
  run: played,
}

interface Sample {
  readonly at: number
  readonly rss: number
  readonly wal: number
  readonly acknowledged: number
}

async function played({ short, seed, build, onProgress }: FaultWishes): Promise<Found> {
  const minutes = short ? 0.1 : 10
  const latencies: { at: number; ms: number }[] = []
  const began = performance.now()
  const crowd = { connections: 16, pace: PACE, onAnswer: (ms: number) => latencies.push({ at: performance.now() - began, ms }) }
  let samples: readonly Sample[] = []
  const { judged } = await runLoad({ shards: 2, seed, build, onProgress, crowd }, async scene => {
    samples = await watched(scene, minutes * 60_000)
  })
  const found = asFound(judged)
  const [from, until] = [samples[0]?.at ?? 0, samples.at(-1)?.at ?? 0]
  const thirds = [0, 1, 2].map(third => {
    const [a, b] = [from + ((until - from) * third) / 3, from + ((until - from) * (third + 1)) / 3]
    return quantile(
      latencies.filter(({ at }) => at >= a && at < b).map(({ ms }) => ms),
      0.99,
    )
  })
  const [first = 0, , last = 0] = thirds
  // The first minute or some fills caches and the heap's own room.
  const settled = samples.slice(Math.ceil(samples.length / 3))
  const perBallot = slope(settled.map(({ acknowledged, rss }) => [acknowledged, rss]))
  const wal = Math.max(0, ...samples.map(one => one.wal))
  const seconds = (until - from) / 1000
  const perSecond = ((samples.at(-1)?.acknowledged ?? 0) - (samples[0]?.acknowledged ?? 0)) / Math.max(1, seconds)
  const goals = {
    [`${VOTES} ballots a second were accepted`]: perSecond >= VOTES,
    'p99 of the last third is within 20 % of the first': last <= first * P99_GROWTH,
    [`memory grows by less than ${BYTES_PER_BALLOT} bytes for each ballot`]: perBallot < BYTES_PER_BALLOT,
    'the journals stay bounded': wal > 0 && wal < MOST_WAL,
  }
  return {
    ...found,
    // In some seconds there is nothing to see of growth.
    goals: short ? found.goals : { ...found.goals, ...goals },
    figures: {
      ...found.figures,
      minutes,
      perSecond: Math.round(perSecond),
      p99Thirds: thirds,
      rssMiB: [samples[0], samples[Math.floor(samples.length / 2)], samples.at(-1)].map(one => mib(one?.rss ?? 0)),
      bytesPerBallot: Math.round(perBallot),
      mostWalMiB: mib(wal),
    },
  }
}

const mib = (bytes: number): number => Math.round((bytes / 1024 / 1024) * 10) / 10

async function watched({ runtime, crowd, onProgress }: Scene, ms: number): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  const began = performance.now()
  for (let n = 0; performance.now() - began < ms; n++) {
    await wait(Math.min(2000, ms / 10))
    samples.push({
      at: performance.now() - began,
      rss: residentOf(runtime.pid),
      wal: journals(join(runtime.folder, 'state')),
      acknowledged: crowd.acknowledged,
    })
    if (n % 15 === 14) onProgress(`${crowd.acknowledged} ballots, ${mib(samples.at(-1)?.rss ?? 0)} MiB`)
  }
  return samples
}

const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024

/** Bytes of all journals under this folder. */
function journals(folder: string): number {
  let sum = 0
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('-wal')) sum += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0
  return sum
}

/** Of the straight line through these points. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const n = points.length || 1
  const [mx, my] = [points.reduce((sum, [x]) => sum + x, 0) / n, points.reduce((sum, [, y]) => sum + y, 0) / n]
  const above = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0)
  const below = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
  return below === 0 ? 0 : above / below
}
