import type { Instant } from '../rules/time.ts'
import { sameHash } from '../rules/tlog/merkle.ts'
import type { Flaw } from '../rules/trouble.ts'
import type { OpenedPoll } from './ballot-table.ts'
import type { BoxLog } from './box-log.ts'
import type { HeadAnswer, HeadOrder } from './notary.ts'

interface Sealing {
  readonly poll: OpenedPoll
  /** Ballots in the box. */
  readonly ballots: number
  readonly transact: <T>(work: () => T) => T
  readonly sign: (order: HeadOrder) => Promise<HeadAnswer>
}

/** Has the heads of one box's log signed. Repeating it is harmless: the same tree gets the same head. */
export class LogSealer {
  #flaw: Flaw | null = null

  /** The first thing found wrong; it stays until the object starts anew. */
  get flaw(): Flaw | null {
    return this.#flaw
  }

  /** Notes what was found elsewhere in the box; the first finding stays. */
  note(flaw: Flaw): void {
    this.#flaw ??= flaw
  }

  /** Looks at some entries again. */
  look(log: BoxLog, most: number, now: Instant): void {
    const index = this.#flaw ? null : log.lookAgain(most, now)
    if (index !== null) this.#flaw = { kind: 'changed', index }
  }

  /** Has a head signed if one is due. Nothing is signed over a log that is known to be wrong. */
  async seal(log: BoxLog, { poll, ballots, transact, sign }: Sealing, now: Instant): Promise<void> {
    if (this.#flaw || !poll.log || !log.isDue(ballots, now)) return
    const { campaign } = poll.spec
    const grown = transact(() => log.grown(ballots))
    const answer = await sign({ campaign, shard: poll.shard, origin: poll.log.origin, ...grown })
    if (answer.outcome === 'signed') log.keep({ size: grown.size, note: answer.note, at: answer.at })
    else if (answer.outcome === 'keyless') return
    else if (answer.outcome === 'fork') this.#flaw = { kind: 'fork' }
    else if (answer.size > grown.size) this.#flaw = { kind: 'behind', signed: answer.size, size: grown.size }
    // A head that was signed but never arrived here is taken over; one over another tree is not.
    else if (sameHash(log.root(answer.size), answer.root)) log.keep({ size: answer.size, note: answer.note, at: answer.at })
    else this.#flaw = { kind: 'fork' }
  }
}
