import { type Control, inFile, swap } from './control.ts'

const t02 = inFile('rules', 'test/attack/t02.test.ts')
const config = inFile('rules', 'test/config.test.ts')
const noPunishment = inFile('rules', 'test/no-punishment.test.ts')
const friction = inFile('rules', 'test/rules/friction.test.ts')
const score = inFile('rules', 'test/rules/score.test.ts')
const vainAttempts = inFile('rules', 'test/rules/vain-attempts.test.ts')
const doors = inFile('worker', 'test/worker/doors.test.ts')
const objects = inFile('worker', 'test/worker/objects.test.ts')

/** What looks organized is made to work, is held, and never costs the nominee anything. */
export const SUSPICION: readonly Control[] = [
  {
    threat: 'T02',
    name: 'crowds',
    says: 'ballots are judged one by one, never beside each other',
    edits: [
      swap('worker/rules/score/judge.ts', 'for (const crowd of crowdsOf(table)) {', 'for (const crowd of [] as Crowd[]) {'),
    ],
    seenBy: [t02('T02: a proxy pool is held by what its ballots have in common, and the honest crowds beside it are counted')],
  },
  {
    threat: 'T03',
    name: 'friction',
    says: 'a device that asks as no reader does has no more work before it than others, and no code',
    edits: [
      swap(
        'worker/rules/friction.ts',
        'const points = own === 0 ? 0 : own + network',
        'const points = own === 0 ? 0 : own * network * 0',
      ),
      swap('worker/rules/friction.ts', 'code: own === 2 && network > 0 }', 'code: own > 2 && network > 0 }'),
    ],
    seenBy: [friction('T03: friction rises with suspicion, from the usual work to a code')],
  },
  {
    threat: 'T03',
    name: 'cookie-churn',
    says: 'cookies that are thrown away behind one network are no sign',
    edits: [
      swap(
        'worker/rules/score/conduct-signs.ts',
        "points: kind === 'host' ? POINTS.CHURN *",
        'points: kind === null ? POINTS.CHURN *',
      ),
    ],
    seenBy: [score('T03: cookies that one phone throws away one after the other are known by just that, whomever they are for')],
  },
  {
    threat: 'T04',
    name: 'lockstep',
    says: 'voters who march in step are not looked for',
    edits: [
      swap(
        'worker/rules/score/judge.ts',
        'const groups = lockstepGroups(table)\n',
        'const groups = lockstepGroups(table).slice(0, 0)\n',
      ),
    ],
    seenBy: [
      score(
        'T04: forty accounts that vote alike in the same ten minutes day after day are held, a ward with the same habit is not',
      ),
    ],
  },
  {
    threat: 'T02',
    name: 'rented-addresses',
    says: 'a sudden crowd of which nearly every ballot has a network of its own passes for people who were called',
    edits: [
      swap(
        'worker/rules/score/signs.ts',
        "return has('SURGE.CAND_HOUR') && signs.some(isRented)",
        "return has('SURGE.CAND_HOUR') && signs.some(isRented) && has('NET.DC')",
      ),
    ],
    seenBy: [
      score(
        'a sudden crowd is taken for rented addresses where nearly every ballot has a network of its own, not where many have',
      ),
    ],
  },
  {
    threat: 'T04',
    name: 'kept-in-store',
    says: 'accounts made together, on machines that are alike, pass for colleagues when they use few networks',
    edits: [
      swap('worker/rules/score/crowd-signs.ts', 'const inStore = members >= STORE.least && ', 'const inStore = members < 0 && '),
    ],
    seenBy: [
      score(
        'accounts kept in store are known by their births and their machines, and people who looked the day before are not taken for them',
      ),
    ],
  },
  {
    threat: 'law 4',
    name: 'two-families',
    says: 'one family of signs holds a ballot',
    edits: [
      swap(
        'worker/rules/score/signs.ts',
        'const holds = points >= hold && families >= 2 && mayHold(heard)',
        'const holds = points >= hold && families >= 1 && mayHold(heard)',
      ),
    ],
    seenBy: [score('no heap of signs of one family holds a ballot, nor any that says only where it came from')],
  },
  {
    threat: 'law 4',
    name: 'settled',
    says: 'a rule moves what people have decided',
    edits: [
      swap(
        'worker/rules/standing.ts',
        'if (ballot.status !== from || (ballot.settled && !settles)) return null',
        'if (ballot.status !== from || (ballot.settled && settles === null)) return null',
      ),
    ],
    seenBy: [
      objects('standings change by the table and no other way, each change once, and what people settled no rule touches'),
    ],
  },
  {
    threat: 'T06',
    name: 'no-punishment',
    says: 'the desk of cases can withdraw a nominee',
    edits: [
      swap(
        'worker/actions/decide-case.ts',
        "import { auditLine } from '../../db/audit.ts'\n",
        "import { auditLine } from '../../db/audit.ts'\nimport './withdraw-nominee.ts'\n",
      ),
    ],
    seenBy: [
      noPunishment(
        'T06: nothing that judges ballots leads by any chain of imports to what withdraws, orders, edits or honours a nominee',
      ),
    ],
  },
  {
    threat: 'T28',
    name: 'vain',
    says: 'who tries in vain at one box may go on for ever',
    edits: [
      swap(
        'worker/objects/vain-attempts.ts',
        'return slower.allowed ? null : refuse(',
        'return slower.allowed || held ? null : refuse(',
      ),
    ],
    seenBy: [
      vainAttempts('a voter may try twenty times in vain at once, then once in two seconds; nobody else notices'),
      vainAttempts('the campaign has one limit for all who try in vain, and who comes for the first time never meets it'),
    ],
  },
  {
    threat: 'T28',
    name: 'gate',
    says: 'a network may ask for challenges without end',
    edits: [
      swap(
        'worker/objects/gate.ts',
        'if (!bucket.allowed) return refuse',
        'if (!bucket.allowed && day.length === 0) return refuse',
      ),
    ],
    seenBy: [
      objects('the gate lets an office of a thousand through in an hour and makes a flood wait, by network and not by address'),
    ],
  },
  {
    threat: 'issue 4',
    name: 'one-client',
    says: 'whoever names an address in a header is believed',
    edits: [swap('worker/origin.ts', "value.split(',').at(-1)", "value.split(',').at(0)")],
    seenBy: [
      doors('100 casts and challenges with forged address headers count as one client, in every home'),
      config('only the header that this home may believe names a client: no forged one counts'),
    ],
  },
]
