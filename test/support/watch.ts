import { exports } from 'cloudflare:workers'
import { everyAddress } from './addresses.ts'
import { differing, everyTable } from './tables.ts'
import { ORIGIN, Visitor } from './visitor.ts'

/** What says nothing of a campaign or an account: who is here, wrong tries, views. */
const NOISE = ['staff_sessions', 'sign_in_failures', 'notice_views', 'code_misses']

/** ':number{[0-9]{1,6}}' holds what its braces say, ':slug' anything up to the next slash. */
const asExpression = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(
        /:[a-z]+(\{((?:[^{}]|\{[^}]*\})*)\})?/gi,
        (_, braces?: string, inner?: string) => `(?:${braces ? inner : '[^/]+'})`,
      )
      .replaceAll('*', '.*')}$`,
    'i',
  )

/** The unsafe addresses of staff and operators, as the code writes them. */
export const staffWrites = (): readonly string[] =>
  everyAddress()
    .filter(({ method, pattern }) => method !== 'GET' && method !== 'HEAD' && /^\/(staff|operator)\//.test(pattern))
    .map(({ method, pattern }) => `${method} ${pattern}`)

/** Goes with visitors and notes of every request of theirs that succeeded whether it left a line in the log. */
export class Watch {
  /** Addresses at which a request left a line. */
  readonly recorded = new Set<string>()
  /** Addresses at which a request changed something and left none. */
  readonly silent = new Map<string, readonly string[]>()
  /** What was refused on the way: a journey has none. */
  readonly refused: string[] = []
  readonly #addresses = staffWrites().map(name => {
    const [method = '', pattern = ''] = name.split(' ')
    return { name, method, expression: asExpression(pattern) }
  })

  visitor(): Visitor {
    return new Visitor((path, init) => this.#ask(path, init))
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const plain = path.split('?')[0] as string
    // What stands first in the table and fits is what answers; the more exact one stands first in the code.
    const address = this.#addresses.find(({ method, expression }) => method === init.method && expression.test(plain))
    if (!address) return exports.default.fetch(ORIGIN + path, init)
    const before = await everyTable(NOISE)
    const answer = await exports.default.fetch(ORIGIN + path, init)
    const changed = differing(before, await everyTable(NOISE))
    if (answer.status >= 400) this.refused.push(`${address.name} ${answer.status}`)
    else if (changed.includes('audit_events')) this.recorded.add(address.name)
    else if (changed.length > 0) this.silent.set(address.name, changed)
    return answer
  }
}
