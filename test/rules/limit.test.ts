import fc from 'fast-check'
import { expect, test } from 'vitest'
import { networkOf } from '../../worker/rules/address.ts'
import { type Bucket, draw, isFull } from '../../worker/rules/limit.ts'
import { instant } from '../../worker/rules/time.ts'
import { anySign } from '../support/any-sign.ts'

const ALLOWANCE = { capacity: 5, perSecond: 0.5 }

test('five at once, then one every two seconds, and the wait is told', () => {
  let bucket: Bucket | undefined
  const answers = [0, 0, 0, 0, 0, 0, 1000, 2000, 2001].map(ms => {
    const result = draw(bucket, ALLOWANCE, instant(ms))
    bucket = result.bucket
    return [result.allowed, result.retryAfter]
  })
  expect(answers).toEqual([
    [true, 0],
    [true, 0],
    [true, 0],
    [true, 0],
    [true, 0],
    [false, 2],
    [false, 1],
    [true, 0],
    [false, 2],
  ])
})

test('over any stretch of time no more get through than capacity plus refill', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 300 }), gaps => {
      let [bucket, at, through]: [Bucket | undefined, number, number] = [undefined, 0, 0]
      for (const gap of gaps) {
        at += gap
        const result = draw(bucket, ALLOWANCE, instant(at))
        bucket = result.bucket
        if (result.allowed) through += 1
      }
      expect(through).toBeLessThanOrEqual(5 + (at / 1000) * 0.5 + 1e-9)
    }),
  )
})

test('a clock that steps back fills nothing and empties nothing', () => {
  const spent = { tokens: 0, at: instant(10_000) }
  expect(draw(spent, ALLOWANCE, instant(-1_000_000))).toEqual({ allowed: false, bucket: spent, retryAfter: 2 })
})

test('a bucket that is full again may be forgotten', () => {
  expect([
    isFull({ tokens: 0, at: instant(0) }, ALLOWANCE, instant(9_999)),
    isFull({ tokens: 0, at: instant(0) }, ALLOWANCE, instant(10_000)),
  ]).toEqual([false, true])
})

test('an address is limited as its network: a /24, or a /48', () => {
  expect(
    [
      '203.0.113.7',
      '203.0.113.250',
      '::ffff:203.0.113.9',
      '2001:db8:1:2::1',
      '2001:0DB8:0001:ffff::',
      '2001:db8::1',
      '::1',
      'rubbish',
    ].map(networkOf),
  ).toEqual([
    '203.0.113.0/24',
    '203.0.113.0/24',
    '203.0.113.0/24',
    '2001:db8:1::/48',
    '2001:db8:1::/48',
    '2001:db8:0::/48',
    '0:0:0::/48',
    'rubbish',
  ])
  fc.assert(
    fc.property(fc.string({ unit: anySign, maxLength: 200 }), text => {
      expect(networkOf(text).length).toBeLessThan(80)
    }),
  )
})
