import type { Order, Report } from './messages.ts'

/** The worker that reads the list, asked one thing at a time and answering in order. */
export class Listener {
  readonly #worker: Worker
  readonly #waiting: ((report: Report) => void)[] = []

  constructor(worker: Worker) {
    this.#worker = worker
    worker.onmessage = ({ data }: MessageEvent<Report>) => this.#waiting.shift()?.(data)
  }

  ask(order: Order, transfer: Transferable[] = []): Promise<Report> {
    return new Promise(resolve => {
      this.#waiting.push(resolve)
      this.#worker.postMessage(order, transfer)
    })
  }

  /** What has no answer. */
  tell(order: Extract<Order, { kind: 'codes' }>): void {
    this.#worker.postMessage(order)
  }

  end(): void {
    this.#worker.terminate()
  }
}
