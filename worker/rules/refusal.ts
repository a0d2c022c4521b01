import type { Instant } from './time.ts'

/**
 * Every way in which the site says no. The list is closed: a new code does not compile until it has an HTTP status
 * (worker/refusals.ts) and a Chinese sentence (web/text.ts).
 */
export type Refusal =
  // the poll
  | { readonly code: 'poll-not-open'; readonly opens: Instant }
  | { readonly code: 'poll-closed'; readonly closed: Instant }
  | { readonly code: 'poll-not-ready' }
  | { readonly code: 'already-voted'; readonly receipt: string; readonly at: Instant; readonly next: Instant | null }
  | { readonly code: 'key-reused' }
  | { readonly code: 'spec-frozen' }
  // the ballot
  | { readonly code: 'empty-ballot' }
  | { readonly code: 'too-many-choices'; readonly category: string; readonly allowed: number; readonly chosen: number }
  | { readonly code: 'too-few-choices'; readonly category: string; readonly needed: number; readonly chosen: number }
  | { readonly code: 'too-many-in-all'; readonly allowed: number; readonly chosen: number }
  | { readonly code: 'too-few-in-all'; readonly needed: number; readonly chosen: number }
  | { readonly code: 'unknown-nominee'; readonly number: number }
  | { readonly code: 'chosen-twice'; readonly number: number }
  // the voter
  | { readonly code: 'session-missing' }
  | { readonly code: 'too-quick'; readonly retryAfter: number }
  | { readonly code: 'code-needed' }
  | { readonly code: 'code-refused' }
  | { readonly code: 'code-asked' }
  | { readonly code: 'codes-shown' }
  | { readonly code: 'roster-refused' }
  | { readonly code: 'roster-fixed' }
  | { readonly code: 'wechat-needed' }
  | { readonly code: 'wechat-absent' }
  | { readonly code: 'wechat-state-refused' }
  | { readonly code: 'wechat-snapshot' }
  | { readonly code: 'wechat-again' }
  | { readonly code: 'wechat-busy'; readonly retryAfter: number }
  | { readonly code: 'wechat-setup' }
  | { readonly code: 'wechat-account' }
  | { readonly code: 'code-tied-elsewhere' }
  | { readonly code: 'roster-needed' }
  | { readonly code: 'human-check-failed' }
  | { readonly code: 'human-check-expired' }
  | { readonly code: 'human-check-unavailable'; readonly retryAfter: number }
  | { readonly code: 'slow-down'; readonly retryAfter: number }
  | { readonly code: 'busy'; readonly retryAfter: number }
  | { readonly code: 'storage-away'; readonly retryAfter: number }
  // likes
  | { readonly code: 'likes-not-open'; readonly opens: Instant | null }
  | { readonly code: 'likes-closed' }
  // comments
  | { readonly code: 'comments-closed' }
  | { readonly code: 'commented-today'; readonly next: Instant }
  | { readonly code: 'comments-enough'; readonly most: number; readonly next: Instant }
  // staff
  | { readonly code: 'sign-in-needed' }
  | { readonly code: 'sign-in-refused' }
  | { readonly code: 'sign-in-locked'; readonly retryAfter: number }
  | { readonly code: 'proof-needed'; readonly prove: string }
  | { readonly code: 'proof-refused' }
  | { readonly code: 'account-unknown'; readonly email: string }
  | { readonly code: 'not-allowed' }
  // what is written on screens
  | { readonly code: 'edited-by-other'; readonly by: string; readonly at: Instant }
  | { readonly code: 'form-refused'; readonly flaws: readonly FormFlaw[] }
  | { readonly code: 'not-ready'; readonly missing: readonly string[] }
  | { readonly code: 'file-refused'; readonly name: string; readonly why: string }
  | { readonly code: 'link-spent' }
  | { readonly code: 'personal-data-found'; readonly count: number }
  | { readonly code: 'objections-closed'; readonly closed: Instant }
  | { readonly code: 'tracking-refused' }
  | { readonly code: 'objection-done' }
  | { readonly code: 'second-person-needed' }
  | { readonly code: 'case-moved' }
  | { readonly code: 'not-final' }
  | { readonly code: 'key-turned'; readonly number: number }
  | { readonly code: 'not-logged-yet'; readonly retryAfter: number }
  | { readonly code: 'decision-moved' }
  | { readonly code: 'decision-incomplete'; readonly flaws: readonly FormFlaw[] }
  | { readonly code: 'not-on-panel' }
  | { readonly code: 'panel-fixed' }
  | { readonly code: 'sheets-handed-in' }
  | { readonly code: 'recused' }
  | { readonly code: 'sheets-not-handed-in' }
  // the request itself
  | { readonly code: 'not-found' }
  | { readonly code: 'method-not-allowed' }
  | { readonly code: 'cross-site' }
  | { readonly code: 'body-too-large'; readonly limit: number }
  | { readonly code: 'body-malformed'; readonly where: string }
  | { readonly code: 'wrong-content-type' }
  | { readonly code: 'live-only' }
  | { readonly code: 'import-refused'; readonly problems: readonly string[] }
  | { readonly code: 'fault'; readonly reference: string }

/** What is wrong with one field of a form: the field's name and a sentence that stands beside it. */
export interface FormFlaw {
  readonly field: string
  readonly says: string
}

export type RefusalCode = Refusal['code']

/** What a refused form is told of its fields; nothing where it was refused otherwise, or not at all. */
export const flawsIn = (refusal: Refusal | null | undefined): readonly FormFlaw[] =>
  refusal?.code === 'form-refused' || refusal?.code === 'decision-incomplete' ? refusal.flaws : []
