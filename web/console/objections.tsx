import type { ObjectionId } from '../../worker/rules/ids.ts'
import { isOverdue, OBJECTION_STATES, type ObjectionState } from '../../worker/rules/objection.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Day, Instant } from '../../worker/rules/time.ts'
import type { Counted } from '../../worker/rules/working-days.ts'
import { Empty } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { longDay } from '../text/dates.ts'
import { DUE, OBJECTION } from '../text/objections.ts'
import { Frame } from './frame.tsx'

/** An objection in the inbox: where it belongs and how it stands, never what it says. */
export interface InboxLine {
  readonly id: ObjectionId
  readonly noticeTitle: string
  readonly state: ObjectionState
  readonly named: boolean
  readonly filed: Day
  readonly files: number
  readonly supplements: number
  readonly deadline: Counted<Day> | null
}

export interface ObjectionsPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly state: ObjectionState | null
  readonly lines: readonly InboxLine[]
  readonly now: Instant
}

/** The inbox: open ones first, the longest waiting first. */
export function ObjectionsPage({ site, staff, state, lines, now }: ObjectionsPageProps) {
  const overdue = lines.filter(({ deadline }) => isOverdue(deadline, now)).length
  return (
    <Frame site={site} staff={staff} title="异议">
      <h1 class="label">异议</h1>
      {overdue > 0 && (
        <p class="note" role="status">
          有 {overdue} 件已超过期限，请尽快办理。
        </p>
      )}
      <nav class="tabs" aria-label="按状态查看">
        <a href={staffPaths.objections()} aria-current={state === null ? 'page' : undefined}>
          全部
        </a>
        {OBJECTION_STATES.map(one => (
          <a key={one} href={staffPaths.objections(one)} aria-current={state === one ? 'page' : undefined}>
            {OBJECTION[one]}
          </a>
        ))}
      </nav>
      {lines.length === 0 ? (
        <Empty>{state === null ? '还没有收到异议。' : `没有“${OBJECTION[state]}”的异议。`}</Empty>
      ) : (
        <ul class="cells">
          {lines.map(line => (
            <li key={line.id}>
              <a class="cell" href={staffPaths.objection(line.id)}>
                <span class="grow">
                  <span class="tag">{OBJECTION[line.state]}</span> {line.noticeTitle}
                  <br />
                  <span class="soft small">
                    {longDay(line.filed)}提交 · {line.named ? '实名' : '匿名'}
                    {line.files > 0 && ` · 附件 ${line.files}`}
                    {line.supplements > 0 && ` · 补充 ${line.supplements} 次`}
                  </span>
                  <br />
                  <span class="small">
                    <Deadline {...line} now={now} />
                  </span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Frame>
  )
}

/** "7月3日前作出答复", and that it is late where it is. */
export function Deadline({ state, deadline, now }: Pick<InboxLine, 'state' | 'deadline'> & { readonly now: Instant }) {
  if (deadline === null) return null
  if (!deadline.known) return <>期限待 {deadline.year} 年放假安排公布</>
  if (isOverdue(deadline, now)) return <b class="flaw">已超期（{longDay(deadline.value)}）</b>
  return (
    <>
      {longDay(deadline.value)}（含）前{DUE[state]}
    </>
  )
}
