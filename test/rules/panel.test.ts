import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StaffId } from '../../worker/rules/ids.ts'
import { type Member, type PanelTerms, type PanelWork, panelSummary, progressOf, type Sheet } from '../../worker/rules/panel.ts'
import { panelColumn, sortedBy } from '../../worker/rules/panel-columns.ts'
import { panelGrid } from '../../worker/rules/panel-grid.ts'
import { bandsOf } from '../../worker/rules/robustness.ts'
import { instant } from '../../worker/rules/time.ts'

const terms: PanelTerms = {
  criteria: [
    { name: '政治表现', weight: 40, most: 100 },
    { name: '工作实绩', weight: 60, most: 50 },
  ],
  blind: false,
  categories: ['people'],
}
const nominees = [3, 1, 2, 4].map(number => ({
  number,
  category: number === 4 ? 'groups' : 'people',
  withdrawn: number === 3 ? '本人放弃' : null,
}))
const who = (n: number) => `stf_000000000000000${n}` as StaffId
const member = (n: number, submitted = true): Member => ({
  id: who(n),
  name: `评审${n}`,
  addedAt: instant(1),
  submittedAt: submitted ? instant(9) : null,
  revision: 1,
})
const sheet = (n: number, number: number, marks: Sheet['marks'], recusal: string | null = null): Sheet => ({
  reviewer: who(n),
  number,
  marks,
  note: '',
  recusal,
  revision: 1,
  at: instant(5),
})
const work = (change: Partial<PanelWork> = {}): PanelWork => ({
  terms,
  nominees,
  members: [member(1), member(2), member(3, false)],
  sheets: [
    sheet(1, 1, [90, 40]),
    sheet(2, 1, [80, 45.5]),
    sheet(1, 2, [70, 25]),
    sheet(2, 2, [], '近亲属'),
    sheet(3, 1, [1, 1]),
    sheet(3, 2, [1, 1]),
  ],
  bands: null,
  ...change,
})

test('the summary has a row for everybody judged, in the order of numbers, with means of what was handed in', () => {
  expect(panelSummary(work())).toEqual({
    criteria: terms.criteria,
    members: 3,
    submitted: 2,
    rows: [
      {
        number: 1,
        category: 'people',
        votes: null,
        // (40 × 0.90 + 60 × 0.80 + 40 × 0.80 + 60 × 0.91) / 2
        scores: { means: [85, 42.75], weighted: 85.3, sheets: 2, recused: 0 },
      },
      { number: 2, category: 'people', votes: null, scores: { means: [70, 25], weighted: 58, sheets: 1, recused: 1 } },
    ],
  })
})

test('nobody has handed in: no mean is made up', () => {
  const [row] = panelSummary(work({ members: [member(1, false)] })).rows
  expect(row?.scores).toEqual({ means: [null, null], weighted: null, sheets: 0, recused: 0 })
})

test('law 2: votes and scores are columns apart: another tally changes no score, other scores change no vote', () => {
  const bandsFor = (votes: readonly number[]) =>
    bandsOf(
      [1, 2],
      { votes: Object.fromEntries(votes.map((n, i) => [i + 1, { counted: n, held: 2, void: 1 }])), reported: null },
      1,
    ).bands
  const one = panelSummary(work({ bands: bandsFor([10, 20]) })).rows
  const other = panelSummary(work({ bands: bandsFor([500, 3]) })).rows
  expect(one[0]?.votes).toEqual({ raw: 13, counted: 10, held: 2, void: 1, best: 2, worst: 2 })
  expect(other.map(({ scores }) => scores)).toEqual(one.map(({ scores }) => scores))
  const marked = panelSummary(work({ bands: bandsFor([10, 20]), sheets: [sheet(1, 1, [1, 1])] })).rows
  expect(marked.map(({ votes }) => votes)).toEqual(one.map(({ votes }) => votes))
  expect(Object.keys(one[0] ?? {})).toEqual(['number', 'category', 'votes', 'scores'])
})

test('means depend on no order of sheets, and lie between the least and the greatest mark', () => {
  const mark = fc.integer({ min: 0, max: 1000 }).map(tenths => tenths / 10)
  const sheets = fc.array(fc.tuple(mark, fc.integer({ min: 0, max: 50 })), { minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(sheets, given => {
      const members = given.map((_, i) => member(i + 1))
      const all = given.map((marks, i) => sheet(i + 1, 1, marks))
      const scores = (sheets: readonly Sheet[]) => panelSummary(work({ members, sheets })).rows[0]?.scores
      const found = scores(all)
      expect(scores([...all].reverse())).toEqual(found)
      const firsts = given.map(([first]) => first)
      const mean = found?.means[0] as number
      expect(mean >= Math.min(...firsts) - 0.005 && mean <= Math.max(...firsts) + 0.005).toBe(true)
      expect(found?.sheets).toBe(given.length)
    }),
  )
})

test('a reviewer has come as far as sheets are complete or recused; a half-filled sheet is still open', () => {
  const numbers = [1, 2]
  expect(progressOf(who(1), terms, { numbers, sheets: work().sheets })).toEqual({ done: 2, recused: 0, open: [] })
  expect(progressOf(who(2), terms, { numbers, sheets: work().sheets })).toEqual({ done: 1, recused: 1, open: [] })
  expect(progressOf(who(1), terms, { numbers, sheets: [sheet(1, 1, [9, null])] })).toEqual({ done: 0, recused: 0, open: [1, 2] })
})

test('a reader may have the rows by one column; equal ones stay in the order of numbers and what is missing comes last', () => {
  const rows = panelSummary(work()).rows
  const order = (name: string) => sortedBy(rows, panelColumn(name, terms.criteria) ?? 'number').map(({ number }) => number)
  expect([order('number'), order('weighted'), order('c1'), order('counted'), order('nonsense')]).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
    [1, 2],
    [1, 2],
  ])
  expect(panelColumn('c2', terms.criteria)).toBe(null)
  const bare = panelSummary(work({ sheets: [sheet(1, 2, [7, 7])] })).rows
  expect(sortedBy(bare, 'weighted').map(({ number }) => number)).toEqual([2, 1])
})

test('who gave what is told of those who have handed in: marks by their weights, or that somebody stays out', () => {
  expect(panelGrid(work())).toEqual({
    reviewers: ['评审1', '评审2'],
    rows: [
      { number: 1, category: 'people', cells: [84, 86.6] },
      { number: 2, category: 'people', cells: [58, 'recused'] },
    ],
  })
})
