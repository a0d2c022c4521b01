import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBase64, toBase64 } from '../../worker/rules/tlog/base64.ts'
import { verifyEd25519 } from '../../worker/rules/tlog/ed25519.ts'
import { formatNote, keyText, type NoteKey, noteKey, readKey, readNote, verifyNote } from '../../worker/rules/tlog/note.ts'
import { anySign } from '../support/any-sign.ts'

const keyOf = (text: string): NoteKey => readKey(text) ?? expect.fail(`no key: ${text}`)
const holds = (source: string, key: NoteKey): boolean | null => {
  const note = readNote(source)
  return note && verifyNote(note, key, verifyEd25519)
}

test('Ed25519 ends as all 151 cases of Wycheproof want', () => {
  const hex = (text: string) => new Uint8Array(Buffer.from(text === '-' ? '' : text, 'hex'))
  const cases = readFileSync('test/vectors/ed25519.txt', 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => line.split(' ') as [string, string, string, string, string])
  const ended = cases.map(([id, , key, message, signature]) =>
    [id, verifyEd25519(hex(signature), hex(message), hex(key)) ? 'valid' : 'invalid'].join(' '),
  )
  expect(ended).toEqual(cases.map(([id, result]) => `${id} ${result}`))
  expect(cases).toHaveLength(151)
  expect(verifyEd25519(new Uint8Array(64), new Uint8Array(), new Uint8Array(31))).toBe(false)
})

const FOO = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const EXAMPLE =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n'

test('the example of the specification verifies, and its key writes itself as it was read', () => {
  const key = keyOf(FOO)
  expect([key.name, key.id.toString(16), keyText(key), holds(EXAMPLE, key)]).toEqual(['example.com/foo', '530d903a', FOO, true])
  expect(formatNote(readNote(EXAMPLE) ?? expect.fail())).toBe(EXAMPLE)
  expect(holds(EXAMPLE.replace('an example', 'no example'), key)).toBe(false)
})

const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const ENOCH = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop'
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const PETERS = '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
const ENOCHS = '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n'

test('the notes of the Go checksum database verify, and a signature of an unknown key says nothing', () => {
  const [peter, enoch] = [keyOf(PETER), keyOf(ENOCH)]
  expect(holds(`${TEXT}\n${PETERS}${ENOCHS}`, peter)).toBe(true)
  expect(holds(`${TEXT}\n${PETERS}${ENOCHS}`, enoch)).toBe(true)
  expect(holds(`${TEXT}\n${ENOCHS}`, peter)).toBe(false)
  expect(holds(`${TEXT}\n${PETERS.replace('PeterNeumann', 'CarmenSandiego')}`, peter)).toBe(false)
  expect(holds(`${TEXT}\n${PETERS}`, { ...peter, id: peter.id + 1 })).toBe(false)
})

test('a bad signature of a known key spoils the note, even beside a good one', () => {
  const bad = `${PETERS.slice(0, 60)}ABCD${PETERS.slice(60)}`
  const other = PETERS.replace('x08go/ZJ', 'x08go/ZK')
  expect([bad, other].map(line => holds(`${TEXT}\n${PETERS}${line}`, keyOf(PETER)))).toEqual([false, false])
  expect(holds(`${TEXT}\n${ENOCHS}${ENOCHS.replace('rwz+eBzm', 'rwz+eBzn')}${PETERS}`, keyOf(PETER))).toBe(true)
})

test('a part of a key, a key with one sign changed, of another length or of an unknown kind is no key', () => {
  for (let from = 0; from <= PETER.length; from++)
    for (let until = from; until <= PETER.length; until++)
      if (until - from < PETER.length) expect(readKey(PETER.slice(from, until))).toBeNull()
  for (let i = 0; i < PETER.length; i++) {
    const next = String.fromCharCode(PETER.charCodeAt(i) + 1)
    expect([i, readKey(`${PETER.slice(0, i)}${next}${PETER.slice(i + 1)}`)]).toEqual([i, null])
  }
  expect(readKey('PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==')).toBeNull()
  expect(readKey('PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')).toBeNull()
})

test('malformed notes are none', () => {
  for (const bad of [
    '',
    '\n',
    '\n\n',
    TEXT,
    `${TEXT}\n`,
    `${TEXT}\n${PETERS.slice(0, -1)}`,
    `\u0001${TEXT}\n${PETERS}`,
    `a\tb\n\n${PETERS}`,
    `a\rb\n\n${PETERS}`,
    `\ud800${TEXT}\n${PETERS}`,
    `${TEXT}\n${PETERS.replace('PeterNeumann', 'Bad Name')}`,
    `${TEXT}\n${PETERS.replace('PeterNeumann', 'Bad+Name')}`,
    `${TEXT}\n${PETERS.replace('PeterNeumann', 'Bad\u00a0Name')}`,
    `${TEXT}\n${PETERS.replace('PeterNeumann', '')}`,
    `${TEXT}\n${PETERS}Unexpected line.\n`,
    `${TEXT}\n${PETERS}\n`,
    `${TEXT}\n${PETERS.replace('—', '-')}`,
    `${TEXT}\n${PETERS.replace('=', '')}`,
    `${TEXT}\n— PeterNeumann x08gow==\n`,
    `${TEXT}\n${PETERS.repeat(101)}`,
  ])
    expect([bad.slice(-80), readNote(bad)]).toEqual([bad.slice(-80), null])
})

test('a text may hold empty lines and what looks like a signature; the last empty line separates', () => {
  const text = `${TEXT}\n${PETERS}`
  expect(readNote(`${text}\n${ENOCHS}`)?.text).toBe(text)
  expect(readNote(`${TEXT}\n${PETERS.repeat(16)}`)?.signatures).toHaveLength(16)
})

const name = fc.stringMatching(/^[a-z][a-z0-9./-]{0,20}$/)
const aSignature = fc.record({ name, id: fc.nat(0xffffffff), signature: fc.uint8Array({ minLength: 1, maxLength: 100 }) })

test('what is written is read again, and no text whatever makes a reader throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }).filter(line => !/\p{C}/u.test(line))),
      fc.array(aSignature, { minLength: 1, maxLength: 16 }),
      (lines, signatures) => {
        const note = { text: `${lines.join('\n')}\n`, signatures }
        expect(readNote(formatNote(note))).toEqual(note)
      },
    ),
  )
  fc.assert(
    fc.property(name, fc.constantFrom(1, 4), fc.uint8Array({ minLength: 32, maxLength: 32 }), (who, kind, bytes) => {
      const key = noteKey(who, kind, bytes)
      expect(readKey(keyText(key))).toEqual(key)
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: anySign }), fc.nat(EXAMPLE.length), (noise, at) => {
      readNote(noise)
      readKey(noise)
      readKey(FOO.slice(0, at) + noise)
      const note = readNote(EXAMPLE.slice(0, at) + noise + EXAMPLE.slice(at))
      if (note) expect(readNote(formatNote(note))).toEqual(note)
    }),
  )
})

test('base 64 has one spelling', () => {
  fc.assert(
    fc.property(fc.uint8Array(), bytes => {
      expect(fromBase64(toBase64(bytes))).toEqual(bytes)
    }),
  )
  for (const bad of ['A', 'AA', 'AAA', 'AB==', 'AAB=', 'AA==\n', ' AA==', 'AA=A', '-_==', 'AAAA=', '='])
    expect([bad, fromBase64(bad)]).toEqual([bad, null])
  fc.assert(
    fc.property(fc.string(), text => {
      const bytes = fromBase64(text)
      if (bytes) expect(toBase64(bytes)).toBe(text)
    }),
  )
})
