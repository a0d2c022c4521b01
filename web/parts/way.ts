/** Where a page leads on. */
export interface Way {
  readonly href: string
  readonly text: string
}
