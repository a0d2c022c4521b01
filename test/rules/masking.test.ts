import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findPersonalData, isIdNumber, maskAll, passesLuhn } from '../../worker/rules/masking.ts'

/** Each find as kind, text, masked. */
const found = (text: string) => findPersonalData(text).map(({ kind, text, masked }) => [kind, text, masked])

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const withCheck = (seventeen: string): string =>
  seventeen + '10X98765432'[WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(seventeen[i]), 0) % 11]

const idNumbers = fc
  .tuple(
    fc.constantFrom('110101', '410802', '150203', '830000'),
    fc.date({ min: new Date('1930-01-01'), max: new Date('2020-12-31'), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([region, day, order]) =>
    withCheck(region + day.toISOString().slice(0, 10).replaceAll('-', '') + String(order).padStart(3, '0')),
  )
const phones = fc
  .tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 0, max: 999_999_999 }))
  .map(([second, rest]) => `1${second}${String(rest).padStart(9, '0')}`)
const cards = fc
  .tuple(
    fc.constantFrom('622202', '621700', '436742', '955880'),
    fc.integer({ min: 9, max: 12 }),
    fc.integer({ min: 0, max: 2 ** 31 }),
  )
  .map(([bank, length, rest]) => bank + String(rest).padStart(length, '7').slice(0, length))
  .map(digits => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(check => `${digits}${check}`).find(passesLuhn) ?? '')
const emails = fc.constantFrom('zhang.ming@example.cn', 'a_b+c@mail.example.com.cn', 'X1@example.org')
const personal = fc.oneof(idNumbers, phones, cards, emails)

test('the published examples of GB 11643 are valid, and with another check sign they are not', () => {
  expect(['11010519491231002X', '440524188001010014'].map(isIdNumber)).toEqual([true, true])
  expect(['110105194912310021', '440524188001010015', '11010519490231002X', '00010519491231002X'].map(isIdNumber)).toEqual([
    false,
    false,
    false,
    false,
  ])
})

test('each kind is found, and hidden as people are used to', () => {
  expect(found('张明，身份证号110105194912310021，应为11010519491231002X。')).toEqual([
    ['id-number', '11010519491231002X', '1101**********002X'],
  ])
  expect(
    found('手机13812341234，备用138-1234-5678、+86 138 1234 5678、８６１３８１２３４５６７８。').map(([, ...rest]) => rest),
  ).toEqual([
    ['13812341234', '138****1234'],
    ['138-1234-5678', '138****5678'],
    ['86 138 1234 5678', '138****5678'],
    ['８６１３８１２３４５６７８', '138****5678'],
  ])
  expect(found('旧号 150203800101001，卡号 6222 0212 3456 7890 128')).toEqual([
    ['id-number', '150203800101001', '1502*******1001'],
    ['card', '6222 0212 3456 7890 128', expect.stringMatching(/^6222\*{11}0128$/)],
  ])
  expect(found('邮箱：zhang.ming@example.cn或ｌｉ'.replace('ｌｉ', 'li＠example．cn'))).toEqual([
    ['email', 'zhang.ming@example.cn', 'z***@example.cn'],
    ['email', 'li＠example．cn', 'l***@example.cn'],
  ])
})

test('what a notice must say is no personal data: landlines, dates, money, document and credit codes, quotas', () => {
  for (const text of [
    '联系电话：0391-3568123、010-13812345、(0472)5618099、400-810-1234',
    '2026年4月8日至2026-04-14 17:30，20260408173000，2019－2026年',
    '党费13800000000元，13812345678.50，共 13812345678 万',
    '内组电明字〔2019〕12 号，鄂党联发〔2024〕4号',
    '统一社会信用代码 11410800005767868A、91110000100006485R、114108000057678681',
    '名额 9 6 9 17 11 16 1:1.5 100 2000 15 22',
    '指纹 8f14e45fceea167a5a36dedd4bea2543',
    '110105194912310021',
    '12345678901234567890123',
    '1381234567',
    '138123456789012345678',
  ])
    expect([text, found(text)]).toEqual([text, []])
})

test('a number of a person is found wherever it stands, unbroken, in wide digits or broken by blanks, and once', () => {
  const wide = (text: string) => text.replaceAll(/\d/g, sign => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
  const broken = (text: string) =>
    isIdNumber(text)
      ? text.replace(/^(.{6})(.{8})(.{4})$/, '$1 $2 $3')
      : text.replace(/^(1\d{2})(\d{4})(\d{4})$/, '$1-$2-$3').replace(/^(\d{4})(\d{4})(\d{4})(\d{4})$/, '$1 $2 $3 $4')
  fc.assert(
    fc.property(
      personal,
      fc.constantFrom('姓名：', '、', '\n| ', '('),
      fc.constantFrom('。', '（本人）', ' |', '\n'),
      (number, before, after) => {
        for (const written of [number, wide(number), broken(number)]) {
          if (written !== number && number.includes('@')) continue
          const text = before + written + after
          const all = findPersonalData(text)
          expect([text, all.map(({ from, to }) => text.slice(from, to))]).toEqual([text, [written]])
        }
      },
    ),
    { seed: 5, numRuns: 500 },
  )
})

test('what has been hidden is not found again, shows no more than head and tail, and the rest of the text stays', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('甲 ', '乙：', '丙，'), personal), { maxLength: 5 }), parts => {
      const text = parts.map(([word, number]) => `${word}${number}；`).join('')
      const hidden = maskAll(text, findPersonalData(text))
      expect(findPersonalData(hidden)).toEqual([])
      expect(hidden.replaceAll(/[^甲乙丙：，； ]/g, '')).toEqual(text.replaceAll(/[^甲乙丙：，； ]/g, ''))
      for (const [, number] of parts) expect(hidden).not.toContain(number)
    }),
    { seed: 6, numRuns: 300 },
  )
})

test('finds come in order, never overlap, and any text at all is survived', () => {
  const signs = fc.string({
    unit: fc.constantFrom('1', '3', '8', '0', '9', '６', ' ', '-', 'X', 'x', '@', '.', 'a', '\n', '中'),
    maxLength: 80,
  })
  fc.assert(
    fc.property(signs, text => {
      const all = findPersonalData(text)
      for (const [i, { from, to, text: part }] of all.entries())
        expect([from < to, (all[i - 1]?.to ?? 0) <= from, text.slice(from, to)]).toEqual([true, true, part])
    }),
    { seed: 7, numRuns: 2000 },
  )
})
