import { type Control, inFile, swap } from './control.ts'

const codes = inFile('worker', 'test/worker/codes.test.ts')
const guessing = inFile('worker', 'test/worker/guessing.test.ts')

/** A voting code cannot be guessed, lent to another campaign, or used after it was called back. */
export const CODES: readonly Control[] = [
  {
    threat: 'T25',
    name: 'code-lock',
    says: 'a code may be guessed at for ever',
    edits: [swap('db/codes.ts', 'lt(votingCodes.failures, MOST_FAILURES),', 'lt(votingCodes.failures, MOST_FAILURES * 1000),')],
    seenBy: [codes('T25: five wrong guesses lock a code for good, also when they come all at once')],
  },
  {
    threat: 'T25',
    name: 'code-verifier',
    says: 'the selector of a code is enough',
    edits: [
      swap(
        'worker/actions/enter-code.ts',
        'if (!sameSecret(stored?.verifierHash ?? NO_HASH, hash) || !stored)',
        'if (!sameSecret(hash, hash) || !stored)',
      ),
    ],
    seenBy: [codes('unknown, wrong, malformed and locked codes all get the very same answer')],
  },
  {
    threat: 'T25',
    name: 'same-work',
    says: 'what cannot be a code is answered at once, without the work a wrong one costs',
    edits: [
      swap(
        'worker/actions/enter-code.ts',
        'const code = readVotingCode(typed) ?? NOBODYS\n',
        "const read = readVotingCode(typed)\n  if (!read) return refuse({ code: 'code-refused' })\n  const code = read ?? NOBODYS\n",
      ),
    ],
    seenBy: [guessing('T25: the answer to a wrong code costs as much work as that to an unknown, a locked or a malformed one')],
  },
  {
    threat: 'T25',
    name: 'code-revoked',
    says: 'a code of a batch that was called back still opens the ballot',
    edits: [
      swap(
        'db/codes.ts',
        '    lt(votingCodes.failures, MOST_FAILURES),\n    sql`batch_id in ${heldBatches(db, campaign)}`,',
        '    lt(votingCodes.failures, MOST_FAILURES),',
      ),
    ],
    seenBy: [
      guessing('T25: over HTTP, unknown, wrong, locked, called back and malformed codes get one status, one length and one text'),
    ],
  },
  {
    threat: 'T25',
    name: 'one-campaign',
    says: 'a code session of one campaign opens every other',
    edits: [
      swap(
        'worker/session.ts',
        'if (id !== campaign.id || campaign.revoked.includes(batch as BatchId)) return null\n  return {\n    selector',
        'if (campaign.revoked.includes(batch as BatchId)) return null\n  return {\n    selector',
      ),
    ],
    seenBy: [codes('a code of one campaign opens no other')],
  },
]
