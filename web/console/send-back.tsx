import { REASON_MEASURE } from '../../worker/rules/case-reason.ts'
import type { FormFlaw } from '../../worker/rules/refusal.ts'
import { AreaField } from '../parts/field.tsx'

export interface SendBackProps {
  readonly action: string
  /** What names the thing that is sent back: a field's name and value. */
  readonly hidden: readonly [name: string, value: string]
  readonly hint: string
  readonly flaws: readonly FormFlaw[]
  /** What was typed before it was refused. */
  readonly typed: string | undefined
}

/** What is asked of the reasons for a no that goes on record. */
export const SENT_BACK = `${REASON_MEASURE.least} 到 ${REASON_MEASURE.most} 个字，会记入操作记录。`

/** The second person's no, folded away until it is wanted or was refused. */
export function SendBack({ action, hidden: [name, value], hint, flaws, typed = '' }: SendBackProps) {
  const own = flaws.filter(({ field }) => field === 'refusal')
  return (
    <details class="field" open={own.length > 0}>
      <summary>不同意，退回</summary>
      <form method="post" action={action}>
        <input type="hidden" name={name} value={value} />
        <AreaField
          name="refusal"
          label="退回的理由"
          hint={hint}
          flaws={own}
          value={typed}
          required
          rows={3}
          maxLength={REASON_MEASURE.most * 2}
        />
        <p class="field">
          <button>退回</button>
        </p>
      </form>
    </details>
  )
}
