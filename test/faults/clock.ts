import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Chance, chanceFrom } from '../../db/demo/chance.ts'
import { startSite } from '../../worker/host/runtime.ts'
import { writeMoment } from '../../worker/rules/moment.ts'
import { DAY, HOUR, instant, MINUTE } from '../../worker/rules/time.ts'
import { openBoxes, type StoredBallot } from './boxes.ts'
import type { Fault, Found } from './fault.ts'
import { Hand, type Tried } from './hand.ts'
import { KEYS, openPoll, SLUG } from './poll.ts'

const BUCKET = 10 * MINUTE
const shanghaiDay = (at: number): string => new Date(at + 8 * HOUR).toISOString().slice(0, 10)

export const clock: Fault = {
  id: 'F4',
  does: 'moves the clock of the site by up to three days, back and forth, over midnights and over both ends of a daily poll',
  goal: '0 votes outside the window, times never go back, no second ballot of a day, and nothing after the close was told',
  async run({ short, seed }) {
    const folder = mkdtempSync(join(tmpdir(), 'mingping-clock-'))
    try {
      return await played(folder, chanceFrom(seed), short ? { steps: 250, voters: 6 } : { steps: 6000, voters: 40 })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function played(folder: string, chance: Chance, { steps, voters }: { steps: number; voters: number }): Promise<Found> {
  const state = join(folder, 'state')
  // Open for five days around now, on whole minutes, so that three days either way cross both ends.
  const whole = Math.floor(Date.now() / MINUTE) * MINUTE
  const window = { from: whole - 2 * DAY, until: whole + 3 * DAY }
  const site = await startSite({ state, host: '127.0.0.1', port: 0, build: 'local', vars: KEYS })
  const tried: Tried[] = []
  let [late, final] = [0, 0]
  try {
    const campaign = await openPoll(site, 2, { period: 'daily', milestones: [voteIn(window)] })
    const hand = new Hand(site.origin, campaign)
    const people = Array.from({ length: voters }, () => randomUUID().replaceAll('-', ''))
    for (let step = 0; step < steps; step++) {
      await hand.setClock(skewAt(chance, window, step / steps))
      const again = chance.next() < 0.3 && tried.length > 0 ? chance.pick(tried) : null
      tried.push(await hand.cast(again?.voter ?? chance.pick(people), again?.key ?? randomUUID()))
    }
    // Past the end until the boxes have told their last figures, and then back to before it.
    await hand.setClock(window.until - Date.now() + MINUTE)
    final = await settledAfterClose(site.origin)
    for (const back of [-HOUR, -DAY, -2 * DAY]) {
      await hand.setClock(window.until - Date.now() + back)
      const told = await hand.cast(randomUUID().replaceAll('-', ''), randomUUID())
      if (told.told === 'taken') late += 1
    }
  } finally {
    await site.stop()
  }
  const boxes = openBoxes(state)
  const ballots = boxes.map(box => [...box.ballots()])
  for (const box of boxes) box.close()
  return judged(ballots, { tried, window, late, final })
}

const voteIn = ({ from, until }: { from: number; until: number }) =>
  ({
    step: 'vote',
    title: '网上评议',
    from: writeMoment(instant(from), 'from'),
    until: writeMoment(instant(until), 'until'),
  }) as const

/**
 * Where the clock is put next: on its way from the opening to the close (`way`, 0 to 1), by chance up to three days behind
 * that, close to a midnight, or close to an end of the window. Far ahead only now and then: a box never goes back.
 */
function skewAt(chance: Chance, { from, until }: { from: number; until: number }, way: number): number {
  const base = from - MINUTE + way * (until - from)
  const near = (moment: number) => Math.min(moment - Date.now(), 3 * DAY) + chance.whole(-400, 400)
  const kind = chance.next()
  if (kind < 0.35) return base - Date.now() - chance.whole(0, 3 * DAY)
  if (kind < 0.5) return base - Date.now() + chance.whole(0, HOUR)
  if (kind < 0.9) return near(Math.floor((base + 8 * HOUR) / DAY) * DAY - 8 * HOUR + chance.whole(-1, 0) * DAY)
  return near(way < 0.9 ? from : until)
}

/** How many ballots the poll says it has had once every box has closed; -1 when they have not after twenty seconds. */
async function settledAfterClose(origin: string): Promise<number> {
  for (let waited = 0; waited < 80; waited++) {
    const answer = await fetch(`${origin}/api/campaigns/${SLUG}/results?at=${waited}`)
    const told = (await answer.json()) as { shows: string; ballots?: { counted: number; held: number; void: number } }
    if (told.shows === 'everything' && told.ballots) return told.ballots.counted + told.ballots.held + told.ballots.void
    await pause(250)
  }
  return -1
}

interface Remains {
  readonly tried: readonly Tried[]
  readonly window: { readonly from: number; readonly until: number }
  readonly late: number
  readonly final: number
}

function judged(boxes: readonly (readonly StoredBallot[])[], { tried, window, late, final }: Remains): Found {
  const all = boxes.flat()
  const outside = all.filter(({ at }) => at < window.from || at >= window.until)
  // The site's own clock at the time, too: a box that has seen a later hour must not let anybody in before the opening.
  const early = tried.filter(({ told, at }) => told === 'taken' && at < window.from - 1000)
  const backwards = boxes.flatMap(ballots => ballots.filter(({ at }, i) => at < (ballots[i - 1]?.at ?? 0)))
  const buckets = boxes.flatMap(ballots =>
    ballots.filter(({ at }, i) => Math.floor(at / BUCKET) < Math.floor((ballots[i - 1]?.at ?? 0) / BUCKET)),
  )
  const days = all.map(({ voter, at }) => `${voter} ${shanghaiDay(at)}`)
  const receipts = new Map<string, Set<string>>()
  for (const { key, receipt } of tried) if (receipt) receipts.set(key, (receipts.get(key) ?? new Set()).add(receipt))
  const manifold = [...receipts.values()].filter(({ size }) => size > 1).length
  const told: Record<string, number> = {}
  for (const one of tried) told[one.told] = (told[one.told] ?? 0) + 1
  return {
    goals: {
      '0 votes outside the window': outside.length + early.length === 0,
      'times and their buckets never go back': backwards.length + buckets.length === 0,
      'no voter has two ballots of one day': new Set(days).size === days.length,
      'nothing is taken after the close was told': late === 0,
      'the figures told at the close are all there is': final === all.length,
      'ballots were taken on several days, and others refused':
        new Set(all.map(({ at }) => shanghaiDay(at))).size > 1 && Object.keys(told).length > 3,
    },
    figures: {
      steps: tried.length,
      recorded: all.length,
      final,
      outside: outside.length,
      early: early.length,
      backwards: backwards.length,
      bucketsBackwards: buckets.length,
      takenAfterTheClose: late,
      keysWithTwoReceipts: manifold,
      told,
    },
  }
}
