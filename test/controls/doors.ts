import { type Control, inFile, swap } from './control.ts'

const config = inFile('rules', 'test/config.test.ts')
const outbound = inFile('rules', 'test/outbound.test.ts')
const noticed = inFile('rules', 'test/rules/noticed.test.ts')
const cache = inFile('worker', 'test/worker/cache.test.ts')
const crawl = inFile('worker', 'test/worker/crawl.test.ts')
const doors = inFile('worker', 'test/worker/doors.test.ts')
const edge = inFile('worker', 'test/worker/edge.test.ts')
const gate = inFile('worker', 'test/worker/gate.test.ts')
const log = inFile('worker', 'test/worker/log.test.ts')
const tallyLive = inFile('worker', 'test/worker/tally-live.test.ts')

/** What comes in is small, what goes out is kept by nobody who must not keep it, what is logged is harmless, and nobody else is asked. */
export const DOORS: readonly Control[] = [
  {
    threat: 'T27',
    name: 'no-store',
    says: 'an answer that says nothing of caches may be kept by them',
    edits: [
      swap(
        'worker/headers.ts',
        "if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-store')",
        "if (!headers.has('Cache-Control')) headers.set('Cache-Control', CACHEABLE)",
      ),
    ],
    seenBy: [crawl('T27: nothing of staff, of operators, of a refusal or with a cookie may be kept by a cache')],
  },
  {
    threat: 'T27',
    name: 'own-cache',
    says: 'the cache of one machine keeps what no route has opted in',
    edits: [
      swap(
        'worker/page-cache.ts',
        '/^public, max-age=(\\d+)/.exec(rule)?.[1]',
        "(/^public, max-age=(\\d+)/.exec(rule)?.[1] ?? '10')",
      ),
      swap('worker/page-cache.ts', "    headers.has('set-cookie') ||\n", ''),
    ],
    seenBy: [
      cache(
        'T27: two people who ask one after the other get each their own, also through the cache, and the page for all holds neither',
      ),
    ],
  },
  {
    threat: 'T27',
    name: 'cache-host',
    says: 'a page is kept for every host alike',
    edits: [
      swap(
        'worker/page-cache.ts',
        "const key = `${gzip ? 'z' : ' '}${request.url}`",
        "const key = `${gzip ? 'z' : ' '}${new URL(request.url).pathname}`",
      ),
    ],
    seenBy: [cache('T27: where no address is set, a page is kept for the host that was asked and for no other')],
  },
  {
    threat: 'T27',
    name: 'own-address',
    says: 'on Cloudflare a site starts that does not know its own address',
    edits: [
      swap(
        'worker/env.ts',
        "if (home === 'cloudflare' && !env.PUBLIC_ORIGIN) fail(",
        "if (home === 'cloudflare' && env.PUBLIC_ORIGIN === '') fail(",
      ),
    ],
    seenBy: [
      config('T27: on Cloudflare, whose cache asks for no host, a site that does not know its own address does not start'),
    ],
  },
  {
    threat: 'T28',
    name: 'shed',
    says: 'a flood that the platform sheds goes on to the door',
    edits: [swap('worker/app.ts', 'return success ? null :', 'return success || c ? null :')],
    seenBy: [
      doors(
        'T28: where the platform sheds a flood, nothing behind the door is asked: no object, for posts, searches and challenges',
      ),
    ],
  },
  {
    threat: 'T28',
    name: 'early',
    says: 'what is refused at the door is refused by the box',
    edits: [
      swap('worker/actions/cast-ballot.ts', 'if (age < LEAST_AGE) return', 'if (age < 0) return'),
      swap(
        'worker/actions/cast-ballot.ts',
        "if (checked.outcome === 'failed' || checked.outcome === 'expired') return",
        "if (checked.outcome === 'passed' && checked.by === null) return",
      ),
    ],
    seenBy: [doors('T28: what is refused at the door calls no object')],
  },
  {
    threat: 'T28',
    name: 'announced-cap',
    says: 'a body that says it is too large is read all the same',
    edits: [
      swap(
        'worker/http.ts',
        'if (Number(announced) > limit) throw tooLarge(limit)',
        'if (Number(announced) > limit * 1000) throw tooLarge(limit)',
      ),
    ],
    seenBy: [edge('a body over the cap is refused before it is read, also when it does not say how long it is')],
  },
  {
    threat: 'T28',
    name: 'counted-cap',
    says: 'a body that does not say how long it is is read to its end',
    edits: [swap('worker/http.ts', 'if (size > limit) throw tooLarge(limit)', 'if (size > limit * 1000) throw tooLarge(limit)')],
    seenBy: [edge('a body over the cap is refused before it is read, also when it does not say how long it is')],
  },
  {
    threat: 'T28',
    name: 'watchers',
    says: 'any number may watch one tally',
    edits: [
      swap(
        'worker/objects/watchers.ts',
        'if (this.#sockets().length >= LIVE.most) {',
        'if (this.#sockets().length >= LIVE.most * 1000) {',
      ),
    ],
    seenBy: [tallyLive('T28: beyond so many connections to one tally the next is told that it is full')],
  },
  {
    threat: 'T29',
    name: 'acting-signs',
    says: 'signs that a terminal acts on stand in the log',
    edits: [
      swap(
        'worker/log-line.ts',
        "console.error(line.replace(ACTING, sign => `\\\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`))",
        'console.error(line.replace(ACTING, sign => sign))',
      ),
    ],
    seenBy: [log('T29: a fault whose text a visitor has written is one line of JSON, and the answer shows none of it')],
  },
  {
    threat: 'T29',
    name: 'line-length',
    says: 'a line of the log is as long as what a visitor sends',
    edits: [
      swap(
        'worker/log-line.ts',
        "typeof value === 'string' ? value.slice(0, MOST) : value",
        "typeof value === 'string' ? value.slice(0) : value",
      ),
    ],
    seenBy: [log('T29: a fault whose text a visitor has written is one line of JSON, and the answer shows none of it')],
  },
  {
    threat: 'T29',
    name: 'browser-family',
    says: 'what a browser says of itself is kept as it says it',
    edits: [
      swap(
        'worker/rules/user-agent.ts',
        'const seen = text.slice(0, LOOKED_AT)\n  const system',
        'const seen = text.slice(0, LOOKED_AT)\n  if (seen) return seen\n  const system',
      ),
    ],
    seenBy: [
      noticed('T29: whatever a browser says, what is kept is short and made of harmless signs'),
      gate(
        'T24: an address, and what a browser says of itself and its way, stand in no row, no log line, no answer and no export',
      ),
    ],
  },
  {
    threat: 'T31',
    name: 'no-redirect',
    says: 'the service that is asked may send us elsewhere',
    edits: [swap('worker/adapters/turnstile.ts', "redirect: 'manual'", "redirect: 'follow'")],
    seenBy: [
      outbound('T31: only three modules ask anybody outside, each at an address of the settings, and neither follows a redirect'),
    ],
  },
  {
    threat: 'T31',
    name: 'no-other-way',
    says: 'another module asks an address',
    edits: [
      swap(
        'worker/markdown.ts',
        "import { micromark } from 'micromark'\n",
        "import { micromark } from 'micromark'\n\nexport const lookUp = (address: string) => fetch(address)\n",
      ),
    ],
    seenBy: [
      outbound('T31: only three modules ask anybody outside, each at an address of the settings, and neither follows a redirect'),
    ],
  },
]
