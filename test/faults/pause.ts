import { setTimeout as wait } from 'node:timers/promises'
import { asFound, type Fault, quantile } from './fault.ts'
import { runLoad } from './harness.ts'
import type { Scene } from './load.ts'

/** How long a client waits before it gives a connection up and asks again; in the long form as long as the page does. */
const PATIENCE = { short: 600, long: 10_000 }
/** How soon a waiting ballot must have its answer once the runtime goes on, in milliseconds. */
const RECOVERED = 2000

export const pause: Fault = {
  id: 'F3',
  does: 'stops the runtime with SIGSTOP for one to twenty seconds in mid-load, while clients lose patience and ask again',
  goal: 'no timeout becomes a second vote; p99 of what was waiting is answered within 2 s of going on',
  async run({ short, seed, build, onProgress }) {
    const waited: number[] = []
    const watch: Watch = { since: null, waited }
    const patience = short ? PATIENCE.short : PATIENCE.long
    const crowd = { patience, onAnswer: (ms: number) => heard(watch, ms) }
    const { judged, played } = await runLoad({ shards: 4, seed, build, onProgress, crowd }, scene =>
      pausing(scene, watch, short ? { pauses: 3, longest: 1200 } : { pauses: 20, longest: 20_000 }),
    )
    const found = asFound(judged)
    const p99 = quantile(waited, 0.99)
    return {
      ...found,
      goals: {
        ...found.goals,
        [`p99 of the ballots that waited is answered ${RECOVERED / 1000} s after going on`]: waited.length > 0 && p99 < RECOVERED,
        'clients lost patience and asked again': judged.ambiguous > 0 && judged.recovered > 0,
      },
      figures: {
        ...found.figures,
        pausesMs: played,
        patience,
        waitedBallots: waited.length,
        afterGoingOnMs: { p50: quantile(waited, 0.5), p99, most: Math.round(Math.max(0, ...waited)) },
      },
    }
  },
}

interface Watch {
  /** When the runtime went on, as long as answers to what was sent before it come. */
  since: number | null
  readonly waited: number[]
}

/** An answer to a request that was first sent while the runtime stood still, or before. */
function heard({ since, waited }: Watch, ms: number): void {
  if (since === null) return
  const now = performance.now()
  if (now - ms < since) waited.push(now - since)
}

async function pausing(
  { runtime, chance, onProgress, crowd }: Scene,
  watch: Watch,
  { pauses, longest }: { pauses: number; longest: number },
): Promise<readonly number[]> {
  const lengths: number[] = []
  for (let n = 1; n <= pauses; n++) {
    await wait(300 + chance.next() * 400)
    watch.since = null
    const length = Math.round(Math.min(1000, longest) + chance.next() * (longest - Math.min(1000, longest)))
    runtime.freeze()
    await wait(length)
    watch.since = performance.now()
    runtime.thaw()
    lengths.push(length)
    onProgress(`${n} of ${pauses} pauses, ${crowd.acknowledged} ballots acknowledged`)
    await wait(500)
  }
  await wait(500)
  return lengths
}
