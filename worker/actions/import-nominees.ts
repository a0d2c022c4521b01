import { createHash } from 'node:crypto'
import { deskLines } from '../../db/nominee-desk.ts'
import { changedBy, listStamp, writeImport } from '../../db/nominee-import.ts'
import type { Deps } from '../deps.ts'
import type { Cell, Grid } from '../import/cell.ts'
import type { Column } from '../import/header.ts'
import { initialsOf } from '../import/initials.ts'
import type { ImportMode } from '../import/matching.ts'
import { mergeTable } from '../import/nominee-merge.ts'
import { type Problem, sayProblem } from '../import/problem.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { done } from './edit-nominees.ts'

/** A file as it comes from the browser: its cells, and which column somebody says is which. */
export interface TableSent {
  readonly file: string
  readonly mode: ImportMode
  /** Index of the header row, so that every sentence names the row the clerk sees. */
  readonly at: number
  readonly columns: readonly (Column | null)[]
  /** The rows below the header. */
  readonly rows: readonly (readonly Cell[])[]
}

/** What an import would do, or did. */
export interface ImportPlan {
  readonly added: number
  readonly changed: number
  readonly removed: number
  /** Rows that stay as they are. */
  readonly same: number
  /** Names the list that this was worked out against; to be sent with the confirmation. */
  readonly stamp: string
  readonly warnings: readonly string[]
}

/** Sentences about one file; nobody mends more before trying again. */
const MOST_SENTENCES = 200

/**
 * Takes a table into the list, whole or not at all (one D1 batch), or only says what that would do while `stamp` is null.
 * The stamp that came with the plan must still hold. Sending the same table again finds nothing to change and says so.
 */
export async function importNominees(
  deps: Deps,
  staff: Staff,
  { campaign, table, stamp }: { campaign: CampaignFile; table: TableSent; stamp: string | null },
): Promise<Verdict<ImportPlan>> {
  const lines = await deskLines(deps.db, campaign.id)
  const { file, mode, at, columns, rows } = table
  const grid: Grid = [...Array.from({ length: at + 1 }, () => []), ...rows]
  const places = new Map(columns.flatMap((column, index) => (column === null ? [] : [[column, index] as const])))
  const opened = campaign.openedAt !== null
  const merge = mergeTable(grid, {
    file,
    mode,
    at,
    columns: places,
    categories: campaign.categories,
    listed: lines,
    opened,
    initialsOf,
  })
  if (merge.problems.length > 0) return refuse({ code: 'import-refused', problems: sentences(merge.problems) })
  const added = merge.entries.filter(({ fresh }) => fresh).length
  const changed = await changedBy(deps.db, campaign.id, merge.entries)
  const removed = merge.removed.length
  const now = listStamp(lines)
  const plan: ImportPlan = {
    added,
    changed,
    removed,
    same: merge.entries.length - added - changed + merge.skipped,
    stamp: createHash('sha256').update(now).digest('hex'),
    warnings: sentences(merge.warnings),
  }
  if (stamp === null || added + changed + removed === 0) return accept(plan)
  const written =
    stamp === plan.stamp &&
    (await writeImport(deps.db, {
      campaign: campaign.id,
      staff,
      at: deps.now(),
      stamp: now,
      entries: merge.entries,
      removed: merge.removed,
      event: { kind: 'nominees-edited', campaign: campaign.id, added, changed, removed },
      reshapes: mode !== 'update',
    }))
  if (!written) return refuse({ code: 'edited-by-other', by: '另一位工作人员', at: deps.now() })
  done()
  return accept(plan)
}

const sentences = (problems: readonly Problem[]): readonly string[] => {
  const said = problems.slice(0, MOST_SENTENCES).map(sayProblem)
  return problems.length > MOST_SENTENCES ? [...said, `另有 ${problems.length - MOST_SENTENCES} 处`] : said
}
