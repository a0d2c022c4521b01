import { auditLine } from '../../db/audit.ts'
import { deskNoticeById } from '../../db/notice-desk.ts'
import { fileVersion, insertNotice, updateText } from '../../db/notice-writes.ts'
import type { Deps } from '../deps.ts'
import { cleanHtml } from '../html.ts'
import type { NoticeId } from '../rules/ids.ts'
import { type DeskNotice, type NoticeText, sameText, textOf } from '../rules/notice-desk.ts'
import type { FormFlaw, Refusal } from '../rules/refusal.ts'
import type { Staff } from '../rules/roles.ts'
import { instant } from '../rules/time.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/** Begins a draft under an id that its form was given. Repeating it finds the draft there and changes nothing. */
export async function draftNotice(
  deps: Deps,
  actor: Staff,
  { id, text }: { readonly id: NoticeId; readonly text: NoticeText },
): Promise<void> {
  const at = deps.now()
  await deps.db.batch([
    insertNotice(deps.db, { id, by: actor.id, at }, text),
    auditLine(deps.db, actor, { at, event: { kind: 'notice-drafted', notice: id, title: text.title } }),
    ...fileVersion(deps.db, { id, revision: 0, by: actor.id, at }, { auto: false }),
  ])
}

export interface Saving {
  readonly id: NoticeId
  /** The revision that was open when the writing began. */
  readonly revision: number
  readonly text: NoticeText
  /** Whether it saved itself while somebody wrote. */
  readonly auto: boolean
}

export interface Saved {
  readonly revision: number
  readonly changed: boolean
}

/**
 * Saves the text of a draft as its next revision, cleaned once more. Repeating it changes nothing: the same text is no
 * edit. Where somebody else was faster nothing is written, and who it was is told. An edit takes an approval away.
 */
export async function saveNotice(deps: Deps, actor: Staff, { id, revision, text, auto }: Saving): Promise<Verdict<Saved>> {
  const before = await deskNoticeById(deps.db, id)
  if (!before) return refuse({ code: 'not-found' })
  const body = text.format === 'html' ? await cleanHtml(text.body) : text.body
  if (body === null) return refuse({ code: 'form-refused', flaws: [TOO_LARGE] })
  const clean = { ...text, body }
  if (sameText(clean, textOf(before))) return accept({ revision: before.revision, changed: false })
  if (before.publishAt !== null)
    return refuse({ code: 'not-ready', missing: ['已发布或定时发布的公告不能修改，请发更正，或先取消定时发布'] })
  if (before.revision !== revision) return refuse(stale(before))
  const at = deps.now()
  const edit = { id, revision, by: actor.id, at }
  const [updated] = await deps.db.batch([
    updateText(deps.db, edit, clean),
    auditLine(deps.db, actor, { at, event: { kind: 'notice-edited', notice: id, title: clean.title, revision: revision + 1 } }),
    ...fileVersion(deps.db, edit, { auto }),
  ])
  if (updated.meta.changes > 0) return accept({ revision: revision + 1, changed: true })
  const after = await deskNoticeById(deps.db, id)
  return refuse(after ? stale(after) : { code: 'not-found' })
}

const TOO_LARGE: FormFlaw = { field: 'body', says: '正文太大或层次太深，没有保存。请把内容分成几段重新粘贴，图片请单独插入。' }

/** Who was faster, as a refusal. */
export const stale = ({ edited }: DeskNotice): Extract<Refusal, { code: 'edited-by-other' }> => ({
  code: 'edited-by-other',
  by: edited?.name ?? '其他人',
  at: edited?.at ?? instant(0),
})
