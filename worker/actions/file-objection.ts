import type { BatchItem } from 'drizzle-orm/batch'
import { insertObjection, objectionById } from '../../db/objections.ts'
import { refusalOf } from '../adapters/human-check.ts'
import type { Deps } from '../deps.ts'
import { gateFor } from '../objects/names.ts'
import { hmacSha256 } from '../rules/hash.ts'
import { type CampaignId, idFrom, type NoticeId, type ObjectionId } from '../rules/ids.ts'
import type { NoticeFile } from '../rules/notice.ts'
import { draftFlaws, FILE_BYTES, FILES_MOST, type ObjectionDraft } from '../rules/objection.ts'
import { objectionsUntil } from '../rules/publicity.ts'
import { trackingCodeFrom } from '../rules/tracking-code.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { keyFor } from '../tokens.ts'
import { type CheckProof, checkHuman } from './check-human.ts'
import { paperIdOf, writePaper } from './objection-papers.ts'
import { takeFiles } from './take-files.ts'

export interface Filing {
  readonly notice: NoticeFile
  readonly campaign: CampaignId | null
  /** Numbers of the nominees the notice shows. */
  readonly listed: readonly number[]
  readonly draft: ObjectionDraft
  /** Minted into the form: the same form sent twice is one objection. */
  readonly key: string
  readonly files: readonly File[]
}

export interface Filer {
  readonly address: string | null
  readonly origin: string
  readonly proof: CheckProof
}

export interface Filed {
  /** Shown once; only its keyed hash is kept. */
  readonly code: string
  /** Whether this form had already been received: then what it says now changes nothing. */
  readonly again: boolean
}

/**
 * Takes an objection to a public notice and answers with its tracking code. May be repeated with the same key: id and code
 * hang on it, so the same form gets the same code for ever, and the first content stands. Whether the notice can still be
 * objected to is decided inside the statement that inserts, never before it.
 */
export async function fileObjection(deps: Deps, filing: Filing, filer: Filer): Promise<Verdict<Filed>> {
  const { notice, campaign, draft, key } = filing
  const { id, code } = namesOf(deps, notice.id, key)
  if (await objectionById(deps.db, id)) return accept({ code, again: true })
  const refusal = await stopped(deps, filing, filer)
  if (refusal) return refuse(refusal)
  const taken = await takeFiles(filing.files, { most: FILES_MOST, bytes: FILE_BYTES })
  if (!taken.ok) return taken
  const belonging = { id, notice: notice.id, campaign }
  const { about, named, name, contact, facts } = draft
  const content = { text: facts, about, ...(named ? { name, contact } : {}) }
  const paper = paperIdOf(deps, id, key)
  const files = taken.value
  const written = await writePaper(deps, belonging, { kind: 'statement', paper, by: null, content, files, when: 'follows' })
  const row = { ...belonging, trackingHash: trackingHash(deps, code), named, files: files.length }
  const [inserted] = await deps.db.batch([
    insertObjection(deps.db, row, deps.now()),
    ...(written.statements as readonly BatchItem<'sqlite'>[]),
  ])
  if (inserted.length > 0) return accept({ code, again: false })
  await deps.env.FILES.delete([...written.objects])
  return (await objectionById(deps.db, id))
    ? accept({ code, again: true })
    : refuse({ code: 'objections-closed', closed: closesAt(notice, deps) })
}

/** Everything that can be said before a file is opened: the time, the form, the person, the crowd. */
async function stopped(deps: Deps, { notice, campaign, listed, draft, key }: Filing, filer: Filer) {
  if (!notice.period || notice.conclusion !== null || deps.now() >= objectionsUntil(notice.period))
    return { code: 'objections-closed', closed: closesAt(notice, deps) } as const
  const flaws = draftFlaws(draft, listed)
  if (flaws.length > 0) return { code: 'form-refused', flaws } as const
  const { proof, origin, address } = filer
  const checked = await checkHuman(deps, {
    campaign: campaign ?? notice.id,
    purpose: 'objection',
    holder: key,
    proof,
    key,
    origin,
  })
  if (checked.outcome === 'unknown') return { code: 'human-check-unavailable', retryAfter: 20 } as const
  if (checked.outcome !== 'passed') return refusalOf(checked.outcome)
  const knock = await gateFor(deps.env, address).knock('objection', address)
  return knock.ok ? null : knock.refusal
}

const closesAt = ({ period }: NoticeFile, deps: Deps) => {
  const end = period ? objectionsUntil(period) : deps.now()
  return end < deps.now() ? end : deps.now()
}

/** Id and code of the objection that comes in this form; each by its own key, so that neither leads to the other. */
function namesOf({ config }: Deps, notice: NoticeId, key: string): { id: ObjectionId; code: string } {
  const text = `${notice}/${key.toLowerCase()}`
  return {
    id: idFrom('obj', hmacSha256(keyFor(config.siteKey, 'objection-key'), text)) as ObjectionId,
    code: trackingCodeFrom(hmacSha256(keyFor(config.siteKey, 'tracking'), text)),
  }
}

/** What the database keeps of a code. */
export const trackingHash = ({ config }: Deps, code: string): string =>
  hmacSha256(keyFor(config.siteKey, 'tracking'), `code/${code}`).toString('hex')
