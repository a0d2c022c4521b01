import type { Deps } from './deps.ts'
import { type Log, noteOf, sizesOf } from './logs.ts'
import { boxOf } from './objects/names.ts'
import { bundleJson, policyText, resultJson, resultsCsv, selectionLines } from './recount.ts'
import type { CampaignFile } from './rules/campaign.ts'
import { tilePath, tilesOf } from './rules/tlog/tile.ts'
import { ZipFile } from './zip-file.ts'

/** One file of the archive, in pieces. */
interface Part {
  readonly name: string
  readonly pieces: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** Hashes do not become smaller. */
  readonly packed: boolean
}

const encoder = new TextEncoder()

/** The whole recount bundle as a ZIP, made while it is sent: no more of it is in memory than a tile. */
export function recountZip(deps: Deps, campaign: CampaignFile, logs: readonly Log[]): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const send = async () => {
    const zip = new ZipFile()
    for await (const { name, pieces, packed } of partsOf(deps, campaign, logs))
      for await (const bytes of zip.stream(name, pieces(), { pack: packed })) await writer.write(bytes)
    await writer.write(zip.end())
    await writer.close()
  }
  // A reader who goes away ends the work; a fault breaks the archive off, and nobody takes a half of it for the whole.
  void send().catch(error => writer.abort(error).catch(() => undefined))
  return readable
}

async function* partsOf(deps: Deps, campaign: CampaignFile, logs: readonly Log[]): AsyncGenerator<Part> {
  yield textPart('bundle.json', bundleJson(campaign, logs))
  yield textPart('rules.json', logs[0]?.rules ?? '')
  yield textPart('policy.txt', policyText(logs))
  yield textPart('result.json', resultJson(logs))
  yield textPart('results.csv', resultsCsv(campaign, logs))
  yield { name: 'selections.txt', pieces: () => inPieces(selectionLines(deps, campaign, logs)), packed: true }
  for (const log of logs) yield* logParts(deps, campaign, log)
}

async function* logParts(deps: Deps, campaign: CampaignFile, { shard, head }: Log): AsyncGenerator<Part> {
  const size = head?.size ?? 0
  yield textPart(`s${shard}/checkpoint`, (await noteOf(deps, campaign, shard, size)) ?? '')
  for (const earlier of await sizesOf(deps, campaign, shard))
    if (earlier < size) yield textPart(`s${shard}/checkpoints/${earlier}`, (await noteOf(deps, campaign, shard, earlier)) ?? '')
  const tiles = tilesOf(size)
  const bundles = tiles.filter(({ level }) => level === 0).map(tile => ({ ...tile, level: 'entries' as const }))
  for (const tile of [...tiles, ...bundles]) {
    const bytes = await boxOf(deps.env, campaign.id, shard).tile(tile)
    if (!bytes) throw new Error('a tile of the signed log is missing')
    yield { name: `s${shard}/${tilePath(tile)}`, pieces: () => [bytes], packed: tile.level === 'entries' }
  }
}

const textPart = (name: string, text: string): Part => ({ name, pieces: () => [encoder.encode(text)], packed: true })

/** Lines gathered into pieces worth sending. */
async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let text = ''
  for await (const line of lines) {
    text += line
    if (text.length < 65_536) continue
    yield encoder.encode(text)
    text = ''
  }
  yield encoder.encode(text)
}
