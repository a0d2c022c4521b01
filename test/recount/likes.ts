import type { BallotStatus } from '../../worker/rules/ballot.ts'
import { LIKE_LIMITS, LIKE_MARKS } from '../../worker/rules/like.ts'
import { instant, type Window } from '../../worker/rules/time.ts'
import { toBase64 } from '../../worker/rules/tlog/base64.ts'
import { bucketOf, closeEntry, correctionEntry, keyEntry, resultEntry, statusEntry } from '../../worker/rules/tlog/entry.ts'
import { keyText } from '../../worker/rules/tlog/note.ts'
import { openEntry, openManifestEntry } from '../../worker/rules/tlog/open-entry.ts'
import { Chance } from '../attack/chance.ts'
import { firstSigner, logFiles } from './files.ts'
import { logSigner, type Signer } from './keys.ts'
import { type LogParts, tallyOf } from './parts.ts'
import { POLICIES, policyOf } from './policy.ts'
import { bytes } from './poll.ts'

// Bundles of likes (open profile), as a board of likes makes them.

/** What happens to a board, in order. */
export type LikeEvent =
  | { readonly what: 'terms'; readonly window: Window; readonly nominees: readonly number[] }
  | { readonly what: 'like'; readonly number: number; readonly at: number; readonly marks: string }
  | { readonly what: 'end'; readonly at: number }
  | { readonly what: 'correction' }
  | { readonly what: 'key'; readonly seed: Uint8Array }

/** Everything a bundle of likes is made from; its one log is the first. */
export interface LikeParts {
  readonly campaign: string
  readonly title: string
  readonly logs: readonly LogParts[]
  readonly policy: string
  readonly cosigners: readonly Signer[]
  readonly result: string
}

const LEVEL = 'device'

/** Enters what happens and keeps how the likes stand. */
class Board {
  readonly entries: string[] = []
  readonly status: BallotStatus[] = []
  readonly signers: { since: number; signer: Signer }[]
  readonly #campaign: string
  readonly #chance: Chance
  readonly #likes: { readonly choices: readonly number[]; readonly marks: string }[] = []
  #told = 0
  #at = 0

  constructor(chance: Chance, campaign: string, seed: Uint8Array) {
    this.#chance = chance
    this.#campaign = campaign
    this.signers = [{ since: 0, signer: logSigner(`vote.example.cn/c/${campaign}/likes/s0`, seed) }]
  }

  get #first(): Signer {
    return (this.signers[0] as { signer: Signer }).signer
  }

  take(event: LikeEvent): void {
    const index = this.entries.length
    if ('at' in event) this.#at = event.at
    switch (event.what) {
      case 'terms': {
        const { name: origin, key } = this.#first.key
        const { window, nominees } = event
        this.entries.push(
          openManifestEntry({ index, campaign: this.#campaign, origin, level: LEVEL, window, nominees, key: toBase64(key) }),
        )
        return
      }
      case 'like': {
        const bucket = bucketOf(instant(event.at))
        this.entries.push(openEntry({ index, bucket, level: LEVEL, nonce: bytes(this.#chance, 16), number: event.number }))
        this.status.push(event.marks ? 'held' : 'counted')
        this.#likes.push({ choices: [event.number], marks: event.marks })
        return
      }
      case 'end':
        this.#end()
        return
      case 'correction':
        this.#enter(at => correctionEntry(at, { notice: '/notices/ntc_1', hash: 'ab'.repeat(32) }))
        this.#result()
        return
      case 'key': {
        const signer = logSigner(this.#first.key.name, event.seed)
        this.signers.push({ since: index + 1, signer })
        this.#enter(at => keyEntry(at, toBase64(signer.key.key)))
        this.#result()
      }
    }
  }

  #end(): void {
    this.#enter(at => closeEntry(at, this.#likes.length))
    const fresh = this.#likes.map(({ marks }, i) => ({ marks, place: i + 1 })).slice(this.#told)
    for (const why of new Set(fresh.map(({ marks }) => marks)))
      if (why !== '') {
        const places = fresh.filter(({ marks }) => marks === why).map(({ place }) => place)
        this.#enter(at => statusEntry(at, { id: 'receipt', to: 'held', reasons: [why], by: [LIKE_LIMITS], places }))
      }
    this.#told = this.#likes.length
    this.#result()
  }

  #result(): void {
    this.#enter(at => resultEntry(at, this.tally()))
  }

  tally() {
    return tallyOf(
      this.#likes.map(({ choices }) => ({ choices, at: instant(0), dedupe: new Uint8Array(), nonce: new Uint8Array() })),
      this.status,
    )
  }

  #enter(entryAt: (at: { index: number; at: ReturnType<typeof instant> }) => string): void {
    this.entries.push(entryAt({ index: this.entries.length, at: instant(this.#at) }))
  }

  /** The log so far, with heads kept of these sizes. */
  log(archived: readonly number[]): LogParts {
    const { entries, signers, status } = this
    return { origin: this.#first.key.name, entries, signers, archived, status }
  }
}

export interface LikeWishes {
  readonly events: readonly LikeEvent[]
  readonly archived: readonly number[]
  readonly policy: (typeof POLICIES)[number]
}

export function likeParts(chance: Chance, campaign: string, { events, archived, policy }: LikeWishes): LikeParts {
  const board = new Board(chance, campaign, bytes(chance, 32))
  for (const event of events) board.take(event)
  const log = board.log([...new Set(archived.filter(size => size <= board.entries.length))])
  const { text, cosigners } = policyOf(chance, policy, [firstSigner(log)])
  const { ballots, votes } = board.tally()
  const { counted, held, void: gone } = ballots
  const lines = Object.entries(votes).map(([number, one]) => [number, [one.counted, one.held, one.void]] as const)
  const result = { counted, held, raw: counted + held + gone, void: gone, votes: Object.fromEntries(lines) }
  return { campaign, title: '网络点赞\u2028', logs: [log], policy: text, cosigners, result: JSON.stringify(result) }
}

/** The bundle, whole. */
export function likeFiles({ campaign, title, logs, policy, cosigners, result }: LikeParts): Map<string, Uint8Array> {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
  const [log] = logs as [LogParts]
  const listed = [{ shard: 0, key: keyText(firstSigner(log).key), size: log.entries.length }]
  return new Map([
    ['bundle.json', encode(JSON.stringify({ v: 1, profile: 'open', campaign, title, logs: listed }))],
    ['policy.txt', encode(policy)],
    ['result.json', encode(result)],
    ...logFiles(log, 0, cosigners),
  ])
}

/** A limit, and another sign. */
function someMarks(chance: Chance): string {
  const marks = ['pace', chance.pick(LIKE_MARKS.filter(mark => mark !== 'pace'))]
  return LIKE_MARKS.filter(mark => marks.includes(mark)).join(' ')
}

/** A phase of likes as it may go: a longer list on the way, an end that is put off before or after it has come. */
function someEvents(chance: Chance): readonly LikeEvent[] {
  const from = chance.whole(1_790_000_000_000, 1_799_000_000_000)
  const all = chance.shuffled(Array.from({ length: 20 }, (_, n) => n + 1)).slice(0, chance.whole(1, 20))
  const events: LikeEvent[] = []
  const phases = chance.pick([1, 1, 2, 3])
  let [at, nominees, until] = [from, all.slice(0, chance.whole(1, all.length)), from]
  for (let phase = 0; phase < phases; phase++) {
    until = Math.max(until, at) + chance.whole(1, 200) * 1_234_567
    if (phase > 0) nominees = all
    events.push({ what: 'terms', window: { from: instant(from), until: instant(until) }, nominees })
    const count = chance.yes(0.1) ? 0 : chance.yes(0.1) ? chance.whole(240, 600) : chance.whole(1, 40)
    const times = Array.from({ length: count }, () => chance.whole(at, until - 1)).sort((a, b) => a - b)
    for (const time of times)
      events.push({ what: 'like', number: chance.pick(nominees), at: time, marks: chance.yes(0.2) ? someMarks(chance) : '' })
    at = times.at(-1) ?? at
    if (phase < phases - 1 && chance.yes(0.5)) continue
    at = until
    events.push({ what: 'end', at })
  }
  if (chance.yes(0.15)) events.push({ what: 'correction' })
  if (chance.yes(0.15)) events.push({ what: 'key', seed: bytes(chance, 32) })
  return events
}

/** A valid bundle of likes: the same seed makes the same bundle. */
export function generateLikes(seed: number): Map<string, Uint8Array> {
  const chance = new Chance(seed, 'likes')
  const archived = Array.from({ length: chance.whole(0, 4) }, () => chance.whole(0, 40))
  const wishes = { events: someEvents(chance), archived, policy: chance.pick(POLICIES) }
  return likeFiles(likeParts(chance, `cmp${chance.whole(1000, 9999)}`, wishes))
}

const START = 1_790_000_000_123
const HOUR = 3_600_000
const at = (minutes: number): number => START + minutes * 60_000
const like = (number: number, minutes: number, marks = ''): LikeEvent => ({ what: 'like', number, at: at(minutes), marks })
const terms = (hours: number, nominees: readonly number[]): LikeEvent => ({
  what: 'terms',
  window: { from: instant(START), until: instant(START + hours * HOUR) },
  nominees,
})

/**
 * The board that corruptions begin with: 0 its terms, 1 to 7 likes (5 held), 8 a longer list, 9 to 12 likes (11 held), 13 the
 * end, 14 and 15 what was held, 16 the figures. Two witnesses must sign; heads of 1, 6 and 13 are kept.
 */
export const smallLikes = (): LikeParts =>
  likeParts(new Chance(4, 'small likes'), 'cmp0002', {
    events: [
      ...[
        terms(2, [1, 2, 3, 5]),
        like(1, 0),
        like(2, 9),
        like(3, 20),
        like(1, 31),
        like(2, 32, 'pace weak-check'),
        like(5, 40),
        like(1, 50),
      ],
      ...[terms(3, [1, 2, 3, 5, 6, 7]), like(7, 70), like(6, 125), like(1, 126, 'network-crowded device-new'), like(3, 179)],
      { what: 'end', at: at(180) },
    ],
    archived: [1, 6, 13],
    policy: 'all',
  })
