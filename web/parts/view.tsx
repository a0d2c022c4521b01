import { type ComponentChildren, createContext } from 'preact'
import { useContext } from 'preact/hooks'

export type TextSize = 's' | 'm' | 'l'

/** How a reader wants the page: chosen by links, so that it works without script and without a cookie. */
export interface View {
  readonly size: TextSize
  readonly elder: boolean
}

export const PLAIN_VIEW: View = { size: 'm', elder: false }

export const ViewContext = createContext<View>(PLAIN_VIEW)

/** An address of this site that keeps the reader's view. */
export function keepView(href: string, view: View): string {
  const kept = new URLSearchParams()
  if (view.elder) kept.set('view', 'elder')
  if (view.size !== 'm') kept.set('size', view.size)
  const query = kept.toString()
  if (query === '') return href
  const [path = '', hash] = href.split('#')
  return `${path}${path.includes('?') ? '&' : '?'}${query}${hash === undefined ? '' : `#${hash}`}`
}

export interface LinkProps {
  readonly href: string
  readonly class?: string
  readonly children: ComponentChildren
  readonly 'aria-current'?: 'page' | undefined
  readonly 'aria-label'?: string
  /** The number of the nominee a heart is for; the island makes a button of it. */
  readonly 'data-like'?: number
}

/** A link within the site. */
export function A({ href, ...rest }: LinkProps) {
  const view = useContext(ViewContext)
  return <a href={keepView(href, view)} {...rest} />
}
