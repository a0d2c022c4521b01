import { Hono } from 'hono'
import * as v from 'valibot'
import { CarryOnPage, ProvePage } from '../../web/console/prove-page.tsx'
import { prove } from '../actions/prove.ts'
import { CARRY_LIMIT, safeNext } from '../ask-again.tsx'
import { type AppContext, type AppTypes, readForm, refusalJson } from '../http.ts'
import { originOf } from '../origin.ts'
import { personalPage, siteOf } from '../page.tsx'
import { proofWays } from '../proof-ways.ts'
import { retryAfterOf, STATUS } from '../refusals.ts'
import type { Refusal } from '../rules/refusal.ts'
import { staffOnly } from '../staff-door.ts'
import { bodyOf } from './endpoint.ts'

/** Where staff who are signed in prove again who they are, before what asks for it (STEP_UP). */
export const staffProveRoutes = new Hono<AppTypes>()

interface Asked {
  readonly next: string
  /** The form that was on its way, as it was sent; empty when there was none. */
  readonly carry: string
  readonly refusal: Refusal | null
}

async function provePage(c: AppContext, asked: Asked): Promise<Response> {
  const { deps, staff, presence } = c.var
  const ways = await proofWays(deps, presence, originOf(c.req.raw, deps.config))
  const retryAfter = asked.refusal && retryAfterOf(asked.refusal)
  if (retryAfter !== null) c.header('Retry-After', String(retryAfter))
  const page = <ProvePage site={siteOf(c)} staff={staff} ways={ways} now={deps.now()} {...asked} />
  return personalPage(c, page, asked.refusal ? (STATUS[asked.refusal.code] as 403) : 200)
}

staffProveRoutes.get('/staff/prove', staffOnly('open-console'), c =>
  provePage(c, { next: safeNext(c.req.query('next')), carry: '', refusal: null }),
)

/** A form within a form grows by what escapes its signs: three for one at most. */
const PROVE_LIMIT = 3 * CARRY_LIMIT + 16 * 1024

staffProveRoutes.post('/staff/prove', staffOnly('open-console'), async c => {
  const { deps, staff, presence } = c.var
  const form = await readForm(c.req.raw, PROVE_LIMIT)
  const field = (name: string) => form.get(name) ?? ''
  const [next, carry] = [safeNext(form.get('next')), field('carry')]
  const verdict = await prove(deps, presence, {
    password: field('password').slice(0, 200),
    code: field('code').slice(0, 40),
    passkey: field('passkey'),
    sealed: field('sealed'),
    origin: originOf(c.req.raw, deps.config),
  })
  if (!verdict.ok) return provePage(c, { next, carry, refusal: verdict.refusal })
  if (carry === '') return c.redirect(next, 303)
  return personalPage(c, <CarryOnPage site={siteOf(c)} staff={staff} next={next} fields={[...new URLSearchParams(carry)]} />)
})

/** For islands: how this person can prove, with a fresh challenge. Asking again changes nothing. */
staffProveRoutes.get('/staff/prove.json', staffOnly('open-console'), async c => {
  const { deps, presence } = c.var
  return c.json(await proofWays(deps, presence, originOf(c.req.raw, deps.config)))
})

const text = (most: number) => v.optional(v.pipe(v.string(), v.maxLength(most)), '')
const ProofBody = v.strictObject({ password: text(200), code: text(40), passkey: text(16_384), sealed: text(400) })

staffProveRoutes.post('/staff/prove.json', staffOnly('open-console'), async c => {
  const { deps, presence } = c.var
  const offered = await bodyOf(c, ProofBody)
  const verdict = await prove(deps, presence, { ...offered, origin: originOf(c.req.raw, deps.config) })
  return verdict.ok ? c.json({ proved: true }) : refusalJson(c, verdict.refusal)
})
