import { longDay, moment } from '../web/text/dates.ts'
import { DECIDED_NAME } from '../web/text/decision.ts'
import { stampLines } from '../web/text/papers.ts'
import { ROLE, USE } from '../web/text/terms.ts'
import type { CampaignFile } from './rules/campaign.ts'
import { standingLines } from './rules/decision.ts'
import { type AmendmentFile, confirmedOf, type ReleasedDecision, type Word } from './rules/decision-file.ts'
import type { Paper, PaperCell, PaperTable, Stamp } from './rules/paper.ts'

const word = ({ name, role, at }: Word): string => `${name}（${ROLE[role]}），${moment(at)}`

/** A released decision as a paper, as it stands after its amendments; no figure of a tally is on it. */
export function decisionPaper(campaign: CampaignFile, file: ReleasedDecision, stamp: Stamp): Paper {
  const { meeting, attendance, alternatesNamed, remark } = file.record
  return {
    title: '评审决定',
    campaign: file.record.campaign.title,
    at: stamp.at,
    lines: [
      ...stampLines(stamp),
      ['用途说明', USE[campaign.use]],
      ['会议', `${meeting.name}，${longDay(meeting.day)}，${meeting.place}`],
      ['主持和记录', `主持人 ${meeting.chair}，记录人 ${meeting.recorder}`],
      ['到会', `应到 ${attendance.due} 人，实到 ${attendance.present} 人。${attendance.quorum}`],
      ['候补', alternatesNamed ? '写入结果公告' : '不对外公布'],
      ...(remark ? [['说明', remark] as const] : []),
      ['提交', word(file.handed)],
      ['复核', word(file.released)],
      ['SHA-256 指纹', file.hash],
    ],
    tables: [linesTable(file), ...amendmentsTable(file.amendments)],
  }
}

function linesTable(file: ReleasedDecision): PaperTable {
  const names = new Map(file.record.categories.map(({ key, name }) => [key, name]))
  return {
    name: '结果',
    head: ['类别', '编号', '姓名（名称）', '单位', '结果', '候补次序', '赞成', '反对', '弃权', '说明'],
    rows: standingLines(file.record, confirmedOf(file)).map((line): readonly PaperCell[] => [
      ...[names.get(line.category) ?? line.category, line.number, line.name, line.unit],
      ...[DECIDED_NAME[line.outcome], line.order],
      ...(line.votes ? [line.votes.for, line.votes.against, line.votes.abstain] : [null, null, null]),
      line.note || null,
    ]),
  }
}

function amendmentsTable(amendments: readonly AmendmentFile[]): readonly PaperTable[] {
  const rows = amendments.flatMap(({ amendment, confirmed, proposed, hash }) =>
    confirmed
      ? amendment.revoked.map((line): readonly PaperCell[] => [
          ...[amendment.number, line.number, line.name, line.unit, amendment.meeting],
          { day: amendment.day },
          ...[amendment.reason, word(proposed), word(confirmed), hash],
        ])
      : [],
  )
  if (rows.length === 0) return []
  const head = ['变更', '编号', '姓名（名称）', '单位', '会议', '日期', '撤销原因', '提出', '复核', 'SHA-256 指纹']
  return [{ name: '变更', head, rows }]
}
