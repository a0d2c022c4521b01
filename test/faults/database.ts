import { setTimeout as pause } from 'node:timers/promises'
import { asFound, type Fault, type FaultWishes, type Figure, type Found, quantile } from './fault.ts'
import { runLoad } from './harness.ts'
import type { Scene } from './load.ts'
import type { DatabaseMode } from './planted/database.ts'
import { planted, withPlanted } from './planted.ts'
import { KEYS, pollDocument, published, SLUG } from './poll.ts'

/** p99 of a ballot while the database misbehaves, and how soon figures and pages are right again, in milliseconds. */
const VOTING = 1000
const CONVERGED = 60_000
const SHARDS = 4

/** Every page that a voter needs, and the figures. */
const PAGES = ['/', `/c/${SLUG}`, `/c/${SLUG}/nominees`, `/c/${SLUG}/ballot`, `/c/${SLUG}/results`] as const

export const database: Fault = {
  id: 'F8',
  does: 'lets D1 fail, answer after ten seconds, and carry out what it then says it has not',
  goal: 'voting in an open poll goes on with p99 < 1 s; pages and figures are right within 60 s of its return',
  run: wishes => withPlanted(build => played({ build, ...wishes })),
}

interface Phase {
  readonly latencies: number[]
  pages: readonly { readonly path: string; readonly status: number; readonly ms: number }[]
}

async function played({ short, seed, build, onProgress }: FaultWishes): Promise<Found> {
  const phases: Record<string, Phase> = {}
  let now: Phase | null = null
  const enter = (name: string): Phase => {
    now = phases[name] ??= { latencies: [], pages: [] }
    return now
  }
  const crowd = { connections: short ? 8 : 32, onAnswer: (ms: number) => now?.latencies.push(ms) }
  // A short memory, so that the short form meets the database as often as hours do.
  const vars = { MEMO_MS: short ? '500' : '3000' }
  const { judged, played } = await runLoad(
    { shards: SHARDS, seed, build, vars, crowd, onProgress },
    scene => course(scene, enter, short ? 2500 : 30_000),
    { expected: line => /planted: |Failed query/.test(line) },
  )
  const found = asFound(judged)
  const p99 = (name: string): number => quantile(phases[name]?.latencies ?? [], 0.99)
  // A machine that is busy with other things is held to what it did before.
  const bound = Math.max(VOTING, 4 * p99('before'))
  const pages = ['down', 'slow'].flatMap(name => phases[name]?.pages ?? [])
  return {
    ...found,
    goals: {
      ...found.goals,
      'p99 of ballots stays below 1 s, or four times what it was': ['down', 'slow', 'lost'].every(
        name => p99(name) > 0 && p99(name) < bound,
      ),
      'every page a voter needs is there': pages.length > 0 && pages.every(({ status }) => status === 200),
      'and comes within 3 s': pages.every(({ ms }) => ms < 3000),
      'what was sent again after a lost answer is there once': played.imported === 'once',
      'all figures are right within 60 s of the return': played.convergedMs >= 0 && played.convergedMs < CONVERGED,
    },
    figures: {
      ...found.figures,
      ballotsMs: Object.fromEntries(Object.entries(phases).map(([name, { latencies }]) => [name, spread(latencies)])),
      pagesMs: Object.fromEntries(
        Object.entries(phases).map(([name, phase]) => [name, phase.pages.map(({ status, ms }) => `${status} ${ms}`)]),
      ),
      ...played,
    },
  }
}

const spread = (latencies: readonly number[]): Figure => ({
  n: latencies.length,
  p50: quantile(latencies, 0.5),
  p99: quantile(latencies, 0.99),
})

async function course(scene: Scene, enter: (name: string) => Phase, length: number) {
  const { runtime, crowd, onProgress } = scene
  const { origin } = runtime.site
  const phase = async (name: string, mode: DatabaseMode) => {
    const entered = enter(name)
    await planted(runtime.port, `database/${mode}`)
    entered.pages = await visit(origin)
    await pause(length)
    onProgress(`${name}: ${crowd.acknowledged} ballots acknowledged`)
  }
  await phase('before', 'up')
  await phase('down', 'down')
  await phase('slow', 'slow')
  await phase('lost', 'lost')
  const refused = await importAnother(origin)
  await planted(runtime.port, 'database/up')
  enter('after')
  const returned = performance.now()
  const again = await importAnother(origin)
  await visit(origin)
  const target = crowd.acknowledged
  while (((await published(origin))?.ballots ?? 0) < target && performance.now() - returned < CONVERGED) await pause(250)
  const told = ((await published(origin))?.ballots ?? 0) >= target
  const convergedMs = told ? Math.round(performance.now() - returned) : -1
  return { lostImport: refused, importedAgain: again, imported: await countOf(origin), convergedMs }
}

async function visit(origin: string): Promise<Phase['pages']> {
  const seen = []
  for (const path of PAGES) {
    const began = performance.now()
    const answer = await fetch(origin + path, { headers: { 'cache-control': 'no-cache' } })
    await answer.text()
    seen.push({ path, status: answer.status, ms: Math.round(performance.now() - began) })
  }
  return seen
}

const OTHER = 'fault-run-b'
const operator = { authorization: `Bearer ${KEYS.OPERATOR_KEY}`, 'content-type': 'application/json' }

async function importAnother(origin: string): Promise<number> {
  const document = pollDocument(1, {})
  const body = JSON.stringify({ ...document, settings: { ...document.settings, slug: OTHER } })
  return (await fetch(`${origin}/operator/campaigns/${OTHER}`, { method: 'PUT', headers: operator, body })).status
}

async function countOf(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/operator/campaigns`, { headers: operator })
  const { campaigns } = (await answer.json()) as { campaigns: { slug: string }[] }
  const times = campaigns.filter(({ slug }) => slug === OTHER).length
  return times === 1 ? 'once' : `${times} times`
}
