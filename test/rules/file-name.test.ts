import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanFileName } from '../../worker/rules/file-name.ts'
import { anySign } from '../support/any-sign.ts'

test('a name loses its folders, its hidden signs and what Windows forbids, and keeps its ending', () => {
  expect(
    [
      '名额 表.docx',
      '../../etc/passwd',
      'C:\\文件\\表.xlsx',
      '报告\u202efdp.exe',
      '.htaccess',
      'con.pdf',
      'a<b>|"?*.pdf',
      ' \n ',
      `${'长'.repeat(200)}.docx`,
    ].map(cleanFileName),
  ).toEqual([
    '名额 表.docx',
    'passwd',
    '表.xlsx',
    '报告fdp.exe',
    'htaccess',
    '_con.pdf',
    'a_b_____.pdf',
    '附件',
    `${'长'.repeat(95)}.docx`,
  ])
})

test('any text gives a name that is one, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: anySign, maxLength: 150 }), text => {
      const name = cleanFileName(text)
      expect([name.length > 0, [...name].length <= 101, /[/\\\p{Cc}<>:"|?*]/u.test(name), cleanFileName(name)]).toEqual([
        true,
        true,
        false,
        name,
      ])
    }),
    { seed: 3, numRuns: 2000 },
  )
})
