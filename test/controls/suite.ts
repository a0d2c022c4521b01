import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export type Project = 'rules' | 'worker' | 'host' | 'browser'

/** How one test of a file ended: by an assertion, or in another way that says nothing of what it states. */
export type Ending = 'passed' | 'refuted' | 'broke'

export interface Ended {
  readonly title: string
  readonly ending: Ending
  /** The beginning of what it said when it failed. */
  readonly why: string
}

interface Report {
  readonly testResults: readonly {
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

/** Longer than any file of tests takes on a machine that is busy otherwise, in milliseconds. */
const PATIENCE = 10 * 60_000
/** What an assertion throws, also out of a property of fast-check; a time-out, a syntax error or a thing undefined is none. */
const ASSERTED = /^(AssertionError\b|Error: Property failed after)/

/** Some tests of one file, by their titles. */
export interface Tests {
  readonly project: Project
  readonly file: string
  readonly titles: readonly string[]
}

/** What became of them. None: the file could not be run at all, and `why` says how that looked. */
export interface Ran {
  readonly tests: readonly Ended[]
  readonly why: string
}

const literally = (title: string): string => title.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** Runs these tests of one file in a checkout. */
export async function runTests(folder: string, { project, file, titles }: Tests): Promise<Ran> {
  // These two look at what was built, not at the source.
  if (project === 'host' || project === 'browser') await finished(folder, process.execPath, ['web/build.ts'])
  const report = join(folder, 'report.json')
  rmSync(report, { force: true })
  const args = ['run', '--config', 'test/vitest.config.ts', '--project', project, file, '-t', titles.map(literally).join('|')]
  const said = await finished(folder, join(folder, 'node_modules/.bin/vitest'), [
    ...args,
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  if (!existsSync(report)) return { tests: [], why: said.slice(-400) }
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults.map(endedOf)).filter(isOneOf(titles))
  return { tests, why: testResults.map(({ message }) => message).join('\n') }
}

const isOneOf =
  (titles: readonly string[]) =>
  ({ title }: Ended): boolean =>
    titles.includes(title)

function endedOf({ fullName: title, status, failureMessages }: Report['testResults'][number]['assertionResults'][number]): Ended {
  if (status === 'passed') return { title, ending: 'passed', why: '' }
  const [why = 'not run'] = failureMessages ?? []
  return { title, ending: ASSERTED.test(why) ? 'refuted' : 'broke', why: why.split('\n', 1)[0]?.slice(0, 300) ?? '' }
}

/** What the command said, once it and everything it started has ended. */
function finished(cwd: string, command: string, args: readonly string[]): Promise<string> {
  // A group of its own, so that a run that hangs can be ended with whatever it has started.
  const child = spawn(command, args, { cwd, detached: true, env: { ...process.env, TZ: 'UTC', CI: '1' } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', part => (said += part))
  const end = () => child.pid && process.kill(-child.pid, 'SIGKILL')
  const late = setTimeout(end, PATIENCE)
  process.once('exit', end)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => {
      clearTimeout(late)
      process.off('exit', end)
      resolve(said)
    })
  })
}
