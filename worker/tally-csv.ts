import { moment } from '../web/text/dates.ts'
import { USE } from '../web/text/terms.ts'
import type { CampaignFile } from './rules/campaign.ts'
import { type CsvRow, csvText } from './rules/csv.ts'
import type { Dated } from './rules/disclosure.ts'
import { rank, raw } from './rules/tally.ts'
import type { Instant } from './rules/time.ts'

/** The tally as a table, stamped with time and with what it may be used for. */
export function tallyCsv(campaign: CampaignFile, { at, tally }: Dated, now: Instant): string {
  const byNumber = new Map(campaign.nominees.map(nominee => [nominee.number, nominee]))
  const rows: CsvRow[] = [
    [campaign.title],
    [USE[campaign.use]],
    [`数据截至 ${moment(at)}，导出于 ${moment(now)}`],
    ['收到选票', raw(tally.ballots), '计入', tally.ballots.counted, '暂缓', tally.ballots.held, '作废', tally.ballots.void],
    [],
    ['类别', '名次', '编号', '姓名（名称）', '单位', '收到', '计入', '暂缓', '作废'],
  ]
  for (const { key, name } of campaign.categories) {
    const numbers = campaign.nominees.filter(({ category }) => category === key).map(({ number }) => number)
    for (const { number, place, counts } of rank(numbers, tally.votes)) {
      const nominee = byNumber.get(number)
      rows.push([
        name,
        place,
        number,
        nominee?.name ?? '',
        nominee?.unit ?? '',
        raw(counts),
        counts.counted,
        counts.held,
        counts.void,
      ])
    }
  }
  return csvText(rows)
}
