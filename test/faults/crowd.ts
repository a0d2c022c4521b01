import { setTimeout as pause } from 'node:timers/promises'
import { Wire, type WireAnswer } from '../support/wire.ts'
import { type Answer, type Broken, type HistoryFile, isSettled } from './history.ts'
import { SLUG } from './poll.ts'
import type { Delivery, Traffic } from './traffic.ts'

export interface CrowdOptions {
  readonly port: number
  readonly connections: number
  readonly traffic: Traffic
  readonly history: HistoryFile
  /** Everybody goes home when the run is given up. */
  readonly over: AbortSignal
  /** How many requests leave in a second, on average; without it each connection sends as soon as it has its answer. */
  readonly pace?: number
  /** How long an answer is waited for, in milliseconds, before the connection is given up and the request sent again. */
  readonly patience?: number
  /** Hears of every request that is settled: how long that took since it was first sent, in milliseconds, and what was said. */
  readonly onAnswer?: (ms: number, answer: Answer) => void
  /** Hears of every answer, also of those that only say "later". */
  readonly onOutcome?: (answer: Answer) => void
}

interface Line {
  readonly wire: Wire
  readonly since: number
}

/**
 * All the voters of a run, behind a fixed number of connections. Each connection takes one request after the other and
 * stays with it, over every crash of the site, until it is answered.
 */
export class Crowd {
  readonly #options: CrowdOptions
  #acknowledged = 0
  #sending = false
  #next = 0
  #lastAnswer = performance.now()
  #reopened: Promise<void> | null = null
  #awaited: { readonly since: number; readonly answered: () => void } | null = null

  constructor(options: CrowdOptions) {
    this.#options = options
  }

  /** Voters for whose ballot a receipt has come. */
  get acknowledged(): number {
    return this.#acknowledged
  }

  /** Milliseconds since anything at all was answered; 0 when nobody asks. */
  get silence(): number {
    return this.#sending ? performance.now() - this.#lastAnswer : 0
  }

  /** Sends until the traffic ends and everything has been answered. */
  async run(): Promise<void> {
    this.#lastAnswer = performance.now()
    this.#sending = true
    await Promise.all(Array.from({ length: this.#options.connections }, () => this.#connection()))
    this.#sending = false
  }

  /** Resolves with the first answer that comes over a connection opened from now on. */
  answeredAgain(): Promise<void> {
    const since = performance.now()
    return new Promise(answered => {
      this.#awaited = { since, answered }
    })
  }

  async #connection(): Promise<void> {
    let line = await this.#open()
    for (let delivery = this.#options.traffic.next(); delivery; delivery = this.#options.traffic.next()) {
      if (this.#options.pace) await this.#due(this.#options.pace)
      const bytes = requestOf(delivery, this.#options.port)
      const began = performance.now()
      for (let attempt = 1; ; attempt++) {
        const outcome = await this.#send(line, bytes)
        const { voter, key, choices, kind } = delivery
        if ('receipt' in outcome && !voter.acknowledged) this.#acknowledged += 1
        voter.acknowledged ||= 'receipt' in outcome
        this.#options.history.add({ voter: voter.id, key, choices, kind, attempt, outcome })
        if (isSettled(outcome)) {
          this.#options.onAnswer?.(performance.now() - began, outcome)
          break
        }
        if ('broken' in outcome) line = await this.#open()
        else await this.#pause(250)
      }
    }
    line.wire.close()
  }

  /** Waits for the next moment at which one is to leave; whoever is late does not wait. */
  async #due(pace: number): Promise<void> {
    const now = performance.now()
    this.#next = Math.max(this.#next, now - 1000) + 1000 / pace
    if (this.#next > now) await this.#pause(this.#next - now)
  }

  async #send({ wire, since }: Line, bytes: Buffer): Promise<Answer | Broken> {
    const { patience } = this.#options
    const given = patience === undefined ? undefined : setTimeout(() => wire.close(), patience)
    try {
      const outcome = answerOf(await wire.send(bytes))
      this.#lastAnswer = performance.now()
      this.#options.onOutcome?.(outcome)
      if (this.#awaited && since > this.#awaited.since) {
        this.#awaited.answered()
        this.#awaited = null
      }
      return outcome
    } catch (error) {
      return { broken: String((error as NodeJS.ErrnoException).code ?? error) }
    } finally {
      clearTimeout(given)
    }
  }

  async #open(): Promise<Line> {
    for (;;) {
      try {
        const wire = await Wire.open(this.#options.port)
        return { wire, since: performance.now() }
      } catch {
        this.#reopened ??= this.#knock().finally(() => {
          this.#reopened = null
        })
        await this.#reopened
      }
    }
  }

  /** One knocks for all, so that starting again is not slowed by those who wait for it. */
  async #knock(): Promise<void> {
    for (;;) {
      await this.#pause(3)
      try {
        const wire = await Wire.open(this.#options.port)
        await wire.send(Buffer.from(`GET /api/campaigns/${SLUG} HTTP/1.1\r\nhost: 127.0.0.1:${this.#options.port}\r\n\r\n`))
        return wire.close()
      } catch {}
    }
  }

  #pause = (ms: number): Promise<void> => pause(ms, undefined, { signal: this.#options.over })
}

/** What an answer says to the voter. */
export function answerOf({ status, head, body }: WireAnswer): Answer {
  const { code, receipt } = (head.includes('application/json') ? JSON.parse(body) : {}) as { code?: string; receipt?: string }
  const replayed = /^idempotent-replayed: true/im.test(head)
  return { status, ...(code && { code }), ...(receipt && { receipt }), ...(replayed && { replayed }) }
}

/** The bytes of a ballot on its way. */
export function requestOf({ voter, key, choices }: Delivery, port: number): Buffer {
  const body = `{"choices":${JSON.stringify(choices)},"check":${voter.check}}`
  const host = `127.0.0.1:${port}`
  return Buffer.from(
    `POST /api/campaigns/${SLUG}/ballots HTTP/1.1\r\nhost: ${host}\r\norigin: http://${host}\r\ncontent-type: application/json\r\n` +
      `cookie: ${voter.cookie}\r\nidempotency-key: ${key}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
}
