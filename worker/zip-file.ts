import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

/** The same files always make the same bytes, whenever they are packed. */
const MTIME = '2020-01-01T00:00:00'
/** What the format can say without its extensions. */
const MOST_ENTRIES = 0xffff
const MOST_BYTES = 0xffffffff
/** More than the headers of one file and its line in the directory. */
const HEADERS = 1000

/** A zip that would be larger than the format without its extensions can say. */
export class TooLarge extends Error {}

/** Text is packed; what is packed already, as pictures and hashes are, is stored as it is. */
export interface HowPacked {
  readonly pack: boolean
}

/** Makes the bytes of a zip, file by file, in the order in which they are added; holds nothing but the piece it is given. */
export class ZipFile {
  readonly #made: Uint8Array[] = []
  readonly #zip = new Zip((error, piece) => {
    if (error) throw error
    this.#made.push(piece)
  })
  #entries = 0
  #size = 0

  /** The bytes that a file adds. */
  add(name: string, content: Uint8Array, how: HowPacked): Uint8Array {
    const file = this.#begin(name, how)
    this.#weigh(name, content)
    file.push(content, true)
    return this.#taken()
  }

  /** The bytes that a file adds whose content comes in pieces, as they come. */
  async *stream(name: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, how: HowPacked) {
    const file = this.#begin(name, how)
    for await (const piece of pieces) {
      this.#weigh(name, piece)
      file.push(piece)
      yield* this.#pieces()
    }
    file.push(new Uint8Array(), true)
    yield* this.#pieces()
  }

  /** The directory that ends the zip. */
  end(): Uint8Array {
    this.#zip.end()
    return this.#taken()
  }

  #begin(name: string, { pack }: HowPacked): ZipPassThrough | ZipDeflate {
    this.#entries += 1
    this.#size += HEADERS
    if (this.#entries > MOST_ENTRIES) throw new TooLarge(name)
    const file = pack ? new ZipDeflate(name, { level: 6 }) : new ZipPassThrough(name)
    file.mtime = MTIME
    this.#zip.add(file)
    return file
  }

  #weigh(name: string, { length }: Uint8Array): void {
    this.#size += length
    if (this.#size > MOST_BYTES) throw new TooLarge(name)
  }

  /** What was made since, without what is empty: a stream need not carry that. */
  #pieces(): readonly Uint8Array[] {
    return this.#made.splice(0).filter(({ length }) => length > 0)
  }

  #taken(): Uint8Array {
    return Buffer.concat(this.#made.splice(0))
  }
}
