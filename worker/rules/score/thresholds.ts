import { createHash } from 'node:crypto'

/**
 * Every figure by which the scorer decides, in one place. They are frozen with the poll when it opens, so a change here
 * needs a new version and judges only polls that open afterwards.
 */
export const THRESHOLDS = {
  version: 3,
  /** Points from which a ballot is held (two families, one of them of conduct), and from which it is only reported. */
  hold: 2.2,
  report: 1.5,
  /** Least points of a family for it to be named. */
  named: 0.3,
  /** Part of its points that a further sign of a family adds to the strongest, and what a family can reach by that. */
  further: { part: 0.3, most: 1.7 },
  /** How sure the mixture must be that a ballot belongs to the additional crowd before it may be held. */
  sure: 0.9,
  /** Points of one ballot's own signs. Milliseconds: a base and so much for every choice. */
  own: {
    impossible: { base: 800, each: 150, points: 1.6 },
    fast: { base: 2000, each: 400, most: 7000, points: 0.8 },
    noView: 0.9,
    hosting: 1.2,
    challengeFast: { below: 250, points: 0.8 },
    fresh: { below: 5000, points: 0.6 },
    unverified: 0.5,
  },
  /** A sign that this share of the campaign shows is worth all, some or little of its points. */
  rarity: [
    { share: 0.03, worth: 1 },
    { share: 0.1, worth: 0.6 },
    { share: 0.3, worth: 0.25 },
    { share: 1, worth: 0 },
  ],
  /** Points of a crowd's signs at full strength. */
  crowd: {
    SURGE: 0.8,
    ODD_HOURS: 0.5,
    FAST: 1.2,
    NARROW: 1.2,
    UNIFORM: 1.2,
    CHAL: 1.1,
    NO_VIEW: 1,
    NO_REF: 0.4,
    DEV: 0.8,
    CHURN: 1.2,
    ID: 0.7,
    AHEAD: 0.9,
    GEO: 0.9,
    DC: 1.2,
    NET: 0.4,
    SCATTERED: 0.6,
    ALL_SCATTERED: 0.9,
    BALLOT: 0.8,
    LOCKSTEP: 1.7,
  },
  /** Share of a crowd by which it must differ from the campaign for a sign to begin and to be at full strength. */
  shift: { from: 0.15, full: 0.45 },
  /** The same of networks that nobody shares: what people at home never reach. */
  allScattered: { from: 0.5, full: 0.7 },
  /** Points of scattered networks from which a sudden crowd is taken for rented addresses. */
  rented: 0.8,
  /** Points from which a sign of a crowd weighs by itself. */
  strong: 0.6,
  /**
   * Least additional ballots for accounts to be taken for a store of them, the part of the points where they are not, and
   * the share of a campaign below which an identity of the poll's own days, from before its visit, is a rare one.
   */
  store: { least: 25, else: 0.3, rare: 0.1 },
  /** Three neighbouring steps that hold this share of a crowd, and so much more than usual, are narrow. */
  narrow: { share: 0.72, more: 0.22 },
  /** From this share on the busiest networks, or one unit, a crowd is one place: colleagues, not a sign. */
  place: { networks: 3, share: 0.4 },
  /** A network stands for itself from this share of a crowd on, if so much of the network is the crowd's. */
  parts: { networks: 4, least: 25, ofCrowd: 0.08, ofNetwork: 0.5 },
  surge: { least: 8, times: 2, falseRate: 0.01, overdispersion: 0.15 },
  /** Least ballots of a crowd and of its additional population; a day with so many members is judged as a day. */
  mixture: {
    least: 15,
    members: 8,
    day: 60,
    clear: 1.5,
    shared: 0.5,
    beyondDoubt: 0.99,
    borne: 0.5,
    rounds: 8,
    strongest: 3,
    weakest: -4,
  },
  /**
   * Most ballots against which crowds are tried; the part of a crowd, beyond the usual, that favours somebody; steps of
   * sureness that are tried apart; how great a share of those who look alike may be people's; and so many of the whole
   * part are added to them, that the very few are not judged by chance.
   */
  control: { most: 8000, favoured: 0.2, steps: [0.99, 0.9995], impure: 0.015, few: 1 },
  /**
   * When votes of a nominee stand apart: so much of them, beyond what is usual of that, is unlike all others, and this part of it
   * shows in conduct; or so much is from everywhere. Fewer votes than the least are not looked at; times have so many cells.
   */
  apart: { begin: 0.1, least: 60, times: 250, beyond: 0.1, conduct: 0.2, scattered: 0.3 },
  lockstep: { bucket: 600_000, jaccard: 0.6, days: 2, group: 10 },
  churn: { least: 20, overlaps: 8 },
} as const

/** Which scorer judged: its version and the fingerprint of its figures. Frozen in the poll when it opens. */
export const SCORER = `mingping-${THRESHOLDS.version}-${createHash('sha256').update(JSON.stringify(THRESHOLDS)).digest('hex').slice(0, 12)}`
