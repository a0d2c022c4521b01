import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hidePiece, judgeDraft, plainText } from '../../worker/rules/comment.ts'
import { anySign } from '../support/any-sign.ts'

const flawsOf = (text: string, signature = '') => {
  const verdict = judgeDraft({ text, signature })
  return verdict.ok
    ? []
    : verdict.refusal.code === 'form-refused'
      ? verdict.refusal.flaws.map(({ field, says }) => [field, says])
      : ['?']
}

test('a comment has 5 to 200 signs, counted as people count them', () => {
  expect([flawsOf('好人一个！'), flawsOf('𠮷'.repeat(200))]).toEqual([[], []])
  expect(flawsOf('  好人！ ')).toEqual([['text', '请至少写 5 个字。']])
  expect(flawsOf('𠮷'.repeat(201))).toEqual([['text', '最多写 200 个字，现在有 201 个。']])
  expect(flawsOf('二十年如一日', '东'.repeat(21))).toEqual([['signature', '署名最多 20 个字。']])
})

test('a number that names a person is refused at once, with which part it is, in the text and in the signature', () => {
  expect(flawsOf('张师傅电话13800138000，热心肠', '13900139000')).toEqual([
    ['text', '“13800138000”像是手机号。评语会公开，请去掉后再提交。'],
    ['signature', '“13900139000”像是手机号。评语会公开，请去掉后再提交。'],
  ])
})

test('signs that nobody sees, and those that turn a line around, are taken out; breaks become spaces', () => {
  expect(plainText(' 好\u200b人\u202e一\r\n\n个\ufeff\u0007！ ')).toBe('好人一 个 ！')
  expect(plainText('好\n\u{f0000}\n人')).toBe('好 人')
  fc.assert(
    fc.property(fc.string({ unit: anySign }), text => {
      const plain = plainText(text)
      expect([/[\p{Cc}\p{Cf}]/u.test(plain), plainText(plain)]).toEqual([false, plain])
    }),
  )
})

test('only a piece that is there can be hidden, sign by sign, and never the whole', () => {
  expect(hidePiece('邻居李小红说他好，李小红是我妈', '李小红')).toBe('邻居＊＊＊说他好，＊＊＊是我妈')
  expect([hidePiece('邻居说他好', '李小红'), hidePiece('邻居说他好', ''), hidePiece('邻居说他好', '邻居说他好')]).toEqual([
    null,
    null,
    null,
  ])
})
