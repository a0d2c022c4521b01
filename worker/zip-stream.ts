import { type Tile, tilePath, tilesOf } from './rules/tlog/tile.ts'
import { ZipFile } from './zip-file.ts'

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

/** A ZIP, made while it is sent: no more of it is in memory than a piece. */
export function zipStream(parts: AsyncIterable<Part>): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const send = async () => {
    const zip = new ZipFile()
    for await (const { name, pieces, packed } of parts)
      for await (const bytes of zip.stream(name, pieces(), { pack: packed })) await writer.write(bytes)
    await writer.write(zip.end())
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
