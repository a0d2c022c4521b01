import { auditLine } from '../../db/audit.ts'
import { deskLines } from '../../db/nominee-desk.ts'
import { renumberRows, updateOrder } from '../../db/nominee-edits.ts'
import type { Deps } from '../deps.ts'
import { inOrder } from '../import/order.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { done, HELD } from './edit-nominees.ts'

/** By number, by the strokes of the surname, or one nominee to a place (counted from 1). */
export type Ordering =
  | { readonly by: 'number' | 'strokes' }
  | { readonly by: 'place'; readonly number: number; readonly place: number }

type Where = Pick<CampaignFile, 'id' | 'openedAt'>

/**
 * Sets the order in which readers see the list. Once the poll is open it stays: everybody is to be seen in the same
 * place from the first day to the last (law 6). Repeating it changes nothing and leaves no second line.
 */
export async function orderNominees(
  deps: Deps,
  staff: Staff,
  { campaign, ordering }: { campaign: Where; ordering: Ordering },
): Promise<Verdict<null>> {
  if (campaign.openedAt !== null) return refuse({ code: 'spec-frozen' })
  const lines = await deskLines(deps.db, campaign.id)
  const numbers = (ordering.by === 'place' ? placed(lines, ordering) : inOrder(lines, ordering.by)).map(({ number }) => number)
  const moved = numbers.filter((number, i) => lines[i]?.number !== number).length
  await deps.db.batch([updateOrder(deps.db, campaign.id, numbers), changedLine(deps, staff, { campaign, changed: moved })])
  done()
  return accept(null)
}

function placed<T extends { readonly number: number }>(
  lines: readonly T[],
  { number, place }: { readonly number: number; readonly place: number },
): readonly T[] {
  const moved = lines.find(one => one.number === number)
  const others = lines.filter(one => one.number !== number)
  return moved ? others.toSpliced(Math.min(Math.max(place, 1), lines.length) - 1, 0, moved) : lines
}

/** Numbers everybody anew, 1 to the last, in the order readers see. Repeating it changes nothing. */
export async function renumberNominees(deps: Deps, staff: Staff, campaign: Where): Promise<Verdict<null>> {
  if (campaign.openedAt !== null) return refuse({ code: 'spec-frozen' })
  const lines = await deskLines(deps.db, campaign.id)
  const changed = lines.filter(({ number }, i) => number !== i + 1).length
  try {
    await deps.db.batch([
      ...renumberRows(deps.db, { campaign: campaign.id, by: staff.id, at: deps.now() }),
      changedLine(deps, staff, { campaign, changed }),
    ])
  } catch (error) {
    if (!/FOREIGN KEY constraint failed/.test(String(error))) throw error
    return refuse({ code: 'not-ready', missing: HELD })
  }
  done()
  return accept(null)
}

const changedLine = (deps: Deps, staff: Staff, { campaign, changed }: { campaign: Where; changed: number }) =>
  auditLine(deps.db, staff, {
    at: deps.now(),
    event: { kind: 'nominees-edited', campaign: campaign.id, added: 0, changed, removed: 0 },
  })
