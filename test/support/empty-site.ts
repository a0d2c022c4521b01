import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../../worker/host/runtime.ts'

/** A site that was started as an operator starts it, with nothing in it. */
export interface EmptySite {
  readonly origin: string
  /** The link of the first administrator, as the terminal shows it. */
  readonly link: string
  /** Everything the terminal has shown so far. */
  said(): string
  stop(): Promise<void>
}

/** `npm start -- --empty` at a free port, with its data in a folder of its own. */
export async function startEmpty(): Promise<EmptySite> {
  const state = mkdtempSync(join(tmpdir(), 'mingping-empty-'))
  const script = ['worker/host/bootstrap.mjs', 'worker/host/start.ts']
  const wishes = ['--empty', '--port', '0', '--host', '127.0.0.1', '--state', state]
  const child = spawn(process.execPath, [...script, ...wishes], { cwd: ROOT })
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()))
  let said = ''
  const started = new Promise<void>((resolve, reject) => {
    const hear = (data: Buffer): void => {
      said += data.toString()
      if (said.includes('按 Ctrl+C 停止')) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void closed.then(() => reject(new Error(`the empty site did not start:\n${said}`)))
  })
  await started
  const [link = ''] = /http:\/\/\S+\/staff\/sign-in\/join\/\S+/.exec(said) ?? []
  return {
    origin: new URL(link).origin,
    link,
    said: () => said,
    async stop() {
      child.kill('SIGTERM')
      await closed
      rmSync(state, { recursive: true, force: true })
    },
  }
}
