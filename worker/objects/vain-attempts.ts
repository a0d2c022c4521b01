import type { VoterIdentity } from '../rules/dedupe.ts'
import { type Allowance, type Bucket, draw, isFull } from '../rules/limit.ts'
import type { Instant } from '../rules/time.ts'
import { refuse, type Verdict } from '../rules/verdict.ts'

/** Attempts of one voter that record nothing. A hand cannot do this; a script is slowed. */
const PER_VOTER: Allowance = { capacity: 20, perSecond: 0.5 }
/**
 * The same for all voters of a box together, which is the campaign's limit: a voter always meets the same box, so the
 * shares of the boxes add up and nothing has to be asked elsewhere.
 */
const PER_BOX: Allowance = { capacity: 5000, perSecond: 200 }
const VOTERS_KEPT = 20_000
const idOf = ({ level, id }: VoterIdentity): string => `${level}:${id}`

/**
 * What has been tried in vain at one box. A ballot that is recorded costs nothing here, and whoever comes for the first
 * time is never asked to wait, however many others try in vain.
 */
export class VainAttempts {
  readonly #voters = new Map<string, Bucket>()
  #all: Bucket | undefined

  /** Says "slow down" to a voter whose attempts have been too many, and is null for everybody else. */
  tooMany(voter: VoterIdentity, now: Instant): Verdict<never> | null {
    const held = this.#voters.get(idOf(voter))
    if (!held) return null
    const own = draw(held, PER_VOTER, now)
    const slower = own.allowed ? draw(this.#all, PER_BOX, now) : own
    return slower.allowed ? null : refuse({ code: 'slow-down', retryAfter: slower.retryAfter })
  }

  note(voter: VoterIdentity, now: Instant): void {
    const id = idOf(voter)
    this.#voters.set(id, draw(this.#voters.get(id), PER_VOTER, now).bucket)
    this.#all = draw(this.#all, PER_BOX, now).bucket
    if (this.#voters.size > VOTERS_KEPT) this.#forget(now)
  }

  #forget(now: Instant): void {
    for (const [id, bucket] of this.#voters) if (isFull(bucket, PER_VOTER, now)) this.#voters.delete(id)
  }
}
