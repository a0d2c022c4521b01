import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { instant } from '../../worker/rules/time.ts'
import { ballotEntry, commitment } from '../../worker/rules/tlog/entry.ts'
import { leafHash } from '../../worker/rules/tlog/merkle.ts'

test('a log entry commits to the choices without showing them or the minute', () => {
  const content = {
    index: 3,
    at: instant(1_790_000_123_456),
    level: 'device',
    dedupe: new Uint8Array(16).fill(1),
    nonce: new Uint8Array(32).fill(2),
    choices: '[1,5]',
  }
  const entry = ballotEntry(content)
  expect(JSON.parse(entry)).toEqual({
    d: '01'.repeat(16),
    h: commitment(content.nonce, '[1,5]'),
    i: 3,
    k: 'b',
    l: 'device',
    q: 2_983_333,
  })
  expect(Object.keys(JSON.parse(entry) as object)).toEqual(['d', 'h', 'i', 'k', 'l', 'q'])
  expect(Buffer.from(leafHash(entry)).toString('hex')).toBe(
    createHash('sha256')
      .update(Buffer.concat([Buffer.of(0), Buffer.from(entry)]))
      .digest('hex'),
  )
  expect(ballotEntry({ ...content, choices: '[1,6]' })).not.toBe(entry)
  // Who tries every ballot there can be finds none without the nonce.
  const sealed = createHash('sha256').update(content.nonce).update('[1,5]').digest('hex')
  expect(commitment(content.nonce, '[1,5]')).toBe(sealed)
  expect(commitment(new Uint8Array(32).fill(3), '[1,5]')).not.toBe(sealed)
})
