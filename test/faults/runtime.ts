import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { type Site, type SiteOptions, startSite } from '../../worker/host/runtime.ts'

export interface RuntimeOptions {
  /** A folder of its own: the state, and what is needed to start the runtime again. */
  readonly folder: string
  readonly build: SiteOptions['build']
  readonly vars: SiteOptions['vars']
  readonly migrations?: string | undefined
  readonly onLog: (line: string) => void
}

const miniflare = createRequire(import.meta.resolve('miniflare'))

/**
 * The site as it is deployed on one machine, with a door for killing it.
 *
 * It is started by the project's own `startSite`, except that the runtime is reached through a small script, which keeps
 * the command line and the configuration that Miniflare hands over. While Miniflare watches, a killed runtime is started
 * again by it, as in production. After `takeOver` we start it ourselves, from the same command line, configuration,
 * ports and state: that spares Miniflare's preparations at every kill, and lets us kill a runtime that is still starting,
 * after which Miniflare would give up.
 */
export class Runtime {
  readonly port: number
  #site: Site
  readonly #options: RuntimeOptions
  /** Rejects when the runtime ends without having been killed. */
  readonly failure: Promise<never>
  #fail: (error: Error) => void = () => {}
  #child: ChildProcess | null = null

  private constructor(site: Site, port: number, options: RuntimeOptions) {
    this.#site = site
    this.port = port
    this.#options = options
    this.failure = new Promise((_, reject) => {
      this.#fail = reject
    })
    // Whoever waits is told; that nobody waits just then is no error of its own.
    this.failure.catch(() => {})
  }

  static async start(options: RuntimeOptions): Promise<Runtime> {
    const port = await freePort()
    process.env.MINIFLARE_WORKERD_PATH = writeScript(options.folder)
    return new Runtime(await siteAt(port, options), port, options)
  }

  get folder(): string {
    return this.#options.folder
  }

  get site(): Site {
    return this.#site
  }

  /** Ends the site where it stands and starts another build on its state and at its port, as a new release does. */
  async replace({ build, migrations }: Pick<RuntimeOptions, 'build' | 'migrations'>): Promise<void> {
    if (this.#child) throw new Error('a runtime that was taken over has no release to come after it')
    await gone(this.pid)
    await this.#site.stop()
    this.#site = await siteAt(this.port, { ...this.#options, build, migrations })
  }

  get watchedByUs(): boolean {
    return this.#child !== null
  }

  /** Kills the runtime where it stands. It is being started again when this returns. */
  async crash(): Promise<void> {
    const child = this.#child
    if (!child) return void process.kill(this.#pid(), 'SIGKILL')
    await ended(child)
    this.#child = this.#spawn()
  }

  /** Stops the runtime where it stands, without its notice; `thaw` lets it go on. */
  freeze(): void {
    process.kill(this.pid, 'SIGSTOP')
  }

  thaw(): void {
    process.kill(this.pid, 'SIGCONT')
  }

  /** The process that runs the Worker just now. */
  get pid(): number {
    return this.#child?.pid ?? this.#pid()
  }

  /** Kills the runtime that Miniflare watches, without its notice, and starts our own. */
  async takeOver(): Promise<void> {
    writeFileSync(join(this.#options.folder, TAKEN), '')
    await gone(this.#pid())
    this.#child = this.#spawn()
  }

  /** Stops everything; afterwards nobody holds the files of the state. */
  async stop(): Promise<void> {
    if (this.#child) await ended(this.#child)
    await this.site.stop()
    if (!this.#child) await gone(this.#pid())
    delete process.env.MINIFLARE_WORKERD_PATH
  }

  #spawn(): ChildProcess {
    const config = openSync(this.#file('config'), 'r')
    // Over the fourth the runtime tells its ports, which are known.
    const stdio = [config, 'pipe', 'pipe', 'pipe'] as const
    const child = spawn(WORKERD, this.#lines('arguments'), { stdio: [...stdio], env: { ...process.env, TZ: 'UTC' } })
    closeSync(config)
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface({ input: stream }).on('line', line => this.#options.onLog(messageIn(line)))
    child.stdio[3]?.on('data', () => {})
    child.on('exit', (code, signal) => {
      if (signal !== 'SIGKILL') this.#fail(new Error(`the runtime ended by itself (${signal ?? code})`))
    })
    return child
  }

  #pid = (): number => Number(readFileSync(this.#file('pid'), 'utf8'))
  #lines = (name: string): string[] => readFileSync(this.#file(name), 'utf8').trimEnd().split('\n')
  #file = (name: string): string => join(this.#options.folder, name)
}

const siteAt = (port: number, { folder, build, vars, migrations, onLog }: RuntimeOptions): Promise<Site> =>
  startSite({
    state: join(folder, 'state'),
    host: '127.0.0.1',
    port,
    build,
    vars,
    ...(migrations && { migrations }),
    onLog: line => onLog(line),
  })

const WORKERD = (miniflare('workerd') as { default: string }).default
const TAKEN = 'taken-over'

/** What Miniflare starts in place of the runtime. Once taken over, it goes on standing there for as long as Miniflare lives. */
function writeScript(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'runtime.sh')
  const script = [
    '#!/bin/sh',
    `cd '${folder}' || exit 1`,
    'cat > config',
    `printf '%s\\n' "$@" > arguments`,
    `'${WORKERD}' "$@" < config &`,
    'echo $! > pid',
    'wait $! 2> /dev/null',
    `[ -e ${TAKEN} ] && while kill -0 $PPID 2> /dev/null; do sleep 1; done`,
    '',
  ]
  writeFileSync(path, script.join('\n'))
  chmodSync(path, 0o755)
  return path
}

/** The runtime wraps every line that the Worker logs. */
function messageIn(line: string): string {
  try {
    return String((JSON.parse(line) as { message?: unknown }).message ?? line)
  } catch {
    return line
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGKILL')
  await exit
}

/** Kills a process that is not our child, and waits until it is gone. */
async function gone(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGKILL')
    for (;;) {
      process.kill(pid, 0)
      await pause(2)
    }
  } catch {
    // Signal 0 finds nobody any more.
  }
}

/** A port nobody listens on just now. It must be known before: a runtime started again has to come back at the same one. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
