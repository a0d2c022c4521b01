import { BASES, type Base, type Corruption, type Edit, edited, flip, type Place, type Step } from './forger.ts'

// Tiles of hashes and bundles of entries.

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

export const TILE_CORRUPTIONS: readonly Corruption[] = [
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
