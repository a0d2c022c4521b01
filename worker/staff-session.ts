import { createHash } from 'node:crypto'
import { type StaffFile, staffBySession } from '../db/staff.ts'
import type { Deps } from './deps.ts'
import type { Staff } from './rules/roles.ts'
import { HOUR, MINUTE } from './rules/time.ts'

/** 12 hours at most, half an hour without a sign of life. */
export const SESSION_LIFE = 12 * HOUR
const IDLE = 30 * MINUTE

/** What the database keeps of a session's token. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

export function staffOf({ id, name, role, unit }: StaffFile): Staff {
  if (role === 'clerk') return { role, id, name, unit: unit ?? '' }
  return { role, id, name }
}

/** Who holds this token; null when nobody, any more. */
export async function staffByToken(deps: Deps, token: string): Promise<Staff | null> {
  const account = await staffBySession(deps.db, tokenHash(token), { now: deps.now(), idle: IDLE })
  return account && staffOf(account)
}
