import type { Family, ReasonCode } from '../reason.ts'
import { THRESHOLDS } from './thresholds.ts'

/** What speaks against a ballot or a crowd: a reason and its points. */
export interface Sign {
  readonly code: ReasonCode
  readonly points: number
}

/**
 * Reasons that concern how ballots were cast. What people do who come together (at once, from one place, on the same
 * phones, for the same person) is none of them, and never suffices for a hold however much of it there is.
 */
const CONDUCT: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'NET.DC',
  'DEV.COOKIE_CHURN',
  'TIME.IMPOSSIBLE',
  'TIME.FAST',
  'TIME.NARROW',
  'NAV.NO_VIEW',
  'CHAL.FAST',
  'CHAL.NARROW',
  'LOCKSTEP.GROUP',
])

export const isConduct = (code: ReasonCode): boolean => CONDUCT.has(code)

/** Where a ballot stands with all its signs. */
export interface Sum {
  readonly points: number
  readonly codes: readonly ReasonCode[]
  /** Whether it may be held: enough points, two families, and something of conduct among them. */
  readonly holds: boolean
}

/** Network and region say the same thing twice: where a ballot came from. They count as one family. */
const sideOf = (code: ReasonCode): Family => {
  const family = code.slice(0, code.indexOf('.')) as Family
  return family === 'GEO' ? 'NET' : family
}

/**
 * People who came suddenly and from everywhere, and two of these besides: hired ones, or rented addresses. To name one
 * person only is none of them, for so do all who come for the sake of one.
 */
const FROM_EVERYWHERE: readonly ReasonCode[] = ['SURGE.CAND_HOUR', 'GEO.SHIFT']
const BESIDES: readonly ReasonCode[] = ['BALLOT.DUP_VECTOR', 'ID.NEW_RATIO', 'NET.SCATTERED']

/**
 * Adds signs up. Of every family the strongest counts in full and each further one a little; a hold needs enough
 * points, two families, and something of conduct among them.
 */
export function sumOf(signs: readonly Sign[]): Sum {
  const { hold, named, further } = THRESHOLDS
  const strongest = new Map<Family, number>()
  const together = new Map<Family, number>()
  for (const { code, points } of signs) {
    const side = sideOf(code)
    strongest.set(side, Math.max(strongest.get(side) ?? 0, points))
    together.set(side, (together.get(side) ?? 0) + points)
  }
  let points = 0
  let families = 0
  for (const [side, most] of strongest) {
    const rest = (together.get(side) as number) - most
    points += Math.max(most, Math.min(further.most, most + further.part * rest))
    if (most >= named) families += 1
  }
  const heard = signs.filter(isNamed)
  const holds = points >= hold && families >= 2 && mayHold(heard)
  return { points, codes: heard.map(({ code }) => code), holds }
}

export const isNamed = ({ points }: Sign): boolean => points >= THRESHOLDS.named
/** What no person does by chance: enough for conduct even where nobody else of the crowd shows it. */
export const isGrave = ({ code }: Sign): boolean => code === 'TIME.IMPOSSIBLE' || code === 'LOCKSTEP.GROUP'

/** What a call in a chat explains by itself: all at once, for the same person, at the same pace, each on a phone of its own. */
const CALLED: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'TIME.NARROW',
  'TIME.UNIFORM',
  'CHAL.NARROW',
  'SURGE.CAND_HOUR',
  'SURGE.ODD_HOURS',
  'BALLOT.PLUMP',
  'BALLOT.DUP_VECTOR',
  'NAV.NO_REF',
  'NET.SCATTERED',
  'ID.MADE_AHEAD',
])

/**
 * Identities made together before the poll, on machines that all need the same time for the same work: people look ahead
 * together too, but on phones of their own.
 */
const KEPT_IN_STORE: readonly ReasonCode[] = ['ID.MADE_AHEAD', 'CHAL.NARROW']

/** Nearly every ballot of a crowd from a network of its own, which no region explains. */
const isRented = ({ code, points }: Sign): boolean => code === 'NET.SCATTERED' && points >= THRESHOLDS.rented

/**
 * Whether there is something among the signs by which a ballot may be held at all: conduct that is not only the even
 * pace of people who followed one call, or hired ones from everywhere.
 */
export const mayHold = (signs: readonly Sign[]): boolean => {
  const codes = signs.map(({ code }) => code)
  const conduct = codes.filter(isConduct)
  if (conduct.length > 0 && !codes.every(code => CALLED.has(code))) return true
  const has = (code: ReasonCode) => codes.includes(code)
  if (FROM_EVERYWHERE.every(has) && BESIDES.filter(has).length >= 2) return true
  if (KEPT_IN_STORE.every(has)) return true
  return has('SURGE.CAND_HOUR') && signs.some(isRented)
}
