import { createHash, randomBytes } from 'node:crypto'
import { auditLine } from '../db/audit.ts'
import type { StaffFile } from '../db/staff.ts'
import { noteSignIn } from '../db/staff.ts'
import { deleteOldSessions, insertSession, sessionByToken } from '../db/staff-sessions.ts'
import type { Deps } from './deps.ts'
import type { Staff } from './rules/roles.ts'
import { after, HOUR, type Instant, MINUTE } from './rules/time.ts'

/** 12 hours at most, half an hour without a sign of life. */
export const SESSION_LIFE = 12 * HOUR
export const IDLE = 30 * MINUTE

/** Somebody of the staff who is here now. */
export interface Presence {
  readonly account: StaffFile
  /** When they last proved who they are. */
  readonly provedAt: Instant
  /** Names the row of the session; null where Cloudflare Access keeps the sessions. */
  readonly tokenHash: string | null
}

/** What the database keeps of a session's token, or of a link's. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** 256 random bits, 43 signs. */
export const newToken = (): string => randomBytes(32).toString('base64url')

export function staffOf({ id, name, role, unit }: StaffFile): Staff {
  if (role === 'clerk') return { role, id, name, unit: unit ?? '' }
  return { role, id, name }
}

/** Who holds this token; null when nobody, any more. */
export async function presenceByToken(deps: Deps, token: string): Promise<Presence | null> {
  const found = await sessionByToken(deps.db, tokenHash(token), { now: deps.now(), idle: IDLE })
  return found && { account: found.account, provedAt: found.session.provedAt, tokenHash: found.session.tokenHash }
}

/** A new session: its token for the cookie, and the statements that begin it, to be put into one batch. */
export function newSession({ db, now: clock }: Deps, account: StaffFile, device: string) {
  const [token, now] = [newToken(), clock()]
  const row = { tokenHash: tokenHash(token), staffId: account.id, createdAt: now, seenAt: now, provedAt: now, device }
  const statements = [
    insertSession(db, { ...row, until: after(now, SESSION_LIFE) }),
    auditLine(db, staffOf(account), { at: now, event: { kind: 'signed-in' } }),
    noteSignIn(db, account.id, now),
    deleteOldSessions(db, now),
  ] as const
  return { token, statements }
}
