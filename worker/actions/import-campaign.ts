import { randomBytes } from 'node:crypto'
import type { AuditActor } from '../../db/audit.ts'
import { type StoredDocument, storedDocument } from '../../db/documents.ts'
import { storeCampaign } from '../../db/import.ts'
import { numbersWithPapers } from '../../db/nominee-desk.ts'
import { wasOvertaken } from '../../db/revisions.ts'
import type { Deps } from '../deps.ts'
import { cleanHtml } from '../html.ts'
import type { CampaignDocument, NoticeEntry } from '../import/document.ts'
import { documentFlaws } from '../import/flaws.ts'
import { heldPapers } from '../import/held-papers.ts'
import { rewrittenNotices } from '../import/rewritten.ts'
import { type CampaignRows, campaignRows } from '../import/rows.ts'
import { documentFrom, documentHash, inFolderOrder } from '../import/written.ts'
import { forgetAll } from '../memo.ts'
import { emptyCache } from '../page-cache.ts'
import { calendarNow } from '../reads.ts'
import { type CampaignFile, milestoneFor } from '../rules/campaign.ts'
import { draftOf } from '../rules/draft.ts'
import { differing, FROZEN, partsOf } from '../rules/draft-parts.ts'
import type { Slug } from '../rules/ids.ts'
import { readMoment } from '../rules/moment.ts'
import type { Instant } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { frozenSpec } from '../spec.ts'

export interface Imported {
  /** False when the site already held exactly this. */
  readonly changed: boolean
  readonly nominees: number
  readonly notices: number
}

export interface ImportWishes {
  readonly document: CampaignDocument
  /** Whether the document may take the place of what was changed on the screens since the last import. */
  readonly replace: boolean
}

/**
 * Takes a campaign document in, whole or not at all (one D1 batch). Importing the same document again changes
 * nothing. Once the poll is open, whatever would change its rules or its list is refused; texts and new notices are
 * not. A notice that has been published is corrected by another notice, never rewritten. What somebody has changed on
 * the screens is not undone unless that is asked for.
 */
export async function importCampaign(deps: Deps, actor: AuditActor, wishes: ImportWishes): Promise<Verdict<Imported>> {
  const clean = await cleaned(wishes.document)
  if (!clean.ok) return clean
  const { document, replace } = { ...wishes, document: clean.value }
  const now = deps.now()
  const stored = await storedDocument(deps.db, document.settings.slug as Slug)
  const rows = campaignRows(document, { stored, random: size => randomBytes(size) })
  const after = documentAfter(rows, { stored, now })
  const done = (changed: boolean) => accept({ changed, nominees: document.nominees.length, notices: document.notices.length })
  const before = stored && documentHash(stored.document)
  if (before === documentHash(after)) return done(false)
  const flaws = documentFlaws(document, await calendarNow(deps))
  if (flaws.length > 0) return refuse({ code: 'import-refused', problems: flaws })
  if (stored && !replace && before !== stored.contentHash) return refuse({ code: 'import-refused', problems: [EDITED] })
  const missing = await missingFiles(deps, document)
  if (missing.length > 0) return refuse({ code: 'import-refused', problems: missing })
  if (stored?.specHash && changesPoll(rows, { file: stored.file, hash: stored.specHash })) return refuse({ code: 'spec-frozen' })
  const rewritten = stored ? rewrittenNotices(stored.document, after, now) : []
  if (rewritten.length > 0) return refuse({ code: 'import-refused', problems: rewritten })
  const held = stored ? heldPapers(stored.document, after, await numbersWithPapers(deps.db, stored.file.id)) : []
  if (held.length > 0) return refuse({ code: 'import-refused', problems: held })
  try {
    await storeCampaign(deps.db, actor, { rows, before: stored?.file ?? null, contentHash: documentHash(after), now })
  } catch (error) {
    if (!wasOvertaken(error)) throw error
    return refuse({ code: 'import-refused', problems: ['有人正在网页上修改这个活动，请稍后再导入'] })
  }
  forgetAll()
  emptyCache()
  return done(true)
}

/** HTML is let in as it is let in on the screens: through the same list of what may be in it. */
async function cleaned(document: CampaignDocument): Promise<Verdict<CampaignDocument>> {
  const problems: string[] = []
  const clean = async (notice: NoticeEntry): Promise<NoticeEntry> => {
    if (notice.format !== 'html') return notice
    const body = await cleanHtml(notice.body)
    if (body === null) problems.push(`公告 ${notice.key}：网页太大，或者一层套一层太深`)
    return { ...notice, body: body ?? '' }
  }
  const notices = await Promise.all(document.notices.map(clean))
  return problems.length > 0 ? refuse({ code: 'import-refused', problems }) : accept({ ...document, notices })
}

const EDITED =
  '上次导入之后，网站上的这个活动又在网页上改过，导入会盖掉那些修改。请先用 export 导出核对；确定以文件夹为准，再加 --replace 导入'

/** What the site would hold after the import: an import takes no draft of a notice away that it does not know. */
function documentAfter(rows: CampaignRows, { stored, now }: { stored: StoredDocument | null; now: Instant }): CampaignDocument {
  const keys = new Map(rows.notices.map(({ id, key }) => [id, key]))
  const document = documentFrom({ ...rows, keyOf: id => keys.get(id) ?? '' })
  const known = new Set(rows.notices.map(({ key }) => key))
  const unknown = (stored?.document.notices ?? []).filter(({ key, publishAt }) => !known.has(key) && !isOut(publishAt, now))
  return unknown.length === 0 ? document : { ...document, notices: inFolderOrder([...document.notices, ...unknown]) }
}

const isOut = (publishAt: string | null, now: Instant): boolean =>
  publishAt !== null && (readMoment(publishAt, 'from') ?? Number.POSITIVE_INFINITY) <= now

/**
 * Whether the poll that is open would be another one, or its figures be shown to others than was said when it opened:
 * what the screens hold fixed (`FROZEN`) no folder changes either.
 */
function changesPoll({ file }: CampaignRows, before: { readonly file: CampaignFile; readonly hash: string }): boolean {
  if (milestoneFor(file, 'vote') === null || frozenSpec(file, before.hash) === null) return true
  return differing(partsOf(draftOf(before.file)), partsOf(draftOf(file))).some(part => FROZEN.includes(part))
}

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
