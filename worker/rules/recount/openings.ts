import { sha256 } from '@noble/hashes/sha2.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import { sameHash } from '../tlog/merkle.ts'
import { atEntry, atFile, type Files, type Flaw } from './flaw.ts'
import { linesOf } from './lines.ts'
import type { Walked } from './log-walk.ts'
import { groupOf } from './selections.ts'
import type { VoteBook } from './vote-book.ts'

const LINE = /^(\d{1,16}) ([0-9a-f]{64}) ([^ ]+)$/
const encoder = new TextEncoder()
const fileOf = (shard: number): string => `openings/s${shard}.txt`

/** Whether this is the bundle of an auditor: one that opens what every ballot is committed to. */
export const hasOpenings = (files: Files, shards: number): boolean =>
  Array.from({ length: shards }, (_, shard) => fileOf(shard)).some(name => files.list(name).includes(name))

/** V14: every ballot has one opening, which fits, and together they are the ballots that were published without their places. */
export function checkOpenings(files: Files, logs: readonly Walked<VoteBook>[], counts: ReadonlyMap<string, number>): Flaw | null {
  const left = new Map(counts)
  let differs = false
  for (const log of logs) {
    const flaw = openLog(files, log, group => {
      const count = (left.get(group) ?? 0) - 1
      differs ||= count < 0
      left.set(group, count)
    })
    if (flaw) return flaw
  }
  return differs || [...left.values()].some(count => count !== 0) ? atFile('selections.txt', 'openings-differ') : null
}

function openLog(files: Files, { files: log, book }: Walked<VoteBook>, take: (group: string) => void): Flaw | null {
  const name = fileOf(log.shard)
  const bytes = files.read(name)
  if (!bytes) return atFile(name, 'missing')
  const { standings, commitments } = book
  let ballot = 0
  for (const line of linesOf(bytes)) {
    ballot += 1
    if (ballot > standings.ballots) return atFile(name, 'wrong-count')
    const [, index, nonce = '', choices = ''] = LINE.exec(line ?? '') ?? []
    const at = (ballot - 1) * 32
    if (index !== String(ballot) || !fits(nonce, choices, commitments.subarray(at, at + 32)))
      return atEntry(log.shard, ballot, 'wrong-opening')
    take(groupOf(standings.of(ballot), choices))
  }
  return ballot < standings.ballots ? atEntry(log.shard, ballot + 1, 'missing-opening') : null
}

const fits = (nonce: string, choices: string, commitment: Uint8Array): boolean =>
  sameHash(sha256.create().update(hexToBytes(nonce)).update(encoder.encode(choices)).digest(), commitment)
