import type { Campaign } from '../../worker/rules/campaign.ts'
import { GUARANTEE } from '../text/terms.ts'

/** What a count means, wherever a poll is named (law 7). */
export function Guarantee({ identity }: Pick<Campaign, 'identity'>) {
  const { badge, proves } = GUARANTEE[identity]
  return (
    <p class="guarantee">
      <b>{badge}</b>
      <span>{proves}</span>
    </p>
  )
}

export const GuaranteeTag = ({ identity }: Pick<Campaign, 'identity'>) => <span class="tag">{GUARANTEE[identity].badge}</span>
