import type { CampaignFile } from '../../worker/rules/campaign.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import type { Trouble } from '../../worker/rules/trouble.ts'
import { Empty } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { Troubles } from '../parts/troubles.tsx'
import { paths } from '../paths.ts'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'

interface ShownLog {
  readonly shard: number
  readonly origin: string
  readonly head: { readonly size: number; readonly note: string; readonly at: Instant } | null
  /** Whether the result has been entered and signed. */
  readonly final: boolean
}

export interface LogsPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly logs: readonly ShownLog[]
  readonly troubles: readonly Trouble[]
}

/** How far the logs of this campaign have been signed, what does not fit, and where what anybody needs to count again is. */
export function LogsPage({ site, staff, campaign, logs, troubles }: LogsPageProps) {
  const { slug } = campaign
  const final = logs.length > 0 && logs.every(log => log.final)
  return (
    <Frame site={site} staff={staff} title={`核验日志 · ${campaign.shortTitle}`}>
      <CampaignNav campaign={campaign} staff={staff} here="logs" />
      <Troubles troubles={troubles} />
      <div class="card">
        <h1>核验日志</h1>
        <p>
          每张选票都按先后写进所在票箱的公开日志，每分钟签名确认一次。日志只写选择的密封值，不写选了谁；有人改动、删去或插进选票，核对时会发现。
        </p>
        <p class="soft">{final ? '投票已经结束，结果已写入日志。' : '投票结束、结果写入日志之后，可以下载核验包。'}</p>
        {final && (
          <p class="links">
            <a class="button" href={paths.recount(slug, 'bundle.zip')}>
              下载核验包（ZIP）
            </a>
            <a class="button" href={paths.recount(slug, 'results.csv')}>
              下载结果（CSV）
            </a>
          </p>
        )}
      </div>
      {logs.length === 0 ? (
        <Empty>还没有日志：投票开放以后才有。</Empty>
      ) : (
        logs.map(log => <LogCard key={log.shard} campaign={campaign} staff={staff} log={log} final={final} />)
      )}
    </Frame>
  )
}

function LogCard({ campaign, staff, log, final }: Pick<LogsPageProps, 'campaign' | 'staff'> & { log: ShownLog; final: boolean }) {
  const { shard, origin, head } = log
  const [, , root] = head?.note.split('\n') ?? []
  return (
    <section class="card">
      <h2>{shard + 1} 号票箱</h2>
      <dl class="facts">
        <dt>名称</dt>
        <dd>{origin}</dd>
        <dt>已确认</dt>
        <dd>{head ? `${head.size} 条，${moment(head.at)}` : '还没有'}</dd>
        {root && (
          <>
            <dt>摘要</dt>
            <dd>{root}</dd>
          </>
        )}
      </dl>
      {final && may(staff, 'read-openings') && (
        <p class="links">
          <a class="button" href={staffPaths.openings(campaign.slug, shard)}>
            下载开启值（审计专用，留有记录）
          </a>
        </p>
      )}
    </section>
  )
}
