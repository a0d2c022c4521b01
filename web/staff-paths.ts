import type { Slug } from '../worker/rules/ids.ts'

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
  nominees: (slug: Slug) => `/staff/campaigns/${slug}/nominees`,
  notices: (slug: Slug) => `/staff/notices?campaign=${slug}`,
  comments: (slug: Slug) => `/staff/campaigns/${slug}/comments`,
  tally: (slug: Slug) => `/staff/campaigns/${slug}/tally`,
  tallyData: (slug: Slug) => `/staff/campaigns/${slug}/tally.json`,
  tallyCsv: (slug: Slug) => `/staff/campaigns/${slug}/tally.csv`,
} as const
