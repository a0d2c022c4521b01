import { setTimeout as pause } from 'node:timers/promises'
import { Wire } from '../support/wire.ts'
import { answerOf, requestOf } from './crowd.ts'
import { type Answer, type Broken, type HistoryFile, isSettled } from './history.ts'
import type { Delivery } from './traffic.ts'

/** As the page does it (web/islands/cast.ts): how long it waits, how often it tries before the voter is asked to press again. */
const PATIENCE = 10_000
const TRIES = 6
const backoff = (attempt: number): number => Math.min(8000, 600 * 2 ** attempt)
/** How long a person looks at "press again", in milliseconds. */
const READING = 3000
/** Who has pressed so often is counted as one who never reached an end. */
const PRESSES = 60

export interface Manners {
  readonly port: number
  readonly history: HistoryFile
  /** By how much everything goes faster than in life. */
  readonly haste: number
}

export interface Session {
  /** What the site said in the end; null when it never did. */
  readonly end: Answer | null
  readonly attempts: number
  readonly presses: number
}

/** One voter with one ballot, from the first press until the page shows an end: always the same question under the same key. */
export async function session(delivery: Delivery, manners: Manners): Promise<Session> {
  const { port, history, haste } = manners
  const { voter, key, choices, kind } = delivery
  const bytes = requestOf(delivery, port)
  let attempts = 0
  for (let presses = 1; presses <= PRESSES; presses++) {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const outcome = await once(bytes, port, PATIENCE / haste)
      attempts += 1
      history.add({ voter: voter.id, key, choices, kind, attempt: attempts, outcome })
      if (isSettled(outcome)) return { end: outcome, attempts, presses }
      await pause(backoff(attempt) / haste)
    }
    await pause(READING / haste)
  }
  return { end: null, attempts, presses: PRESSES }
}

/** Over a connection of its own, as a phone that changes its network has one. */
async function once(bytes: Buffer, port: number, patience: number): Promise<Answer | Broken> {
  let wire: Wire | null = null
  let late: NodeJS.Timeout | undefined
  try {
    wire = await Wire.open(port)
    late = setTimeout(() => wire?.close(), patience)
    return answerOf(await wire.send(bytes))
  } catch (error) {
    return { broken: String((error as NodeJS.ErrnoException).code ?? error) }
  } finally {
    clearTimeout(late)
    wire?.close()
  }
}
