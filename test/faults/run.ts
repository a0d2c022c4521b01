import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { buildAll } from '../../web/build.ts'
import { CannotPlay } from './fault.ts'
import { LONG, runFault, SHORT } from './harness.ts'
import { isFault, playFault, printFault, printList } from './list.ts'
import { printMutants, runMutants } from './mutants.ts'
import { RACE, runRace } from './race.ts'
import { printRace, printVerdict } from './report.ts'
import { buildMutant } from './variant.ts'

// npm run fault -- [NAME …] [--list] [--short] [--times N] [--kills N] [--acks N] [--shards N] [--seed S] [--mutants | --race] [--json]
//   [--mutant NAME] [--keep DIR] [--built]
// --mutant plays a named fault on a Worker with a planted bug. Without a name it kills the site in mid-load. Ends with 0 when every goal was reached, 1 when one was not, and 2 when
// this machine does not let the fault be played.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    kills: { type: 'string' },
    acks: { type: 'string' },
    shards: { type: 'string' },
    seed: { type: 'string' },
    times: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    mutant: { type: 'string' },
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
  if (positionals.length > 0) return named()
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

async function named(): Promise<boolean> {
  const mutant = values.mutant ? await buildMutant(values.mutant) : null
  let passed = true
  try {
    for (const name of positionals) {
      if (!isFault(name)) throw new Error(`there is no fault ${name}; see --list`)
      const report = await playFault(name, {
        short: values.short,
        seed,
        onProgress,
        ...(values.times && { times: Number(values.times) }),
        ...(mutant && { build: mutant.build }),
      })
      if (values.json) console.log(JSON.stringify(report))
      else printFault(report)
      passed &&= report.passed
    }
  } finally {
    mutant?.remove()
  }
  return passed
}

async function main(): Promise<number> {
  if (values.list) {
    printList()
    return 0
  }
  if (!values.built) await buildAll()
  try {
    return (await judge()) ? 0 : 1
  } catch (error) {
    if (!(error instanceof CannotPlay)) throw error
    console.error(`NOT PLAYED: ${error.message}`)
    return 2
  }
}

process.exitCode = await main()
