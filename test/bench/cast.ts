import { allCounted, ballots, openCampaign } from './ballots.ts'
import { closedLoop } from './closed-loop.ts'
import { Line } from './line.ts'
import { atLeast, atMost, median, type Report, round } from './report.ts'
import type { Bench } from './run.ts'
import { type Server, startServer } from './server.ts'

const CONNECTIONS = 64
const SECONDS = 2.2

interface Side {
  readonly server: Server
  readonly lines: readonly Line[]
}

interface Measured {
  readonly perSecond: number
  /** Milliseconds of CPU per answer, of all processes of the server. */
  readonly cpu: number
}

/** B1 and B1c: ballots through the whole path into one box, beside one insert per request in one bare object. */
export const cast: Bench = async ({ rounds }) => {
  const site = await sideOf(await startServer({ kind: 'site', campaigns: [openCampaign()] }))
  const bare = await sideOf(await startServer({ kind: 'bare' }, site.server.v8Flags))
  try {
    return await compare(site, bare, rounds)
  } finally {
    for (const { server, lines } of [site, bare]) {
      for (const line of lines) line.close()
      await server.stop()
    }
  }
}

const sideOf = async (server: Server): Promise<Side> => ({ server, lines: await Line.openMany(CONNECTIONS, server.port) })

async function compare(site: Side, bare: Side, rounds: number): Promise<Report> {
  const warm = { site: 4000, bare: 4000 }
  let accepted = 0
  const all: { site: Measured; bare: Measured; ratio: number }[] = []
  // Two rounds to warm up: the first at any length, the second at the length of the others.
  for (let i = -2; i < rounds; i++) {
    const prepared = { site: await ballots(site.server, warm.site), bare: await ballots(site.server, warm.bare) }
    const [first, second] = i % 2 === 0 ? (['site', 'bare'] as const) : (['bare', 'site'] as const)
    const sides = { site, bare }
    const one = await measure(sides[first], prepared[first])
    const other = await measure(sides[second], prepared[second])
    const round = { [first]: one, [second]: other } as { site: Measured; bare: Measured }
    accepted += prepared.site.length
    warm.site = Math.ceil(round.site.perSecond * SECONDS)
    warm.bare = Math.ceil(round.bare.perSecond * SECONDS)
    if (i >= 0) all.push({ ...round, ratio: round.site.perSecond / round.bare.perSecond })
  }
  return report(all, await allCounted(site.server, accepted))
}

async function measure({ server, lines }: Side, requests: readonly Buffer[]): Promise<Measured> {
  const before = server.cpu()
  const { perSecond, statuses } = await closedLoop(lines, requests)
  if (statuses[200] !== requests.length) throw new Error(`not every request was accepted: ${JSON.stringify(statuses)}`)
  return { perSecond, cpu: (server.cpu() - before) / requests.length }
}

function report(all: readonly { site: Measured; bare: Measured; ratio: number }[], counted: number): Report {
  const ratio = median(all.map(one => one.ratio))
  const cpu = { site: median(all.map(({ site }) => site.cpu)), bare: median(all.map(({ bare }) => bare.cpu)) }
  return {
    figures: { ratio, cpu: { ...cpu, ratio: cpu.site / cpu.bare }, counted, rounds: all },
    limits: [
      atLeast('B1', 'accepted ballots per second ÷ bare inserts per second, 64 connections', ratio, 1.2),
      atMost('B1c', 'server CPU per accepted ballot, ms', cpu.site, 0.35),
    ],
    table: {
      head: ['round', 'ballots/s', 'inserts/s', 'ratio', 'CPU ms/ballot', 'CPU ms/insert', 'ratio'],
      rows: all.map(({ site, bare, ratio }, i) => [
        i + 1,
        round(site.perSecond),
        round(bare.perSecond),
        ratio.toFixed(2),
        site.cpu.toFixed(3),
        bare.cpu.toFixed(3),
        (site.cpu / bare.cpu).toFixed(2),
      ]),
      notes: [`${counted} ballots accepted, ${counted} counted, all in one box`],
    },
  }
}
