import { expect, test } from 'vitest'
import { sourcesIn, textOf } from './support/sources.ts'

// T31: what the Worker can reach outside is the addresses of its settings, and it follows nobody's word to another.

const WORKER = [...sourcesIn('worker'), ...sourcesIn('db')].filter(
  path => !path.startsWith('worker/host/') && !path.startsWith('db/demo/'),
)
const CALL = /(?<![.\w]|async )fetch\((?<what>[^,)]*)/g
const OTHER_WAYS =
  /cloudflare:sockets|node:(http|https|http2|net|tls|dns|dgram|child_process)|new (WebSocket|EventSource|XMLHttpRequest)\b|sendBeacon|globalThis\.fetch|self\.fetch/

test('T31: only three modules ask anybody outside, each at an address of the settings, and neither follows a redirect', () => {
  const calls = WORKER.flatMap(path => [...textOf(path).matchAll(CALL)].map(({ groups }) => `${path}: ${groups?.what}`))
  expect(calls).toEqual([
    'worker/adapters/access.ts: url',
    'worker/adapters/turnstile.ts: keys.verifyUrl',
    'worker/adapters/wechat.ts: address',
  ])
  expect(textOf('worker/adapters/access.ts')).toContain('keysWith(deps, driver.certsUrl, kid)')
  const asked = [...textOf('worker/adapters/wechat.ts').matchAll(/await ask\((\S+),/g)].map(([, what]) => what)
  expect(asked.map(what => what?.replaceAll('$', '#'))).toEqual(['`#{apiUrl}/sns/oauth2/access_token?#{query}`', 'url'])
  for (const path of ['worker/adapters/access.ts', 'worker/adapters/turnstile.ts', 'worker/adapters/wechat.ts'])
    expect([path, textOf(path).match(/redirect: '(\w+)'/g)]).toEqual([path, ["redirect: 'manual'"]])
})

test('T31: there is no other way out', () => {
  expect(WORKER.filter(path => OTHER_WAYS.test(textOf(path)))).toEqual([])
})
