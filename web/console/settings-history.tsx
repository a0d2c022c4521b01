import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { CampaignDraft } from '../../worker/rules/draft.ts'
import { differing, partsOf } from '../../worker/rules/draft-parts.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Empty } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import { sayRefusal } from '../text/refusals.ts'
import { partName, partValue } from '../text/settings.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'

export interface HistoryRow {
  readonly revision: number
  readonly at: Instant
  readonly by: string | null
  readonly settings: CampaignDraft
}

export interface SettingsHistoryProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly current: CampaignDraft
  /** Newest first. */
  readonly rows: readonly HistoryRow[]
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** What the settings were, who changed what and when, and the way back to any of them. */
export function SettingsHistoryPage({ site, staff, campaign, current, rows, refusal, now }: SettingsHistoryProps) {
  return (
    <Frame site={site} staff={staff} title={`修改历史 · ${campaign.shortTitle}`}>
      <CampaignNav campaign={campaign} staff={staff} here="settings" />
      <div class="card">
        <p class="back no-print">
          <a href={staffPaths.settings(campaign.slug)}>‹ 设置</a>
        </p>
        <h1>修改历史</h1>
        <p class="soft">保留最近 20 版。恢复也是一次修改，可以再换回来。</p>
        {refusal && (
          <p class="note" role="alert">
            {sayRefusal(refusal, now)}
            {refusal.code === 'form-refused' && refusal.flaws.map(({ says }) => says).join(' ')}
          </p>
        )}
      </div>
      {rows.length === 0 ? (
        <Empty>还没有修改过。</Empty>
      ) : (
        rows.map((row, i) => (
          <Version key={row.revision} campaign={campaign} current={current} row={row} older={rows[i + 1] ?? null} />
        ))
      )}
    </Frame>
  )
}

function Version({
  campaign,
  current,
  row,
  older,
}: {
  readonly campaign: CampaignFile
  readonly current: CampaignDraft
  readonly row: HistoryRow
  readonly older: HistoryRow | null
}) {
  const changes = older ? differing(partsOf(older.settings), partsOf(row.settings)) : []
  const same = differing(partsOf(current), partsOf(row.settings)).length === 0
  return (
    <section class="card">
      <h2>
        {moment(row.at)} · {row.by ?? (older ? '导入' : '最早的一版')}
      </h2>
      {older && changes.length === 0 && <p class="soft">设置没有变化。</p>}
      {older && changes.length > 0 && (
        <dl class="facts">
          {changes.map(part => (
            <>
              <dt key={part}>{partName(part)}</dt>
              <dd>
                <del>{partValue(older.settings, part)}</del> → {partValue(row.settings, part)}
              </dd>
            </>
          ))}
        </dl>
      )}
      {same ? (
        <p class="soft">现在就是这一版。</p>
      ) : (
        <form method="post" action={staffPaths.settingsHistory(campaign.slug)}>
          <input type="hidden" name="to" value={row.revision} />
          <input type="hidden" name="revision" value={campaign.revision} />
          <button aria-label={`恢复到这一版：${moment(row.at)}`}>恢复到这一版</button>
        </form>
      )}
    </section>
  )
}
