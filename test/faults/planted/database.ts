import type { Env } from '../../../worker/env.ts'

/** up; down: every statement fails at once; slow: every one takes ten seconds; lost: it is carried out and its answer is lost. */
export type DatabaseMode = 'up' | 'down' | 'slow' | 'lost'

const SLOW = 10_000
let mode: DatabaseMode = 'up'

export function setDatabase(wanted: string): void {
  mode = wanted as DatabaseMode
}

async function guarded<T>(act: () => Promise<T>): Promise<T> {
  const now = mode
  if (now === 'down') throw new Error('D1_ERROR: planted: the database is down')
  if (now === 'slow') await scheduler.wait(SLOW)
  const done = await act()
  if (now === 'lost') throw new Error('D1_ERROR: planted: the answer was lost')
  return done
}

const inner = new WeakMap<D1PreparedStatement, D1PreparedStatement>()

function statement(real: D1PreparedStatement): D1PreparedStatement {
  const made = {
    bind: (...values: unknown[]) => statement(real.bind(...values)),
    first: (...args: [string]) => guarded(() => real.first(...args)),
    run: () => guarded(() => real.run()),
    all: () => guarded(() => real.all()),
    raw: (options: { columnNames: true }) => guarded(() => real.raw(options)),
  } as unknown as D1PreparedStatement
  inner.set(made, real)
  return made
}

function database(real: D1Database): D1Database {
  return {
    prepare: (sql: string) => statement(real.prepare(sql)),
    batch: (list: D1PreparedStatement[]) => guarded(() => real.batch(list.map(one => inner.get(one) ?? one))),
    exec: (sql: string) => guarded(() => real.exec(sql)),
  } as unknown as D1Database
}

const kept = new WeakMap<Env, Env>()

/** The same bindings with a database that can be made to misbehave; the same object for the same bindings. */
export function through(env: Env): Env {
  const held = kept.get(env) ?? { ...env, DB: database(env.DB) }
  kept.set(env, held)
  return held
}
