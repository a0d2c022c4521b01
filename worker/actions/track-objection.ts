import { randomUUID } from 'node:crypto'
import type { BatchItem } from 'drizzle-orm/batch'
import { countSupplement, type ObjectionFile, objectionByTracking } from '../../db/objections.ts'
import { papersOf } from '../../db/private/objection-papers.ts'
import type { Deps } from '../deps.ts'
import { gateFor } from '../objects/names.ts'
import { FILE_BYTES, FILES_MOST, factsFlaw, isDone, SUPPLEMENTS_MOST } from '../rules/objection.ts'
import type { Day } from '../rules/time.ts'
import { readTrackingCode } from '../rules/tracking-code.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { trackingHash } from './file-objection.ts'
import { openPaper, paperIdOf, sealOf, writePaper } from './objection-papers.ts'
import { takeFiles } from './take-files.ts'

/** What staff said to the objector. */
export interface Reply {
  readonly kind: 'reason' | 'answer'
  readonly written: Day
  readonly text: string
}

export interface Tracked {
  readonly objection: ObjectionFile
  readonly code: string
  readonly replies: readonly Reply[]
}

export interface Asker {
  readonly typed: string
  readonly address: string | null
}

/**
 * Where an objection stands, for whoever has its code. May be repeated. What cannot be a code, what is nobody's and what
 * was mistyped get one answer, after the same look-up (T25); the network's allowance is counted for each.
 */
export async function trackObjection(deps: Deps, asker: Asker): Promise<Verdict<Tracked>> {
  const found = await byCode(deps, asker)
  if (!found.ok) return found
  const { objection, code } = found.value
  const seal = await sealOf(deps, objection)
  const replies: Reply[] = []
  for (const paper of await papersOf(deps.db, objection.id)) {
    const { kind, written } = paper
    if (kind === 'reason' || kind === 'answer')
      replies.push({ kind, written, text: (await openPaper(seal, objection.id, paper)).text })
  }
  return accept({ objection, code, replies })
}

async function byCode(deps: Deps, { typed, address }: Asker): Promise<Verdict<{ objection: ObjectionFile; code: string }>> {
  const knock = await gateFor(deps.env, address).knock('tracking', address)
  if (!knock.ok) return knock
  const code = readTrackingCode(typed)
  // Looked for in either case, under something that nobody's code can be.
  const objection = await objectionByTracking(deps.db, trackingHash(deps, code ?? randomUUID()))
  return code && objection ? accept({ objection, code }) : refuse({ code: 'tracking-refused' })
}

export interface Supplement extends Asker {
  readonly key: string
  readonly text: string
  readonly files: readonly File[]
}

/**
 * Adds something to an objection that is still open. May be repeated with the same key: it is added once. The statement
 * itself looks whether it is open, and the revision turns with it, so nobody closes what they have not seen.
 */
export async function supplementObjection(
  deps: Deps,
  { key, text, files: sent, ...asker }: Supplement,
): Promise<Verdict<Tracked>> {
  const found = await byCode(deps, asker)
  if (!found.ok) return found
  const { objection } = found.value
  const flaw = factsFlaw(text, 5)
  if (flaw) return refuse({ code: 'form-refused', flaws: [flaw] })
  if (isDone(objection.state) || objection.supplements >= SUPPLEMENTS_MOST) return refuse({ code: 'objection-done' })
  const taken = await takeFiles(sent, { most: FILES_MOST, bytes: FILE_BYTES })
  if (!taken.ok) return taken
  const files = taken.value
  const paper = paperIdOf(deps, objection.id, key)
  const when = { openWithFewerThan: SUPPLEMENTS_MOST }
  const written = await writePaper(deps, objection, { kind: 'supplement', paper, by: null, content: { text }, files, when })
  const results = await deps.db.batch([
    written.statements[0],
    ...(written.statements.slice(1) as readonly BatchItem<'sqlite'>[]),
    countSupplement(deps.db, objection.id, files.length),
  ])
  const counted = results.at(-1) as unknown as readonly unknown[]
  if (counted.length === 0) await deps.env.FILES.delete([...written.objects])
  return trackObjection(deps, asker)
}
