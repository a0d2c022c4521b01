import { createApp } from '../../worker/app.ts'
import { instant } from '../../worker/rules/time.ts'

/** What stands in the holes of an address when a test walks over all of them. */
const FILLING: Readonly<Record<string, string>> = {
  slug: 'edge-2026',
  number: '1',
  notice: 'ntc_0000000000000000',
  hash: '0'.repeat(64),
  size: 's',
  code: '0000-0000-0000-0000',
  objection: 'obj_0000000000000000',
  case: 'cas_0000000000000000',
  paper: 'pap_0000000000000000',
}

export interface Address {
  readonly method: string
  /** As the code writes it: '/c/:slug/ballot'. */
  readonly pattern: string
  /** With something in its holes. */
  readonly path: string
}

/** Every address the running app answers, straight from its route table; a new route is walked without a line here. */
export function everyAddress(): readonly Address[] {
  const { app } = createApp(() => instant(0))
  const seen = new Map<string, Address>()
  for (const { method, path: pattern } of app.routes) {
    if (method === 'ALL') continue
    seen.set(`${method} ${pattern}`, { method, pattern, path: filled(pattern) })
  }
  return [...seen.values()]
}

/** ':number{[0-9]{1,6}}' and ':slug?' are holes too. */
const filled = (pattern: string): string =>
  pattern.replace(/:([a-z]+)(\{(?:[^{}]|\{[^}]*\})*\})?\??/gi, (_, name: string) => FILLING[name] ?? '0')

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The addresses that change something, for people: the operator's need a key that no page of another site can send. */
export const unsafeAddresses = (): readonly Address[] =>
  everyAddress().filter(({ method, pattern }) => !SAFE.has(method) && !pattern.startsWith('/operator/'))
