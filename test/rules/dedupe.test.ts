import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shardsFor } from '../../worker/rules/ballot.ts'
import type { IdentityLevel } from '../../worker/rules/campaign.ts'
import { dedupeKey, lengthPrefixed, shardOf } from '../../worker/rules/dedupe.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { anySign } from '../support/any-sign.ts'

const KEY = new Uint8Array(32).fill(7)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const tuple = fc.record({
  campaign: fc.string().map(text => text as CampaignId),
  level: fc.constantFrom<IdentityLevel>('device', 'code'),
  id: fc.string({ unit: anySign }),
  period: fc.constantFrom('once' as const, '2026-04-20' as never, '2026-04-21' as never),
})

test('two different lists of parts never make the same bytes, whatever signs they hold', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: anySign, maxLength: 12 })),
      fc.array(fc.string({ unit: anySign, maxLength: 12 })),
      (a, b) => {
        // What UTF-8 cannot write (half a surrogate pair) is the same sign to every reader.
        const written = (list: string[]) => JSON.stringify(list.map(text => text.toWellFormed()))
        expect(hex(lengthPrefixed(a)) === hex(lengthPrefixed(b))).toBe(written(a) === written(b))
      },
    ),
  )
  // Whatever else could have been put between the parts can stand in one of them.
  for (const between of ['', '\0', '\0\0', '\0\x01', ':', '|', '\n'])
    expect([between, hex(lengthPrefixed([`a${between}b`]))]).not.toEqual([between, hex(lengthPrefixed(['a', 'b']))])
})

test('a dedupe key is 16 bytes, the same for the same voter and period, and another for any other', () => {
  fc.assert(
    fc.property(tuple, tuple, (a, b) => {
      const keyOf = ({ campaign, level, id, period }: typeof a) => hex(dedupeKey(KEY, campaign, { level, id }, period))
      const written = ({ campaign, level, id, period }: typeof a) =>
        JSON.stringify([campaign, level, id, period].map(text => text.toWellFormed()))
      expect(keyOf(a)).toHaveLength(32)
      expect(keyOf(a) === keyOf(b)).toBe(written(a) === written(b))
    }),
  )
})

test('two hundred thousand voters get two hundred thousand keys', () => {
  const keys = new Set<string>()
  for (let i = 0; i < 200_000; i++)
    keys.add(hex(dedupeKey(KEY, 'cmp_0000000000000001' as CampaignId, { level: 'device', id: `d${i}` }, 'once')))
  expect(keys.size).toBe(200_000)
})

test('without the campaign key the keys of two campaigns have nothing in common', () => {
  const voter = { level: 'device', id: 'abc' } as const
  const keyOf = (fill: number) =>
    hex(dedupeKey(new Uint8Array(32).fill(fill), 'cmp_0000000000000001' as CampaignId, voter, 'once'))
  expect(keyOf(1)).not.toBe(keyOf(2))
})

test('a voter always meets the same box, and the boxes share the voters evenly', () => {
  const shards = shardsFor(1200)
  const counts = Array<number>(shards).fill(0)
  for (let i = 0; i < 40_000; i++) {
    const id = i.toString(16).padStart(32, '0')
    const shard = shardOf({ level: 'device', id }, shards)
    expect(shardOf({ level: 'device', id }, shards)).toBe(shard)
    counts[shard] = (counts[shard] ?? 0) + 1
  }
  expect(counts.every(count => Math.abs(count - 5000) < 350)).toBe(true)
})
