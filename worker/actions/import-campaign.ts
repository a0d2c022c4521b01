import { createHash } from 'node:crypto'
import type { AuditActor } from '../../db/audit.ts'
import { storeCampaign, storedCampaign } from '../../db/import.ts'
import type { Deps } from '../deps.ts'
import type { CampaignDocument } from '../import/document.ts'
import { documentFlaws } from '../import/flaws.ts'
import { campaignRows, type StoredCampaign } from '../import/rows.ts'
import { forgetAll } from '../memo.ts'
import { emptyCache } from '../page-cache.ts'
import { calendarNow } from '../reads.ts'
import { stateOf } from '../rules/notice.ts'
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
  const rewritten = stored ? rewrittenNotices(document, stored, now) : []
  if (rewritten.length > 0) return refuse({ code: 'import-refused', problems: rewritten })
  await deps.env.FILES.put(documentKey(hash), written)
  await storeCampaign(deps.db, actor, { rows, now })
  forgetAll()
  emptyCache()
  return done(true)
}

/** Where the document of an import is kept, under its own hash, for the export. */
export const documentKey = (hash: string): string => `documents/${hash}.json`

/** Files must be there before the document that names them, so that no page ever shows a hole. */
async function missingFiles({ env }: Deps, { nominees, notices }: CampaignDocument): Promise<readonly string[]> {
  const wanted = [
    ...nominees.flatMap(({ photo, name }) =>
      photo
        ? [
            { object: `photos/${photo}-s`, of: name },
            { object: `photos/${photo}-l`, of: name },
          ]
        : [],
    ),
    ...notices.flatMap(({ attachments }) => attachments.map(({ hash, name }) => ({ object: `files/${hash}`, of: name }))),
  ]
  const found = await Promise.all(wanted.map(({ object }) => env.FILES.head(object)))
  return wanted.filter((_, i) => !found[i]).map(({ of }) => `“${of}”的文件还没有上传`)
}

function rewrittenNotices(document: CampaignDocument, stored: StoredCampaign, now: ReturnType<Deps['now']>): readonly string[] {
  return document.notices.flatMap(({ key, title, body }) => {
    const before = stored.notices.find(one => one.key === key)
    if (!before || stateOf(before, now).state === 'draft' || stateOf(before, now).state === 'scheduled') return []
    return before.title === title && before.body === body
      ? []
      : [`公告 ${key} 已经发布，不能改写；请另发一份更正公告（corrects: ${key}）`]
  })
}
