import { TrieRouter } from 'hono/router/trie-router'
import { expect, test } from 'vitest'
import { KnowingRouter } from '../worker/router.ts'

const ROUTES = [
  ['ALL', '/*'],
  ['GET', '/c/:slug'],
  ['GET', '/c/:slug/p/:number'],
  ['POST', '/c/:slug/ballot'],
  ['GET', '/c/new'],
] as const
const ASKED = ['/', '/c/new', '/c/a', '/c/b', '/c/a/p/1', '/c/a/p/2', '/c/a/ballot', '/c/%61', '/x', `/c/${'a'.repeat(400)}`]

function routers() {
  const both = [new TrieRouter<string>(), new KnowingRouter<string>()] as const
  for (const router of both) for (const [method, path] of ROUTES) router.add(method, path, `${method} ${path}`)
  return both
}

test('an address leads where the search leads, at first and when it is known', () => {
  const [plain, knowing] = routers()
  for (const path of [...ASKED, ...ASKED])
    for (const method of ['GET', 'POST', 'PUT']) expect(knowing.match(method, path)).toEqual(plain.match(method, path))
})

test('a route that is added later is found at addresses that were known', () => {
  const [, knowing] = routers()
  knowing.match('GET', '/late')
  knowing.add('GET', '/late', 'late')
  expect(knowing.match('GET', '/late')[0].map(([handler]) => handler)).toEqual(['ALL /*', 'late'])
})

test('a thousand addresses that nobody asks for again push out what was known, and a long one is never kept', () => {
  const [, knowing] = routers()
  const first = knowing.match('GET', '/c/a')
  expect(knowing.match('GET', '/c/a')).toBe(first)
  for (let i = 0; i < 1000; i++) knowing.match('GET', `/c/a${i}`)
  expect(knowing.match('GET', '/c/a')).not.toBe(first)
  const long = `/c/${'a'.repeat(400)}`
  expect(knowing.match('GET', long)).not.toBe(knowing.match('GET', long))
})
