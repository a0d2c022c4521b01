import { DESK_TEXTS, type DeskFile, type DeskRow, type DeskText } from '../../../worker/rules/nominee-desk.ts'
import type { FormFlaw } from '../../../worker/rules/refusal.ts'
import { ask } from '../../islands/api.ts'
import { staffPaths } from '../../staff-paths.ts'
import type { DeskData } from '../desk-data.ts'

/** What became of the last words written into a row. */
export type LineState = 'saved' | 'waiting' | 'saving' | 'refused' | 'conflict' | 'gone'

/** A row with what has been typed over it and is not known to be stored. */
export interface Line {
  row: DeskRow
  /** Words typed; they stay until the server has them, whatever happens in between. */
  typed: Partial<Record<DeskText, string>>
  state: LineState
  /** What is wrong with the words, in sentences. */
  says: readonly string[]
  /** What somebody else has written meanwhile. */
  theirs: DeskFile | null
  /** Not on the list yet: it goes there once it has a name. */
  fresh: boolean
}

/** One cell before and after, so that it can be undone and done again. */
export interface Change {
  readonly number: number
  readonly field: DeskText
  readonly before: string
  readonly after: string
}

interface Kept {
  readonly rows: readonly DeskRow[]
}

const PAUSE = 350
const RETRY = 5000
/** Rows of one request. */
const MOST = 200

/**
 * The list as this screen holds it: every word typed is kept until it is stored, rows are sent one request at a time,
 * and what the server says of a row stands at that row.
 */
export class Ledger {
  lines: Line[] = []
  offline = false
  readonly data: DeskData
  readonly #changed: () => void
  readonly #done: Change[][] = []
  readonly #undone: Change[][] = []
  #timer = 0
  #busy = false
  /** Rows of the next request; one by one while it is not known which of them is refused. */
  #most = MOST

  constructor(data: DeskData, changed: () => void) {
    this.data = data
    this.#changed = changed
  }

  async load(): Promise<boolean> {
    const answer = await ask<Kept>(staffPaths.nomineesData(this.data.slug), { timeout: 60_000 })
    if (answer.kind !== 'ok') return false
    this.lines = answer.value.rows.map(row => ({ row, typed: {}, state: 'saved', says: [], theirs: null, fresh: false }))
    this.#changed()
    return true
  }

  byNumber(number: number): Line | undefined {
    return this.lines.find(({ row }) => row.number === number)
  }

  get nextNumber(): number {
    return this.lines.reduce((most, { row }) => Math.max(most, row.number), 0) + 1
  }

  get unsaved(): readonly Line[] {
    return this.lines.filter(({ state }) => state !== 'saved')
  }

  get canUndo(): boolean {
    return this.#done.length > 0
  }

  get canRedo(): boolean {
    return this.#undone.length > 0
  }

  /** Writes cells, as one step that can be undone. */
  write(cells: readonly { readonly number: number; readonly field: DeskText; readonly value: string }[]): void {
    const changes = cells.flatMap(({ number, field, value }): Change[] => {
      const line = this.byNumber(number)
      const before = line && wordIn(line, field)
      return before === undefined || before === value ? [] : [{ number, field, before, after: value }]
    })
    if (changes.length === 0) return
    this.#done.push(changes)
    this.#undone.length = 0
    this.#apply(changes.map(change => ({ ...change, value: change.after })))
  }

  /** Deeds are not in the list, so what they were is told by whoever opened them. */
  writeDeeds(number: number, before: string, after: string): void {
    if (before === after) return
    const change: Change = { number, field: 'deeds', before, after }
    this.#done.push([change])
    this.#undone.length = 0
    this.#apply([{ ...change, value: after }])
  }

  undo(): Change | undefined {
    return this.#step(this.#done, this.#undone, 'before')
  }

  redo(): Change | undefined {
    return this.#step(this.#undone, this.#done, 'after')
  }

  #step(from: Change[][], to: Change[][], side: 'before' | 'after'): Change | undefined {
    const changes = from.pop()
    if (!changes) return undefined
    to.push(changes)
    this.#apply(changes.map(change => ({ ...change, value: change[side] })))
    return changes[0]
  }

  #apply(cells: readonly { readonly number: number; readonly field: DeskText; readonly value: string }[]): void {
    for (const { number, field, value } of cells) {
      const line = this.byNumber(number)
      if (!line) continue
      line.typed = { ...line.typed, [field]: value }
      if (line.state !== 'conflict' && line.state !== 'gone') line.state = 'waiting'
      line.says = []
    }
    this.#soon()
  }

  /** A row at the end of the list that is nowhere but here until it has a name. */
  add(category: string, number = this.nextNumber): Line {
    const row: DeskRow = {
      number,
      category,
      name: '',
      unit: '',
      post: '',
      brief: '',
      deeds: 0,
      honours: '',
      photo: null,
      withdrawn: null,
      revision: 0,
    }
    const line: Line = { row, typed: { category }, state: 'waiting', says: ['填写姓名后自动保存'], theirs: null, fresh: true }
    this.lines = [...this.lines, line]
    this.#changed()
    return line
  }

  /** Takes a row off this screen that was never stored, or is stored no more. */
  drop(line: Line): void {
    this.lines = this.lines.filter(one => one !== line)
    this.#changed()
  }

  /** Settles a row that two people have written: with the words typed here, or with theirs. */
  settle(line: Line, whose: 'mine' | 'theirs'): void {
    if (line.theirs) line.row = rowOf(line.theirs)
    line.theirs = null
    if (whose === 'theirs') line.typed = {}
    line.state = whose === 'theirs' ? 'saved' : 'waiting'
    line.says = []
    this.#soon()
  }

  #soon(wait = PAUSE): void {
    this.#changed()
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#send(), wait)
  }

  /** Sends what waits: rows that are new by themselves, the others together. */
  async #send(): Promise<void> {
    if (this.#busy) return
    const waiting = this.lines.filter(({ state }) => state === 'waiting')
    const fresh = waiting.filter(line => line.fresh && (line.typed.name ?? '').trim() !== '')
    const known = waiting.filter(line => !line.fresh)
    const part = (fresh.length > 0 ? fresh : known).slice(0, this.#most)
    if (part.length === 0) {
      this.#most = MOST
      return
    }
    this.#busy = true
    for (const line of part) line.state = 'saving'
    this.#changed()
    await this.#sendPart(part, fresh.length > 0)
    this.#busy = false
    this.#soon(this.offline ? RETRY : 0)
  }

  async #sendPart(part: readonly Line[], fresh: boolean): Promise<void> {
    const sent = part.map(({ row: { number, revision }, typed }) =>
      fresh ? { number, set: typed } : { number, revision, set: typed },
    )
    const { slug } = this.data
    const answer = await ask<Kept>(fresh ? staffPaths.addNominees(slug) : staffPaths.saveNominees(slug), {
      body: { rows: sent },
      timeout: 30_000,
    })
    this.offline = answer.kind === 'silent'
    if (answer.kind === 'ok') for (const [i, line] of part.entries()) stored(line, sent[i]?.set ?? {}, answer.value.rows)
    for (const line of part) if (line.state === 'saving') line.state = 'waiting'
    if (answer.kind === 'refused' && !refusedBy(answer.refusal as unknown as RefusedSave, part)) this.#most = 1
  }

  /** Asks for something that is not the words of rows, then reads the list again. Answers what was wrong, or null. */
  async act(path: string, body: unknown): Promise<string | null> {
    const answer = await ask<unknown>(path, { body, timeout: 60_000 })
    if (answer.kind === 'silent') return '暂时连不上，没有改动；请稍后再试。'
    if (answer.kind === 'refused') return flawsIn(answer.refusal as unknown as RefusedSave) ?? answer.refusal.message
    const kept = this.lines.filter(({ state }) => state !== 'saved')
    await this.load()
    // What was being typed goes on over the list as it is now.
    for (const { row, typed, fresh } of kept) {
      const line = fresh ? this.add(typed.category ?? row.category) : this.byNumber(row.number)
      if (line) Object.assign(line, { typed, state: 'waiting' })
    }
    this.#soon()
    return null
  }
}

interface RefusedSave {
  readonly code: string
  readonly message: string
  readonly flaws?: readonly FormFlaw[]
  readonly theirs?: readonly DeskFile[]
}

const flawsIn = ({ flaws }: RefusedSave): string | null =>
  flaws && flaws.length > 0 ? flaws.map(({ says }) => says).join(' ') : null

/** Words that have arrived are no longer only typed; what was typed meanwhile still is. */
function stored(line: Line, sent: Partial<Record<DeskText, string>>, rows: readonly DeskRow[]): void {
  const row = rows.find(({ number }) => number === line.row.number)
  if (row) line.row = row
  const newer = DESK_TEXTS.filter(field => line.typed[field] !== undefined && line.typed[field] !== sent[field])
  line.typed = Object.fromEntries(newer.map(field => [field, line.typed[field]]))
  line.fresh = false
  line.says = []
  line.state = newer.length > 0 ? 'waiting' : 'saved'
}

/** Puts what the server says at the rows it speaks of; the others go again. False when it speaks of none of several. */
function refusedBy(refusal: RefusedSave, part: readonly Line[]): boolean {
  const { code, message, flaws = [], theirs = [] } = refusal
  let named = 0
  for (const line of part) {
    const says = flaws.filter(({ field }) => field.startsWith(`${line.row.number}.`)).map(({ says }) => says)
    const other = theirs.find(({ number }) => number === line.row.number)
    if (says.length > 0) Object.assign(line, { state: 'refused', says })
    else if (other) Object.assign(line, { state: 'conflict', theirs: other, says: [message] })
    else continue
    named += 1
  }
  if (named > 0) return true
  const [only] = part
  if (!only || part.length > 1) return false
  Object.assign(
    only,
    code === 'edited-by-other' ? { state: 'gone', says: ['这一行已被别人删除。'] } : { state: 'refused', says: [message] },
  )
  return true
}

const rowOf = ({ deeds, position: _p, withdrawnAt: _w, editedBy: _b, editedAt: _a, ...row }: DeskFile): DeskRow => ({
  ...row,
  deeds: deeds.length,
})

/** The word a cell shows: what was typed, else what is stored. Of deeds only what was typed is known here. */
export const wordIn = ({ row, typed }: Line, field: DeskText): string => typed[field] ?? (field === 'deeds' ? '' : row[field])
