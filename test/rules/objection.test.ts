import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BUILT_IN } from '../../db/calendar.ts'
import { encodeCrockford } from '../../worker/rules/crockford.ts'
import {
  DAYS_IN,
  DONE,
  deadlineOf,
  draftFlaws,
  factsFlaw,
  isDone,
  isOverdue,
  MOVES,
  moveFrom,
  OBJECTION_STATES,
  type ObjectionDraft,
  purgeDayOf,
  wordsFlaw,
} from '../../worker/rules/objection.ts'
import { MAY } from '../../worker/rules/roles.ts'
import { addDays, type Day, instant, startOf } from '../../worker/rules/time.ts'
import { readTrackingCode, trackingCodeFrom } from '../../worker/rules/tracking-code.ts'

const d = (text: string) => text as Day

test('the moves are these and no other', () => {
  expect(Object.entries(MOVES).map(([from, moves]) => `${from} → ${moves.map(({ to }) => to).join(', ')}`)).toEqual([
    'received → accepted, declined',
    'accepted → investigating',
    'investigating → answered',
    'answered → closed, investigating',
    'declined → ',
    'closed → ',
  ])
  expect(DONE).toEqual(['declined', 'closed'])
})

test('every walk of lawful moves can be finished, and what is declined or closed was told why or answered', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { maxLength: 30 }), choices => {
      let state: (typeof OBJECTION_STATES)[number] = 'received'
      const said: string[] = []
      const take = (choice: number) => {
        const moves = MOVES[state]
        const move = moves[choice % moves.length]
        if (!move) return
        if (move.words !== 'nothing') said.push(move.words)
        state = move.to
      }
      for (const choice of choices) if (!isDone(state)) take(choice)
      for (let i = 0; i < 5 && !isDone(state); i++) take(0)
      expect([isDone(state), said.length > 0]).toEqual([true, true])
    }),
  )
})

test('a move from one state to any other is found in the table or is none; only those who answer may make it', () => {
  for (const from of OBJECTION_STATES)
    for (const to of [...OBJECTION_STATES, 'x', '__proto__'])
      expect([from, to, moveFrom(from, to)?.to ?? null]).toEqual([from, to, MOVES[from].some(move => move.to === to) ? to : null])
  const verbs = new Set(Object.values(MOVES).flatMap(moves => moves.map(({ verb }) => verb)))
  const who = Object.entries(MAY).filter(([, may]) => [...verbs].every(verb => may.includes(verb)))
  expect(who.map(([role]) => role)).toEqual(['organizer'])
})

test('deadlines are working days over the long holiday, unknown in a year without a calendar, and none for what is done', () => {
  expect(DAYS_IN).toEqual({ received: 3, accepted: 2, investigating: 10, answered: 3 })
  expect(deadlineOf({ state: 'received', since: d('2026-09-29') }, BUILT_IN)).toEqual({ known: true, value: '2026-10-09' })
  expect(deadlineOf({ state: 'investigating', since: d('2026-12-24') }, BUILT_IN)).toEqual({ known: false, year: '2027' })
  for (const state of DONE) expect(deadlineOf({ state, since: d('2026-03-02') }, BUILT_IN)).toBe(null)
  const due = { known: true, value: d('2026-10-09') } as const
  expect([isOverdue(due, instant(startOf(d('2026-10-10')) - 1)), isOverdue(due, startOf(d('2026-10-10')))]).toEqual([false, true])
  expect([
    isOverdue(null, startOf(d('2030-01-01'))),
    isOverdue({ known: false, year: '2027' }, startOf(d('2030-01-01'))),
  ]).toEqual([false, false])
})

const facts = '甲'.repeat(20)
const aDraft = (change: Partial<ObjectionDraft> = {}): ObjectionDraft => ({
  about: null,
  named: false,
  name: '',
  contact: '',
  facts,
  ...change,
})

test('a named objection needs a name and a way to answer; an anonymous one needs neither; both need facts', () => {
  const fields = (draft: ObjectionDraft) => draftFlaws(draft, [1, 2]).map(({ field }) => field)
  expect(fields(aDraft())).toEqual([])
  expect(fields(aDraft({ about: 2 }))).toEqual([])
  expect(fields(aDraft({ about: 3 }))).toEqual(['about'])
  expect(fields(aDraft({ named: true }))).toEqual(['name', 'contact'])
  for (const contact of ['13800138000', '+86 138 0013 8000', '0000-1234567', 'a@b.cn'])
    expect([contact, fields(aDraft({ named: true, name: '周明', contact }))]).toEqual([contact, []])
  for (const contact of ['12345', '没有', 'a@b', '<b@c.cn>x y'])
    expect([contact, fields(aDraft({ named: true, name: '周明', contact }))]).toEqual([contact, ['contact']])
})

test('lengths are counted in signs as people see them, and both ends belong', () => {
  expect([19, 20, 5000, 5001].map(n => factsFlaw('😀'.repeat(n)) === null)).toEqual([false, true, true, false])
  expect([4, 5, 500, 501].map(n => wordsFlaw('reason', '理'.repeat(n)) === null)).toEqual([false, true, true, false])
  expect([19, 20].map(n => wordsFlaw('answer', '答'.repeat(n)) === null)).toEqual([false, true])
  expect(wordsFlaw('nothing', '')).toBe(null)
})

test('content is due 180 days after the later of the two ends', () => {
  const [first, second] = [startOf(d('2026-03-01')), startOf(d('2026-03-10'))]
  expect([purgeDayOf(first, second), purgeDayOf(second, first)]).toEqual([
    addDays(d('2026-03-10'), 180),
    addDays(d('2026-03-10'), 180),
  ])
})

const secret = fc.uint8Array({ minLength: 9, maxLength: 32 })

test('a tracking code is read back however it is typed, and holds nothing but the secret', () => {
  fc.assert(
    fc.property(secret, bytes => {
      const code = trackingCodeFrom(bytes)
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
      expect(readTrackingCode(code)).toBe(code)
      const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'i')
      expect(readTrackingCode(` ${typed}　`)).toBe(code)
      expect(trackingCodeFrom(bytes.slice(0, 9))).toBe(code)
    }),
  )
})

test('of random codes about one in 256 has the right check, and no other length is one', () => {
  let right = 0
  for (let i = 0; i < 20_000; i++) {
    const bytes = new Uint8Array(10)
    for (let at = 0; at < 10; at++) bytes[at] = Math.imul(i * 10 + at + 1, 0x9e3779b1) >>> 24
    if (readTrackingCode(encodeCrockford(bytes)) !== null) right += 1
  }
  expect(right).toBeLessThan(160)
  for (const text of ['', '0', 'x'.repeat(17), '-'.repeat(16), '中文中文中文中文中文中文中文中文'])
    expect(readTrackingCode(text)).toBe(null)
})
