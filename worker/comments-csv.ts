import { sayWriter } from '../web/text/comments.ts'
import { moment } from '../web/text/dates.ts'
import type { CampaignFile } from './rules/campaign.ts'
import type { CommentFile } from './rules/comment.ts'
import { csvText } from './rules/csv.ts'
import type { Instant } from './rules/time.ts'

/** The chosen comments as a table for whoever prepares the ceremony, in the order of the list of nominees. */
export const commentsCsv = ({ title, nominees }: CampaignFile, chosen: readonly CommentFile[], now: Instant): string =>
  csvText([
    [title],
    ['选用的群众评语', `导出于 ${moment(now)}`],
    ['编号', '姓名（名称）', '单位', '评语', '署名', '提交时间'],
    ...nominees.flatMap(({ number, name, unit }) =>
      chosen
        .filter(comment => comment.number === number)
        .map(({ text, signature, writtenAt }) => [number, name, unit, text, sayWriter(signature), moment(writtenAt)]),
    ),
  ])
