import { waitUntil } from 'cloudflare:workers'
import { logLine } from './log-line.ts'

interface Held {
  readonly value: unknown
  /** From when on somebody is to read again. */
  stale: number
  /** When it was read, or somebody last set out to. */
  asked: number
}

const held = new Map<string, Held>()
const MOST_HELD = 500
/** How long somebody waits for a newer answer where an older one is known, in milliseconds. */
const PATIENCE = 250
/** While one reads again, or when that has failed, the others go by what is known for this long, in milliseconds. */
const REST = 2000

/**
 * What was read a moment ago, for as long as `ms`; when reading fails or takes long, what was read last, however old. So a
 * slow or absent D1 stops neither readers nor voters (fault F8). Values are kept, never promises: a promise belongs to the
 * request that made it. With `ms` 0 everybody reads for himself and waits for it.
 */
export async function remembered<T>(key: string, ms: number, read: () => Promise<T>): Promise<T> {
  const known = held.get(key)
  const now = Date.now()
  // Two instants, so that a clock that is set back does not make an answer last (fault F4).
  if (known && now < known.stale && now >= known.asked) return known.value as T
  if (!known) return keep(key, ms, await read())
  known.stale = now + Math.min(ms, REST)
  known.asked = now
  const reading = read().then(
    value => keep(key, ms, value),
    (error: unknown) => {
      logLine('served-from-memory', { key, error: String(error) })
      return known.value as T
    },
  )
  if (ms === 0) return reading
  // Whoever waited long enough goes on; what comes then is for the next.
  waitUntil(reading)
  return Promise.race([reading, scheduler.wait(PATIENCE).then(() => known.value as T)])
}

function keep<T>(key: string, ms: number, value: T): T {
  const asked = Date.now()
  held.delete(key)
  held.set(key, { value, asked, stale: asked + ms })
  if (held.size > MOST_HELD) held.delete(held.keys().next().value as string)
  return value
}

/** Forgets everything: after an import this isolate answers with what is new. */
export const forgetAll = (): void => held.clear()
