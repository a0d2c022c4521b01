import { type CampaignFile, milestoneFor } from '../../worker/rules/campaign.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Site } from '../parts/layout.tsx'
import { paths } from '../paths.ts'
import { staffPaths } from '../staff-paths.ts'
import { Board, type BoardData } from './board.tsx'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'
import { TallyDownloads } from './tally-downloads.tsx'

export interface TallyPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly data: BoardData
}

/** The organizer's page of one campaign. Without script it is a page that is reloaded by hand. */
export function TallyPage({ site, staff, campaign, data }: TallyPageProps) {
  const { slug } = campaign
  return (
    <Frame site={site} staff={staff} title={`计票 · ${data.title}`} scripts={['tally']}>
      <CampaignNav campaign={campaign} staff={staff} here="tally" />
      <div class="card">
        <h1>{data.title}</h1>
        <p class="soft">{data.stage}</p>
        <p class="links">
          {may(staff, 'export-tally') && data.figures && <TallyDownloads slug={slug} />}
          {milestoneFor(campaign, 'vote') && campaign.publishedAt !== null && (
            <a class="button" href={paths.integrity(slug)}>
              投票诚信报告
            </a>
          )}
        </p>
      </div>
      <div class="card" id="board" data-source={staffPaths.tallyData(slug)} data-board={JSON.stringify(data)}>
        <Board data={data} />
      </div>
    </Frame>
  )
}
