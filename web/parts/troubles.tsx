import type { Trouble } from '../../worker/rules/trouble.ts'
import { TROUBLE_MEANS, troubleText } from '../text/trouble.ts'

/** What does not fit, over the figures it concerns; nothing where all fits. */
export function Troubles({ troubles }: { readonly troubles: readonly Trouble[] }) {
  if (troubles.length === 0) return null
  return (
    <section class="note card-gap" role="alert">
      <h2>核对时发现不一致</h2>
      <ul>
        {troubles.map(trouble => (
          <li key={`${trouble.shard}${trouble.what.kind}`}>{troubleText(trouble)}</li>
        ))}
      </ul>
      <p class="soft">{TROUBLE_MEANS}</p>
    </section>
  )
}
