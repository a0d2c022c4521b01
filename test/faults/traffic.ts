import { randomUUID } from 'node:crypto'
import type { Chance } from '../../db/demo/chance.ts'
import { otherChoices, someChoices } from './poll.ts'
import type { Voter } from './voters.ts'

/**
 * new: a voter's first ballot. again: the same request once more. second: another ballot of the same voter, under
 * another key. tampered: other choices under the same key.
 */
export type Kind = 'new' | 'again' | 'second' | 'tampered'

/** One request on its way to the site, repeated until it is answered. */
export interface Delivery {
  readonly kind: Kind
  readonly voter: Voter
  readonly key: string
  readonly choices: readonly number[]
}

/** How many new voters out of a thousand are followed by something else: about 10, 5 and 2 % of all requests. */
const FOLLOWED: readonly (readonly [Exclude<Kind, 'new'>, number])[] = [
  ['again', 125],
  ['second', 62],
  ['tampered', 28],
]
/** What comes later waits until this many others do, and then leaves in no order. */
const WAITING = 400

/**
 * The requests of a run: mostly new voters, and among them everything that could make two ballots out of one. Half of
 * what follows a ballot is sent at the same moment over another connection, so that the two meet in the box; the other
 * half comes later, often after the box has been killed.
 */
export class Traffic {
  readonly #chance: Chance
  readonly #voter: () => Voter
  readonly #atOnce: Delivery[] = []
  readonly #later: Delivery[] = []
  #ending = false

  constructor(chance: Chance, voter: () => Voter) {
    this.#chance = chance
    this.#voter = voter
  }

  get ended(): boolean {
    return this.#ending && this.#atOnce.length + this.#later.length === 0
  }

  /** No new voters from now on; what is waiting is still delivered. */
  end(): void {
    this.#ending = true
  }

  /** The next request, or null when all have been handed out. */
  next(): Delivery | null {
    const twin = this.#atOnce.shift()
    if (twin) return twin
    if (this.#later.length > (this.#ending ? 0 : WAITING)) return this.#someLater()
    return this.#ending ? null : this.#newcomer()
  }

  #someLater(): Delivery | null {
    const at = this.#chance.whole(0, this.#later.length - 1)
    const [taken] = this.#later.splice(at, 1)
    return taken ?? null
  }

  #newcomer(): Delivery {
    const delivery: Delivery = { kind: 'new', voter: this.#voter(), key: randomUUID(), choices: someChoices(this.#chance) }
    const follower = this.#follower(delivery)
    if (follower) (this.#chance.next() < 0.5 ? this.#atOnce : this.#later).push(follower)
    return delivery
  }

  #follower(first: Delivery): Delivery | null {
    let draw = this.#chance.whole(0, 999)
    for (const [kind, share] of FOLLOWED) {
      if (draw < share) return this.#after(first, kind)
      draw -= share
    }
    return null
  }

  #after(first: Delivery, kind: Exclude<Kind, 'new'>): Delivery {
    if (kind === 'again') return { ...first, kind }
    if (kind === 'second') return { ...first, kind, key: randomUUID(), choices: someChoices(this.#chance) }
    return { ...first, kind, choices: otherChoices(this.#chance, first.choices) }
  }
}
