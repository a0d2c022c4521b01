import { DurableObject } from 'cloudflare:workers'
import { type Env, readConfig } from '../env.ts'
import { keyInForce, type NamedKey } from '../log-key.ts'
import { logLine } from '../log-line.ts'
import type { CampaignId } from '../rules/ids.ts'
import { type Instant, instant } from '../rules/time.ts'
import { checkpointText } from '../rules/tlog/checkpoint.ts'
import { EMPTY_ROOT, type Hash, sameHash } from '../rules/tlog/merkle.ts'
import { ED25519, formatNote, noteKey, readNote } from '../rules/tlog/note.ts'
import { verifyConsistency } from '../rules/tlog/proof.ts'
import { NOTARY_SHAPE } from './archived-shapes.ts'
import { blob } from './blob.ts'
import { ObjectArchive } from './object-archive.ts'

/** A box, or the board of likes, asks for a head of its log: that the tree has grown from what was signed last to this. */
export interface HeadOrder {
  readonly campaign: CampaignId
  /** The number of the box; below 0 for what is no box. */
  readonly shard: number
  readonly origin: string
  readonly from: number
  readonly size: number
  readonly root: Hash
  readonly proof: readonly Hash[]
  /** The key that the log itself says is in force over this tree. */
  readonly key: NamedKey
}

/**
 * `behind`: another head was signed last than the one the box started from; it is told which. `fork`: the tree does not
 * continue the one that was signed. `keyless`: this site does not have the key that the log names.
 */
export type HeadAnswer =
  | { readonly outcome: 'signed'; readonly note: string; readonly at: Instant }
  | { readonly outcome: 'behind'; readonly size: number; readonly root: Hash; readonly note: string; readonly at: Instant }
  | { readonly outcome: 'fork' }
  | { readonly outcome: 'keyless' }

interface Signed {
  readonly size: number
  readonly root: Hash
  readonly note: string
  readonly at: Instant
}

const TABLES = `
create table if not exists head (
  shard integer not null, size integer not null, root blob not null, note text not null, at integer not null,
  primary key (shard, size)
) strict, without rowid;
`

/** A head may be cosigned by so many witnesses at most. */
const MOST_COSIGNATURES = 16

/**
 * Signs the heads of a campaign's logs and remembers the last one of each apart from the boxes: a box whose file was
 * put back to an earlier state cannot have a second history signed (trust 4.2). It checks, as a witness would, that every
 * tree continues the last one. Asking again for what was signed last is answered with the same note.
 */
export class Notary extends DurableObject<Env> {
  readonly #sql: SqlStorage

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
    this.#sql.exec(TABLES)
  }

  protected now(): Instant {
    return instant(Date.now())
  }

  /** Its rows as an archive of the campaign holds them, and back (O4). */
  archive(): ObjectArchive {
    return new ObjectArchive(this.ctx.storage, NOTARY_SHAPE, () => undefined)
  }

  async sign({ campaign, shard, origin, from, size, root, proof, key: named }: HeadOrder): Promise<HeadAnswer> {
    const { siteKey } = readConfig(this.env)
    const key = await keyInForce(siteKey, { campaign, shard, ...named })
    if (!key) {
      logLine('log-key-missing', { campaign, shard, number: named.number })
      return { outcome: 'keyless' }
    }
    const text = checkpointText({ origin, size, root })
    const signature = await key.sign(text)
    const { name, id } = noteKey(origin, ED25519, key.publicKey)
    const note = formatNote({ text, signatures: [{ name, id, signature }] })
    const at = this.now()
    // From here to the insert nothing else runs: what is compared is what is replaced. The note leaves only after it is kept.
    const last = this.#last(shard)
    if (last && last.size === size && sameHash(last.root, root)) return { outcome: 'signed', note: last.note, at: last.at }
    if (last && last.size !== from) return { outcome: 'behind', ...last }
    const older = { from, to: size, oldRoot: last?.root ?? EMPTY_ROOT, newRoot: root, proof }
    if ((!last && from !== 0) || !verifyConsistency(older)) {
      logLine('log-fork', { campaign, shard, from, size })
      return { outcome: 'fork' }
    }
    this.#sql.exec('insert into head values (?, ?, ?, ?, ?)', shard, size, root, note, at)
    return { outcome: 'signed', note, at }
  }

  /** The note over this size, or the last one; with what witnesses have added to it. */
  note(shard: number, size?: number): string | null {
    const row = this.#sql
      .exec('select note from head where shard = ? and size = coalesce(?, size) order by size desc limit 1', shard, size ?? null)
      .toArray()[0]
    return row ? (row.note as string) : null
  }

  /** The sizes over which a head was signed, ascending. */
  sizes(shard: number): readonly number[] {
    const rows = this.#sql.exec('select size from head where shard = ? order by size', shard).toArray()
    return rows.map(row => row.size as number)
  }

  /** Adds the lines of a witness to the note over this size. Adding a line twice changes nothing. False when there is no such note. */
  cosign(shard: number, size: number, lines: string): boolean {
    const note = readNote(this.note(shard, size) ?? '')
    const added = note && readNote(`${note.text}\n${lines}`)
    if (!note || !added) return false
    const fresh = added.signatures.filter(({ name, id }) => !note.signatures.some(one => one.name === name && one.id === id))
    const signatures = [...note.signatures, ...fresh].slice(0, MOST_COSIGNATURES + 1)
    const text = formatNote({ text: note.text, signatures })
    this.#sql.exec('update head set note = ? where shard = ? and size = ?', text, shard, size)
    return true
  }

  #last(shard: number): Signed | null {
    const wanted = 'select size, root, note, at from head where shard = ? order by size desc limit 1'
    const row = this.#sql.exec(wanted, shard).toArray()[0]
    if (!row) return null
    const root = blob(row.root)
    return { size: row.size as number, root, note: row.note as string, at: row.at as Instant }
  }
}
