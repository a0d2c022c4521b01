import type { Instant } from './time.ts'

/** A token bucket: `capacity` at once, `perSecond` more with time. */
export interface Allowance {
  readonly capacity: number
  readonly perSecond: number
}

export interface Bucket {
  readonly tokens: number
  readonly at: Instant
}

export interface Draw {
  readonly allowed: boolean
  readonly bucket: Bucket
  /** Whole seconds until one token is there; 0 when allowed. */
  readonly retryAfter: number
}

/**
 * Takes one token if there is one. A clock that steps back neither fills nor empties the bucket, so skew can delay
 * nobody and help nobody (fault F4).
 */
export function draw(before: Bucket | undefined, allowance: Allowance, now: Instant): Draw {
  const { capacity, perSecond } = allowance
  const elapsed = before ? Math.max(0, now - before.at) / 1000 : 0
  const held = before ? Math.min(capacity, before.tokens + elapsed * perSecond) : capacity
  const at = (before ? Math.max(before.at, now) : now) as Instant
  if (held >= 1) return { allowed: true, bucket: { tokens: held - 1, at }, retryAfter: 0 }
  return { allowed: false, bucket: { tokens: held, at }, retryAfter: Math.max(1, Math.ceil((1 - held) / perSecond)) }
}

/** True once the bucket is full again, so that keeping it says nothing. */
export const isFull = (bucket: Bucket, allowance: Allowance, now: Instant): boolean =>
  bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * allowance.perSecond >= allowance.capacity
