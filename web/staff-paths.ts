import type { NoticeId, ObjectionId, Slug } from '../worker/rules/ids.ts'
import { withQuery } from './paths.ts'

export interface NoticeListQuery {
  readonly campaign?: Slug | undefined
  readonly kind?: string | undefined
  readonly state?: string | undefined
  readonly page?: number | undefined
}

/** Every address of the console has a name here, as those of the public site have in paths.ts. */
export const staffPaths = {
  home: () => '/staff',
  signOut: () => '/staff/sign-out',
  log: () => '/staff/log',
  notices: (slug: Slug) => `/staff/notices?campaign=${slug}`,
  noticeList: (query: NoticeListQuery = {}) => withQuery('/staff/notices', { ...query }),
  newNotice: (query: { campaign?: Slug; kind?: string; corrects?: NoticeId; settles?: NoticeId } = {}) =>
    withQuery('/staff/notices/new', query),
  notice: (id: NoticeId) => `/staff/notices/${id}`,
  noticePreview: (id: NoticeId) => `/staff/notices/${id}/preview`,
  noticeFiles: (id: NoticeId) => `/staff/notices/${id}/files`,
  noticeFile: (id: NoticeId, name: string) => `/staff/notices/${id}/files/${encodeURIComponent(name)}`,
  noticeFilesArrange: (id: NoticeId) => `/staff/notices/${id}/arrange`,
  noticeCheck: (id: NoticeId) => `/staff/notices/${id}/check`,
  noticeMask: (id: NoticeId) => `/staff/notices/${id}/mask`,
  noticeApprove: (id: NoticeId) => `/staff/notices/${id}/approve`,
  noticePublish: (id: NoticeId) => `/staff/notices/${id}/publish`,
  noticeUnschedule: (id: NoticeId) => `/staff/notices/${id}/unschedule`,
  noticeWithdraw: (id: NoticeId) => `/staff/notices/${id}/withdraw`,
  noticeVersions: (id: NoticeId) => `/staff/notices/${id}/versions`,
  noticeRestore: (id: NoticeId) => `/staff/notices/${id}/restore`,
  pictures: () => '/staff/pictures',
  noticePublicity: (id: NoticeId) => `/staff/notices/${id}/publicity`,
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
