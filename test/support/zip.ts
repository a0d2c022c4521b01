import { crc32 } from 'node:zlib'

/** One entry of a zip; what is not given is told truly. */
export interface ZipEntry {
  readonly name: string
  readonly data?: string | Uint8Array
  readonly flags?: number
  readonly method?: number
  /** Sizes as the directory tells them. */
  readonly size?: number
  readonly packed?: number
  readonly crc?: number
  /** The name in the local header, when it differs. */
  readonly localName?: string
  /** Where the directory says the local header stands. */
  readonly at?: number
}

const OFFICE = ['[Content_Types].xml', '_rels/.rels', 'word/document.xml']

/** The least that passes for a Word file, with these entries besides. */
export const wordZip = (...more: readonly ZipEntry[]): Uint8Array =>
  zip([...OFFICE.map(name => ({ name, data: '<x/>' })), ...more])

/** A zip of stored entries, built by hand so that a test can let it lie. */
export function zip(entries: readonly ZipEntry[], { comment = '', count = entries.length } = {}): Uint8Array {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const data = Buffer.from(entry.data ?? '')
    const { method = 0, flags = 0, size = data.length, packed = data.length, crc = crc32(data) } = entry
    const numbers = { flags, method, crc, packed, size }
    const local = Buffer.concat([header(0x04034b50, numbers, entry.localName ?? entry.name), data])
    directory.push(centralLine(numbers, { name: entry.name, at: entry.at ?? at }))
    parts.push(local)
    at += local.length
  }
  const lines = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(lines.length, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(Buffer.byteLength(comment), 20)
  return new Uint8Array(Buffer.concat([...parts, lines, end, Buffer.from(comment)]))
}

interface Numbers {
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
}

function header(sign: number, { flags, method, crc, packed, size }: Numbers, name: string): Buffer {
  const bytes = Buffer.alloc(30)
  bytes.writeUInt32LE(sign, 0)
  bytes.writeUInt16LE(20, 4)
  bytes.writeUInt16LE(flags, 6)
  bytes.writeUInt16LE(method, 8)
  bytes.writeUInt32LE(crc, 14)
  bytes.writeUInt32LE(packed, 18)
  bytes.writeUInt32LE(size, 22)
  bytes.writeUInt16LE(Buffer.byteLength(name), 26)
  return Buffer.concat([bytes, Buffer.from(name)])
}

function centralLine({ flags, method, crc, packed, size }: Numbers, { name, at }: { name: string; at: number }): Buffer {
  const bytes = Buffer.alloc(46)
  bytes.writeUInt32LE(0x02014b50, 0)
  bytes.writeUInt16LE(20, 6)
  bytes.writeUInt16LE(flags, 8)
  bytes.writeUInt16LE(method, 10)
  bytes.writeUInt32LE(crc, 16)
  bytes.writeUInt32LE(packed, 20)
  bytes.writeUInt32LE(size, 24)
  bytes.writeUInt16LE(Buffer.byteLength(name), 28)
  bytes.writeUInt32LE(at, 42)
  return Buffer.concat([bytes, Buffer.from(name)])
}
