import type { IdentityLevel, TallyUse } from '../../worker/rules/campaign.ts'
import type { Slug } from '../../worker/rules/ids.ts'
import { may, type Staff, type Verb } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { staffPaths } from '../staff-paths.ts'

/** The pages of one campaign in the console. */
export type CampaignPart =
  | 'overview'
  | 'settings'
  | 'nominees'
  | 'notices'
  | 'codes'
  | 'roster'
  | 'comments'
  | 'likes'
  | 'tally'
  | 'cases'
  | 'logs'
  | 'decision'
  | 'review'
  | 'summary'
  | 'archive'

const PARTS: readonly {
  readonly part: CampaignPart
  readonly name: string
  readonly verb: Verb
  readonly href: (slug: Slug) => string
  /** Only where voters are known in one of these ways. */
  readonly only?: readonly IdentityLevel[]
}[] = [
  { part: 'overview', name: '概览', verb: 'edit-campaigns', href: staffPaths.campaign },
  { part: 'settings', name: '设置', verb: 'edit-campaigns', href: staffPaths.settings },
  { part: 'nominees', name: '候选对象', verb: 'edit-nominees', href: staffPaths.nominees },
  { part: 'notices', name: '公告', verb: 'edit-notices', href: staffPaths.notices },
  { part: 'codes', name: '投票码', verb: 'read-code-use', href: staffPaths.codes, only: ['code', 'bound'] },
  { part: 'roster', name: '名册', verb: 'read-code-use', href: staffPaths.roster, only: ['roster'] },
  { part: 'comments', name: '评语', verb: 'moderate-comments', href: slug => staffPaths.comments(slug) },
  { part: 'likes', name: '点赞', verb: 'read-likes', href: staffPaths.likes },
  { part: 'tally', name: '计票', verb: 'read-final-tally', href: staffPaths.tally },
  { part: 'cases', name: '复核', verb: 'read-cases', href: staffPaths.cases },
  { part: 'logs', name: '核验', verb: 'read-logs', href: staffPaths.logs },
  { part: 'review', name: '评审', verb: 'review', href: staffPaths.review },
  { part: 'summary', name: '评审汇总', verb: 'read-panel', href: slug => staffPaths.panelSummary(slug) },
  { part: 'decision', name: '决定', verb: 'read-decisions', href: staffPaths.decision },
  { part: 'archive', name: '存档', verb: 'copy-campaigns', href: staffPaths.archive },
]

export interface CampaignNavProps {
  readonly campaign: {
    readonly slug: Slug
    readonly shortTitle: string
    readonly publishedAt: Instant | null
    readonly openedAt: Instant | null
    readonly identity: IdentityLevel
    readonly use: TallyUse
  }
  readonly staff: Staff
  readonly here: CampaignPart
}

/** Which campaign this is and how far it has come, over the tabs of its pages: first on every staff page of a campaign. */
export function CampaignNav({ campaign, staff, here }: CampaignNavProps) {
  const { slug, shortTitle, identity } = campaign
  const parts = PARTS.filter(({ verb, only }) => may(staff, verb) && (only?.includes(identity) ?? true))
  return (
    <header class="campaign-nav">
      <p>
        <b>{shortTitle}</b> <CampaignState campaign={campaign} />
      </p>
      <nav class="tabs" aria-label={`${shortTitle}的页面`}>
        {(readsTally(campaign, staff) ? parts : parts.filter(({ part }) => part !== 'tally')).map(({ part, name, href }) => (
          <a key={part} href={href(slug)} aria-current={part === here ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
    </header>
  )
}

/** What is publicity reaches no reviewer, not even when all is over (law 2); the tally's own door says the same. */
export const readsTally = ({ use }: { readonly use: TallyUse }, staff: Staff): boolean =>
  use === 'advisory' || !may(staff, 'score')

/** 草稿, 已公开, 已固定: what the public sees of it, and whether its rules may still change. */
export function CampaignState({
  campaign,
}: {
  readonly campaign: Pick<CampaignNavProps['campaign'], 'publishedAt' | 'openedAt'>
}) {
  if (campaign.openedAt !== null) return <span class="tag">已固定</span>
  return campaign.publishedAt === null ? <span class="tag plain">草稿</span> : <span class="tag plain">已公开</span>
}
