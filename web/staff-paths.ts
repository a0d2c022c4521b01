import type { Slug } from '../worker/rules/ids.ts'
import { type PhotoSize, withQuery } from './paths.ts'

/** Every address of the console has a name here, as those of the public site have in paths.ts. */
export const staffPaths = {
  home: () => '/staff',
  signOut: () => '/staff/sign-out',
  log: () => '/staff/log',
  newCampaign: () => '/staff/campaigns/new',
  campaign: (slug: Slug) => `/staff/campaigns/${slug}`,
  settings: (slug: Slug) => `/staff/campaigns/${slug}/settings`,
  settingsHistory: (slug: Slug) => `/staff/campaigns/${slug}/settings/history`,
  publishCampaign: (slug: Slug) => `/staff/campaigns/${slug}/publish`,
  openPoll: (slug: Slug) => `/staff/campaigns/${slug}/open`,
  preview: (slug: Slug) => `/staff/campaigns/${slug}/preview`,
  /** Below it lies what lies below /c/:slug, for staff alone. */
  previewPage: (slug: Slug) => `/staff/campaigns/${slug}/preview/page`,
  nominees: (slug: Slug, query: DeskQuery = {}) => withQuery(`/staff/campaigns/${slug}/nominees`, { ...query }),
  nomineesData: (slug: Slug) => `/staff/campaigns/${slug}/nominees.json`,
  nominee: (slug: Slug, number: number) => `/staff/campaigns/${slug}/nominees/${number}`,
  newNominee: (slug: Slug) => `/staff/campaigns/${slug}/nominees/new`,
  deleteNominee: (slug: Slug, number: number) => `/staff/campaigns/${slug}/nominees/${number}/delete`,
  withdrawNominee: (slug: Slug, number: number) => `/staff/campaigns/${slug}/nominees/${number}/withdraw`,
  nomineePhoto: (slug: Slug, number: number) => `/staff/campaigns/${slug}/nominees/${number}/photo`,
  saveNominees: (slug: Slug) => `/staff/campaigns/${slug}/nominees/save`,
  addNominees: (slug: Slug) => `/staff/campaigns/${slug}/nominees/add`,
  removeNominees: (slug: Slug) => `/staff/campaigns/${slug}/nominees/remove`,
  orderNominees: (slug: Slug) => `/staff/campaigns/${slug}/nominees/order`,
  /** The form without script; the address above takes JSON. */
  arrangeNominees: (slug: Slug) => `/staff/campaigns/${slug}/nominees/arrange`,
  renumberNominee: (slug: Slug) => `/staff/campaigns/${slug}/nominees/number`,
  importNominees: (slug: Slug) => `/staff/campaigns/${slug}/nominees/import`,
  photos: (slug: Slug) => `/staff/campaigns/${slug}/nominees/photos`,
  keptPhotos: (slug: Slug) => `/staff/campaigns/${slug}/nominees/photos/kept`,
  keepPhoto: (slug: Slug, hash: string, size: PhotoSize) => `/staff/campaigns/${slug}/nominees/photos/${hash}/${size}`,
  /** Also that of a draft, which the public address does not give out. */
  photo: (slug: Slug, number: number, { size, version }: { size: PhotoSize; version: string }) =>
    `/staff/campaigns/${slug}/photos/${size}/${number}?v=${version}`,
  notices: (slug: Slug) => `/staff/notices?campaign=${slug}`,
  comments: (slug: Slug) => `/staff/campaigns/${slug}/comments`,
  tally: (slug: Slug) => `/staff/campaigns/${slug}/tally`,
  tallyData: (slug: Slug) => `/staff/campaigns/${slug}/tally.json`,
  tallyCsv: (slug: Slug) => `/staff/campaigns/${slug}/tally.csv`,
} as const

export interface DeskQuery {
  readonly category?: string | undefined
  readonly q?: string | undefined
  readonly page?: number | undefined
}
