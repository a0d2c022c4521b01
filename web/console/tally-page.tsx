import type { Slug } from '../../worker/rules/ids.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { Board, type BoardData } from './board.tsx'
import { Frame } from './frame.tsx'

export interface TallyPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly slug: Slug
  readonly data: BoardData
}

/** The organizer's page of one campaign. Without script it is a page that is reloaded by hand. */
export function TallyPage({ site, staff, slug, data }: TallyPageProps) {
  return (
    <Frame site={site} staff={staff} title={`计票 · ${data.title}`} scripts={['tally']}>
      <div class="card">
        <h1>{data.title}</h1>
        <p class="soft">{data.stage}</p>
        {may(staff, 'export-tally') && data.figures && (
          <a class="button" href={staffPaths.tallyCsv(slug)}>
            下载表格（CSV）
          </a>
        )}
      </div>
      <div class="card" id="board" data-source={staffPaths.tallyData(slug)} data-board={JSON.stringify(data)}>
        <Board data={data} />
      </div>
    </Frame>
  )
}
