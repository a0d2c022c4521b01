import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { buildAll } from '../web/build.ts'
import { runFault, SHORT } from './faults/harness.ts'
import { type FaultName, playFault, printFault } from './faults/list.ts'
import { RACE, runRace } from './faults/race.ts'
import { printRace, printVerdict } from './faults/report.ts'
import { KINDS, violationsIn } from './faults/violations.ts'
import { agree, SHORT as FEW } from './recount/agree.ts'
import { printAgreement } from './recount/report.ts'

/** `npm test`: every suite, one after the other, and at the end one line with the true totals. */

const ROOT = join(import.meta.dirname, '..')
const BIN = join(ROOT, 'node_modules/.bin')

interface Counts {
  readonly passed: number
  readonly failed: number
}

const SUITES = {
  types: () =>
    commands(
      ['tsc', '-p', '.'],
      ['tsc', '-p', 'web'],
      ['tsc', '-p', 'worker/host'],
      ['tsc', '-p', 'test'],
      ['tsc', '-p', 'test/host'],
      ['tsc', '-p', 'test/faults'],
      ['tsc', '-p', 'test/recount'],
      ['tsc', '-p', 'test/attack'],
      ['tsc', '-p', 'test/bench'],
      ['tsc', '-p', 'test/browser'],
    ),
  lint: () => commands(['biome', 'ci', '.']),
  layering: () => vitest('rules', ['test/layering.test.ts']),
  rules: () => vitest('rules'),
  runtime: () => vitest('worker', ['--maxWorkers=3']),
  host: () => vitest('host'),
  // A browser waits for its site as often as it works, so three of them keep two cores busy.
  browser: () => vitest('browser', ['--maxWorkers=3']),
  recount: recount,
  fault: fault,
} as const satisfies Record<string, () => Counts | Promise<Counts>>
type Suite = keyof typeof SUITES

/** Layering is part of the rules; by itself it serves `npm run check`. */
const ALL: readonly Suite[] = ['types', 'lint', 'rules', 'runtime', 'host', 'browser', 'recount', 'fault']

function run(command: string, args: readonly string[]): boolean {
  const { status } = spawnSync(join(BIN, command), args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, TZ: 'UTC' } })
  return status === 0
}

function commands(...list: readonly (readonly [string, ...string[]])[]): Counts {
  const good = list.filter(([command, ...args]) => {
    console.log(`  ${command} ${args.join(' ')}`)
    const good = run(command, args)
    if (!good) failures.push([command, ...args].join(' '))
    return good
  })
  return { passed: good.length, failed: list.length - good.length }
}

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly { status: string; fullName: string; failureMessages?: readonly string[] }[]
  }[]
}

/** What is said again at the very end, where whoever reads only the tail finds it. */
const failures: string[] = []

const brief = (text: string) => text.split('\n').slice(0, 12).join('\n    ')

function failuresIn({ testResults }: Report): string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(ROOT, name)
    const bad = assertionResults.filter(({ status }) => status !== 'passed')
    if (bad.length === 0 && message) return [`${file}\n    ${brief(message)}`]
    return bad.map(({ fullName, failureMessages }) => `${file}: ${fullName}\n    ${brief(failureMessages?.[0] ?? 'not run')}`)
  })
}

/** What the runner says of itself; a runner that dies without a report is a failure. */
function vitest(project: string, more: readonly string[] = []): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'mingping-report-'))
  const report = join(folder, 'report.json')
  const good = run('vitest', [
    'run',
    '--config',
    'test/vitest.config.ts',
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...more,
  ])
  const counted = existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as Report) : null
  rmSync(folder, { recursive: true, force: true })
  if (!counted) {
    failures.push(`${project}: the runner ended without a report`)
    return { passed: 0, failed: 1 }
  }
  failures.push(...failuresIn(counted))
  // A skipped test proves nothing, so here it counts as failed; so does a file that could not be loaded.
  const failed = counted.numFailedTests + counted.numPendingTests + counted.numTodoTests
  return { passed: counted.numPassedTests, failed: failed === 0 && !good ? 1 : failed }
}

/** The short form of the comparison of the two verifiers, in which every bundle is one test, and Ed25519 in Python one. */
async function recount(): Promise<Counts> {
  const verdict = await agree({ ...FEW, seed: randomInt(2 ** 31) })
  printAgreement(verdict)
  failures.push(...verdict.differences)
  const all = verdict.sound + verdict.corrupted + verdict.mutated + 1
  return { passed: all - verdict.differences.length, failed: verdict.differences.length }
}

/** What is played beside the kill run at every test; the others by hand, `npm run fault -- --list`. */
const PLAYED = ['delivery', 'clock', 'restarts'] as const satisfies readonly FaultName[]

/** The short form of the fault run, in which every way to fail is one test, the race, and some faults with their goals. */
async function fault(): Promise<Counts> {
  const verdict = await runFault({ ...SHORT, seed: randomInt(2 ** 31), onProgress: line => console.log(`  ${line}`) })
  printVerdict(verdict)
  const failed = violationsIn(verdict).length + (verdict.tallyEqualsRecount ? 0 : 1)
  const race = await runRace(RACE)
  printRace(race)
  const raced = race.passed ? 1 : 0
  const counts = [{ passed: Object.keys(KINDS).length + 1 - failed + raced, failed: failed + 1 - raced }]
  for (const name of PLAYED) counts.push(await played(name))
  return { passed: sum(counts.map(one => one.passed)), failed: sum(counts.map(one => one.failed)) }
}

/** The short form of one fault; every goal is one test. */
async function played(name: FaultName): Promise<Counts> {
  const report = await playFault(name, { short: true, seed: randomInt(2 ** 31), onProgress: line => console.log(`  ${line}`) })
  printFault(report)
  const missed = Object.entries(report.goals).filter(([, reached]) => !reached)
  failures.push(...missed.map(([goal]) => `fault ${name}: ${goal}`))
  return { passed: Object.keys(report.goals).length - missed.length, failed: missed.length }
}

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0)

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } })
  const wanted = values.only ? (values.only.split(',') as Suite[]) : ALL
  console.log('build')
  await buildAll()
  let [passed, failed] = [0, 0]
  for (const suite of wanted) {
    const began = performance.now()
    console.log(`\n${suite}`)
    const counts = await SUITES[suite]()
    console.log(
      `${suite}: ${counts.passed} passed, ${counts.failed} failed, ${((performance.now() - began) / 1000).toFixed(0)} s`,
    )
    passed += counts.passed
    failed += counts.failed
  }
  for (const failure of failures) console.log(`\nFAILED ${failure}`)
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}

await main()
