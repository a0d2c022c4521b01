import type { Problem } from '../../../worker/import/problem.ts'
import type { Slug } from '../../../worker/rules/ids.ts'
import { staffPaths } from '../../staff-paths.ts'

/** What the server says an import would do, or did. */
export interface Plan {
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly same: number
  readonly stamp: string
  readonly warnings: readonly string[]
}

/** What is wrong in the file, row by row: where, what is there, and what should be. */
export function Problems({ problems, total }: { readonly problems: readonly Problem[]; readonly total: number }) {
  return (
    <section class="card">
      <h2>有 {total} 处需要改正</h2>
      <p class="soft">请在表格里改好，保存后重新选择文件；或者改上面的列对应。</p>
      <section class="scrolls" tabIndex={0} aria-label="需要改正的地方">
        <table class="plain log">
          <thead>
            <tr>
              <th scope="col">行</th>
              <th scope="col">列</th>
              <th scope="col">问题</th>
            </tr>
          </thead>
          <tbody>
            {problems.map(({ row, column, text }) => (
              <tr key={`${row}-${column}-${text}`}>
                <td>{row === null ? '整张表' : `第 ${row} 行`}</td>
                <td>{column ?? ''}</td>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {total > problems.length && <p class="soft">另有 {total - problems.length} 处没有列出。</p>}
    </section>
  )
}

/** How much has gone; once all has, the server is at work. */
export function Progress({ share }: { readonly share: number }) {
  const percent = Math.floor(share * 100)
  return (
    <p class="card" role="status">
      {share < 1 ? `正在上传 ${percent}%` : '已上传，正在核对和写入……'}
      <progress max={100} value={percent} aria-label="上传进度" />
    </p>
  )
}

interface PlanCardProps {
  readonly slug: Slug
  readonly plan: Plan | null
  readonly done: boolean
  readonly onPlan: () => void
  readonly onConfirm: (stamp: string) => void
}

/** What would change, before anything does; then that it has. */
export function PlanCard({ slug, plan, done, onPlan, onConfirm }: PlanCardProps) {
  if (!plan)
    return (
      <div class="card steps-bar">
        <button type="button" class="main" onClick={onPlan}>
          看看会改什么
        </button>
      </div>
    )
  const { added, changed, removed, same, stamp, warnings } = plan
  const nothing = added + changed + removed === 0
  const sum = `新增 ${added}，修改 ${changed}，删除 ${removed}`
  return (
    <section class="card" role="status">
      <h2>{done ? `已导入：${sum}` : nothing ? '和现在的名单一样，没有要改的' : `将会${sum}`}</h2>
      <p class="soft">不变 {same}</p>
      {warnings.map(text => (
        <p key={text} class="note">
          {text}
        </p>
      ))}
      {!done && removed > 0 && <p class="note">删除的 {removed} 个候选对象，文字和照片都不再保留，不能恢复。</p>}
      <div class="desk-acts steps-bar">
        {!done && !nothing && (
          <button type="button" class="main" onClick={() => onConfirm(stamp)}>
            确认导入
          </button>
        )}
        {(done || nothing) && (
          <>
            <a class="button" href={staffPaths.nominees(slug)}>
              看候选对象
            </a>
            <a class="button" href={staffPaths.photos(slug)}>
              接着上传照片
            </a>
          </>
        )}
      </div>
    </section>
  )
}
