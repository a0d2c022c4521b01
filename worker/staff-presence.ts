import { auditLine } from '../db/audit.ts'
import { noteSignIn, type StaffFile, staffByEmail } from '../db/staff.ts'
import { ACCESS_HEADER, type AccessEvidence, type AccessIdentity, accessIdentity } from './adapters/access.ts'
import type { Deps } from './deps.ts'
import { type AppContext, Refused } from './http.ts'
import { sessionToken } from './staff-cookies.ts'
import { type Presence, presenceByToken, staffOf } from './staff-session.ts'

/** Who of the staff sends this request: by our own session, or by what Cloudflare Access says where it signs people in. */
export async function presenceOf(c: AppContext): Promise<Presence | null> {
  const { deps } = c.var
  if (deps.config.signIn.driver === 'access') return accessPresence(c)
  const token = sessionToken(c)
  return token ? presenceByToken(deps, token) : null
}

/** Whom Cloudflare Access has let through; null without it, and where it does not sign people in. */
export async function identityOf(c: AppContext): Promise<AccessIdentity | null> {
  const { deps } = c.var
  if (deps.config.signIn.driver !== 'access') return null
  return accessIdentity(deps, deps.config.signIn, { context: accessContext(c), token: c.req.header(ACCESS_HEADER) })
}

function accessContext(c: AppContext): AccessEvidence['context'] {
  try {
    return (c.executionCtx as { readonly access?: AccessEvidence['context'] }).access
  } catch {
    // A request that was made inside a test has no context.
    return undefined
  }
}

async function accessPresence(c: AppContext): Promise<Presence | null> {
  const identity = await identityOf(c)
  if (!identity) return null
  const account = await staffByEmail(c.var.deps.db, identity.email)
  if (!account) throw new Refused({ code: 'account-unknown', email: identity.email })
  await noteArrival(c.var.deps, account, identity)
  return { account, provedAt: identity.at, tokenHash: null }
}

/** One line in the log for every time somebody signed in there, not for every page. */
async function noteArrival({ db }: Deps, account: StaffFile, { at }: AccessIdentity): Promise<void> {
  if ((account.signedInAt ?? 0) >= at) return
  await db.batch([noteSignIn(db, account.id, at), auditLine(db, staffOf(account), { at, event: { kind: 'signed-in' } })])
}
