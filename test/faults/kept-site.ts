import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { type Site, type SiteOptions, startSite } from '../../worker/host/runtime.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { Hand } from './hand.ts'
import { KEYS, SLUG } from './poll.ts'

// A site whose files are changed while it rests: what it says of that when it runs again is what anybody can read.

/** A folder for the state of a site, gone afterwards. */
export async function inFolder<T>(name: string, work: (state: string, aside: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), `mingping-${name}-`))
  try {
    return await work(join(folder, 'state'), join(folder, 'aside'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs the site over this state for as long as `use` does. */
export async function whileRunning<T>(
  state: string,
  use: (site: Site) => Promise<T>,
  build: SiteOptions['build'] = 'local',
): Promise<T> {
  const site = await startSite({ state, host: '127.0.0.1', port: 0, build, vars: { ...KEYS, MEMO_MS: '0' } })
  try {
    return await use(site)
  } finally {
    await site.stop()
  }
}

export async function castMany({ origin }: Site, campaign: CampaignId, many: number): Promise<void> {
  const hand = new Hand(origin, campaign)
  const AT_ONCE = 32
  for (let i = 0; i < many; i += AT_ONCE)
    for (const { told } of await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, many - i) }, () => hand.cast(randomUUID().replaceAll('-', ''), randomUUID())),
    ))
      if (told !== 'taken') throw new Error(`a ballot was not taken: ${told}`)
}

/** The sizes of the last signed heads, box by box; 0 where there is none. */
export const headSizes = ({ origin }: Site, shards: number): Promise<readonly number[]> =>
  Promise.all(
    Array.from({ length: shards }, async (_, shard) => {
      const answer = await fetch(`${origin}/c/${SLUG}/s${shard}/checkpoint`)
      return answer.ok ? Number((await answer.text()).split('\n')[1]) : 0
    }),
  )

/** What the results page says does not fit, a sentence each. */
export async function troublesOn({ origin }: Site): Promise<readonly string[]> {
  const html = await (await fetch(`${origin}/c/${SLUG}/results?at=${randomUUID()}`)).text()
  return [...html.matchAll(/<li>([^<]*号票箱[^<]*)<\/li>/g)].map(([, says = '']) => says)
}

/** Asks until it holds, or so many seconds have passed. Answers how many it took; null when it never held. */
export async function seconds(most: number, holds: () => Promise<boolean>): Promise<number | null> {
  const began = performance.now()
  while (performance.now() - began < most * 1000) {
    if (await holds()) return Math.round((performance.now() - began) / 100) / 10
    await pause(250)
  }
  return null
}

/** The files of the ballot boxes of a site that rests, by their number. */
export function boxPaths(state: string): ReadonlyMap<number, string> {
  const folder = join(state, 'do/mingping-BallotBox')
  const found = new Map<number, string>()
  for (const name of readdirSync(folder).filter(one => one.endsWith('.sqlite') && one !== 'metadata.sqlite')) {
    const file = new DatabaseSync(join(folder, name))
    const row = file.prepare('select shard from poll').get() as { shard: number } | undefined
    file.exec('pragma wal_checkpoint(truncate)')
    file.close()
    if (row) found.set(row.shard, join(folder, name))
  }
  return found
}

export const copyOf = (from: string, to: string): void => {
  rmSync(to, { recursive: true, force: true })
  cpSync(from, to, { recursive: true })
}
