import type { Staff } from '../../worker/rules/roles.ts'
import type { Message, Way } from '../parts/message.ts'
import { staffPaths } from '../staff-paths.ts'
import { Frame } from './frame.tsx'

export interface StaffMessageProps extends Message {
  readonly staff: Staff
}

const HOME: Way = { href: staffPaths.home(), text: '返回全部活动' }

/** One thing said to staff, inside the console: whoever met a closed door still has its rail, and a way back. */
export function StaffMessagePage({ site, staff, title, message, reference, ways = [] }: StaffMessageProps) {
  return (
    <Frame site={site} staff={staff} title={title}>
      <div class="card">
        <h1>{title}</h1>
        <p role="alert">{message}</p>
        {reference && <p class="soft small">如需反映，请告诉运维人员这个编号：{reference}</p>}
        <p class="choices">
          {(ways.length > 0 ? ways : [HOME]).map(({ href, text }) => (
            <a key={href} class="button" href={href}>
              {text}
            </a>
          ))}
        </p>
      </div>
    </Frame>
  )
}
