import { DatabaseSync } from 'node:sqlite'
import { type Chance, chanceFrom } from '../../db/demo/chance.ts'
import type { Fault, FaultWishes, Found } from './fault.ts'
import { boxPaths, castMany, copyOf, headSizes, inFolder, seconds, troublesOn, whileRunning } from './kept-site.ts'
import { openPoll } from './poll.ts'

/** Ballots in a box, on average. */
const A_BOX = 20
/** A box tells within ten seconds of a start, and looks at all it has before that. */
const INTERVAL = 60

export const bitFlips: Fault = {
  id: 'F12',
  does: 'turns one bit over at random places of the ballots and the log while the site rests',
  goal: 'every one is found within one interval of a head, and its box is named to everybody',
  run: wishes => inFolder('bit-flips', (state, aside) => played(state, aside, wishes)),
}

async function played(state: string, aside: string, { short, seed, times, onProgress }: FaultWishes): Promise<Found> {
  const shards = short ? 4 : 64
  const wanted = times ?? (short ? 4 : 1000)
  const chance = chanceFrom(seed)
  await whileRunning(state, async site => {
    const campaign = await openPoll(site, shards)
    await castMany(site, campaign, shards * A_BOX)
    await seconds(INTERVAL, async () => (await headSizes(site, shards)).every(size => size > 1))
  })
  const clean = await whileRunning(state, async site => {
    await seconds(20, async () => (await troublesOn(site)).length > 0)
    return (await troublesOn(site)).length
  })
  boxPaths(state)
  copyOf(state, aside)
  const [missed, waits]: [string[], number[]] = [[], []]
  let flipped = 0
  while (flipped < wanted) {
    copyOf(aside, state)
    const turned = new Map([...boxPaths(state)].map(([shard, path]) => [shard, turnOne(path, chance)]))
    await whileRunning(state, async site => {
      const named = async () => new Set((await troublesOn(site)).map(says => Number(/(\d+) 号票箱/.exec(says)?.[1]) - 1))
      const took = await seconds(INTERVAL, async () => (await named()).size === shards)
      waits.push(took ?? INTERVAL)
      const found = await named()
      for (const [shard, what] of turned) if (!found.has(shard)) missed.push(`box ${shard}: ${what}`)
    })
    flipped += turned.size
    onProgress(`${flipped} bits turned, ${missed.length} not found`)
  }
  return {
    goals: {
      'nothing is found where nothing was done': clean === 0,
      'every bit that was turned was found and its box named': missed.length === 0,
    },
    figures: { flipped, missed: missed.length, slowestSeconds: Math.max(...waits) },
    examples: missed.slice(0, 5),
  }
}

/** What a leaf covers, the leaf itself, and what the log holds beside ballots. */
const CELLS = [
  ['ballot', 'seq', 'dk'],
  ['ballot', 'seq', 'nonce'],
  ['ballot', 'seq', 'leaf'],
  ['ballot', 'seq', 'choices'],
  ['log_entry', 'idx', 'entry'],
  ['log_entry', 'idx', 'hash'],
] as const

/** Turns one bit of one cell over; says which. */
function turnOne(path: string, chance: Chance): string {
  const file = new DatabaseSync(path)
  const [table, key, column] = chance.pick(CELLS)
  const rows = file
    .prepare(`select ${key} as at, cast(${column} as blob) as bytes, typeof(${column}) as kind from ${table}`)
    .all()
  const { at, bytes, kind } = chance.pick(rows) as { at: number; bytes: Uint8Array; kind: string }
  const place = chance.whole(0, bytes.length - 1)
  const bit = chance.whole(0, kind === 'text' ? 6 : 7)
  const turned = Uint8Array.from(bytes)
  turned[place] = (turned[place] ?? 0) ^ (1 << bit)
  file.prepare(`update ${table} set ${column} = ${kind === 'text' ? 'cast(? as text)' : '?'} where ${key} = ?`).run(turned, at)
  file.close()
  return `${table} ${at} ${column}, bit ${bit} of byte ${place}`
}
