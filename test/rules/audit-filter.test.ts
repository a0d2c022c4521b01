import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AUDIT_KINDS, AUDIT_SUBJECTS, kindsAbout } from '../../worker/rules/audit.ts'
import { asQuery, EVERYTHING, logFilter } from '../../worker/rules/audit-filter.ts'

test('an event is about one thing that can be looked for, and every subject has events', () => {
  expect([...new Set(AUDIT_KINDS)]).toEqual(AUDIT_KINDS)
  expect(AUDIT_SUBJECTS.filter(subject => kindsAbout(subject).length === 0)).toEqual([])
})

test('a filter that is put into an address and read again is the same; rubbish asks for everything', () => {
  const filter = {
    campaign: 'qinghe',
    who: 'stf_0000000000000001',
    about: 'notices',
    from: '2026-04-20',
    through: '2026-04-21',
  } as never
  const query = asQuery(filter)
  expect([logFilter(name => query[name]), asQuery(EVERYTHING)]).toEqual([filter, {}])
  fc.assert(
    fc.property(fc.string(), text => {
      const read = logFilter(() => `${text}%`)
      expect(read).toEqual(EVERYTHING)
    }),
  )
})
