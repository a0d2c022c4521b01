import { type Control, inFile, swap } from './control.ts'

const recount = inFile('rules', 'test/rules/recount.test.ts')

/** The recount finds what was changed, by the step that must find it. */
export const RECOUNT: readonly Control[] = [
  {
    threat: 'V2',
    name: 'entry-hash',
    says: 'the recount takes any entry for the hash that stands for it',
    edits: [
      swap(
        'worker/rules/recount/log-walk.ts',
        'flaw ??= wrongHash(part, n * TILE_WIDTH, files.shard)',
        'flaw ??= wrongHash({ ...part, entries: [] }, n * TILE_WIDTH, files.shard)',
      ),
    ],
    seenBy: [recount('V2: a ballot changed, removed or put in, in whatever file, is found and named')],
  },
  {
    threat: 'V4',
    name: 'root',
    says: 'the recount takes any root for that of the tiles',
    edits: [
      swap(
        'worker/rules/recount/heads.ts',
        "return sameHash(read.checkpoint.root, treeRoot(files.size, files.node)) ? null : atFile(file, 'root-differs')",
        'return null',
      ),
    ],
    seenBy: [recount('V4 and V5: who makes the tiles anew cannot sign the head')],
  },
  {
    threat: 'V5',
    name: 'signature',
    says: 'the recount takes an unsigned head',
    edits: [
      swap(
        'worker/rules/recount/heads.ts',
        '!read || !verifyNote(read.note, keyFor(size, key, keys), verifyEd25519))',
        '!read || size < 0 || !keyFor(size, key, keys))',
      ),
    ],
    seenBy: [recount('V4 and V5: who makes the tiles anew cannot sign the head')],
  },
  {
    threat: 'V7',
    name: 'history',
    says: 'the recount forgets the heads of before',
    edits: [
      swap(
        'worker/rules/recount/heads.ts',
        "if (!sameHash(checkpoint.root, treeRoot(size, files.node))) return atFile(file, 'root-differs')",
        '',
      ),
    ],
    seenBy: [recount('V7: who holds the key and writes the log anew is found by any head that was kept')],
  },
  {
    threat: 'V9',
    name: 'voted-twice',
    says: 'the recount lets a mark stand twice',
    edits: [
      swap(
        'worker/rules/recount/vote-book.ts',
        "if (!this.#seen.add(d)) this.note('V9', index, 'voted-twice')",
        'this.#seen.add(d)',
      ),
    ],
    seenBy: [recount('V9: one mark of a voter stands once, over all logs together')],
  },
  {
    threat: 'V12',
    name: 'two-voices',
    says: 'the recount lets one person void ballots',
    edits: [
      swap(
        'worker/rules/recount/moves.ts',
        "return words.length === 2 && first !== second && ROLES.includes(first) && ROLES.includes(second) ? 'two-people' : null",
        "return ROLES.includes(first) && ROLES.includes(second) ? 'two-people' : null",
      ),
    ],
    seenBy: [recount('V12: nothing is voided or released but by those who may, from where they may')],
  },
  {
    threat: 'V13',
    name: 'sums',
    says: 'the recount takes any result',
    edits: [swap('worker/rules/recount/sums.ts', "if (!sameSums(result, logs)) return atFile(RESULT, 'wrong-sum')", '')],
    seenBy: [recount('V13: the figures of logs, result and ballots are the same')],
  },
  {
    threat: 'V14',
    name: 'openings',
    says: 'the recount takes any opening of a ballot',
    edits: [
      swap(
        'worker/rules/recount/openings.ts',
        'if (index !== String(ballot) || !fits(nonce, choices, commitments.subarray(at, at + 32)))',
        'if (index !== String(ballot) || !fits || !nonce || at < 0)',
      ),
    ],
    seenBy: [recount('V14: a ballot opened otherwise than it was sealed is named; without openings the step does not apply')],
  },
]
