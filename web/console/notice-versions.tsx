import type { NoticeState } from '../../worker/rules/notice.ts'
import type { DeskNotice, NoticeVersion } from '../../worker/rules/notice-desk.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import { Crumbs, Empty } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import { Frame } from './frame.tsx'

export interface NoticeVersionsProps {
  readonly site: Site
  readonly staff: Staff
  readonly notice: DeskNotice
  readonly state: NoticeState
  /** Newest first. */
  readonly versions: readonly NoticeVersion[]
  readonly chosen: NoticeVersion | null
  /** The one it is compared with. */
  readonly against: NoticeVersion | null
  readonly difference: readonly { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }[] | null
}

/** Every text a notice has had, and what one changed in another. */
export function NoticeVersionsPage({ site, staff, notice, state, versions, chosen, against, difference }: NoticeVersionsProps) {
  const current = versions[0]
  return (
    <Frame site={site} staff={staff} title={`历次修改 · ${notice.title}`} sheets={['notice', 'editor']}>
      <Crumbs
        trail={[
          { name: '公告', href: staffPaths.noticeList() },
          { name: '编辑', href: staffPaths.notice(notice.id) },
          { name: '历次修改' },
        ]}
      />
      <h1 class="label">历次修改：{notice.title}</h1>
      {versions.length === 0 ? (
        <Empty href={staffPaths.notice(notice.id)} go="返回公告">
          这份公告不是在网页上写的，没有历次修改。
        </Empty>
      ) : (
        <div class="history">
          <nav class="cells" aria-label="各版">
            {versions.map(({ revision, at, name }) => (
              <a
                key={revision}
                class="cell"
                href={`${staffPaths.noticeVersions(notice.id)}?revision=${revision}`}
                aria-current={revision === chosen?.revision ? 'page' : undefined}
              >
                <span class="grow">
                  第 {revision} 版{revision === current?.revision && '（当前）'}
                  <br />
                  <span class="soft small">
                    {name} · {moment(at)}
                  </span>
                </span>
              </a>
            ))}
          </nav>
          {chosen && difference && (
            <section class="card">
              <h2>
                第 {chosen.revision} 版{against ? `与第 ${against.revision} 版相比` : '（最初一版）'}
              </h2>
              <p class="soft small">
                <ins>下划线</ins>是新增的文字，<del>删除线</del>是删去的文字。
              </p>
              <div class="difference">
                {difference.map(({ kind, text }, i) =>
                  kind === 'same' ? (
                    <span key={String(i)}>{text}</span>
                  ) : kind === 'added' ? (
                    <ins key={String(i)}>{text}</ins>
                  ) : (
                    <del key={String(i)}>{text}</del>
                  ),
                )}
              </div>
              {state.state === 'draft' && chosen.revision !== current?.revision && (
                <form method="post" action={staffPaths.noticeRestore(notice.id)}>
                  <input type="hidden" name="revision" value={notice.revision} />
                  <input type="hidden" name="version" value={chosen.revision} />
                  <button>恢复成第 {chosen.revision} 版（另存为新版）</button>
                </form>
              )}
            </section>
          )}
        </div>
      )}
    </Frame>
  )
}
