import { randomBytes } from 'node:crypto'
import { insertFile, insertPaper, type PaperRow, type SealedFile, type When } from '../../db/private/objection-papers.ts'
import type { PaperKind } from '../../db/private/objections.ts'
import type { Deps } from '../deps.ts'
import { hmacSha256 } from '../rules/hash.ts'
import type { CampaignId, NoticeId, ObjectionId, StaffId } from '../rules/ids.ts'
import { folderOf } from '../rules/objection.ts'
import { closeJson, openJson, type Seal, sealFor } from '../sealing.ts'
import { keyFor } from '../tokens.ts'
import { putAway, type TakenFile } from './take-files.ts'

/** What a paper says once it is open. */
export interface PaperText {
  readonly text: string
  /** Only the first paper says whom it is about and who wrote it. */
  readonly about?: number | null
  readonly name?: string
  readonly contact?: string
}

export interface FileText {
  readonly name: string
  readonly mediaType: string
}

/** Where an objection belongs: its key hangs on it. */
export interface Belonging {
  readonly id: ObjectionId
  readonly notice: NoticeId
  readonly campaign: CampaignId | null
}

export const sealOf = ({ config }: Deps, { campaign, notice }: Belonging): Promise<Seal> =>
  sealFor(config.siteKey, campaign ?? notice)

const paperLabel = (id: ObjectionId, paper: string, kind: PaperKind): string => `paper/${id}/${paper}/${kind}`
const nameLabel = (object: string): string => `name/${object}`
const bytesLabel = (object: string): string => `bytes/${object}`

/** Names a writing by the key of the form it came in, so that the same form sent twice is the same paper. */
export const paperIdOf = ({ config }: Deps, id: ObjectionId, key: string): string =>
  hmacSha256(keyFor(config.siteKey, 'objection-key'), `${id}/${key}`).toString('hex').slice(0, 16)

export interface Writing {
  readonly kind: PaperKind
  readonly paper: string
  readonly by: StaffId | null
  readonly content: PaperText
  readonly files: readonly TakenFile[]
  readonly when: When
}

/** The statements that add a sealed paper and its files, and the names of the objects that were put away for them. */
export async function writePaper(deps: Deps, objection: Belonging, writing: Writing) {
  const { kind, paper, by, content, files, when } = writing
  const { id } = objection
  const seal = await sealOf(deps, objection)
  const sealed = await closeJson(seal, content, paperLabel(id, paper, kind))
  const rows: SealedFile[] = []
  for (const { name, mediaType, bytes } of files) {
    const object = folderOf(id) + randomBytes(16).toString('hex')
    await putAway(deps, [{ object, bytes: await seal.close(bytes, bytesLabel(object)) }])
    rows.push({ object, size: bytes.length, sealed: await closeJson(seal, { name, mediaType }, nameLabel(object)) })
  }
  return {
    objects: rows.map(({ object }) => object),
    statements: [
      insertPaper(deps.db, { objection: id, paper, kind, by, sealed }, { now: deps.now(), when }),
      ...rows.map((row, position) => insertFile(deps.db, { objection: id, paper }, position, row)),
    ] as const,
  }
}

/** Opens one paper. */
export const openPaper = (seal: Seal, id: ObjectionId, { paper, kind, sealed }: PaperRow): Promise<PaperText> =>
  openJson<PaperText>(seal, bytesOf(sealed), paperLabel(id, paper, kind))

export const openName = (seal: Seal, { object, sealed }: { object: string; sealed: Uint8Array }): Promise<FileText> =>
  openJson<FileText>(seal, bytesOf(sealed), nameLabel(object))

/** The bytes of a sealed file; null when the object is gone. */
export async function openFile({ env }: Deps, seal: Seal, object: string): Promise<Uint8Array | null> {
  const stored = await env.FILES.get(object)
  return stored && seal.open(new Uint8Array(await stored.arrayBuffer()), bytesLabel(object))
}

/** D1 gives blobs back as lists of numbers or as buffers. */
const bytesOf = (value: unknown): Uint8Array => new Uint8Array(value as ArrayBuffer)
