import { auditLine } from '../../db/audit.ts'
import { deskFiles, deskLines } from '../../db/nominee-desk.ts'
import { deleteRows, insertRows, type NewRow, type RowWords, updateNumber, updateRows } from '../../db/nominee-edits.ts'
import type { Deps } from '../deps.ts'
import { readWords } from '../import/desk-words.ts'
import { MOST_NOMINEES } from '../import/document.ts'
import { forgetAll } from '../memo.ts'
import { emptyCache } from '../page-cache.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import type { DeskFile, DeskText, RowChange, RowSeen } from '../rules/nominee-desk.ts'
import type { FormFlaw, Refusal } from '../rules/refusal.ts'
import type { Staff } from '../rules/roles.ts'
import { refuse, type Verdict } from '../rules/verdict.ts'

/** A refused save tells what stands there now, so that nobody has to type anything again to compare. */
export type Saved =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: Refusal; readonly theirs: readonly DeskFile[] }

type Where = Pick<CampaignFile, 'id' | 'categories'>

/**
 * Writes new words into some rows: all of them or none. Each row must still be as it was seen; a row that somebody else
 * has changed in between refuses the whole and is answered as it is now. So repeating it after it succeeded is refused
 * and harms nothing.
 */
export async function saveNominees(
  deps: Deps,
  staff: Staff,
  { campaign, changes }: { campaign: Where; changes: readonly RowChange[] },
): Promise<Saved> {
  const before = await deskFiles(
    deps.db,
    campaign.id,
    changes.map(({ number }) => number),
  )
  const flaws: FormFlaw[] = []
  const rows: RowWords[] = changes.map(({ number, revision, set }) => {
    const read = readWords(set, { categories: campaign.categories, before: before.find(one => one.number === number) ?? null })
    flaws.push(...read.flaws.map(({ field, says }) => ({ field: `${number}.${field}`, says })))
    return { number, revision, set: read.set }
  })
  if (flaws.length > 0) return { ...refuse({ code: 'form-refused', flaws }), theirs: [] }
  const at = deps.now()
  const [changed] = await deps.db.batch([
    updateRows(deps.db, { campaign: campaign.id, by: staff.id, at }, rows),
    auditLine(deps.db, staff, {
      at,
      event: { kind: 'nominees-edited', campaign: campaign.id, added: 0, changed: rows.length, removed: 0 },
    }),
  ])
  return changed.meta.changes > 0 ? done() : whyNot(deps, campaign, changes)
}

/** Everything readers see of the list may have changed. */
export function done(): Saved {
  forgetAll()
  emptyCache()
  return { ok: true }
}

/** Why a guarded statement found nothing to change: somebody was quicker, or the list is frozen. */
export async function whyNot(deps: Deps, campaign: Pick<CampaignFile, 'id'>, seen: readonly RowSeen[]): Promise<Saved> {
  const now = await deskFiles(
    deps.db,
    campaign.id,
    seen.map(({ number }) => number),
  )
  const theirs = now.filter(one => seen.some(({ number, revision }) => number === one.number && revision !== one.revision))
  const [other] = theirs
  if (!other && now.length === seen.length) return { ...refuse({ code: 'spec-frozen' }), theirs: [] }
  const refusal = {
    code: 'edited-by-other',
    by: other?.editedBy ?? '另一位工作人员',
    at: other?.editedAt ?? deps.now(),
  } as const
  return { ok: false, refusal, theirs }
}

/** A row to be added: its number and what is written in it. */
export interface Addition {
  readonly number: number
  readonly set: Partial<Readonly<Record<DeskText, string>>>
}

/**
 * Adds rows, all or none, while the poll is not opened. The sender chooses the numbers, so sending it twice finds them
 * taken by the very same rows and is answered as done.
 */
export async function addNominees(
  deps: Deps,
  staff: Staff,
  { campaign, rows }: { campaign: Where; rows: readonly Addition[] },
): Promise<Verdict<null>> {
  const flaws: FormFlaw[] = []
  const fresh = rows.map(({ number, set }): NewRow => {
    const read = readWords({ category: '', name: '', ...set }, { categories: campaign.categories, before: null })
    flaws.push(...read.flaws.map(({ field, says }) => ({ field: `${number}.${field}`, says })))
    return { unit: '', post: '', brief: '', deeds: '', honours: '', initials: '', category: '', name: '', ...read.set, number }
  })
  if (flaws.length > 0) return refuse({ code: 'form-refused', flaws })
  const there = await deskLines(deps.db, campaign.id)
  if (there.length + fresh.length > MOST_NOMINEES)
    return refuse({ code: 'form-refused', flaws: [{ field: 'number', says: `名单最多 ${MOST_NOMINEES} 个候选对象。` }] })
  const at = deps.now()
  try {
    const [added] = await deps.db.batch([
      insertRows(deps.db, { campaign: campaign.id, by: staff.id, at }, fresh),
      auditLine(deps.db, staff, {
        at,
        event: { kind: 'nominees-edited', campaign: campaign.id, added: fresh.length, changed: 0, removed: 0 },
      }),
    ])
    if (added.meta.changes === 0) return refuse({ code: 'spec-frozen' })
    done()
    return { ok: true, value: null }
  } catch (error) {
    if (!/UNIQUE constraint failed/.test(String(error))) throw error
    return takenBy(deps, campaign, fresh)
  }
}

async function takenBy(deps: Deps, campaign: Where, fresh: readonly NewRow[]): Promise<Verdict<null>> {
  const there = await deskFiles(
    deps.db,
    campaign.id,
    fresh.map(({ number }) => number),
  )
  const others = there.filter(
    one => !fresh.some(row => row.number === one.number && row.name === one.name && row.unit === one.unit),
  )
  if (others.length === 0 && there.length === fresh.length) return { ok: true, value: null }
  return refuse({ code: 'form-refused', flaws: others.map(numberTaken) })
}

const numberTaken = ({ number, name }: { number: number; name: string }): FormFlaw => ({
  field: `${number}.number`,
  says: `编号 ${number} 已经是“${name}”，请换一个编号。`,
})

/** Deletes rows, all or none, while the poll is not opened. A second time they are gone, and it is refused. */
export async function removeNominees(
  deps: Deps,
  staff: Staff,
  { campaign, rows }: { campaign: Pick<CampaignFile, 'id'>; rows: readonly RowSeen[] },
): Promise<Saved> {
  const at = deps.now()
  try {
    const [removed] = await deps.db.batch([
      deleteRows(deps.db, campaign.id, rows),
      auditLine(deps.db, staff, {
        at,
        event: { kind: 'nominees-edited', campaign: campaign.id, added: 0, changed: 0, removed: rows.length },
      }),
    ])
    return removed.meta.changes > 0 ? done() : whyNot(deps, campaign, rows)
  } catch (error) {
    if (!/FOREIGN KEY constraint failed/.test(String(error))) throw error
    return { ...refuse({ code: 'not-ready', missing: HELD }), theirs: [] }
  }
}

/** Other tables name a nominee by its number. */
export const HELD: readonly string[] = [
  '有评语或材料按编号记着：有评语的不能删除或改编号，需要时可以撤下；有材料的请先移除材料再删除',
]

/** Gives one nominee another number, while the poll is not opened. */
export async function moveNumber(
  deps: Deps,
  staff: Staff,
  { campaign, seen, to }: { campaign: Pick<CampaignFile, 'id'>; seen: RowSeen; to: number },
): Promise<Saved> {
  const at = deps.now()
  try {
    const [moved] = await deps.db.batch([
      updateNumber(deps.db, { campaign: campaign.id, by: staff.id, at }, { ...seen, to }),
      auditLine(deps.db, staff, {
        at,
        event: { kind: 'nominees-edited', campaign: campaign.id, added: 0, changed: 1, removed: 0 },
      }),
    ])
    return moved.meta.changes > 0 ? done() : whyNot(deps, campaign, [seen])
  } catch (error) {
    if (/FOREIGN KEY constraint failed/.test(String(error)))
      return { ...refuse({ code: 'not-ready', missing: HELD }), theirs: [] }
    if (!/UNIQUE constraint failed/.test(String(error))) throw error
    const holder = (await deskLines(deps.db, campaign.id)).find(({ number }) => number === to)
    const flaw = { ...numberTaken({ number: to, name: holder?.name ?? '' }), field: `${seen.number}.number` }
    return { ...refuse({ code: 'form-refused', flaws: [flaw] }), theirs: [] }
  }
}
