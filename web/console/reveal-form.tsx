import type { FormFlaw } from '../../worker/rules/refusal.ts'
import { TextField } from '../parts/field.tsx'

export interface RevealFormProps {
  readonly action: string
  readonly name: string
  /** Of what kind a reason may be, '办理受理'. */
  readonly such: string
  readonly button: string
  readonly flaws: readonly FormFlaw[] | undefined
  readonly typed: string | undefined
}

/** What is sealed opens for one look, with a reason that stands in the log (law 9). */
export const RevealForm = ({ action, name, such, button, flaws, typed = '' }: RevealFormProps) => (
  <form method="post" action={action}>
    <TextField
      name={name}
      label="查看的事由"
      hint={`例如：${such}。会记入操作记录，请不要写个人信息。`}
      flaws={flaws}
      value={typed}
      required
      maxLength={100}
    />
    <p class="field">
      <button>{button}</button>
    </p>
  </form>
)

/** Over what was opened: that it is for this once, and what stands in the log. */
export const RevealedFor = ({ reason }: { readonly reason: string }) => (
  <p class="soft small">仅供这一次查看，事由“{reason}”已记入操作记录。请不要拍照、转发。</p>
)
