import { logLine } from './log-line.ts'

interface Held {
  readonly value: unknown
  readonly at: number
}

const held = new Map<string, Held>()
const MOST_HELD = 500

/**
 * What was read a moment ago, for as long as `ms`; when reading fails, what was read last, however old. So a slow or
 * absent D1 stops neither readers nor voters (fault F8). Values are kept, never promises: a promise belongs to the
 * request that made it.
 */
export async function remembered<T>(key: string, ms: number, read: () => Promise<T>): Promise<T> {
  const known = held.get(key)
  if (known && Math.abs(Date.now() - known.at) < ms) return known.value as T
  try {
    const value = await read()
    held.delete(key)
    held.set(key, { value, at: Date.now() })
    if (held.size > MOST_HELD) held.delete(held.keys().next().value as string)
    return value
  } catch (error) {
    if (!known) throw error
    logLine('served-from-memory', { key, error: String(error) })
    return known.value as T
  }
}

/** Forgets everything: after an import { logLine } from './log-line.ts'
import this isolate answers with what is new. */
export const forgetAll = (): void => held.clear()
