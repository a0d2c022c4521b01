import { getCookie } from 'hono/cookie'
import type { View } from '../web/parts/view.tsx'
import type { AppContext } from './http.ts'
import { STATE_LIFE } from './objects/wechat-sign-in.ts'
import { sha256 } from './rules/hash.ts'
import { type NextPage, nextId, nextPage } from './rules/next-page.ts'
import { after, type Instant, instant } from './rules/time.ts'
import { nameOf, putCookie } from './session.ts'
import { seal, unseal } from './tokens.ts'

/** A sign-in that a browser has begun: what it must bring back, until when, and where it goes on. */
export interface Step {
  /** Of the state, in hexadecimal; the state itself is only in the address that WeChat was given. */
  readonly hash: string
  readonly until: Instant
  readonly next: NextPage
  readonly view: View
}

/** A voter may tap twice, or open two pages: the last few are remembered. */
const KEPT = 3

const hashOf = (state: string): string => sha256(state).toString('hex')

/** Begins a sign-in in this browser and returns its state: 32 random bytes in hexadecimal, good for ten minutes, here only. */
export function beginStep(c: AppContext, next: NextPage, view: View): string {
  const { config, now } = c.var.deps
  const state = Array.from(crypto.getRandomValues(new Uint8Array(32)), byte => byte.toString(16).padStart(2, '0')).join('')
  const step: Step = { hash: hashOf(state), until: after(now(), STATE_LIFE), next, view }
  const steps = [step, ...stepsOf(c)].slice(0, KEPT)
  const value = seal(config.siteKey, 'wechat-step', steps.map(written).join('!'))
  putCookie(c, { base: 'wechat-step', value, seconds: STATE_LIFE / 1000 })
  return state
}

/** The sign-in that this browser began with this state; null for a state of another browser, of nobody, or of ten minutes ago. */
export const stepOf = (c: AppContext, state: string): Step | null => stepsOf(c).find(({ hash }) => hash === hashOf(state)) ?? null

function stepsOf(c: AppContext): readonly Step[] {
  const { config, now } = c.var.deps
  const token = getCookie(c, nameOf(c, 'wechat-step'))
  const payload = token && unseal(config.siteKey, 'wechat-step', token)
  if (!payload) return []
  return payload
    .split('!')
    .map(read)
    .filter(step => step !== null)
    .filter(({ until }) => until > now())
}

const written = ({ hash, until, next, view }: Step): string =>
  [hash, until.toString(36), nextId(next), view.size, view.elder ? 'elder' : ''].join('|')

function read(text: string): Step | null {
  const [hash = '', until = '', id = '', size = '', elder] = text.split('|')
  const next = nextPage(id)
  return next && { hash, until: instant(Number.parseInt(until, 36)), next, view: viewOf(size, elder === 'elder') }
}

const viewOf = (size: string, elder: boolean): View => ({ size: size === 's' || size === 'l' ? size : 'm', elder })
