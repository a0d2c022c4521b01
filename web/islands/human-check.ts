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

/** How long Turnstile may take before the phone begins to work out a proof as well. */
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
    return { kind: 'refused', message: answer.refusal.message, retryAfter: answer.refusal.retryAfter ?? 0 }
  const { kind, pow, turnstile } = answer.value
  const work = async (): Promise<CheckProof> => ({ kind: 'pow', challenge: pow, solution: await solveAside(pow) })
  return { kind: 'ok', proof: kind === 'turnstile' && turnstile && place ? await either(turnstile, place, work) : await work() }
}

/** Turnstile, or the work when it fails or is late. Late is not absent: while the phone works, it may still come first. */
function either(
  turnstile: NonNullable<Challenge['turnstile']>,
  place: HTMLElement,
  work: () => Promise<CheckProof>,
): Promise<CheckProof> {
  return new Promise((resolve, reject) => {
    const fallBack = () => void work().then(resolve, reject)
    const timer = setTimeout(fallBack, TURNSTILE_PATIENCE)
    showTurnstile(turnstile, place, token => {
      clearTimeout(timer)
      if (token) resolve({ kind: 'turnstile', token })
      else fallBack()
    })
  })
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

/** Shows Turnstile. `end` is told its token, or null when it has failed; it is told nothing while Turnstile is silent. */
function showTurnstile(
  { siteKey, action, cdata }: NonNullable<Challenge['turnstile']>,
  place: HTMLElement,
  end: (token: string | null) => void,
): void {
  const failed = () => end(null)
  const script = document.createElement('script')
  script.src = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit'
  script.onerror = failed
  script.onload = () =>
    (window as unknown as { turnstile?: Turnstile }).turnstile?.render(place, {
      sitekey: siteKey,
      action,
      cData: cdata,
      language: 'zh-cn',
      callback: end,
      'error-callback': failed,
    })
  document.head.append(script)
}
