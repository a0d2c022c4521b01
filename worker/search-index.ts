import { type DueRow, dueRows, type Indexed, storeIndexed } from '../db/search.ts'
import type { Deps } from './deps.ts'
import { safeHtml } from './markdown.ts'
import { tokensOf } from './rules/bigrams.ts'
import { textOfHtml } from './rules/plain-text.ts'

/** Rows read at once, and the signs of tokens that go into one statement (D1 takes values of up to 2 MB, three bytes a sign). */
const AT_ONCE = 100
const MOST_SIGNS = 150_000
/** Of a single text so much is indexed; no notice comes near. */
const LONGEST_TEXT = 40_000

/** What a reader sees of a notice, as plain text. */
export const textOfNotice = ({ body, format }: NonNullable<DueRow['notice']>): string =>
  textOfHtml(format === 'html' ? body : safeHtml(body))

/**
 * Brings the index up to date, a few rows at a time, and says how many it read; 0 when nothing was due. Harmless to
 * repeat and to run twice at once (db/search.ts).
 */
export async function indexDue({ db }: Pick<Deps, 'db'>, limit = AT_ONCE): Promise<number> {
  const due = await dueRows(db, limit)
  for (const part of parts(due.map(indexed))) await storeIndexed(db, part)
  return due.length
}

/** Everything that is due, unless that is more than a request should do; the next one goes on. */
export async function indexAllDue(deps: Pick<Deps, 'db'>, rounds = 100): Promise<void> {
  for (let round = 0; round < rounds; round++) if ((await indexDue(deps)) < AT_ONCE) return
}

function indexed({ id, wanted, notice, nominee }: DueRow): Indexed {
  if (notice) {
    const body = tokensOf(textOfNotice(notice).slice(0, LONGEST_TEXT))
    return { id, wanted, title: tokensOf(notice.title), side: tokensOf(notice.source), body }
  }
  if (nominee) {
    const { number, name, initials, unit, post, texts } = nominee
    const title = `${tokensOf(name)} ${tokensOf(initials)} ${number}`
    return { id, wanted, title, side: tokensOf(`${unit} ${post}`), body: tokensOf(texts.slice(0, LONGEST_TEXT)) }
  }
  return { id, wanted, title: null, side: '', body: '' }
}

function parts(entries: readonly Indexed[]): readonly (readonly Indexed[])[] {
  const all: Indexed[][] = []
  let signs = Number.POSITIVE_INFINITY
  for (const entry of entries) {
    const size = (entry.title?.length ?? 0) + entry.side.length + entry.body.length
    if (signs + size > MOST_SIGNS) {
      all.push([])
      signs = 0
    }
    all.at(-1)?.push(entry)
    signs += size
  }
  return all
}
