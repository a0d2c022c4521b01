import { type Attack, by, type Regime } from './traffic.ts'

/**
 * What a bought ballot costs the buyer, in yuan. Offers seen in public speak of 0.1 to 0.6 a vote, people dearer than
 * machines; between these the figures are guesses, and only their order is meant.
 */
const PRICES: Readonly<Record<Attack, readonly [naive: number, tuned: number, evasive: number]>> = {
  A1: [0.1, 0.12, 0.15],
  A2: [0.15, 0.2, 0.3],
  A3: [0.2, 0.3, 0.45],
  A4: [0.4, 0.5, 0.6],
  A5: [0.3, 0.3, 0.3],
  A6: [0.2, 0.3, 0.4],
  A7: [0.1, 0.15, 0.2],
  A8: [1, 1, 1],
  A11: [0.4, 0.5, 0.6],
  A12: [0.12, 0.2, 0.3],
}

/** The cheapest script where nothing is held: what every other way is compared with. */
export const CHEAPEST = PRICES.A1[0]

export const priceOf = (attack: Attack, regime: Regime): number => by(regime, ...PRICES[attack])
