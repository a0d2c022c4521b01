import { type Answer, ask, mintKey, pause } from './api.ts'
import type { BallotData, Draft } from './ballot.ts'
import { type CheckProof, prove } from './human-check.ts'
import { keep, recall } from './stored.ts'

interface Sending {
  readonly data: BallotData
  readonly store: string
  readonly choices: readonly number[]
  /** Where a human check may show itself. */
  readonly place: HTMLElement
  readonly say: (text: string, bad?: boolean) => void
}

interface Recorded {
  readonly receipt: string
  readonly url: string
}

/** After this many silent tries the voter is told, and decides; the key stays. */
const TRIES = 6

/**
 * Sends a ballot until the server has answered, always under the key minted before the first try: silence never means
 * "not counted", so the only question ever asked again is the same one. Ends on the receipt, or says why not:
 * 'edit' when the choices must change, 'again' when the voter may press once more.
 */
export async function send({ data, store, choices, place, say }: Sending): Promise<'done' | 'edit' | 'again'> {
  const key = recall<Draft>(store)?.key ?? mintKey()
  keep(store, { choices, key })
  let proof: CheckProof | null = null
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (!proof) {
      say('正在进行安全验证……')
      const proven = await prove(data.challenge, 'vote', place)
      if (proven.kind === 'refused') {
        // No time to come back at: something else is asked for, and the message says what.
        if (!proven.retryAfter) {
          say(proven.message, true)
          return 'again'
        }
        await waitFor(proven.retryAfter, proven.message, say)
        continue
      }
      if (proven.kind === 'silent') {
        say('网络不通，正在重新连接……')
        await pause(backoff(attempt))
        continue
      }
      proof = proven.proof
    }
    say('正在提交……')
    const answer: Answer<Recorded> = await ask(data.cast, {
      body: { choices, check: proof },
      headers: { 'idempotency-key': key },
    })
    if (answer.kind === 'ok') {
      say('已记录')
      keep(store, null)
      leaveFor(answer.value.url)
      return 'done'
    }
    if (answer.kind === 'silent') {
      say('网络不稳定，正在确认选票是否已经记录……')
      await pause(backoff(attempt))
      continue
    }
    const next = await answerRefusal(answer.refusal, { data, store, choices, say })
    if (next !== 'retry') return next
    if (answer.refusal.code.startsWith('human-check')) proof = null
  }
  say('还没有收到回复，不能确定是否已经记录。请按“再次提交”，不会重复计票。', true)
  return 'again'
}

/** The view a reader came with is in the address (web/parts/view.tsx) and goes along. */
const leaveFor = (path: string): void => location.replace(path + location.search)

const backoff = (attempt: number): number => Math.min(8000, 600 * 2 ** attempt)

async function waitFor(seconds: number, message: string, say: Sending['say']): Promise<void> {
  say(message, true)
  await pause(Math.min(60, seconds) * 1000)
}

type Refusal = Extract<Answer<unknown>, { kind: 'refused' }>['refusal']

async function answerRefusal(
  refusal: Refusal,
  { data, store, choices, say }: Omit<Sending, 'place'>,
): Promise<'retry' | 'done' | 'edit' | 'again'> {
  const { code, message, retryAfter } = refusal
  if (code === 'too-quick' || code === 'slow-down' || code === 'busy' || code === 'human-check-unavailable') {
    await waitFor(retryAfter ?? 3, message, say)
    return 'retry'
  }
  if (code === 'human-check-expired' || code === 'human-check-failed') return 'retry'
  if (code === 'already-voted' || code === 'key-reused') {
    keep(store, null)
    say(message, true)
    await pause(1800)
    leaveFor(data.myBallot)
    return 'done'
  }
  // The server has answered and has recorded nothing, so a changed ballot is a new one and gets a new key.
  keep(store, { choices })
  say(message, true)
  return 'again'
}
