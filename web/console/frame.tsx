import type { ComponentChildren } from 'preact'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Script } from '../assets.ts'
import { Layout, type Site } from '../parts/layout.tsx'
import { paths } from '../paths.ts'
import { ROLE } from '../text/terms.ts'

export interface FrameProps {
  readonly site: Site
  readonly staff: Staff
  readonly title: string
  readonly scripts?: readonly Script[]
  readonly children: ComponentChildren
}

/** The shell of every staff page: who is signed in, where to go, how to leave. */
export function Frame({ site, staff, title, scripts = [], children }: FrameProps) {
  return (
    <Layout site={site} title={title} sheets={['console']} scripts={scripts} indexed={false}>
      <nav class="rail" aria-label="工作台">
        <a href={paths.console()}>活动</a>
        {may(staff, 'read-log') && <a href={paths.consoleLog()}>操作记录</a>}
        <span class="soft small">
          {staff.name} · {ROLE[staff.role]}
        </span>
        <form method="post" action={paths.signOut()}>
          <button>退出</button>
        </form>
      </nav>
      {children}
    </Layout>
  )
}
