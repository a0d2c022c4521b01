import type { Line } from './line.ts'

export interface Round {
  readonly seconds: number
  readonly perSecond: number
  readonly statuses: Readonly<Record<number, number>>
}

/** Sends every request once: each connection its next one as soon as it has its answer. */
export function closedLoop(lines: readonly Line[], requests: readonly Buffer[]): Promise<Round> {
  const statuses: Record<number, number> = {}
  const began = performance.now()
  let next = 0
  let answered = 0
  return new Promise(resolve => {
    const onAnswer = (line: Line, status: number) => {
      statuses[status] = (statuses[status] ?? 0) + 1
      answered += 1
      const request = requests[next++]
      if (request) line.send(request)
      else if (answered === requests.length) {
        const seconds = (performance.now() - began) / 1000
        resolve({ seconds, perSecond: requests.length / seconds, statuses })
      }
    }
    for (const line of lines) {
      line.onAnswer = onAnswer
      const request = requests[next++]
      if (request) line.send(request)
    }
  })
}
