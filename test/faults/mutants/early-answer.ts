import { BallotBox as RealBox } from '../../../worker/objects/ballot-box.ts'

// The real Worker, but for its ballot box.
export * from '../../../worker/index.ts'
export { default } from '../../../worker/index.ts'

type Answer = ReturnType<RealBox['record']>[number]

interface Waiting {
  readonly cast: Parameters<RealBox['cast']>[0]
  readonly answer: (answer: Answer) => void
}

/**
 * Planted bug: acknowledges before the commit. The answers leave from within a transaction that stays open for a
 * moment, so the output gate knows of nothing to wait for; whoever dies in that moment takes the ballots along.
 */
export class BallotBox extends RealBox {
  #waiting: Waiting[] = []

  override cast(cast: Waiting['cast']): Promise<Answer> {
    return new Promise(answer => {
      this.#waiting.push({ cast, answer })
      if (this.#waiting.length === 1) setTimeout(() => this.#commit(), 2)
    })
  }

  #commit(): void {
    const batch = this.#waiting
    this.#waiting = []
    void this.ctx.storage.transaction(async () => {
      this.record(batch.map(({ cast }) => cast)).forEach((answer, i) => {
        batch[i]?.answer(answer)
      })
      await scheduler.wait(30)
    })
  }
}
