import { type BallotStatus, canonicalChoices } from '../../worker/rules/ballot.ts'
import { checkpointText } from '../../worker/rules/tlog/checkpoint.ts'
import { formatNote, keyText } from '../../worker/rules/tlog/note.ts'
import { type Signer, signHead } from './keys.ts'
import { type LogParts, tallyOf } from './parts.ts'
import type { Poll } from './poll.ts'
import { Tree } from './tree.ts'

export type Files = ReadonlyMap<string, Uint8Array>

/** Everything a bundle is made from. */
export interface Parts {
  readonly poll: Poll
  readonly rules: string
  readonly logs: readonly LogParts[]
  readonly policy: string
  readonly cosigners: readonly Signer[]
  readonly openings: boolean
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A head of this size, signed by whoever signs then, and by these witnesses. */
export function headOf(
  { origin, signers }: Pick<LogParts, 'origin' | 'signers'>,
  tree: Tree,
  size: number,
  cosigners: readonly Signer[],
): string {
  const { signer } = signers.findLast(({ since }) => since <= size) as { signer: Signer }
  const head = { origin, size, root: tree.root(size) }
  return formatNote({ text: checkpointText(head), signatures: [signer, ...cosigners].map(one => signHead(one, head)) })
}

/** The files of one log, by their whole names. */
export function logFiles(log: LogParts, shard: number, cosigners: readonly Signer[]): Map<string, Uint8Array> {
  const tree = new Tree(log.entries)
  const files = new Map([...tree.files()].map(([name, data]) => [`s${shard}/${name}`, data]))
  files.set(`s${shard}/checkpoint`, encode(headOf(log, tree, tree.size, cosigners)))
  for (const size of log.archived) files.set(`s${shard}/checkpoints/${size}`, encode(headOf(log, tree, size, [])))
  return files
}

/** How many ballots of each standing chose the same: the lines of selections.txt, in order. */
export function selectionsOf({ poll, logs }: Pick<Parts, 'poll' | 'logs'>): string {
  const counts = new Map<string, number>()
  poll.boxes.forEach(({ ballots }, shard) => {
    ballots.forEach(({ choices }, i) => {
      const name = `${logs[shard]?.status[i]} ${canonicalChoices(choices)}`
      counts.set(name, (counts.get(name) ?? 0) + 1)
    })
  })
  const lines = [...counts].map(([name, count]) => `${name} ${count}`)
  return lines
    .sort((a, b) => (a < b ? -1 : 1))
    .map(line => `${line}\n`)
    .join('')
}

export interface Result extends Record<BallotStatus, number> {
  raw: number
  votes: Record<string, [number, number, number]>
}

export function resultOf({ poll, logs }: Pick<Parts, 'poll' | 'logs'>): Result {
  const { ballots, votes } = tallyOf(
    poll.boxes.flatMap(box => box.ballots),
    logs.flatMap(log => log.status),
  )
  const { counted, held, void: gone } = ballots
  const lines = Object.entries(votes).map(([number, one]) => [number, [one.counted, one.held, one.void]] as const)
  return { counted, held, raw: counted + held + gone, void: gone, votes: Object.fromEntries(lines) as Result['votes'] }
}

export function openingsOf({ poll }: Pick<Parts, 'poll'>, shard: number): string {
  const lines = poll.boxes[shard]?.ballots.map(
    ({ nonce, choices }, i) => `${i + 1} ${Buffer.from(nonce).toString('hex')} ${canonicalChoices(choices)}\n`,
  )
  return (lines ?? []).join('')
}

/** The bundle, whole. */
export function filesOf(parts: Parts): Map<string, Uint8Array> {
  const { poll, rules, logs, policy, cosigners } = parts
  const files = new Map<string, Uint8Array>()
  const { campaign, title } = poll.rules
  const listed = logs.map((log, shard) => ({ shard, key: keyText(firstSigner(log).key), size: log.entries.length }))
  files.set('bundle.json', encode(JSON.stringify({ v: 1, campaign, title, logs: listed })))
  files.set('rules.json', encode(rules))
  files.set('policy.txt', encode(policy))
  files.set('selections.txt', encode(selectionsOf(parts)))
  files.set('result.json', encode(JSON.stringify(resultOf(parts))))
  files.set('results.csv', encode('\ufeff编号,计入,存疑,作废\r\n'))
  logs.forEach((log, shard) => {
    for (const [name, data] of logFiles(log, shard, cosigners)) files.set(name, data)
    if (parts.openings) files.set(`openings/s${shard}.txt`, encode(openingsOf(parts, shard)))
  })
  return files
}

/** Whose key the manifest names. */
export const firstSigner = ({ signers }: Pick<LogParts, 'signers'>): Signer => (signers[0] as { signer: Signer }).signer
