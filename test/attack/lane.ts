import { parentPort, workerData } from 'node:worker_threads'
import { Chance } from './chance.ts'
import { type Figures, measure } from './measure.ts'
import { type PlanWish, planFor } from './plan.ts'
import { type Blind, blinded, type Scorer, scorerOf } from './scorer.ts'
import { worldOf } from './world.ts'

/** What a run over many worlds is asked for; told to every thread as it is. */
export interface BulkOrder extends PlanWish {
  readonly seeds: number
  readonly from: number
  readonly scorer: string | null
  readonly blinds: readonly Blind[]
}

export interface Judged extends Figures {
  /** False when a second look at the same ballots, in another order, said something else; null where none was taken. */
  readonly repeatable: boolean | null
}

/** One world in so many is scored twice. */
const TWICE = 20

export async function judge(i: number, order: BulkOrder, scorer: Scorer): Promise<Judged> {
  const made = worldOf(planFor(i, order))
  const world = { ...made, lines: made.lines.map(entry => ({ ...entry, line: blinded(entry.line, order.blinds) })) }
  const lines = world.lines.map(({ line }) => line)
  const began = processorTime()
  const verdicts = await scorer(lines)
  const ms = processorTime() - began
  const repeatable = i % TWICE === 0 ? await sameAgain(lines, verdicts, scorer) : null
  return { ...measure(world, verdicts, ms), repeatable }
}

/** Milliseconds this thread has computed, so that a busy machine tells no other speed; by the clock where Node cannot say. */
function processorTime(): number {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => { user: number; system: number } }
  if (!threadCpuUsage) return performance.now()
  const { user, system } = threadCpuUsage()
  return (user + system) / 1000
}

async function sameAgain(lines: Parameters<Scorer>[0], verdicts: Awaited<ReturnType<Scorer>>, scorer: Scorer): Promise<boolean> {
  const again = await scorer(new Chance(lines.length, 'order').shuffled(lines))
  const byId = new Map(again.map(verdict => [verdict.id, JSON.stringify(verdict)]))
  return verdicts.every(verdict => byId.get(verdict.id) === JSON.stringify(verdict))
}

async function work({ order, lane, lanes }: { order: BulkOrder; lane: number; lanes: number }): Promise<void> {
  const scorer = scorerOf(order.scorer)
  for (let i = lane; i < order.seeds; i += lanes) parentPort?.postMessage(await judge(order.from + i, order, scorer))
}

if (parentPort && workerData?.order) await work(workerData)
