import type { CampaignFile } from '../../worker/rules/campaign.ts'
import {
  COMMENTS_A_DAY,
  type CommentDraft,
  type OwnComment,
  type ShownComment,
  SIGNATURE_LENGTH,
  TEXT_LENGTH,
} from '../../worker/rules/comment.ts'
import type { NomineeCard } from '../../worker/rules/nominee.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Crumbs, Empty } from '../parts/cells.tsx'
import { Comments } from '../parts/comments.tsx'
import { AreaField, TextField } from '../parts/field.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { A, keepView } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { sayState } from '../text/comments.ts'
import { moment } from '../text/dates.ts'
import { QuestionField, type QuestionProps } from './question.tsx'

export interface CommentsProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly nominee: Pick<NomineeCard, 'number' | 'name' | 'unit'>
  readonly comments: readonly ShownComment[]
  readonly page: number
  readonly more: boolean
  /** What this device wrote, with its state. */
  readonly mine: readonly OwnComment[]
  readonly typed: CommentDraft
  readonly question: QuestionProps
  readonly refusal: Refusal | null
  readonly note: 'sent' | 'reported' | null
  readonly now: Instant
}

const NOTE = { sent: '已收到，审看后展示。', reported: '已收到举报，工作人员会复核。' } as const

/** All comments on a nominee, a form for another, and what became of one's own. */
export function CommentsPage(props: CommentsProps) {
  const { site, campaign, nominee, comments, page, more, refusal, note, now } = props
  const { slug, theme, shortTitle } = campaign
  const { number, name } = nominee
  return (
    <Layout site={site} title={`${name}的群众评语 · ${shortTitle}`} theme={theme} scripts={['prove']} indexed={false}>
      <Crumbs
        trail={[
          { name: '首页', href: paths.home() },
          { name: shortTitle, href: paths.campaign(slug) },
          { name, href: paths.nominee(slug, number) },
          { name: '群众评语' },
        ]}
      />
      <div class="head">
        <h1>{name}的群众评语</h1>
      </div>
      {note && (
        <p class="note good" role="status">
          {NOTE[note]}
        </p>
      )}
      <RefusalNote refusal={refusal} now={now} />
      <Mine mine={props.mine} />
      <Form {...props} />
      <section class="card">
        <h2>已展示的评语</h2>
        {comments.length === 0 ? <Empty>还没有展示的评语。</Empty> : <Comments slug={slug} comments={comments} />}
      </section>
      {(page > 1 || more) && (
        <nav class="pages" aria-label="分页">
          {page > 1 ? <PageLink {...{ slug, number }} page={page - 1} text="上一页" /> : <span />}
          {more ? <PageLink {...{ slug, number }} page={page + 1} text="下一页" /> : <span />}
        </nav>
      )}
    </Layout>
  )
}

interface PageLinkProps {
  readonly slug: CampaignFile['slug']
  readonly number: number
  readonly page: number
  readonly text: string
}

const PageLink = ({ slug, number, page, text }: PageLinkProps) => (
  <A class="button" href={paths.comments(slug, number, { page })}>
    {text}
  </A>
)

function Mine({ mine }: Pick<CommentsProps, 'mine'>) {
  if (mine.length === 0) return null
  return (
    <section class="card">
      <h2>我写的</h2>
      <ul class="comments">
        {mine.map(comment => (
          <li key={comment.writtenAt}>
            <p>{comment.text}</p>
            <p class="small soft">
              {moment(comment.writtenAt)} · {sayState(comment)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Form({ site, campaign: { slug }, nominee: { number, name }, typed, question, refusal, note }: CommentsProps) {
  const flaws = flawsIn(refusal)
  return (
    <form
      class="card"
      method="post"
      action={keepView(paths.comments(slug, number), site.view)}
      data-prove
      data-challenge={paths.apiChallenge(slug)}
      data-draft={`mp-comment ${slug} ${number}`}
      data-sent={note === 'sent' ? '' : undefined}
    >
      <h2>写一句评语</h2>
      <p class="soft small">
        说说您了解的{name}。评语由工作人员审看后展示，选用的会在表彰时宣读。每台设备每天可为每个候选对象写一条，一共最多{' '}
        {COMMENTS_A_DAY} 条。
      </p>
      <AreaField
        name="text"
        label="评语"
        hint={`${TEXT_LENGTH.least} 至 ${TEXT_LENGTH.most} 字。请不要写电话、证件号等个人信息。`}
        value={typed.text}
        flaws={flaws}
        required
        minLength={TEXT_LENGTH.least}
        maxLength={TEXT_LENGTH.most * 2}
        rows={4}
      />
      <TextField
        name="signature"
        label="署名（可不填）"
        hint="例如“东城区一名党员”。"
        value={typed.signature}
        flaws={flaws}
        maxLength={SIGNATURE_LENGTH * 2}
      />
      <Proof question={question} />
      <p class="field">
        <button class="main">提交评语</button>
      </p>
      <Said />
    </form>
  )
}

/** Filled in by the island; without script the sum is asked. */
export function Proof({ question }: { readonly question: QuestionProps }) {
  return (
    <>
      <input type="hidden" name="proof" value="" />
      <div class="field" data-question>
        <QuestionField {...question} />
      </div>
    </>
  )
}

/** Where the island says how far it is. */
export const Said = () => <p class="soft" data-said role="status" />
