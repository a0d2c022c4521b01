import type { Address } from './addresses.ts'
import type { CountedSite } from './counted-site.ts'
import { ORIGIN, Visitor } from './visitor.ts'

// All that a reader is told on a walk over many addresses, put so that two walks can be compared.

/** What stands in the addresses of the route table, and what is really there. */
export type Holes = readonly (readonly [empty: string, filled: string])[]

/** What every address told, by its name. */
export type Walk = ReadonlyMap<string, string>

export const nameOf = ({ method, pattern }: Pick<Address, 'method' | 'pattern'>): string => `${method} ${pattern}`

/** Pages that are never the same twice, and what of them is compared: nothing of theirs hangs on a vote. */
const ALWAYS_NEW: readonly (readonly [page: RegExp, compared: (text: string) => string])[] = [
  // What the walk itself has done. Its lines are a closed union (rules/audit.ts) in which no event carries a figure of a nominee.
  [/^GET \/staff\/log/, () => ''],
  // A new secret with its picture, and new codes.
  [
    /^(GET|POST) \/staff\/me\/totp$/,
    text => text.replace(/<svg.*?<\/svg>/gs, '').replaceAll(/<code class="secret">.*?<\/code>/g, ''),
  ],
  [/^POST \/staff\/me\/recovery-codes/, () => ''],
  // The address that a new notice will have.
  [/^GET \/staff\/notices\/new/, text => text.replaceAll(/ntc_\w{16}/g, '')],
]

/** An answer without what differs from one asking to the next, whoever won: time, keys, challenges, how often a page was read. */
const constant = (text: string): string =>
  text
    .replaceAll(/[\w.~-]{24,}/g, '')
    .replaceAll(/data-now="\d+"|"now":\d+|"until":\d+/g, '')
    .replaceAll(/\d{13}/g, '')
    .replaceAll(/"(signature|nonce|salt|keyPrefix|keySignature)":"\w*"/g, '')
    .replaceAll(/浏览次数：\d+|\d{1,2}:\d{2}/g, '')

/** A header as it is, the tag and the length among them; a cookie by its name. */
const headersOf = ({ headers }: Response): string =>
  [...headers]
    .map(([name, value]) => (name === 'set-cookie' ? `${name}: ${value.split('=')[0]}` : `${name}: ${value}`))
    .join('\n')

/** What comes through a connection first. */
async function heard(socket: WebSocket): Promise<string> {
  socket.accept()
  const text = await new Promise<string>(done => {
    socket.addEventListener('message', ({ data }) => done(String(data)))
    socket.addEventListener('close', ({ code }) => done(`closed ${code}`))
  })
  socket.close(1000)
  return text
}

const SAFE = new Set(['GET', 'HEAD'])
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

interface Way {
  readonly site: CountedSite
  readonly holes: Holes
}

/** All that one asking tells: status, headers, text, and by how many calls of objects and database the answer was made. */
async function told(visitor: Visitor, address: Address, { site, holes }: Way): Promise<string> {
  const { method, path } = address
  const filled = holes.reduce((text, [empty, full]) => text.replace(empty, full), path)
  const ask = (headers: Readonly<Record<string, string>>) =>
    visitor.moved().send(filled, SAFE.has(method) ? { method, headers } : { method, headers: FORM, body: '' })
  site.calls()
  let answer = await ask({})
  if (answer.status === 426) answer = await ask({ upgrade: 'websocket', origin: ORIGIN })
  // Signs of one byte each, so that a picture or a workbook is compared as a text is.
  const text = answer.webSocket ? await heard(answer.webSocket) : textOf(new Uint8Array(await answer.arrayBuffer()))
  const name = nameOf(address)
  const only = ALWAYS_NEW.find(([page]) => page.test(name))?.[1]
  return [answer.status, headersOf(answer), site.calls().join(), constant(only ? only(text) : text)].join('\n')
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('latin1').decode(bytes)
  }
}

/** Everything that somebody with the cookies of this visitor is told, address by address. */
export async function walkAs({ cookies }: Visitor, addresses: readonly Address[], way: Way): Promise<Walk> {
  const visitor = new Visitor((path, init) => way.site.fetch(path, init))
  for (const [name, value] of cookies) visitor.cookies.set(name, value)
  const seen = new Map<string, string>()
  for (const address of addresses) seen.set(nameOf(address), await told(visitor, address, way))
  return seen
}
