import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { CaseState } from '../../worker/rules/case-decision.ts'
import type { CaseLine } from '../../worker/rules/case-file.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Empty, LinkCell } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { CASE_KIND, CASE_STATE, sayFamilies, TIE, VERDICT } from '../text/cases.ts'
import { shortDay, soon } from '../text/dates.ts'
import { ROLE } from '../text/terms.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'
import { LatestLook, type Look } from './latest-look.tsx'

export interface CasesPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly cases: readonly CaseLine[]
  /** Held ballots that stand in no case yet. */
  readonly loose: number
  /** What was just made of them; null when nobody asked. */
  readonly opened: { readonly cases: number; readonly ballots: number } | null
  /** Null before the first look, and before the poll is open. */
  readonly look: Look | null
  readonly now: Instant
}

const PARTS: readonly { readonly state: CaseState; readonly says: string }[] = [
  { state: 'proposed', says: '已有人提出意见，等另一角色的人复核。' },
  { state: 'open', says: '还没有人提出意见。' },
  { state: 'decided', says: '两人意见一致，已经决定。' },
]

/** The desk of held ballots: what waits for a second person first, then what waits for a first. */
export function CasesPage({ site, staff, campaign, cases, loose, opened, look, now }: CasesPageProps) {
  const waiting = cases.filter(({ state }) => state !== 'decided')
  return (
    <Frame site={site} staff={staff} title={`复核 · ${campaign.shortTitle}`}>
      <CampaignNav campaign={campaign} staff={staff} here="cases" />
      <div class="card">
        <h1>暂缓选票的复核</h1>
        <p class="soft">
          有疑问的选票先暂缓，不删除。每个案件由{ROLE.organizer}和{ROLE.auditor}
          两个人决定计入还是作废，一人提出，另一人复核；案件里看不到选票投给谁。候选对象不受任何自动处理。
        </p>
        <LatestLook look={look} now={now} />
        {opened && (
          <p class="note good" role="status">
            {opened.cases === 0
              ? '没有新的暂缓选票需要整理。'
              : `已把 ${opened.ballots} 张暂缓选票整理成 ${opened.cases} 个案件。`}
          </p>
        )}
        {loose > 0 && (
          <form class="gather" method="post" action={staffPaths.openCases(campaign.slug)}>
            <p>
              有 <b>{loose}</b> 张暂缓选票还没有整理成案件。
            </p>
            <button class="main">整理成案件</button>
          </form>
        )}
      </div>
      {waiting.length === 0 && loose === 0 && (
        <Empty>{campaign.openedAt === null ? '投票还没有开放。' : '没有等待处理的案件。'}</Empty>
      )}
      {PARTS.map(({ state, says }) => {
        const those = cases.filter(one => one.state === state)
        return (
          those.length > 0 && (
            <section key={state} class="of-cases">
              <h2 class="label">
                {CASE_STATE[state]}（{those.length}）<span>{says}</span>
              </h2>
              <ul class="cells">
                {those.map(one => (
                  <Line key={one.id} one={one} href={staffPaths.case(campaign.slug, one.id)} now={now} />
                ))}
              </ul>
            </section>
          )
        )
      })}
    </Frame>
  )
}

function Line({ one, href, now }: { readonly one: CaseLine; readonly href: string; readonly now: Instant }) {
  const { kind, state, size, day, families, tie, proposed, decided, verdict, unwritten, openedAt } = one
  return (
    <LinkCell href={href} end={`${size} 张`}>
      <span class={kind === 'held' ? 'tag plain' : 'tag'}>{CASE_KIND[kind]}</span>{' '}
      <b>
        {shortDay(day)} · {sayFamilies(families)}
      </b>
      <br />
      <span class="soft small">
        {kind === 'appeal' ? '投票人申诉' : TIE[tie]} · {soon(openedAt, now)}成案
        {proposed && verdict && ` · ${proposed.name}提出${VERDICT[verdict]}`}
        {decided && ` · ${decided.name}复核同意`}
      </span>
      {state === 'decided' && unwritten > 0 && (
        <>
          <br />
          <span class="flaw small">尚未写入 {unwritten} 个票箱</span>
        </>
      )}
    </LinkCell>
  )
}
