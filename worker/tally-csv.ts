import { moment } from '../web/text/dates.ts'
import { className } from '../web/text/integrity.ts'
import { GUARANTEE, LEVEL, provesOf, USE } from '../web/text/terms.ts'
import type { CampaignFile } from './rules/campaign.ts'
import { type CsvRow, csvText } from './rules/csv.ts'
import type { Dated } from './rules/disclosure.ts'
import { classRows, levelRows } from './rules/integrity.ts'
import { type Counts, rank, raw, type Tally } from './rules/tally.ts'
import type { Instant } from './rules/time.ts'

const STANDINGS = ['收到', '计入', '暂缓', '作废'] as const
const figures = (counts: Counts): readonly number[] => [raw(counts), counts.counted, counts.held, counts.void]

/** The tally as a table, stamped with time, with what it may be used for and with what its count proves. */
export function tallyCsv(campaign: CampaignFile, { at, tally }: Dated, now: Instant): string {
  const byNumber = new Map(campaign.nominees.map(nominee => [nominee.number, nominee]))
  const rows: CsvRow[] = [
    [campaign.title],
    [USE[campaign.use]],
    [GUARANTEE[campaign.identity].badge, provesOf(campaign)],
    [`数据截至 ${moment(at)}，导出于 ${moment(now)}`],
    ['收到选票', raw(tally.ballots), '计入', tally.ballots.counted, '暂缓', tally.ballots.held, '作废', tally.ballots.void],
    [],
    ['身份方式', ...STANDINGS],
    ...levelRows(tally).map(({ level, counts }) => [LEVEL[level], ...figures(counts)]),
    ...classTable(tally),
    [],
    ['类别', '名次', '编号', '姓名（名称）', '单位', ...STANDINGS],
  ]
  for (const { key, name } of campaign.categories) {
    const numbers = campaign.nominees.filter(({ category }) => category === key).map(({ number }) => number)
    for (const { number, place, counts } of rank(numbers, tally.votes)) {
      const nominee = byNumber.get(number)
      rows.push([name, place, number, nominee?.name ?? '', nominee?.unit ?? '', ...figures(counts)])
    }
  }
  return csvText(rows)
}

/** What the voters are, where a code or a list says so; the last line is of those of whom nothing is said. */
function classTable(tally: Tally): readonly CsvRow[] {
  const rows = classRows(tally)
  if (rows.length === 0) return []
  return [[], ['投票人类别', ...STANDINGS], ...rows.map(({ voterClass, counts }) => [className(voterClass), ...figures(counts)])]
}
