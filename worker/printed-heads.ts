import { paths } from '../web/paths.ts'
import type { PrintedHeads } from '../web/text/decision.ts'
import type { Deps } from './deps.ts'
import { finalHeads } from './logs.ts'
import { qrPicture } from './qr-picture.ts'
import type { CampaignFile } from './rules/campaign.ts'
import { sha256 } from './rules/hash.ts'

/**
 * What a result notice prints of the logs (trust 4.2): their final heads, and a QR code to where they are counted again, which is
 * kept among the pictures that notices show. Null for a campaign without a log, or before its result is in it. Repeating it is
 * harmless: the same address is the same picture.
 */
export async function printedHeads(deps: Deps, campaign: CampaignFile, origin: string): Promise<PrintedHeads | null> {
  const heads = await finalHeads(deps, campaign)
  if (heads.length === 0) return null
  const address = origin + paths.proof(campaign.slug)
  const bytes = qrPicture(address)
  const name = `${sha256(bytes).toString('hex')}.png`
  await deps.env.FILES.put(`pictures/${name}`, bytes)
  return { heads, address, picture: paths.picture(name) }
}
