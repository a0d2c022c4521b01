import { createHash } from 'node:crypto'
import type { PollSpec } from '../../worker/rules/ballot.ts'
import { type Instant, instant } from '../../worker/rules/time.ts'
import { Chance } from '../attack/chance.ts'
import { firstSigner, type Parts } from './files.ts'
import { partsOf } from './generate.ts'
import { logOf } from './parts.ts'
import { policyOf } from './policy.ts'
import { type Ballot, type Box, bytes, type Event, type Poll } from './poll.ts'

// The sound bundles that corruptions begin with. Everything in the small one is fixed, so that a corruption can name its place.

const FROM = 1_790_000_000_123

export const RULES = {
  campaign: 'cmp0001',
  title: '2026年优秀员工推荐活动',
  use: 'advisory',
  identity: 'openid',
  period: 'once',
  window: { from: instant(FROM), until: instant(FROM + 7_200_000) },
  categories: [
    { key: 'team', name: '先进集体', min: 1, max: 2 },
    { key: 'person', name: '先进个人', min: 0, max: 1 },
  ],
  totalMin: 1,
  totalMax: 2,
  nominees: [1, 2, 3, 4, 5, 6, 7].map(number => ({ number, category: number <= 4 ? 'team' : 'person' })),
  shards: 2,
  scorer: 'mingping-7-0a1b2c3d4e5f',
} as unknown as PollSpec

const CHOICES = [[1], [2], [1, 2], [3, 5], [1, 7], [4]] as const

function ballots(chance: Chance, count: number): readonly Ballot[] {
  const at = (n: number): Instant => instant(n === count - 1 ? RULES.window.until - 1 : FROM + n * 500_000)
  return Array.from({ length: count }, (_, n) => ({
    choices: CHOICES[n % CHOICES.length] as readonly number[],
    at: at(n),
    dedupe: bytes(chance, 16),
    nonce: bytes(chance, 32),
  }))
}

export const TWO = ['organizer', 'auditor'] as const

/** Ballots of the first box whose standing changes, in order: what follows its close, which is entry 13. */
export const STORY: readonly Event[] = [
  status('receipt', 'held', [RULES.scorer], [2, 3, 7, 8]),
  status('run-1', 'held', [RULES.scorer], [5]),
  status('run-1', 'counted', [RULES.scorer], [3]),
  status('case-1', 'void', TWO, [2, 7]),
  { what: 'result' },
  status('appeal-1', 'counted', ['administrator', 'auditor'], [2]),
  { what: 'result' },
]
/** What follows the close of the second box, which is entry 10. */
const OTHER_STORY = (seed: Uint8Array): readonly Event[] => [
  status('receipt', 'held', [RULES.scorer], [4]),
  { what: 'result' },
  { what: 'correction', notice: '/c/cmp0001/notices/2', hash: '0f'.repeat(32) },
  { what: 'key', seed },
  { what: 'result' },
]

export function status(id: string, to: 'counted' | 'held' | 'void', by: readonly string[], places: readonly number[]): Event {
  return { what: 'status', id, to, by, places, reasons: to === 'counted' ? [] : ['DEV.COOKIE_CHURN', 'TIME.FAST'] }
}

export interface SmallWishes {
  readonly rules?: PollSpec
  /** What follows the close of the first box. */
  readonly story?: readonly Event[]
  readonly change?: (boxes: readonly Box[]) => readonly Box[]
}

/** Two boxes of twelve and nine ballots, two witnesses who must both sign, openings, archived heads, a key change. */
export function smallParts({ rules = RULES, story = STORY, change = boxes => boxes }: SmallWishes = {}): Parts {
  const chance = new Chance(1, 'small')
  const boxes: readonly Box[] = [
    { ballots: ballots(chance, 12), events: story },
    { ballots: ballots(chance, 9), events: OTHER_STORY(bytes(chance, 32)) },
  ]
  const poll: Poll = { rules, boxes: change(boxes) }
  const text = JSON.stringify(rules)
  const rulesHash = createHash('sha256').update(text).digest('hex')
  const logs = poll.boxes.map((box, shard) => {
    const log = logOf(poll, box, { shard, rulesHash, seed: new Uint8Array(32).fill(shard + 1) })
    return { ...log, archived: [0, 5, 13, log.entries.length] }
  })
  const policy = policyOf(new Chance(2, 'small'), 'all', logs.map(firstSigner))
  return { poll, rules: text, logs, policy: policy.text, cosigners: policy.cosigners, openings: true }
}

const PLAIN = { changes: false, policy: 'none', openings: false, archived: 0 } as const
/** Three tiles on the lowest level, and two hashes above them. */
export const wideParts = (): Parts => partsOf(7, { ...PLAIN, ballots: [700] })
/** More than 65,536 entries, so that there is a third level of tiles. */
export const deepParts = (): Parts => partsOf(8, { ...PLAIN, ballots: [66_000] })
