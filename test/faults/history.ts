import { closeSync, createReadStream, openSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Kind } from './traffic.ts'

/** What the site said to a request. */
export interface Answer {
  readonly status: number
  /** The code of a refusal. */
  readonly code?: string
  readonly receipt?: string
  readonly replayed?: boolean
}

/** The connection broke: what became of the request is not known. */
export interface Broken {
  readonly broken: string
}

/** One line of the history: a request as it was sent for the nth time, and what the client learned. */
export interface Attempt {
  readonly voter: string
  readonly key: string
  readonly choices: readonly number[]
  readonly kind: Kind
  readonly attempt: number
  readonly outcome: Answer | Broken
}

/**
 * A refusal that says "not now", or that wants another proof of the human check: the request has not been settled and must
 * be asked again.
 */
export const isSettled = (outcome: Answer | Broken): outcome is Answer =>
  'status' in outcome && outcome.status < 500 && outcome.status !== 429 && outcome.code !== 'human-check-expired'

const HELD = 1 << 16

/** Everything the clients saw, one JSON object per line: the one thing the checker believes. */
export class HistoryFile {
  readonly #file: number
  #held = ''

  constructor(path: string) {
    this.#file = openSync(path, 'w')
  }

  add(attempt: Attempt): void {
    this.#held += `${JSON.stringify(attempt)}\n`
    if (this.#held.length > HELD) this.#write()
  }

  close(): void {
    this.#write()
    closeSync(this.#file)
  }

  #write(): void {
    writeSync(this.#file, this.#held)
    this.#held = ''
  }
}

export async function* readHistory(path: string): AsyncGenerator<Attempt> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY }))
    yield JSON.parse(line) as Attempt
}
