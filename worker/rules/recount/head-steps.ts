import type { Hash } from '../tlog/merkle.ts'
import type { BundleFile } from './bundle-file.ts'
import type { Files } from './flaw.ts'
import type { Found } from './found.ts'
import { archivedHeads, checkHistory, checkRoot, checkSignatures, finalHead } from './heads.ts'
import type { Walked } from './log-walk.ts'
import { logKey } from './manifest.ts'
import { checkWitnesses } from './witnesses.ts'

interface Heads {
  readonly bundle: BundleFile
  readonly logs: readonly Walked[]
  readonly found: Found
}

/** V3 to V7. */
export function checkHeads(files: Files, { bundle, logs, found }: Heads): void {
  const keys = bundle.logs.map(({ key }) => logKey(key))
  for (const [place, log] of logs.entries()) {
    const key = keys[place]
    const [head, earlier] = [finalHead(files, log.files), archivedHeads(files, place)]
    if (!log.read) found.skip('V3', 'needs-what-failed')
    if (key && log.treed) {
      found.add('V4', checkRoot(log, head, key.name))
      found.add('V7', checkHistory(log, earlier, key.name))
    } else for (const step of ['V4', 'V7'] as const) found.skip(step, 'needs-what-failed')
    if (key && log.read) found.add('V5', checkSignatures([head, ...earlier], key, log.book.keys))
    else found.skip('V5', 'needs-what-failed')
  }
  const witnesses = checkWitnesses(files, { keys, heads: logs.map(log => finalHead(files, log.files)) })
  if (typeof witnesses === 'string') found.skip('V6', witnesses)
  else found.add('V6', witnesses)
}

/** What a log said of itself at some size. */
export interface SignedHead {
  readonly log: number
  readonly size: number
  readonly root: Hash
}

/** Every head that can be read, log by log, ascending; whether they are sound, V4 to V7 say. */
export const headsOf = (files: Files, logs: readonly Walked[]): readonly SignedHead[] =>
  logs.flatMap((one, log) =>
    [...archivedHeads(files, log), finalHead(files, one.files)].flatMap(({ read }) =>
      read ? [{ log, size: read.checkpoint.size, root: read.checkpoint.root }] : [],
    ),
  )
