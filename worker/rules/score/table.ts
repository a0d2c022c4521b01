import { HOUR } from '../time.ts'
import {
  type Column,
  fingerprint,
  type Groups,
  grouped,
  groupOf,
  type Labels,
  labelled,
  plain,
  small,
  whole,
  wide,
} from './columns.ts'
import type { ScoreLine } from './line.ts'

const SHANGHAI = 8 * HOUR
const NOTHING = Number.NaN
const REFERRER = { wechat: 1, direct: 2, search: 3, other: 4, none: 5 } as const
const CHALLENGE = { passed: 1, unverified: 2, none: 0 } as const

/** The ballots of one poll as columns, taken line by line; 0 and not-a-number stand for "not known". */
export class TableBuilder {
  readonly #at = wide()
  readonly #id = wide()
  readonly #voter = wide()
  readonly #vector = wide()
  readonly #host = wide()
  readonly #net = wide()
  readonly #device = wide()
  readonly #place = wide()
  readonly #provider = wide()
  readonly #unit = wide()
  readonly #age = plain()
  readonly #dwell = plain()
  readonly #challengeMs = plain()
  readonly #views = whole()
  readonly #referrer = small()
  readonly #challenge = small()
  readonly #hosting = small()
  readonly #choiceFrom = whole()
  readonly #choice = whole()
  readonly #names = new Map<string, number>()

  get size(): number {
    return this.#at.size
  }

  add(line: ScoreLine): void {
    const { dwellMs, identityAgeMs, challengeMs, views } = line
    this.#at.push(line.at)
    this.#id.push(fingerprint(line.id))
    this.#voter.push(fingerprint(line.voter))
    this.#host.push(line.host ? fingerprint(line.host) : 0)
    this.#net.push(line.net ? fingerprint(line.net) : 0)
    this.#device.push(line.ua || line.model ? fingerprint(`${line.ua}|${line.model ?? ''}`) : 0)
    this.#place.push(line.country || line.region ? fingerprint(`${line.country ?? ''}|${line.region ?? ''}`) : 0)
    this.#provider.push(line.asn === null ? 0 : line.asn + 1)
    this.#unit.push(line.unit ? fingerprint(line.unit) : 0)
    this.#age.push(identityAgeMs ?? NOTHING)
    this.#dwell.push(dwellMs ?? NOTHING)
    this.#challengeMs.push(challengeMs ?? NOTHING)
    this.#views.push(views ?? -1)
    this.#referrer.push(REFERRER[line.referrer] ?? 0)
    this.#challenge.push(CHALLENGE[line.challenge] ?? 0)
    this.#hosting.push(line.hosting === null ? 0 : line.hosting ? 2 : 1)
    this.#addChoices(line.choices)
  }

  #addChoices(choices: ScoreLine['choices']): void {
    const names = choices.map(String).sort()
    this.#vector.push(fingerprint(names.join('\n')))
    this.#choiceFrom.push(this.#choice.size)
    for (const name of names) {
      const known = this.#names.get(name) ?? this.#names.size
      if (known === this.#names.size) this.#names.set(name, known)
      this.#choice.push(known)
    }
  }

  /** The table whole. Nothing in it depends on the order in which the lines came. */
  done(): Table {
    this.#choiceFrom.push(this.#choice.size)
    const at = this.#at.done()
    const order = inOrder(at, this.#id.done())
    const choiceFrom = this.#choiceFrom.done()
    const candidates = canonical(this.#names, this.#choice)
    const label = (column: Column<Float64Array>) => labelled(column.done())
    return {
      size: at.length,
      at,
      order,
      voter: label(this.#voter),
      vector: label(this.#vector),
      host: label(this.#host),
      net: label(this.#net),
      device: label(this.#device),
      place: label(this.#place),
      provider: label(this.#provider),
      unit: label(this.#unit),
      age: this.#age.done(),
      dwell: this.#dwell.done(),
      challengeMs: this.#challengeMs.done(),
      views: this.#views.done(),
      referrer: this.#referrer.done(),
      challenge: this.#challenge.done(),
      hosting: this.#hosting.done(),
      choiceFrom,
      choice: candidates,
      byCandidate: byCandidate({ order, choiceFrom, choice: candidates, count: this.#names.size }),
      candidates: this.#names.size,
      names: [...this.#names.keys()].sort(),
    }
  }
}

export interface Table {
  readonly size: number
  readonly at: Float64Array
  /** The rows by time of arrival; of the same moment, by the fingerprint of their ids. */
  readonly order: Int32Array
  readonly voter: Labels
  readonly vector: Labels
  readonly host: Labels
  readonly net: Labels
  readonly device: Labels
  readonly place: Labels
  readonly provider: Labels
  readonly unit: Labels
  readonly age: Float32Array
  readonly dwell: Float32Array
  readonly challengeMs: Float32Array
  /** -1 where not known. */
  readonly views: Int32Array
  readonly referrer: Uint8Array
  /** 1 passed, 2 unverified. */
  readonly challenge: Uint8Array
  /** 1 no, 2 yes. */
  readonly hosting: Uint8Array
  readonly choiceFrom: Int32Array
  /** Candidates, in the order of the rows and as `choiceFrom` tells. */
  readonly choice: Int32Array
  /** The ballots of every candidate, in order. */
  readonly byCandidate: Groups
  readonly candidates: number
  /** The pseudonym of every candidate. */
  readonly names: readonly string[]
}

export const choicesOf = ({ choiceFrom }: Table, row: number): number =>
  (choiceFrom[row + 1] as number) - (choiceFrom[row] as number)

/** Hours since the epoch, and days of the calendar in China. */
export const hourAt = (at: number): number => Math.floor(at / HOUR)
export const dayAt = (at: number): number => Math.floor((at + SHANGHAI) / (24 * HOUR))
export const hourOfDay = (at: number): number => Math.floor((((at + SHANGHAI) / HOUR) % 24) + 24) % 24

export const votesFor = (table: Table, candidate: number): Int32Array => groupOf(table.byCandidate, candidate)

function inOrder(at: Float64Array, id: Float64Array): Int32Array {
  const order = Int32Array.from(at, (_, row) => row)
  return order.sort((a, b) => (at[a] as number) - (at[b] as number) || (id[a] as number) - (id[b] as number) || a - b)
}

/** Candidates numbered by their pseudonyms' order instead of by who came first. */
function canonical(names: ReadonlyMap<string, number>, column: Column<Int32Array>): Int32Array {
  const sorted = [...names.keys()].sort()
  const place = new Int32Array(sorted.length)
  sorted.forEach((name, i) => {
    place[names.get(name) as number] = i
  })
  return column.done().map(known => place[known] as number)
}

function byCandidate(votes: { order: Int32Array; choiceFrom: Int32Array; choice: Int32Array; count: number }): Groups {
  const { order, choiceFrom, choice, count } = votes
  const rows = new Int32Array(choice.length)
  const of = new Int32Array(choice.length)
  let place = 0
  for (const row of order)
    for (let i = choiceFrom[row] as number; i < (choiceFrom[row + 1] as number); i++) {
      of[place] = choice[i] as number
      rows[place++] = row
    }
  const groups = grouped(
    Int32Array.from(of, (_, i) => i),
    { of, count },
  )
  return { from: groups.from, rows: groups.rows.map(i => rows[i] as number) }
}
