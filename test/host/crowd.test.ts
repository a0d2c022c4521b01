import { expect, test } from 'vitest'
import { allCounted, ballots, openCampaign } from '../bench/ballots.ts'
import { Line } from '../bench/line.ts'
import { startServer } from '../bench/server.ts'

// Many voters at one moment, in the runtime in which the site runs: their ballots go to the box together, and some of those who
// were to bring others are gone before.

const VOTERS = 600
/** Milliseconds until somebody hangs up. */
const HANG_UP = [0, 1, 3, 10, 30] as const

interface Answer {
  readonly status: number
  readonly receipt: string
}

const answerOf = (status: number, bytes: Buffer): Answer => {
  const { receipt = '' } = JSON.parse(bytes.toString('utf8', bytes.indexOf('\r\n\r\n') + 4)) as Partial<Answer>
  return { status, receipt }
}

/** Sends a request on a connection of its own; null for who hangs up before the answer. */
async function post(port: number, request: Buffer, hangUpAfter: number | null = null): Promise<Answer | null> {
  const answered = Promise.withResolvers<Answer | null>()
  const line = await Line.open(port, (_line, status, bytes) => answered.resolve(answerOf(status, bytes)))
  line.send(request)
  if (hangUpAfter !== null) setTimeout(() => answered.resolve(null), hangUpAfter)
  const answer = await answered.promise
  line.close()
  return answer
}

test('of a crowd in which every third hangs up, all others get a receipt, and who comes again gets the same and counts once', async () => {
  const site = await startServer({ kind: 'site', campaigns: [openCampaign()] })
  try {
    const requests = await ballots(site, VOTERS)
    const first = await Promise.all(
      requests.map((request, i) => post(site.port, request, i % 3 === 0 ? (HANG_UP[i % HANG_UP.length] as number) : null)),
    )
    const stayed = first.filter((_, i) => i % 3 !== 0)
    expect(stayed.map(answer => answer?.status)).toEqual(stayed.map(() => 200))
    const again = await Promise.all(requests.map(request => post(site.port, request)))
    expect(again.map(answer => answer?.status)).toEqual(requests.map(() => 200))
    expect(again.map((answer, i) => first[i] ?? answer)).toEqual(again)
    expect(new Set(again.map(answer => answer?.receipt)).size).toBe(VOTERS)
    expect(await allCounted(site, VOTERS)).toBe(VOTERS)
  } finally {
    await site.stop()
  }
})
