import type { NoticeId, ObjectionId, Slug } from '../worker/rules/ids.ts'

/** Every address of the console has a name here, as those of the public site have in paths.ts. */
export const staffPaths = {
  home: () => '/staff',
  signOut: () => '/staff/sign-out',
  log: () => '/staff/log',
  publicity: (id: NoticeId) => `/staff/notices/${id}/publicity`,
  publicityList: (id: NoticeId) => `/staff/notices/${id}/publicity/list`,
  publicityPeriod: (id: NoticeId) => `/staff/notices/${id}/publicity/period`,
  publicityLevels: (id: NoticeId) => `/staff/notices/${id}/publicity/levels`,
  publicityConclusion: (id: NoticeId) => `/staff/notices/${id}/publicity/conclusion`,
  objections: (state?: string) => (state ? `/staff/objections?state=${state}` : '/staff/objections'),
  objection: (id: ObjectionId) => `/staff/objections/${id}`,
  objectionMove: (id: ObjectionId) => `/staff/objections/${id}/move`,
  objectionNote: (id: ObjectionId) => `/staff/objections/${id}/note`,
  objectionReveal: (id: ObjectionId) => `/staff/objections/${id}/content`,
  objectionFile: (id: ObjectionId) => `/staff/objections/${id}/file`,
  tally: (slug: Slug) => `/staff/campaigns/${slug}/tally`,
  tallyData: (slug: Slug) => `/staff/campaigns/${slug}/tally.json`,
  tallyCsv: (slug: Slug) => `/staff/campaigns/${slug}/tally.csv`,
} as const
