import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Profile, readBundleFile } from '../rules/recount/bundle-file.ts'
import type { Files } from '../rules/recount/flaw.ts'
import { tilePath, tilesOf } from '../rules/tlog/tile.ts'

/** Why the public files of a campaign could not be fetched, in words. */
export class Unfetched extends Error {}

const AT_ONCE = 8
const TIMEOUT = 60_000
/** What is there beside the logs, of votes and of likes. */
const TEXTS: Readonly<Record<Profile, readonly string[]>> = {
  sealed: ['rules.json', 'policy.txt', 'selections.txt', 'result.json', 'results.csv'],
  open: ['policy.txt', 'result.json'],
}

/**
 * Fetches the whole bundle of a campaign from its public addresses, file by file as they stand there: 'https://site/c/SLUG'. With
 * a folder it is kept there as well. Throws `Unfetched` when the site has none, or not all of it.
 */
export async function fetchBundle(
  base: string,
  folder: string | null,
  tell: (done: number, all: number) => void,
): Promise<Files> {
  const files = new Map<string, Uint8Array>()
  const take = async (name: string) => {
    const bytes = await bytesAt(`${base}/${name}`)
    files.set(name, bytes)
    if (folder === null) return
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  await take('bundle.json')
  const bundle = readBundleFile(files.get('bundle.json') ?? new Uint8Array())
  if (!bundle) throw new Unfetched(`${base}/bundle.json 不是明评的核验包`)
  const names = [...TEXTS[bundle.profile]]
  for (const { shard, size } of bundle.logs) names.push(...(await namesOf(base, shard, size)))
  let done = 0
  const work = names.values()
  const worker = async () => {
    for (const name of work) {
      await take(name)
      done += 1
      tell(done, names.length)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return { read: name => files.get(name) ?? null, list: prefix => [...files.keys()].filter(name => name.startsWith(prefix)) }
}

async function namesOf(base: string, shard: number, size: number): Promise<readonly string[]> {
  const sizes = new TextDecoder().decode(await bytesAt(`${base}/s${shard}/checkpoints`)).match(/^[1-9]\d*$/gm) ?? []
  const tiles = tilesOf(size).flatMap(tile => (tile.level === 0 ? [tile, { ...tile, level: 'entries' as const }] : [tile]))
  const earlier = sizes.filter(one => Number(one) < size).map(one => `checkpoints/${one}`)
  return ['checkpoint', ...earlier, ...tiles.map(tilePath)].map(name => `s${shard}/${name}`)
}

async function bytesAt(address: string): Promise<Uint8Array> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT) }).catch(() => null)
  if (!answer) throw new Unfetched(`连不上 ${address}`)
  if (answer.status === 409) throw new Unfetched('投票（点赞）还没有结束，或数字还没有核定，核验包尚未公布')
  if (!answer.ok) throw new Unfetched(`${address} 没有内容（HTTP ${answer.status}）`)
  return new Uint8Array(await answer.arrayBuffer())
}
