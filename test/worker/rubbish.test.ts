import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { everyAddress } from '../support/addresses.ts'
import { anySign } from '../support/any-sign.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { openCampaign, operate, setClock, Visitor } from '../support/visitor.ts'

const NOON = OPENS + 3 * 3_600_000
const PASSWORD = '一个足够长的口令 2026'
const people: Visitor[] = []

beforeAll(async () => {
  await setClock(OPENS - 86_400_000)
  await openCampaign(aDocument({ slug: 'edge-2026' }))
  await setClock(NOON)
  for (const role of ['organizer', 'administrator'] as const) {
    await operate('staff', { body: { login: role, name: role, role, unit: null, password: PASSWORD } })
    const visitor = new Visitor()
    await visitor.form('/staff/sign-in', [
      ['login', role],
      ['password', PASSWORD],
    ])
    people.push(visitor)
  }
})

/** Leaving ends the walk; everything else is tried. */
const addresses = everyAddress().filter(({ pattern }) => pattern.startsWith('/staff') && pattern !== '/staff/sign-out')

const TYPES = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''] as const
const body = fc.oneof(
  fc.json(),
  fc.string({ unit: anySign, maxLength: 200 }),
  fc.webQueryParameters(),
  fc.constant('--x\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n<svg onload=1>\r\n--x--\r\n'),
  fc.constant('{"__proto__":{"role":"administrator"},"revision":-1,"status":"published"}'),
)

test('rubbish from somebody who is signed in is never a fault and never shows a stack, at every staff address', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...addresses),
      fc.nat(1),
      fc.constantFrom(...TYPES),
      body,
      fc.webQueryParameters(),
      async ({ method, pattern, path }, who, type, rubbish, query) => {
        const unsafe = method !== 'GET' && method !== 'HEAD'
        const answer = await (people[who] as Visitor).send(unsafe ? path : `${path}?${query}`, {
          method,
          headers: { accept: type === 'application/json' ? type : 'text/html', ...(type ? { 'content-type': type } : {}) },
          ...(unsafe ? { body: rubbish } : {}),
        })
        const text = await answer.text()
        expect([method, pattern, answer.status >= 500 && answer.status !== 503, /\n\s+at |\.tsx?:\d+/.test(text)]).toEqual([
          method,
          pattern,
          false,
          false,
        ])
      },
    ),
    { numRuns: 600 },
  )
})
