import { auditLine } from '../../db/audit.ts'
import type { StaffFile } from '../../db/staff.ts'
import {
  insertFirstPasskey,
  insertFirstTotp,
  insertPasskey,
  type PasskeyFile,
  putRecoveryCodes,
  putTotp,
} from '../../db/staff-factors.ts'
import type { Deps } from '../deps.ts'
import { newPasskey } from '../new-passkey.ts'
import { mintRecoveryCodes, recoveryCodeHash } from '../recovery-codes.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { openSecret, sealSecret } from '../sealed.ts'
import { newSession, staffOf } from '../staff-session.ts'
import { newTotpSecret, totpStep } from '../totp.ts'

/** A factor as it is set up: an app that shows a code, or a passkey that the device has made. */
export type NewFactor =
  | { readonly kind: 'totp'; readonly sealed: string; readonly code: string }
  | {
      readonly kind: 'passkey'
      readonly sealed: string
      readonly passkey: string
      readonly origin: string
      readonly name: string
    }

/** A secret that is shown but not yet taken travels with its page, sealed for this account and for nothing else. */
const pending = (account: StaffFile) => ({ purpose: 'totp-secret', owner: `${account.id}/new` }) as const

export async function offerTotp({ config }: Deps, account: StaffFile): Promise<{ secret: string; sealed: string }> {
  const secret = newTotpSecret()
  return { secret, sealed: await sealSecret(config.siteKey, secret, pending(account)) }
}

/** The secret that a page was showing; null when it was none of ours. */
export const offeredTotp = ({ config }: Deps, account: StaffFile, sealed: string): Promise<string | null> =>
  openSecret(config.siteKey, sealed, pending(account))

const FACTOR = { totp: '动态码', passkey: '通行密钥' } as const

/**
 * The first factor of somebody whose password was right: with it come ten recovery codes and the first session. Of two who
 * do this together the second is refused, and so is everybody who has a factor already.
 */
export async function enrol(
  deps: Deps,
  account: StaffFile,
  { factor, device }: { factor: NewFactor; device: string },
): Promise<Verdict<{ token: string; codes: readonly string[] }>> {
  const row = await newRow(deps, account, factor)
  if (!row) return refuse({ code: 'proof-refused' })
  const [staff, at] = [staffOf(account), deps.now()]
  const [set] = await deps.db.batch([
    row.kind === 'totp' ? insertFirstTotp(deps.db, row.totp) : insertFirstPasskey(deps.db, row.passkey),
    auditLine(deps.db, staff, { at, event: { kind: 'second-factor-set', factor: FACTOR[row.kind] } }),
  ])
  if (set.length === 0) return refuse({ code: 'sign-in-needed' })
  const { codes, statements } = newCodes(deps, account)
  const session = newSession(deps, account, device)
  await deps.db.batch([
    ...statements,
    auditLine(deps.db, staff, { at, event: { kind: 'staff-enrolled' } }),
    ...session.statements,
  ])
  return accept({ token: session.token, codes })
}

/** Another factor for somebody who is signed in; an app takes the place of the app before. Repeating it is refused. */
export async function addFactor(deps: Deps, account: StaffFile, factor: NewFactor): Promise<Verdict<null>> {
  const row = await newRow(deps, account, factor)
  if (!row) return refuse({ code: 'proof-refused' })
  await deps.db.batch([
    row.kind === 'totp' ? putTotp(deps.db, row.totp) : insertPasskey(deps.db, row.passkey),
    auditLine(deps.db, staffOf(account), { at: deps.now(), event: { kind: 'second-factor-set', factor: FACTOR[row.kind] } }),
  ])
  return accept(null)
}

type FactorRow = { readonly kind: 'totp'; readonly totp: NewTotp } | { readonly kind: 'passkey'; readonly passkey: PasskeyFile }
type NewTotp = NonNullable<Awaited<ReturnType<typeof newTotp>>>

async function newRow(deps: Deps, account: StaffFile, factor: NewFactor): Promise<FactorRow | null> {
  if (factor.kind === 'totp') {
    const totp = await newTotp(deps, account, factor)
    return totp && { kind: 'totp', totp }
  }
  const passkey = await newPasskey(deps, account, factor)
  return passkey && { kind: 'passkey', passkey }
}

/** The code that proves that the app has the secret is used up by this. */
async function newTotp(deps: Deps, account: StaffFile, { sealed, code }: Extract<NewFactor, { kind: 'totp' }>) {
  const { config, now } = deps
  const secret = await offeredTotp(deps, account, sealed)
  const step = secret === null ? null : totpStep(secret, code.replace(/\s/g, ''), now())
  if (secret === null || step === null) return null
  const secretSealed = await sealSecret(config.siteKey, secret, { purpose: 'totp-secret', owner: account.id })
  return { staffId: account.id, secretSealed, lastStep: step, createdAt: now() }
}

/** New recovery codes in place of the old ones, to be shown once. Repeating it makes others. */
export async function renewCodes(deps: Deps, account: StaffFile): Promise<readonly string[]> {
  const { codes, statements } = newCodes(deps, account)
  const event = { kind: 'second-factor-set', factor: '恢复码' } as const
  await deps.db.batch([...statements, auditLine(deps.db, staffOf(account), { at: deps.now(), event })])
  return codes
}

function newCodes({ db, config }: Deps, { id }: StaffFile) {
  const codes = mintRecoveryCodes()
  const hashes = codes.map(code => recoveryCodeHash(config.siteKey, id, code) ?? '')
  return { codes, statements: putRecoveryCodes(db, id, hashes) }
}
