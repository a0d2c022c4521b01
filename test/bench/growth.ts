import { setTimeout as pause } from 'node:timers/promises'
import { buildVariant } from '../faults/variant.ts'
import { aDocument, aNominee } from '../support/makers.ts'
import { allCounted, ballots, openCampaign } from './ballots.ts'
import { closedLoop } from './closed-loop.ts'
import { Line } from './line.ts'
import { openLoop } from './open-loop.ts'
import { atLeast, atMost, median, percentile, type Report, round } from './report.ts'
import type { Bench } from './run.ts'
import { type Server, startServer } from './server.ts'

/** Ballots that lie in the box before the first one is measured; GROWTH="1000,5000" takes others. */
const SIZES = (process.env.GROWTH ?? '1000,100000,1000000').split(',').map(Number)
const CONNECTIONS = 64
const SECONDS = 2
const PER_SECOND = 500
const AT_ONCE = 20_000
const SLUG = 'qinghe-2026'

interface Measured {
  readonly perSecond: number
  readonly p99: number
}

/** B2 and B8: a ballot into a box that holds few, many and very many; a tally of 64 boxes with 150 nominees. */
export const growth: Bench = async ({ rounds }) => {
  const variant = await buildVariant('../bench/filled/index.ts')
  try {
    const rates = await sizes(variant.build.script, rounds)
    return report(rates, await tally(variant.build.script, Math.max(40, rounds * 10)))
  } finally {
    variant.remove()
  }
}

/** One site for each size, measured in turns. */
async function sizes(script: string, rounds: number): Promise<readonly (readonly Measured[])[]> {
  const servers: Server[] = []
  try {
    for (const size of SIZES) {
      const server = await startServer({ kind: 'site', campaigns: [openCampaign()], script })
      servers.push(server)
      await fill(server, { shard: 0, count: size, nominees: 3 })
    }
    const cast = SIZES.map(() => 0)
    const all: Measured[][] = SIZES.map(() => [])
    let count = 2000
    for (let n = -1; n < rounds; n++) {
      for (const [i, server] of servers.entries()) {
        const measured = await measure(server, count)
        cast[i] = (cast[i] ?? 0) + count + PER_SECOND * SECONDS
        if (n >= 0) all[i]?.push(measured)
        else if (i === 0) count = Math.ceil(measured.perSecond * SECONDS)
      }
    }
    for (const [i, server] of servers.entries()) await allCounted(server, (SIZES[i] ?? 0) + (cast[i] ?? 0))
    return all
  } finally {
    for (const server of servers) await server.stop()
  }
}

async function measure(server: Server, count: number): Promise<Measured> {
  const lines = await Line.openMany(CONNECTIONS, server.port)
  const { perSecond, statuses } = await closedLoop(lines, await ballots(server, count))
  for (const line of lines) line.close()
  if (statuses[200] !== count) throw new Error(`not every ballot was accepted: ${JSON.stringify(statuses)}`)
  const requests = await ballots(server, PER_SECOND * SECONDS)
  const { latencies, others } = await openLoop({
    port: server.port,
    perSecond: PER_SECOND,
    requests,
    connections: { ready: CONNECTIONS, most: 512 },
  })
  if (others.length > 0) throw new Error(`not every ballot was accepted: ${others[0]}`)
  return { perSecond, p99: percentile(latencies[200] ?? [], 0.99) }
}

async function fill(
  server: Server,
  { shard, count, nominees }: { shard: number; count: number; nominees: number },
): Promise<void> {
  const box = `${server.origin}/fill/${server.campaign(SLUG)}/${shard}`
  for (let left = count; left > 0; left -= AT_ONCE) {
    const answer = await fetch(`${box}/${Math.min(AT_ONCE, left)}/${nominees}`, { method: 'POST' })
    if (!answer.ok) throw new Error(`the box could not be filled: ${answer.status}`)
  }
}

const SHARDS = 64
const NOMINEES = 150
const BALLOTS = { few: 10, many: 2000 }

interface Asked {
  readonly ms: number
  readonly rows: number
}

/** What one question for the figures costs, with few ballots in each of 64 boxes and with many. */
async function tally(script: string, times: number): Promise<{ readonly few: Asked; readonly many: Asked }> {
  const document = aDocument({
    visibility: 'live',
    expectedPeak: SHARDS * 150,
    milestones: [{ step: 'vote', title: '网上评议', from: '2020-01-01', until: '2099-01-01' }],
    categories: [{ key: 'people', name: '十佳共产党员', kind: 'person', honours: 10, min: 1, max: 10 }],
  })
  const nominees = Array.from({ length: NOMINEES }, (_, i) => aNominee(i + 1, { category: 'people' }))
  const server = await startServer({ kind: 'site', campaigns: [{ ...document, nominees }], script })
  try {
    const few = await asked(server, BALLOTS.few, times)
    const many = await asked(server, BALLOTS.many, times)
    return { few, many }
  } finally {
    await server.stop()
  }
}

async function asked(server: Server, perBox: number, times: number): Promise<Asked> {
  for (let shard = 0; shard < SHARDS; shard++) await fill(server, { shard, count: perBox, nominees: NOMINEES })
  // Ten seconds pass before a box of many tells its figures.
  await pause(12_000)
  const taken: number[] = []
  for (let n = 0; n < times; n++) {
    const began = performance.now()
    const answer = await fetch(`${server.origin}/api/campaigns/${SLUG}/results?at=${Date.now()}-${n}`)
    await answer.text()
    taken.push(performance.now() - began)
  }
  const rows = (await (await fetch(`${server.origin}/rows-read/${server.campaign(SLUG)}`)).json()) as number
  return { ms: median(taken), rows }
}

function report(all: readonly (readonly Measured[])[], { few, many }: { readonly few: Asked; readonly many: Asked }): Report {
  const sides = all.map((rounds, i) => ({
    ballots: SIZES[i] ?? 0,
    perSecond: median(rounds.map(one => one.perSecond)),
    p99: median(rounds.map(one => one.p99)),
    // Round by round beside the smallest, so that what the machine did meanwhile falls out.
    rate: median(rounds.map((one, n) => one.perSecond / (all[0]?.[n]?.perSecond ?? 1))),
    slower: median(rounds.map((one, n) => one.p99 / (all[0]?.[n]?.p99 ?? 1))),
  }))
  const others = sides.slice(1)
  return {
    figures: { sizes: sides, rounds: all, tally: { few, many, shards: SHARDS, nominees: NOMINEES } },
    limits: [
      ...others.map(side => atLeast('B2', `ballots per second with ${side.ballots} there ÷ with ${SIZES[0]}`, side.rate, 0.8)),
      ...others.map(side =>
        atMost('B2', `p99 at ${PER_SECOND}/s with ${side.ballots} there ÷ with ${SIZES[0]}`, side.slower, 1.2),
      ),
      atMost(
        'B8',
        `rows read for the tally of ${SHARDS} boxes with ${BALLOTS.many} ballots each ÷ with ${BALLOTS.few}`,
        many.rows / few.rows,
        1.1,
      ),
      atMost('B8', 'the time for it, the same way', many.ms / few.ms, 1.2),
    ],
    table: {
      head: ['ballots there', 'ballots/s', 'p99 ms', 'rate', 'p99'],
      rows: sides.map(side => [
        side.ballots,
        round(side.perSecond),
        side.p99.toFixed(1),
        side.rate.toFixed(2),
        side.slower.toFixed(2),
      ]),
      notes: [
        `the tally of ${SHARDS} boxes and ${NOMINEES} nominees: ${few.rows} rows and ${few.ms.toFixed(1)} ms with ${BALLOTS.few} ballots a box, ${many.rows} rows and ${many.ms.toFixed(1)} ms with ${BALLOTS.many}`,
      ],
    },
  }
}
