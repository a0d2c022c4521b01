import { createHash } from 'node:crypto'
import { auditLine } from '../../db/audit.ts'
import { arrangeAttachments, insertAttachment, removeAttachment, touchDraft } from '../../db/notice-writes.ts'
import { attachmentByName } from '../../db/notices.ts'
import type { Deps } from '../deps.ts'
import type { AuditEvent } from '../rules/audit.ts'
import { EXTENSIONS, kindOfFile, MEDIA_TYPE } from '../rules/file-kind.ts'
import { cleanFileName } from '../rules/file-name.ts'
import { type DeskNotice, MOST_ATTACHMENTS } from '../rules/notice-desk.ts'
import { cleanPicture } from '../rules/picture.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/** What may be attached to a notice, in the words of the form. */
export const ATTACHABLE = ['pdf', 'docx', 'xlsx', 'jpeg', 'png'] as const
export const LARGEST_ATTACHMENT = 20 * 1024 * 1024

export interface Upload {
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * Attaches one file to a draft, if its bytes and its name say the same (T20). The same file under the same name again
 * changes nothing; another under that name is refused, so that nobody's file is lost.
 */
export async function attachFile(deps: Deps, actor: Staff, notice: DeskNotice, file: Upload): Promise<Verdict<{ name: string }>> {
  const name = cleanFileName(file.name)
  const no = (why: string) => refuse({ code: 'file-refused', name, why })
  if (notice.publishAt !== null) return no('公告已发布或已定时，附件不能再改')
  if (file.bytes.length > LARGEST_ATTACHMENT) return no('超过 20 MB，请压缩后再上传')
  const kind = ATTACHABLE.find(one => one === kindOfFile(file.bytes))
  if (!kind) return no('不是可以发布的 PDF、Word（.docx）、Excel（.xlsx）、JPG 或 PNG 文件，或者文件里有宏、加密或多余的内容')
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  if (!EXTENSIONS[kind].includes(ending)) return no(`文件内容是 ${EXTENSIONS[kind][0]}，文件名的结尾却不是，请改好文件名再上传`)
  // A photo says nothing of where and by whom it was taken (T20).
  const picture = kind === 'jpeg' || kind === 'png' ? cleanPicture(file.bytes) : { ok: true as const, bytes: file.bytes }
  if (!picture.ok) return no(picture.why)
  const { bytes } = picture
  const object = `files/${createHash('sha256').update(bytes).digest('hex')}`
  if (notice.attachments.some(one => one.name === name && one.object === object)) return accept({ name })
  if (notice.attachments.some(one => one.name === name)) return no('已经有一个同名的附件，请先移除它，或改一个名字')
  if (notice.attachments.length >= MOST_ATTACHMENTS) return no(`一份公告最多 ${MOST_ATTACHMENTS} 个附件`)
  await deps.env.FILES.put(object, bytes)
  const [id, at, size] = [notice.id, deps.now(), bytes.length]
  await deps.db.batch([
    touchDraft(deps.db, { id, by: actor.id, at }),
    insertAttachment(deps.db, { id, name, mediaType: MEDIA_TYPE[kind], size, object }),
    filesLine(deps, actor, { notice, change: 'added' }),
  ])
  // Of two files sent at once under one name the database took the first.
  const stored = await attachmentByName(deps.db, id, name)
  return stored?.object === object ? accept({ name }) : no('同时有人上传了同名的附件，或公告刚刚发布，请刷新后再看')
}

const PUBLISHED = { code: 'not-ready', missing: ['公告已发布或已定时，附件不能再改'] } as const

/** Puts the attachments of a draft in an order, under names. Repeating it changes nothing more. */
export async function arrangeFiles(
  deps: Deps,
  actor: Staff,
  notice: DeskNotice,
  list: readonly { readonly was: string; readonly name: string }[],
): Promise<Verdict<null>> {
  if (notice.publishAt !== null) return refuse(PUBLISHED)
  const touch = touchDraft(deps.db, { id: notice.id, by: actor.id, at: deps.now() })
  await deps.db.batch([
    ...arrangeAttachments(deps.db, notice.id, list),
    touch,
    filesLine(deps, actor, { notice, change: 'arranged' }),
  ])
  return accept(null)
}

/** Takes one off. Repeating it changes nothing more. The stored file stays where it is: another notice may have the same. */
export async function removeFile(deps: Deps, actor: Staff, notice: DeskNotice, name: string): Promise<Verdict<null>> {
  if (notice.publishAt !== null) return refuse(PUBLISHED)
  const touch = touchDraft(deps.db, { id: notice.id, by: actor.id, at: deps.now() })
  await deps.db.batch([removeAttachment(deps.db, notice.id, name), filesLine(deps, actor, { notice, change: 'removed' }), touch])
  return accept(null)
}

/** The log names the notice and not the file: a file's name may hold what must not stand there. */
const filesLine = (
  deps: Deps,
  actor: Staff,
  {
    notice: { id, title },
    change,
  }: { notice: DeskNotice; change: Extract<AuditEvent, { kind: 'notice-files-edited' }>['change'] },
) => auditLine(deps.db, actor, { at: deps.now(), event: { kind: 'notice-files-edited', notice: id, title, change } })
