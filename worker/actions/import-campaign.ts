import { createHash } from 'node:crypto'
import type { AuditActor } from '../../db/audit.ts'
import { storeCampaign, storedCampaign } from '../../db/import.ts'
import type { Deps } from '../deps.ts'
import type { CampaignDocument } from '../import/document.ts'
import { documentFlaws } from '../import/flaws.ts'
import { rewrittenNotices } from '../import/rewritten.ts'
import { campaignRows } from '../import/rows.ts'
import { forgetAll } from '../memo.ts'
import { emptyCache } from '../page-cache.ts'
import { calendarNow } from '../reads.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { specHash, specOf } from '../spec.ts'

export interface Imported {
  /** False when the site already held exactly this. */
  readonly changed: boolean
  readonly nominees: number
  readonly notices: number
}

/**
 * Takes a campaign document in, whole or not at all (one D1 batch). Importing the same document again changes
 * nothing. Once the poll is open, whatever would change its rules or its list is refused; texts and new notices are
 * not. A notice that has been published is corrected by another notice, never rewritten.
 */
export async function importCampaign(deps: Deps, actor: AuditActor, document: CampaignDocument): Promise<Verdict<Imported>> {
  const flaws = documentFlaws(document, await calendarNow(deps))
  if (flaws.length > 0) return refuse({ code: 'import-refused', problems: flaws })
  const written = JSON.stringify(document)
  const hash = createHash('sha256').update(written).digest('hex')
  const stored = await storedCampaign(deps.db, document.settings.slug)
  const done = (changed: boolean) => accept({ changed, nominees: document.nominees.length, notices: document.notices.length })
  if (stored?.contentHash === hash) return done(false)
  const missing = await missingFiles(deps, document)
  if (missing.length > 0) return refuse({ code: 'import-refused', problems: missing })
  const now = deps.now()
  const rows = campaignRows(document, { stored, hash, random: size => crypto.getRandomValues(new Uint8Array(size)) })
  if (stored?.specHash && specHash(specOf(rows.file)) !== stored.specHash) return refuse({ code: 'spec-frozen' })
  const before = stored && (await documentOf(deps, stored.contentHash))
  const rewritten = before ? rewrittenNotices(before, document, now) : []
  if (rewritten.length > 0) return refuse({ code: 'import-refused', problems: rewritten })
  await deps.env.FILES.put(documentKey(hash), written)
  await storeCampaign(deps.db, actor, { rows, now })
  // What the old document said of people who are no longer in it need not be kept.
  if (stored) await deps.env.FILES.delete(documentKey(stored.contentHash))
  forgetAll()
  emptyCache()
  return done(true)
}

async function documentOf({ env }: Deps, hash: string): Promise<CampaignDocument | null> {
  const object = await env.FILES.get(documentKey(hash))
  return object && (await object.json<CampaignDocument>())
}

/** Where the document of an import is kept, under its own hash, for the export. */
export const documentKey = (hash: string): string => `documents/${hash}.json`

/** Look-ups of files under way at once. */
const AT_ONCE = 50

/**
 * Files must be there before the document that names them, so that no page ever shows a hole. The small picture is
 * taken only before its large one (routes/operator.ts), so the large one stands for both.
 */
async function missingFiles({ env }: Deps, { nominees, notices }: CampaignDocument): Promise<readonly string[]> {
  const pictures = nominees.flatMap(({ photo, name }) => (photo ? [{ object: `photos/${photo}-l`, size: null, of: name }] : []))
  const files = notices.flatMap(({ attachments }) =>
    attachments.map(({ hash, size, name }) => ({ object: `files/${hash}`, size, of: name })),
  )
  const wanted = [...pictures, ...files]
  const missing: string[] = []
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const part = wanted.slice(at, at + AT_ONCE)
    const found = await Promise.all(part.map(({ object }) => env.FILES.head(object)))
    part.forEach(({ of, size }, i) => {
      if (!found[i]) missing.push(`“${of}”的文件还没有上传`)
      else if (size !== null && found[i]?.size !== size) missing.push(`“${of}”写明 ${size} 字节，上传的是 ${found[i]?.size} 字节`)
    })
  }
  return missing
}
