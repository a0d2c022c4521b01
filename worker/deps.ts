import { type Db, openDb } from '../db/open.ts'
import { type Config, type Env, readConfig } from './env.ts'
import type { Instant } from './rules/time.ts'

/** Everything an action or a route may lean on. */
export interface Deps {
  readonly env: Env
  readonly db: Db
  readonly config: Config
  /** The server's clock (law 10). */
  readonly now: () => Instant
  /** Whether accounts whose second factor was waived may sign in with a password alone: in the local build only. */
  readonly waivers: boolean
}

// Settings do not change while an isolate lives, and `env` is the same object for all its requests.
const kept = new WeakMap<Env, Deps>()

export function liveDeps(env: Env, { now, waivers }: Pick<Deps, 'now' | 'waivers'>): Deps {
  const held = kept.get(env)
  if (held) return held
  const deps = { env, db: openDb(env.DB), config: readConfig(env), now, waivers }
  kept.set(env, deps)
  return deps
}
