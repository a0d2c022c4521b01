import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unpack } from '../../worker/host/bundle-files.ts'
import type { Files } from '../../worker/rules/recount/flaw.ts'
import { readEntry } from '../../worker/rules/recount/log-entry.ts'
import { readRanges } from '../../worker/rules/recount/moves.ts'
import { Seen } from '../../worker/rules/recount/seen.ts'
import { readStrict } from '../../worker/rules/recount/strict-json.ts'
import { openZip } from '../../worker/rules/recount/zip-files.ts'
import { readPolicy } from '../../worker/rules/tlog/policy.ts'
import { anySign } from '../support/any-sign.ts'
import { aBundle, aLog, readable, zipped } from '../support/bundles.ts'
import { zip } from '../support/zip.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text))

const aZip = (files: Readonly<Record<string, string>>) => zip(Object.entries(files).map(([name, data]) => ({ name, data })))

const opened = (zip: Uint8Array): Files | null => {
  const opening = openZip(zip, unpack)
  for (;;) {
    const step = opening.next()
    if (step.done) return step.value
  }
}

test('a bundle is the same as a folder and as a ZIP', () => {
  const files = opened(zipped(aBundle())) ?? expect.fail()
  expect([...files.list('')].sort()).toEqual([...aBundle().keys()].sort())
  for (const name of aBundle().keys())
    expect([name, Buffer.from(files.read(name) ?? []).equals(readable(aBundle()).read(name) ?? Buffer.of(0))]).toEqual([
      name,
      true,
    ])
})

test('a ZIP gives back its files; one with a flipped byte in a file, or a name that leads out of it, is none', () => {
  const whole = aZip({ 'bundle.json': 'one', 's0/checkpoint': 'two'.repeat(1000) })
  const files = opened(whole) ?? expect.fail()
  expect(files.list('')).toEqual(['bundle.json', 's0/checkpoint'])
  expect(Buffer.from(files.read('s0/checkpoint') ?? []).toString()).toBe('two'.repeat(1000))
  expect([files.read('none'), files.list('s1/')]).toEqual([null, []])
  const damaged = Uint8Array.from(whole)
  damaged[30 + 'bundle.json'.length] = 0x20
  expect(opened(damaged)).toBeNull()
  for (const name of ['../x', '/x', 'a\\b', 'a/../b', 'c:x', './x', 'a//b'])
    expect([name, opened(aZip({ [name]: 'x' }))]).toEqual([name, null])
  expect(opened(zip([{ name: 'a' }, { name: 'a' }]))).toBeNull()
  expect(opened(zip([{ name: 'a', flags: 1 }]))).toBeNull()
  expect(opened(zip([{ name: 'a', method: 12 }]))).toBeNull()
  expect(opened(zip([{ name: 'a', localName: 'b' }]))).toBeNull()
  expect([opened(new Uint8Array()), opened(whole.subarray(0, -1))]).toEqual([null, null])
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
      opened(whole.map((byte, i) => (i === at ? value : byte)))
    }),
  )
})

test('JSON is strict: one name once, plain decimals, whole signs; what it accepts, every parser reads alike', () => {
  for (const bad of [
    ...['', ' ', '{', '{}x', '[1,]', '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '1.0', '1e3', '-1', '-0', '01', '9007199254740992'],
    ...[
      '"\\ud800"',
      '"\u0001"',
      '"\\x"',
      '\ufeff{}',
      '[1 2]',
      '{"a" 1}',
      '{1:1}',
      'nul',
      "{'a':1}",
      '[[',
      `${'['.repeat(70)}${']'.repeat(70)}`,
    ],
  ])
    expect([bad, readStrict(bytes(bad))]).toEqual([bad, undefined])
  expect(readStrict(Uint8Array.of(0x22, 0xff, 0x22))).toBeUndefined()
  const odd = '{"__proto__":{"a":[1,null,true,""]},"2":"b","1":"a"}'
  expect(JSON.stringify(readStrict(bytes(odd)))).toBe(JSON.stringify(JSON.parse(odd)))
  const value = fc.letrec(tie => ({
    any: fc.oneof(fc.nat(), fc.string({ unit: 'grapheme' }), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
    list: fc.array(tie('any'), { maxLength: 3 }),
    object: fc.dictionary(fc.string(), tie('any'), { maxKeys: 3 }),
  })).any
  fc.assert(
    fc.property(value, fc.nat(3), (any, indent) => {
      const text = JSON.stringify(any, null, indent)
      expect(JSON.stringify(readStrict(bytes(text)))).toBe(JSON.stringify(any))
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: anySign }), noise => {
      readStrict(bytes(noise))
    }),
  )
})

test('an entry has one spelling', () => {
  for (const line of aLog(0).entries) {
    expect(readEntry(bytes(line))).toMatchObject(JSON.parse(line))
    const entry = JSON.parse(line) as Record<string, unknown>
    for (const other of [
      JSON.stringify(entry, null, 1),
      JSON.stringify(Object.fromEntries(Object.entries(entry).reverse())),
      JSON.stringify({ ...entry, z: 1 }),
      line.replace('"i":', '"i":0'),
      line.replace('"i":', '"i":-'),
      line.replace(/"k":"."/, '"k":"z"'),
      `${line}\n`,
      line.replace(/"i":\d+/, '"i":"1"'),
      line.replace(/"i":\d+/, '"i":1.5'),
      line.replace(/"i":\d+/, '"i":null'),
    ])
      expect([other, readEntry(bytes(other))]).toEqual([other, null])
  }
  fc.assert(
    fc.property(fc.string({ unit: anySign }), fc.nat(), fc.constantFrom(...aLog(0).entries), (noise, place, line) => {
      readEntry(bytes(noise))
      readEntry(bytes(line.slice(0, place % line.length) + noise + line.slice(place % line.length)))
    }),
  )
})

test('ranges are ascending and apart, within the ballots there are', () => {
  expect(readRanges('1-5,7,9-10', 10)).toEqual([
    [1, 5],
    [7, 7],
    [9, 10],
  ])
  for (const bad of ['', '0', '01', '1-1', '2-1', '3,2', '2,2', '1-5,5', '11', '9-11', '1,', ',1', '1 ,2', 'a', '1-2-3', '-1'])
    expect([bad, readRanges(bad, 10)]).toEqual([bad, null])
})

test('a set of a hundred thousand marks knows each of them, and no other', () => {
  const seen = new Seen()
  const mark = (n: number) => (BigInt(n) * 0x9e3779b97f4a7c15f39cc0605cedc835n).toString(16).padStart(32, '0').slice(-32)
  let fresh = 0
  for (let n = 1; n <= 100_000; n++) if (seen.add(mark(n))) fresh += 1
  expect(fresh).toBe(100_000)
  for (let n = 1; n <= 100_000; n += 997) expect(seen.add(mark(n))).toBe(false)
  expect(seen.add(mark(100_001))).toBe(true)
})

test('no bytes make the reader of policies throw', () => {
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.array(fc.constantFrom('log', 'witness', 'group', 'quorum', 'none', 'any', ' ', '\n', 'A', '1')),
      (noise, words) => {
        readPolicy(noise)
        readPolicy(bytes(words.join(' ')))
      },
    ),
  )
  expect(readPolicy(bytes('quorum none\n'))).toEqual({ logs: [], quorum: null })
})
