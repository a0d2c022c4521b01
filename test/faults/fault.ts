import type { SiteOptions } from '../../worker/host/runtime.ts'
import type { Judged } from './harness.ts'
import { KINDS, type Violation, violationsIn } from './violations.ts'

export interface FaultWishes {
  /** At most ten seconds instead of what it takes. */
  readonly short: boolean
  readonly seed: number
  /** How often, where a fault is played many times: instead of what the plan wants. */
  readonly times?: number
  /** Another Worker than the one that is deployed: to see whether the fault would find its bug. */
  readonly build?: SiteOptions['build']
  readonly onProgress: (line: string) => void
}

export type Figure = string | number | boolean | null | readonly Figure[] | { readonly [name: string]: Figure }

/** What came of a fault. */
export interface Found {
  /** What had to hold, and whether it did. */
  readonly goals: Readonly<Record<string, boolean>>
  readonly figures: Readonly<Record<string, Figure>>
  /** The first cases of what went wrong, in words. */
  readonly examples?: readonly string[]
}

/** One way in which the world misbehaves, played on the real Worker. */
export interface Fault {
  readonly id: `F${number}`
  /** What is done to the site. */
  readonly does: string
  /** What must hold all the same. */
  readonly goal: string
  run(wishes: FaultWishes): Promise<Found>
}

/** Thrown where this machine does not let a fault be played; never a pass, and not a failure of the site either. */
export class CannotPlay extends Error {}

/** What the checker of the kill run found, as goals and figures. */
export function asFound(judged: Judged): Found {
  const bad = violationsIn(judged)
  const { tallyEqualsRecount, examples, acknowledged, recorded, requests, ambiguous, recovered, putOff, events } = judged
  return {
    goals: {
      'every acknowledged ballot is there exactly once': (['lost', 'double', 'gaps', 'invented', 'altered'] as const).every(
        kind => judged[kind] === 0,
      ),
      'no answer contradicts another or the boxes': bad.every(kind => !ANSWERS.includes(kind)),
      'every request was answered in the end': judged.unsettled === 0,
      'the log speaks of no fault': judged.faults === 0,
      'the tally equals the recount': tallyEqualsRecount,
    },
    figures: {
      acknowledged,
      recorded,
      requests,
      ambiguous,
      recovered,
      putOff,
      acksPerSecond: judged.acksPerSecond,
      violations: Object.fromEntries(bad.map(kind => [KINDS[kind], judged[kind]])),
      events: { ...events },
    },
    examples,
  }
}

const ANSWERS: readonly Violation[] = ['effective', 'contradicted', 'unexpected']

/** Several findings as one. */
export const together = (...all: readonly Found[]): Found => ({
  goals: Object.assign({}, ...all.map(({ goals }) => goals)) as Found['goals'],
  figures: Object.assign({}, ...all.map(({ figures }) => figures)) as Found['figures'],
  examples: all.flatMap(({ examples = [] }) => examples),
})

/** The value below which the given share of these lie; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10
}
