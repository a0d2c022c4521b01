import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterAnswer, type Breaker, CLOSED, isResting, mayAsk } from '../../worker/rules/breaker.ts'
import { instant } from '../../worker/rules/time.ts'

/** Asks at a moment; the answer comes `took` later. */
function ask(breaker: Breaker, at: number, { answered, took }: { answered: boolean; took: number }) {
  const asked = mayAsk(breaker, instant(at))
  return asked.may
    ? { asked: true, breaker: afterAnswer(asked.breaker, { answered, took }, instant(at + took)) }
    : { asked: false, breaker: asked.breaker }
}

const SILENT = { answered: false, took: 2000 }
const GOOD = { answered: true, took: 80 }

test('F9: one voter who waits twice in vain opens it, in less than five seconds of outage', () => {
  const once = ask(CLOSED, 0, SILENT)
  const twice = ask(once.breaker, 2000, SILENT)
  expect([once.breaker.state, twice.breaker]).toEqual(['closed', { state: 'open', until: 4000 + 5000 }])
})

test('open it asks nobody; then one tries, and its end decides for all', () => {
  const open: Breaker = { state: 'open', until: instant(9000) }
  expect([mayAsk(open, instant(8999)).may, isResting(open, instant(8999))]).toEqual([false, true])
  const trial = mayAsk(open, instant(9000))
  expect(trial).toEqual({ may: true, breaker: { state: 'trial', since: 9000 } })
  expect(mayAsk(trial.breaker, instant(9001)).may).toBe(false)
  expect(afterAnswer(trial.breaker, GOOD, instant(9080))).toEqual(CLOSED)
  expect(afterAnswer(trial.breaker, SILENT, instant(11_000))).toEqual({ state: 'open', until: 16_000 })
  // A trial that says nothing does not keep the door shut.
  expect(mayAsk(trial.breaker, instant(14_000)).may).toBe(true)
})

test('an answer that came too late for the voter counts as a failure, a good one forgets all failures, and old ones are forgotten', () => {
  const late = ask(CLOSED, 0, { answered: true, took: 1501 })
  expect(late.breaker).toMatchObject({ state: 'closed', failures: 1 })
  expect(ask(late.breaker, 1600, GOOD).breaker).toEqual(CLOSED)
  expect(ask(late.breaker, 60_000, SILENT).breaker).toMatchObject({ state: 'closed', failures: 1 })
})

test('one that was under way when it opened prolongs nothing, and a clock that steps back shuts nobody out for longer', () => {
  const open: Breaker = { state: 'open', until: instant(9000) }
  expect(afterAnswer(open, SILENT, instant(8000))).toEqual(open)
  expect([mayAsk(open, instant(-1_000_000)).may, mayAsk({ state: 'trial', since: instant(9000) }, instant(0)).may]).toEqual([
    true,
    true,
  ])
})

test('whatever the service does, somebody is let through within ten seconds, and never two at once while it is tried', () => {
  const steps = fc.array(
    fc.record({ gap: fc.integer({ min: 0, max: 4000 }), answered: fc.boolean(), took: fc.integer({ min: 0, max: 3000 }) }),
  )
  fc.assert(
    fc.property(steps, list => {
      let [breaker, at]: [Breaker, number] = [CLOSED, 0]
      for (const { gap, answered, took } of list) {
        at += gap
        const asking = mayAsk(breaker, instant(at))
        if (asking.may && asking.breaker.state === 'trial') expect(mayAsk(asking.breaker, instant(at)).may).toBe(false)
        breaker = asking.may ? afterAnswer(asking.breaker, { answered, took }, instant(at + took)) : asking.breaker
        at += took
      }
      expect(mayAsk(breaker, instant(at + 10_000)).may).toBe(true)
    }),
  )
})
