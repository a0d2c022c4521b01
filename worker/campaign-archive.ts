import { objectsOf, pageOf } from '../db/archive.ts'
import { ARCHIVED, type ArchivedTable } from '../db/archive-tables.ts'
import { PRIVATE_ARCHIVED } from '../db/private/archive-tables.ts'
import type { Deps } from './deps.ts'
import type { Env } from './env.ts'
import { BOX_SHAPE, EXAMINER_SHAPE, LIKES_SHAPE, NOTARY_SHAPE, TALLY_SHAPE } from './objects/archived-shapes.ts'
import { likesOf } from './objects/like-name.ts'
import { boxOf, examinerOf, notaryOf, tallyOf } from './objects/names.ts'
import type { ObjectArchive } from './objects/object-archive.ts'
import { PAGE_ROWS, type PageName, pageName, partOf, type Store } from './rules/archive.ts'
import { type CampaignFile, milestoneFor } from './rules/campaign.ts'
import type { CampaignId } from './rules/ids.ts'

// What of a campaign an archive holds, page by page. Only an operator's addresses lead here: single ballots are among it.

/** The tables of an archive, those that others refer to first. */
export const tablesOf = (whole: boolean): readonly ArchivedTable[] => (whole ? [...ARCHIVED, ...PRIVATE_ARCHIVED] : ARCHIVED)

const SHAPES = {
  boxes: BOX_SHAPE,
  tally: TALLY_SHAPE,
  notary: NOTARY_SHAPE,
  examiner: EXAMINER_SHAPE,
  likes: LIKES_SHAPE,
} as const

export const shapeOf = (store: Exclude<Store, 'tables'>) => SHAPES[store]

/** Which object of a campaign; only boxes are several. */
export interface Place {
  readonly store: Exclude<Store, 'tables'>
  readonly shard: number
}

/** Does one thing with the rows of an object of a campaign. */
export async function inStore<T>(
  env: Env,
  campaign: CampaignId,
  { place, use }: { place: Place; use: (archive: RowsOf) => Promise<T> },
): Promise<T> {
  const archive = await stubOf(env, campaign, place).archive()
  try {
    return await use(archive)
  } finally {
    archive[Symbol.dispose]()
  }
}

/** What is held of an object while its rows are read or written; whoever holds it lets go of it. */
export type RowsOf = Rpc.Stub<ObjectArchive>

function stubOf(env: Env, campaign: CampaignId, { store, shard }: Place) {
  if (store === 'boxes') return boxOf(env, campaign, shard)
  if (store === 'tally') return tallyOf(env, campaign)
  if (store === 'notary') return notaryOf(env, campaign)
  return store === 'examiner' ? examinerOf(env, campaign) : likesOf(env, campaign)
}

/** How many boxes a campaign has; none before its poll was opened. */
export const boxesOf = ({ openedAt, shards }: CampaignFile): number => (openedAt === null ? 0 : shards)

/** Every part an archive of the campaign may have: 'tables/nominees', 'boxes/000/ballot'. */
export function partsOf(campaign: CampaignFile, whole: boolean): readonly string[] {
  const part = (store: Store, table: string, shard = 0) => partOf(pageName({ store, shard, table, page: 0 }))
  const of = (store: Exclude<Store, 'tables'>, shard = 0) => SHAPES[store].parts.map(({ table }) => part(store, table, shard))
  const boxes = boxesOf(campaign)
  const likes = milestoneFor(campaign, 'likes') !== null
  return [
    ...tablesOf(whole).map(({ name }) => part('tables', name)),
    ...(likes ? of('likes') : []),
    ...(boxes > 0 ? [...of('tally'), ...of('examiner')] : []),
    ...(boxes > 0 || likes ? of('notary') : []),
    ...Array.from({ length: boxes }, (_, shard) => of('boxes', shard)).flat(),
  ]
}

/** The rows of one page, one JSON object a line; none behind the last. Null where no archive has such a table. */
export async function rowsOf(
  { env }: Deps,
  campaign: CampaignId,
  { store, shard, table, page, whole }: PageName & { readonly whole: boolean },
): Promise<readonly string[] | null> {
  if (store === 'tables') {
    const known = tablesOf(whole).find(({ name }) => name === table)
    return known ? pageOf(env.DB, known, { campaign, page, rows: PAGE_ROWS, whole }) : null
  }
  if (!SHAPES[store].parts.some(one => one.table === table)) return null
  const wish = { page, rows: PAGE_ROWS, whole }
  return inStore(env, campaign, { place: { store, shard }, use: archive => archive.page(table, wish) })
}

/** Names of the stored pictures and files of a campaign, in order. */
export const filesOf = ({ env }: Deps, campaign: CampaignId, whole: boolean): Promise<readonly string[]> =>
  objectsOf(env.DB, campaign, tablesOf(whole))
