import type { CodeBatch } from '../db/codes.ts'
import type { BoardData, BoardFigures, BoardNews } from '../web/console/board-shape.ts'
import { moment } from '../web/text/dates.ts'
import { className } from '../web/text/integrity.ts'
import { inRegionOrder, regionName } from '../web/text/regions.ts'
import { LEVEL, USE } from '../web/text/terms.ts'
import { type CampaignFile, milestoneFor, pollStage } from './rules/campaign.ts'
import type { Dated, Disclosure } from './rules/disclosure.ts'
import { hourRows } from './rules/hours.ts'
import { classRows, integrityReport, levelRows } from './rules/integrity.ts'
import type { RegionCounts } from './rules/regions.ts'
import { NO_COUNTS } from './rules/tally.ts'
import type { Instant } from './rules/time.ts'

const STAGE = { none: '没有投票环节', before: '投票尚未开始', open: '投票进行中', closed: '投票已结束' } as const

interface Ingredients {
  readonly disclosure: Disclosure
  readonly batches: readonly CodeBatch[] | null
  readonly now: Instant
}

/** What the organizer's page shows of a campaign, from what may be disclosed to this reader. */
export function boardData(campaign: CampaignFile, { disclosure, batches, now }: Ingredients): BoardData {
  const vote = milestoneFor(campaign, 'vote')
  return {
    ...boardNews(campaign, { disclosure, now }),
    use: USE[campaign.use],
    identity: campaign.identity,
    period: campaign.period,
    window: vote && { from: vote.from, until: vote.until },
    lists: campaign.categories.map(({ key, name }) => ({
      name,
      nominees: campaign.nominees
        .filter(({ category }) => category === key)
        .map(({ number, name, unit }) => ({ number, name, unit })),
    })),
    issued: batches && issuedByUnit(batches),
  }
}

/** The part of it that changes while people vote, for the live connection. */
export function boardNews(campaign: CampaignFile, { disclosure, now }: Omit<Ingredients, 'batches'>): BoardNews {
  const shown = disclosure.shows === 'everything' ? disclosure : null
  return {
    asOf: shown?.figures.at ?? ('asOf' in disclosure ? disclosure.asOf : now),
    stage: STAGE[pollStage(campaign, now)],
    figures: shown && figuresOf(shown.figures, shown.final),
    received: receivedByDay(campaign, disclosure),
    why: whyHidden(disclosure),
    troubles: disclosure.troubles ?? [],
  }
}

function figuresOf({ tally, reported }: Dated, final: boolean): BoardFigures {
  return {
    final,
    ballots: tally.ballots,
    levels: levelRows(tally).map(({ level, counts }) => ({ name: LEVEL[level], counts })),
    classes: classRows(tally).map(({ voterClass, counts }) => ({ name: className(voterClass), counts })),
    units: Object.entries(tally.units)
      .map(([unit, ballots]) => ({ unit, ballots }))
      .sort((a, b) => a.unit.localeCompare(b.unit, 'zh-CN')),
    regions: reported?.regions ? { at: reported.at, lines: regionLines(reported.regions) } : null,
    hours: hourRows(tally),
    votes: Object.entries(tally.votes).map(([number, { counted, held, void: voided }]) => [
      Number(number),
      counted,
      held,
      voided,
    ]),
  }
}

const regionLines = (regions: RegionCounts) =>
  inRegionOrder(Object.keys(regions)).map(region => ({ name: regionName(region), counts: regions[region] ?? NO_COUNTS }))

function receivedByDay(campaign: CampaignFile, disclosure: Disclosure): BoardNews['received'] {
  const vote = disclosure.shows === 'everything' ? null : milestoneFor(campaign, 'vote')
  const report = vote && integrityReport(disclosure, vote)
  return report?.shows === 'received' ? report.days : []
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

/** Codes issued per unit: counts only, never which. */
function issuedByUnit(batches: readonly CodeBatch[]): NonNullable<BoardData['issued']> {
  const issued = new Map<string, number>()
  for (const { unit, issued: count } of batches) issued.set(unit, (issued.get(unit) ?? 0) + count)
  return [...issued].map(([unit, count]) => ({ unit, issued: count }))
}
