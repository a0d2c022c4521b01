import { type Answer, type Attempt, isSettled } from './history.ts'
import { type Ledger, type LedgerLine, liesAt } from './ledger.ts'
import { readReceipt, writtenChoices } from './paper.ts'
import type { Violations } from './violations.ts'

/** What the history counts. */
export interface Figures {
  readonly requests: number
  readonly attempts: number
  /** Ballots for which a receipt was given. */
  readonly acknowledged: number
  /** Requests of which a broken connection left open what had become of them. */
  readonly ambiguous: number
  /** Of these, those whose ballot had been recorded before they were asked again. */
  readonly recovered: number
  /** Answers that said "later": asked again, like a broken connection. */
  readonly putOff: number
  readonly repeats200: number
  readonly conflicts409: number
  readonly tampered422: number
}

/** What has been learned about one request, which is a key together with choices. */
interface Request {
  ambiguous: boolean
  final: string | null
}

/** Goes through the history line by line, and believes the site only as far as the ledger agrees. */
export class Trial {
  readonly #ledger: Ledger
  readonly #violations: Violations
  readonly #requests = new Map<string, Request>()
  readonly #count = {
    attempts: 0,
    acknowledged: 0,
    ambiguous: 0,
    recovered: 0,
    putOff: 0,
    repeats200: 0,
    conflicts409: 0,
    tampered422: 0,
  }

  constructor(ledger: Ledger, violations: Violations) {
    this.#ledger = ledger
    this.#violations = violations
  }

  hear(attempt: Attempt): void {
    this.#count.attempts += 1
    const { voter, key, outcome } = attempt
    const choices = writtenChoices(attempt.choices)
    const ballots = this.#ledger.of(voter)
    const mine = ballots.filter(line => line.key === key && line.choices === choices)
    for (const line of mine) line.explained = true
    const request = this.#request(`${key} ${choices}`)
    if (isSettled(outcome)) this.#settled(request, attempt, { key, outcome, ballots, mine, first: request.final === null })
    else this.#open(request, outcome)
  }

  /** To be called when the history has ended: what has found no counterpart by then has none. */
  close(): void {
    for (const [name, { final }] of this.#requests) if (final === null) this.#violations.note('unsettled', 1, name)
    for (const { explained, shard, seq, key } of this.#ledger.lines())
      if (!explained)
        this.#violations.note('invented', 1, `box ${shard}, ballot ${seq}: nobody sent key ${key} with these choices`)
  }

  figures(): Figures {
    return { requests: this.#requests.size, ...this.#count }
  }

  #request(name: string): Request {
    const known = this.#requests.get(name)
    if (known) return known
    const request = { ambiguous: false, final: null }
    this.#requests.set(name, request)
    return request
  }

  #settled(request: Request, attempt: Attempt, heard: Heard): void {
    const { status, code } = heard.outcome
    this.#agree(request, attempt, heard.outcome)
    if (status === 200) this.#granted(heard)
    else if (code === 'already-voted') this.#conflict(heard)
    else if (code === 'key-reused') this.#tampered(heard)
    else this.#violations.note('unexpected', 1, `${status} ${code} to ${heard.key}`)
  }

  #open(request: Request, outcome: Attempt['outcome']): void {
    if ('status' in outcome) this.#count.putOff += 1
    else if (!request.ambiguous) this.#count.ambiguous += 1
    request.ambiguous ||= 'broken' in outcome
  }

  /** However often a request is sent, over whichever connection: one answer, and one receipt. */
  #agree(request: Request, { key, attempt }: Attempt, { status, receipt, replayed }: Answer): void {
    const answer = `${status} ${receipt}`
    if (request.final === null) {
      request.final = answer
      if (request.ambiguous && attempt > 1 && replayed) this.#count.recovered += 1
    } else if (request.final !== answer) this.#violations.note('contradicted', 1, `${key}: ${request.final}, then ${answer}`)
  }

  #granted({ key, outcome: { receipt = '' }, mine, first }: Heard): void {
    if (!first) this.#count.repeats200 += 1
    else this.#count.acknowledged += 1
    if (first && !mine.some(line => liesAt(line, readReceipt(receipt))))
      this.#violations.note(
        'lost',
        1,
        `${key}, receipt ${receipt}: ${mine[0] ? `is ${mine[0].shard}/${mine[0].seq}` : 'not there'}`,
      )
  }

  /** Whoever is told that he has voted must have, under another key, and be shown that ballot's receipt. */
  #conflict({ key, outcome: { receipt = '' }, ballots, first }: Heard): void {
    if (first) this.#count.conflicts409 += 1
    if (ballots.some(line => line.key === key)) this.#violations.note('effective', 1, `${key}: refused, and recorded`)
    if (!ballots.some(line => liesAt(line, readReceipt(receipt))))
      this.#violations.note('lost', 1, `${key}: refused for the sake of receipt ${receipt}, which is not there`)
  }

  #tampered({ key, ballots, mine, first }: Heard): void {
    if (first) this.#count.tampered422 += 1
    if (mine.length > 0) this.#violations.note('effective', 1, `${key}: refused as tampered with, and recorded`)
    if (!ballots.some(line => line.key === key))
      this.#violations.note('lost', 1, `${key}: refused for the sake of a ballot that is not there`)
  }
}

/** An answer, and what the boxes hold of its voter. */
interface Heard {
  readonly key: string
  readonly outcome: Answer
  readonly ballots: readonly LedgerLine[]
  /** Those with the key and the choices of the request. */
  readonly mine: readonly LedgerLine[]
  /** False when this request has had an answer before. */
  readonly first: boolean
}
