import { buffer } from 'node:stream/consumers'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { OBJECT_BYTES } from '../rules/archive.ts'

// What an archive says it holds. That the content is right its manifest tells, which has a hash of every file.

/** What is wrong with a zip, in words for the operator. */
export class BadZip extends Error {}

/** An open zip, one file in memory at a time. */
export class ZipReader {
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip
    this.#entries = entries
  }

  /** Throws `BadZip` for what is no zip, or names a file twice, or one that is no part of an archive or too large for one. */
  static async open(path: string): Promise<ZipReader> {
    const zip = await openPromise(path, { autoClose: false, lazyEntries: true, strictFileNames: true }).catch(refused)
    try {
      return new ZipReader(zip, await entriesOf(zip))
    } catch (error) {
      zip.close()
      throw error
    }
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()]
  }

  /** Unpacks one file, never more than its entry says. Throws `BadZip` when that is not what comes out. */
  async read(name: string): Promise<Uint8Array> {
    const entry = this.#entries.get(name)
    if (!entry) throw new BadZip(`缺少 ${name}`)
    try {
      return await buffer(await this.#zip.openReadStreamPromise(entry))
    } catch {
      throw new BadZip(`${name} 已损坏`)
    }
  }

  close(): void {
    this.#zip.close()
  }
}

const incomplete = (): BadZip => new BadZip('不是存档文件，或者文件不完整')

async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName: name, uncompressedSize: size } = entry
      if (!isPlain(name) || entries.has(name)) throw new BadZip(`不认识的内容：${name.slice(0, 80)}`)
      if (size > OBJECT_BYTES) throw new BadZip(`${name} 过大`)
      entries.set(name, entry)
    }
  } catch (error) {
    throw error instanceof BadZip ? error : incomplete()
  }
  return entries
}

/** No such file is another matter. */
function refused(error: unknown): never {
  throw (error as NodeJS.ErrnoException).code ? error : incomplete()
}

/** Names as archives have them: no way up, no other root, no signs that some system reads otherwise. */
const isPlain = (name: string): boolean =>
  /^[a-z][a-z0-9_]*(\/[a-z0-9_][a-z0-9_.-]*)*(\.json)?$/.test(name) && !name.includes('..')
