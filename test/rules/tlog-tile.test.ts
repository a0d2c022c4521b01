import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkpointText, readCheckpoint, readCheckpointText } from '../../worker/rules/tlog/checkpoint.ts'
import { verifyEd25519 } from '../../worker/rules/tlog/ed25519.ts'
import { type Hash, leafHash, rootOf } from '../../worker/rules/tlog/merkle.ts'
import { readKey, verifyNote } from '../../worker/rules/tlog/note.ts'
import { bundle, readBundle, readTilePath, type Tile, tilePath, tilesOf, widthIn } from '../../worker/rules/tlog/tile.ts'
import { formatProof, readProof } from '../../worker/rules/tlog/tlog-proof.ts'
import { anySign } from '../support/any-sign.ts'

const LEAVES = 'one two three four five six seven eit nain ten ileven twelf threeten fourten fivten'.split(' ')
const TESSERA = readKey('example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx')

test('Tessera’s heads of sizes 0 to 15 are ours, byte for byte, their signatures hold, and so do their tiles', () => {
  const lines = readFileSync('test/vectors/tessera-log.txt', 'utf8').trimEnd().split('\n')
  const hashes: Hash[] = LEAVES.map(leafHash)
  const key = TESSERA ?? expect.fail()
  for (const [size, line] of lines.entries()) {
    const [count, root, signature, last] = line.split(' ')
    const text = checkpointText({ origin: key.name, size, root: rootOf(hashes.slice(0, size)) })
    expect(text).toBe(`${key.name}\n${count}\n${root}\n`)
    const read = readCheckpoint(`${text}\n— ${key.name} ${signature}\n`) ?? expect.fail()
    expect([size, read.checkpoint.size, verifyNote(read.note, key, verifyEd25519)]).toEqual([size, size, true])
    const newest = hashes[size - 1]
    expect([size, newest ? Buffer.from(newest).toString('hex') : '-']).toEqual([size, last])
  }
  expect(lines).toHaveLength(16)
})

test('tiles have the addresses of the specification', () => {
  const addresses: readonly (readonly [Tile, string])[] = [
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 1234067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 'entries', index: 1234067, width: 7 }, 'tile/entries/x001/x234/067.p/7'],
    [{ level: 63, index: 999, width: 255 }, 'tile/63/999.p/255'],
    [{ level: 1, index: 1000, width: 1 }, 'tile/1/x001/000.p/1'],
  ]
  for (const [tile, path] of addresses) {
    expect(tilePath(tile)).toBe(path)
    expect(readTilePath(path)).toEqual(tile)
  }
})

test('any other spelling is no address', () => {
  for (const bad of [
    'tile/0/0',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/x000/000',
    'tile/0/001/000',
    'tile/0/x01/000',
    'tile/0/x001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000.p/1/',
    '/tile/0/000',
    'tile/0/000\n',
    'tile/data/000',
    'tile/0/../000',
    'tile/0/x999/x999/x999/x999/x999/999',
  ])
    expect([bad, readTilePath(bad)]).toEqual([bad, null])
})

test('a tree of 70,000 has the tiles the specification counts, and so has one of 256', () => {
  const count = (size: number) => {
    const kinds = tilesOf(size).map(({ level, width }) => `${level}:${width}`)
    return Object.fromEntries([...new Set(kinds)].map(kind => [kind, kinds.filter(other => other === kind).length]))
  }
  expect(count(70_000)).toEqual({ '0:256': 273, '0:112': 1, '1:256': 1, '1:17': 1, '2:1': 1 })
  expect(count(256)).toEqual({ '0:256': 1, '1:1': 1 })
  expect([count(0), count(1)]).toEqual([{}, { '0:1': 1 }])
  expect(widthIn({ level: 'entries', index: 273 }, 70_000)).toBe(112)
  expect(widthIn({ level: 'entries', index: 274 }, 70_000)).toBe(0)
})

const aTile = fc.record({
  level: fc.oneof(fc.constant('entries' as const), fc.nat(63)),
  index: fc.nat({ max: 2 ** 40 }),
  width: fc.integer({ min: 1, max: 256 }),
})

test('every tile is found again by its address, and no text makes a reader throw', () => {
  fc.assert(
    fc.property(aTile, tile => {
      expect(readTilePath(tilePath(tile))).toEqual(tile)
    }),
  )
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: anySign }), (end, noise) => {
      for (const path of [noise, `tile/0/${end}`, `tile/entries/${end}`]) {
        const tile = readTilePath(path)
        if (tile) expect(tilePath(tile)).toBe(path)
      }
    }),
  )
})

test('a bundle gives back its entries; one cut off anywhere is none', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 }), fc.nat(), (entries, cut) => {
      const bytes = bundle(entries)
      expect(readBundle(bytes)?.map(entry => [...entry])).toEqual(entries.map(entry => [...entry]))
      const ends = [0]
      for (const { length } of entries) ends.push((ends.at(-1) ?? 0) + 2 + length)
      const at = cut % (bytes.length + 1)
      expect(readBundle(bytes.slice(0, at)) === null).toBe(!ends.includes(at))
    }),
  )
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), noise => readBundle(noise) === null || true))
  expect(() => bundle([new Uint8Array(65_536)])).toThrow(RangeError)
  expect(readBundle(bundle([new Uint8Array(65_535)]))?.[0]?.length).toBe(65_535)
})

const ROOT = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='

test('a head has one spelling; lines after the third are let be, empty ones are not', () => {
  expect(readCheckpointText(`log\n20852163\n${ROOT}\nmore\n`)?.size).toBe(20_852_163)
  for (const bad of [
    '',
    'log\n',
    `log\n1\n${ROOT}`,
    `\n1\n${ROOT}\n`,
    `log\n01\n${ROOT}\n`,
    `log\n-1\n${ROOT}\n`,
    `log\n1e3\n${ROOT}\n`,
    `log\n9007199254740992\n${ROOT}\n`,
    `log\n1\n${ROOT.slice(0, -1)}\n`,
    'log\n1\nAAAA\n',
    `log\n1\n${ROOT}\n\n`,
    `log\n1\n${ROOT}\n\nmore\n`,
  ])
    expect([bad, readCheckpointText(bad)]).toEqual([bad, null])
  fc.assert(
    fc.property(fc.string({ unit: anySign }), noise => {
      readCheckpoint(noise)
      readCheckpointText(noise)
    }),
  )
})

const aProof = fc.record(
  {
    index: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    proof: fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 63 }),
    checkpoint: fc.constant(`log\n1\n${ROOT}\n\n— log AAAAAAA=\n`),
    extra: fc.uint8Array({ minLength: 1 }),
  },
  { requiredKeys: ['index', 'proof', 'checkpoint'] },
)

test('a proof is read as it was written; anything else is none, and nothing throws', () => {
  fc.assert(
    fc.property(aProof, proof => {
      expect(readProof(formatProof(proof))).toEqual(proof)
    }),
  )
  fc.assert(
    fc.property(aProof, fc.nat(), fc.string({ unit: anySign }), (proof, place, noise) => {
      const text = formatProof(proof)
      const at = place % text.length
      readProof(noise)
      readProof(text.slice(0, at) + noise + text.slice(at))
    }),
  )
  const good = formatProof({ index: 7, proof: [new Uint8Array(32)], checkpoint: 'log\n' })
  for (const bad of [
    good.replace('@v1', '@v2'),
    good.replace('index 7', 'index 07'),
    good.replace('index 7', 'index -7'),
    good.replace('index 7\n', ''),
    good.replace('index 7', 'extra !\nindex 7'),
    good.replace('AAAA', 'AAA'),
    good.replace('\n\n', '\n'),
    `${good.split('\n\n')[0]}`,
    good.replace(/^A.*$/m, Array(64).fill('A'.repeat(43).concat('=')).join('\n')),
  ])
    expect([bad.slice(0, 60), readProof(bad)]).toEqual([bad.slice(0, 60), null])
})
