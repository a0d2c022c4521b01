import fc from 'fast-check'
import { parseCsv } from 'hucre/csv'
import { expect, test } from 'vitest'
import { csvCell, csvText } from '../../worker/rules/csv.ts'
import { FORMULAS } from '../support/formulas.ts'

/** A reader that is not ours; every value as the text it stands for. */
const readBack = (text: string): readonly (readonly string[])[] =>
  parseCsv(text.replace(/^\uFEFF/, ''), { delimiter: ',', typeInference: false }).map(row => row.map(String))

test('T30: no text of a table can start a formula, however its first sign is written or hidden', () => {
  for (const text of FORMULAS.slice(0, -1)) expect([text, csvCell(text)]).toEqual([text, `"'${text.replaceAll('"', '""')}"`])
  // A quote within a cell neither ends it nor opens another, whatever sign divides cells.
  expect(csvCell('";=1+1')).toBe('""";=1+1"')
})

test('T30: a text that cannot start a formula is left as it is, and a number stays a number', () => {
  expect(['张明', '', 'a=b', "'=1", '2-3', '第1名', '①'].map(csvCell)).toEqual([
    '"张明"',
    '""',
    '"a=b"',
    '"\'=1"',
    '"2-3"',
    '"第1名"',
    '"①"',
  ])
  expect([0, 12, -3, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map(csvCell)).toEqual([
    '0',
    '12',
    '-3',
    '1.5',
    '"NaN"',
    '"Infinity"',
  ])
})

test('T30: any table comes back through another reader cell for cell, and no cell of it begins like a formula', () => {
  const piece = fc.constantFrom('=', '+', '-', '@', '＝', '\t', '\r\n', '\n', '"', ',', ';', ' ', "'", '张明', '1', '\u200B')
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(piece, { maxLength: 6 }).map(parts => parts.join('')),
  )
  const table = fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(table, rows => {
      const back = readBack(csvText(rows))
      expect(back.map(row => row.map(cell => cell.replace(/^'/, '')))).toEqual(
        rows.map(row => row.map(cell => cell.replace(/^'/, ''))),
      )
      for (const cell of back.flat())
        expect([cell, /^[=+\-@\t\r\n＝＋－＠]/.test(cell.replace(/^[\s\u200B]+/, ''))]).toEqual([cell, false])
    }),
    { numRuns: 500 },
  )
})

test('T30: a table is UTF-8 with BOM and its lines end as Excel wants them', () => {
  expect(csvText([['甲', 1], ['=乙']])).toBe('\uFEFF"甲",1\r\n"\'=乙"\r\n')
})
