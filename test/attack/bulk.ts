import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { BulkOrder, Judged } from './lane.ts'

/** All worlds of an order, made and judged on every core, in the order of their seeds. */
export async function judgeAll(order: BulkOrder, onProgress: (done: number) => void): Promise<readonly Judged[]> {
  const lanes = Math.min(availableParallelism(), 8, order.seeds)
  const judged: Judged[] = []
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      laneOf({ order, lane, lanes }, figures => {
        judged.push(figures)
        onProgress(judged.length)
      }),
    ),
  )
  return judged.sort((a, b) => a.seed - b.seed)
}

function laneOf(workerData: unknown, onFigures: (figures: Judged) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'lane.ts'), { workerData })
    worker.on('message', onFigures)
    worker.on('error', reject)
    worker.on('exit', code => (code === 0 ? resolve() : reject(new Error(`a thread ended with ${code}`))))
  })
}
