import { createHash } from 'node:crypto'
import { auditLine } from '../../db/audit.ts'
import { updatePhotos } from '../../db/nominee-edits.ts'
import type { Deps } from '../deps.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import type { RowSeen } from '../rules/nominee-desk.ts'
import { MOST, type Size, SMALL, tooSmall } from '../rules/photo.ts'
import { cleanPicture } from '../rules/picture.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { done, type Saved, whyNot } from './edit-nominees.ts'

export type PhotoSize = 's' | 'l'

/** A panorama keeps its short side, so the large picture may be longer than MOST, but not by much. */
const LONGEST = 4 * MOST.height

/** Where a picture is kept: under the hash of its large form. */
const objectOf = (hash: string, size: PhotoSize): string => `photos/${hash}-${size}`

/** Which of these pictures are here already, so that they need not be sent again. */
export async function keptPhotos({ env }: Deps, hashes: readonly string[]): Promise<readonly string[]> {
  const heads = await Promise.all(hashes.map(hash => env.FILES.head(objectOf(hash, 'l'))))
  return hashes.filter((_, i) => heads[i])
}

/**
 * Keeps one size of a picture. Whatever is in the file beside the picture is taken out first (T20), and the hash must be
 * that of what is left; so a file with a place in it is refused rather than kept under a name that is not its own. The
 * small one comes first, and where the large one is already, nothing is written: nobody can put another face over it.
 * Repeating it changes nothing.
 */
export async function keepPhoto(
  { env }: Deps,
  { hash, size, name, bytes }: { hash: string; size: PhotoSize; name: string; bytes: Uint8Array },
): Promise<Verdict<null>> {
  const refused = (why: string) => refuse({ code: 'file-refused', name, why })
  const picture = cleanPicture(bytes)
  if (!picture.ok) return refused(picture.why)
  if (picture.kind !== 'jpeg' || picture.orientation !== 1) return refused('应为正立的 JPG')
  const unfit = unfitFor(picture, size)
  if (unfit !== null) return refused(unfit)
  if (size === 'l' && sha256(picture.bytes) !== hash) return refused('内容与校验值不符，可能没有传完整，或带有照片以外的信息')
  if (await env.FILES.head(objectOf(hash, 'l'))) return accept(null)
  if (size === 'l' && !(await env.FILES.head(objectOf(hash, 's')))) return refused('小图还没有上传')
  await env.FILES.put(objectOf(hash, size), picture.bytes)
  return accept(null)
}

function unfitFor(picture: Size, size: PhotoSize): string | null {
  if (size === 'l') {
    const long = Math.max(picture.width, picture.height) > LONGEST
    return tooSmall(picture) ?? (long ? `有 ${picture.width}×${picture.height} 像素，应先缩小` : null)
  }
  return picture.width === SMALL.width && picture.height === SMALL.height ? null : `小图应为 ${SMALL.width}×${SMALL.height} 像素`
}

/** So much a picture may weigh that nobody could make smaller, for lack of script. */
const PLAIN_LIMIT = 1024 * 1024

/** Keeps a picture from a form without script: cleaned, but in one size only, so it must be small enough to be shown as it is. */
export async function keepPlainPhoto(
  { env }: Deps,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<Verdict<{ hash: string }>> {
  const refused = (why: string) => refuse({ code: 'file-refused', name, why })
  const picture = cleanPicture(bytes)
  if (!picture.ok) return refused(picture.why)
  if (picture.kind !== 'jpeg') return refused('没有脚本时只能收 JPG；请另存为 JPG，或换一个浏览器')
  const unfit = unfitFor(picture, 'l')
  if (unfit !== null) return refused(unfit)
  if (picture.bytes.length > PLAIN_LIMIT) return refused('没有脚本时照片不能自动缩小，请先缩到 1 MB 以内')
  const hash = sha256(picture.bytes)
  if (!(await env.FILES.head(objectOf(hash, 'l')))) {
    await env.FILES.put(objectOf(hash, 's'), picture.bytes)
    await env.FILES.put(objectOf(hash, 'l'), picture.bytes)
  }
  return accept({ hash })
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A picture for a nominee, or none. */
export type PhotoChange = RowSeen & { readonly photo: string | null }

/** Gives nominees their pictures, all or none; each must be kept already. A second time the rows have moved on, and it is refused. */
export async function assignPhotos(
  deps: Deps,
  staff: Staff,
  { campaign, rows }: { campaign: Pick<CampaignFile, 'id'>; rows: readonly PhotoChange[] },
): Promise<Saved> {
  const wanted = [...new Set(rows.flatMap(({ photo }) => (photo === null ? [] : [photo])))]
  const kept = await keptPhotos(deps, wanted)
  if (kept.length < wanted.length)
    return {
      ...refuse({ code: 'file-refused', name: '照片', why: `有 ${wanted.length - kept.length} 张还没有上传` }),
      theirs: [],
    }
  const at = deps.now()
  const [changed] = await deps.db.batch([
    updatePhotos(deps.db, { campaign: campaign.id, by: staff.id, at }, rows),
    auditLine(deps.db, staff, { at, event: { kind: 'photos-added', campaign: campaign.id, count: rows.length } }),
  ])
  return changed.meta.changes > 0 ? done() : whyNot(deps, campaign, rows)
}
