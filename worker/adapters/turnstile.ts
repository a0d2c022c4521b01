import * as v from 'valibot'
import type { Deps } from '../deps.ts'
import { afterAnswer, type Breaker, CLOSED, isResting, mayAsk } from '../rules/breaker.ts'
import { tagOf } from '../tokens.ts'
import { CHALLENGE_LIFE, type CheckOutcome, type CheckScope, type HumanCheck, scopeText } from './human-check.ts'

export interface TurnstileChallenge {
  readonly siteKey: string
  readonly action: string
  readonly cdata: string
}

export interface TurnstileProof {
  readonly token: string
  /** The ballot's idempotency key: asking siteverify again with it gives the same verdict. */
  readonly key: string
  /** Host name under which this site is reached. */
  readonly host: string
}

/** What siteverify answers, as documented; unknown fields are let through. */
const Verdict = v.object({
  success: v.boolean(),
  hostname: v.optional(v.string()),
  action: v.optional(v.string()),
  cdata: v.optional(v.string()),
  challenge_ts: v.optional(v.string()),
  'error-codes': v.optional(v.array(v.string()), []),
})
type Verdict = v.InferOutput<typeof Verdict>

const PATIENCE = 2000

const cdataOf = (deps: Deps, scope: CheckScope): string => tagOf(deps.config.siteKey, 'cdata', scopeText(scope))

/**
 * Cloudflare Turnstile. A token counts only for the host, the action and the voter it was made for. What the service
 * does not answer in time, or answers with an error of its own, is 'unknown', not 'failed'. That a token is spent once
 * is kept by us as well (worker/actions/check-human.ts).
 */
export const turnstile: HumanCheck<TurnstileChallenge, TurnstileProof> = {
  async issue(deps, scope) {
    const { turnstile: keys } = deps.config
    if (!keys) throw new Error('Turnstile is not configured')
    return { siteKey: keys.siteKey, action: scope.purpose, cdata: cdataOf(deps, scope) }
  },

  async verify(deps, scope, proof) {
    const verdict = (await guarded(deps, proof)) ?? (await guarded(deps, proof))
    if (!verdict) return 'unknown'
    return judge(verdict, { deps, scope, host: proof.host })
  },
}

function judge(verdict: Verdict, { deps, scope, host }: { deps: Deps; scope: CheckScope; host: string }): CheckOutcome {
  const errors = verdict['error-codes']
  if (!verdict.success) {
    if (errors.includes('timeout-or-duplicate')) return 'expired'
    // The secret is ours and the service is theirs: neither is the voter's fault.
    return errors.some(code => code === 'internal-error' || code.endsWith('input-secret')) ? 'unknown' : 'failed'
  }
  if (verdict.hostname !== host || verdict.action !== scope.purpose || verdict.cdata !== cdataOf(deps, scope)) return 'failed'
  const made = Date.parse(verdict.challenge_ts ?? '')
  return Number.isNaN(made) || deps.now() - made < CHALLENGE_LIFE ? 'passed' : 'expired'
}

let breaker: Breaker = CLOSED

/** Whether Turnstile is set up and, as far as this isolate knows, answers. */
export const turnstileServes = ({ config, now }: Deps): boolean => config.turnstile !== null && !isResting(breaker, now())

/** Asks the service unless it is being left alone; its own errors count as silence (trust F9). */
async function guarded(deps: Deps, proof: TurnstileProof): Promise<Verdict | null> {
  const from = deps.now()
  const asking = mayAsk(breaker, from)
  breaker = asking.breaker
  if (!asking.may) return null
  const verdict = await siteverify(deps, proof)
  const at = deps.now()
  const answered = verdict !== null && !verdict['error-codes'].includes('internal-error')
  breaker = afterAnswer(breaker, { answered, took: at - from }, at)
  return verdict
}

/** One question to the service; null when it gave no usable answer. */
async function siteverify({ config }: Deps, { token, key }: TurnstileProof): Promise<Verdict | null> {
  const { turnstile: keys } = config
  if (!keys) return null
  try {
    const response = await fetch(keys.verifyUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret: keys.secret, response: token, idempotency_key: key }),
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'manual',
    })
    const parsed = v.safeParse(Verdict, await response.json())
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}
