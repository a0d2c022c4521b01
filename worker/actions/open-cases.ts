import type { BatchItem } from 'drizzle-orm/batch'
import { auditLine } from '../../db/audit.ts'
import { casesUnderWay, insertInRound, insertReversal, type NewCase, takeRound } from '../../db/cases.ts'
import type { Deps } from '../deps.ts'
import { boxOf } from '../objects/names.ts'
import type { SeenBallot } from '../objects/standing-table.ts'
import { byBox, placesText, readPlaces } from '../rules/ballot-places.ts'
import { type Other, sheetOf } from '../rules/case-sheet.ts'
import { type CaseGroup, groupHeld, type HeldBallot } from '../rules/cases.ts'
import { type CaseId, idFrom } from '../rules/ids.ts'
import type { Staff } from '../rules/roles.ts'
import { raw } from '../rules/tally.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/** The campaign as its boxes are found. */
export interface Boxes {
  readonly id: Parameters<typeof boxOf>[1]
  readonly shards: number
  readonly openedAt: number | null
}

const PAGE = 1000
/** Cases opened at one press: as many as one batch should hold; what is left waits for the next press. */
const MOST_AT_ONCE = 60
/** Counted ballots that a sheet is compared with, from so many places of every box. */
const COMPARED = { ballots: 2000, places: 5 }

const newCaseId = (): CaseId => idFrom('cas', crypto.getRandomValues(new Uint8Array(16))) as CaseId

/** The round that is to come, and whether a ballot stands in a case under way: asked before the boxes are. */
async function underWay({ db }: Deps, { id }: Boxes) {
  const { round, ballots } = await casesUnderWay(db, id)
  const taken = new Set(ballots.flatMap(readPlaces).map(({ shard, seq }) => `${shard}/${seq}`))
  return { round, isLoose: (shard: number, seq: number) => !taken.has(`${shard}/${seq}`) }
}

/** How many held ballots stand in no case yet. */
export async function countLoose(deps: Deps, campaign: Boxes): Promise<number> {
  if (campaign.openedAt === null) return 0
  const { isLoose } = await underWay(deps, campaign)
  let loose = 0
  for (let shard = 0; shard < campaign.shards; shard++)
    for (const seq of await boxOf(deps.env, campaign.id, shard).heldPlaces()) loose += isLoose(shard, seq) ? 1 : 0
  return loose
}

/** Held ballots on which nobody has decided and which stand in no case yet, and the round in which they would be put into some. */
async function looseBallots(deps: Deps, campaign: Boxes) {
  if (campaign.openedAt === null) return { round: 0, held: [] }
  // The cases first: a ballot that leaves its case before the boxes are asked is settled by then.
  const { round, isLoose } = await underWay(deps, campaign)
  const held: HeldBallot[] = []
  for (let shard = 0; shard < campaign.shards; shard++)
    for (let from = 0, more = true; more; ) {
      const page = await boxOf(deps.env, campaign.id, shard).heldAfter(from, PAGE)
      for (const ballot of page) if (isLoose(shard, ballot.seq)) held.push(heldOf(shard, ballot))
      from = page.at(-1)?.seq ?? 0
      more = page.length === PAGE
    }
  return { round, held }
}

export const heldOf = (shard: number, { seq, at, reasons, level, signals, voter, choices }: SeenBallot): HeldBallot => ({
  shard,
  seq,
  at,
  reasons,
  level,
  signals,
  voter,
  choices,
})

/** Counted ballots from evenly spaced places of every box: what voting looks like where nothing was noticed. */
export async function countedSample({ env }: Deps, { id, shards }: Boxes): Promise<readonly Other[]> {
  const run = Math.ceil(COMPARED.ballots / COMPARED.places / shards)
  const others: Other[] = []
  for (let shard = 0; shard < shards; shard++) {
    const size = raw((await boxOf(env, id, shard).snapshot()).tally.ballots)
    const places = Math.max(1, Math.min(COMPARED.places, Math.ceil(size / run)))
    for (let i = 0; i < places; i++)
      for (const ballot of await boxOf(env, id, shard).seenAfter(Math.floor((i * size) / places), run))
        if (ballot.status === 'counted') others.push({ level: ballot.level, signals: ballot.signals })
  }
  return others
}

export interface Opened {
  readonly cases: number
  readonly ballots: number
}

/**
 * Makes cases of what is held and stands in none (F5). May be repeated, and by two at once: whoever takes the round makes
 * them, the other finds them made. A ballot is in one case under way at most.
 */
export async function openCases(deps: Deps, staff: Staff, campaign: Boxes): Promise<Opened> {
  const { round, held } = await looseBallots(deps, campaign)
  const groups = groupHeld(held).slice(0, MOST_AT_ONCE)
  if (groups.length === 0) return { cases: 0, ballots: 0 }
  const others = await countedSample(deps, campaign)
  const { id } = campaign
  const opener = crypto.randomUUID()
  const at = deps.now()
  const opened = { cases: groups.length, ballots: groups.reduce((sum, { ballots }) => sum + ballots.length, 0) }
  const cases = groups.map(group => insertInRound(deps.db, { ...caseOf(campaign, group, others), at }, opener))
  const [taken] = await deps.db.batch([
    takeRound(deps.db, id, { round, opener }),
    ...(cases as readonly BatchItem<'sqlite'>[]),
    auditLine(deps.db, staff, { at, event: { kind: 'cases-opened', campaign: id, ...opened } }),
  ] as [ReturnType<typeof takeRound>, ...BatchItem<'sqlite'>[]])
  return taken.meta.changes > 0 ? opened : { cases: 0, ballots: 0 }
}

const caseOf = ({ id }: Boxes, group: CaseGroup, others: readonly Other[]): Omit<NewCase, 'at'> => ({
  id: newCaseId(),
  campaign: id,
  kind: 'held',
  sheet: sheetOf(group, others),
  ballots: placesText(group.ballots),
  boxes: byBox(group.ballots).size,
  reopens: null,
})

/** The case of one ballot whose voter appeals. */
export const appealCase = (campaign: Boxes, group: CaseGroup, others: readonly Other[]): Omit<NewCase, 'at'> => ({
  ...caseOf(campaign, group, others),
  kind: 'appeal',
})

/**
 * Has the ballots of a voided case looked at once more, with the same evidence, by two people again. May be repeated: a case
 * is reopened once, and both are told the same new case.
 */
export async function reopenCase(
  deps: Deps,
  staff: Staff,
  old: Pick<NewCase, 'id' | 'campaign' | 'sheet' | 'ballots' | 'boxes'>,
): Promise<Verdict<CaseId>> {
  const at = deps.now()
  const id = newCaseId()
  const { campaign, sheet, ballots, boxes } = old
  const reversal: NewCase = { id, campaign, kind: 'reversal', at, sheet, ballots, boxes, reopens: old.id }
  const [inserted] = await deps.db.batch([
    insertReversal(deps.db, reversal),
    auditLine(deps.db, staff, { at, event: { kind: 'case-reopened', campaign, case: id, ballots: sheet.count } }),
  ])
  return inserted.meta.changes > 0 ? accept(id) : refuse({ code: 'case-moved' })
}
