import type { Files } from './flaw.ts'

/** Unpacks deflated bytes of which there must be `size`; null when they are damaged. */
export type Inflate = (packed: Uint8Array, size: number) => Uint8Array | null

interface Packed {
  readonly method: number
  readonly crc: number
  readonly size: number
  readonly bytes: Uint8Array
}

const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50]
const END_SIZE = 22
const LONGEST_COMMENT = 0xffff
/** A million ballots are eight thousand files and some 250 MB. */
const MOST_BYTES = 2 ** 31

/**
 * The files of a ZIP (APPNOTE 4.3), every one unpacked once to see that it is whole; null when the ZIP is damaged, encrypted, or
 * names files in a way that could be read in two. Yields how many are done.
 */
export function* openZip(zip: Uint8Array, inflate: Inflate): Generator<number, Files | null> {
  const packed = directoryOf(zip)
  if (!packed) return null
  let done = 0
  for (const file of packed.values()) {
    if (unpack(file, inflate) === null) return null
    done += 1
    if (done % 64 === 0) yield done
  }
  return {
    read: name => {
      const file = packed.get(name)
      return file ? unpack(file, inflate) : null
    },
    list: prefix => [...packed.keys()].filter(name => name.startsWith(prefix)),
  }
}

function unpack({ method, crc, size, bytes }: Packed, inflate: Inflate): Uint8Array | null {
  const unpacked = method === 0 ? bytes : inflate(bytes, size)
  return unpacked?.length === size && crc32(unpacked) === crc ? unpacked : null
}

function directoryOf(zip: Uint8Array): ReadonlyMap<string, Packed> | null {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const end = endRecord(view)
  if (end === null) return null
  const files = new Map<string, Packed>()
  const names = new Set<string>()
  const [count, length, offset] = [view.getUint16(end + 10, true), view.getUint32(end + 12, true), view.getUint32(end + 16, true)]
  const shift = end - length - offset
  let [at, total] = [end - length, 0]
  if (shift < 0 || at < 0) return null
  for (let i = 0; i < count; i++) {
    const line = lineAt(view, zip, { at, end, shift })
    if (!line || names.has(line.name) || !isSafe(line.name)) return null
    names.add(line.name)
    if (!line.name.endsWith('/')) files.set(line.name, line.file)
    total += line.file.size
    at = line.next
  }
  return total <= MOST_BYTES && at === end ? files : null
}

function endRecord(view: DataView): number | null {
  for (let at = view.byteLength - END_SIZE; at >= Math.max(0, view.byteLength - END_SIZE - LONGEST_COMMENT); at--)
    if (view.getUint32(at, true) === END && at + END_SIZE + view.getUint16(at + 20, true) === view.byteLength) return at
  return null
}

interface Line {
  readonly name: string
  readonly file: Packed
  readonly next: number
}

/** One line of the directory with the bytes it speaks of; the file's own header must say the same. */
function lineAt(
  view: DataView,
  zip: Uint8Array,
  { at, end, shift }: Readonly<Record<'at' | 'end' | 'shift', number>>,
): Line | null {
  if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) return null
  const [flags, method, crc] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true), view.getUint32(at + 16, true)]
  const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)]
  const lengths = [28, 30, 32].map(field => view.getUint16(at + field, true)) as [number, number, number]
  const local = view.getUint32(at + 42, true) + shift
  // Bits 0, 6 and 13 are for encryption.
  if ((flags & 0x2041) !== 0 || (method !== 0 && method !== 8) || at + 46 + lengths[0] > end) return null
  if (local + 30 > end || view.getUint32(local, true) !== LOCAL) return null
  const name = nameAt(zip, at + 46, lengths[0])
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  if (nameAt(zip, local + 30, view.getUint16(local + 26, true)) !== name || from + packed > end) return null
  const file = { method, crc, size, bytes: zip.subarray(from, from + packed) }
  return { name, file, next: at + 46 + lengths[0] + lengths[1] + lengths[2] }
}

const nameAt = (zip: Uint8Array, at: number, length: number): string => new TextDecoder().decode(zip.subarray(at, at + length))

/** No way out of the folder, and no name that two systems read differently. */
const isSafe = (name: string): boolean =>
  !/[\\:\p{Cc}]/u.test(name) &&
  name
    .replace(/\/$/, '')
    .split('/')
    .every(part => part !== '' && part !== '.' && part !== '..')

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n
  for (let i = 0; i < 8; i++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++) crc = (TABLE[(crc ^ (bytes[i] as number)) & 255] as number) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
