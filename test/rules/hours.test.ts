import { expect, test } from 'vitest'
import { besideOthers, everyHour, type HourRow, hourGrid, hourRows } from '../../worker/rules/hours.ts'
import { type Counts, raw } from '../../worker/rules/tally.ts'
import { after, type Day, HOUR, hourOf, instant, MINUTE } from '../../worker/rules/time.ts'
import { OPENS } from '../support/makers.ts'

// OPENS is 9:00 on 20 April in Shanghai.
const at = (hours: number): number => hourOf(OPENS) + hours
const window = { from: OPENS, until: after(OPENS, 50 * HOUR) }
const counts = (counted: number, held = 0, gone = 0): Counts => ({ counted, held, void: gone })
const ROWS: readonly HourRow[] = [
  [at(0), 4, 0, 0],
  [at(3), 1, 2, 3],
  [at(24), 8, 1, 0],
  [at(48), 2, 0, 0],
]

test('the hours of a tally come in order, and a curve has the quiet ones between them too', () => {
  const tally = { hours: { [at(3)]: counts(1, 2, 3), [at(0)]: counts(4) } }
  expect(hourRows(tally)).toEqual(ROWS.slice(0, 2))
  expect(everyHour(hourRows(tally)).map(point => [point.hour - at(0), raw(point.counts)])).toEqual([
    [0, 4],
    [1, 0],
    [2, 0],
    [3, 6],
  ])
  expect(everyHour([])).toEqual([])
})

test('the grid has every day of the vote up to now; hours before it, after it and still to come are told apart from quiet ones', () => {
  const grid = hourGrid(ROWS, { window, asOf: after(OPENS, 25 * HOUR + 30 * MINUTE) })
  expect(grid.map(({ day }) => day)).toEqual(['2026-04-20', '2026-04-21'])
  const passed = (day: number) => grid[day]?.cells.map(cell => cell.passed[0]).join('')
  expect([passed(0), passed(1)]).toEqual(['nnnnnnnnnwwwwwwwwwwwwwww', 'wwwwwwwwwwpnnnnnnnnnnnnn'])
  expect(grid[0]?.cells[12]).toEqual({ passed: 'whole', counts: counts(1, 2, 3) })
  expect(hourGrid(ROWS, { window, asOf: instant(OPENS - 1) })).toEqual([])
})

test('after the close the grid ends with the last day of the vote, and the hour in which it closed is no whole one', () => {
  const short = { from: OPENS, until: after(OPENS, 26 * HOUR + 30 * MINUTE) }
  const grid = hourGrid(ROWS, { window: short, asOf: after(OPENS, 90 * HOUR) })
  expect(grid.length).toBe(2)
  expect(grid[1]?.cells.slice(8, 13).map(({ passed }) => passed)).toEqual(['whole', 'whole', 'whole', 'part', 'none'])
})

test('an hour is compared with the whole hours of the other days only, on average, whatever became of their ballots', () => {
  const grid = hourGrid(ROWS, { window, asOf: after(OPENS, 48 * HOUR + 30 * MINUTE) })
  const today = besideOthers(grid, '2026-04-22' as Day)
  expect([today[9], today[12], today[8]]).toEqual([
    { clock: 9, own: { passed: 'part', counts: counts(2) }, usual: (4 + 9) / 2 },
    { clock: 12, own: { passed: 'none', counts: counts(0) }, usual: (6 + 0) / 2 },
    // At eight on the first day nobody could vote yet, so only one day is compared with.
    { clock: 8, own: { passed: 'whole', counts: counts(0) }, usual: 0 },
  ])
  expect(besideOthers(grid.slice(0, 1), '2026-04-20' as Day)[9]?.usual).toBeNull()
  expect(besideOthers(grid, '2026-05-01' as Day)).toEqual([])
})
