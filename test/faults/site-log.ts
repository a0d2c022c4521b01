import { appendFileSync } from 'node:fs'

/** What the site logs: all of it to a file, its events counted, and the lines that must not be there. */
export class SiteLog {
  readonly faults: string[] = []
  readonly events: Record<string, number> = {}
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  add(line: string): void {
    appendFileSync(this.#path, `${line}\n`)
    const event = /^\{"event":"([a-z-]+)"/.exec(line)?.[1]
    if (event) this.events[event] = (this.events[event] ?? 0) + 1
    if (event === 'fault') this.faults.push(line)
  }
}
