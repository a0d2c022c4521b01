import { type Estimate, type Part, quantileOf, shareOf } from './intervals.ts'
import type { Judged } from './lane.ts'
import type { Place, Share } from './measure.ts'
import { CHEAPEST, priceOf } from './prices.ts'
import { ATTACKS, type Attack, isAttack, ORGANIC, type Organic, REGIMES, type Regime } from './traffic.ts'

/** How one attack fared, in one regime or in several. */
export interface Fate {
  /** Held. */
  readonly recall: Estimate
  /** Held or under report-only suspicion. */
  readonly seen: Estimate
  readonly ballots: number
}

export interface Cost {
  readonly surviving: number
  readonly perVote: number
  /** Times the price of a script's vote where nothing is held. */
  readonly multiplier: number
}

export interface RankError {
  readonly before: { readonly median: Estimate; readonly p95: Estimate }
  readonly after: { readonly median: Estimate; readonly p95: Estimate }
  /** If exactly what must be held were held. */
  readonly best: { readonly median: Estimate; readonly p95: Estimate }
}

export interface TopN {
  readonly wrongRaw: Estimate
  readonly wrongCleaned: Estimate
  readonly wrongAtBest: Estimate
  /** Wrong after cleaning, and nobody was told that it may be. */
  readonly wrongSilently: Estimate
  readonly flagged: Estimate
}

export interface Findings {
  readonly worlds: number
  readonly ballots: number
  readonly boughtShare: number
  readonly precision: Estimate
  readonly falseHolds: Estimate
  readonly strata: Partial<Record<Organic, Estimate>>
  readonly falseSuspicion: Estimate
  readonly fates: Partial<Record<Attack, Readonly<Record<Regime | 'all' | 'open', Fate>>>>
  readonly costs: Partial<Record<Attack, Partial<Record<Regime, Cost>>>>
  /** By the share of all ballots that was bought. */
  readonly ranks: Readonly<Record<string, RankError>>
  readonly lists: Readonly<Record<string, TopN>>
  /** Over all volumes, of which the largest is a quarter. */
  readonly list: TopN
  readonly unexplained: number
  readonly repeatable: boolean
  readonly linesPerSecond: number
}

export function findingsOf(judged: readonly Judged[]): Findings {
  const shares = judged.flatMap(world => world.shares)
  const sum = (figure: (share: Share) => number) => shares.reduce((total, share) => total + figure(share), 0)
  const ballots = sum(share => share.ballots)
  const honest = (share: Share) => !isAttack(share.label)
  const attacks = keysOf(ATTACKS).filter(attack => shares.some(({ label }) => label === attack))
  const fates = Object.fromEntries(attacks.map(attack => [attack, fatesOf(judged, attack)]))
  return {
    worlds: judged.length,
    ballots,
    boughtShare: sum(share => (honest(share) ? 0 : share.ballots)) / ballots,
    precision: shareOf(
      judged.map(world =>
        partOf(
          world,
          () => true,
          held,
          share => (honest(share) ? 0 : share.held),
        ),
      ),
    ),
    falseHolds: shareOf(judged.map(world => partOf(world, honest, ballotsOf, held))),
    strata: Object.fromEntries(
      keysOf(ORGANIC).map(label => [
        label,
        shareOf(judged.map(world => partOf(world, share => share.label === label, ballotsOf, held))),
      ]),
    ),
    falseSuspicion: shareOf(judged.map(world => partOf(world, honest, ballotsOf, share => share.suspected))),
    fates,
    costs: Object.fromEntries(attacks.map(attack => [attack, costsOf(attack, fatesOf(judged, attack))])),
    ranks: byVolume(judged, ranksOf),
    lists: byVolume(judged, listsOf),
    list: listsOf(judged),
    unexplained: judged.reduce((total, world) => total + world.unexplained, 0),
    repeatable: judged.every(world => world.repeatable !== false),
    linesPerSecond: Math.round(ballots / (judged.reduce((total, world) => total + world.ms, 0) / 1000)),
  }
}

const keysOf = <T extends object>(record: T): readonly (keyof T)[] => Object.keys(record) as (keyof T)[]
const ballotsOf = (share: Share): number => share.ballots
const held = (share: Share): number => share.held

/** Of the shares of a world that are meant: tries and hits. */
function partOf(
  world: Judged,
  meant: (share: Share) => boolean,
  tries: (share: Share) => number,
  hits: (share: Share) => number,
): Part {
  const all = world.shares.filter(meant)
  return [all.reduce((n, share) => n + hits(share), 0), all.reduce((n, share) => n + tries(share), 0)]
}

function fatesOf(judged: readonly Judged[], attack: Attack): Readonly<Record<Regime | 'all' | 'open', Fate>> {
  const fate = (regimes: readonly Regime[]): Fate => {
    const meant = (share: Share) => share.label === attack && regimes.includes(share.regime as Regime)
    const parts = judged.map(world => partOf(world, meant, ballotsOf, held))
    return {
      recall: shareOf(parts),
      seen: shareOf(judged.map(world => partOf(world, meant, ballotsOf, share => share.held + share.suspected))),
      ballots: parts.reduce((total, [, tries]) => total + tries, 0),
    }
  }
  return {
    naive: fate(['naive']),
    tuned: fate(['tuned']),
    evasive: fate(['evasive']),
    open: fate(['naive', 'tuned']),
    all: fate(REGIMES),
  }
}

const costsOf = (attack: Attack, fates: ReturnType<typeof fatesOf>): Partial<Record<Regime, Cost>> =>
  Object.fromEntries(
    REGIMES.filter(regime => fates[regime].ballots > 0).map(regime => {
      const survives = 1 - fates[regime].recall.value
      const perVote = priceOf(attack, regime) / survives
      return [regime, { surviving: Math.round(survives * 1000), perVote, multiplier: perVote / CHEAPEST }]
    }),
  )

function byVolume<T>(judged: readonly Judged[], figure: (worlds: readonly Judged[]) => T): Readonly<Record<string, T>> {
  const volumes = [...new Set(judged.map(({ volume }) => volume))].sort((a, b) => a - b)
  return Object.fromEntries(volumes.map(volume => [String(volume), figure(judged.filter(world => world.volume === volume))]))
}

/** A false flag is raised over somebody who leads anyway. */
const wantsMore = ({ attacks }: Place): boolean => attacks.some(attack => attack !== 'A7')

function ranksOf(worlds: readonly Judged[]): RankError {
  const errors = (which: 'raw' | 'cleaned' | 'best') =>
    worlds.map(({ places }) => places.filter(wantsMore).map(place => Math.abs(place[which] - place.honest)))
  const told = (groups: readonly (readonly number[])[]) => ({ median: quantileOf(groups, 0.5), p95: quantileOf(groups, 0.95) })
  return { before: told(errors('raw')), after: told(errors('cleaned')), best: told(errors('best')) }
}

function listsOf(worlds: readonly Judged[]): TopN {
  const share = (is: (world: Judged) => boolean) => shareOf(worlds.map(world => [is(world) ? 1 : 0, 1] as const))
  return {
    wrongRaw: share(({ wrong }) => wrong.raw),
    wrongCleaned: share(({ wrong }) => wrong.cleaned),
    wrongAtBest: share(({ wrong }) => wrong.best),
    wrongSilently: share(({ wrong, robust }) => wrong.cleaned && robust),
    flagged: share(({ robust }) => !robust),
  }
}
