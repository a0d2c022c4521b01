import type { Step } from '../../worker/rules/recount/flaw.ts'
import { type Report, recount } from '../../worker/rules/recount/recount.ts'

/** Counts an unpacked bundle again, with the site's verifier. */
export function recountOf(files: Readonly<Record<string, Uint8Array>>): Report {
  const names = Object.keys(files)
  const counting = recount({ read: name => files[name] ?? null, list: prefix => names.filter(name => name.startsWith(prefix)) })
  for (;;) {
    const step = counting.next()
    if (step.done) return step.value
  }
}

/** The steps that did not pass and why: 'V6 no-quorum-asked'. */
export const notPassed = (report: Report): readonly string[] =>
  report.verdict === 'unusable' ? ['unusable'] : report.steps.flatMap(saidOf)

const saidOf = (step: Step): readonly string[] =>
  step.result === 'ok' ? [] : [`${step.step} ${step.why}${step.result === 'fail' ? ` ${step.file ?? `#${step.index}`}` : ''}`]
