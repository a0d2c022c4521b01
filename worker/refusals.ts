import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Refusal, RefusalCode } from './rules/refusal.ts'

/** HTTP knows refusals, refusals do not know HTTP: a new code does not compile until it has a status here. */
export const STATUS = {
  'poll-not-open': 409,
  'poll-closed': 409,
  'poll-not-ready': 409,
  'already-voted': 409,
  'key-reused': 422,
  'spec-frozen': 409,
  'empty-ballot': 422,
  'too-many-choices': 422,
  'too-few-choices': 422,
  'too-many-in-all': 422,
  'too-few-in-all': 422,
  'unknown-nominee': 422,
  'chosen-twice': 422,
  'session-missing': 401,
  'too-quick': 429,
  'code-needed': 401,
  'code-refused': 403,
  'human-check-failed': 403,
  'human-check-expired': 403,
  'human-check-unavailable': 503,
  'slow-down': 429,
  busy: 503,
  'likes-not-open': 409,
  'likes-closed': 409,
  'already-liked': 409,
  'sign-in-needed': 401,
  'sign-in-refused': 403,
  'sign-in-locked': 429,
  'not-allowed': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'cross-site': 403,
  'body-too-large': 413,
  'body-malformed': 400,
  'wrong-content-type': 415,
  'import-refused': 422,
  fault: 500,
} as const satisfies Record<RefusalCode, ContentfulStatusCode>

/** Seconds for the Retry-After header; null when coming back later would not help. */
export const retryAfterOf = (refusal: Refusal): number | null => ('retryAfter' in refusal ? refusal.retryAfter : null)
