import type { NoticeId, ObjectionId } from '../../worker/rules/ids.ts'
import { DAYS_IN, MOVES, type Move, type ObjectionState } from '../../worker/rules/objection.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Day, Instant } from '../../worker/rules/time.ts'
import type { Counted } from '../../worker/rules/working-days.ts'
import { AreaField, FormName } from '../parts/field.tsx'
import type { Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { staffPaths } from '../staff-paths.ts'
import { longDay } from '../text/dates.ts'
import { MOVE, OBJECTION } from '../text/objections.ts'
import { Frame } from './frame.tsx'
import { Deadline } from './objections.tsx'
import { type OpenedPaper, Papers } from './papers.tsx'
import { RevealedFor, RevealForm } from './reveal-form.tsx'

export interface ObjectionDetail {
  readonly id: ObjectionId
  readonly notice: NoticeId
  readonly noticeTitle: string
  readonly state: ObjectionState
  readonly named: boolean
  readonly filed: Day
  readonly since: Day
  readonly files: number
  readonly supplements: number
  readonly revision: number
  readonly purged: boolean
}

export interface ObjectionPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly objection: ObjectionDetail
  readonly deadline: Counted<Day> | null
  /** What was written, for this one request and with its reason; null while it is masked. */
  readonly opened: { readonly papers: readonly OpenedPaper[]; readonly reason: string } | null
  readonly idempotencyKey: string
  readonly refusal: Refusal | null
  /** What was typed into the form that was sent back, by its field. */
  readonly typed: Readonly<Record<string, string>>
  readonly now: Instant
}

/** One objection: how it stands, what may be done with it, and its content behind a reason. */
export function ObjectionDetailPage(props: ObjectionPageProps) {
  const { site, staff, objection, deadline, refusal, now } = props
  const { id, noticeTitle, state, named, filed, since, files, supplements } = objection
  return (
    <Frame site={site} staff={staff} title="异议" sheets={['publicity']}>
      <div class="card">
        <p class="back no-print">
          <a href={staffPaths.objections()}>‹ 全部异议</a>
        </p>
        <h1>
          对公示的异议 <span class="tag">{OBJECTION[state]}</span>
        </h1>
        <dl class="facts">
          <dt>公示</dt>
          <dd>{noticeTitle}</dd>
          <dt>提交</dt>
          <dd>
            {longDay(filed)}，{named ? '实名' : '匿名'}
            {files > 0 && `，附件 ${files} 个`}
            {supplements > 0 && `，补充 ${supplements} 次`}
          </dd>
          <dt>状态</dt>
          <dd>
            {OBJECTION[state]}（{longDay(since)}起）
          </dd>
          {deadline && (
            <>
              <dt>期限</dt>
              <dd>
                <Deadline state={state} deadline={deadline} now={now} />
                <span class="soft small">（{DAYS_IN[state]} 个工作日）</span>
              </dd>
            </>
          )}
          <dt>编号</dt>
          <dd>{id}</dd>
        </dl>
      </div>
      <RefusalNote refusal={refusal} now={now} />
      <Content {...props} />
      {may(staff, 'answer-objections') && <Moves {...props} />}
      {may(staff, 'answer-objections') && !objection.purged && <NoteForm {...props} />}
    </Frame>
  )
}

function Content({ staff, objection, opened, refusal, typed }: ObjectionPageProps) {
  if (objection.purged) return <section class="card soft">保存期已满，内容已按规定删除。</section>
  if (opened)
    return (
      <section class="card">
        <h2>内容</h2>
        <RevealedFor reason={opened.reason} />
        <Papers id={objection.id} papers={opened.papers} reason={opened.reason} />
      </section>
    )
  return (
    <section class="card">
      <h2>内容</h2>
      <dl class="facts" aria-label="已遮盖的内容">
        {objection.named && (
          <>
            <dt>姓名</dt>
            <dd>●●●</dd>
            <dt>联系方式</dt>
            <dd>●●●●●●●●</dd>
          </>
        )}
        <dt>事实</dt>
        <dd>已加密保存，默认不显示。</dd>
      </dl>
      {may(staff, 'reveal-private') ? (
        <RevealForm
          action={staffPaths.objectionReveal(objection.id)}
          name="reason"
          such="办理受理"
          button="查看内容"
          flaws={flawsIn(refusal)}
          typed={typed.reason}
        />
      ) : (
        <p class="soft small">您的账号可以看办理状态，不能看内容。</p>
      )}
    </section>
  )
}

function Moves({ objection, refusal, typed }: ObjectionPageProps) {
  const moves = MOVES[objection.state]
  if (moves.length === 0) return null
  return (
    <section class="card">
      <h2>办理</h2>
      <p class="soft small">每一步都记入操作记录，异议人凭查询码看到新的状态。</p>
      {moves.map(move => (
        <FormName.Provider key={move.to} value={`${move.to}-`}>
          <MoveForm objection={objection} move={move} flaws={typed.to === move.to ? flawsIn(refusal) : []} typed={typed} />
        </FormName.Provider>
      ))}
    </section>
  )
}

function MoveForm({
  objection,
  move,
  flaws,
  typed,
}: {
  readonly objection: ObjectionDetail
  readonly move: Move
  readonly flaws: ReturnType<typeof flawsIn>
  readonly typed: Readonly<Record<string, string>>
}) {
  const field = {
    name: 'words',
    flaws,
    value: typed.to === move.to ? (typed.words ?? '') : '',
    required: true,
  }
  return (
    <form class="field" method="post" action={staffPaths.objectionMove(objection.id)}>
      <input type="hidden" name="revision" value={objection.revision} />
      <input type="hidden" name="to" value={move.to} />
      {move.words === 'reason' && <AreaField {...field} label="不予受理的理由" hint="异议人会看到。" rows={3} maxLength={500} />}
      {move.words === 'answer' && (
        <AreaField {...field} label="答复" hint="写明核实情况和结论；异议人凭查询码看到，加密保存。" rows={8} maxLength={5000} />
      )}
      <p class="field">
        <button class={move.words === 'reason' ? undefined : 'main'}>{MOVE[move.to]}</button>
      </p>
    </form>
  )
}

function NoteForm({ objection, idempotencyKey, refusal, typed }: ObjectionPageProps) {
  return (
    <form class="card" method="post" action={staffPaths.objectionNote(objection.id)}>
      <input type="hidden" name="key" value={idempotencyKey} />
      <h2>内部记录</h2>
      <AreaField
        name="note"
        label="新的记录"
        hint="加密保存，异议人看不到；查看时与内容一起显示。"
        flaws={flawsIn(refusal)}
        value={typed.note ?? ''}
        rows={3}
        maxLength={5000}
      />
      <p class="field">
        <button>保存记录</button>
      </p>
    </form>
  )
}
