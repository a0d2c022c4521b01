import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, matchOf, placesOf, questionOf, type Term, tokensOf } from '../../worker/rules/bigrams.ts'
import { excerpt, marked } from '../../worker/rules/excerpt.ts'
import { textOfHtml } from '../../worker/rules/plain-text.ts'
import { anySign } from '../support/any-sign.ts'

const terms = (asked: string): readonly Term[] => {
  const question = questionOf(asked)
  return question.asks === 'something' ? question.terms : []
}
const written = (text: string) => marked(text, terms('党员 12 li')).map(({ text, hit }) => (hit ? `[${text}]` : text))

test('a text is cut into every pair of neighbouring signs, its last sign, and whole words', () => {
  expect(tokensOf('优秀党员')).toBe('优秀 秀党 党员 员')
  expect(tokensOf('李明：2026年ＡＢ班，A4纸')).toBe('李明 明 2026 年 ab 班 a4 纸')
  expect(tokensOf('𬱖𠮷')).toBe('𬱖𠮷 𠮷')
  expect(tokensOf('。、！ "*')).toBe('')
})

test('a question asks for its pairs in their order, for a single sign and a word by their beginning, for a number whole', () => {
  expect(matchOf(terms('优秀党员'))).toBe('"优秀 秀党 党员"')
  expect(matchOf(terms('张'))).toBe('"张" *')
  expect(matchOf(terms('zm 12号 优秀'))).toBe('"zm" * AND "12" AND "号" * AND "优秀"')
})

test('a question of nothing, of marks or of one letter is told apart from one that asks', () => {
  expect(['', '  ', '*', '"" OR', 'a', '七', '7'].map(text => questionOf(text).asks)).toEqual([
    'nothing',
    'nothing',
    'too-little',
    'something',
    'too-little',
    'something',
    'something',
  ])
})

test('whatever is asked, the expression holds nothing but quoted letters and digits, and as many terms as are allowed', () => {
  const rubbish = fc.oneof(
    fc.string({ unit: anySign, maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc
      .array(fc.constantFrom('"', '*', '^', 'NEAR(', 'AND', 'OR', 'NOT', ':', '优秀', 'a', '-', '\0', '\ud800'), {
        maxLength: 60,
      })
      .map(parts => parts.join('')),
  )
  fc.assert(
    fc.property(rubbish, text => {
      const asked = terms(text)
      expect(asked.length).toBeLessThanOrEqual(8)
      expect(matchOf(asked)).toMatch(/^$|^"[\p{L}\p{N}\p{Script=Han} ]+"( \*)?( AND "[\p{L}\p{N}\p{Script=Han} ]+"( \*)?)*$/u)
    }),
    { numRuns: 2000 },
  )
})

const chinese = fc.array(fc.constantFrom(...'优秀共产党员张明，12ab '), { maxLength: 30 }).map(signs => signs.join(''))

test('what the pairs of a question find is exactly what contains it', () => {
  fc.assert(
    fc.property(chinese, fc.array(fc.constantFrom(...'优秀共产党员张明'), { minLength: 2, maxLength: 4 }), (text, signs) => {
      const [pairs, asked] = [
        tokensOf(text).split(' '),
        matchOf(terms(signs.join('')))
          .replaceAll('"', '')
          .split(' '),
      ]
      const found = pairs.some((_, i) => asked.every((pair, j) => pairs[i + j] === pair))
      expect([text, signs, found]).toEqual([text, signs, text.includes(signs.join(''))])
    }),
    { numRuns: 3000 },
  )
})

test('what was asked for is set apart where it stands, a word at its beginning, a number whole', () => {
  expect(written('共产党员第12号')).toEqual(['共产', '[党员]', '第', '[12]', '号'])
  expect(written('党员党员')).toEqual(['[党员党员]'])
  expect(written('112号，120号；Ali，LIN Hua')).toEqual(['112号，120号；Ali，', '[LI]', 'N Hua'])
  expect(written('第１２号')).toEqual(['第', '[１２]', '号'])
})

test('setting apart loses no sign of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: anySign, maxLength: 80 }), fc.string({ unit: 'grapheme', maxLength: 6 }), (text, asked) => {
      expect(
        marked(text, terms(asked))
          .map(piece => piece.text)
          .join(''),
      ).toBe(text.normalize('NFC'))
      const { text: whole } = fold(text)
      for (const [from, to] of placesOf(fold(text), terms(asked))) expect(from < to && to <= whole.length).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

test('an excerpt begins a little before the first place, says where it was cut, and cuts no sign in half', () => {
  const text = `${'甲'.repeat(50)}党员${'𬱖'.repeat(200)}`
  const pieces = excerpt(text, terms('党员'), 30)
  expect(pieces).toEqual([
    { text: `…${'甲'.repeat(16)}`, hit: false },
    { text: '党员', hit: true },
    { text: `${'𬱖'.repeat(12)}…`, hit: false },
  ])
  expect(excerpt('短文', terms('党员'), 30)).toEqual([{ text: '短文', hit: false }])
})

test('the text of HTML is what a reader sees: words whole across marks of stress, paragraphs and cells apart', () => {
  expect(textOfHtml('<p>优<strong>秀</strong>党员</p><table><tr><td>甲</td><td>乙</td></tr></table>')).toBe('优秀党员\n甲\n乙')
  expect(textOfHtml('A&amp;B &lt;b&gt; &#20248;&#x79c0;&nbsp;&unknown; &#0;')).toBe('A&B <b> 优秀 &unknown;')
})
