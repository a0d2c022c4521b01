import type { IdentityLevel } from './campaign.ts'
import { FAMILIES, type Family, familiesOf, type ReasonCode } from './reason.ts'
import type { Place } from './receipt.ts'
import type { Signals } from './signals.ts'
import { type Day, dayOf, hourOf, type Instant } from './time.ts'

/** A ballot that waits for people to decide on it, as the desk may see it. */
export interface HeldBallot extends Place {
  readonly at: Instant
  readonly reasons: readonly ReasonCode[]
  readonly level: IdentityLevel
  readonly signals: Signals
  /** Pseudonym of the voter. */
  readonly voter: string
  /** Only to see whether ballots are alike; nothing that leaves this file says what they are. */
  readonly choices: readonly number[]
}

/**
 * What holds the ballots of a case together beside day and reasons: the same choices, whichever they are; one network;
 * hours that follow each other; or nothing more.
 */
export type Tie = 'alike' | 'network' | 'hours' | 'scattered'

export interface CaseGroup {
  readonly day: Day
  readonly families: readonly Family[]
  readonly tie: Tie
  /** In the order in which they came. */
  readonly ballots: readonly HeldBallot[]
}

/** As many as two people can answer for on one sheet. */
export const CASE_MOST = 5000
/** Fewer than this in one network, of one kind or in neighbouring hours are no group. */
const GROUP_LEAST = 20

/** Families that speak of what is on the ballots; only then does it matter whether they are alike. */
const OF_CONTENT: readonly Family[] = ['BALLOT', 'SURGE', 'LOCKSTEP']

const inOrder = (a: HeldBallot, b: HeldBallot): number => a.at - b.at || a.shard - b.shard || a.seq - b.seq

/**
 * Groups held ballots into cases (F5): by day, by what ties them, and what nothing ties by its families of reasons. Every
 * ballot is in one group. The same ballots make the same groups in whatever order they come, and whom they favour makes no
 * difference: choices are compared with each other and with nothing else.
 */
export function groupHeld(held: readonly HeldBallot[]): readonly CaseGroup[] {
  return groupBy([...held].sort(inOrder), keyOfDay)
    .flatMap(tied)
    .flatMap(({ tie, ballots }) => portions(ballots).map(part => ({ tie, ballots: part })))
    .map(({ tie, ballots }) => ({ day: dayOf((ballots[0] as HeldBallot).at), families: mainFamilies(ballots), tie, ballots }))
    .sort((a, b) => inOrder(a.ballots[0] as HeldBallot, b.ballots[0] as HeldBallot))
}

/** Ballots that only wait because no check could be asked are no suspicion and stand apart from what is. */
const keyOfDay = ({ at, reasons }: HeldBallot): string =>
  `${dayOf(at)} ${reasons.every(code => code === 'CHAL.UNVERIFIED') ? 'unverified' : 'seen'}`

/** Those that at least half of the ballots bear. Two of a ballot's families may be others than its neighbour's. */
function mainFamilies(ballots: readonly HeldBallot[]): readonly Family[] {
  const borne = new Map<Family, number>()
  for (const { reasons } of ballots) for (const one of familiesOf(reasons)) borne.set(one, (borne.get(one) ?? 0) + 1)
  const most = Math.max(...borne.values())
  return FAMILIES.filter(one => (borne.get(one) ?? 0) >= Math.min(most, ballots.length / 2))
}

type Tied = Pick<CaseGroup, 'tie' | 'ballots'>

function tied(ballots: readonly HeldBallot[]): readonly Tied[] {
  const alike = gathered(ballots, one => (isOfContent(one) ? [...one.choices].sort((a, b) => a - b).join() : null))
  const network = gathered(alike.rest, one => one.signals.net)
  return [
    ...alike.groups.map(group => ({ tie: 'alike', ballots: group }) as const),
    ...network.groups.map(group => ({ tie: 'network', ballots: group }) as const),
    ...byFamilies(network.rest).flatMap(inTime),
  ]
}

const isOfContent = ({ reasons }: HeldBallot): boolean => familiesOf(reasons).some(family => OF_CONTENT.includes(family))

const inTime = (ballots: readonly HeldBallot[]): readonly Tied[] => {
  const hours = inNeighbouringHours(ballots)
  return [
    ...hours.groups.map(group => ({ tie: 'hours', ballots: group }) as const),
    ...(hours.rest.length > 0 ? [{ tie: 'scattered', ballots: hours.rest } as const] : []),
  ]
}

/**
 * By their set of families; a set too small to be a group joins the largest with which it shares two, for one ballot of a
 * farm shows a sign more and its neighbour a sign less.
 */
function byFamilies(ballots: readonly HeldBallot[]): readonly (readonly HeldBallot[])[] {
  const sets = [...groupBy(ballots, one => familiesOf(one.reasons).join('+'))].sort((a, b) => b.length - a.length)
  const heaps = sets.filter(isGroup).map(set => ({ families: familiesOf(set[0]?.reasons ?? []), ballots: [...set] }))
  const strays: (readonly HeldBallot[])[] = []
  for (const set of sets.filter(one => !isGroup(one))) {
    const own = familiesOf(set[0]?.reasons ?? [])
    const near = heaps.find(({ families }) => own.filter(one => families.includes(one)).length >= 2)
    if (near) near.ballots.push(...set)
    else strays.push(set)
  }
  return [...heaps.map(heap => heap.ballots.sort(inOrder)), ...strays]
}

interface Gathered {
  readonly groups: readonly (readonly HeldBallot[])[]
  readonly rest: readonly HeldBallot[]
}

const isGroup = (ballots: readonly HeldBallot[]): boolean => ballots.length >= GROUP_LEAST

/** What shares a key and is enough for a group; what has none (null) is rest. */
function gathered(ballots: readonly HeldBallot[], keyOf: (one: HeldBallot) => string | null): Gathered {
  const keyed = groupBy(
    ballots.filter(one => keyOf(one) !== null),
    one => keyOf(one) as string,
  )
  return apart(ballots, keyed.filter(isGroup))
}

function inNeighbouringHours(ballots: readonly HeldBallot[]): Gathered {
  const runs: HeldBallot[][] = []
  for (const one of ballots) {
    const last = runs.at(-1)
    if (last && hourOf(one.at) - hourOf((last.at(-1) as HeldBallot).at) <= 1) last.push(one)
    else runs.push([one])
  }
  return apart(ballots, runs.filter(isGroup))
}

function apart(ballots: readonly HeldBallot[], groups: Gathered['groups']): Gathered {
  const taken = new Set(groups.flat())
  return { groups, rest: ballots.filter(one => !taken.has(one)) }
}

function groupBy(ballots: readonly HeldBallot[], keyOf: (one: HeldBallot) => string): readonly (readonly HeldBallot[])[] {
  const groups = new Map<string, HeldBallot[]>()
  for (const one of ballots) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return [...groups.values()]
}

function portions(ballots: readonly HeldBallot[]): readonly (readonly HeldBallot[])[] {
  const parts = Math.ceil(ballots.length / CASE_MOST)
  const size = Math.ceil(ballots.length / parts)
  return Array.from({ length: parts }, (_, i) => ballots.slice(i * size, (i + 1) * size))
}
