import type { CaseId, NoticeId, ObjectionId, Slug, StaffId } from '../worker/rules/ids.ts'
import { type PhotoSize, withQuery } from './paths.ts'

export interface NoticeListQuery {
  readonly campaign?: Slug | undefined
  readonly kind?: string | undefined
  readonly state?: string | undefined
  readonly page?: number | undefined
}

export interface LogQuery {
  readonly campaign?: string
  readonly who?: string
  readonly about?: string
  readonly from?: string
  readonly through?: string
  readonly page?: number
}

/** Every address of the console has a name here, as those of the public site have in paths.ts. */
export const staffPaths = {
  home: () => '/staff',
  signOut: () => '/staff/sign-out',
  log: (query: LogQuery = {}) => withQuery('/staff/log', { ...query }),
  checkLog: () => '/staff/log/check',
  exportLog: () => '/staff/log/export',
  retention: () => '/staff/retention',
  me: () => '/staff/me',
  myPassword: () => '/staff/me/password',
  myTotp: () => '/staff/me/totp',
  removeMyTotp: () => '/staff/me/totp/remove',
  myPasskey: () => '/staff/me/passkey',
  removeMyPasskey: () => '/staff/me/passkey/remove',
  myRecoveryCodes: () => '/staff/me/recovery-codes',
  endMySession: () => '/staff/me/sessions/end',
  people: () => '/staff/people',
  person: (id: StaffId) => `/staff/people/${id}`,
  sendLink: (id: StaffId) => `/staff/people/${id}/link`,
  disablePerson: (id: StaffId) => `/staff/people/${id}/disable`,
  restorePerson: (id: StaffId) => `/staff/people/${id}/restore`,
  endSession: (id: StaffId) => `/staff/people/${id}/sessions/end`,
  secondStep: () => '/staff/sign-in/second',
  passkeySignIn: () => '/staff/sign-in/passkey',
  join: (token: string) => `/staff/sign-in/join/${token}`,
  enrol: () => '/staff/sign-in/enrol',
  enrolTotp: () => '/staff/sign-in/enrol/totp',
  enrolPasskey: () => '/staff/sign-in/enrol/passkey',
  prove: (next?: string) => (next === undefined ? '/staff/prove' : `/staff/prove?next=${encodeURIComponent(next)}`),
  proveData: () => '/staff/prove.json',
  newCampaign: () => '/staff/campaigns/new',
  campaign: (slug: Slug) => `/staff/campaigns/${slug}`,
  settings: (slug: Slug) => `/staff/campaigns/${slug}/settings`,
  settingsHistory: (slug: Slug) => `/staff/campaigns/${slug}/settings/history`,
  publishCampaign: (slug: Slug) => `/staff/campaigns/${slug}/publish`,
  openPoll: (slug: Slug) => `/staff/campaigns/${slug}/open`,
  preview: (slug: Slug) => `/staff/campaigns/${slug}/preview`,
  /** Below it lies what lies below /c/:slug, for staff alone. */
  previewPage: (slug: Slug) => `/staff/campaigns/${slug}/preview/page`,
  logs: (slug: Slug) => `/staff/campaigns/${slug}/logs`,
  openings: (slug: Slug, shard: number) => `/staff/campaigns/${slug}/openings/${shard}`,
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
  cases: (slug: Slug) => `/staff/campaigns/${slug}/cases`,
  openCases: (slug: Slug) => `/staff/campaigns/${slug}/cases/open`,
  case: (slug: Slug, id: CaseId) => `/staff/campaigns/${slug}/cases/${id}`,
  proposeCase: (slug: Slug, id: CaseId) => `/staff/campaigns/${slug}/cases/${id}/propose`,
  confirmCase: (slug: Slug, id: CaseId) => `/staff/campaigns/${slug}/cases/${id}/confirm`,
  refuseCase: (slug: Slug, id: CaseId) => `/staff/campaigns/${slug}/cases/${id}/refuse`,
  writeCase: (slug: Slug, id: CaseId) => `/staff/campaigns/${slug}/cases/${id}/write`,
  reopenCase: (slug: Slug, id: CaseId) => `/staff/campaigns/${slug}/cases/${id}/reopen`,
  revealAppeal: (slug: Slug, id: CaseId) => `/staff/campaigns/${slug}/cases/${id}/appeal`,
  decision: (slug: Slug) => `/staff/campaigns/${slug}/decision`,
  recallDecision: (slug: Slug) => `/staff/campaigns/${slug}/decision/recall`,
  releaseDecision: (slug: Slug) => `/staff/campaigns/${slug}/decision/release`,
  returnDecision: (slug: Slug) => `/staff/campaigns/${slug}/decision/return`,
  draftResult: (slug: Slug) => `/staff/campaigns/${slug}/decision/notice`,
  amendDecision: (slug: Slug) => `/staff/campaigns/${slug}/decision/amendments`,
  confirmAmendment: (slug: Slug) => `/staff/campaigns/${slug}/decision/amendments/confirm`,
  refuseAmendment: (slug: Slug) => `/staff/campaigns/${slug}/decision/amendments/refuse`,
  draftRevocation: (slug: Slug, number: number) => `/staff/campaigns/${slug}/decision/amendments/${number}/notice`,
  /** The text of the record as it was hashed. */
  decisionRecord: (slug: Slug) => `/staff/campaigns/${slug}/decision/record.json`,
  decisionPrint: (slug: Slug) => `/staff/campaigns/${slug}/decision/print`,
  decisionCsv: (slug: Slug) => `/staff/campaigns/${slug}/decision.csv`,
  decisionXlsx: (slug: Slug) => `/staff/campaigns/${slug}/decision.xlsx`,
  tally: (slug: Slug, day?: string) => `/staff/campaigns/${slug}/tally${day ? `?day=${day}` : ''}`,
  tallyData: (slug: Slug) => `/staff/campaigns/${slug}/tally.json`,
  tallyLive: (slug: Slug) => `/staff/campaigns/${slug}/tally.live`,
  tallyCsv: (slug: Slug) => `/staff/campaigns/${slug}/tally.csv`,
  tallyXlsx: (slug: Slug) => `/staff/campaigns/${slug}/tally.xlsx`,
  tallyPrint: (slug: Slug) => `/staff/campaigns/${slug}/tally/print`,
  review: (slug: Slug) => `/staff/campaigns/${slug}/review`,
  reviewOf: (slug: Slug, number: number) => `/staff/campaigns/${slug}/review/${number}`,
  recuse: (slug: Slug, number: number) => `/staff/campaigns/${slug}/review/${number}/recuse`,
  takeBackRecusal: (slug: Slug, number: number) => `/staff/campaigns/${slug}/review/${number}/recuse/withdraw`,
  compare: (slug: Slug) => `/staff/campaigns/${slug}/review/compare`,
  handIn: (slug: Slug) => `/staff/campaigns/${slug}/review/submit`,
  panel: (slug: Slug) => `/staff/campaigns/${slug}/panel`,
  panelMembers: (slug: Slug) => `/staff/campaigns/${slug}/panel/members`,
  reopenSheets: (slug: Slug) => `/staff/campaigns/${slug}/panel/reopen`,
  panelSummary: (slug: Slug, by?: string) => withQuery(`/staff/campaigns/${slug}/panel/summary`, { by }),
  codes: (slug: Slug) => `/staff/campaigns/${slug}/codes`,
  revokeCodes: (slug: Slug) => `/staff/campaigns/${slug}/codes/revoke`,
  roster: (slug: Slug) => `/staff/campaigns/${slug}/roster`,
  beginRoster: (slug: Slug) => `/staff/campaigns/${slug}/roster/begin`,
  stageRoster: (slug: Slug) => `/staff/campaigns/${slug}/roster/stage`,
  planRoster: (slug: Slug) => `/staff/campaigns/${slug}/roster/plan`,
  settleRoster: (slug: Slug) => `/staff/campaigns/${slug}/roster/settle`,
  importRoster: (slug: Slug) => `/staff/campaigns/${slug}/roster/import`,
  likes: (slug: Slug) => `/staff/campaigns/${slug}/likes`,
  likesCsv: (slug: Slug) => `/staff/campaigns/${slug}/likes.csv`,
  comments: (slug: Slug, shown?: string) => `/staff/campaigns/${slug}/comments${shown ? `?shown=${shown}` : ''}`,
  judgeComments: (slug: Slug) => `/staff/campaigns/${slug}/comments/judge`,
  maskComment: (slug: Slug) => `/staff/campaigns/${slug}/comments/mask`,
  switchComments: (slug: Slug) => `/staff/campaigns/${slug}/comments/switch`,
  commentsPrint: (slug: Slug) => `/staff/campaigns/${slug}/comments/chosen`,
  commentsCsv: (slug: Slug) => `/staff/campaigns/${slug}/comments/chosen.csv`,
} as const

export interface DeskQuery {
  readonly category?: string | undefined
  readonly q?: string | undefined
  readonly page?: number | undefined
}
