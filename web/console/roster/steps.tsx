import type { Problem } from '../../../worker/import/problem.ts'
import { VOTER_CLASSES, type VoterClass } from '../../../worker/rules/campaign.ts'
import type { RosterMode, RosterPlan } from '../../../worker/rules/roster.ts'
import { staffPaths } from '../../staff-paths.ts'
import { VOTER_CLASS } from '../../text/terms.ts'
import type { RosterData } from '../desk-data.ts'
import { FileWays } from '../intake/file-choice.tsx'
import type { Report, Settled } from './messages.ts'
import type { Way } from './send.ts'

/** Where the work stands: what is known, and what is under way. */
export interface Work {
  readonly file: string
  readonly opened: Extract<Report, { kind: 'opened' }>
  readonly mode: RosterMode
  readonly settled: Settled
  readonly people: number
  readonly problems: readonly Problem[]
  readonly total: number
  /** Share of the list that has gone; null while nothing is under way. */
  readonly progress: number | null
  readonly says: readonly string[]
  readonly way: Way | null
  readonly plan: RosterPlan | null
  readonly done: boolean
  readonly units: readonly { readonly unit: string; readonly count: number }[]
}

const MODES: readonly { readonly mode: RosterMode; readonly name: string; readonly hint: string }[] = [
  { mode: 'add', name: '新增', hint: '把表里的人加进名册；已经在名册上的保留原来的码。' },
  { mode: 'replace', name: '整表替换', hint: '名册改成和表一样：表里没有的人去掉，其余的人保留原来的码。' },
  { mode: 'reissue', name: '重新发码', hint: '给表里的人换新码，原来的码作废；名册上的人不变。' },
]
interface WaysProps {
  readonly work: Work
  readonly opened: boolean
  readonly onMode: (mode: RosterMode) => void
  readonly onOtherwise: (voterClass: VoterClass) => void
}

/** How the file is to be taken in, and what everybody is of whom it says nothing. */
export function Ways({ work, opened, onMode, onOtherwise }: WaysProps) {
  return (
    <FileWays {...work} modes={MODES.filter(({ mode }) => !opened || mode !== 'replace')} onMode={onMode}>
      <label class="field">
        <span>没有写类别的人算作</span>
        <select
          value={work.settled.otherwise}
          onChange={event => onOtherwise(VOTER_CLASSES.find(one => one === event.currentTarget.value) ?? 'public')}
        >
          {VOTER_CLASSES.map(one => (
            <option key={one} value={one}>
              {VOTER_CLASS[one]}
            </option>
          ))}
        </select>
      </label>
    </FileWays>
  )
}

interface PlannedProps {
  readonly data: RosterData
  readonly work: Work
  readonly plan: RosterPlan
  readonly onConfirm: (way: Way) => void
}

/** What would change, before anything does; then that it has. */
export function Planned({ data, work, plan, onConfirm }: PlannedProps) {
  const { added, changed, removed, reissued, same } = plan
  const nothing = added + changed + removed + reissued === 0
  const sum = work.mode === 'reissue' ? `为 ${reissued} 人重新发码` : `新增 ${added} 人，修改 ${changed} 人，删除 ${removed} 人`
  return (
    <section class="card" role="status">
      <h2>{work.done ? `已导入：${sum}` : nothing ? '和现在的名册一样，没有要改的' : `将会${sum}`}</h2>
      <p class="soft">不变 {same} 人</p>
      {!work.done && removed > 0 && <p class="note">删除的 {removed} 人不能再参加投票，他们的投票码作废。</p>}
      <div class="desk-acts steps-bar">
        {!work.done && !nothing && work.way && (
          <button type="button" class="main" onClick={() => work.way && onConfirm(work.way)}>
            确认导入，生成投票码
          </button>
        )}
        {(work.done || nothing) && (
          <a class="button" href={staffPaths.roster(data.slug)}>
            看名册
          </a>
        )}
      </div>
    </section>
  )
}
