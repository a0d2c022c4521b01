import { type Control, inFile, swap } from './control.ts'

const witness = inFile('host', 'test/host/witness.test.ts')
const logEntry = inFile('rules', 'test/rules/log-entry.test.ts')
const likeLog = inFile('worker', 'test/worker/like-log.test.ts')
const boxLog = inFile('worker', 'test/worker/box-log.test.ts')

/** Nobody changes what was recorded without being found: the log, its witnesses, the recount, the tally. */
export const PROOF: readonly Control[] = [
  {
    threat: 'T05',
    name: 'likes-hidden',
    says: 'the log of likes tells whom they are for while they are given',
    edits: [
      swap(
        'worker/objects/like-log.ts',
        'return hidden ? null : super.tile(tile)',
        'return hidden ? super.tile(tile) : super.tile(tile)',
      ),
    ],
    seenBy: [likeLog('T05: until the end the log tells nothing of whom likes are for, and no head shows a single like arrive')],
  },
  {
    threat: 'F11',
    name: 'head-last',
    says: 'a head is signed whatever was signed last',
    edits: [
      swap(
        'worker/objects/notary.ts',
        "if (last && last.size !== from) return { outcome: 'behind', ...last }",
        "if (last && size < 0) return { outcome: 'behind', ...last }",
      ),
    ],
    seenBy: [
      boxLog('F11: nothing is signed that does not continue what was signed: a file put back to an earlier state is noticed'),
    ],
  },
  {
    threat: 'F11',
    name: 'head-continues',
    says: 'a head is signed over a history that continues nothing',
    edits: [swap('worker/objects/notary.ts', '|| !verifyConsistency(older)) {', '|| verifyConsistency(older) === null) {')],
    seenBy: [
      boxLog('F11: nothing is signed that does not continue what was signed: a file put back to an earlier state is noticed'),
    ],
  },
  {
    threat: 'F4',
    name: 'log-closed',
    says: 'a log that was closed is opened again by a clock that goes back',
    edits: [
      swap(
        'worker/objects/ballot-box.ts',
        "if (this.log?.isSettled) return refuse({ code: 'poll-closed', closed: spec.window.until })\n",
        '',
      ),
      swap('worker/objects/box-records.ts', 'return instant(Math.max(this.now(), this.latest))', 'return instant(this.now())'),
    ],
    seenBy: [boxLog('a clock that is set back does not open a log that was closed')],
  },
  {
    threat: 'T15',
    name: 'tally-compared',
    says: 'a figure that was changed in the tally is overwritten without a word',
    edits: [swap('worker/objects/tally-board.ts', '      this.#troubles.compare(snapshot)\n', '')],
    seenBy: [boxLog('T15: a figure changed in the tally is found when its box reports again, named, and set right')],
  },
  {
    threat: 'T15',
    name: 'closed-asked',
    says: 'after the close a changed figure stands for ever',
    edits: [
      swap(
        'worker/objects/tally-board.ts',
        'and (excluded.number > shard.number or shard.closed = 0 or excluded.tally <> shard.tally)',
        'and (excluded.number > shard.number or shard.closed = 0)',
      ),
    ],
    seenBy: [boxLog('T15: after the close a figure changed in the tally is found by whoever looks, within a minute')],
  },
  {
    threat: 'T16',
    name: 'ballots-recounted',
    says: 'a box does not look at its ballots again',
    edits: [swap('worker/objects/logged-box.ts', 'this.#sealer.look(log, most.looked, this.now())', 'void [log, most]')],
    seenBy: [boxLog('T16: a changed ballot is told to the tally, and so to everybody')],
  },
  {
    threat: 'T16',
    name: 'witness-size',
    says: 'a witness signs a head whatever it signed before',
    edits: [
      swap(
        'worker/rules/tlog/witness.ts',
        'if (request.old !== latest.size) return { status: 409, size: latest.size }',
        'if (request.old > latest.size) return { status: 409, size: latest.size }',
      ),
    ],
    seenBy: [
      witness('T16: a witness signs a head and what continues it, and answers every other one as the protocol wants'),
      witness('T16: who shows it another history of the same length is refused, and two at once never roll each other back'),
    ],
  },
  {
    threat: 'T16',
    name: 'witness-continues',
    says: 'a witness signs a history that continues nothing',
    edits: [
      swap('worker/rules/tlog/witness.ts', 'return continues ? { status: 200', 'return continues || checkpoint ? { status: 200'),
    ],
    seenBy: [
      witness('T16: who shows it another history of the same length is refused, and two at once never roll each other back'),
    ],
  },
  {
    threat: 'law 5',
    name: 'sealed-choice',
    says: 'an entry of the log shows whom a ballot chose',
    edits: [swap('worker/rules/tlog/entry.ts', 'bytesToHex(sha256(nonce, choices))', "bytesToHex(sha256(nonce && '', choices))")],
    seenBy: [logEntry('a log entry commits to the choices without showing them or the minute')],
  },
]
