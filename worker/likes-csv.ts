import { moment } from '../web/text/dates.ts'
import { LIKES_USE } from '../web/text/terms.ts'
import type { LikeLedger } from './objects/like-board.ts'
import type { CampaignFile } from './rules/campaign.ts'
import { csvText } from './rules/csv.ts'
import type { Instant } from './rules/time.ts'

/** The likes as a table, in the order of the list and without places, stamped with what they are for. */
export const likesCsv = ({ title, nominees, categories }: CampaignFile, { at, likes }: LikeLedger, now: Instant): string =>
  csvText([
    [title],
    [LIKES_USE],
    [`数据截至 ${moment(at)}，导出于 ${moment(now)}`],
    ['类别', '编号', '姓名（名称）', '单位', '收到', '计入', '暂缓'],
    ...nominees.map(({ number, name, unit, category }) => {
      const { counted, held } = likes[number] ?? { counted: 0, held: 0 }
      return [categories.find(({ key }) => key === category)?.name ?? '', number, name, unit, counted + held, counted, held]
    }),
  ])
