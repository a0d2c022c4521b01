import type { NoticeState } from '../../worker/rules/notice.ts'
import type { DeskNotice } from '../../worker/rules/notice-desk.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import { instant } from '../../worker/rules/time.ts'
import { Crumbs } from '../parts/cells.tsx'
import { AreaField } from '../parts/field.tsx'
import type { Site } from '../parts/layout.tsx'
import { paths } from '../paths.ts'
import { staffPaths } from '../staff-paths.ts'
import { moment, soon } from '../text/dates.ts'
import { sayRefusal } from '../text/refusals.ts'
import { NOTICE, NOTICE_STATE } from '../text/terms.ts'
import { Frame } from './frame.tsx'
import { NoticeFields, type NoticeFieldsProps } from './notice-fields.tsx'
import { NoticeFiles } from './notice-files.tsx'

export interface NoticeEditorProps extends Omit<NoticeFieldsProps, 'flaws'> {
  readonly site: Site
  readonly staff: Staff
  readonly notice: DeskNotice
  readonly state: NoticeState
  /** The body as readers would see it. */
  readonly preview: string
  readonly refusal: Refusal | null
  readonly saved: boolean
}

/** The page of one notice: a draft is written here, anything else is looked after. */
export function NoticeEditorPage(props: NoticeEditorProps) {
  const { site, staff, notice, state } = props
  const draft = state.state === 'draft'
  return (
    <Frame
      site={site}
      staff={staff}
      title={notice.title}
      sheets={['notice', 'editor']}
      scripts={draft ? ['notice'] : []}
      action={
        draft ? (
          <div class="row">
            <button class="main" form="notice">
              保存草稿
            </button>
            <a class="button" href={staffPaths.noticeCheck(notice.id)} data-check>
              发布前检查
            </a>
          </div>
        ) : undefined
      }
    >
      <Crumbs trail={[{ name: '公告', href: staffPaths.noticeList() }, { name: NOTICE[notice.kind] }]} />
      <header class="card desk-head">
        <h1>{notice.title}</h1>
        <p class="soft small">
          <span class="tag">{NOTICE_STATE[state.state]}</span> 第 {notice.revision} 版
          {notice.edited && `，${notice.edited.name} 改于 ${soon(notice.edited.at, instant(site.now))}`}
          {notice.approved && `，${notice.approved.name} 已审核同意`}
          {' · '}
          <a href={staffPaths.noticeVersions(notice.id)}>历次修改</a>
          {notice.kind === 'publicity' && (
            <>
              {' · '}
              <a href={staffPaths.noticePublicity(notice.id)}>公示情况</a>
            </>
          )}
        </p>
      </header>
      {draft ? <Draft {...props} /> : <Standing {...props} />}
    </Frame>
  )
}

function Draft({ site, notice, text, refusal, saved, preview, campaigns, links }: NoticeEditorProps) {
  const flaws = flawsIn(refusal)
  return (
    <>
      {refusal && (
        <p class="note" role="alert">
          {sayRefusal(refusal, instant(site.now))}
          {refusal.code === 'edited-by-other' && (
            <>
              {' '}
              <a href={staffPaths.noticeVersions(notice.id)}>看对方改了什么</a>
              。再点“保存草稿”，将以您的为准，对方的那一版仍可在历次修改中找回。
            </>
          )}
        </p>
      )}
      {saved && !refusal && (
        <p class="note good" role="status">
          已保存。
        </p>
      )}
      <p id="conflict" class="note" role="alert" hidden />
      <div class="writing">
        <form id="notice" class="card" method="post" action={staffPaths.notice(notice.id)} data-notice={notice.id}>
          <input type="hidden" name="revision" value={notice.revision} />
          <input type="hidden" name="kind" value={text.kind} />
          <input type="hidden" name="format" value={text.format} />
          <NoticeFields text={text} flaws={flaws} campaigns={campaigns} links={links} />
          <div id="tools" hidden />
          <p id="said" class="soft small" role="status" />
          <div id="rich" class="body typeset" hidden />
          <AreaField
            name="body"
            label="正文"
            value={text.body}
            rows={18}
            flaws={flaws}
            hint={
              text.format === 'html'
                ? '这份正文来自 Word，以网页代码保存；打开脚本后可以直接编辑。'
                : '空一行另起一段；“## ”开头是标题，“- ”开头是列表，表格用竖线分列。'
            }
          />
        </form>
        <section class="phone" aria-label="手机预览">
          <p class="soft small">手机上的样子</p>
          <div class="screen">
            <article class="article">
              <h2 id="preview-title">{text.title}</h2>
              <div class="body typeset" id="preview" dangerouslySetInnerHTML={{ __html: preview }} />
            </article>
          </div>
        </section>
      </div>
      <NoticeFiles notice={notice} />
    </>
  )
}

/** What can still happen to a notice that is scheduled, published or withdrawn. */
function Standing({ staff, notice, state, preview }: NoticeEditorProps) {
  const publisher = may(staff, 'publish-notices')
  return (
    <>
      {state.state === 'scheduled' && (
        <section class="card">
          <p>
            将于 <b>{moment(state.at)}</b> 自动发布。需要再改，请先取消定时。
          </p>
          {publisher && (
            <form method="post" action={staffPaths.noticeUnschedule(notice.id)}>
              <button>取消定时发布</button>
            </form>
          )}
        </section>
      )}
      {state.state === 'withdrawn' && (
        <p class="note">
          已于 {moment(state.at)} 撤回。原因：{state.reason}
        </p>
      )}
      {(state.state === 'published' || state.state === 'withdrawn') && (
        <Published notice={notice} withdrawn={state.state === 'withdrawn'} />
      )}
      <article class="article desk-read">
        <div class="body typeset" dangerouslySetInnerHTML={{ __html: preview }} />
      </article>
      <NoticeFiles notice={notice} />
      {state.state === 'published' && publisher && (
        <details class="card">
          <summary>撤回这份公告</summary>
          <form method="post" action={staffPaths.noticeWithdraw(notice.id)}>
            <p class="soft small">网址保留，页面上显示撤回时间和原因，正文和附件不再显示。撤回后不能恢复。</p>
            <AreaField name="reason" label="撤回原因" required maxLength={200} rows={3} />
            <button>撤回公告</button>
          </form>
        </details>
      )}
    </>
  )
}

function Published({ notice, withdrawn }: { readonly notice: DeskNotice; readonly withdrawn: boolean }) {
  return (
    <section class="card">
      <p class="soft small">已发布的公告不再改动；有误请发更正，两份互相链接。</p>
      <p class="buttons">
        <a class="button" href={paths.notice(notice.id)}>
          看公告页
        </a>
        {!withdrawn && (
          <a class="button" href={staffPaths.newNotice({ kind: 'correction', corrects: notice.id })}>
            发更正
          </a>
        )}
        {notice.kind === 'publicity' && !withdrawn && (
          <a class="button" href={staffPaths.newNotice({ kind: 'result', settles: notice.id })}>
            发结果
          </a>
        )}
      </p>
    </section>
  )
}
