/**
 * Why a ballot is held, family and code (trust 3.4). The list is closed: a new code does not compile until it has its
 * words (web/text/reasons.ts). What the public and the voter learn is the family.
 */
export const REASONS = [
  'NET.DC',
  'NET.PREFIX_BURST',
  'NET.SCATTERED',
  'DEV.UA_CONC',
  'DEV.COOKIE_CHURN',
  'TIME.IMPOSSIBLE',
  'TIME.FAST',
  'TIME.NARROW',
  'TIME.UNIFORM',
  'NAV.NO_VIEW',
  'NAV.NO_REF',
  'CHAL.UNVERIFIED',
  'CHAL.SLOW',
  'CHAL.FAST',
  'CHAL.NARROW',
  'BALLOT.DUP_VECTOR',
  'BALLOT.PLUMP',
  'SURGE.CAND_HOUR',
  'SURGE.ODD_HOURS',
  'ID.NEW_RATIO',
  'ID.MADE_AHEAD',
  'GEO.SHIFT',
  'LOCKSTEP.GROUP',
  'ADMIN.TEST',
] as const
export type ReasonCode = (typeof REASONS)[number]

export const FAMILIES = ['NET', 'DEV', 'TIME', 'NAV', 'CHAL', 'BALLOT', 'SURGE', 'ID', 'GEO', 'LOCKSTEP', 'ADMIN'] as const
export type Family = (typeof FAMILIES)[number]

export const familyOf = (code: ReasonCode): Family => code.slice(0, code.indexOf('.')) as Family

/** Every family of these reasons once, in the order of the list. */
export const familiesOf = (codes: readonly ReasonCode[]): readonly Family[] =>
  FAMILIES.filter(family => codes.some(code => familyOf(code) === family))

/** As a ballot's row keeps them; null for none. */
export const reasonText = (codes: readonly ReasonCode[]): string | null => (codes.length === 0 ? null : codes.join(' '))

export const readReasons = (text: string | null): readonly ReasonCode[] =>
  text === null ? [] : (text.split(' ') as ReasonCode[])
