import { takeTry } from '../../db/attempts.ts'
import type { Deps } from '../deps.ts'
import { MINUTE } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/** After so many wrong tries an account rests for so long (ASVS 6.3.1); the account, not only the network. */
const PATIENCE = { tries: 8, rest: 15 * MINUTE }

/** Passwords, codes of an app and recovery codes of one account are counted together. */
export const subjectOf = (login: string): string => `login:${login}`

/** Counts one try at proving who one is before it is made; refused while the account rests. Every call counts. */
export async function takeTurn(deps: Deps, login: string): Promise<Verdict<null>> {
  const wait = await takeTry(deps.db, subjectOf(login), { ...PATIENCE, now: deps.now() })
  return wait === null ? accept(null) : refuse({ code: 'sign-in-locked', retryAfter: Math.ceil(wait / 1000) })
}
