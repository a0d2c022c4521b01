import type { Referrer } from '../../worker/rules/signals.ts'
import type { Chance } from './chance.ts'
import type { Place } from './networks.ts'
import { inWechat, type Phone, somePhone } from './phones.ts'
import type { Scene } from './scene.ts'
import { DAY, HOUR, SECOND } from './shape.ts'
import type { Label, Organic } from './traffic.ts'

/** An honest voter. */
export interface Person {
  readonly voter: string
  readonly phone: Phone
  readonly place: Place
  /** Known to the site from an earlier visit or vote; null when today is the first time. */
  readonly since: number | null
  readonly unit: string | null
}

/** One voter in five has been here before: an earlier vote, a like, a look at the notices. */
export function somebody(scene: Scene, chance: Chance, change: Partial<Person> & { readonly before?: number } = {}): Person {
  const { before = 0.2, ...fixed } = change
  const since = chance.yes(before) ? scene.shape.opens - chance.logNormal(20 * DAY, 1.5) : null
  const voter = scene.newVoter()
  return {
    voter,
    phone: change.phone ?? somePhone(chance),
    place: change.place ?? scene.internet.anywhere(chance),
    since,
    unit: `单位${chance.whole(1, 24)}`,
    ...fixed,
  }
}

export interface Manner {
  /** Seconds from the first sight of the ballot to its arrival, in the median. */
  readonly pace?: number
  readonly spread?: number
  /** Share of those who had opened the page before and came back. */
  readonly returning?: number
  /** Without script: a question in words takes the place of the machine's work. */
  readonly plain?: number
  readonly referrer?: Referrer
  /** A page opened earlier and left open counts from then. */
  readonly first?: boolean
}

/** An honest voter fills in a ballot. Nobody reads and ticks within four seconds. */
export function votes(
  scene: Scene,
  chance: Chance,
  who: Person,
  at: number,
  choices: readonly number[],
  label: Organic,
  manner: Manner = {},
) {
  const { pace = 35, spread = 0.8, returning = 0.15, plain = 0.02, first = true } = manner
  const challengeMs = chance.yes(plain) ? chance.logNormal(14_000, 0.6) : chance.logNormal(950, 0.55)
  const reading = chance.logNormal(pace, spread) * SECOND + choices.length * 400
  const readingMs = Math.max(4 * SECOND, reading, challengeMs + 4 * SECOND)
  const looked = chance.yes(returning)
  // Whoever looked and came back is known since then; where one votes once, the page counts from that first look.
  const gap = looked ? chance.exponential(5 * HOUR) : 0
  const dwellMs = readingMs + (looked && scene.shape.period === 'once' ? gap : 0)
  const seen = at - readingMs - gap - chance.between(0.01, 0.8) * SECOND
  scene.add(organic(label), {
    at,
    choices,
    voter: who.voter,
    phone: who.phone,
    place: who.place,
    since: who.since ?? seen,
    dwellMs,
    views: (looked ? chance.whole(2, 5) : 1) + (first ? 0 : 1),
    referrer: manner.referrer ?? camefrom(chance, who.phone),
    challengeMs,
    unit: who.unit,
  })
}

export const organic = (label: Organic): Label => ({ label, regime: null, target: null })

function camefrom(chance: Chance, phone: Phone): Referrer {
  const sort = chance.next()
  if (inWechat(phone)) return sort < 0.78 ? 'wechat' : sort < 0.93 ? 'none' : sort < 0.98 ? 'direct' : 'other'
  return sort < 0.35 ? 'none' : sort < 0.65 ? 'direct' : sort < 0.85 ? 'search' : 'other'
}
