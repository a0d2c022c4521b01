import type { CampaignFile } from '../../worker/rules/campaign.ts'
import { type CommentFile, HEAPS, type Heap, type ReportReason } from '../../worker/rules/comment.ts'
import { findPersonalData } from '../../worker/rules/masking.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Empty } from '../parts/cells.tsx'
import { ChoiceField } from '../parts/field.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { REFUSAL_REASONS, REPORT_REASON, sayWriter } from '../text/comments.ts'
import { moment } from '../text/dates.ts'
import { sayRefusal } from '../text/refusals.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'

export interface CommentsDeskProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly heap: Heap
  readonly sizes: Readonly<Record<Heap, number>>
  readonly comments: readonly CommentFile[]
  /** Why each was reported since it was last read. */
  readonly reports: readonly { readonly id: string; readonly reason: ReportReason }[]
  /** How many were just dealt with. */
  readonly done: number | null
  readonly refusal: Refusal | null
  readonly now: Instant
}

const HEAP: Readonly<Record<Heap, string>> = { waiting: '待审看', shown: '已展示', refused: '不展示', chosen: '已选用' }

/** The desk of people's comments: read, show or not, choose for the ceremony. Nobody writes in them. */
export function CommentsDesk(props: CommentsDeskProps) {
  const { site, staff, campaign, heap, sizes, comments, done, refusal, now } = props
  const { slug } = campaign
  return (
    <Frame site={site} staff={staff} title={`评语 · ${campaign.title}`} scripts={['moderate']}>
      <CampaignNav campaign={campaign} staff={staff} here="comments" />
      <div class="card">
        <h1>评语</h1>
        <Switch campaign={campaign} mayEdit={may(staff, 'edit-campaigns')} />
        {may(staff, 'export-comments') && sizes.chosen > 0 && (
          <p>
            <a class="button" href={staffPaths.commentsPrint(slug)}>
              打印选用的评语
            </a>{' '}
            <a class="button" href={staffPaths.commentsCsv(slug)}>
              下载表格（CSV）
            </a>
          </p>
        )}
      </div>
      <nav class="tabs" aria-label="评语状态">
        {HEAPS.map(one => (
          <a key={one} href={staffPaths.comments(slug, one)} aria-current={one === heap ? 'page' : undefined}>
            {HEAP[one]} {sizes[one]}
          </a>
        ))}
      </nav>
      {done !== null && refusal === null && (
        <p class="note good" role="status">
          已处理 {done} 条。
        </p>
      )}
      {refusal && (
        <p class="note" role="alert">
          {sayRefusal(refusal, now)}
          {refusal.code === 'form-refused' && refusal.flaws.map(({ says }) => ` ${says}`)}
        </p>
      )}
      {comments.length === 0 ? (
        <div class="card">
          <Empty>{heap === 'waiting' ? '没有待审看的评语。' : '这里还没有评语。'}</Empty>
        </div>
      ) : (
        <Heaped {...props} />
      )}
    </Frame>
  )
}

function Switch({ campaign, mayEdit }: { readonly campaign: CampaignFile; readonly mayEdit: boolean }) {
  return (
    <form class="inline" method="post" action={staffPaths.switchComments(campaign.slug)}>
      <p>{campaign.comments ? '正在征集评语：候选对象页面上有评语和填写入口。' : '没有征集评语：读者看不到评语，也不能填写。'}</p>
      {mayEdit && (
        <button name="open" value={campaign.comments ? '0' : '1'}>
          {campaign.comments ? '停止征集和展示' : '开始征集评语'}
        </button>
      )}
    </form>
  )
}

function Heaped({ campaign, heap, comments, reports }: CommentsDeskProps) {
  return (
    <>
      <form class="card desk-of-comments" method="post" action={staffPaths.judgeComments(campaign.slug)}>
        <input type="hidden" name="heap" value={heap} />
        <div class="judge">
          {heap !== 'refused' && (
            <ChoiceField
              name="reason"
              label="不展示的原因（会告诉写评语的人）"
              choices={REFUSAL_REASONS.map(name => ({ value: name, name }))}
            />
          )}
          <p class="soft small">对勾选的：</p>
          <Rulings heap={heap} />
          <p class="soft small keys">键盘：J 下一条，K 上一条，X 勾选，A 展示，D 不展示。</p>
        </div>
        {comments.map(comment => (
          <One
            key={comment.id}
            comment={comment}
            heap={heap}
            campaign={campaign}
            reasons={reports.filter(({ id }) => id === comment.id).map(({ reason }) => reason)}
          />
        ))}
      </form>
      <Mask campaign={campaign} comments={comments} heap={heap} />
    </>
  )
}

/** What can be done with the ticked ones of a heap. */
function Rulings({ heap }: { readonly heap: Heap }) {
  const button = (ruling: string, text: string) => (
    <button name="all" value={ruling} key={ruling}>
      {text}
    </button>
  )
  return (
    <span class="buttons">
      {heap !== 'shown' && heap !== 'chosen' && button('show', '展示')}
      {heap !== 'refused' && button('refuse', '不展示')}
      {heap === 'shown' && button('choose', '选用')}
      {heap !== 'waiting' && heap !== 'refused' && button('drop', '取消选用')}
    </span>
  )
}

interface OneProps {
  readonly comment: CommentFile
  readonly heap: Heap
  readonly campaign: CampaignFile
  readonly reasons: readonly ReportReason[]
}

function One({ comment, heap, campaign, reasons }: OneProps) {
  const { id, number, text, signature, writtenAt, revision, reason, chosen, masked } = comment
  const nominee = campaign.nominees.find(one => one.number === number)
  const pick = `${id}:${revision}`
  return (
    <article class="one" tabIndex={-1} aria-label={`关于${nominee?.name ?? `${number}号`}的评语`} data-one>
      <label class="tick">
        <input type="checkbox" name="pick" value={pick} />
        <span>
          <Marked text={text} />
          <br />
          <span class="soft small">
            {sayWriter(signature)} · 写给 {number}号 {nominee?.name ?? '（已不在名单）'} · {moment(writtenAt)}
            {masked && ' · 已遮盖'}
            {chosen && ' · 已选用'}
            {reason && ` · 不展示：${reason}`}
          </span>
        </span>
      </label>
      {reasons.length > 0 && (
        <p class="flaw">
          被举报 {reasons.length} 次：{tally(reasons)}
        </p>
      )}
      <p class="buttons">
        {heap !== 'shown' && heap !== 'chosen' && (
          <button name="one" value={`show ${pick}`} data-key="a">
            展示
          </button>
        )}
        {heap !== 'refused' && (
          <button name="one" value={`refuse ${pick}`} data-key="d">
            不展示
          </button>
        )}
        {(heap === 'shown' || heap === 'chosen') && (
          <button name="one" value={`${chosen ? 'drop' : 'choose'} ${pick}`} data-key="a">
            {chosen ? '取消选用' : '选用'}
          </button>
        )}
      </p>
    </article>
  )
}

/** 内容不实 2，其他 1 */
const tally = (reasons: readonly ReportReason[]): string =>
  [...new Set(reasons)].map(reason => `${REPORT_REASON[reason]} ${reasons.filter(one => one === reason).length}`).join('，')

/** The text with what looks like personal data marked. */
function Marked({ text }: { readonly text: string }) {
  const finds = findPersonalData(text)
  const parts = finds.map(({ from, to }, i) => (
    <>
      {text.slice(finds[i - 1]?.to ?? 0, from)}
      <mark>{text.slice(from, to)}</mark>
    </>
  ))
  return (
    <>
      {parts}
      {text.slice(finds.at(-1)?.to ?? 0)}
    </>
  )
}

function Mask({ campaign, comments, heap }: Pick<CommentsDeskProps, 'campaign' | 'comments' | 'heap'>) {
  return (
    <form class="card" method="post" action={staffPaths.maskComment(campaign.slug)}>
      <h2>遮盖个人信息</h2>
      <p class="soft small">评语不能改写，只能把其中涉及个人信息的字逐字遮盖为“＊”，遮盖后不能恢复。</p>
      <input type="hidden" name="heap" value={heap} />
      <ChoiceField
        name="pick"
        label="哪一条"
        choices={comments.map(({ id, revision, text }) => ({
          value: `${id}:${revision}`,
          name: [...text].slice(0, 30).join(''),
        }))}
      />
      <label class="field">
        <span>要遮盖的字（与评语中一字不差）</span>
        <input name="piece" required maxLength={100} autocomplete="off" />
      </label>
      <p class="field">
        <button>遮盖</button>
      </p>
    </form>
  )
}

export interface ChosenProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly chosen: readonly CommentFile[]
  readonly now: Instant
}

/** The chosen comments on A4, nominee by nominee in the order of the list, for whoever reads them out. */
export function ChosenPage({ site, staff, campaign, chosen, now }: ChosenProps) {
  const named = campaign.nominees.filter(({ number }) => chosen.some(comment => comment.number === number))
  return (
    <Frame site={site} staff={staff} title={`选用的评语 · ${campaign.title}`}>
      <div class="card chosen">
        <h1>{campaign.title}</h1>
        <p class="soft">
          群众评语选登（{chosen.length} 条） · 打印于 {moment(now)}
        </p>
        <p class="no-print">
          <button type="button" data-print hidden>
            打印
          </button>{' '}
          <a class="button" href={staffPaths.comments(campaign.slug, 'chosen')}>
            返回
          </a>
        </p>
        {named.length === 0 && <Empty>还没有选用的评语。</Empty>}
        {named.map(({ number, name, unit }) => (
          <section key={number}>
            <h2>
              {number}号 {name} <span class="soft small">{unit}</span>
            </h2>
            {chosen
              .filter(comment => comment.number === number)
              .map(({ id, text, signature }) => (
                <p key={id}>
                  “{text}”——{sayWriter(signature)}
                </p>
              ))}
          </section>
        ))}
      </div>
    </Frame>
  )
}
