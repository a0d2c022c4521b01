import type { Deps } from './deps.ts'
import type { LogSheet } from './objects/ballot-messages.ts'
import { boxOf, notaryOf } from './objects/names.ts'
import type { CampaignFile } from './rules/campaign.ts'
import { fromBase64, toBase64 } from './rules/tlog/base64.ts'
import { readCheckpoint } from './rules/tlog/checkpoint.ts'
import { ED25519, keyText, type NoteKey, noteKey } from './rules/tlog/note.ts'

/** One log of a campaign, as everybody may know it. */
export interface Log extends LogSheet {
  readonly shard: number
  readonly noteKey: NoteKey
  /** The keys that followed it, and the smallest size over which each signs a head. */
  readonly laterKeys: readonly { readonly noteKey: NoteKey; readonly since: number }[]
}

/** The logs of a campaign, box by box; none where the poll has not opened, or opened before there were logs. */
export async function logsOf({ env }: Deps, campaign: CampaignFile): Promise<readonly Log[]> {
  if (campaign.openedAt === null) return []
  const shards = Array.from({ length: campaign.shards }, (_, shard) => shard)
  const sheets = await Promise.all(shards.map(shard => boxOf(env, campaign.id, shard).logSheet()))
  return sheets.flatMap((sheet, shard) => {
    if (!sheet) return []
    const keys = sheet.keys.map(({ key, since }) => ({
      since,
      noteKey: noteKey(sheet.origin, ED25519, fromBase64(key) ?? new Uint8Array()),
    }))
    const [first, ...laterKeys] = keys
    return first ? [{ ...sheet, shard, noteKey: first.noteKey, laterKeys }] : []
  })
}

/** The head of a log over this size, or the last one, with what witnesses have signed beneath it; null when there is no such one. */
export const noteOf = ({ env }: Deps, campaign: CampaignFile, shard: number, size?: number): Promise<string | null> =>
  Promise.resolve(notaryOf(env, campaign.id).note(shard, size))

/** Sizes over which heads were signed, ascending. */
export const sizesOf = ({ env }: Deps, campaign: CampaignFile, shard: number): Promise<readonly number[]> =>
  Promise.resolve(notaryOf(env, campaign.id).sizes(shard))

/** The head of a log that holds the result: what is printed of it stands for everything before it. */
export interface FinalHead {
  readonly shard: number
  readonly size: number
  /** In base 64. */
  readonly root: string
}

/** The final heads of a campaign, box by box; none where it keeps no log, or one of its boxes has no signed result yet. */
export async function finalHeads(deps: Deps, campaign: CampaignFile): Promise<readonly FinalHead[]> {
  const logs = await logsOf(deps, campaign)
  const heads = logs.flatMap(({ shard, head, result }) => {
    const signed = head && result !== null ? readCheckpoint(head.note)?.checkpoint : null
    return signed ? [{ shard, size: signed.size, root: toBase64(signed.root) }] : []
  })
  return heads.length === logs.length ? heads : []
}

/** The key that signs this log now. */
export const presentKeyOf = ({ noteKey: key, laterKeys }: Log): Pick<Log, 'noteKey'> => laterKeys.at(-1) ?? { noteKey: key }

export const vkeyOf = ({ noteKey: key }: Pick<Log, 'noteKey'>): string => keyText(key)
