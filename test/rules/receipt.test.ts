import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeCrockford, encodeCrockford, grouped, plain } from '../../worker/rules/crockford.ts'
import { readReceiptCode, receiptCode } from '../../worker/rules/receipt.ts'
import { printedCode, readVotingCode, verifierHash, votingCodeFrom } from '../../worker/rules/voting-code.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

test('what was encoded is decoded, and nothing else is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }).chain(bytes), data => {
      expect(decodeCrockford(encodeCrockford(data), data.length)).toEqual(data)
    }),
  )
  expect([decodeCrockford('0', 1), decodeCrockford('ZZ', 1), decodeCrockford('0U', 1), decodeCrockford('', 0)]).toEqual([
    null,
    null,
    null,
    new Uint8Array(),
  ])
})

test('a code may be typed in small letters, full-width, with blanks, and with O for 0 and I or L for 1', () => {
  expect(plain(' ab-cO 1iL ｘ—9 ')).toBe('ABC0111X9')
  expect(grouped('ABCDEFGHJKMNPQRS')).toBe('ABCD-EFGH-JKMN-PQRS')
})

test('a receipt code leads back to its box and place, and to the first bytes of its leaf', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 127 }), fc.integer({ min: 1, max: 2 ** 32 - 1 }), bytes(32), (shard, seq, leaf) => {
      const code = receiptCode({ shard, seq }, leaf)
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
      expect(readReceiptCode(code.toLowerCase().replaceAll('-', ' '))).toEqual({
        place: { shard, seq },
        tag: leaf.subarray(0, 5),
        code,
      })
    }),
  )
})

test('only 16 signs of the alphabet can be a receipt code, and there is no ballot number 0', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      if (!/^[0-9A-HJKMNP-TV-Z]{16}$/.test(plain(text))) expect(readReceiptCode(text)).toBe(null)
    }),
  )
  expect(readReceiptCode(receiptCode({ shard: 0, seq: 0 }, new Uint8Array(32)))).toBe(null)
})

test('a voting code survives being printed and typed', () => {
  fc.assert(
    fc.property(bytes(10), random => {
      expect(readVotingCode(printedCode(votingCodeFrom(random)))).toEqual(votingCodeFrom(random))
    }),
  )
  expect(['', 'ABC', '0'.repeat(17), 'U'.repeat(16)].map(readVotingCode)).toEqual([null, null, null, null])
})

test('a stored verifier depends on the site key, the selector and the verifier', () => {
  const code = { selector: 'AAAA0000', verifier: 'BBBB1111' }
  const key = new Uint8Array(32).fill(1)
  const hashes = [
    verifierHash(key, code),
    verifierHash(new Uint8Array(32).fill(2), code),
    verifierHash(key, { ...code, selector: 'AAAA0001' }),
    verifierHash(key, { ...code, verifier: 'BBBB1112' }),
  ]
  expect(new Set(hashes).size).toBe(4)
  expect(verifierHash(key, code)).toBe(hashes[0])
})
