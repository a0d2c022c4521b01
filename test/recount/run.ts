import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { agree, LONG, SHORT } from './agree.ts'
import { printAgreement } from './report.ts'

// npm run recount -- [--short] [--bundles N] [--mutations N] [--seed S] [--json]
// Ends with 0 when the verifier in TypeScript and the one in Python say the same of every bundle, and what should be said.

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    bundles: { type: 'string' },
    mutations: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const usual = values.short ? SHORT : LONG
const seed = Number(values.seed ?? randomInt(2 ** 31))
const verdict = await agree({
  bundles: Number(values.bundles ?? usual.bundles),
  mutations: Number(values.mutations ?? usual.mutations),
  slow: usual.slow,
  seed,
})
if (values.json) console.log(JSON.stringify({ seed, ...verdict }))
else {
  console.log(`seed ${seed}`)
  printAgreement(verdict)
}
process.exitCode = verdict.differences.length === 0 ? 0 : 1
