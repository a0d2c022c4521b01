import type { Deps } from './deps.ts'
import { Refused } from './http.ts'
import { noteOf, sizesOf } from './logs.ts'
import { likesOf } from './objects/like-name.ts'
import { LIKES_LOG, type LikeLogSheet } from './objects/logged-likes.ts'
import { type CampaignFile, milestoneFor } from './rules/campaign.ts'
import { likeResultText } from './rules/like-result.ts'
import { fromBase64 } from './rules/tlog/base64.ts'
import { ED25519, keyText, noteKey } from './rules/tlog/note.ts'
import type { Tile } from './rules/tlog/tile.ts'
import { type LogSource, logParts, type Part, textPart, zipStream } from './zip-stream.ts'

// The log of likes and the bundle with which anybody counts them again: apart from those of the votes in every part.

/** The log of the likes of a campaign; null where it has none, or they were opened before there were logs. */
export async function likeLogOf({ env }: Deps, campaign: CampaignFile): Promise<LikeLogSheet | null> {
  return milestoneFor(campaign, 'likes') ? likesOf(env, campaign.id).logSheet() : null
}

export const likeNoteOf = (deps: Deps, campaign: CampaignFile, size?: number): Promise<string | null> =>
  noteOf(deps, campaign, LIKES_LOG, size)

export const likeSizesOf = (deps: Deps, campaign: CampaignFile): Promise<readonly number[]> => sizesOf(deps, campaign, LIKES_LOG)

export async function likeTileOf({ env }: Deps, campaign: CampaignFile, tile: Tile): Promise<Uint8Array | null> {
  return likesOf(env, campaign.id).tile(tile)
}

const vkeyOf = ({ origin, key }: LikeLogSheet): string => keyText(noteKey(origin, ED25519, fromBase64(key) ?? new Uint8Array()))

/** What the bundle holds; `open` tells that its ballots are likes, and hide nothing. */
export function likeBundleJson({ id, title }: CampaignFile, log: LikeLogSheet): string {
  const logs = [{ shard: 0, key: vkeyOf(log), size: log.head?.size ?? 0 }]
  return `${JSON.stringify({ v: 1, profile: 'open', campaign: id, title, logs })}\n`
}

/** c2sp.org/tlog-policy. Which witnesses to trust is for whoever checks to say. */
export const likePolicyText = (log: LikeLogSheet): string => `log ${vkeyOf(log)}\nquorum none\n`

/** The figures the log ends with. Refuses before the end, and until a head was signed over them. */
export function likeResultJson({ result }: LikeLogSheet): string {
  if (result === null) throw new Refused({ code: 'not-final' })
  return likeResultText(result)
}

/** The whole bundle. Refuses as `likeResultJson` does. */
export function likeZip(deps: Deps, campaign: CampaignFile, log: LikeLogSheet): ReadableStream<Uint8Array> {
  const result = likeResultJson(log)
  const source: LogSource = {
    folder: 's0',
    size: log.head?.size ?? 0,
    sizes: () => likeSizesOf(deps, campaign),
    note: size => likeNoteOf(deps, campaign, size),
    tile: tile => likeTileOf(deps, campaign, tile),
  }
  return zipStream(likeParts(campaign, log, { result, source }))
}

async function* likeParts(
  campaign: CampaignFile,
  log: LikeLogSheet,
  { result, source }: { readonly result: string; readonly source: LogSource },
): AsyncGenerator<Part> {
  yield textPart('bundle.json', likeBundleJson(campaign, log))
  yield textPart('policy.txt', likePolicyText(log))
  yield textPart('result.json', result)
  yield* logParts(source)
}
