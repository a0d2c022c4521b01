import { verifyEd25519 } from '../tlog/ed25519.ts'
import { sameHash } from '../tlog/merkle.ts'
import type { NoteKey } from '../tlog/note.ts'
import { meetsQuorum, readPolicy } from '../tlog/policy.ts'
import { atFile, type Files, type Flaw, type Omission } from './flaw.ts'
import type { Head } from './heads.ts'

interface Logs {
  readonly keys: readonly (NoteKey | null)[]
  readonly heads: readonly Head[]
}

/** V6: the policy knows every log, and those it asks for have signed the final head of each. */
export function checkWitnesses(files: Files, { keys, heads }: Logs): Flaw | Omission | null {
  const bytes = files.read('policy.txt')
  const policy = bytes && readPolicy(bytes)
  if (!policy) return atFile('policy.txt', bytes ? 'malformed' : 'missing')
  if (keys.some(key => key === null)) return 'needs-what-failed'
  if (!keys.every(key => policy.logs.some(known => known.name === key?.name && sameHash(known.key, key.key))))
    return atFile('policy.txt', 'log-not-listed')
  if (policy.quorum === null) return 'no-quorum-asked'
  const alone = heads.find(({ read }) => !read || !meetsQuorum(read.note, policy, verifyEd25519))
  return alone ? atFile(alone.file, alone.read ? 'no-quorum' : 'malformed') : null
}
