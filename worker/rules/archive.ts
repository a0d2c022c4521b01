import type { CampaignId, Slug } from './ids.ts'

/**
 * A whole campaign as one file (O4): which parts it has, and how they are named in it. What a site has promised to delete
 * on a day (law 9) is not in it, because no job reaches a file that has left the site; `whole` packs that as well, for
 * moving a campaign that still runs, and is then to be deleted by hand.
 */

export const ARCHIVE_FORMAT = 'mingping-archive/1'
export const MANIFEST = 'manifest.json'

/** Where rows of a campaign lie: the database, a box of its poll, and the objects beside them. */
export const STORES = ['tables', 'boxes', 'tally', 'notary', 'examiner', 'likes'] as const
export type Store = (typeof STORES)[number]

/** Rows are fetched and kept in pages of so many at most: one page is one file of the archive. */
export const PAGE_ROWS = 500
/** More than any row a site writes, and few enough for the memory of a Worker many times over. */
export const PAGE_BYTES = 16 * 1024 * 1024
export const OBJECT_BYTES = 20 * 1024 * 1024
export const MOST_SHARDS = 128

/** One page of rows. `shard` is 0 for what has no boxes. */
export interface PageName {
  readonly store: Store
  readonly shard: number
  readonly table: string
  /** The first page is 0. */
  readonly page: number
}

const PAGE_NAME = /^(tables|boxes|tally|notary|examiner|likes)(?:\/(\d{3}))?\/([a-z][a-z_]{0,40})\/(\d{6})\.ndjson$/

/** 'tables/nominees/000001.ndjson', 'boxes/007/ballot/000012.ndjson'. */
export function pageName({ store, shard, table, page }: PageName): string {
  const box = store === 'boxes' ? `/${String(shard).padStart(3, '0')}` : ''
  return `${store}${box}/${table}/${String(page + 1).padStart(6, '0')}.ndjson`
}

/** Null for a name that no archive has. */
export function readPageName(name: string): PageName | null {
  const found = PAGE_NAME.exec(name)
  if (!found) return null
  const [, store, shard, table = '', page] = found
  if ((store === 'boxes') !== (shard !== undefined) || Number(shard ?? 0) >= MOST_SHARDS || page === '000000') return null
  return { store: store as Store, shard: Number(shard ?? 0), table, page: Number(page) - 1 }
}

const OBJECT =
  /^(photos\/[0-9a-f]{64}-[sl]|files\/[0-9a-f]{64}|pictures\/[0-9a-f]{64}\.(jpg|png|webp)|sealed\/(?:obj|cmp)_[0-9a-z]{16}\/[0-9a-f]{32})$/

/** Whether a name can be that of a stored picture or file; nothing else is ever put into the store from an archive. */
export const isObjectName = (name: string): boolean => OBJECT.test(name)

export const objectName = (object: string): string => `objects/${object}`
export const readObjectName = (name: string): string | null =>
  name.startsWith('objects/') && isObjectName(name.slice(8)) ? name.slice(8) : null

/** A file of the archive as its manifest tells it. */
export interface ArchiveFile {
  readonly name: string
  readonly size: number
  readonly sha256: string
}

export interface Manifest {
  readonly format: typeof ARCHIVE_FORMAT
  readonly campaign: string
  readonly slug: string
  readonly title: string
  /** Whether what the site deletes on a schedule is in it, keys and all. */
  readonly whole: boolean
  readonly shards: number
  /** What whoever opens the file must know of it. */
  readonly says: readonly string[]
  /** Rows by part: 'tables/nominees', 'boxes/000/ballot'. */
  readonly counts: Readonly<Record<string, number>>
  /** Pictures and files that the rows name and the site does not have. */
  readonly missing: readonly string[]
  readonly files: readonly ArchiveFile[]
}

/** A campaign that is to come in: what its manifest says of it. */
export interface Incoming {
  readonly campaign: CampaignId
  readonly slug: Slug
  readonly whole: boolean
  readonly shards: number
  readonly counts: Manifest['counts']
}

/** Whether two archives hold the same, byte for byte. */
export const sameArchive = (a: Manifest, b: Manifest): boolean =>
  JSON.stringify([a.campaign, a.whole, a.missing, a.files]) === JSON.stringify([b.campaign, b.whole, b.missing, b.files])

/** Which part a page belongs to, as the counts name it. */
export const partOf = (name: string): string => name.slice(0, name.lastIndexOf('/'))
