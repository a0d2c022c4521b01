import { sayHead } from '../web/text/papers.ts'
import type { Deps } from './deps.ts'
import { logsOf } from './logs.ts'
import type { CampaignFile } from './rules/campaign.ts'
import type { Stamp } from './rules/paper.ts'
import type { Instant } from './rules/time.ts'
import { readCheckpoint } from './rules/tlog/checkpoint.ts'

/** What a paper is stamped with at this moment: among it the last signed head of every box, by which its figures can be found again. */
export async function stampOf(
  deps: Deps,
  campaign: CampaignFile,
  { at, filter }: { readonly at: Instant; readonly filter: string },
): Promise<Stamp> {
  const heads = (await logsOf(deps, campaign)).flatMap(({ shard, head }) => {
    const signed = head && readCheckpoint(head.note)
    return signed ? [sayHead(shard, signed.checkpoint)] : []
  })
  return { at, filter, campaign: campaign.title, checkpoint: heads.length > 0 ? heads.join('\n') : null }
}
