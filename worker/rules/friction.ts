import { MINUTE, SECOND } from './time.ts'

/** What the door knows when somebody asks for a challenge. Null where this home cannot know it. */
export interface Signs {
  /** How long this device has been known, in milliseconds. */
  readonly deviceAge: number
  /** Whether it has opened the page of the ballot. */
  readonly viewed: boolean
  /** More than half of what this network may ask for at once has been asked for. */
  readonly crowded: boolean
  /** Many devices of this network have lately asked for a challenge as no reader does. */
  readonly manyStrange: boolean
  /** The network is one of machines, not of people. */
  readonly hosting: boolean | null
}

/** What is asked of a phone before its ballot is taken: how many times the usual work, and a voting code if there are any. */
export interface Friction {
  readonly work: 1 | 4 | 16
  readonly code: boolean
}

/** Nobody finds the page, reads names and chooses within this time. */
const NEW_DEVICE = 10 * SECOND

/** A device that asks as no reader does: it was made a moment ago, or has never seen what it votes on. */
export const isStrange = ({ deviceAge, viewed }: Pick<Signs, 'deviceAge' | 'viewed'>): boolean =>
  deviceAge < NEW_DEVICE || !viewed

/**
 * Friction rises with suspicion (F2), and suspicion is about the device: what is known of its network only makes its own
 * signs weigh more, and by itself asks nothing of anybody. So a thousand honest people behind one address, who have all
 * opened the page, do the usual work and no more.
 */
export function frictionFor(signs: Signs): Friction {
  const own = (signs.deviceAge < NEW_DEVICE ? 1 : 0) + (signs.viewed ? 0 : 1)
  const network = [signs.crowded, signs.manyStrange, signs.hosting === true].filter(Boolean).length
  const points = own === 0 ? 0 : own + network
  return { work: points < 2 ? 1 : points === 2 ? 4 : 16, code: own === 2 && network > 0 }
}

/** How many strange devices of one network are nothing to wonder at, and how fast that is forgotten: shared phones, tests, a fair. */
export const STRANGE = { capacity: 30, perSecond: 30 / (10 * (MINUTE / SECOND)) } as const
