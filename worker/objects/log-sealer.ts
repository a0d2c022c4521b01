import type { Instant } from '../rules/time.ts'
import { sameHash } from '../rules/tlog/merkle.ts'
import type { Flaw } from '../rules/trouble.ts'
import type { HeadAnswer, HeadOrder } from './notary.ts'
import type { SignedLog } from './signed-log.ts'

interface Sealing extends Pick<HeadOrder, 'campaign' | 'shard' | 'origin'> {
  /** Entries in the log. */
  readonly size: number
  readonly transact: <T>(work: () => T) => T
  readonly sign: (order: HeadOrder) => Promise<HeadAnswer>
}

/** Has the heads of one log signed. Repeating it is harmless: the same tree gets the same head. */
export class LogSealer {
  #flaw: Flaw | null = null

  /** The first thing found wrong; it stays until the object starts anew. */
  get flaw(): Flaw | null {
    return this.#flaw
  }

  /** Notes what was found elsewhere; the first finding stays. */
  note(flaw: Flaw): void {
    this.#flaw ??= flaw
  }

  /** Looks at some entries again. */
  look(log: SignedLog, most: number, now: Instant): void {
    const index = this.#flaw ? null : log.lookAgain(most, now)
    if (index !== null) this.#flaw = { kind: 'changed', index }
  }

  /** Has a head signed if one is due. Nothing is signed over a log that is known to be wrong. */
  async seal(log: SignedLog, { size, transact, sign, ...named }: Sealing, now: Instant): Promise<void> {
    if (this.#flaw || !log.isDue(size, now)) return
    const grown = transact(() => log.grown(size))
    const answer = await sign({ ...named, ...grown })
    if (answer.outcome === 'signed') log.keep({ size: grown.size, note: answer.note, at: answer.at })
    else if (answer.outcome === 'keyless') return
    else if (answer.outcome === 'fork') this.#flaw = { kind: 'fork' }
    else if (answer.size > grown.size) this.#flaw = { kind: 'behind', signed: answer.size, size: grown.size }
    // A head that was signed but never arrived here is taken over; one over another tree is not.
    else if (sameHash(log.root(answer.size), answer.root)) log.keep({ size: answer.size, note: answer.note, at: answer.at })
    else this.#flaw = { kind: 'fork' }
  }
}
