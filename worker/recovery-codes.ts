import { encodeCrockford, plain } from './rules/crockford.ts'
import type { StaffId } from './rules/ids.ts'
import { tagOf } from './tokens.ts'

/** As many as fit on a card; each opens once. */
const CODES = 10
/** 50 bits: cannot be guessed at eight tries a quarter of an hour, and a stolen table is useless without the site's key. */
const SIGNS = 10

/** Ten new codes of ten signs, 'ABCDE-12345'. */
export const mintRecoveryCodes = (): readonly string[] =>
  Array.from({ length: CODES }, () => {
    const text = encodeCrockford(crypto.getRandomValues(new Uint8Array(7))).slice(0, SIGNS)
    return `${text.slice(0, 5)}-${text.slice(5)}`
  })

/** What the database keeps of a code; null when the text cannot be one. */
export function recoveryCodeHash(siteKey: string, staffId: StaffId, typed: string): string | null {
  const code = plain(typed)
  return /^[0-9A-Z]{10}$/.test(code) ? tagOf(siteKey, 'recovery-code', `${staffId}:${code}`) : null
}
