import { ask, pause } from './api.ts'
import type { PowChallenge, PowSolution } from './pow.ts'

/** What /challenge answers: which check comes first, and the one to fall back on. */
interface Challenge {
  readonly kind: 'pow' | 'turnstile'
  readonly pow: PowChallenge
  readonly turnstile?: { readonly siteKey: string; readonly action: string; readonly cdata: string }
}

/** What goes with a ballot or a like. */
export type CheckProof =
  | { readonly kind: 'pow'; readonly challenge: PowChallenge; readonly solution: PowSolution }
  | { readonly kind: 'turnstile'; readonly token: string }

export type Proven =
  | { readonly kind: 'ok'; readonly proof: CheckProof }
  | { readonly kind: 'refused'; readonly message: string; readonly retryAfter: number }
  | { readonly kind: 'silent' }

/** How long Turnstile may take to show itself before the phone works out a proof instead. */
const TURNSTILE_PATIENCE = 4000

/** Gets a challenge and answers it. `place` is where a Turnstile widget may appear. */
export async function prove(
  path: string,
  purpose: 'vote' | 'like' | 'objection' | 'comment',
  place: HTMLElement | null,
): Promise<Proven> {
  const answer = await ask<Challenge>(`${path}?for=${purpose}`)
  if (answer.kind === 'silent') return { kind: 'silent' }
  if (answer.kind === 'refused')
    return { kind: 'refused', message: answer.refusal.message, retryAfter: answer.refusal.retryAfter ?? 5 }
  const { kind, pow, turnstile } = answer.value
  const token = kind === 'turnstile' && turnstile && place ? await turnstileToken(turnstile, place) : null
  if (token !== null) return { kind: 'ok', proof: { kind: 'turnstile', token } }
  return { kind: 'ok', proof: { kind: 'pow', challenge: pow, solution: await solveAside(pow) } }
}

/** In a worker where there is one, else in slices that leave the page free to scroll. */
async function solveAside(challenge: PowChallenge): Promise<PowSolution> {
  const solved = await inWorker(challenge)
  if (solved) return solved
  // The worker has its own copy; the page fetches one only where there is no worker.
  const { solve } = await import('./pow.ts')
  for (let from = 0; ; ) {
    const result = solve(challenge, from, 12)
    if (typeof result !== 'number') return result
    from = result
    await pause(4)
  }
}

function inWorker(challenge: PowChallenge): Promise<PowSolution | null> {
  return new Promise(resolve => {
    try {
      const worker = new Worker(new URL('./pow-worker.ts', import.meta.url))
      const end = (solution: PowSolution | null) => {
        worker.terminate()
        resolve(solution)
      }
      worker.onmessage = (event: MessageEvent<PowSolution>) => end(event.data)
      worker.onerror = () => end(null)
      worker.postMessage(challenge)
    } catch {
      resolve(null)
    }
  })
}

interface Turnstile {
  render(place: HTMLElement, options: Record<string, unknown>): string
}

function turnstileToken(
  { siteKey, action, cdata }: NonNullable<Challenge['turnstile']>,
  place: HTMLElement,
): Promise<string | null> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(null), TURNSTILE_PATIENCE)
    const script = document.createElement('script')
    script.src = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit'
    script.onerror = () => resolve(null)
    script.onload = () => {
      clearTimeout(timer)
      const { turnstile } = window as unknown as { turnstile?: Turnstile }
      if (!turnstile) return resolve(null)
      turnstile.render(place, {
        sitekey: siteKey,
        action,
        cData: cdata,
        language: 'zh-cn',
        callback: resolve,
        'error-callback': () => resolve(null),
      })
    }
    document.head.append(script)
  })
}
