import { createHash } from 'node:crypto'
import {
  beginImport,
  importBy,
  listedAmong,
  type RosterImport,
  type Staged,
  settleImport,
  stagedPlan,
  stageRows,
} from '../../db/private/roster-import.ts'
import { type FreshCode, forgeCodes } from '../code-forge.ts'
import type { Deps } from '../deps.ts'
import { forgetAll } from '../memo.ts'
import type { CampaignFile, VoterClass } from '../rules/campaign.ts'
import { type BatchId, idFrom, type PersonId, type RosterImportId } from '../rules/ids.ts'
import { personHash } from '../rules/person-hash.ts'
import type { Refusal } from '../rules/refusal.ts'
import type { Staff } from '../rules/roles.ts'
import { MOST_PEOPLE, type Person, type RosterMode, type RosterPlan } from '../rules/roster.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { keyFor } from '../tokens.ts'

/** Somebody as the file has him; the row is the one the clerk sees. */
export interface RosterRow extends Person {
  readonly row: number
  readonly unit: string
  readonly voterClass: VoterClass
}

/** A row whose person gets a code, with the code: this answer is the only place where it ever stands. */
export interface CodedRow extends FreshCode {
  readonly row: number
}

const random = (): Uint8Array => crypto.getRandomValues(new Uint8Array(16))

/** Begins to take in a list; what follows names it. Refuses to replace a list that people already vote by. */
export async function beginRoster(
  deps: Deps,
  staff: Staff,
  { campaign, mode }: { campaign: CampaignFile; mode: RosterMode },
): Promise<Verdict<{ readonly id: RosterImportId }>> {
  if (mode === 'replace' && campaign.openedAt !== null) return refuse({ code: 'roster-fixed' })
  const id = idFrom('imp', random()) as RosterImportId
  await beginImport(deps.db, { id, campaign: campaign.id, staff, mode, at: deps.now() })
  return accept({ id })
}

/** An import of this campaign that this person began; refuses with 'not-found' else. */
async function mine(deps: Deps, staff: Staff, campaign: CampaignFile, id: RosterImportId): Promise<Verdict<RosterImport>> {
  const found = await importBy(deps.db, id)
  const ours = found && found.campaignId === campaign.id && found.staffId === staff.id
  return ours ? accept(found) : refuse({ code: 'not-found' })
}

interface Part {
  readonly campaign: CampaignFile
  readonly id: RosterImportId
  readonly rows: readonly RosterRow[]
}

/**
 * Takes a part of a list. Names and numbers are hashed here and go no further. The same part again takes its own place, with
 * new codes: those of the last answer count.
 */
export async function stageRoster(
  deps: Deps,
  staff: Staff,
  { campaign, id, rows }: Part,
): Promise<Verdict<{ readonly codes: readonly CodedRow[] }>> {
  const found = await mine(deps, staff, campaign, id)
  if (!found.ok) return found
  const key = keyFor(deps.config.siteKey, 'roster')
  const hashed = rows.map(row => ({ ...row, personHash: personHash(key, campaign.id, row) }))
  const there = await listedAmong(
    deps.db,
    campaign.id,
    hashed.map(row => row.personHash),
  )
  const coded = hashed.filter(row => there.has(row.personHash) === (found.value.mode === 'reissue'))
  const forged = forgeCodes(deps.config.siteKey, campaign.id, coded.length)
  const codeOf = new Map(coded.map((row, i) => [row.row, forged[i]]))
  const staged = hashed.map(({ row, unit, voterClass, personHash }) => {
    const { verifierHash = '', linkHash = '' } = codeOf.get(row)?.kept ?? {}
    const place = { personHash, row, unit, voterClass, batchId: batchFor(id, unit) }
    return { ...place, id: idFrom('per', random()) as PersonId, verifierHash, linkHash }
  })
  await stageRows(deps.db, id, staged)
  return accept({
    codes: coded.flatMap(({ row }) => {
      const made = codeOf.get(row)
      return made ? [{ row, code: made.code, token: made.token }] : []
    }),
  })
}

/** The codes of one unit in one import are one batch, in whichever parts they come. */
const batchFor = (id: RosterImportId, unit: string): BatchId =>
  idFrom('bat', createHash('sha256').update(`${id}/${unit}`).digest()) as BatchId

interface Whole {
  readonly campaign: CampaignFile
  readonly id: RosterImportId
  /** Rows the file has: what is staged must be all of them. */
  readonly rows: number
}

/** What the import would do. */
export async function planRoster(deps: Deps, staff: Staff, { campaign, id, rows }: Whole): Promise<Verdict<RosterPlan>> {
  const found = await mine(deps, staff, campaign, id)
  if (!found.ok) return found
  const staged = await stagedPlan(deps.db, found.value, { fixed: campaign.openedAt !== null })
  const refusal = incomplete(staged, rows)
  return refusal ? refuse(refusal) : accept(planOf(staged))
}

/** Makes the list live, whole or not at all. Repeating it answers what it did. */
export async function settleRoster(deps: Deps, staff: Staff, whole: Whole): Promise<Verdict<RosterPlan>> {
  const found = await mine(deps, staff, whole.campaign, whole.id)
  if (!found.ok) return found
  if (found.value.result !== null) return accept(JSON.parse(found.value.result) as RosterPlan)
  const plan = await planRoster(deps, staff, whole)
  if (!plan.ok) return plan
  const { added, changed, removed, reissued } = plan.value
  if (added + changed + removed + reissued === 0) return plan
  if (found.value.mode === 'replace' && whole.campaign.openedAt !== null) return refuse({ code: 'roster-fixed' })
  if (await settleImport(deps.db, found.value, { staff, at: deps.now(), plan: plan.value })) {
    forgetAll()
    return plan
  }
  const again = await importBy(deps.db, whole.id)
  if (again?.result) return accept(JSON.parse(again.result) as RosterPlan)
  return refuse({ code: 'edited-by-other', by: '另一位工作人员', at: deps.now() })
}

function incomplete({ staged, strangers, added, same, changed }: Staged, rows: number): Refusal | null {
  const problems: string[] = []
  if (staged !== rows) problems.push(`表里有 ${rows} 人，收到 ${staged} 人：有重复的人，或没有传完整，请重新选择文件再试`)
  if (strangers > 0) problems.push(`有 ${strangers} 人不在名册上，不能重新发码；请先用“新增”加入`)
  if (added + same + changed > MOST_PEOPLE) problems.push(`名册最多 ${MOST_PEOPLE} 人`)
  return problems.length > 0 ? { code: 'import-refused', problems } : null
}

const planOf = ({ added, changed, removed, reissued, same }: Staged): RosterPlan => ({
  added,
  changed,
  removed,
  reissued,
  same,
})
