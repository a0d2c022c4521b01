import { waitUntil } from 'cloudflare:workers'
import type { Env } from './env.ts'
import { type Cast, type CastAnswer, type PackedAnswers, unpackAnswers } from './objects/ballot-messages.ts'
import { boxOf } from './objects/names.ts'
import type { CampaignId } from './rules/ids.ts'
import type { Verdict } from './rules/verdict.ts'

type Answer = Verdict<CastAnswer>

/** A ballot whose request waits for another to bring it along; woken with null it goes itself. */
interface Rider {
  readonly ballot: Cast
  readonly wake: (answer: Answer | null) => void
  readonly fail: (error: unknown) => void
}

/** The ballots of this isolate for one box. */
interface Queue {
  /** Calls that have not come back. */
  away: number
  readonly waiting: Rider[]
}

interface Where {
  readonly campaign: CampaignId
  readonly shard: number
}

/** By the name of the box; there are never more than boxes. */
const queues = new Map<string, Queue>()
/** Ballots in one call. */
const MOST = 128
/** Milliseconds after which whoever was not brought along goes alone, and after which whoever was asks again. */
const PATIENCE = { waiting: 1000, away: 15_000 } as const

/**
 * Whether a promise that one request settles wakes the request that waits for it in that one's own place. A runtime that
 * was told to do without (the pool of the tests is) would go on in the wrong one: there everybody goes alone.
 */
const WAKES_IN_PLACE = Cloudflare.compatibilityFlags.handle_cross_request_promise_resolution === true

/** Brings a ballot to its box. Safe to repeat under the same key. Throws when the box could not be asked or could not take it. */
export const bring: (env: Env, where: Where, ballot: Cast) => Promise<Answer> = WAKES_IN_PLACE ? castJointly : castAlone

/** The same in a call of its own, so that no other ballot can be why it fails. */
export async function castAlone(env: Env, { campaign, shard }: Where, ballot: Cast): Promise<Answer> {
  const [answer] = unpackAnswers(await boxOf(env, campaign, shard).castMany([ballot]))
  return taken(answer)
}

function taken(answer: Answer | null | undefined): Answer {
  if (!answer) throw new Error('the box could not take this ballot')
  return answer
}

/**
 * Brings a ballot to its box, together with those of other requests that come while an earlier call is away: one call and
 * one commit for many voters. Who comes alone goes at once.
 *
 * A request that waits for another settles nothing by itself, so it keeps a timer: the runtime takes a request without
 * anything pending for one that hangs, and a request that was to go next may be gone with its client.
 */
export async function castJointly(env: Env, { campaign, shard }: Where, ballot: Cast): Promise<Answer> {
  const name = `${campaign}/${shard}`
  const queue = queues.get(name) ?? { away: 0, waiting: [] }
  queues.set(name, queue)
  const brought = queue.away > 0 ? await ride(queue, ballot) : null
  return brought ?? go(queue, ballot, async casts => boxOf(env, campaign, shard).castMany(casts))
}

/**
 * Waits to be brought along. The answer wakes the request to which the promise belongs, because it is settled by its own
 * resolver: what an async function returns is settled past the runtime's check of that, once the engine has optimised it.
 */
async function ride({ waiting }: Queue, ballot: Cast): Promise<Answer | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer | null>()
  const rider: Rider = { ballot, wake: resolve, fail: reject }
  waiting.push(rider)
  let timer = setTimeout(() => {
    const place = waiting.indexOf(rider)
    if (place < 0) timer = setTimeout(() => reject(new Error('a joint call did not come back')), PATIENCE.away)
    else {
      waiting.splice(place, 1)
      resolve(null)
    }
  }, PATIENCE.waiting)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

/** Goes to the box with all who wait, and wakes whoever has come to wait since. */
async function go(queue: Queue, ballot: Cast, call: (casts: readonly Cast[]) => Promise<PackedAnswers>): Promise<Answer> {
  const riders = queue.waiting.splice(0, MOST - 1)
  queue.away += 1
  const answers = call([ballot, ...riders.map(one => one.ballot)])
    .then(unpackAnswers)
    .finally(() => {
      queue.away -= 1
      if (queue.away === 0) queue.waiting.shift()?.wake(null)
    })
  // They get their answers though the client of this request may be gone by then.
  if (riders.length > 0) waitUntil(tell(riders, answers))
  const [own] = await answers
  return taken(own)
}

async function tell(riders: readonly Rider[], coming: Promise<readonly (Answer | null)[]>): Promise<void> {
  try {
    const [, ...answers] = await coming
    riders.forEach(({ wake, fail }, i) => {
      const answer = answers[i]
      if (answer) wake(answer)
      else fail(new Error('the box could not take this ballot'))
    })
  } catch (error) {
    for (const { fail } of riders) fail(error)
  }
}
