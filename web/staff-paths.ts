import type { Slug } from '../worker/rules/ids.ts'

/** Every address of the console has a name here, as those of the public site have in paths.ts. */
export const staffPaths = {
  home: () => '/staff',
  signOut: () => '/staff/sign-out',
  log: () => '/staff/log',
  tally: (slug: Slug) => `/staff/campaigns/${slug}/tally`,
  tallyData: (slug: Slug) => `/staff/campaigns/${slug}/tally.json`,
  tallyCsv: (slug: Slug) => `/staff/campaigns/${slug}/tally.csv`,
  likes: (slug: Slug) => `/staff/campaigns/${slug}/likes`,
  likesCsv: (slug: Slug) => `/staff/campaigns/${slug}/likes.csv`,
  comments: (slug: Slug, shown?: string) => `/staff/campaigns/${slug}/comments${shown ? `?shown=${shown}` : ''}`,
  judgeComments: (slug: Slug) => `/staff/campaigns/${slug}/comments/judge`,
  maskComment: (slug: Slug) => `/staff/campaigns/${slug}/comments/mask`,
  switchComments: (slug: Slug) => `/staff/campaigns/${slug}/comments/switch`,
  commentsPrint: (slug: Slug) => `/staff/campaigns/${slug}/comments/chosen`,
  commentsCsv: (slug: Slug) => `/staff/campaigns/${slug}/comments/chosen.csv`,
} as const
