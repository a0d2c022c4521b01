import { parseArgs } from 'node:util'
import { buildAll } from '../../web/build.ts'
import { judgeAll } from './bulk.ts'
import { exportWorld } from './export.ts'
import { findingsOf } from './findings.ts'
import { replay } from './http/replay.ts'
import { printReplay } from './http/report.ts'
import type { BulkOrder } from './lane.ts'
import { planFor, SETS, type SeedSet } from './plan.ts'
import { printFindings } from './report.ts'
import { BLINDS, type Blind } from './scorer.ts'
import { targetsOf } from './targets.ts'
import { ATTACKS, type Attack } from './traffic.ts'
import { worldOf } from './world.ts'

// npm run attack -- [--seeds N] [--from I] [--set test|dev] [--only A3] [--organic N] [--without asn,region] [--scorer "command"] [--json]
//                   [--out DIR [--world I]] [--http [--seed S] [--built]]

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    /** The first seed of the set; seeds that nobody has looked at yet prove what was learnt from others. */
    from: { type: 'string', default: '0' },
    set: { type: 'string', default: 'test' },
    only: { type: 'string' },
    /** Honest ballots of every world. */
    organic: { type: 'string' },
    /** What the home of the site cannot know. */
    without: { type: 'string' },
    /** Reads ballots on its standard input and writes verdicts, both as lines of JSON. */
    scorer: { type: 'string' },
    json: { type: 'boolean', default: false },
    /** Writes a world and its labels instead of judging. */
    out: { type: 'string' },
    world: { type: 'string', default: '0' },
    /** Votes at the running site instead. */
    http: { type: 'boolean', default: false },
    seed: { type: 'string', default: '4' },
    /** Takes dist as it is. */
    built: { type: 'boolean', default: false },
  },
})

const order: BulkOrder = {
  set: oneOf(values.set, SETS, 'set') as SeedSet,
  seeds: Number(values.seeds),
  from: Number(values.from),
  only: values.only ? (oneOf(values.only, ATTACKS, 'attack') as Attack) : null,
  organic: values.organic ? Number(values.organic) : null,
  scorer: values.scorer ?? null,
  blinds: (values.without?.split(',') ?? []).map(blind => oneOf(blind, BLINDS, 'signal') as Blind),
}

function oneOf(name: string, known: object, what: string): string {
  if (name in known) return name
  throw new Error(`there is no ${what} ${name}; there are ${Object.keys(known).join(', ')}`)
}

async function bulk(): Promise<void> {
  const began = performance.now()
  const judged = await judgeAll(order, done => {
    if (done % 20 === 0) console.error(`${done} of ${order.seeds} worlds`)
  })
  const found = findingsOf(judged)
  const seconds = Math.round((performance.now() - began) / 1000)
  const targets = targetsOf(found)
  if (values.json) console.log(JSON.stringify({ order, seconds, ...found, targets }))
  else printFindings(found, `npm run attack: ${order.seeds} ${order.set} seeds from ${order.from}, ${seconds} s`)
  process.exitCode = targets.some(({ verdict }) => verdict === 'MISSED') ? 1 : 0
}

async function overHttp(): Promise<void> {
  if (!values.built) await buildAll()
  const replayed = await replay(Number(values.seed), line => console.error(line))
  if (values.json) console.log(JSON.stringify(replayed))
  else printReplay(replayed)
  process.exitCode = replayed.passed ? 0 : 1
}

try {
  if (values.http) await overHttp()
  else if (values.out) exportWorld(worldOf(planFor(Number(values.world), order)), values.out)
  else await bulk()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
}
