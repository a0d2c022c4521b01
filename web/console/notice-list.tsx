import type { CampaignLine } from '../../worker/rules/campaign.ts'
import { NOTICE_KINDS, stateOf } from '../../worker/rules/notice.ts'
import type { DeskLine } from '../../worker/rules/notice-desk.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Empty, LinkCell } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { type NoticeListQuery, staffPaths } from '../staff-paths.ts'
import { soon } from '../text/dates.ts'
import { NOTICE, NOTICE_STATE } from '../text/terms.ts'
import { Frame } from './frame.tsx'

export interface NoticeListProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaigns: readonly CampaignLine[]
  readonly filter: NoticeListQuery & { readonly page: number }
  readonly lines: readonly DeskLine[]
  readonly more: boolean
  readonly now: Instant
}

/** Every notice, drafts first; a form of three choices narrows the list, and works without script. */
export function NoticeListPage({ site, staff, campaigns, filter, lines, more, now }: NoticeListProps) {
  const { page, ...kept } = filter
  const filtered = Boolean(kept.campaign || kept.kind || kept.state)
  const fresh = staffPaths.newNotice(kept.campaign ? { campaign: kept.campaign } : {})
  return (
    <Frame site={site} staff={staff} title="公告" sheets={['notice', 'editor']}>
      <div class="console-head">
        <h1>公告</h1>
        <a class="button main" href={fresh}>
          新建公告
        </a>
      </div>
      <Filters campaigns={campaigns} filter={filter} />
      {lines.length > 0 ? (
        <ul class="cells">
          {lines.map(line => (
            <DeskCell key={line.id} line={line} now={now} />
          ))}
        </ul>
      ) : filtered ? (
        <Empty href={staffPaths.noticeList()} go="看全部公告">
          没有符合条件的公告。
        </Empty>
      ) : (
        <Empty href={fresh} go="写第一份公告">
          还没有公告。
        </Empty>
      )}
      {(page > 1 || more) && (
        <nav class="pages" aria-label="分页">
          {page > 1 ? <PageLink filter={{ ...kept, page: page - 1 }} name="上一页" /> : <span />}
          <span class="soft">第 {page} 页</span>
          {more ? <PageLink filter={{ ...kept, page: page + 1 }} name="下一页" /> : <span />}
        </nav>
      )}
    </Frame>
  )
}

const PageLink = ({ filter, name }: { readonly filter: NoticeListQuery; readonly name: string }) => (
  <a class="button" href={staffPaths.noticeList(filter)}>
    {name}
  </a>
)

function DeskCell({ line, now }: { readonly line: DeskLine; readonly now: Instant }) {
  const state = stateOf(line, now)
  const at = state.state === 'draft' ? line.editedAt : state.at
  const said = { draft: '改于', scheduled: '定于', published: '发布于', withdrawn: '撤回于' }[state.state]
  return (
    <LinkCell href={staffPaths.notice(line.id)} end={NOTICE_STATE[state.state]}>
      <span class="tag">{NOTICE[line.kind]}</span> {line.title}
      <br />
      <span class="soft small">{[line.campaign, at !== null && `${said} ${soon(at, now)}`].filter(Boolean).join(' · ')}</span>
    </LinkCell>
  )
}

interface FiltersProps {
  readonly campaigns: readonly CampaignLine[]
  readonly filter: NoticeListQuery
}

function Filters({ campaigns, filter }: FiltersProps) {
  const { campaign, kind, state } = filter
  return (
    <form class="search filters" method="get" action={staffPaths.noticeList()}>
      <label>
        <span class="soft small">活动</span>
        <select name="campaign">
          <option value="">全部活动</option>
          {campaigns.map(one => (
            <option key={one.id} value={one.slug} selected={one.slug === campaign}>
              {one.shortTitle}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="soft small">类别</span>
        <select name="kind">
          <option value="">全部类别</option>
          {NOTICE_KINDS.map(one => (
            <option key={one} value={one} selected={one === kind}>
              {NOTICE[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="soft small">状态</span>
        <select name="state">
          <option value="">全部状态</option>
          {Object.entries(NOTICE_STATE).map(([one, name]) => (
            <option key={one} value={one} selected={one === state}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button>筛选</button>
    </form>
  )
}
