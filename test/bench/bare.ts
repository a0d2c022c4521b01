import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'

// What the same runtime does when it does almost nothing: the measure beside which the site is put. Same socket kind, same
// flags, state on the same disk; no line of our own code.

/** One object that writes the body of every request into one table, reached by passing the request through. */
const INSERT = `
import { DurableObject } from 'cloudflare:workers'
export class Box extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env)
    ctx.storage.sql.exec('create table if not exists bare (id integer primary key, body text not null)')
  }
  async fetch(request) {
    this.ctx.storage.sql.exec('insert into bare (body) values (?)', await request.text())
    return new Response('{"ok":true}')
  }
}
export default { fetch: (request, env) => env.BOX.get(env.BOX.idFromName('one')).fetch(request) }
`

/** The same answer to everything. */
const CONSTANT = `
let body, init
export default {
  fetch(request, { ANSWER }) {
    body ??= Uint8Array.from(atob(ANSWER.body), sign => sign.charCodeAt(0))
    init ??= { headers: new Headers(ANSWER.headers), encodeBody: 'manual' }
    return new Response(body, init)
  },
}
`

/** An answer to be repeated: its headers, and its body in base64, packed as it came. */
export interface ConstantAnswer {
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

export interface BareOptions {
  readonly state: string
  readonly port: number
  /** An answer to give to everything; null to insert. */
  readonly constant: ConstantAnswer | null
}

export async function startBare({ state, port, constant }: BareOptions): Promise<Miniflare> {
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      name: 'bare',
      modules: true,
      script: constant ? CONSTANT : INSERT,
      compatibilityDate: '2026-10-01',
      compatibilityFlags: ['nodejs_compat'],
      ...(constant
        ? { bindings: { ANSWER: constant as never } }
        : { durableObjects: { BOX: { className: 'Box', useSQLite: true } } }),
      resourcePersistencePath: state,
      unsafeDirectSockets: [{ host: '127.0.0.1', port, serviceName: 'bare' }],
      host: '127.0.0.1',
      port: 0,
      logRequests: false,
      log: new Log(LogLevel.ERROR),
    }),
  )
  await runtime.ready
  return runtime
}
