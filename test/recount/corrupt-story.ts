import { RULES, type SmallWishes, smallParts, status, TWO } from './bases.ts'
import { parse, whole, withEntry, write } from './corrupt-ballots.ts'
import { filesOf } from './files.ts'
import { type Corruption, encode, type Step } from './forger.ts'
import type { Event } from './poll.ts'
import type { Data } from './tree.ts'

// Logs that are hashed, signed and witnessed as they should be, and say what a box may not say.

const at = (index: number) => ({ log: 0, index })

/** One entry of the first log is replaced; everything above it is made again and signed by everybody. */
const entry = (name: string, step: Step, index: number, to: (before: string) => Data): Corruption =>
  whole(name, step, at(index), entries => entries.map((one, i) => (i === index ? to(one as string) : one)))

const spelled = (name: string, index: number, from: string | RegExp, to: string): Corruption =>
  entry(name, 'V8', index, before => {
    const after = before.replace(from, to)
    if (after === before) throw new Error(`there is no ${from} in ${before}`)
    return after
  })
const said = (name: string, step: Step, index: number, change: Record<string, string | number>): Corruption =>
  whole(name, step, at(index), withEntry(index, change))

const ORDER: readonly Corruption[] = [
  said('a ballot that says it is another one', 'V8', 4, { i: 5 }),
  said('a ballot from before the one before it', 'V8', 4, { q: 2_983_333 }),
  said('the first ballot ten minutes before the window', 'V8', 1, { q: 2_983_332 }),
  said('the last ballot ten minutes after the window', 'V8', 12, { q: 2_983_346 }),
  said('a close that counts one ballot more', 'V8', 13, { ballots: 13 }),
  said('a status change from before the close', 'V8', 14, { q: 2_983_344 }),
  said('an unknown kind of entry', 'V8', 19, { k: 'z' }),
  said('a ballot with a name more', 'V8', 4, { name: 'x' }),
  said('a ballot whose tag is in capitals', 'V8', 4, { d: 'AB'.repeat(16) }),
  said('a ballot whose tag is short', 'V8', 4, { d: 'ab'.repeat(15) }),
  said('a ballot whose commitment is a number', 'V8', 4, { h: 5 }),
  said('a time that is a text', 'V8', 4, { q: '2983335' }),
  entry('a ballot without its level', 'V8', 4, before => before.replace(',"l":"openid"', '')),
  entry('a second close in place of a status change', 'V8', 14, before =>
    write({ ballots: 12, i: 14, k: 'c', q: parse(before).q as number }),
  ),
  entry('a ballot after the close', 'V8', 19, before => write({ ...parse(before), d: '1'.repeat(32) })),
  whole('a ballot after the close, well-formed', 'V8', at(19), entries => {
    const { q } = parse(entries[19])
    return entries.map((one, i) => (i === 19 ? write({ ...parse(entries[4]), i: 19, q: q as number, d: 'e'.repeat(32) }) : one))
  }),
  entry('a second manifest in place of a ballot', 'V8', 4, () => write({ ...parse(smallParts().logs[0]?.entries[0]), i: 4 })),
  whole('a status change before the close', 'V8', at(12), entries =>
    entries.map((one, i) => (i === 12 ? write({ ...parse(entries[14]), i: 12, q: 2_983_345 }) : one)),
  ),
  whole('no close: a correction in its place', 'V8', at(13), entries =>
    entries.map((one, i) => (i === 13 ? write({ hash: '0'.repeat(64), i, k: 'x', notice: '/', q: 2_983_346 }) : one)),
  ),
  whole('a log that ends with its ballots', 'V8', at(12), entries => entries.slice(0, 13)),
  whole('a log that ends with a status change', 'V8', at(19), entries => entries.slice(0, 20)),
  whole('a log that is only its manifest', 'V8', at(0), entries => entries.slice(0, 1)),
  entry('a key change with half a key', 'V8', 19, before => write({ i: 19, k: 'k', key: 'AAAA', q: parse(before).q as number })),
  entry('a correction with a short hash', 'V8', 19, before =>
    write({ hash: '0f', i: 19, k: 'x', notice: '/', q: parse(before).q as number }),
  ),
]

const SPELLING: readonly Corruption[] = [
  spelled('a blank in an entry', 4, '"i":4', '"i": 4'),
  spelled('a blank after an entry', 4, /$/, ' '),
  spelled('names out of order', 4, '"k":"b","l":"openid"', '"l":"openid","k":"b"'),
  spelled('a name twice, the same', 4, '"i":4', '"i":4,"i":4'),
  spelled('a name twice, the first one false', 4, '"i":4', '"i":5,"i":4'),
  spelled('an index with an exponent', 4, '"i":4', '"i":4e0'),
  spelled('an index with a point', 4, '"i":4', '"i":4.0'),
  spelled('an index with a leading zero', 4, '"i":4', '"i":04'),
  spelled('a negative time', 4, /"q":\d+/, '"q":-1'),
  spelled('a time beyond 2^53', 12, /"q":\d+/, '"q":9007199254740993'),
  spelled('a time of four hundred digits', 12, /"q":\d+/, `"q":${'9'.repeat(400)}`),
  spelled('a letter written as an escape', 4, '"openid"', '"\\u006fpenid"'),
  spelled('half of a sign as an escape', 4, '"openid"', '"\\ud83d"'),
  spelled('true for a number', 4, '"i":4', '"i":true'),
  spelled('null for a level', 4, '"openid"', 'null'),
  spelled('an object for a level', 4, '"openid"', '{}'),
  entry('an array for an entry', 'V8', 4, () => '[1]'),
  entry('a number for an entry', 'V8', 4, () => '4'),
  entry('nothing for an entry', 'V8', 4, () => ''),
  entry('a byte order mark', 'V8', 4, before => `\ufeff${before}`),
  entry('bytes that are no UTF-8', 'V8', 4, before => {
    const data = encode(before.replace('openid', 'op??id'))
    return data.map(byte => (byte === 63 ? 0xff : byte))
  }),
  entry('an overlong slash', 'V8', 4, before => {
    const data = encode(before.replace('openid', 'op??id'))
    let n = 0
    return data.map(byte => (byte === 63 ? ([0xc0, 0xaf][n++ % 2] ?? 0) : byte))
  }),
  entry('thousands of brackets', 'V8', 4, () => '['.repeat(60_000)),
]

/** The story of the first box is this; its results are what it makes of the ballots. */
const told = (name: string, index: number, story: readonly Event[], wishes: SmallWishes = {}): Corruption => ({
  name,
  step: 'V12',
  place: at(index),
  make: () => filesOf(smallParts({ ...wishes, story: [...story, { what: 'result' }] })),
})

const { scorer } = RULES
const HELD = status('run-1', 'held', [scorer], [2, 3])
const VOID = status('case-1', 'void', TWO, [2])
const without = (event: Event): Event => ({ ...event, reasons: [] }) as Event
const withWhy = (event: Event): Event => ({ ...event, reasons: ['TIME.FAST'] }) as Event

const MOVES: readonly Corruption[] = [
  told('voided by one role', 15, [HELD, status('case-1', 'void', ['organizer'], [2])]),
  told('voided by the same role twice', 15, [HELD, status('case-1', 'void', ['auditor', 'auditor'], [2])]),
  told('voided by three roles', 15, [HELD, status('case-1', 'void', ['auditor', 'organizer', 'administrator'], [2])]),
  told('voided by a reviewer', 15, [HELD, status('case-1', 'void', ['auditor', 'reviewer'], [2])]),
  told('voided by the scorer', 15, [HELD, status('case-1', 'void', [scorer], [2])]),
  told('voided by the scorer and a role', 15, [HELD, status('case-1', 'void', [scorer, 'auditor'], [2])]),
  told('voided by nobody', 15, [HELD, status('case-1', 'void', [], [2])]),
  told('released by one role', 15, [HELD, status('case-1', 'counted', ['organizer'], [2])]),
  told('held by two roles', 14, [status('case-1', 'held', TWO, [2])]),
  told('held by a word that only resembles the scorer', 14, [status('run-1', 'held', ['mingpinx-7-0a1b2c3d4e5f'], [2])]),
  told('held without a reason', 14, [without(HELD)]),
  told('voided without a reason', 15, [HELD, without(VOID)]),
  told('released with a reason', 15, [HELD, withWhy(status('case-1', 'counted', TWO, [2]))]),
  told('held twice', 15, [HELD, status('run-2', 'held', [scorer], [3])]),
  told('released though it was counted', 14, [status('case-1', 'counted', TWO, [2])]),
  told('released by the scorer after it was void', 16, [HELD, VOID, status('run-2', 'counted', [scorer], [2])]),
  told('voided though nobody held it', 14, [status('case-1', 'void', TWO, [2])]),
  told('voided twice', 16, [HELD, VOID, status('case-2', 'void', TWO, [2])]),
  told('held after it was void', 16, [HELD, VOID, status('run-2', 'held', [scorer], [2])]),
  told('one ballot of a range in another state', 15, [HELD, status('case-1', 'void', TWO, [2, 3, 4])]),
  told('a receipt after a run', 15, [HELD, status('receipt', 'held', [scorer], [4])]),
  told('a receipt by two roles', 14, [status('receipt', 'held', TWO, [4])]),
  told('a receipt that releases', 15, [status('receipt', 'held', [scorer], [4]), status('receipt', 'counted', [scorer], [4])]),
  told('a change without a name', 14, [status('', 'held', [scorer], [4])]),
  told('a change that concerns nothing', 14, [status('run-1', 'held', [scorer], [])]),
  told('a change of a ballot that is not there', 14, [status('run-1', 'held', [scorer], [13])]),
]

const RANGES = ['3-2', '5-5', '2-5,4', '7,2', '2,2', '0', '0-3', '13', '1-13', '02', '2,', ',2', '2, 3', '2-', '-2', 'a', '2–3']
const WORDS: readonly Corruption[] = [
  ...[...RANGES, '1-9007199254740993', `1-${'9'.repeat(30)}`].map(ranges =>
    said(`ranges ${ranges.slice(0, 20)}`, 'V12', 14, { ranges }),
  ),
  said('a standing that does not exist', 'V12', 14, { to: 'lost' }),
  said('two roles with two blanks between them', 'V12', 17, { by: 'organizer  auditor' }),
  said('two roles with a blank after them', 'V12', 17, { by: 'organizer auditor ' }),
  said('two roles in capitals', 'V12', 17, { by: 'Organizer auditor' }),
]

export const STORY_CORRUPTIONS: readonly Corruption[] = [...ORDER, ...SPELLING, ...MOVES, ...WORDS]
