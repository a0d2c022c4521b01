import { createHmac } from 'node:crypto'
import { type PaperRow, papersFixed, papersOf, type Whose } from '../db/private/dossier-papers.ts'
import type { Deps } from './deps.ts'
import type { DossierPaper, PapersAtDesk } from './rules/dossier-paper.ts'
import type { CampaignId, PaperId } from './rules/ids.ts'
import { closeJson, openJson, type Seal, sealFor } from './sealing.ts'
import { keyFor } from './tokens.ts'

// Papers of nominees lie sealed, in the database by their names and in the store by their content: whoever has only the one,
// or a copy of both without the site's key, reads nothing. A paper keeps its seal when its nominee gets another number.

export const paperSeal = ({ config }: Deps, campaign: CampaignId): Promise<Seal> =>
  sealFor(config.siteKey, campaign, 'paper-seal')

const nameLabel = (id: PaperId): string => `name/${id}`
export const bytesLabel = (id: PaperId): string => `bytes/${id}`

/** A keyed hash of a content, by which the same file is known when it is sent twice. */
export const markOf = ({ config }: Deps, campaign: CampaignId, bytes: Uint8Array): string =>
  createHmac('sha256', keyFor(config.siteKey, 'paper-mark')).update(campaign).update(bytes).digest('base64url')

export const closeName = (seal: Seal, id: PaperId, name: string): Promise<Uint8Array> => closeJson(seal, name, nameLabel(id))

/** Null where it was sealed with another key: one row that does not open must not take the page with it. */
export async function openName(seal: Seal, { id, sealedName }: PaperRow): Promise<string | null> {
  try {
    return await openJson<string>(seal, new Uint8Array(sealedName as unknown as ArrayBuffer), nameLabel(id))
  } catch {
    return null
  }
}

/** The papers of a nominee with their names open, in their order. */
export async function readPapers(deps: Deps, whose: Whose): Promise<readonly DossierPaper[]> {
  const rows = await papersOf(deps.db, whose)
  if (rows.length === 0) return []
  const seal = await paperSeal(deps, whose.campaign)
  return Promise.all(rows.map(async row => seenAs(row, await openName(seal, row))))
}

/** The same for those who put them in. */
export async function papersAtDesk(deps: Deps, whose: Whose): Promise<PapersAtDesk> {
  const [papers, fixed] = await Promise.all([readPapers(deps, whose), papersFixed(deps.db, whose.campaign)])
  return { papers, fixed }
}

const seenAs = ({ id, kind, mediaType, size, addedAt }: PaperRow, name: string | null): DossierPaper => ({
  ...{ id, kind, name, mediaType, size, addedAt },
})
