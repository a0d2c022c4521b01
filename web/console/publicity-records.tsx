import type { PublicityRecord } from '../../worker/rules/dossier.ts'
import { dayOf, type Instant } from '../../worker/rules/time.ts'
import { paths } from '../paths.ts'
import { longDay } from '../text/dates.ts'
import { LEVEL_NAME } from '../text/objections.ts'

export interface PublicityProps {
  readonly records: readonly PublicityRecord[]
  /** Places would tell a unit. */
  readonly blind: boolean
  readonly now: Instant
}

/** Where a nominee was posted and what became of objections: states and numbers, never a word of what was written. */
export function Publicity({ records, blind, now }: PublicityProps) {
  return (
    <section class="card">
      <h2>公示情况</h2>
      {records.length === 0 && <p class="soft">还没有列入公示。</p>}
      {records.map(one => (
        <div key={one.notice} class="posted">
          <p>
            {blind ? <b>公示</b> : <a href={paths.notice(one.notice)}>{one.title}</a>}{' '}
            <span class="tag plain">{stateOf(one, now)}</span>
          </p>
          <p class="soft small">
            {longDay(one.posted)}张贴，公示至{longDay(one.through)}。{sayObjections(one.objections)}
          </p>
          {one.levels.length > 0 && (
            <ul class="small">
              {one.levels.map((level, i) => (
                <li key={i}>
                  <span class="tag">{LEVEL_NAME[level.level]}</span> {!blind && `${level.place}，`}
                  {longDay(level.from)}至{longDay(level.through)}
                  {level.result === '' ? '，结果未登记' : blind ? '，结果已登记' : `：${level.result}`}
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  )
}

function stateOf({ withdrawn, concluded, through }: PublicityRecord, now: Instant): string {
  if (withdrawn) return '已撤回'
  if (concluded) return '已公布公示结果'
  return dayOf(now) <= through ? '公示中' : '已期满，结果未公布'
}

const sayObjections = ({ received, done }: PublicityRecord['objections']): string =>
  received === 0
    ? '没有收到异议。'
    : `收到异议 ${received} 件（针对整份公示），${done === received ? '均已办结' : `办结 ${done} 件`}。`
