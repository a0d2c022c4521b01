import type { ScoreLine } from '../../worker/rules/score/line.ts'
import { DAY, HOUR, MINUTE } from '../../worker/rules/time.ts'
import { OPENS } from './makers.ts'

// Made-up ballots for the scorer's own rules: enough likeness to tell people from scripts, no more.

/** Numbers from 0 to 1, the same for the same seed. */
export function aDice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const START = OPENS - 9 * HOUR
const DAYS = 6
const CANDIDATES = 12
const PHONES = ['WeChat Android 8', 'WeChat iOS 8', 'Chrome Android 142', 'Safari iOS 18']

const bell = (dice: () => number): number => dice() + dice() + dice() + dice() - 2
const around = (dice: () => number, middle: number, spread: number): number =>
  Math.round(middle * Math.exp(spread * 1.7 * bell(dice)))
const oneOf = <T>(dice: () => number, list: readonly T[]): T => list[Math.floor(dice() * list.length)] as T

function person(dice: () => number, id: string, change: Partial<ScoreLine> = {}): ScoreLine {
  const dwellMs = around(dice, 35_000, 0.7)
  const day = Math.floor(dice() * DAYS)
  const net = Math.floor(dice() * 60)
  return {
    id,
    at: Math.round(START + day * DAY + (8 + 14 * dice()) * HOUR),
    poll: 'qinghe',
    choices: [...new Set([0, 0, 0].map(() => 1 + Math.floor(dice() ** 1.5 * CANDIDATES)))],
    level: 'openid',
    voter: `v-${id}`,
    identityAgeMs: dice() < 0.6 ? dwellMs + around(dice, 20_000, 1) : around(dice, 8 * HOUR, 1.2),
    dwellMs,
    views: 1 + Math.floor(dice() * 4),
    referrer: dice() < 0.75 ? 'wechat' : oneOf(dice, ['direct', 'other', 'none', 'search']),
    challenge: 'passed',
    challengeMs: around(dice, 2000, 0.6),
    host: `h${day}-${net}-${Math.floor(dice() * 8)}`,
    net: `n${day}-${net}`,
    asn: oneOf(dice, [4134, 4134, 4837, 9808]),
    hosting: false,
    country: 'CN',
    region: dice() < 0.85 ? '浙江' : oneOf(dice, ['江苏', '上海', '安徽', '广东', '江西']),
    ua: oneOf(dice, PHONES),
    model: dice() < 0.5 ? `M${Math.floor(dice() * 40)}` : null,
    unit: null,
    ...change,
  }
}

/** Voters like any others, over six days. Ids begin with 'p'. */
export function people(seed: number, many: number): ScoreLine[] {
  const dice = aDice(seed)
  return Array.from({ length: many }, (_, i) => person(dice, `p${i}`))
}

/** Colleagues in one office on the same new phones, within an hour, nearly all for their own candidate. Ids begin with 'office'. */
export function anOffice(seed: number, many: number): ScoreLine[] {
  const dice = aDice(seed + 1000)
  const from = START + 2 * DAY + 14 * HOUR
  return Array.from({ length: many }, (_, i) =>
    person(dice, `office${i}`, {
      at: Math.round(from + dice() ** 1.5 * HOUR),
      ...(dice() < 0.9 ? { choices: [9] } : {}),
      ...(dice() < 0.8 ? { host: 'office', net: 'office', model: 'M7', ua: 'WeChat Android 8' } : {}),
      identityAgeMs: around(dice, 60_000, 0.6),
      referrer: 'wechat',
      region: '浙江',
    }),
  )
}

/** A program with rented addresses, fast but not impossibly so. Ids begin with 'script'. */
export function aScript(seed: number, many: number): ScoreLine[] {
  const dice = aDice(seed + 2000)
  const from = START + 4 * DAY + 10 * HOUR
  return Array.from({ length: many }, (_, i) =>
    person(dice, `script${i}`, {
      at: Math.round(from + i * 9000 + dice() * 3000),
      choices: [11],
      identityAgeMs: Math.round(3000 + dice() * 2000),
      dwellMs: Math.round(3000 + dice() * 1500),
      views: 1,
      referrer: 'direct',
      challengeMs: Math.round(280 + dice() * 60),
      host: `rented${i}`,
      net: `rented${i % 200}`,
      ua: 'Chrome Android 142',
      model: null,
    }),
  )
}

/** Hired people from everywhere, for one candidate within three hours. Ids begin with 'hired'. */
export function aCrowd(seed: number, many: number): ScoreLine[] {
  const dice = aDice(seed + 3000)
  const from = START + 3 * DAY + 19 * HOUR
  return Array.from({ length: many }, (_, i) =>
    person(dice, `hired${i}`, {
      at: Math.round(from + dice() * 180 * MINUTE),
      choices: [10],
      identityAgeMs: around(dice, 20_000, 0.4),
      dwellMs: around(dice, 9000, 0.4),
      views: 1,
      region: oneOf(dice, ['河南', '四川', '湖北', '湖南', '河北', '陕西', '辽宁', '云南', '广西', '贵州']),
    }),
  )
}
