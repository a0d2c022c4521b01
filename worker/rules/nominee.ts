import type { ListOrder } from './campaign.ts'

/** What became of a nominee once the decision is made: 表彰 · 提名 · 候补 · 未入选. */
export type Outcome = 'honoured' | 'named' | 'alternate' | 'not-chosen'

/** What lists and ballots show of a nominee; deeds and honours are read on the nominee's own page. */
export interface NomineeCard {
  readonly number: number
  readonly category: string
  readonly name: string
  readonly unit: string
  /** Pinyin initials, lower case: 'zm' for 张明. */
  readonly initials: string
  readonly post: string
  readonly hasPhoto: boolean
  readonly outcome: Outcome | null
  /** Why it was withdrawn (撤下); null while it stands. */
  readonly withdrawn: string | null
}

/** Everything public about a nominee. */
export interface NomineeProfile extends NomineeCard {
  readonly brief: string
  /** Paragraphs divided by line breaks. */
  readonly deeds: string
  /** One honour a line: year-month, granted by whom, the title. */
  readonly honours: string
}

/** Number, name, part of the unit, or pinyin initials. An empty question finds everybody. */
export function matches(card: NomineeCard, question: string): boolean {
  const asked = question.normalize('NFKC').trim().toLowerCase()
  if (asked === '') return true
  if (/^\d+$/.test(asked)) return String(card.number) === String(Number(asked)) || card.name.includes(asked)
  if (/^[a-z]+$/.test(asked)) return card.initials.startsWith(asked) || card.name.toLowerCase().includes(asked)
  return card.name.includes(asked) || card.unit.includes(asked)
}

/**
 * A neutral order (law 6). `strokes` was settled when the list was stored, so here it is the stored order; `shuffle`
 * is one order per voter, the same every time that voter looks.
 */
export function arrange<T>(list: readonly T[], order: ListOrder, seed: string): readonly T[] {
  return order === 'shuffle' ? shuffled(list, seed) : list
}

function shuffled<T>(list: readonly T[], seed: string): readonly T[] {
  const next = randomFrom(seed)
  const order = [...list]
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[order[i], order[j]] = [order[j] as T, order[i] as T]
  }
  return order
}

/** mulberry32 over an FNV-1a seed: fair enough to lay out a list, and the same on every machine. */
function randomFrom(seed: string): () => number {
  let state = 0x811c9dc5
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly page: number
  readonly pages: number
  readonly total: number
}

/** One page of a list; a page number out of range shows the nearest page that exists. */
export function pageOf<T>(list: readonly T[], page: number, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(list.length / size))
  const at = Math.min(Math.max(1, Math.trunc(page) || 1), pages)
  return { items: list.slice((at - 1) * size, at * size), page: at, pages, total: list.length }
}

interface Choice {
  readonly key: string
  readonly min: number
}

/**
 * Whether a withdrawn nominee can still be ticked on the ballot page: no, unless without it the category would have
 * fewer names than a ballot must have. Then nobody could vote any more, and that would be worse: the spec is frozen and
 * the box asks for as many as it asked for on the first day.
 */
export function takesTicks(
  nominee: Pick<NomineeCard, 'category' | 'withdrawn'>,
  all: readonly Pick<NomineeCard, 'category' | 'withdrawn'>[],
  categories: readonly Choice[],
): boolean {
  if (nominee.withdrawn === null) return true
  const least = categories.find(({ key }) => key === nominee.category)?.min ?? 0
  return all.filter(({ category, withdrawn }) => category === nominee.category && withdrawn === null).length < least
}
