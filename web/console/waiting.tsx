import type { CampaignLine } from '../../worker/rules/campaign.ts'
import type { Slug } from '../../worker/rules/ids.ts'
import type { Waiting, WaitingKind } from '../../worker/rules/waiting.ts'
import { LinkCell } from '../parts/cells.tsx'
import { staffPaths } from '../staff-paths.ts'
import { WAITS } from '../text/waiting.ts'

const WHERE: Readonly<Record<WaitingKind, (slug: Slug) => string>> = {
  'cases-to-confirm': staffPaths.cases,
  'cases-to-propose': staffPaths.cases,
  'decision-to-release': staffPaths.decision,
  'amendments-to-confirm': staffPaths.decision,
  'comments-to-read': slug => staffPaths.comments(slug),
  'objections-to-answer': () => staffPaths.objections(),
}

export interface WaitingListProps {
  readonly waiting: readonly Waiting[]
  readonly campaigns: readonly CampaignLine[]
}

/** What waits for the person who looks, each line with the way there; nothing where nothing waits. */
export function WaitingList({ waiting, campaigns }: WaitingListProps) {
  if (waiting.length === 0) return null
  return (
    <section aria-labelledby="waiting">
      <h2 class="label" id="waiting">
        等您处理
      </h2>
      <ul class="cells">
        {waiting.map(({ kind, campaign, count }) => {
          const of = campaigns.find(({ id }) => id === campaign)
          return (
            <LinkCell key={`${kind}${campaign}`} href={WHERE[kind](of?.slug ?? ('' as Slug))}>
              <b>{WAITS[kind](count)}</b>
              {of && (
                <>
                  <br />
                  <span class="soft small">{of.shortTitle}</span>
                </>
              )}
            </LinkCell>
          )
        })}
      </ul>
    </section>
  )
}
