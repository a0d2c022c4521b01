import { type CampaignFile, milestoneFor } from '../../worker/rules/campaign.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Day } from '../../worker/rules/time.ts'
import type { Site } from '../parts/layout.tsx'
import { paths } from '../paths.ts'
import { staffPaths } from '../staff-paths.ts'
import { Board } from './board.tsx'
import type { BoardData } from './board-shape.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'
import { PaperLinks } from './paper-links.tsx'

export interface TallyPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly data: BoardData
  readonly day: Day | null
}

/** The organizer's page of one campaign. Without script it is as fresh as it was asked for, with a link to ask again. */
export function TallyPage({ site, staff, campaign, data, day }: TallyPageProps) {
  const { slug, title } = campaign
  const here = staffPaths.tally(slug)
  return (
    <Frame site={site} staff={staff} title={`计票 · ${title}`} sheets={['integrity']} scripts={['tally']}>
      <CampaignNav campaign={campaign} staff={staff} here="tally" />
      <div class="card">
        <h1>计票</h1>
        <p class="links no-print">
          {may(staff, 'export-tally') && data.figures && (
            <PaperLinks xlsx={staffPaths.tallyXlsx(slug)} csv={staffPaths.tallyCsv(slug)} print={staffPaths.tallyPrint(slug)} />
          )}
          {milestoneFor(campaign, 'vote') && campaign.publishedAt !== null && (
            <a class="button" href={paths.integrity(slug)}>
              投票诚信报告
            </a>
          )}
        </p>
      </div>
      <div
        id="board"
        data-source={staffPaths.tallyData(slug)}
        data-live={campaign.openedAt === null ? undefined : staffPaths.tallyLive(slug)}
        data-here={here}
        data-day={day ?? undefined}
        data-board={JSON.stringify(data)}
      >
        <Board data={data} live="asked" here={here} day={day} />
      </div>
    </Frame>
  )
}
