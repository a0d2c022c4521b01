import type { NoticeId } from '../../worker/rules/ids.ts'
import { NOTICE_KINDS } from '../../worker/rules/notice.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import { Crumbs } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { NOTICE, NOTICE_USE } from '../text/terms.ts'
import { Frame } from './frame.tsx'
import { NoticeFields, type NoticeFieldsProps } from './notice-fields.tsx'

export interface NewNoticeProps extends NoticeFieldsProps {
  readonly site: Site
  readonly staff: Staff
  /** Given to the form, so that sending it twice begins one draft. */
  readonly id: NoticeId
}

/** What kind of notice, and its head; the text comes on the next page. */
export function NewNoticePage({ site, staff, id, text, flaws, campaigns, links }: NewNoticeProps) {
  const campaign = campaigns.find(one => one.id === text.campaign)
  return (
    <Frame site={site} staff={staff} title="新建公告" sheets={['notice', 'editor']}>
      <Crumbs trail={[{ name: '公告', href: staffPaths.noticeList() }, { name: '新建' }]} />
      <h1 class="label">新建公告</h1>
      <nav class="kinds" aria-label="类别">
        {NOTICE_KINDS.map(kind => (
          <a
            key={kind}
            href={staffPaths.newNotice({ kind, ...(campaign ? { campaign: campaign.slug } : {}) })}
            aria-current={kind === text.kind ? 'page' : undefined}
          >
            <b>{NOTICE[kind]}</b>
            <span class="soft small">{NOTICE_USE[kind]}</span>
          </a>
        ))}
      </nav>
      <form class="card" method="post" action={staffPaths.noticeList()}>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="kind" value={text.kind} />
        <NoticeFields text={text} flaws={flaws} campaigns={campaigns} links={links} />
        <button class="main">建立草稿，写正文</button>
      </form>
    </Frame>
  )
}
