import type { CodeBatch } from '../db/codes.ts'
import type { BoardData, BoardFigures } from '../web/console/board.tsx'
import { moment } from '../web/text/dates.ts'
import { className } from '../web/text/integrity.ts'
import { LEVEL, USE } from '../web/text/terms.ts'
import { type CampaignFile, pollStage } from './rules/campaign.ts'
import type { Dated, Disclosure } from './rules/disclosure.ts'
import { classRows, levelRows } from './rules/integrity.ts'
import { NO_COUNTS, rank, raw, type Tally } from './rules/tally.ts'
import type { Instant } from './rules/time.ts'

const STAGE = { none: '没有投票环节', before: '投票尚未开始', open: '投票进行中', closed: '投票已结束' } as const

interface Ingredients {
  readonly disclosure: Disclosure
  readonly batches: readonly CodeBatch[] | null
  readonly now: Instant
}

/** What the organizer's page shows of a campaign, from what may be disclosed to this reader. */
export function boardData(campaign: CampaignFile, { disclosure, batches, now }: Ingredients): BoardData {
  const shown = disclosure.shows === 'everything' ? disclosure.figures : null
  return {
    title: campaign.title,
    identity: campaign.identity,
    period: campaign.period,
    use: USE[campaign.use],
    asOf: shown?.at ?? now,
    stage: STAGE[pollStage(campaign, now)],
    figures: shown && figuresOf(campaign, shown),
    why: whyHidden(disclosure),
    codes: batches && codeUse(batches, shown?.tally ?? null),
  }
}

function figuresOf(campaign: CampaignFile, { tally }: Dated): BoardFigures {
  const byNumber = new Map(campaign.nominees.map(nominee => [nominee.number, nominee]))
  return {
    received: raw(tally.ballots),
    ballots: tally.ballots,
    levels: levelRows(tally).map(({ level, counts }) => ({ name: LEVEL[level], counts })),
    classes: classRows(tally).map(({ voterClass, counts }) => ({ name: className(voterClass), counts })),
    curve: curveOf(tally),
    categories: campaign.categories.map(({ key, name }) => {
      const numbers = campaign.nominees.filter(({ category }) => category === key).map(({ number }) => number)
      const rows = rank(numbers, tally.votes).map(row => ({
        ...row,
        name: byNumber.get(row.number)?.name ?? '',
        unit: byNumber.get(row.number)?.unit ?? '',
      }))
      return { name, rows }
    }),
  }
}

/** Every hour from the first ballot to the last, quiet ones too. */
function curveOf({ hours }: Tally): BoardFigures['curve'] {
  const known = Object.keys(hours).map(Number)
  if (known.length === 0) return []
  const first = Math.min(...known)
  return Array.from({ length: Math.max(...known) - first + 1 }, (_, i) => {
    const counts = hours[first + i] ?? NO_COUNTS
    return { hour: first + i, count: raw(counts), apart: counts.held + counts.void }
  })
}

function whyHidden(disclosure: Disclosure): string | null {
  if (disclosure.shows === 'everything') return null
  if (disclosure.shows === 'participation')
    return `按本活动的设置，投票期间不显示票数。截至 ${moment(disclosure.asOf)}，收到选票 ${disclosure.ballots} 张。`
  if (disclosure.shows === 'received')
    return `投票期间只公布收到的票数，见公开的结果页。截至 ${moment(disclosure.asOf)}，收到选票 ${disclosure.ballots} 张。`
  return disclosure.next === null
    ? '目前没有可以显示的数据。'
    : `按本活动的设置，投票期间不显示票数。参与人数将于 ${moment(disclosure.next)} 首次公布。`
}

/** Codes issued and used per unit: counts only, never which. Without figures only what was issued is shown. */
function codeUse(batches: readonly CodeBatch[], tally: Tally | null): NonNullable<BoardData['codes']> {
  const issued = new Map<string, number>()
  for (const { unit, issued: count } of batches) issued.set(unit, (issued.get(unit) ?? 0) + count)
  return [...issued].map(([unit, count]) => ({ unit, issued: count, used: tally?.units[unit] ?? 0 }))
}
