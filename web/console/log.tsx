import type { AuditLine } from '../../worker/rules/audit.ts'
import type { Staff, StaffRole } from '../../worker/rules/roles.ts'
import { Empty } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { sayEvent } from '../text/audit.ts'
import { moment } from '../text/dates.ts'
import { ROLE } from '../text/terms.ts'
import { Frame } from './frame.tsx'

/** What no signed-in person did. */
const NOBODY: Readonly<Record<string, string>> = { operator: '运维命令', agenda: '定时任务' }

/** What staff and operators did, newest first. */
export function LogPage({
  site,
  staff,
  lines,
}: {
  readonly site: Site
  readonly staff: Staff
  readonly lines: readonly AuditLine[]
}) {
  return (
    <Frame site={site} staff={staff} title="操作记录">
      <div class="card">
        <h1>操作记录</h1>
        {lines.length === 0 ? (
          <Empty>还没有记录。</Empty>
        ) : (
          <table class="plain log">
            <thead>
              <tr>
                <th scope="col">时间</th>
                <th scope="col">人员</th>
                <th scope="col">事项</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ seq, at, who, role, event }) => (
                <tr key={seq}>
                  <td>{moment(at)}</td>
                  <td>{NOBODY[role] ?? `${who}（${ROLE[role as StaffRole] ?? role}）`}</td>
                  <td>{sayEvent(event)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Frame>
  )
}
