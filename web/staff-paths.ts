import type { Slug } from '../worker/rules/ids.ts'

/** Every address of the console has a name here, as those of the public site have in paths.ts. */
export const staffPaths = {
  home: () => '/staff',
  signOut: () => '/staff/sign-out',
  log: () => '/staff/log',
  tally: (slug: Slug) => `/staff/campaigns/${slug}/tally`,
  tallyData: (slug: Slug) => `/staff/campaigns/${slug}/tally.json`,
  tallyCsv: (slug: Slug) => `/staff/campaigns/${slug}/tally.csv`,
} as const
