import { type Flaw, type Omission, STEPS, type Step, type StepName } from './flaw.ts'

/** What has been found: the first flaw of every step, and what could not be looked at. */
export class Found {
  readonly #flaws = new Map<StepName, Flaw>()
  readonly #skipped = new Map<StepName, Omission>([['V10', 'not-in-this-version']])

  get any(): boolean {
    return this.#flaws.size > 0
  }

  add(step: StepName, flaw: Flaw | null): void {
    if (flaw && !this.#flaws.has(step)) this.#flaws.set(step, flaw)
  }

  skip(step: StepName, why: Omission): void {
    this.#skipped.set(step, why)
  }

  steps(): readonly Step[] {
    return STEPS.map((step): Step => {
      const [flaw, why] = [this.#flaws.get(step), this.#skipped.get(step)]
      if (flaw) return { step, result: 'fail', ...flaw }
      return why ? { step, result: 'skip', why } : { step, result: 'ok' }
    })
  }
}
