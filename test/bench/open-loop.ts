import { setTimeout as pause } from 'node:timers/promises'
import { Line } from './line.ts'

export interface Arrivals {
  readonly port: number
  readonly perSecond: number
  readonly requests: readonly Buffer[]
  /** Connections opened before the first request, and the most there may be. */
  readonly connections: { readonly ready: number; readonly most: number }
}

export interface Arrived {
  /** Milliseconds from the instant a request was due to its answer, by status. */
  readonly latencies: Readonly<Record<number, readonly number[]>>
  /** Milliseconds by which requests left later than they were due: what of the latency is the load's own. */
  readonly lateness: readonly number[]
  /** Every answer that was not a 200. */
  readonly others: readonly string[]
  readonly connections: number
}

/**
 * Requests that come when they come, whatever became of those before: each has an instant at which it is due, and its
 * latency counts from there. So a server that stands still for a moment is charged with everybody who came meanwhile,
 * and not only with those who were already waiting (no coordinated omission).
 */
export async function openLoop({ port, perSecond, requests, connections }: Arrivals): Promise<Arrived> {
  const due = new Float64Array(requests.length)
  const latencies: Record<number, number[]> = {}
  const lateness: number[] = []
  const others: string[] = []
  const idle: Line[] = []
  const sentAs = new Map<Line, number>()
  let opened = connections.ready
  let next = 0
  let answered = 0
  const { promise: over, resolve: end } = Promise.withResolvers<void>()

  const onAnswer = (line: Line, status: number, answer: Buffer) => {
    const now = performance.now()
    const list = latencies[status] ?? []
    latencies[status] = list
    list.push(now - (due[sentAs.get(line) ?? 0] as number))
    if (status !== 200) others.push(answer.toString('utf8'))
    idle.push(line)
    if (++answered === requests.length) end()
    else sendDue()
  }
  const sendDue = () => {
    const now = performance.now()
    for (; next < requests.length && (due[next] as number) <= now; next++) {
      const line = idle.pop()
      if (!line) return more()
      lateness.push(now - (due[next] as number))
      sentAs.set(line, next)
      line.send(requests[next] as Buffer)
    }
  }
  const more = () => {
    if (opened >= connections.most) return
    opened += 1
    void Line.open(port, onAnswer).then(line => {
      idle.push(line)
      sendDue()
    })
  }

  idle.push(...(await Line.openMany(connections.ready, port, onAnswer)))
  // The server is still taking in the last of these connections when they are open on this side.
  await pause(1000)
  const began = performance.now() + 20
  for (let i = 0; i < due.length; i++) due[i] = began + (i * 1000) / perSecond
  const timer = setInterval(sendDue, 1)
  await over
  clearInterval(timer)
  for (const line of idle) line.close()
  return { latencies, lateness, others, connections: opened }
}
