import { type Slug, slug } from './ids.ts'

/** The pages to which a sign-in may lead back; what is not named here cannot be named in an address either (T13). */
export const NEXT_PAGES = ['ballot', 'my-ballot'] as const

/** Where somebody goes on after signing in: a page of this list, of one campaign. Never an address. */
export interface NextPage {
  readonly page: (typeof NEXT_PAGES)[number]
  readonly slug: Slug
}

/** As it stands in an address: 'ballot.qinghe-2026'. */
export const nextId = ({ page, slug: campaign }: NextPage): string => `${page}.${campaign}`

/** Null for everything that `nextId` does not write. */
export function nextPage(text: string): NextPage | null {
  const [name, address, ...more] = text.split('.')
  const page = NEXT_PAGES.find(one => one === name)
  const campaign = slug(address ?? '')
  return page && campaign && more.length === 0 ? { page, slug: campaign } : null
}
