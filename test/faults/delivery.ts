import { BadNetwork } from './bad-network.ts'
import { pagesThrough } from './delivery-pages.ts'
import { asFound, type Fault, type FaultWishes, type Found, quantile, together } from './fault.ts'
import { judged } from './harness.ts'
import { onStage, type Stage } from './load.ts'
import { type Session, session } from './session.ts'

/** The longest delay of the plan, in milliseconds; everything is played faster by the same factor. */
const LONGEST = 30_000

export const delivery: Fault = {
  id: 'F2',
  does: 'delivers a fifth of the requests twice, holds some back for up to 30 s and out of order, loses 5 % of the answers',
  goal: 'every session reaches an end under its one key, with one receipt for each key',
  async run(wishes) {
    const { short } = wishes
    const sessions = await protocol(wishes, short ? { sessions: 400, haste: 12 } : { sessions: 10_000, haste: 10 })
    return short ? sessions : together(sessions, await pagesThrough(wishes))
  },
}

/** Sessions that keep the page's protocol, many at once. */
async function protocol(
  { seed, build, onProgress }: FaultWishes,
  { sessions, haste }: { sessions: number; haste: number },
): Promise<Found> {
  const ran = await judged(seed, {}, folder =>
    onStage(folder, { shards: 4, seed, build, onProgress }, stage => through(stage, sessions, haste)),
  )
  const { ends, network } = ran.played
  const found = asFound(ran.judged)
  const attempts = ends.map(one => one.attempts)
  return {
    ...found,
    goals: { ...found.goals, 'every session has reached an end': ends.every(({ end }) => end !== null) },
    figures: {
      ...found.figures,
      sessions: ends.length,
      faster: haste,
      network: { ...network },
      attempts: { median: quantile(attempts, 0.5), p99: quantile(attempts, 0.99), most: Math.max(...attempts) },
      pressedAgain: ends.filter(({ presses }) => presses > 1).length,
    },
  }
}

const AT_ONCE = 40

async function through({ runtime, traffic, history, chance }: Stage, sessions: number, haste: number) {
  const network = new BadNetwork(chance, { repeats: 0.2, drops: 0.05, delays: 0.1, longest: LONGEST / haste })
  const port = await network.listen(runtime.port)
  const ends: Session[] = []
  let acknowledged = 0
  let begun = 0
  const one = async () => {
    while (begun < sessions || !traffic.ended) {
      begun += 1
      if (begun >= sessions) traffic.end()
      const next = traffic.next()
      if (!next) return
      const ended = await session(next, { port, history, haste })
      if (ended.end?.receipt && !next.voter.acknowledged) acknowledged += 1
      next.voter.acknowledged ||= ended.end?.receipt !== undefined
      ends.push(ended)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  await network.close()
  return { acknowledged, played: { ends, network: network.done } }
}
