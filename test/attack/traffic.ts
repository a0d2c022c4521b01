import type { ScoreLine } from '../../worker/rules/score/line.ts'

/** Honest voters: individuals, and nine crowds that look like an attack and are none (trust 8.1). */
export const ORGANIC = {
  O1: 'individuals',
  O2: 'a unit calls up its people within an hour',
  O3: 'a campus behind one NAT',
  O4: 'a hospital on the night shift',
  O5: 'a push by television or an official account',
  O6: 'elderly people, slow, tapping twice',
  O7: 'users of screen readers',
  O8: 'one model of phone bought in bulk',
  O9: 'natives of the place who live elsewhere',
  O10: 'the last day of a truly popular nominee',
} as const
export type Organic = keyof typeof ORGANIC

/** A9 (replay and race) and A10 (insertion by an insider) are not here: they are prevented and proven, not detected. */
export const ATTACKS = {
  A1: 'script',
  A2: 'proxy pool',
  A3: 'farm of devices or accounts in lockstep',
  A4: 'paid crowd workers',
  A5: 'groups that exchange votes',
  A6: 'slow drip',
  A7: 'false flag on the leader',
  A8: 'leaked codes',
  A11: 'mimicry of honest voters',
  A12: 'poisoning: everybody is inflated first',
} as const
export type Attack = keyof typeof ATTACKS

/** How hard the attacker tries: as the cheapest offers do; with the obvious signs removed; with knowledge of detectors. */
export const REGIMES = ['naive', 'tuned', 'evasive'] as const
export type Regime = (typeof REGIMES)[number]

export interface Label {
  readonly label: Organic | Attack
  /** Null for honest voters. */
  readonly regime: Regime | null
  /** Whom the attack is for, or, false flag, against; null for honest voters. */
  readonly target: number | null
}

export interface LabelledLine extends Label {
  readonly line: ScoreLine
}

export const isAttack = (label: Organic | Attack): label is Attack => label in ATTACKS

/** The value of a regime. */
export const by = <T>(regime: Regime, naive: T, tuned: T, evasive: T): T =>
  regime === 'naive' ? naive : regime === 'tuned' ? tuned : evasive
