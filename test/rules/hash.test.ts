import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmacSha256, sha256 } from '../../worker/rules/hash.ts'
import { anySign } from '../support/any-sign.ts'

test('the published vectors hold: FIPS 180-4 "abc", RFC 4231 cases 1 and 6', () => {
  expect(sha256('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(hmacSha256(new Uint8Array(20).fill(0x0b), 'Hi There').toString('hex')).toBe(
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  )
  expect(
    hmacSha256(new Uint8Array(131).fill(0xaa), 'Test Using Larger Than Block-Size Key - Hash Key First').toString('hex'),
  ).toBe('60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54')
})

test('it agrees with the runtime’s own for any key, text and bytes, however often one key is used', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.string({ unit: anySign }), { minLength: 1 }),
      fc.uint8Array(),
      (key, texts, bytes) => {
        for (const text of texts)
          expect(hmacSha256(key, text).toString('hex')).toBe(createHmac('sha256', key).update(text).digest('hex'))
        expect(sha256(bytes, ...texts).toString('hex')).toBe(
          createHash('sha256')
            .update(bytes)
            .update(texts.map(text => Buffer.from(text)).reduce((a, b) => Buffer.concat([a, b])))
            .digest('hex'),
        )
      },
    ),
  )
})

test('it agrees at every length around a block and beyond what is gathered, for signs of every width', () => {
  for (const text of ['a', '中', '𝄞', 'a中'])
    for (const count of [0, 1, 18, 27, 28, 32, 55, 56, 63, 64, 65, 119, 120, 128, 3000, 9000]) {
      const repeated = text.repeat(count)
      expect(sha256(repeated, repeated).toString('hex')).toBe(createHash('sha256').update(repeated.repeat(2)).digest('hex'))
    }
  const large = new Uint8Array(1_000_003).fill(0xa5)
  expect(sha256(large).toString('hex')).toBe(createHash('sha256').update(large).digest('hex'))
})
