import { createHash } from 'node:crypto'
import { type CheckOutcome, type CheckScope, scopeText } from '../adapters/human-check.ts'
import { type PowProof, pow } from '../adapters/pow.ts'
import { type QuestionProof, question } from '../adapters/question.ts'
import { turnstile } from '../adapters/turnstile.ts'
import type { Deps } from '../deps.ts'
import type { CheckResult } from '../objects/ballot-row.ts'
import { gateOf } from '../objects/names.ts'

/** What a client sends to show that a person is there; one of three kinds. */
export type CheckProof =
  | ({ readonly kind: 'pow' } & PowProof)
  | ({ readonly kind: 'question' } & QuestionProof)
  | { readonly kind: 'turnstile'; readonly token: string }

export interface CheckAsk extends CheckScope {
  readonly proof: CheckProof
  /** Names the attempt, so that a repeated one may show the same token again. */
  readonly key: string
  /** The address under which the site is reached. */
  readonly origin: string
}

export type Checked =
  | { readonly outcome: 'passed'; readonly by: CheckResult }
  | { readonly outcome: Exclude<CheckOutcome, 'passed'> }

/** Whether a person is there. May be repeated with the same key: a token counts as spent only for others. */
export async function checkHuman(deps: Deps, ask: CheckAsk): Promise<Checked> {
  const { proof } = ask
  const outcome = await verify(deps, ask)
  if (outcome !== 'passed') return { outcome }
  if (proof.kind === 'turnstile' && !(await spendToken(deps, ask, proof.token))) return { outcome: 'failed' }
  return { outcome, by: proof.kind }
}

function verify(deps: Deps, ask: CheckAsk): Promise<CheckOutcome> {
  const { proof, key, origin } = ask
  if (proof.kind === 'pow') return pow.verify(deps, ask, proof)
  if (proof.kind === 'question') return question.verify(deps, ask, proof)
  return turnstile.verify(deps, ask, { token: proof.token, key, host: new URL(origin).hostname })
}

/** Spent once by us as well, in case the service forgets (T10). */
function spendToken(deps: Deps, ask: CheckAsk, token: string): Promise<boolean> {
  const digest = createHash('sha256').update(token).digest('hex')
  return gateOf(deps.env, `tokens/${digest[0]}`).spend(digest, `${scopeText(ask)}/${ask.key}`)
}
