/** List prices of the platform in dollars per million, before anything that a plan includes. */
export const PER_MILLION = { rowsWritten: 1, objectRequests: 0.15, workerRequests: 0.3, cpuMs: 0.02 } as const

export interface Bill {
  readonly rowsWritten: number
  readonly objectRequests: number
  readonly workerRequests: number
  readonly cpuMs: number
}

export const dollars = (bill: Bill): number =>
  Object.entries(PER_MILLION).reduce((sum, [what, price]) => sum + (bill[what as keyof Bill] * price) / 1e6, 0)
