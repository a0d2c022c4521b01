import type { NoticeId } from '../../worker/rules/ids.ts'
import { DAYS_IN, isDone, LENGTH, type ObjectionState, SUPPLEMENTS_MOST } from '../../worker/rules/objection.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import type { Day, Instant } from '../../worker/rules/time.ts'
import type { Counted } from '../../worker/rules/working-days.ts'
import { Crumbs } from '../parts/cells.tsx'
import { CodeField } from '../parts/code-field.tsx'
import { AreaField, TextField } from '../parts/field.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { A, keepView } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { longDay } from '../text/dates.ts'
import { DUE, MEANS, OBJECTION, PAPER } from '../text/objections.ts'
import { FILE_TYPES } from './objection.tsx'

export interface TrackingPageProps {
  readonly site: Site
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** Where a tracking code is typed. What was typed is not shown again: the screen may be somebody else's. */
export function TrackingPage({ site, refusal, now }: TrackingPageProps) {
  return (
    <Layout site={site} title="异议办理查询" indexed={false}>
      <Crumbs trail={[{ name: '首页', href: paths.home() }, { name: '异议办理查询' }]} />
      <div class="head">
        <h1>异议办理查询</h1>
        <p class="soft small">凭提交异议时得到的查询码，查看办理情况和答复，补充材料。</p>
      </div>
      <RefusalNote refusal={refusal} now={now} />
      <form class="card" method="post" action={keepView(paths.tracking(), site.view)}>
        <CodeField label="查询码（16 位，不分大小写，横线可以不填）" />
        <p class="field">
          <button class="main">查询</button>
        </p>
        <p class="soft small field">查询码遗失后无法找回。仍在公示期内的，可以重新提交；也可以直接与受理单位联系。</p>
      </form>
    </Layout>
  )
}

export interface TrackedPageProps {
  readonly site: Site
  readonly objection: {
    readonly state: ObjectionState
    readonly notice: NoticeId
    readonly noticeTitle: string
    readonly filed: Day
    readonly since: Day
    readonly supplements: number
    readonly purged: boolean
  }
  readonly deadline: Counted<Day> | null
  readonly replies: readonly { readonly kind: 'reason' | 'answer'; readonly written: Day; readonly text: string }[]
  /** Goes along in the form below, so that the code stands in no address. */
  readonly code: string
  readonly idempotencyKey: string
  readonly refusal: Refusal | null
  /** What was typed into a supplement that was sent back. */
  readonly typed: string
  readonly added: boolean
  readonly now: Instant
}

/** How an objection stands, for whoever has its code. It does not show what was filed: a lost code must not tell it. */
export function TrackedPage(props: TrackedPageProps) {
  const { site, objection, deadline, replies, refusal, added, now } = props
  const { state, notice, noticeTitle, filed, since, supplements, purged } = objection
  const flaws = flawsIn(refusal)
  return (
    <Layout site={site} title="异议办理情况" indexed={false}>
      <div class="head">
        <h1>{OBJECTION[state]}</h1>
        <p>{MEANS[state]}</p>
      </div>
      <RefusalNote refusal={refusal} now={now} />
      {added && (
        <p class="note good" role="status">
          补充材料已收到。
        </p>
      )}
      <section class="card">
        <dl class="facts">
          <dt>公示</dt>
          <dd>
            <A href={paths.notice(notice)}>{noticeTitle}</A>
          </dd>
          <dt>提交</dt>
          <dd>{longDay(filed)}</dd>
          <dt>当前状态</dt>
          <dd>
            {OBJECTION[state]}（{longDay(since)}起）
          </dd>
          {deadline && (
            <>
              <dt>期限</dt>
              <dd>
                {deadline.known
                  ? `${longDay(deadline.value)}（含）前${DUE[state]}`
                  : `${DAYS_IN[state]} 个工作日内${DUE[state]}（${deadline.year} 年放假安排公布后可算出日期）`}
              </dd>
            </>
          )}
          {supplements > 0 && (
            <>
              <dt>补充</dt>
              <dd>{supplements} 次</dd>
            </>
          )}
        </dl>
      </section>
      {replies.map(({ kind, written, text }) => (
        <section key={text} class="card">
          <h2>{PAPER[kind]}</h2>
          <p class="soft small">{longDay(written)}</p>
          {text.split('\n').map(line => (
            <p key={line}>{line}</p>
          ))}
        </section>
      ))}
      {purged && <section class="card soft">办结后保存期已满，内容和答复已按规定删除。</section>}
      {!isDone(state) && supplements < SUPPLEMENTS_MOST && <SupplementForm {...props} flaws={flaws} />}
      <ul class="cells card-gap no-print">
        <li>
          <A class="cell" href={paths.tracking()}>
            <span class="grow">结束查询</span>
          </A>
        </li>
      </ul>
    </Layout>
  )
}

function SupplementForm({
  site,
  code,
  idempotencyKey,
  typed,
  flaws,
}: TrackedPageProps & { readonly flaws: Extract<Refusal, { code: 'form-refused' }>['flaws'] | undefined }) {
  return (
    <form class="card no-print" method="post" encType="multipart/form-data" action={keepView(paths.supplement(), site.view)}>
      <input type="hidden" name="code" value={code} />
      <input type="hidden" name="key" value={idempotencyKey} />
      <h2>补充材料</h2>
      <AreaField name="facts" label="补充说明" flaws={flaws} value={typed} rows={4} maxLength={LENGTH.most * 2} />
      <TextField
        name="files"
        label="附件"
        hint="可不选；要求与提交异议时相同。"
        flaws={flaws}
        type="file"
        multiple
        accept={FILE_TYPES}
      />
      <p class="field">
        <button>提交补充</button>
      </p>
    </form>
  )
}
