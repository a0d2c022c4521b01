import type { BallotStatus } from '../ballot.ts'
import type { Finding } from './flaw.ts'
import type { ChangeEntry } from './log-entry.ts'

// How the standing of a ballot may change: V12.

/** As they are kept for a million ballots: one byte each. */
export const STATUSES = ['counted', 'held', 'void'] as const satisfies readonly BallotStatus[]
const ROLES: readonly string[] = ['organizer', 'auditor', 'administrator']
/** Every release of the scorer is named like this. */
const SCORER = 'mingping-'

type Voice = 'scorer' | 'two-people'

/** One voice or two roles; null for anybody else. */
function voiceOf(by: string): Voice | null {
  const words = by.split(' ')
  if (words.length === 1) return by.startsWith(SCORER) ? 'scorer' : null
  const [first = '', second = ''] = words
  return words.length === 2 && first !== second && ROLES.includes(first) && ROLES.includes(second) ? 'two-people' : null
}

/** From which standing each voice may move a ballot. */
const FROM: Readonly<Record<Voice, Readonly<Record<BallotStatus, readonly BallotStatus[]>>>> = {
  scorer: { held: ['counted'], counted: ['held'], void: [] },
  'two-people': { held: [], counted: ['held', 'void'], void: ['held'] },
}

const isStatus = (text: string): text is BallotStatus => (STATUSES as readonly string[]).includes(text)

/** '1-5,9' as pairs, ascending and apart, all within the ballots; null for anything else. */
export function readRanges(text: string, ballots: number): readonly (readonly [number, number])[] | null {
  const ranges: (readonly [number, number])[] = []
  let before = 0
  for (const part of text.split(',')) {
    const [, one, two] = /^([1-9]\d{0,15})(?:-([1-9]\d{0,15}))?$/.exec(part) ?? []
    const [first, last] = [Number(one), Number(two ?? one)]
    if (one === undefined || first <= before || last > ballots || (two !== undefined && last <= first)) return null
    ranges.push([first, last])
    before = last
  }
  return ranges
}

/** The standings of the ballots of one log, from 1 on, as its entries change them. */
export class Standings {
  #states = new Uint8Array(1024)
  #ballots = 0

  get ballots(): number {
    return this.#ballots
  }

  of(ballot: number): BallotStatus {
    return STATUSES[this.#states[ballot] ?? 0] as BallotStatus
  }

  /** A ballot came in; every one begins as counted. */
  add(): void {
    this.#ballots += 1
    if (this.#ballots < this.#states.length) return
    const more = new Uint8Array(this.#states.length * 2)
    more.set(this.#states)
    this.#states = more
  }

  /** Carries out a change, and says what is wrong with it; null when nothing is. */
  change({ by, id, to, why, ranges }: ChangeEntry, onlyReceipts: boolean): Finding | null {
    const voice = voiceOf(by)
    const moved = readRanges(ranges, this.#ballots)
    if (!voice || !isStatus(to) || id === '') return 'not-allowed'
    if (!moved) return 'bad-ranges'
    const allowed = this.#move(moved, to, FROM[voice][to])
    if (!allowed) return 'not-allowed'
    if ((why === '') !== (to === 'counted')) return 'bad-reason'
    return id === 'receipt' && (!onlyReceipts || voice !== 'scorer' || to !== 'held') ? 'bad-receipt' : null
  }

  #move(ranges: readonly (readonly [number, number])[], to: BallotStatus, from: readonly BallotStatus[]): boolean {
    let allowed = true
    const code = STATUSES.indexOf(to)
    for (const [first, last] of ranges)
      for (let ballot = first; ballot <= last; ballot++) {
        allowed &&= from.includes(this.of(ballot))
        this.#states[ballot] = code
      }
    return allowed
  }

  counts(): Readonly<Record<BallotStatus, number>> {
    const counts = { counted: 0, held: 0, void: 0 }
    for (let ballot = 1; ballot <= this.#ballots; ballot++) counts[this.of(ballot)] += 1
    return counts
  }
}
