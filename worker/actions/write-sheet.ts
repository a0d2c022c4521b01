import { auditLine } from '../../db/audit.ts'
import { handIn, panelOf } from '../../db/panels.ts'
import { dropRecusal, type SheetTurn, sheetsOf, writeRecusal, writeSheet } from '../../db/sheets.ts'
import type { Deps } from '../deps.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { isComplete, judgedBy, type Marks, type Panel, progressOf, type Sheet } from '../rules/panel.ts'
import { RECUSAL, reasonFlaw } from '../rules/panel-form.ts'
import type { Staff } from '../rules/roles.ts'
import type { Instant } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/** Which sheet of the reviewer's own. */
export interface SheetAsked {
  readonly campaign: CampaignFile
  readonly number: number
}

export type Written = Verdict<{ readonly revision: number; readonly at: Instant }>

interface AtHand {
  readonly panel: Panel
  readonly sheet: Sheet | null
  readonly turn: SheetTurn
}

/** The reviewer's own sheet; refused off the panel, after handing in, and for nominees this panel does not judge. */
async function atHand(deps: Deps, staff: Staff, { campaign, number }: SheetAsked): Promise<Verdict<AtHand>> {
  const panel = await panelOf(deps.db, campaign.id)
  const seat = panel?.members.find(({ id }) => id === staff.id)
  if (!panel || !seat) return refuse({ code: 'not-on-panel' })
  if (!judgedBy(panel, campaign.nominees).some(one => one.number === number)) return refuse({ code: 'not-found' })
  if (seat.submittedAt !== null) return refuse({ code: 'sheets-handed-in' })
  const sheet = (await sheetsOf(deps.db, campaign.id, staff.id)).find(one => one.number === number) ?? null
  const turn = { campaign: campaign.id, reviewer: staff.id, number, revision: sheet?.revision ?? 0, at: deps.now() }
  return accept({ panel, sheet, turn })
}

/** Somebody, most likely the same person in another window, has written since. */
const overtaken = (staff: Staff, { sheet, turn }: AtHand): Written =>
  refuse({ code: 'edited-by-other', by: staff.name, at: sheet?.at ?? turn.at })

/**
 * Saves marks and note, finished or not, over the revision the page showed (0 for none yet). What is there already is not
 * written again.
 */
export async function saveSheet(
  deps: Deps,
  staff: Staff,
  { marks, note, revision, ...asked }: SheetAsked & { readonly revision: number; readonly marks: Marks; readonly note: string },
): Promise<Written> {
  const found = await atHand(deps, staff, asked)
  if (!found.ok) return found
  const { panel, sheet, turn } = found.value
  if (sheet?.recusal != null) return refuse({ code: 'recused' })
  if (sheet && sheet.note === note && JSON.stringify(sheet.marks) === JSON.stringify(marks))
    return accept({ revision: sheet.revision, at: sheet.at })
  const complete = isComplete({ marks, recusal: null }, panel.criteria)
  const { campaign, number, at } = turn
  const event = { kind: 'sheet-saved', campaign, number, revision: revision + 1 } as const
  const [rows] = await deps.db.batch([
    writeSheet(deps.db, { ...turn, revision }, { marks, note, complete, terms: panel.revision }),
    auditLine(deps.db, staff, { at, event }),
  ])
  return rows[0] ? accept({ revision: rows[0].revision, at }) : overtaken(staff, found.value)
}

/** The reviewer stays out of this nominee: marks given before are deleted, and none can be given. */
export async function recuse(deps: Deps, staff: Staff, { reason, ...asked }: SheetAsked & { reason: string }): Promise<Written> {
  const flaw = reasonFlaw('recusal', reason, RECUSAL)
  if (flaw) return refuse({ code: 'form-refused', flaws: [flaw] })
  const found = await atHand(deps, staff, asked)
  if (!found.ok) return found
  const { sheet, turn } = found.value
  if (sheet?.recusal != null) return refuse({ code: 'recused' })
  const { campaign, number, at } = turn
  const [rows] = await deps.db.batch([
    writeRecusal(deps.db, turn, reason),
    auditLine(deps.db, staff, { at, event: { kind: 'reviewer-recused', campaign, number } }),
  ])
  return rows[0] ? accept({ revision: rows[0].revision, at }) : overtaken(staff, found.value)
}

/** Takes a recusal back before handing in; marks have to be given anew. Repeating it changes nothing. */
export async function takeBackRecusal(deps: Deps, staff: Staff, asked: SheetAsked): Promise<Written> {
  const found = await atHand(deps, staff, asked)
  if (!found.ok) return found
  const { sheet, turn } = found.value
  if (!sheet || sheet.recusal === null) return accept({ revision: sheet?.revision ?? 0, at: turn.at })
  const { campaign, number, at } = turn
  const [rows] = await deps.db.batch([
    dropRecusal(deps.db, turn),
    auditLine(deps.db, staff, { at, event: { kind: 'recusal-withdrawn', campaign, number } }),
  ])
  return rows[0] ? accept({ revision: rows[0].revision, at }) : overtaken(staff, found.value)
}

/** Hands all sheets in and locks them; refused while one is missing. The database counts them once more. */
export async function handInSheets(deps: Deps, staff: Staff, campaign: CampaignFile): Promise<Verdict<{ readonly at: Instant }>> {
  const panel = await panelOf(deps.db, campaign.id)
  const seat = panel?.members.find(({ id }) => id === staff.id)
  if (!panel || !seat) return refuse({ code: 'not-on-panel' })
  if (seat.submittedAt !== null) return accept({ at: seat.submittedAt })
  const numbers = judgedBy(panel, campaign.nominees).map(({ number }) => number)
  const sheets = await sheetsOf(deps.db, campaign.id, staff.id)
  const { done, recused, open } = progressOf(staff.id, panel, { numbers, sheets })
  if (open.length > 0 || numbers.length === 0)
    return refuse({
      code: 'not-ready',
      missing: open.length > 0 ? open.map(number => `${number}号还没有评完`) : ['没有评审对象'],
    })
  const at = deps.now()
  const event = { kind: 'sheets-submitted', campaign: campaign.id, scored: done, recused } as const
  const [rows] = await deps.db.batch([
    handIn(deps.db, { campaign: campaign.id, reviewer: staff.id, at, numbers }),
    auditLine(deps.db, staff, { at, event }),
  ])
  return rows.length > 0 ? accept({ at }) : refuse({ code: 'edited-by-other', by: staff.name, at })
}
