import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { buildAll } from '../../web/build.ts'
import { LONG, runFault, SHORT } from './harness.ts'
import { printMutants, runMutants } from './mutants.ts'
import { RACE, runRace } from './race.ts'
import { printRace, printVerdict } from './report.ts'

// npm run fault -- [--short] [--kills N] [--acks N] [--shards N] [--seed S] [--mutants | --race] [--json] [--keep DIR] [--built]

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    kills: { type: 'string' },
    acks: { type: 'string' },
    shards: { type: 'string' },
    seed: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    race: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    keep: { type: 'string' },
    /** Takes dist as it is. */
    built: { type: 'boolean', default: false },
  },
})

const usual = values.short ? SHORT : LONG
const seed = Number(values.seed ?? randomInt(2 ** 31))
const onProgress = (line: string) => console.error(line)

async function judge(): Promise<boolean> {
  if (values.mutants) {
    const caught = await runMutants({ seed, onProgress })
    if (values.json) console.log(JSON.stringify(caught))
    else printMutants(caught)
    return caught.every(one => one.caught)
  }
  if (values.race) {
    const verdict = await runRace(RACE)
    if (values.json) console.log(JSON.stringify(verdict))
    else printRace(verdict)
    return verdict.passed
  }
  const verdict = await runFault({
    kills: Number(values.kills ?? usual.kills),
    acks: Number(values.acks ?? usual.acks),
    shards: Number(values.shards ?? usual.shards),
    seed,
    onProgress,
    ...(values.keep && { keep: values.keep }),
  })
  if (values.json) console.log(JSON.stringify(verdict))
  else printVerdict(verdict)
  return verdict.passed
}

if (!values.built) await buildAll()
process.exitCode = (await judge()) ? 0 : 1
