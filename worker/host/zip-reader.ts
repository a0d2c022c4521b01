import { type FileHandle, open } from 'node:fs/promises'
import { crc32, inflateRawSync } from 'node:zlib'
import { OBJECT_BYTES } from '../rules/archive.ts'

// Reads what zip-file.ts writes and nothing else: every number is held against the file before a byte is unpacked, and
// what two readers could read in two ways is refused (APPNOTE 4.3).

interface Entry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly at: number
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_SIZE = 22
const HEAD = 30

/** The largest file an archive holds, unpacked. */
const MOST_BYTES = OBJECT_BYTES

/** What is wrong with a zip, in words for the operator. */
export class BadZip extends Error {}
const bad = (text: string): never => {
  throw new BadZip(text)
}

/** An open zip, one file in memory at a time. */
export class ZipReader {
  readonly #file: FileHandle
  readonly #entries: ReadonlyMap<string, Entry>

  private constructor(file: FileHandle, entries: ReadonlyMap<string, Entry>) {
    this.#file = file
    this.#entries = entries
  }

  /** Throws `BadZip` for anything but a zip as this site writes it. */
  static async open(path: string): Promise<ZipReader> {
    const file = await open(path, 'r')
    try {
      return new ZipReader(file, await directoryOf(file))
    } catch (error) {
      await file.close()
      throw error
    }
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()]
  }

  /** Unpacks one file. Throws `BadZip` when it is not what the directory says. */
  async read(name: string): Promise<Uint8Array> {
    const entry = this.#entries.get(name)
    if (!entry) return bad(`缺少 ${name}`)
    const head = await bytesAt(this.#file, entry.at, HEAD + Buffer.byteLength(name))
    const same =
      head.readUInt32LE(0) === LOCAL &&
      head.readUInt16LE(8) === entry.method &&
      head.readUInt16LE(26) === Buffer.byteLength(name) &&
      head.readUInt16LE(28) === 0 &&
      head.subarray(HEAD).toString() === name
    if (!same) bad(`${name} 的位置被改动过`)
    const packed = await bytesAt(this.#file, entry.at + head.length, entry.packed)
    const content = unpacked(name, packed, entry)
    return content.length === entry.size && crc32(content) === entry.crc ? content : bad(`${name} 已损坏`)
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

function unpacked(name: string, packed: Buffer, { method, size }: Entry): Uint8Array {
  if (method === 0) return packed
  try {
    // Whatever it claims to be, no more than it says is ever unpacked.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) })
  } catch {
    return bad(`${name} 已损坏`)
  }
}

async function directoryOf(file: FileHandle): Promise<ReadonlyMap<string, Entry>> {
  const { size: length } = await file.stat()
  if (length < END_SIZE) bad('不是存档文件')
  const end = await bytesAt(file, length - END_SIZE, END_SIZE)
  const [count, size, from] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)]
  const plain = end.readUInt32LE(0) === END && end.readUInt32LE(4) === 0 && end.readUInt16LE(8) === count
  if (!plain || end.readUInt16LE(20) !== 0 || from + size + END_SIZE !== length) bad('不是存档文件，或者文件不完整')
  const directory = await bytesAt(file, from, size)
  const entries = new Map<string, Entry>()
  let [at, next] = [0, 0]
  for (let i = 0; i < count; i++) {
    const entry = entryAt(directory, at)
    // One right after the other from the first byte on: overlapping files are how small bombs are built.
    if (entry.at !== next || entries.has(entry.name)) bad(`${entry.name} 的位置不对`)
    entries.set(entry.name, entry)
    next = entry.at + HEAD + Buffer.byteLength(entry.name) + entry.packed
    at += 46 + Buffer.byteLength(entry.name)
  }
  return at === size && next === from ? entries : bad('目录和内容对不上')
}

function entryAt(directory: Buffer, at: number): Entry {
  if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL) bad('目录不完整')
  const [flags, method] = [directory.readUInt16LE(at + 8), directory.readUInt16LE(at + 10)]
  const length = directory.readUInt16LE(at + 28)
  const extras = directory.readUInt32LE(at + 30)
  const name = directory.subarray(at + 46, at + 46 + length).toString()
  if (flags !== 0x0800 || (method !== 0 && method !== 8) || extras !== 0 || !isPlain(name))
    bad(`不认识的内容：${name.slice(0, 80)}`)
  const [packed, size] = [directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 24)]
  if (size > MOST_BYTES || packed > MOST_BYTES || (method === 0 && size !== packed)) bad(`${name} 过大`)
  return { name, method, crc: directory.readUInt32LE(at + 16), packed, size, at: directory.readUInt32LE(at + 42) }
}

/** Names as archives have them: no way up, no other root, no signs that some system reads otherwise. */
const isPlain = (name: string): boolean =>
  /^[a-z][a-z0-9_]*(\/[a-z0-9_][a-z0-9_.-]*)*(\.json)?$/.test(name) && !name.includes('..')

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, at)
  return bytesRead === length ? bytes : bad('文件不完整')
}
