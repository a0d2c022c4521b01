import type { CampaignFile } from '../../worker/rules/campaign.ts'
import { standingLines } from '../../worker/rules/decision.ts'
import type { DecisionDraft } from '../../worker/rules/decision-draft.ts'
import { confirmedOf, type DecisionFile } from '../../worker/rules/decision-file.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import type { Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { staffPaths } from '../staff-paths.ts'
import { DECISION_STATE } from '../text/decision.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Amendments } from './decision-amendments.tsx'
import { DecisionForm } from './decision-form.tsx'
import { DecisionRecordView, Hash } from './decision-record.tsx'
import { Release, Released } from './decision-release.tsx'
import { Frame } from './frame.tsx'

export interface DecisionPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  /** Null while nobody has begun one. */
  readonly file: DecisionFile | null
  /** The draft as it was typed, where the form came back; else as it is stored. */
  readonly draft: DecisionDraft
  readonly refusal: Refusal | null
  /** What was typed into a form other than the draft's, by its field. */
  readonly typed: Readonly<Record<string, string>>
  /** Whether it was saved just now. */
  readonly saved: boolean
  readonly now: Instant
}

/** The decision of a campaign: written by one, released by another, and standing as it was released. */
export function DecisionPage(props: DecisionPageProps) {
  const { site, staff, campaign, file, refusal, now } = props
  const writes = may(staff, 'write-decisions') && (file === null || file.state === 'draft')
  const state = file?.state ?? 'draft'
  return (
    <Frame
      site={site}
      staff={staff}
      title={`评审决定 · ${campaign.shortTitle}`}
      scripts={writes ? ['decision'] : []}
      action={writes ? <SubmitBar /> : undefined}
    >
      <CampaignNav campaign={campaign} staff={staff} here="decision" />
      <div class="card">
        <h1>
          评审决定 <span class={state === 'released' ? 'tag plain' : 'tag'}>{file ? DECISION_STATE[state] : '未开始'}</span>
        </h1>
        <p class="blind">本页由人根据会议结果填写，票数不会带入，也不在这里显示：票数仅作评审参考，不按票数自动产生任何结果。</p>
        <p class="soft small">
          一人起草并提交，另一角色的另一人复核同意后生效。系统按账号分辨两个人；同一人持有两个账号的，系统无法分辨，由发放账号的系统管理员把关。
        </p>
        {file?.state === 'released' && may(staff, 'export-decisions') && <Downloads {...props} />}
      </div>
      <RefusalNote refusal={refusal} now={now} />
      {writes ? <DecisionForm {...props} /> : <Standing {...props} />}
    </Frame>
  )
}

const SubmitBar = () => (
  <button class="main" form="decision" name="do" value="submit">
    提交复核
  </button>
)

const Downloads = ({ campaign }: DecisionPageProps) => (
  <p class="choices no-print">
    <a class="button" href={staffPaths.decisionXlsx(campaign.slug)}>
      下载 Excel
    </a>
    <a class="button" href={staffPaths.decisionCsv(campaign.slug)}>
      下载 CSV
    </a>
    <a class="button" href={staffPaths.decisionPrint(campaign.slug)}>
      A4 打印页
    </a>
  </p>
)

/** What those see who do not write it now. */
function Standing(props: DecisionPageProps) {
  const { file, campaign } = props
  if (!file || file.state === 'draft')
    return <p class="card soft">{file ? '评审决定正在起草，提交复核以后可以在这里看到。' : '评审决定还没有开始起草。'}</p>
  const lines = file.state === 'released' ? standingLines(file.record, confirmedOf(file)) : file.record.lines
  return (
    <>
      {file.state === 'submitted' && <Release {...props} file={file} />}
      {file.state === 'released' && <Released {...props} file={file} />}
      <div class="card">
        <DecisionRecordView record={file.record} lines={lines} />
        <Hash hash={file.hash} href={staffPaths.decisionRecord(campaign.slug)} />
      </div>
      {file.state === 'released' && <Amendments {...props} file={file} />}
    </>
  )
}
