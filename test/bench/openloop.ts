import { allCounted, ballots, openCampaign } from './ballots.ts'
import { closedLoop } from './closed-loop.ts'
import { Line } from './line.ts'
import { type Arrived, openLoop } from './open-loop.ts'
import { atLeast, atMost, type Limit, percentile, type Report } from './report.ts'
import type { Bench } from './run.ts'
import { type Server, startServer } from './server.ts'

/** Ballots per second, and the p99 in milliseconds that is promised for it. */
const STEPS = [
  { perSecond: 175, p99: 10 },
  { perSecond: 1000, p99: 50 },
  { perSecond: 2500, p99: 150 },
] as const
const SECONDS = 8
/** How much more than it can take the site gets in the last step, and for how long. */
const OVERLOAD = { times: 2, seconds: 6 }
/** An accepted ballot keeps this p99 however many are turned away. */
const P99_UNDER_OVERLOAD = 1000

interface Step {
  readonly perSecond: number
  readonly sent: number
  readonly accepted: number
  readonly p50: number
  readonly p99: number
  readonly max: number
  /** p99 of what was turned away; 0 when nothing was. */
  readonly refusedP99: number
  /** Refusals that are not "busy, come back in so many seconds". */
  readonly rude: number
  readonly lateness: number
  readonly connections: number
}

/** B1b: ballots that come when they come, and what happens when more come than one box can take. */
export const openloop: Bench = async () => {
  const site = await startServer({ kind: 'site', campaigns: [openCampaign()] })
  try {
    const { capacity, accepted } = await capacityOf(site)
    const steps: Step[] = []
    for (const { perSecond } of STEPS) steps.push(await stepAt(site, perSecond, SECONDS))
    const overload = await stepAt(site, OVERLOAD.times * capacity, OVERLOAD.seconds)
    const all = accepted + [...steps, overload].reduce((sum, step) => sum + step.accepted, 0)
    return report({ capacity, steps, overload, counted: await allCounted(site, all) })
  } finally {
    await site.stop()
  }
}

/** Ballots per second of this machine in this very run, by a closed loop over 64 connections. */
async function capacityOf(site: Server): Promise<{ capacity: number; accepted: number }> {
  const lines = await Line.openMany(64, site.port)
  const requests = [await ballots(site, 5000), await ballots(site, 7000)]
  let capacity = 0
  for (const round of requests) capacity = (await closedLoop(lines, round)).perSecond
  for (const line of lines) line.close()
  return { capacity: Math.round(capacity), accepted: requests.flat().length }
}

async function stepAt(site: Server, perSecond: number, seconds: number): Promise<Step> {
  const requests = await ballots(site, perSecond * seconds)
  const arrived = await openLoop({
    port: site.port,
    perSecond,
    requests,
    connections: { ready: Math.min(perSecond, 3000), most: 4000 },
  })
  return { perSecond, sent: requests.length, ...summary(arrived) }
}

function summary({ latencies, lateness, others, connections }: Arrived): Omit<Step, 'perSecond' | 'sent'> {
  const accepted = latencies[200] ?? []
  const refused = Object.entries(latencies).flatMap(([status, list]) => (status === '200' ? [] : list))
  return {
    accepted: accepted.length,
    p50: percentile(accepted, 0.5),
    p99: percentile(accepted, 0.99),
    max: percentile(accepted, 1),
    refusedP99: percentile(refused, 0.99),
    rude: others.filter(answer => !isBusy(answer)).length,
    lateness: percentile(lateness, 0.99),
    connections,
  }
}

const isBusy = (answer: string): boolean =>
  answer.startsWith('HTTP/1.1 503') && /^retry-after: \d+\r$/im.test(answer) && answer.includes('"code":"busy"')

interface Found {
  readonly capacity: number
  readonly steps: readonly Step[]
  readonly overload: Step
  readonly counted: number
}

function report({ capacity, steps, overload, counted }: Found): Report {
  return {
    figures: { capacity, counted, steps, overload },
    limits: [...STEPS.flatMap(({ p99 }, i) => promised(steps[i] as Step, p99)), ...shedding(overload, capacity)],
    table: {
      head: [
        'due/s',
        'sent',
        'accepted',
        'p50 ms',
        'p99 ms',
        'max ms',
        'refused',
        'refused p99 ms',
        'load late p99 ms',
        'connections',
      ],
      rows: [...steps, overload].map(step => [
        step.perSecond,
        step.sent,
        step.accepted,
        step.p50.toFixed(1),
        step.p99.toFixed(1),
        step.max.toFixed(0),
        step.sent - step.accepted,
        step.refusedP99.toFixed(1),
        step.lateness.toFixed(1),
        step.connections,
      ]),
      notes: [
        `capacity of this machine in this run: ${capacity} ballots/s over 64 connections; the last line is ${OVERLOAD.times} times that`,
        `${counted} ballots accepted and counted in all`,
      ],
    },
  }
}

const promised = (step: Step, p99: number): readonly Limit[] => [
  atMost('B1b', `p99 at ${step.perSecond}/s from the due instant, ms`, step.p99, p99),
  atLeast('B1b', `accepted of ${step.sent} at ${step.perSecond}/s`, step.accepted, step.sent),
]

const shedding = (overload: Step, capacity: number): readonly Limit[] => [
  atMost('B1b', 'p99 of what is accepted under overload, ms', overload.p99, P99_UNDER_OVERLOAD),
  atMost('B1b', 'refusals under overload that are not 503 busy with Retry-After', overload.rude, 0),
  atLeast('B1b', 'still accepted per second under overload ÷ capacity', overload.accepted / OVERLOAD.seconds / capacity, 0.6),
]
