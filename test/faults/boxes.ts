import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A ballot as it lies in its box on disk. */
export interface StoredBallot {
  readonly shard: number
  readonly seq: number
  readonly at: number
  readonly choices: string
  readonly level: string
  readonly status: 'counted' | 'held' | 'void'
  readonly reason: string | null
  readonly checked: string
  readonly unit: string | null
  readonly signals: string | null
  /** Pseudonym: the same for all ballots of one voter. */
  readonly voter: string
  readonly nonce: Uint8Array
  readonly leaf: string
  /** Whose it is, and the client's key. */
  readonly dk: string
  readonly key: string
}

export interface Box {
  readonly shard: number
  readonly campaign: string
  /** Whether the poll was opened with a log. */
  readonly logged: boolean
  /** What counts as one voter. */
  readonly identity: string
  readonly campaignKey: Uint8Array
  /** Ballots, and the number of the last one: equal unless there is a gap. */
  readonly size: number
  readonly last: number
  ballots(): Iterable<StoredBallot>
  /** Places of the ballots that were held after they had been cast. */
  heldLater(): ReadonlySet<number>
  close(): void
}

interface PollRow {
  readonly spec: string
  readonly shard: number
  readonly campaign_key: Uint8Array
  readonly log?: string | null
}

/**
 * The ballot boxes under the state of a site that has ended, told by their poll. The files are opened where they lie, so
 * that SQLite itself takes in what the killed runtime had committed to the journals beside them.
 */
export function openBoxes(state: string): readonly Box[] {
  const folder = join(state, 'do/mingping-BallotBox')
  return readdirSync(folder)
    .filter(name => name.endsWith('.sqlite') && name !== 'metadata.sqlite')
    .map(name => openBox(join(folder, name)))
    .filter(box => box !== null)
    .sort((a, b) => a.shard - b.shard)
}

/** Null for the file of a box that was never opened for a poll. */
function openBox(path: string): Box | null {
  const file = new DatabaseSync(path)
  const poll = file.prepare('select * from poll').get() as unknown as PollRow | undefined
  if (!poll) {
    file.close()
    return null
  }
  const figure = (sql: string): number => (file.prepare(sql).get() as { n: number }).n
  return {
    shard: poll.shard,
    ...identified(poll),
    campaignKey: poll.campaign_key,
    logged: Boolean(poll.log),
    size: figure('select count(*) as n from ballot'),
    last: figure('select coalesce(max(seq), 0) as n from ballot'),
    ballots: () => ballotsIn(file, poll.shard),
    heldLater: () => heldLaterIn(file),
    close: () => file.close(),
  }
}

function identified({ spec }: PollRow): Pick<Box, 'campaign' | 'identity'> {
  const { campaign, identity } = JSON.parse(spec) as Pick<Box, 'campaign' | 'identity'>
  return { campaign, identity }
}

function heldLaterIn(file: DatabaseSync): ReadonlySet<number> {
  const changes = file.prepare("select ballots from change where kind = 'hold'").all() as { ballots: string }[]
  return new Set(changes.flatMap(({ ballots }) => (JSON.parse(ballots) as [seq: number, reasons: string][]).map(([seq]) => seq)))
}

/** In the order of their places. */
function* ballotsIn(file: DatabaseSync, shard: number): Generator<StoredBallot> {
  const rows = file
    .prepare(
      `select seq, at, choices, level, status, reason, checked, unit, signals, lower(hex(coalesce(voter, dk))) as voter, nonce, lower(hex(leaf)) as leaf, lower(hex(dk)) as dk, key
       from ballot order by seq`,
    )
    .iterate()
  for (const row of rows) yield { shard, ...row } as unknown as StoredBallot
}
