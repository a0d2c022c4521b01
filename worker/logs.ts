import type { Deps } from './deps.ts'
import type { LogSheet } from './objects/ballot-messages.ts'
import { boxOf, notaryOf } from './objects/names.ts'
import type { CampaignFile } from './rules/campaign.ts'
import { fromBase64 } from './rules/tlog/base64.ts'
import { ED25519, keyText, type NoteKey, noteKey } from './rules/tlog/note.ts'

/** One log of a campaign, as everybody may know it. */
export interface Log extends LogSheet {
  readonly shard: number
  readonly noteKey: NoteKey
}

/** The logs of a campaign, box by box; none where the poll has not opened, or opened before there were logs. */
export async function logsOf({ env }: Deps, campaign: CampaignFile): Promise<readonly Log[]> {
  if (campaign.openedAt === null) return []
  const shards = Array.from({ length: campaign.shards }, (_, shard) => shard)
  const sheets = await Promise.all(shards.map(shard => boxOf(env, campaign.id, shard).logSheet()))
  return sheets.flatMap((sheet, shard) => {
    const key = sheet && fromBase64(sheet.key)
    return key ? [{ ...sheet, shard, noteKey: noteKey(sheet.origin, ED25519, key) }] : []
  })
}

/** The head of a log over this size, or the last one, with what witnesses have signed beneath it; null when there is no such one. */
export const noteOf = ({ env }: Deps, campaign: CampaignFile, shard: number, size?: number): Promise<string | null> =>
  Promise.resolve(notaryOf(env, campaign.id).note(shard, size))

/** Sizes over which heads were signed, ascending. */
export const sizesOf = ({ env }: Deps, campaign: CampaignFile, shard: number): Promise<readonly number[]> =>
  Promise.resolve(notaryOf(env, campaign.id).sizes(shard))

export const vkeyOf = ({ noteKey: key }: Log): string => keyText(key)
