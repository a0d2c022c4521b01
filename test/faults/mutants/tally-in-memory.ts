import { BallotBox as RealBox } from '../../../worker/objects/ballot-box.ts'
import type { ShardSnapshot } from '../../../worker/objects/ballot-messages.ts'
import { countInto, emptyTally } from '../../../worker/rules/tally.ts'

// The real Worker, but for its ballot box.
export * from '../../../worker/index.ts'
export { default } from '../../../worker/index.ts'

/** Planted bug: counts in memory and never looks at the disk again, so every restart begins at nought. */
export class BallotBox extends RealBox {
  readonly #tally = emptyTally()

  protected override record(batch: Parameters<RealBox['record']>[0]): ReturnType<RealBox['record']> {
    const answers = super.record(batch)
    answers.forEach((answer, i) => {
      const cast = batch[i]
      if (!cast || !answer.ok || answer.value.replayed) return
      const { voter, voterClass, unit, choices } = cast
      countInto(this.#tally, {
        choices,
        status: 'counted',
        level: voter.level,
        voterClass,
        unit,
        reasons: [],
        at: answer.value.at,
      })
    })
    return answers
  }

  override snapshot(): ShardSnapshot {
    return { ...super.snapshot(), tally: this.#tally }
  }
}
