import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitted, wrapped } from '../../web/islands/poster-text.ts'

/** A Chinese sign is one wide, a Latin one half. */
const wide = (text: string): number => [...text].reduce((sum, sign) => sum + (/[\u2E80-\uFFFF]/.test(sign) ? 1 : 0.5), 0)

test('no line begins with a sign that closes and none ends with one that opens', () => {
  expect(wrapped('他说，好事要做到底。', 4, wide)).toEqual(['他说，好', '事要做到', '底。'])
  expect(wrapped('他常常说，好事', 4, wide)).toEqual(['他常常', '说，好事'])
  expect(wrapped('一二三（四五六）', 4, wide)).toEqual(['一二三', '（四五', '六）'])
})

test('words and numbers in Latin letters stay whole, unless one is wider than the line', () => {
  expect(wrapped('编号2026年AB', 3, wide)).toEqual(['编号', '2026年', 'AB'])
  expect(wrapped('https://vote.example.cn', 4, wide).join('')).toBe('https://vote.example.cn')
})

test('nothing of a text is lost in its lines, and no line is wider than it may be', () => {
  const piece = fc.constantFrom('张', '明', '，', '。', '“', '”', 'ab', '12', ' ', '社', '区', '、')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 4, max: 12 }), (parts, width) => {
      const text = parts.join('').trim()
      const lines = wrapped(text, width, wide)
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      expect(lines.filter(line => wide(line) > width)).toEqual([])
    }),
  )
})

test('a name is set as large as its room allows; one that never fits is cut and says so', () => {
  const at = (size: number) => (text: string) => wide(text) * size
  const room = { width: 100, lines: 2, most: 40, least: 20 }
  expect(fitted('张明', room, at)).toEqual({ size: 40, lines: ['张明'] })
  expect(fitted('清河市城东社区党总支', room, at).size).toBe(20)
  expect(fitted('清河市城东社区党总支委员会第一党支部', room, at)).toEqual({ size: 20, lines: ['清河市城东', '社区党总……'] })
  expect(fitted('清河市两优一先', { ...room, lines: 2, even: true, most: 24 }, at).lines).toEqual(['清河市两', '优一先'])
})
