import { keyText, noteKey } from '../../worker/rules/tlog/note.ts'
import { type ZipEntry, zip } from '../support/zip.ts'
import { smallParts } from './bases.ts'
import { firstSigner } from './files.ts'
import { BASES, type Corruption, type Edit, edited, encode, flip, type Place, replaced, type Step } from './forger.ts'
import type { LogParts } from './parts.ts'
import { zipEntries } from './write.ts'

// The list of logs, and the ZIP around it all.

const MANIFEST = { log: 0, index: 0 }
const BUNDLE = { file: 'bundle.json' }
const bundle = (name: string, step: Step, place: Place, from: string | RegExp, to: string): Corruption => ({
  name,
  step,
  place,
  make: edited('small', 'bundle.json', replaced(from, to)),
})
const NOWHERE: Place = {}
const key = () => firstSigner(smallParts().logs[0] as LogParts).key

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

export const BUNDLE_CORRUPTIONS: readonly Corruption[] = [...LISTED, ...ZIPS]
