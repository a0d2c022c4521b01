import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { lockState } from './state.ts'

/** One machine as a home: workerd with D1, Durable Objects and R2 on disk, started and watched over by Node. */

export const ROOT = join(import.meta.dirname, '../..')

export interface SiteOptions {
  /** Folder of everything that must survive a restart. */
  readonly state: string
  readonly host: string
  readonly port: number
  /** 'worker' is what production runs; 'local' has the movable clock of demo and tests as well. */
  readonly build: 'worker' | 'local' | { readonly script: string }
  readonly vars: Readonly<Record<string, string>>
  /** Folder of the migrations; those of this release unless others are given. */
  readonly migrations?: string
  /** Lines the Worker logs; nothing else of the runtime's chatter. */
  readonly onLog?: (line: string, level: string) => void
}

export interface Site {
  readonly origin: string
  readonly runtime: Miniflare
  stop(): Promise<void>
}

export const OBJECTS = {
  BOX: 'BallotBox',
  TALLY: 'TallyBoard',
  LIKES: 'LikeBoard',
  GATE: 'Gate',
  VIEWS: 'ViewCounter',
  AGENDA: 'Agenda',
  EXAMINER: 'Examiner',
  NOTARY: 'Notary',
  WECHAT: 'WechatSignIn',
  TICKET: 'WechatTicket',
} as const

/**
 * Room for young objects. More room means fewer collections and longer ones: with 64 MB a ballot took some hundredths of a
 * millisecond less, and at a thousand ballots a second one in a hundred waited for 200 ms; with 4 MB for 40. The runtime has no other
 * door for this than its environment.
 */
const V8_FLAGS = '--min-semi-space-size=2 --max-semi-space-size=4'

/** Starts the site and brings its database up to date. Throws with the runtime's words when the port is taken. */
export async function startSite(options: SiteOptions): Promise<Site> {
  const unlock = lockState(options.state)
  try {
    const runtime = runtimeOf(options)
    await runtime.ready
    await migrate(runtime, options.migrations)
    const direct = await runtime.unsafeGetDirectURL('mingping')
    const stop = () => runtime.dispose().finally(unlock)
    return { origin: `http://${direct.hostname}:${direct.port}`, runtime, stop }
  } catch (error) {
    unlock()
    throw error
  }
}

function runtimeOf({ state, host, port, build, vars, migrations = MIGRATIONS, onLog }: SiteOptions): Miniflare {
  process.env.MINIFLARE_WORKERD_V8_FLAGS ??= V8_FLAGS
  const scriptPath = typeof build === 'string' ? join(ROOT, 'dist', build, 'index.js') : build.script
  return new Miniflare(
    convertV4MiniflareOptions({
      name: 'mingping',
      modules: true,
      scriptPath,
      modulesRoot: dirname(scriptPath),
      compatibilityDate: '2026-10-01',
      compatibilityFlags: ['nodejs_compat'],
      bindings: { HOME: 'machine', COMPRESS: '1', SCHEMA: migrationsIn(migrations).at(-1) ?? '', ...vars },
      durableObjects: Object.fromEntries(
        Object.entries(OBJECTS).map(([name, className]) => [name, { className, useSQLite: true }]),
      ),
      d1Databases: { DB: 'mingping' },
      r2Buckets: { FILES: 'mingping-files' },
      // A plain folder: the platform's asset service would put a second Worker before every request.
      serviceBindings: { ASSETS: { disk: { path: join(ROOT, 'dist/client'), writable: false } } },
      // Readers talk to this socket. The runtime's own one, with its debugging addresses, stays on the loopback.
      unsafeDirectSockets: [{ host, port, serviceName: 'mingping' }],
      host: '127.0.0.1',
      port: 0,
      ...(process.env.INSPECT ? { inspectorPort: Number(process.env.INSPECT) } : {}),
      resourcePersistencePath: state,
      logRequests: false,
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: ({ level, message }: { level: string; message: string }) => onLog?.(message, level),
    }),
  )
}

const MIGRATIONS = join(ROOT, 'db/migrations')

/** The files of the migrations, in their order. */
const migrationsIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter(file => file.endsWith('.sql'))
    .sort()

/** Applies the migrations that the database has not seen, in order, each whole or not at all. */
export async function migrate(runtime: Miniflare, folder = MIGRATIONS): Promise<void> {
  const db = await runtime.getD1Database('DB')
  await db
    .prepare(
      'create table if not exists d1_migrations (id integer primary key autoincrement, name text unique, applied_at timestamp default current_timestamp not null)',
    )
    .run()
  const applied = new Set(
    (await db.prepare('select name from d1_migrations').all<{ name: string }>()).results.map(({ name }) => name),
  )
  for (const name of migrationsIn(folder)) {
    if (applied.has(name)) continue
    const statements = statementsOf(readFileSync(join(folder, name), 'utf8'))
    await db.batch([
      ...statements.map(statement => db.prepare(statement)),
      db.prepare('insert into d1_migrations (name) values (?)').bind(name),
    ])
  }
}

/** The statements of a migration file: comment lines left out, split at a semicolon that ends a line. */
export const statementsOf = (sql: string): readonly string[] =>
  sql
    .replaceAll(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map(statement => statement.trim())
    .filter(Boolean)
