import { createHash } from 'node:crypto'
import { keyText, noteKey } from '../../worker/rules/tlog/note.ts'
import { type ZipEntry, zip } from '../support/zip.ts'
import { RULES, smallParts } from './bases.ts'
import { parse, whole, withEntry, write } from './corrupt-ballots.ts'
import { filesOf, firstSigner } from './files.ts'
import { BASES, type Base, type Corruption, type Edit, edited, encode, flip, type Place, replaced, type Step } from './forger.ts'
import { logOf } from './parts.ts'
import { zipEntries } from './write.ts'

// Files as such: tiles and bundles of entries, the rules, the list of logs, the ZIP around it all.

const tile = (name: string, step: Step, base: Base, file: string, edit: Edit, place: Place = { log: 0, file }): Corruption => ({
  name,
  step,
  place,
  make: edited(base, file, edit),
})
const ENTRIES = 's0/tile/entries/000.p/21'
const LEAVES = 's0/tile/0/000.p/21'
const WIDE = { log: 0, file: 's0/tile/1/000.p/2' }
const DEEP_TOP = { log: 0, file: 's0/tile/2/000.p/1' }
const cut = (length: number) => (data: Uint8Array) => data.slice(0, length < 0 ? data.length + length : length)
const more = (data: Uint8Array): Uint8Array => new Uint8Array([...data, 0])

const TILES: readonly Corruption[] = [
  tile('a bit in the first entry', 'V1', 'small', ENTRIES, flip(40), { log: 0, index: 0 }),
  tile('a bit in the length of the first entry', 'V1', 'small', ENTRIES, flip(1), { log: 0, index: 0 }),
  tile('a bit in the last entry', 'V2', 'small', ENTRIES, flip(-5), { log: 0, index: 20 }),
  tile('a bit in the hash of entry 2', 'V2', 'small', LEAVES, flip(64, 128), { log: 0, index: 2 }),
  tile('entries cut off in the middle of one', 'V2', 'small', ENTRIES, cut(-3)),
  tile('one byte after the entries', 'V2', 'small', ENTRIES, more),
  tile('two bytes after the entries: an empty one', 'V2', 'small', ENTRIES, data => more(more(data))),
  tile('no entries', 'V1', 'small', ENTRIES, () => null),
  tile('entries of no bytes', 'V1', 'small', ENTRIES, cut(0)),
  tile('entries of one byte', 'V1', 'small', ENTRIES, cut(1)),
  tile('no hashes', 'V2', 'small', LEAVES, () => null),
  tile('a hash too few', 'V2', 'small', LEAVES, cut(-32)),
  tile('a byte after the hashes', 'V2', 'small', LEAVES, more),
  tile('no hashes of the second box', 'V2', 'small', 's1/tile/0/000.p/16', () => null, { log: 1, file: 's1/tile/0/000.p/16' }),
  tile('a bit in entry 256', 'V2', 'wide', 's0/tile/entries/001', flip(20), { log: 0, index: 256 }),
  tile('a bit in a hash of the second tile', 'V2', 'wide', 's0/tile/0/001', flip(8191), { log: 0, index: 511 }),
  tile('a missing bundle of entries', 'V2', 'wide', 's0/tile/entries/001', () => null),
  tile('a bit in a tile of the second level', 'V3', 'wide', 's0/tile/1/000.p/2', flip(0), WIDE),
  tile('no tile of the second level', 'V3', 'wide', 's0/tile/1/000.p/2', () => null, WIDE),
  tile('a short tile of the second level', 'V3', 'wide', 's0/tile/1/000.p/2', cut(32), WIDE),
  tile(
    'a hash too many on the second level',
    'V3',
    'wide',
    's0/tile/1/000.p/2',
    data => new Uint8Array([...data, ...data.slice(0, 32)]),
    WIDE,
  ),
  {
    name: 'bundles of entries interchanged',
    step: 'V1',
    place: { log: 0, index: 0 },
    make: () => {
      const files = BASES.wide()
      const [first, second] = [files.get('s0/tile/entries/000'), files.get('s0/tile/entries/001')] as [Uint8Array, Uint8Array]
      return files.set('s0/tile/entries/000', second).set('s0/tile/entries/001', first)
    },
  },
]

/** On the third level of tiles: slow, so only the long form has them. */
export const DEEP_CORRUPTIONS: readonly Corruption[] = [
  tile('a bit in a tile of the third level', 'V3', 'deep', 's0/tile/2/000.p/1', flip(3), DEEP_TOP),
  tile('no tile of the third level', 'V3', 'deep', 's0/tile/2/000.p/1', () => null, DEEP_TOP),
  tile('a bit in a full tile of the second level', 'V3', 'deep', 's0/tile/1/000', flip(8000), { log: 0, file: 's0/tile/1/000' }),
  tile('a bit in entry 65,536', 'V2', 'deep', 's0/tile/entries/256', flip(3), { log: 0, index: 65_536 }),
]

const RULES_FILE = { file: 'rules.json' }
const MANIFEST = { log: 0, index: 0 }
const rules = (name: string, from: string | RegExp, to: string, place: Place = MANIFEST): Corruption => ({
  name,
  step: 'V1',
  place,
  make: edited('small', 'rules.json', replaced(from, to)),
})
/** The rules were always spelled so: every log names this text. */
const frozen = (name: string, change: (text: string) => string): Corruption => ({
  name,
  step: 'V1',
  place: RULES_FILE,
  make: () => {
    const parts = smallParts()
    const text = change(parts.rules)
    if (text === parts.rules) throw new Error(`${name} changes nothing`)
    const rulesHash = createHash('sha256').update(text).digest('hex')
    const logs = parts.poll.boxes.map((box, shard) =>
      logOf(parts.poll, box, { shard, rulesHash, seed: new Uint8Array(32).fill(shard + 1) }),
    )
    return filesOf({ ...parts, rules: text, logs })
  },
})

const FROZEN: readonly Corruption[] = [
  { name: 'no rules', step: 'V1', place: RULES_FILE, make: edited('small', 'rules.json', () => null) },
  rules('another title', '优秀', '先进'),
  rules('a longer window', /"until":\d+/, '"until":1790009999999'),
  rules('another limit', '"max":2', '"max":3'),
  rules('another nominee', '{"number":7,"category":"person"}', '{"number":7,"category":"team"}'),
  rules('another scorer', 'mingping-7', 'mingping-8'),
  rules('a blank in the rules', '{', '{ '),
  rules('rules of another campaign', 'cmp0001', 'cmp0002', { file: 'bundle.json' }),
  rules('rules for four boxes', '"shards":2', '"shards":4', { file: 'bundle.json' }),
  rules('rules that are cut off', /\}$/, '', RULES_FILE),
  frozen('rules with a name twice', text => text.replace('"totalMax":2', '"totalMax":2,"totalMax":1')),
  frozen('rules with a byte order mark', text => `\ufeff${text}`),
  frozen('rules with an exponent', text => text.replace('"totalMax":2', '"totalMax":2e0')),
  frozen('rules with a number beyond 2^53', text => text.replace('"totalMax":2', '"totalMax":9007199254740993')),
  frozen('rules with half a sign', text => text.replace('先进集体', '\\ud83d')),
  frozen('rules without a scorer', text => text.replace(/,"scorer":"[^"]*"/, '')),
  frozen('rules with a window that ends before it begins', text => text.replace(/"until":\d+/, '"until":5')),
  frozen('rules as a list', text => `[${text}]`),
  frozen('rules with a third period', text => text.replace('"once"', '"weekly"')),
  frozen('rules with a remark', text => `${text}//`),
]

const manifest = (name: string, change: Record<string, string | number>): Corruption =>
  whole(name, 'V1', MANIFEST, withEntry(0, change))
const MANIFESTS: readonly Corruption[] = [
  manifest('a manifest of another campaign', { campaign: 'cmp0002' }),
  manifest('a manifest of another origin', { origin: 'vote.example.cn/c/cmp0001/s1' }),
  manifest('a manifest of another box', { shard: 1 }),
  manifest('a manifest of four boxes', { shards: 4 }),
  manifest('a manifest with another key', { key: Buffer.alloc(32, 7).toString('base64') }),
  manifest('a manifest of another level', { level: 'device' }),
  manifest('a manifest with a later end', { until: RULES.window.until + 600_000 }),
  manifest('a manifest with an earlier beginning', { from: RULES.window.from - 1 }),
  manifest('a manifest with another scorer', { scorer: 'mingping-8-0a1b2c3d4e5f' }),
  manifest('a manifest of the open profile', { profile: 'open' }),
  manifest('a manifest of version 2', { v: 2 }),
  manifest('a manifest with a name more', { note: 'x' }),
  manifest('a manifest that is a ballot', { k: 'b' }),
  manifest('a manifest with other rules', { rules: '0'.repeat(64) }),
  whole('a manifest with a name less', 'V1', MANIFEST, entries =>
    entries.map((one, i) =>
      i === 0 ? write(Object.fromEntries(Object.entries(parse(one)).filter(([name]) => name !== 'v'))) : one,
    ),
  ),
  whole('a manifest with a blank', 'V1', MANIFEST, entries => entries.map((one, i) => (i === 0 ? `${one as string} ` : one))),
]

const BUNDLE = { file: 'bundle.json' }
const bundle = (name: string, step: Step, place: Place, from: string | RegExp, to: string): Corruption => ({
  name,
  step,
  place,
  make: edited('small', 'bundle.json', replaced(from, to)),
})
const NOWHERE: Place = {}
const key = () => firstSigner(smallParts().logs[0] as never).key

const LISTED: readonly Corruption[] = [
  bundle('a bundle of another campaign', 'V1', BUNDLE, 'cmp0001"', 'cmp0002"'),
  bundle('a key with another id', 'V1', BUNDLE, /s0\+./, 's0+x'),
  bundle('a key of a witness for a log', 'V1', BUNDLE, /vote\S+?s0\+[^"]+/, keyText(noteKey(key().name, 4, key().key))),
  bundle(
    'another key for a log',
    'V1',
    MANIFEST,
    /vote\S+?s0\+[^"]+/,
    keyText(noteKey(key().name, 1, new Uint8Array(32).fill(3))),
  ),
  bundle('a log under another name', 'V1', MANIFEST, /vote\S+?s0\+[^"]+/, keyText(noteKey('other', 1, key().key))),
  bundle('boxes numbered the other way round', 'V1', BUNDLE, /"shard":0(.*)"shard":1/, '"shard":1$1"shard":0'),
  bundle('one box left out', 'V1', BUNDLE, /,\{"shard":1.*\}\]/, ']'),
  bundle('one entry less', 'V1', { log: 0, file: 's0/tile/entries/000.p/20' }, '"size":21', '"size":20'),
  bundle('one entry more', 'V1', { log: 0, file: 's0/tile/entries/000.p/22' }, '"size":21', '"size":22'),
  bundle('an entry more in the second box', 'V1', { log: 1, file: 's1/tile/entries/000.p/17' }, '"size":16', '"size":17'),
  {
    name: '188 entries forgotten',
    step: 'V4',
    place: { log: 0, file: 's0/checkpoint' },
    make: edited('wide', 'bundle.json', replaced(/"size":\d+/, '"size":512')),
  },
  {
    name: 'as many entries as there can be',
    step: 'V2',
    place: { log: 0, file: 's0/tile/entries/002' },
    make: edited('wide', 'bundle.json', replaced(/"size":\d+/, '"size":9007199254740991')),
  },
  { name: 'no bundle.json', step: 'unusable', place: NOWHERE, make: edited('small', 'bundle.json', () => null) },
  bundle('bundle.json cut off', 'unusable', NOWHERE, /\}$/, ''),
  bundle('a bundle of version 2', 'unusable', NOWHERE, '"v":1', '"v":2'),
  bundle('a bundle without logs', 'unusable', NOWHERE, /"logs":\[.*\]/, '"logs":[]'),
  bundle('logs as an object', 'unusable', NOWHERE, /"logs":\[.*\]/, '"logs":{}'),
  bundle('a log without entries', 'unusable', NOWHERE, '"size":21', '"size":0'),
  bundle('a size with an exponent', 'unusable', NOWHERE, '"size":21', '"size":2.1e1'),
  bundle('a size beyond 2^53 of the bundle', 'unusable', NOWHERE, '"size":21', '"size":9007199254740993'),
  bundle('a negative size', 'unusable', NOWHERE, '"size":21', '"size":-21'),
  bundle('a size as text', 'unusable', NOWHERE, '"size":21', '"size":"21"'),
  bundle('bundle.json with a size twice', 'unusable', NOWHERE, '"size":21', '"size":21,"size":21'),
  bundle('a bundle without a title', 'unusable', NOWHERE, /"title":"[^"]*",/, ''),
  bundle('a bundle with a byte order mark', 'unusable', NOWHERE, /^/, '\ufeff'),
]

/** The small bundle as a ZIP, with its entries changed. */
const zipped = (name: string, change: (entries: readonly ZipEntry[]) => readonly ZipEntry[]): Corruption => ({
  name,
  step: 'unusable',
  place: NOWHERE,
  make: () => zip(change(zipEntries(BASES.small()))),
})
const bytesOfZip = (name: string, change: Edit): Corruption => ({
  name,
  step: 'unusable',
  place: NOWHERE,
  make: () => change(zip(zipEntries(BASES.small()))) ?? new Uint8Array(),
})
const added = (name: string): Corruption => zipped(`a file called ${name}`, entries => [...entries, { name, data: 'x' }])
const first = (change: Partial<ZipEntry>) => (entries: readonly ZipEntry[]) =>
  entries.map((entry, i) => (i === 0 ? { ...entry, ...change } : entry))

const ZIPS: readonly Corruption[] = [
  ...['../outside', '/absolute', 's0/../../outside', 's0//twice', './here', 'back\\slash', 'c:drive', 'bell\u0007', '..'].map(
    added,
  ),
  zipped('a file twice', entries => [...entries, entries[0] as ZipEntry]),
  zipped('an encrypted file', first({ flags: 1 })),
  zipped('a file in an unknown method', first({ method: 12 })),
  zipped('a file with a false checksum', first({ crc: 1 })),
  zipped('a file under another name in its own header', first({ localName: 'bundle.jsom' })),
  zipped('a file that says it is larger', first({ method: 8, size: 100_000 })),
  bytesOfZip('a ZIP cut in half', data => data.slice(0, data.length / 2)),
  bytesOfZip('a ZIP without its last byte', data => data.slice(0, -1)),
  bytesOfZip('a bit of the data in a ZIP', flip(100)),
  bytesOfZip('a file of no bytes', () => new Uint8Array()),
  bytesOfZip('a text that is no ZIP', () => encode('bundle.json')),
]

export const FILE_CORRUPTIONS: readonly Corruption[] = [...TILES, ...FROZEN, ...MANIFESTS, ...LISTED, ...ZIPS]
