import type { ComponentChildren } from 'preact'
import { may, type Staff, type Verb } from '../../worker/rules/roles.ts'
import type { Script, Sheet } from '../assets.ts'
import { Layout, type Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { ROLE } from '../text/terms.ts'

export interface FrameProps {
  readonly site: Site
  readonly staff: Staff
  readonly title: string
  readonly scripts?: readonly Script[]
  /** Sheets beside the console's own, for a page that shows what readers will see. */
  readonly sheets?: readonly Sheet[]
  /** The one thing to do on this page, in the bottom bar. */
  readonly action?: ComponentChildren
  readonly children: ComponentChildren
}

/** The parts of the console, each for those whom the role table lets in. */
const PARTS: readonly { readonly href: string; readonly name: string; readonly verb: Verb }[] = [
  { href: staffPaths.home(), name: '活动', verb: 'open-console' },
  { href: staffPaths.people(), name: '账号', verb: 'manage-staff' },
  { href: staffPaths.noticeList(), name: '公告', verb: 'edit-notices' },
  { href: staffPaths.objections(), name: '异议', verb: 'read-objections' },
  { href: staffPaths.log(), name: '操作记录', verb: 'read-log' },
  { href: staffPaths.retention(), name: '数据留存', verb: 'read-log' },
  { href: staffPaths.me(), name: '我的账号', verb: 'manage-own-account' },
]

/** The shell of every staff page: a rail on a desktop, tabs at the bottom on anything narrower. */
export function Frame({ site, staff, title, scripts = [], sheets = [], action, children }: FrameProps) {
  const here = PARTS.filter(({ href }) => site.path === href || site.path.startsWith(`${href}/`)).at(-1)
  return (
    <Layout site={site} title={title} sheets={[...sheets, 'console']} scripts={scripts} action={action} indexed={false} wide>
      <div class="desk">
        <nav class="sections" aria-label="工作台">
          {PARTS.filter(({ verb }) => may(staff, verb)).map(part => (
            <a key={part.href} href={part.href} aria-current={part === here ? 'page' : undefined}>
              {part.name}
            </a>
          ))}
          <form class="who" method="post" action={staffPaths.signOut()}>
            <span class="soft small">
              {staff.name} · {ROLE[staff.role]}
            </span>
            <button class="plainly">退出</button>
          </form>
        </nav>
        <div class="page">{children}</div>
      </div>
    </Layout>
  )
}
