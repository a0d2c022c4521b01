import type { ComponentChildren } from 'preact'
import type { PasskeyQuestion } from './proof-ways.ts'

export interface PasskeyFormProps {
  readonly action: string
  /** 'get' asks for a passkey that is there, 'create' makes one. */
  readonly does: 'get' | 'create'
  readonly question: PasskeyQuestion
  readonly button: string
  readonly children?: ComponentChildren
}

/** One press that asks the device for a passkey and posts its answer. Only a script can ask, so it is shown by one. */
export function PasskeyForm({ action, does, question, button, children }: PasskeyFormProps) {
  return (
    <form method="post" action={action} data-passkey={does} data-options={JSON.stringify(question.options)} hidden>
      <input type="hidden" name="sealed" value={question.sealed} />
      <input type="hidden" name="passkey" value="" />
      {children}
      <p class="field">
        <button class={does === 'get' ? 'wide' : 'main'}>{button}</button>
      </p>
      <p class="flaw" role="status" />
    </form>
  )
}
