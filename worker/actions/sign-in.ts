import { clearTries, forgetTries, giveBackTry } from '../../db/attempts.ts'
import { auditLine } from '../../db/audit.ts'
import { type StaffFile, staffById, staffByLogin } from '../../db/staff.ts'
import { hasFactor } from '../../db/staff-factors.ts'
import { deleteSession } from '../../db/staff-sessions.ts'
import type { Deps } from '../deps.ts'
import { gateFor } from '../objects/names.ts'
import { passwordMatches } from '../passwords.ts'
import type { Staff } from '../rules/roles.ts'
import { after, DAY } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { newSession, tokenHash } from '../staff-session.ts'
import { codeOpens, type Offered, passkeyHolder } from './prove.ts'
import { subjectOf, takeTurn } from './take-turn.ts'

/** Where a right password leads: in, where the second factor is waived; to the second factor; or to setting one up. */
export type FirstStep =
  | { readonly leads: 'in'; readonly token: string }
  | { readonly leads: 'second' | 'enrol'; readonly account: StaffFile }

export interface Caller {
  readonly address: string | null
  /** The browser in words, for the list of sessions. */
  readonly device: string
  /** The token of the session this browser had before; it ends as the new one begins (ASVS 7.2.4). */
  readonly earlier: string | undefined
}

type Browser = Pick<Caller, 'device' | 'earlier'>

/**
 * The first step: the password. An unknown account and a wrong password get the same answer after the same work. A right
 * password neither counts nor clears the wrong tries, or it would let codes be guessed for ever.
 */
export async function checkPassword(
  deps: Deps,
  { login, password, address, ...browser }: Caller & { login: string; password: string },
): Promise<Verdict<FirstStep>> {
  const knock = await gateFor(deps.env, address).knock('sign-in', address)
  if (!knock.ok) return knock
  const turn = await takeTurn(deps, login)
  if (!turn.ok) return turn
  const account = await staffByLogin(deps.db, login)
  if (!(await passwordMatches(password, account?.passwordHash ?? null)) || !account) return refuse({ code: 'sign-in-refused' })
  if (account.factorWaived && deps.waivers) return accept({ leads: 'in', token: await begin(deps, account, browser) })
  await giveBackTry(deps.db, subjectOf(login))
  return accept({ leads: (await hasFactor(deps.db, account.id)) ? 'second' : 'enrol', account })
}

/** The second step, after the password: a code, or a passkey of this account. What is offered opens once. */
export async function checkSecond(
  deps: Deps,
  account: StaffFile,
  { device, earlier, ...offered }: Omit<Offered, 'password'> & Browser,
): Promise<Verdict<{ token: string }>> {
  const turn = await takeTurn(deps, account.login)
  if (!turn.ok) return turn
  const opens =
    offered.passkey === ''
      ? await codeOpens(deps, account, offered.code)
      : (await passkeyHolder(deps, offered, { use: 'prove', holder: account.id })) === account.id
  return opens ? accept({ token: await begin(deps, account, { device, earlier }) }) : refuse({ code: 'proof-refused' })
}

/** A passkey alone, without name or password: the device has verified its holder. What is offered opens once. */
export async function signInByPasskey(
  deps: Deps,
  { address, device, earlier, ...offered }: Caller & Pick<Offered, 'passkey' | 'sealed' | 'origin'>,
): Promise<Verdict<{ token: string }>> {
  const knock = await gateFor(deps.env, address).knock('sign-in', address)
  if (!knock.ok) return knock
  const holder = await passkeyHolder(deps, offered, { use: 'sign-in', holder: '' })
  const account = holder && (await staffById(deps.db, holder))
  if (!account || account.disabledAt !== null) return refuse({ code: 'proof-refused' })
  return accept({ token: await begin(deps, account, { device, earlier }) })
}

/** Starts a session: 256 random bits for the cookie, of which the database keeps only the hash. */
async function begin(deps: Deps, account: StaffFile, { device, earlier }: Browser): Promise<string> {
  const { token, statements } = newSession(deps, account, device)
  const tries = [clearTries(deps.db, subjectOf(account.login)), forgetTries(deps.db, after(deps.now(), -DAY))] as const
  const ended = earlier === undefined ? [] : [deleteSession(deps.db, tokenHash(earlier))]
  await deps.db.batch([...statements, ...tries, ...ended])
  return token
}

/** Ends a session for good. Repeating it is harmless. */
export async function signOut(deps: Deps, token: string, staff: Staff): Promise<void> {
  await deps.db.batch([
    deleteSession(deps.db, tokenHash(token)),
    auditLine(deps.db, staff, { at: deps.now(), event: { kind: 'signed-out' } }),
  ])
}
