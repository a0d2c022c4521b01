import type { Site } from './layout.tsx'

/** Where a page leads on. */
export interface Way {
  readonly href: string
  readonly text: string
}

/** What a page says that says one thing: to readers and to staff alike. */
export interface Message {
  readonly site: Site
  readonly title: string
  readonly message: string
  /** Found again in the log, when something broke. */
  readonly reference?: string
  /** Where to go on, the likeliest first; to the page that comes first for whoever reads it, unless said. */
  readonly ways?: readonly Way[]
}
