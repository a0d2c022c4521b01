import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { migrate, startSite } from '../../worker/host/runtime.ts'
import { asFound, type Fault, type FaultWishes, type Found } from './fault.ts'
import { runLoad } from './harness.ts'
import type { Scene } from './load.ts'
import { KEYS } from './poll.ts'
import { buildRelease, type Release } from './release.ts'

/** The first release: its boxes and its database lack what has been added since. */
const OLD = 'd2a8d48'

export const deploy: Fault = {
  id: 'F13',
  does: 'brings this release onto the first one under load: migrations beside the old code, then the new code, killed on the way',
  goal: '0 lost; migrations that are killed at any statement end in the same database',
  async run(wishes) {
    const old = buildRelease(OLD)
    try {
      return await played(old, wishes)
    } finally {
      old.remove()
    }
  },
}

async function played(old: Release, { short, seed, build = 'worker', onProgress }: FaultWishes): Promise<Found> {
  let schema: readonly string[] = []
  const { judged, played } = await runLoad(
    { shards: 4, seed, build: old.build, migrations: old.migrations, crowd: { connections: 24 }, onProgress },
    scene => rolling(scene, build, short ? { kills: 4, length: 700 } : { kills: 60, length: 5000 }),
    {
      inspect: folder => {
        schema = schemaOf(join(folder, 'state'))
      },
    },
  )
  const found = asFound(judged)
  const fresh = await freshSchema()
  return {
    ...found,
    goals: {
      ...found.goals,
      'the database is the one a new site begins with': schema.length > 0 && JSON.stringify(schema) === JSON.stringify(fresh),
      'both releases have taken ballots': played.byOld > 0 && played.besideMigrated > 0 && played.byNew > 0,
      'migrations were killed on their way': played.interrupted > 0,
    },
    figures: { ...found.figures, ...played, tables: schema.length },
  }
}

async function rolling(
  { runtime, crowd, chance, onProgress }: Scene,
  build: 'worker' | 'local' | { readonly script: string },
  { kills, length }: { kills: number; length: number },
) {
  const counted = () => crowd.acknowledged
  await pause(length)
  const byOld = counted()
  onProgress(`${byOld} ballots in boxes of the old release`)
  let interrupted = 0
  for (let n = 0; n < kills; n++) {
    // The migrations run while the old code serves; the one that is killed is begun again.
    const migrating = migrate(runtime.site.runtime).then(
      () => true,
      () => false,
    )
    await pause(chance.next() * 60)
    const again = crowd.answeredAgain()
    await runtime.crash()
    if (!(await migrating)) interrupted += 1
    await again
  }
  await migrate(runtime.site.runtime)
  await pause(length)
  const besideMigrated = counted() - byOld
  onProgress(`${besideMigrated} more beside the new database`)
  await runtime.replace({ build })
  // Killed while the boxes wake and bring their own tables up to date.
  for (let n = 0; n < kills; n++) {
    await pause(chance.next() * 120)
    const again = crowd.answeredAgain()
    await runtime.crash()
    await again
  }
  await pause(length)
  return { byOld, besideMigrated, byNew: counted() - byOld - besideMigrated, interrupted, kills: 2 * kills }
}

/** What the database of a site says of itself, without the order in which it came to be. */
function schemaOf(state: string): readonly string[] {
  const folder = join(state, 'd1/miniflare-D1DatabaseObject')
  const name = readdirSync(folder).find(one => one.endsWith('.sqlite') && one !== 'metadata.sqlite')
  const file = new DatabaseSync(join(folder, name ?? ''), { readOnly: true })
  const rows = file.prepare("select sql from sqlite_master where sql is not null and name not like '\\_cf%' escape '\\'").all()
  file.close()
  return rows.map(({ sql }) => String(sql).replaceAll(/\s+/g, ' ')).sort()
}

async function freshSchema(): Promise<readonly string[]> {
  const state = mkdtempSync(join(tmpdir(), 'mingping-fresh-'))
  const site = await startSite({ state, host: '127.0.0.1', port: 0, build: 'worker', vars: KEYS })
  await site.stop()
  const schema = schemaOf(state)
  rmSync(state, { recursive: true, force: true })
  return schema
}
