import type { ScoreLine } from '../../worker/rules/score/line.ts'
import { Calendar } from './calendar.ts'
import { Chance, signs } from './chance.ts'
import { Internet, type Place } from './networks.ts'
import type { Phone } from './phones.ts'
import { dayIn, type Shape } from './shape.ts'
import type { Label, LabelledLine } from './traffic.ts'

/** One ballot as its voter, or whoever acts for one, came by it. */
export interface Sitting extends Pick<ScoreLine, 'at' | 'choices' | 'dwellMs' | 'views' | 'referrer' | 'challengeMs'> {
  readonly voter: string
  readonly phone: Phone
  readonly place: Place
  /** When the identity that counts was first seen; null where codes tell. */
  readonly since: number | null
  readonly unit?: string | null
}

/** Where the ballots of one world come together. */
export class Scene {
  readonly shape: Shape
  readonly internet: Internet
  readonly calendar: Calendar
  readonly lines: LabelledLine[] = []
  readonly #voted = new Set<string>()
  /** While the human check could not be asked; voters with more than a device are let in unverified. */
  readonly #outage: { readonly from: number; readonly until: number } | null
  #voters = 0

  constructor(shape: Shape) {
    this.shape = shape
    this.internet = new Internet(shape, new Chance(shape.seed, 'internet'))
    this.calendar = new Calendar(shape, new Chance(shape.seed, 'calendar'))
    const chance = new Chance(shape.seed, 'outage')
    const from = this.calendar.moment(chance)
    const until = from + chance.between(20, 60) * 60_000
    this.#outage = shape.level !== 'device' && chance.yes(0.15) ? { from, until } : null
  }

  newVoter(): string {
    this.#voters += 1
    return signs(this.shape.seed, this.#voters, 1) + signs(this.shape.seed, this.#voters, 2)
  }

  /** False where the box would have refused it: outside the window, or the second ballot of a period. */
  add(label: Label, { phone, place, since, unit = null, ...sitting }: Sitting): boolean {
    const { shape } = this
    const at = Math.floor(sitting.at)
    if (at < shape.opens || at >= shape.closes) return false
    const once = shape.period === 'daily' ? `${sitting.voter}${dayIn(at)}` : sitting.voter
    if (this.#voted.has(once)) return false
    this.#voted.add(once)
    const down = this.#outage !== null && at >= this.#outage.from && at < this.#outage.until
    const line: ScoreLine = {
      id: '',
      at,
      poll: shape.poll,
      choices: sitting.choices,
      level: shape.level,
      voter: sitting.voter,
      identityAgeMs: since === null || shape.level === 'code' ? null : Math.max(0, Math.floor(at - since)),
      dwellMs: sitting.dwellMs === null ? null : Math.floor(sitting.dwellMs),
      views: sitting.views,
      referrer: sitting.referrer,
      challenge: down ? 'unverified' : 'passed',
      challengeMs: down || sitting.challengeMs === null ? null : Math.floor(sitting.challengeMs),
      ...this.internet.noted(place, at),
      ...phone,
      unit: shape.level === 'code' ? unit : null,
    }
    this.lines.push({ line, ...label })
    return true
  }
}
