import type { Deps } from './deps.ts'
import { logsOf } from './logs.ts'
import type { CampaignFile } from './rules/campaign.ts'
import type { Stamp } from './rules/paper.ts'
import type { Instant } from './rules/time.ts'
import { readCheckpoint } from './rules/tlog/checkpoint.ts'

/** What a paper is stamped with at this moment; the heads of the campaign's logs are those signed last. */
export async function stampOf(
  deps: Deps,
  campaign: CampaignFile,
  { at, filter }: { readonly at: Instant; readonly filter: string },
): Promise<Stamp> {
  const heads = (await logsOf(deps, campaign)).flatMap(({ shard, head }) => {
    const root = readCheckpoint(head?.note ?? '')?.note.text.split('\n')[2]
    return head && root ? [`${shard + 1} 号票箱：${head.size} 条，${root}`] : []
  })
  return { at, filter, campaign: campaign.title, checkpoint: heads.length > 0 ? heads.join('；') : null }
}
