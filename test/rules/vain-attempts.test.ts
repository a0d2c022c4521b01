import { expect, test } from 'vitest'
import { VainAttempts } from '../../worker/objects/vain-attempts.ts'
import { instant, SECOND } from '../../worker/rules/time.ts'

const voter = (n: number) => ({ level: 'device' as const, id: `v${n}` })
const NOON = instant(1_776_657_600_000)
const SLOW = (retryAfter: number) => ({ ok: false, refusal: { code: 'slow-down', retryAfter } })

test('a voter may try twenty times in vain at once, then once in two seconds; nobody else notices', () => {
  const vain = new VainAttempts()
  for (let i = 0; i < 20; i++) {
    expect([i, vain.tooMany(voter(1), NOON)]).toEqual([i, null])
    vain.note(voter(1), NOON)
  }
  expect([vain.tooMany(voter(1), NOON), vain.tooMany(voter(2), NOON)]).toEqual([SLOW(2), null])
  expect(vain.tooMany(voter(1), instant(NOON + 2 * SECOND))).toBe(null)
})

test('the campaign has one limit for all who try in vain, and who comes for the first time never meets it', () => {
  const vain = new VainAttempts()
  for (let i = 0; i < 5000; i++) vain.note(voter(i), NOON)
  expect([vain.tooMany(voter(1), NOON), vain.tooMany(voter(9999), NOON)]).toEqual([SLOW(1), null])
  expect(vain.tooMany(voter(1), instant(NOON + SECOND))).toBe(null)
})
