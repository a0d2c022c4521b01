import { crc32, deflateRawSync } from 'node:zlib'

// A zip (APPNOTE 4.3) written so that the same files always make the same bytes: no clock, no names of systems or owners.

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** 2.0: deflate. Bit 11: names are UTF-8. The day on which the clock of zip begins, 1980-01-01. */
const [VERSION, UTF8, DAY_ONE] = [20, 0x0800, 0x0021]
const MOST_ENTRIES = 0xffff
const MOST_BYTES = 0xffffffff

interface Line {
  readonly name: Buffer
  readonly method: 0 | 8
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly at: number
}

/** A zip that would be larger than the format without its extensions can say. */
export class TooLarge extends Error {}

/** Makes the bytes of a zip, file by file, in the order in which they are added; holds no file but the one it is given. */
export class ZipFile {
  readonly #lines: Line[] = []
  #at = 0

  /** The bytes that a file adds. Text is packed; what is packed already, as pictures are, is stored as it is. */
  add(name: string, content: Uint8Array, { pack }: { pack: boolean }): Uint8Array {
    const deflated = pack ? deflateRawSync(content) : content
    const [method, data] = pack && deflated.length < content.length ? ([8, deflated] as const) : ([0, content] as const)
    const line = { name: Buffer.from(name), method, crc: crc32(content), packed: data.length, size: content.length, at: this.#at }
    if (this.#lines.length === MOST_ENTRIES || this.#at + data.length + 1000 > MOST_BYTES) throw new TooLarge(name)
    this.#lines.push(line)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(LOCAL, 0)
    numbers(head, 4, line)
    const bytes = Buffer.concat([head, line.name, data])
    this.#at += bytes.length
    return bytes
  }

  /** The directory that ends the zip. */
  end(): Uint8Array {
    const directory = this.#lines.map(line => {
      const bytes = Buffer.alloc(46)
      bytes.writeUInt32LE(CENTRAL, 0)
      bytes.writeUInt16LE(VERSION, 4)
      numbers(bytes, 6, line)
      bytes.writeUInt32LE(line.at, 42)
      return Buffer.concat([bytes, line.name])
    })
    const size = directory.reduce((sum, { length }) => sum + length, 0)
    if (this.#at + size > MOST_BYTES) throw new TooLarge('directory')
    const end = Buffer.alloc(22)
    end.writeUInt32LE(END, 0)
    end.writeUInt16LE(this.#lines.length, 8)
    end.writeUInt16LE(this.#lines.length, 10)
    end.writeUInt32LE(size, 12)
    end.writeUInt32LE(this.#at, 16)
    return Buffer.concat([...directory, end])
  }
}

/** What the header of a file and its line in the directory say alike. */
function numbers(bytes: Buffer, at: number, { name, method, crc, packed, size }: Line): void {
  bytes.writeUInt16LE(VERSION, at)
  bytes.writeUInt16LE(UTF8, at + 2)
  bytes.writeUInt16LE(method, at + 4)
  bytes.writeUInt16LE(0, at + 6)
  bytes.writeUInt16LE(DAY_ONE, at + 8)
  bytes.writeUInt32LE(crc, at + 10)
  bytes.writeUInt32LE(packed, at + 14)
  bytes.writeUInt32LE(size, at + 18)
  bytes.writeUInt16LE(name.length, at + 22)
}
