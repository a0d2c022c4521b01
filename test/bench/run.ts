import { parseArgs } from 'node:util'
import { buildAll } from '../../web/build.ts'
import { cast } from './cast.ts'
import { console5000 } from './console.ts'
import { cost } from './cost.ts'
import { growth } from './growth.ts'
import { lighthouseBench } from './lighthouse.ts'
import { openloop } from './openloop.ts'
import { read } from './read.ts'
import { print, type Report } from './report.ts'
import { roster100k } from './roster.ts'
import { weight } from './weight.ts'

// npm run bench -- [cast|openloop|weight|read|cost|growth|console|roster|lighthouse] [--json] [--rounds N] [--site URL] [--built]

export interface Options {
  /** Rounds that count; the rounds to warm up come on top. */
  readonly rounds: number
  /** A running site to look at instead of one of our own. */
  readonly site: string | null
}

export type Bench = (options: Options) => Promise<Report>

const BENCHES: Readonly<Record<string, Bench>> = {
  cast,
  openloop,
  weight,
  read,
  cost,
  growth,
  console: console5000,
  roster: roster100k,
  lighthouse: lighthouseBench,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    site: { type: 'string' },
    /** Takes dist as it is. */
    built: { type: 'boolean', default: false },
  },
})

const names = positionals.length > 0 ? positionals : Object.keys(BENCHES)
const unknown = names.find(name => !(name in BENCHES))
if (unknown !== undefined) throw new Error(`there is no bench ${unknown}; there are ${Object.keys(BENCHES).join(', ')}`)
if (!values.built) await buildAll()

const found: Record<string, unknown> = {}
for (const name of names) {
  const report = await (BENCHES[name] as Bench)({ rounds: Number(values.rounds), site: values.site ?? null })
  found[name] = { ...report.figures, limits: report.limits }
  if (!values.json) print(name, report)
}
if (values.json) console.log(JSON.stringify(names.length === 1 ? found[names[0] as string] : found))
