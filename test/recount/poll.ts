import { type BallotStatus, judgeChoices, type PollSpec } from '../../worker/rules/ballot.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { REASONS, type ReasonCode } from '../../worker/rules/reason.ts'
import { type Instant, instant } from '../../worker/rules/time.ts'
import type { StatusEntry } from '../../worker/rules/tlog/entry.ts'
import type { Chance } from '../attack/chance.ts'

/** A ballot as a box keeps it. */
export interface Ballot {
  readonly choices: readonly number[]
  readonly at: Instant
  readonly dedupe: Uint8Array
  readonly nonce: Uint8Array
}

/** What is entered after the close, in order. */
export type Event =
  | ({ readonly what: 'status' } & StatusEntry)
  | { readonly what: 'result' }
  | { readonly what: 'correction'; readonly notice: string; readonly hash: string }
  | { readonly what: 'key'; readonly seed: Uint8Array }

export interface Box {
  readonly ballots: readonly Ballot[]
  readonly events: readonly Event[]
}

export interface Poll {
  readonly rules: PollSpec
  readonly boxes: readonly Box[]
}

export const bytes = (chance: Chance, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => Math.floor(chance.next() * 256))

export interface PollWishes {
  /** How many ballots each box gets: one number for each. */
  readonly ballots: readonly number[]
  readonly changes: boolean
}

export function aPoll(chance: Chance, { ballots, changes }: PollWishes): Poll {
  const rules = someRules(chance, ballots.length)
  return { rules, boxes: ballots.map(count => aBox(chance, rules, { count, changes })) }
}

function someRules(chance: Chance, shards: number): PollSpec {
  const categories = Array.from({ length: chance.whole(1, 3) }, (_, n) => {
    const min = chance.whole(0, 1)
    return {
      key: `c${n + 1}`,
      name: ['先进集体', '先进个人', '“最美”人物 & <其他>'][n] as string,
      min,
      max: min + chance.whole(1, 2),
    }
  })
  const nominees = categories
    .flatMap(({ key, max }) => Array.from({ length: max + chance.whole(0, 4) }, () => key))
    .map((category, n) => ({ number: n + 1, category }))
  const [least, most] = [categories.reduce((sum, { min }) => sum + min, 0), categories.reduce((sum, { max }) => sum + max, 0)]
  const from = chance.whole(1_790_000_000_000, 1_799_000_000_000)
  return {
    campaign: `cmp${chance.whole(1000, 9999)}` as CampaignId,
    title: '2026年“最美奋斗者”推荐活动\n（第\u2028二场）',
    use: 'advisory',
    identity: chance.pick(['device', 'openid', 'code', 'roster']),
    period: chance.pick(['once', 'daily']),
    window: { from: instant(from), until: instant(from + chance.whole(1, 200) * 1_234_567) },
    categories,
    totalMin: chance.yes(0.3) ? Math.max(1, least) : null,
    totalMax: chance.yes(0.3) ? chance.whole(Math.max(1, least), most) : null,
    nominees,
    shards,
    scorer: 'mingping-7-0a1b2c3d4e5f',
  } as PollSpec
}

function someChoices(chance: Chance, rules: PollSpec): readonly number[] {
  for (;;) {
    const choices = rules.categories.flatMap(({ key, min, max }) => {
      const there = rules.nominees.filter(({ category }) => category === key).map(({ number }) => number)
      return chance.shuffled(there).slice(0, chance.whole(min, max))
    })
    const verdict = judgeChoices(choices, rules)
    if (verdict.ok) return verdict.value
  }
}

/** The first ballot comes in the first millisecond and the last one in the last, so that the edges are always tried. */
function someBallots(chance: Chance, rules: PollSpec, count: number): readonly Ballot[] {
  const { from, until } = rules.window
  const times = Array.from({ length: count }, () => chance.whole(from, until - 1)).sort((a, b) => a - b)
  if (count > 1) times.splice(0, 1, from)
  if (count > 0) times.splice(-1, 1, until - 1)
  // Most of a big box votes for one of a few sets.
  const sets = Array.from({ length: 40 }, () => someChoices(chance, rules))
  return times.map(at => ({
    choices: chance.pick(sets),
    at: instant(at),
    dedupe: bytes(chance, 16),
    nonce: bytes(chance, 32),
  }))
}

function aBox(chance: Chance, rules: PollSpec, { count, changes }: { count: number; changes: boolean }): Box {
  const ballots = someBallots(chance, rules, count)
  const story = changes ? new Story(chance, rules.scorer, count) : null
  const events: Event[] = [...(story?.receipts() ?? []), ...(story?.changes() ?? []), { what: 'result' }]
  if (chance.yes(0.2)) events.push({ what: 'correction', notice: '/c/a/notices/3', hash: 'ab'.repeat(32) }, { what: 'result' })
  if (chance.yes(0.15)) events.push({ what: 'key', seed: bytes(chance, 32) }, { what: 'result' })
  if (story && chance.yes(0.3)) events.push(...story.changes(), { what: 'result' })
  return { ballots, events }
}

const ROLES = ['organizer', 'auditor', 'administrator'] as const
type Move = readonly [from: BallotStatus, to: BallotStatus, alone: boolean]
const MOVES: readonly Move[] = [
  ['counted', 'held', true],
  ['held', 'counted', true],
  ['held', 'counted', false],
  ['held', 'void', false],
  ['void', 'counted', false],
]

/** How the ballots of one box came to stand as they do, by moves that are allowed. */
class Story {
  readonly #chance: Chance
  readonly #scorer: string
  readonly #status: BallotStatus[]

  constructor(chance: Chance, scorer: string, count: number) {
    this.#chance = chance
    this.#scorer = scorer
    this.#status = Array.from({ length: count }, () => 'counted')
  }

  receipts(): Event[] {
    return Array.from({ length: this.#chance.whole(0, 2) }, () => this.#move(['counted', 'held', true], 'receipt')).flat()
  }

  changes(): Event[] {
    return Array.from({ length: this.#chance.whole(0, 6) }, (_, n) =>
      this.#move(this.#chance.pick(MOVES), `${this.#chance.pick(['run', 'case', 'appeal'])}-${n}`),
    ).flat()
  }

  /** Nothing when no ballot stands where the move begins. */
  #move([from, to, alone]: Move, id: string): Event[] {
    const share = this.#chance.between(0, 0.5)
    const places = this.#status.flatMap((status, i) => (status === from && this.#chance.yes(share) ? [i + 1] : [])).slice(0, 5000)
    if (places.length === 0) return []
    for (const place of places) this.#status[place - 1] = to
    const by = alone ? [this.#chance.pick([this.#scorer, 'mingping-6-older'])] : this.#chance.shuffled(ROLES).slice(0, 2)
    return [{ what: 'status', id, to, by, places, reasons: to === 'counted' ? [] : this.#reasons() }]
  }

  #reasons(): readonly ReasonCode[] {
    return this.#chance.shuffled(REASONS).slice(0, this.#chance.whole(1, 3))
  }
}
