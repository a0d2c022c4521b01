import type { CampaignFile } from '../../worker/rules/campaign.ts'
import { type CommentFile, REPORT_REASONS } from '../../worker/rules/comment.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { ChoiceField } from '../parts/field.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { A, keepView } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { REPORT_REASON, sayWriter } from '../text/comments.ts'
import { Proof, Said } from './comments.tsx'
import type { QuestionProps } from './question.tsx'

export interface ReportProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly comment: Pick<CommentFile, 'id' | 'number' | 'text' | 'signature'>
  readonly question: QuestionProps
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** Says what is wrong with a shown comment; people decide what becomes of it. */
export function ReportPage({ site, campaign, comment, question, refusal, now }: ReportProps) {
  const { slug, theme, shortTitle } = campaign
  return (
    <Layout site={site} title={`举报评语 · ${shortTitle}`} theme={theme} scripts={['prove']} indexed={false}>
      <div class="head">
        <h1>举报这条评语</h1>
        <blockquote>
          <p>{comment.text}</p>
          <p class="small soft">{sayWriter(comment.signature)}</p>
        </blockquote>
        <p class="soft small">举报后由工作人员复核，不会自动删除。每台设备对同一条评语只计一次。</p>
      </div>
      <RefusalNote refusal={refusal} now={now} />
      <form
        class="card"
        method="post"
        action={keepView(paths.reportComment(slug, comment.id), site.view)}
        data-prove
        data-challenge={paths.apiChallenge(slug)}
      >
        <ChoiceField
          name="reason"
          label="举报原因"
          choices={REPORT_REASONS.map(value => ({ value, name: REPORT_REASON[value] }))}
        />
        <Proof question={question} />
        <p class="field">
          <button class="main">提交举报</button>
        </p>
        <Said />
        <p class="field">
          <A class="button" href={paths.comments(slug, comment.number)}>
            返回
          </A>
        </p>
      </form>
    </Layout>
  )
}
