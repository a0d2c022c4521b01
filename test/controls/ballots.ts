import { type Control, inFile, swap } from './control.ts'

const dedupe = inFile('rules', 'test/rules/dedupe.test.ts')
const cast = inFile('worker', 'test/worker/cast.test.ts')
const clock = inFile('worker', 'test/worker/clock.test.ts')
const race = inFile('worker', 'test/worker/race.test.ts')

/** A ballot is recorded once, within its time, and answered with one receipt for ever. */
export const BALLOTS: readonly Control[] = [
  {
    threat: 'T07',
    name: 'unique-key',
    says: 'the unique key on the voter is gone: the box inserts whatever comes',
    edits: [
      swap(
        'worker/objects/ballot-table.ts',
        'dk blob not null unique check (length(dk) = 16)',
        'dk blob not null check (length(dk) = 16)',
      ),
    ],
    seenBy: [
      race('T07: of 2,000 ballots that one voter sends at once under different keys, one is recorded'),
      race('T07: whichever of a hundred mixed ballots is recorded first, it decides the answer to all the others'),
    ],
  },
  {
    threat: 'T08',
    name: 'replay',
    says: 'the same key gets no receipt again: who asks twice is told that he has voted',
    edits: [swap('worker/objects/voter-book.ts', 'if (earlier.key !== key)\n', 'if (earlier.at > 0)\n')],
    seenBy: [
      cast('T08: the same key with the same choices in another order gets the same receipt and says that it is a replay'),
      cast('T08: a recorded ballot is still answered with its receipt when it is asked for again after the close'),
    ],
  },
  {
    threat: 'T08',
    name: 'over-midnight',
    says: 'a retry that crosses midnight is a second ballot of the next day',
    edits: [swap('worker/objects/voter-book.ts', 'return earlier && earlier.key === key ? earlier : null', 'return null')],
    seenBy: [cast('in a daily poll everybody votes once a Shanghai day, and a retry over midnight stays with its day')],
  },
  {
    threat: 'T09',
    name: 'same-body',
    says: 'another body under the same key passes for the same',
    edits: [
      swap(
        'worker/objects/voter-book.ts',
        'return sameChoices(earlier, choices) ?',
        'return sameChoices(earlier, earlier.key ? choices : []) || choices.length > 0 ?',
      ),
    ],
    seenBy: [cast('T09: the same key with other choices is refused and changes nothing')],
  },
  {
    threat: 'T32',
    name: 'half-open',
    says: 'the window holds its last instant as well',
    edits: [
      swap(
        'worker/rules/time.ts',
        "return at < window.until ? 'within' : 'after'",
        "return at <= window.until ? 'within' : 'after'",
      ),
    ],
    seenBy: [clock('T32: a ballot is taken from the first millisecond of the window to before its end, and dated by the box')],
  },
  {
    threat: 'T32',
    name: 'window',
    says: 'the box asks no clock whether the poll is open',
    edits: [swap('worker/objects/ballot-box.ts', 'if (!time.ok) return time\n', 'if (!time.ok && now < 0) return time\n')],
    seenBy: [clock('T32: a ballot is taken from the first millisecond of the window to before its end, and dated by the box')],
  },
  {
    threat: 'T32',
    name: 'shanghai-day',
    says: 'a day is one in Greenwich',
    edits: [swap('worker/rules/time.ts', 'const SHANGHAI = 8 * HOUR', 'const SHANGHAI = 0 * HOUR')],
    seenBy: [
      clock(
        'T32: a day ends at 0:00 in Shanghai to the millisecond; a clock that steps back gives no second ballot of either day',
      ),
    ],
  },
  {
    threat: 'T32',
    name: 'dwell',
    says: 'a device that was made this moment may vote',
    edits: [swap('worker/actions/cast-ballot.ts', 'if (age < LEAST_AGE) return', 'if (age < 0) return')],
    seenBy: [
      clock(
        'T32: a device waits three seconds and a proof is good for its time, each to the millisecond, whatever a phone says of the hour',
      ),
    ],
  },
  {
    threat: 'law 3',
    name: 'prefixes',
    says: 'the parts of a dedupe key are joined without their lengths',
    edits: [
      swap(
        'worker/rules/dedupe.ts',
        'scratch[at] = written >> 8\n    scratch[at + 1] = written & 0xff\n',
        'scratch[at] = 0\n    scratch[at + 1] = 0\n',
      ),
    ],
    seenBy: [dedupe('two different lists of parts never make the same bytes, whatever signs they hold')],
  },
]
