import type { Campaign } from '../../worker/rules/campaign.ts'
import { GUARANTEE, provesOf } from '../text/terms.ts'

/** What a count means, wherever a poll is named (law 7). */
export function Guarantee({ identity, period }: Pick<Campaign, 'identity' | 'period'>) {
  return (
    <p class="guarantee">
      <b>{GUARANTEE[identity].badge}</b>
      <span>{provesOf({ identity, period })}</span>
    </p>
  )
}

export const GuaranteeTag = ({ identity }: Pick<Campaign, 'identity'>) => <span class="tag">{GUARANTEE[identity].badge}</span>
