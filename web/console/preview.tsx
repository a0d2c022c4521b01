import type { CampaignFile } from '../../worker/rules/campaign.ts'
import { milestoneFor } from '../../worker/rules/campaign.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'

/** The pages that can be looked at before the public sees them. */
export const PREVIEWS = [
  { at: '', name: '活动页' },
  { at: 'nominees', name: '候选对象' },
  { at: 'ballot', name: '选票' },
] as const
export type PreviewPart = (typeof PREVIEWS)[number]['at']

export interface PreviewProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly part: PreviewPart
}

/** A phone on the desk: the real pages, as wide as a phone is. */
export function PreviewPage({ site, staff, campaign, part }: PreviewProps) {
  const { slug } = campaign
  const page = staffPaths.previewPage(slug)
  const there = PREVIEWS.filter(({ at }) => at !== 'ballot' || milestoneFor(campaign, 'vote'))
  return (
    <Frame site={site} staff={staff} title={`预览 · ${campaign.shortTitle}`}>
      <CampaignNav campaign={campaign} staff={staff} here="overview" />
      <div class="card">
        <h1>预览</h1>
        <p class="soft">手机上就是这个样子，按现在的时间显示。里面可以点，但什么也不会提交。</p>
        <nav class="tabs" aria-label="预览哪一页">
          {there.map(({ at, name }) => (
            <a
              key={at}
              href={`${staffPaths.preview(slug)}${at && `?page=${at}`}`}
              aria-current={at === part ? 'page' : undefined}
            >
              {name}
            </a>
          ))}
        </nav>
      </div>
      <iframe
        class="phone"
        title={`预览：${there.find(({ at }) => at === part)?.name}`}
        src={part ? `${page}/${part}` : page}
        width="390"
        height="760"
      />
    </Frame>
  )
}
