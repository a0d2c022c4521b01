import { type CampaignFile, headline } from '../../worker/rules/campaign.ts'
import type { Disclosure } from '../../worker/rules/disclosure.ts'
import { raw } from '../../worker/rules/tally.ts'
import { DAY, type Instant } from '../../worker/rules/time.ts'
import { soon } from '../text/dates.ts'
import { grouped } from '../text/figures.ts'

/** At most three true numbers. */
export function CampaignNumbers({
  campaign,
  disclosure,
  now,
}: {
  readonly campaign: CampaignFile
  readonly disclosure: Disclosure
  readonly now: Instant
}) {
  const head = headline(campaign, now)
  const current = head?.standing === 'now' ? head.milestone : null
  const honours = campaign.categories.reduce((sum, category) => sum + category.honours, 0)
  const ballots =
    disclosure.shows === 'everything'
      ? raw(disclosure.figures.tally.ballots)
      : disclosure.shows === 'nothing'
        ? null
        : disclosure.ballots
  const asOf = disclosure.shows === 'everything' ? disclosure.figures.at : disclosure.shows === 'nothing' ? null : disclosure.asOf
  if (campaign.nominees.length === 0) return null
  return (
    <dl class="numbers">
      <div>
        <dt>候选对象</dt>
        <dd>{grouped(campaign.nominees.length)}</dd>
      </div>
      {ballots === null && honours > 0 && (
        <div>
          <dt>拟表彰</dt>
          <dd>{grouped(honours)}</dd>
        </div>
      )}
      {ballots !== null && (
        <div>
          <dt>收到选票</dt>
          <dd>{grouped(ballots)}</dd>
          {asOf !== null && current?.step === 'vote' && <dd class="when">截至{soon(asOf, now)}</dd>}
        </div>
      )}
      {current && (
        <div>
          <dt>剩余天数</dt>
          <dd>{wholeDays(current.until - now)}</dd>
        </div>
      )}
    </dl>
  )
}

/** Of the last day no number tells the truth. */
const wholeDays = (ms: number): string => (ms < DAY ? '不足 1' : String(Math.floor(ms / DAY)))
