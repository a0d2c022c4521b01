import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { allCounted, ballots, openCampaign } from './ballots.ts'
import { closedLoop } from './closed-loop.ts'
import type { Meter, Meters } from './counted.ts'
import { Line } from './line.ts'
import { dollars } from './prices.ts'
import { atMost, type Report, round } from './report.ts'
import type { Bench } from './run.ts'
import { type Server, startServer } from './server.ts'

/** Every wave is told to the tally before the next one comes, so that there are pushes to measure. */
const WAVES = 4
const WAVE = 1250
const BALLOTS = WAVES * WAVE
const DAY = 86_400
const MILLION = 1_000_000
/** Polls to reckon with: boxes, and the seconds from a changed figure to the tally (worker/objects/ballot-box.ts). */
const POLLS = [
  { boxes: 1, pushAfter: 3 },
  { boxes: 4, pushAfter: 3 },
  { boxes: 64, pushAfter: 10 },
] as const

/** A head of a box's log is signed a minute after the first ballot that waits for it, at this pace. */
const HEAD_AFTER = 60
/** Figures are kept on disk with every head, and when so many ballots are not in them (worker/objects/logged-box.ts). */
const KEPT_EVERY = 64
/** The root of every full tile is kept: one row for so many ballots. */
const TILE = 256

/** What a ballot costs by itself, and what telling the tally and signing a head cost, which go by time and not by ballots. */
interface Costs {
  readonly rowsPerBallot: number
  readonly requestsPerBallot: number
  readonly rowsPerPush: number
  readonly requestsPerPush: number
  readonly rowsPerHead: number
  readonly requestsPerHead: number
  readonly rowsPerKeeping: number
  readonly cpuPerBallot: number
}

interface Measured extends Costs {
  readonly box: Meter
  readonly board: Meter
  readonly notary: Meter
  /** As it came out, pushes and all. */
  readonly rowsInAll: number
}

/** B3: rows written per ballot on the real box, and from that the price of a million ballots. */
export const cost: Bench = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingping-bench-'))
  const script = await buildCounted(folder)
  const site = await startServer({ kind: 'site', campaigns: [openCampaign()], script })
  try {
    return report(await measure(site))
  } finally {
    await site.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function buildCounted(folder: string): Promise<string> {
  const outfile = join(folder, 'index.js')
  await build({
    entryPoints: [join(import.meta.dirname, 'counted.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    conditions: ['workerd', 'worker'],
    external: ['cloudflare:*', 'node:*'],
  })
  return outfile
}

async function measure(site: Server): Promise<Measured> {
  // What is written once, at the first ballot and the first push of a day, is no cost of a ballot.
  await castWave(site, 100)
  await allCounted(site, 100)
  const before = await meters(site)
  let cpu = 0
  for (let wave = 1; wave <= WAVES; wave++) {
    cpu += await castWave(site, WAVE)
    await allCounted(site, 100 + wave * WAVE)
  }
  const after = await meters(site)
  const [box, board, notary] = [
    spent(before.box, after.box),
    spent(before.board, after.board),
    spent(before.notary, after.notary),
  ]
  const rowsInAll = (total(box.rows) + box.alarmsSet + total(board.rows) + total(notary.rows)) / BALLOTS
  return { ...costs({ box, board, notary }), cpuPerBallot: cpu / BALLOTS, box, board, notary, rowsInAll }
}

/** Milliseconds of CPU that the wave has cost. */
async function castWave(site: Server, count: number): Promise<number> {
  const requests = await ballots(site, count)
  const lines = await Line.openMany(64, site.port)
  const before = site.cpu()
  const { statuses } = await closedLoop(lines, requests)
  for (const line of lines) line.close()
  if (statuses[200] !== count) throw new Error(`not every ballot was accepted: ${JSON.stringify(statuses)}`)
  return site.cpu() - before
}

const meters = async (site: Server): Promise<Meters> => (await fetch(`${site.origin}/bench/meters`)).json() as Promise<Meters>

const spent = (before: Meter, after: Meter): Meter => ({
  requests: after.requests - before.requests,
  alarmsSet: after.alarmsSet - before.alarmsSet,
  alarmsRun: after.alarmsRun - before.alarmsRun,
  rows: Object.fromEntries(Object.entries(after.rows).map(([table, rows]) => [table, rows - (before.rows[table] ?? 0)])),
})

const total = (rows: Meter['rows']): number => Object.values(rows).reduce((sum, count) => sum + count, 0)

/** Whatever is not the ballot, its key, its log or the figures on disk belongs to the pushes: alarms, the row of the tally. */
function costs({ box, board, notary }: Meters): Omit<Costs, 'cpuPerBallot'> {
  const own = box.rows.ballot ?? 0
  const [pushes, heads, keepings] = [box.alarmsRun, notary.requests, box.rows.checkpoint ?? 0]
  if (heads === 0 || keepings === 0) throw new Error('no head was signed, or no figures were kept')
  const log = (box.rows.log_node ?? 0) + (box.rows.log_head ?? 0)
  return {
    rowsPerBallot: own / BALLOTS + 1 / TILE,
    requestsPerBallot: (box.requests - pushes) / BALLOTS,
    rowsPerPush: (total(box.rows) - own - log - keepings + box.alarmsSet + total(board.rows)) / pushes,
    requestsPerPush: 1 + board.requests / pushes,
    rowsPerHead: ((box.rows.log_head ?? 0) + total(notary.rows)) / heads,
    requestsPerHead: 1,
    rowsPerKeeping: 1,
  }
}

interface Price {
  readonly boxes: number
  readonly pushes: number
  readonly rowsPerBallot: number
  readonly dollars: number
}

/**
 * A million ballots spread evenly over one day, the dearest way they can come: every box has something new to tell as
 * soon as it has told the last, namely after its next ballot and the wait that follows it.
 */
function priceOf(costs: Costs, { boxes, pushAfter }: (typeof POLLS)[number]): Price {
  const untilNextBallot = (boxes * DAY) / MILLION
  const pushes = (boxes * DAY) / (untilNextBallot + pushAfter)
  const heads = (boxes * DAY) / (untilNextBallot + HEAD_AFTER)
  // At the dearest a head never falls together with the figures of many ballots.
  const keepings = heads + Math.min(pushes, MILLION / KEPT_EVERY)
  const rows =
    MILLION * costs.rowsPerBallot + pushes * costs.rowsPerPush + heads * costs.rowsPerHead + keepings * costs.rowsPerKeeping
  const bill = {
    rowsWritten: rows,
    objectRequests: MILLION * costs.requestsPerBallot + pushes * costs.requestsPerPush + heads * costs.requestsPerHead,
    workerRequests: MILLION,
    cpuMs: MILLION * costs.cpuPerBallot,
  }
  return { boxes, pushes, rowsPerBallot: rows / MILLION, dollars: dollars(bill) }
}

function report(measured: Measured): Report {
  const prices = POLLS.map(poll => priceOf(measured, poll))
  const { box, board, rowsPerBallot, requestsPerBallot, rowsPerPush, requestsPerPush, rowsInAll } = measured
  return {
    figures: { ballots: BALLOTS, ...measured, prices },
    limits: [
      atMost('B3', 'rows written per ballot, log and receipt included', rowsInAll, 2.1),
      ...prices.map(price => atMost('B3', `dollars for a million ballots in a day, boxes: ${price.boxes}`, price.dollars, 4)),
    ],
    table: {
      head: ['boxes', 'pushes in a day', 'rows per ballot', 'dollars for a million ballots'],
      rows: prices.map(price => [price.boxes, round(price.pushes), price.rowsPerBallot.toFixed(2), price.dollars.toFixed(2)]),
      notes: [
        `measured with ${BALLOTS} ballots and ${box.alarmsRun} pushes:`,
        `a ballot: ${rowsPerBallot} rows, ${requestsPerBallot} object requests, ${measured.cpuPerBallot.toFixed(2)} ms of CPU`,
        `a push to the tally: ${round(rowsPerPush, 2)} rows, ${round(requestsPerPush, 2)} object requests`,
        `a head of the log: ${round(measured.rowsPerHead, 2)} rows, 1 object request; figures kept on disk: ${measured.rowsPerKeeping} row`,
        `rows by table: ${JSON.stringify({ ...box.rows, ...board.rows, ...measured.notary.rows })}, alarms set: ${box.alarmsSet}`,
      ],
    },
  }
}
