import { Secret, TOTP } from 'otpauth'
import type { Instant } from './rules/time.ts'

/** What every authenticator app understands: SHA-1, six digits, thirty seconds (RFC 6238). */
const PERIOD = 30
/** 160 bits, as RFC 4226 §4 recommends. */
const SIZE = 20

const reading = (secret: string): TOTP => new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD, digits: 6 })

/** A new secret in base 32, as people can type it. */
export const newTotpSecret = (): string => new Secret({ size: SIZE }).base32

/** What the QR code says to the app. */
export const totpUri = (secret: string, { site, login }: { site: string; login: string }): string =>
  new TOTP({ issuer: site, label: login, secret: Secret.fromBase32(secret), period: PERIOD, digits: 6 }).toString()

/** The time step whose code this is, at most one step from now either way; null when it is none. */
export function totpStep(secret: string, code: string, now: Instant): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const delta = reading(secret).validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? null : Math.floor(now / 1000 / PERIOD) + delta
}
