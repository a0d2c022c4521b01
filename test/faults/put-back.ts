import { cpSync } from 'node:fs'
import type { Fault, Found } from './fault.ts'
import { boxPaths, castMany, headSizes, inFolder, seconds, troublesOn, whileRunning } from './kept-site.ts'
import { openPoll } from './poll.ts'

/** Enough for a head at once. */
const BALLOTS = 300

export const putBack: Fault = {
  id: 'F11',
  does: 'puts the file of a ballot box back to an earlier state, as a backup would',
  goal: 'nothing is signed that does not continue what was signed; everybody is told, and by how much',
  run: () => inFolder('put-back', played),
}

async function played(state: string, aside: string): Promise<Found> {
  const campaign = await whileRunning(state, async site => {
    const id = await openPoll(site, 1)
    await castMany(site, id, BALLOTS)
    await seconds(30, async () => (await headSizes(site, 1))[0] === BALLOTS + 1)
    return id
  })
  const box = boxPaths(state).get(0) ?? ''
  cpSync(box, aside)
  const signed = await whileRunning(state, async site => {
    await castMany(site, campaign, BALLOTS)
    await seconds(30, async () => (await headSizes(site, 1))[0] === 2 * BALLOTS + 1)
    return (await headSizes(site, 1))[0] ?? 0
  })
  boxPaths(state)
  cpSync(aside, box)
  return whileRunning(state, async site => {
    // A new history, of other voters, as long as the lost one.
    await castMany(site, campaign, BALLOTS)
    const toldAfter = await seconds(90, async () => (await troublesOn(site)).length > 0)
    const says = await troublesOn(site)
    const [after = 0] = await headSizes(site, 1)
    return {
      goals: {
        'the head before the putting back was of all ballots': signed === 2 * BALLOTS + 1,
        'no other head was signed': after === signed,
        'the results page says so': says.length > 0,
      },
      figures: { signed, after, toldAfter, says: [...says] },
    }
  })
}
