import { CELLS, type Cells } from './features.ts'
import type { Profile } from './reference.ts'
import type { Sign } from './signs.ts'
import { choicesOf, type Table } from './table.ts'
import { THRESHOLDS } from './thresholds.ts'

const { own, rarity } = THRESHOLDS

/** How much of its points each sign is worth here: what a good part of the campaign shows is no sign. */
export interface Worth {
  readonly fast: number
  readonly noView: number
  readonly hosting: number
  readonly challengeFast: number
  readonly fresh: number
}

export const FULL_WORTH: Worth = { fast: 1, noView: 1, hosting: 1, challengeFast: 1, fresh: 1 }

/** The five quantities by which a single ballot can be out of place; null is never a sign. */
export interface Shown {
  readonly choices: number
  readonly dwellMs: number | null
  readonly views: number | null
  readonly hosting: boolean | null
  readonly challengeMs: number | null
  readonly identityAgeMs: number | null
  readonly unverified: boolean
}

/** What one ballot shows by itself. */
export function ownSigns(shown: Shown, worth: Worth): Sign[] {
  const { choices, dwellMs, views, hosting, challengeMs, identityAgeMs, unverified } = shown
  const signs: Sign[] = []
  const add = (code: Sign['code'], points: number) => {
    if (points > 0) signs.push({ code, points })
  }
  if (dwellMs !== null) {
    const { impossible, fast } = own
    if (dwellMs < impossible.base + impossible.each * choices) add('TIME.IMPOSSIBLE', impossible.points)
    else if (dwellMs < Math.min(fast.most, fast.base + fast.each * choices)) add('TIME.FAST', fast.points * worth.fast)
  }
  if (views === 0) add('NAV.NO_VIEW', own.noView * worth.noView)
  if (hosting === true) add('NET.DC', own.hosting * worth.hosting)
  if (challengeMs !== null && challengeMs < own.challengeFast.below)
    add('CHAL.FAST', own.challengeFast.points * worth.challengeFast)
  if (identityAgeMs !== null && identityAgeMs < own.fresh.below) add('ID.NEW_RATIO', own.fresh.points * worth.fresh)
  if (unverified) add('CHAL.UNVERIFIED', own.unverified)
  return signs
}

const known = (quantity: number): number | null => (Number.isNaN(quantity) ? null : quantity)

export const shownBy = (table: Table, row: number): Shown => ({
  choices: choicesOf(table, row),
  dwellMs: known(table.dwell[row] as number),
  views: (table.views[row] as number) < 0 ? null : (table.views[row] as number),
  hosting: table.hosting[row] === 0 ? null : table.hosting[row] === 2,
  challengeMs: known(table.challengeMs[row] as number),
  identityAgeMs: known(table.age[row] as number),
  unverified: table.challenge[row] === 2,
})

/** How common each sign is in the campaign, and so what it is worth. Of the rare ones nobody can make many by noise. */
export function worthIn(table: Table, cells: Cells, usual: Profile): Worth {
  const below = (shares: Float64Array, cell: number) => shares.subarray(1, cell + 1).reduce((sum, share) => sum + share, 0)
  return {
    fast: worthOf(below(usual.dwell, 9)),
    noView: worthOf(usual.views[1] as number),
    hosting: worthOf(hostingShare(table, cells, usual)),
    challengeFast: worthOf(below(usual.challenge, 9)),
    fresh: worthOf(below(usual.age, 3)),
  }
}

const worthOf = (share: number): number => rarity.find(step => share <= step.share)?.worth ?? 0

function hostingShare(table: Table, cells: Cells, usual: Profile): number {
  const hosting = hostingCells(table, cells)
  let share = 0
  for (let cell = 1; cell < CELLS; cell++) if (hosting[cell] === 1) share += usual.provider[cell] as number
  return share
}

/** Which cells of the providers are networks of machines: those most of whose ballots say so. */
export function hostingCells(table: Table, { provider }: Cells): Uint8Array {
  const said = new Int32Array(CELLS)
  for (let row = 0; row < table.size; row++) {
    const cell = provider[row] as number
    const hosting = table.hosting[row]
    if (hosting !== 0) said[cell] = (said[cell] as number) + (hosting === 2 ? 1 : -1)
  }
  return Uint8Array.from(said, balance => (balance > 0 ? 1 : 0))
}
