import type { Deps } from './deps.ts'
import { type Log, noteOf, sizesOf } from './logs.ts'
import { boxOf } from './objects/names.ts'
import { bundleJson, policyText, resultJson, resultsCsv, selectionLines } from './recount.ts'
import type { CampaignFile } from './rules/campaign.ts'
import { type LogSource, logParts, type Part, textPart, zipStream } from './zip-stream.ts'

/** The whole recount bundle as a ZIP, made while it is sent: no more of it is in memory than a tile. */
export const recountZip = (deps: Deps, campaign: CampaignFile, logs: readonly Log[]): ReadableStream<Uint8Array> =>
  zipStream(partsOf(deps, campaign, logs))

async function* partsOf(deps: Deps, campaign: CampaignFile, logs: readonly Log[]): AsyncGenerator<Part> {
  yield textPart('bundle.json', bundleJson(campaign, logs))
  yield textPart('rules.json', logs[0]?.rules ?? '')
  yield textPart('policy.txt', policyText(logs))
  yield textPart('result.json', resultJson(logs))
  yield textPart('results.csv', resultsCsv(campaign, logs))
  yield { name: 'selections.txt', pieces: () => inPieces(selectionLines(deps, campaign, logs)), packed: true }
  for (const log of logs) yield* logParts(sourceOf(deps, campaign, log))
}

const sourceOf = (deps: Deps, campaign: CampaignFile, { shard, head }: Log): LogSource => ({
  folder: `s${shard}`,
  size: head?.size ?? 0,
  sizes: () => sizesOf(deps, campaign, shard),
  note: size => noteOf(deps, campaign, shard, size),
  tile: async tile => boxOf(deps.env, campaign.id, shard).tile(tile),
})

const encoder = new TextEncoder()

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
