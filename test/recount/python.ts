import { execFileSync, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Answer } from './gist.ts'

const works = (): boolean => {
  try {
    // 3.10 brought `match`.
    execFileSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Python is found or installed; when neither works the run fails. It is never skipped. */
export function needPython(): void {
  if (works()) return
  if (process.getuid?.() === 0) {
    console.log('installing the Debian package python3 …')
    execFileSync('apt-get', ['update'], { stdio: 'ignore' })
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'python3'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  if (!works()) throw new Error('the second verifier needs python3 (3.10 or later) on the PATH')
}

const VERIFY = join(import.meta.dirname, 'verify.py')

/** How many published cases of Ed25519 the verifier in Python judges as they should be; throws when it misjudges one. */
export function vectorsInPython(): number {
  const vectors = join(import.meta.dirname, '../vectors/ed25519.txt')
  const said = execFileSync('python3', [join(import.meta.dirname, 'vectors.py'), vectors], { encoding: 'utf8' })
  return Number.parseInt(said, 10)
}

/** What the verifier in Python says of each of these, in order; all in one process. */
export async function inPython(paths: readonly string[], folder: string): Promise<readonly Answer[]> {
  const list = join(folder, 'list.txt')
  writeFileSync(list, paths.map(path => `${path}\n`).join(''))
  const child = spawn('python3', [VERIFY, '--batch', list], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [ended, complaint] = [new Promise<number | null>(resolve => child.once('close', resolve)), [] as string[]]
  child.stderr.on('data', (data: Buffer) => complaint.push(data.toString()))
  const answers: Answer[] = []
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line) as Answer)
  const code = await ended
  if (code !== 0 || answers.length !== paths.length)
    throw new Error(`the verifier in Python ended with ${code}:\n${complaint.join('')}`)
  return answers
}
