import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { sayRefusal } from '../text/refusals.ts'

/** Why a form came back, over the form; nothing where it did not. */
export const RefusalNote = ({ refusal, now }: { readonly refusal: Refusal | null; readonly now: Instant }) =>
  refusal && (
    <p class="note" role="alert">
      {sayRefusal(refusal, now)}
    </p>
  )
