import type { PersonalData, PersonalDataKind } from '../../worker/rules/masking.ts'
import type { NoticeState } from '../../worker/rules/notice.ts'
import { type DeskNotice, mayApprove } from '../../worker/rules/notice-desk.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import { HOUR, instant } from '../../worker/rules/time.ts'
import { Crumbs } from '../parts/cells.tsx'
import { AreaField } from '../parts/field.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import { sayRefusal } from '../text/refusals.ts'
import { Frame } from './frame.tsx'
import { Missing } from './missing.tsx'

export interface NoticeCheckProps {
  readonly site: Site
  readonly staff: Staff
  readonly notice: DeskNotice
  readonly state: NoticeState
  readonly flaws: readonly string[]
  readonly finds: readonly (PersonalData & { readonly where: string; readonly index: number })[]
  /** The body with every find marked. */
  readonly preview: string
  readonly refusal: Refusal | null
  /** The revision to which hiding can be taken back; null when nothing was just hidden. */
  readonly undo: number | null
  readonly typed: { readonly reason: string; readonly at: string }
  readonly mayPublish: boolean
}

const KIND: Readonly<Record<PersonalDataKind, string>> = {
  'id-number': '身份证号',
  phone: '手机号码',
  card: '银行卡号',
  email: '电子邮箱',
}

const placeOf = (where: string): string =>
  ({ title: '标题', source: '来源', author: '作者', body: '正文' })[where] ?? `附件名“${where.slice(5)}”`

/** What stands between a draft and its readers, what might be somebody's secret, and the button. */
export function NoticeCheckPage(props: NoticeCheckProps) {
  const { site, staff, notice, state, flaws, refusal, undo, preview } = props
  const now = instant(site.now)
  return (
    <Frame site={site} staff={staff} title={`发布前检查 · ${notice.title}`} sheets={['notice', 'editor']}>
      <Crumbs
        trail={[
          { name: '公告', href: staffPaths.noticeList() },
          { name: '编辑', href: staffPaths.notice(notice.id) },
          { name: '发布前检查' },
        ]}
      />
      <h1 class="label">发布前检查</h1>
      {refusal && (
        <div class="note" role="alert">
          <p>{sayRefusal(refusal, now)}</p>
          {refusal.code === 'not-ready' && <Missing of={refusal.missing} />}
          {refusal.code === 'form-refused' && refusal.flaws.map(({ says }) => <p key={says}>{says}</p>)}
        </div>
      )}
      {undo !== null && (
        <form class="note good undo" method="post" action={staffPaths.noticeRestore(notice.id)}>
          <input type="hidden" name="revision" value={notice.revision} />
          <input type="hidden" name="version" value={undo} />
          <input type="hidden" name="back" value="check" />
          <span role="status">已遮盖。</span>
          <button>撤销遮盖</button>
        </form>
      )}
      <Flaws notice={notice} flaws={flaws} />
      <Finds {...props} />
      {state.state === 'draft' ? <Publish {...props} /> : <p class="note good">这份公告已不是草稿。</p>}
      <section class="phone wide-phone" aria-label="手机预览">
        <p class="soft small">手机上的样子，疑似个人信息已标出</p>
        <div class="screen">
          <article class="article">
            <h2>{notice.title}</h2>
            <div class="body typeset" dangerouslySetInnerHTML={{ __html: preview }} />
          </article>
        </div>
      </section>
    </Frame>
  )
}

function Flaws({ notice, flaws }: Pick<NoticeCheckProps, 'notice' | 'flaws'>) {
  return (
    <section class="card">
      <h2>内容</h2>
      {flaws.length === 0 ? (
        <p>✓ 该有的都有了。</p>
      ) : (
        <>
          <ul class="lacking">
            {flaws.map(flaw => (
              <li key={flaw}>✗ {flaw}</li>
            ))}
          </ul>
          <p>
            <a class="button" href={staffPaths.notice(notice.id)}>
              返回修改
            </a>
          </p>
        </>
      )}
    </section>
  )
}

function Finds({ notice, finds, state }: NoticeCheckProps) {
  const draft = state.state === 'draft'
  return (
    <section class="card">
      <h2>个人信息</h2>
      {finds.length === 0 ? (
        <p>✓ 没有发现身份证号、手机号码、银行卡号和电子邮箱。</p>
      ) : (
        <>
          <p>发现 {finds.length} 处疑似个人信息。公告任何人都能看到，非必要请遮盖。</p>
          <ul class="finds">
            {finds.map(find => (
              <li key={`${find.where}-${find.index}`}>
                <span class="grow">
                  <span class="tag">{KIND[find.kind]}</span> <mark class="find">{find.text}</mark>
                  <span class="soft small"> {placeOf(find.where)}</span>
                </span>
                {draft && <MaskForm notice={notice} where={find.where} index={find.index} name={`遮盖为 ${find.masked}`} />}
              </li>
            ))}
          </ul>
          {draft && finds.length > 1 && (
            <MaskForm notice={notice} where="all" index={0} name={`全部遮盖（${finds.length} 处）`} />
          )}
        </>
      )}
    </section>
  )
}

interface MaskFormProps {
  readonly notice: DeskNotice
  readonly where: string
  readonly index: number
  readonly name: string
}

const MaskForm = ({ notice, where, index, name }: MaskFormProps) => (
  <form method="post" action={staffPaths.noticeMask(notice.id)}>
    <input type="hidden" name="revision" value={notice.revision} />
    <input type="hidden" name="where" value={where} />
    <input type="hidden" name="index" value={index} />
    <button>{name}</button>
  </form>
)

/** An hour from now, as the field of a moment takes it, by the clock of Asia/Shanghai. */
const inAnHour = (now: number): string => new Date(now + 9 * HOUR).toISOString().slice(0, 16)

function Publish({ site, staff, notice, flaws, finds, typed, mayPublish }: NoticeCheckProps) {
  const { terms, approved } = notice
  const others = flaws.filter(flaw => !flaw.includes('审核同意'))
  return (
    <section class="card publish">
      <h2>发布</h2>
      {terms?.fourEyes && (
        <div class="approval">
          {approved ? (
            <p>
              ✓ {approved.name} 已于 {moment(approved.at)} 审核同意第 {notice.revision} 版。再作修改，须重新审核。
            </p>
          ) : mayPublish && mayApprove(notice, staff.id) ? (
            <form method="post" action={staffPaths.noticeApprove(notice.id)}>
              <input type="hidden" name="revision" value={notice.revision} />
              <p>您不是起草和修改的人，可以审核。请看完下面的全文再点。</p>
              <button disabled={others.length > 0}>审核同意第 {notice.revision} 版</button>
            </form>
          ) : (
            <p>等待另一位同事审核：请他（她）登录后打开本页。</p>
          )}
        </div>
      )}
      {mayPublish ? (
        <form method="post" action={staffPaths.noticePublish(notice.id)}>
          <input type="hidden" name="revision" value={notice.revision} />
          <fieldset class="moment-of">
            <legend class="sr">发布时间</legend>
            <label class="tick">
              <input type="radio" name="when" value="now" checked={typed.at === ''} />
              <span>现在发布</span>
            </label>
            <label class="tick">
              <input type="radio" name="when" value="later" checked={typed.at !== ''} />
              <span>定时发布</span>
            </label>
            <label>
              <span class="soft small">定时发布的时间（北京时间）</span>
              <input type="datetime-local" name="at" value={typed.at || inAnHour(site.now)} />
            </label>
          </fieldset>
          {finds.length > 0 && (
            <AreaField
              name="reason"
              label={`保留 ${finds.length} 处疑似个人信息的理由`}
              value={typed.reason}
              rows={2}
              maxLength={200}
              required
              hint="理由记入操作记录。"
            />
          )}
          <button class="main" disabled={flaws.length > 0}>
            {flaws.length > 0 ? '还不能发布' : '发布公告'}
          </button>
        </form>
      ) : (
        <p>您的账号不能发布公告，请交由有发布权限的同事。</p>
      )}
    </section>
  )
}
