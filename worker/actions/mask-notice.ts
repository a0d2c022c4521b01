import type { Deps } from '../deps.ts'
import { maskedBody } from '../html.ts'
import { checkNotice, type Find } from '../notice-check.ts'
import { cleanFileName } from '../rules/file-name.ts'
import { findPersonalData, maskAll } from '../rules/masking.ts'
import { type DeskNotice, textOf } from '../rules/notice-desk.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, type Verdict } from '../rules/verdict.ts'
import { arrangeFiles } from './attach-file.ts'
import { type Saved, saveNotice } from './save-notice.ts'

/** Which finds to hide: all, or the one at a place. */
export type MaskWish = 'all' | { readonly where: string; readonly index: number }

/**
 * Hides finds in a draft, as an edit like any other: it is a revision of its own, so one click takes it back; `changed`
 * says whether there is a text to go back to, which a renamed file has not. Repeating it finds nothing left to hide.
 */
export async function maskNotice(
  deps: Deps,
  actor: Staff,
  notice: DeskNotice,
  { revision, wish }: { readonly revision: number; readonly wish: MaskWish },
): Promise<Verdict<Saved>> {
  const { finds } = await checkNotice(deps, notice, deps.now())
  const chosen = finds.filter(({ where, index }) => wish === 'all' || (wish.where === where && wish.index === index))
  const at = (place: string): readonly Find[] => chosen.filter(({ where }) => where === place)
  let body = notice.body
  // From the last to the first, so that the numbers of those before stay.
  for (const { index } of [...at('body')].reverse()) body = await maskedBody({ body, format: notice.format }, index)
  const line = (field: 'title' | 'source' | 'author') => maskAll(notice[field], at(field))
  const text = { ...textOf(notice), title: line('title'), source: line('source'), author: line('author'), body }
  const saved = await saveNotice(deps, actor, { id: notice.id, revision, text, auto: false })
  if (!saved.ok || !chosen.some(({ where }) => where.startsWith('file:'))) return saved
  const renamed = notice.attachments.map(({ name }) => ({
    was: name,
    name: at(`file:${name}`).length > 0 ? hiddenName(name) : name,
  }))
  const arranged = await arrangeFiles(deps, actor, notice, renamed)
  return arranged.ok ? accept({ ...saved.value, revision: saved.value.revision + 1 }) : arranged
}

/** No system takes a star in a name. */
const hiddenName = (name: string): string => cleanFileName(maskAll(name, findPersonalData(name)).replaceAll('*', 'x'))
