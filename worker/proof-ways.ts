import { passkeysOf, totpOf } from '../db/staff-factors.ts'
import type { ProofWays } from '../web/console/proof-ways.ts'
import type { Deps } from './deps.ts'
import type { Config } from './env.ts'
import { askForPasskey } from './passkeys.ts'
import type { Presence } from './staff-session.ts'

/** Where Cloudflare Access signs people out, so that it asks them again; null where it does not sign them in. */
export const accessLogout = ({ signIn }: Pick<Config, 'signIn'>): string | null =>
  signIn.driver === 'access' ? `${signIn.team}/cdn-cgi/access/logout` : null

/** How this person can prove again who they are. */
export async function proofWays(deps: Deps, { account }: Pick<Presence, 'account'>, origin: string): Promise<ProofWays> {
  const elsewhere = accessLogout(deps.config)
  if (elsewhere !== null) return { password: false, code: false, passkey: null, elsewhere }
  const [keys, totp] = await Promise.all([passkeysOf(deps.db, account.id), totpOf(deps.db, account.id)])
  const passkey = keys.length > 0 ? askForPasskey(deps, { origin, use: 'prove', holder: account.id, keys }) : null
  return { password: true, code: totp !== null || keys.length > 0, passkey, elsewhere: null }
}
