import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { type Tile, tilePath, tilesOf } from './rules/tlog/tile.ts'

/** One file of an archive, in pieces. */
export interface Part {
  readonly name: string
  readonly pieces: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** Hashes do not become smaller. */
  readonly packed: boolean
}

/** A log as it is read tile by tile: `folder` is its name in the archive. */
export interface LogSource {
  readonly folder: string
  readonly size: number
  /** Sizes over which heads were signed, ascending, and the head of such a size. */
  readonly sizes: () => Promise<readonly number[]>
  readonly note: (size: number) => Promise<string | null>
  readonly tile: (tile: Tile) => Promise<Uint8Array | null>
}

const encoder = new TextEncoder()
/** The same archive is the same file, whenever it is asked for. */
const MTIME = '2020-01-01T00:00:00'

/** A ZIP, made while it is sent: no more of it is in memory than a piece. */
export function zipStream(parts: AsyncIterable<Part>): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const send = async () => {
    const waiting: Uint8Array[] = []
    const zip = new Zip((error, piece) => {
      if (error) throw error
      waiting.push(piece)
    })
    for await (const part of parts) {
      const file = part.packed ? new ZipDeflate(part.name, { level: 6 }) : new ZipPassThrough(part.name)
      file.mtime = MTIME
      zip.add(file)
      for await (const piece of part.pieces()) {
        file.push(piece)
        for (const bytes of waiting.splice(0)) await writer.write(bytes)
      }
      file.push(new Uint8Array(), true)
    }
    zip.end()
    for (const bytes of waiting.splice(0)) await writer.write(bytes)
    await writer.close()
  }
  // A reader who goes away ends the work; a fault breaks the archive off, and nobody takes a half of it for the whole.
  void send().catch(error => writer.abort(error).catch(() => undefined))
  return readable
}

export const textPart = (name: string, text: string): Part => ({ name, pieces: () => [encoder.encode(text)], packed: true })

/** Heads, tiles and entries of one log. */
export async function* logParts({ folder, size, sizes, note, tile }: LogSource): AsyncGenerator<Part> {
  yield textPart(`${folder}/checkpoint`, (await note(size)) ?? '')
  for (const earlier of await sizes())
    if (earlier < size) yield textPart(`${folder}/checkpoints/${earlier}`, (await note(earlier)) ?? '')
  const tiles = tilesOf(size)
  const bundles = tiles.filter(({ level }) => level === 0).map(one => ({ ...one, level: 'entries' as const }))
  for (const one of [...tiles, ...bundles]) {
    const bytes = await tile(one)
    if (!bytes) throw new Error('a tile of the signed log is missing')
    yield { name: `${folder}/${tilePath(one)}`, pieces: () => [bytes], packed: one.level === 'entries' }
  }
}
