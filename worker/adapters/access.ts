import { verifyWithJwks } from 'hono/jwt'
import type { HonoJsonWebKey } from 'hono/utils/jwt/jws'
import * as v from 'valibot'
import type { Deps } from '../deps.ts'
import type { AccessDriver } from '../env.ts'
import { HOUR, type Instant, instant, SECOND } from '../rules/time.ts'

/** Somebody whom Cloudflare Access has let through to this application. */
export interface AccessIdentity {
  readonly email: string
  /** When they last signed in there; 0 where it does not say. */
  readonly at: Instant
}

/** What Access gives with a request: on Workers itself an object, everywhere a signed header. */
export interface AccessEvidence {
  readonly context: { readonly aud: string; getIdentity(): Promise<unknown> } | undefined
  readonly token: string | undefined
}

export const ACCESS_HEADER = 'Cf-Access-Jwt-Assertion'

const email = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(120))
const seconds = v.pipe(v.number(), v.minValue(0))
const Identity = v.object({ email, iat: v.optional(seconds, 0) })
const Claims = v.object({ email, iat: seconds, exp: seconds, nbf: v.optional(seconds, 0) })

/** Clocks of two companies may differ by so much. */
const TOLERANCE = 60 * SECOND

/**
 * Who it is, from the platform's own object where it is there, else from the signed header. An object or a token of
 * another application is none, and so is a token that names nobody (that of a service).
 */
export async function accessIdentity(
  deps: Deps,
  driver: AccessDriver,
  { context, token }: AccessEvidence,
): Promise<AccessIdentity | null> {
  if (context) return context.aud === driver.aud ? fromContext(await context.getIdentity()) : null
  return token === undefined ? null : fromToken(deps, driver, token)
}

function fromContext(said: unknown): AccessIdentity | null {
  const parsed = v.safeParse(Identity, said)
  return parsed.success ? { email: parsed.output.email, at: instant(parsed.output.iat * SECOND) } : null
}

async function fromToken(deps: Deps, driver: AccessDriver, token: string): Promise<AccessIdentity | null> {
  if (token.length > 8192) return null
  const parsed = v.safeParse(Claims, await verified(deps, driver, token))
  if (!parsed.success) return null
  const { email: address, iat, exp, nbf } = parsed.output
  const now = deps.now()
  // The library would ask the machine's clock; the site has one of its own (law 10).
  if (exp * SECOND <= now || Math.max(iat, nbf) * SECOND > now + TOLERANCE) return null
  return { email: address, at: instant(iat * SECOND) }
}

/** The claims of a token that the team has signed for this application; null for any other. */
async function verified(deps: Deps, driver: AccessDriver, token: string): Promise<unknown> {
  const kid = kidOf(token)
  const keys = kid === null ? null : await keysWith(deps, driver.certsUrl, kid)
  if (!keys) return null
  const verification = { iss: driver.team, aud: driver.aud, exp: false, nbf: false, iat: false }
  try {
    return await verifyWithJwks(token, { keys: [...keys], allowedAlgorithms: ['RS256'], verification })
  } catch {
    return null
  }
}

function kidOf(token: string): string | null {
  try {
    const head = JSON.parse(atob((token.split('.')[0] ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as { kid?: unknown }
    return typeof head.kid === 'string' ? head.kid : null
  } catch {
    return null
  }
}

const Certs = v.object({
  keys: v.array(
    v.looseObject({ kid: v.string(), kty: v.literal('RSA'), n: v.string(), e: v.string(), alg: v.optional(v.literal('RS256')) }),
  ),
})

interface Held {
  readonly keys: readonly HonoJsonWebKey[]
  readonly asked: Instant
}
const held = new Map<string, Held>()
/** A key that was withdrawn is believed for an hour at most; */
const FRESH = HOUR
/** an unknown one makes us ask again, but not more often than this, or strangers could make us ask all day. */
const PAUSE = 10 * SECOND
const PATIENCE = 3000

/** The team's keys, if one of them has this name. The team changes them every six weeks. */
async function keysWith({ now }: Deps, url: string, kid: string): Promise<readonly HonoJsonWebKey[] | null> {
  const before = held.get(url)
  const known = before?.keys.some(key => key.kid === kid) ?? false
  const age = before ? now() - before.asked : Number.POSITIVE_INFINITY
  if (before && known && age < FRESH) return before.keys
  if (before && !known && age < PAUSE) return null
  const keys = await fetchKeys(url)
  held.set(url, { keys: keys ?? before?.keys ?? [], asked: now() })
  // Keys that cannot be asked for again are those we had: nobody is locked out because a line is down.
  const all = keys ?? before?.keys ?? []
  return all.some(key => key.kid === kid) ? all : null
}

async function fetchKeys(url: string): Promise<readonly HonoJsonWebKey[] | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE), redirect: 'manual' })
    const parsed = v.safeParse(Certs, response.ok ? await response.json() : null)
    if (parsed.success) return parsed.output.keys as readonly HonoJsonWebKey[]
  } catch {
    // Said below.
  }
  console.error(JSON.stringify({ event: 'access-keys-unavailable', url }))
  return null
}
