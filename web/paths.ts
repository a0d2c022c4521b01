import type { CommentId, NoticeId, Slug } from '../worker/rules/ids.ts'
import { type NextPage, nextId } from '../worker/rules/next-page.ts'
import type { WechatTrouble } from '../worker/rules/wechat.ts'

/** Every address of the site has a name; pages, redirects, tests and the API description use the name. */
export const paths = {
  home: () => '/',
  notices: (query: NoticeQuery = {}) => withQuery('/notices', { ...query }),
  notice: (id: NoticeId) => `/notices/${id}`,
  /** The text of a notice in the one spelling of which logs hold the hash. */
  noticeText: (id: NoticeId) => `/notices/${id}/text`,
  attachment: (id: NoticeId, name: string) => `/notices/${id}/files/${encodeURIComponent(name)}`,
  evidence: (id: NoticeId, { level, position }: { level: number; position: number }) =>
    `/notices/${id}/evidence/${level}/${position}`,
  objection: (id: NoticeId) => `/notices/${id}/objection`,
  objectionChallenge: (id: NoticeId, key: string) => `/notices/${id}/objection/challenge/${key}`,
  tracking: () => '/objections',
  supplement: () => '/objections/supplement',
  /** A picture within a notice, named by its hash. */
  picture: (name: string) => `/pictures/${name}`,
  noticeView: (id: NoticeId) => `/notices/${id}/opened.gif`,
  campaign: (slug: Slug) => `/c/${slug}`,
  nominees: (slug: Slug, query: NomineeQuery = {}) => withQuery(`/c/${slug}/nominees`, { ...query }),
  nominee: (slug: Slug, number: number) => `/c/${slug}/nominees/${number}`,
  photo: (slug: Slug, number: number, { size, version }: { size: PhotoSize; version: string }) =>
    `/c/${slug}/photos/${size}/${number}?v=${version}`,
  ballot: (slug: Slug) => `/c/${slug}/ballot`,
  review: (slug: Slug) => `/c/${slug}/ballot/review`,
  cast: (slug: Slug) => `/c/${slug}/ballot/cast`,
  enterCode: (slug: Slug) => `/c/${slug}/ballot/code`,
  enterRoster: (slug: Slug) => `/c/${slug}/ballot/roster`,
  /** The link of one voting code: short, since it stands in a QR code. */
  codeLink: (slug: Slug, token: string) => `/c/${slug}/k/${token}`,
  myBallot: (slug: Slug) => `/c/${slug}/my-ballot`,
  /** The page of a campaign to which a sign-in leads back. */
  next: ({ page, slug }: NextPage) => `/c/${slug}/${page}`,
  wechatSignIn: (next: NextPage) => withQuery('/wechat/sign-in', { next: nextId(next) }),
  wechatReturn: () => '/wechat/return',
  wechatHelp: (why: WechatStop, next: NextPage) => withQuery(`/wechat/stopped/${why}`, { next: nextId(next) }),
  receipts: (slug: Slug) => `/c/${slug}/receipts`,
  receipt: (slug: Slug, code: string) => `/c/${slug}/receipts/${code}`,
  appeal: (slug: Slug, code: string) => `/c/${slug}/receipts/${code}/appeal`,
  appealChallenge: (slug: Slug, code: string) => `/c/${slug}/receipts/${code}/appeal/challenge`,
  like: (slug: Slug, number: number) => `/c/${slug}/nominees/${number}/like`,
  likes: (slug: Slug) => `/c/${slug}/likes`,
  comments: (slug: Slug, number: number, query: { page?: number | undefined } = {}) =>
    withQuery(`/c/${slug}/nominees/${number}/comments`, query),
  reportComment: (slug: Slug, id: CommentId) => `/c/${slug}/comments/${id}/report`,
  poster: (slug: Slug, number?: number) => (number === undefined ? `/c/${slug}/poster` : `/c/${slug}/nominees/${number}/poster`),
  /** The signed promise of a receipt, and the proof that its ballot is in the log. */
  receiptPromise: (slug: Slug, code: string) => `/c/${slug}/receipts/${code}/promise`,
  receiptProof: (slug: Slug, code: string) => `/c/${slug}/receipts/${code}/proof`,
  /** One file of the recount bundle, or the whole of it. */
  recount: (slug: Slug, file: RecountFile) => `/c/${slug}/${file}`,
  likeRecount: (slug: Slug, file: LikeRecountFile) => `/c/${slug}/likes/${file}`,
  /** What the records of a vote prove, and the page that checks them; it can be kept as one file. */
  proof: (slug: Slug) => `/c/${slug}/proof`,
  verify: () => '/verify',
  verifyOffline: () => '/verify/offline',
  results: (slug: Slug) => `/c/${slug}/results`,
  integrity: (slug: Slug) => `/c/${slug}/integrity`,
  search: (query: SearchQuery = {}) => withQuery('/search', { ...query }),
  archive: () => '/archive',
  feed: (form: FeedForm) => `/feed.${form}`,
  campaignFeed: (slug: Slug, form: FeedForm) => `/c/${slug}/feed.${form}`,
  calendar: (slug: Slug) => `/c/${slug}/calendar.ics`,
  sitemap: () => '/sitemap.xml',
  sitemapPart: (part: number) => `/sitemap-${part}.xml`,
  robots: () => '/robots.txt',
  icon: () => '/assets/icon-512.png',
  privacy: () => '/privacy',
  signIn: () => '/staff/sign-in',
  apiTime: () => '/api/time',
  apiDescription: () => '/api/openapi.json',
  apiCampaign: (slug: Slug) => `/api/campaigns/${slug}`,
  apiNominee: (slug: Slug, number: number) => `/api/campaigns/${slug}/nominees/${number}`,
  apiChallenge: (slug: Slug) => `/api/campaigns/${slug}/challenge`,
  apiCode: (slug: Slug) => `/api/campaigns/${slug}/code`,
  apiRoster: (slug: Slug) => `/api/campaigns/${slug}/roster`,
  apiBallots: (slug: Slug) => `/api/campaigns/${slug}/ballots`,
  apiWechatSignature: () => '/api/wechat/signature',
  apiReceipt: (slug: Slug, code: string) => `/api/campaigns/${slug}/receipts/${code}`,
  apiResults: (slug: Slug) => `/api/campaigns/${slug}/results`,
  apiIntegrity: (slug: Slug) => `/api/campaigns/${slug}/integrity`,
  apiLikes: (slug: Slug) => `/api/campaigns/${slug}/likes`,
  apiMyLikes: (slug: Slug) => `/api/campaigns/${slug}/likes/mine`,
} as const

export type RecountFile =
  | 'bundle.json'
  | 'bundle.zip'
  | 'policy.txt'
  | 'result.json'
  | 'results.csv'
  | 'rules.json'
  | 'selections.txt'

/** The same of the bundle of likes. */
export type LikeRecountFile = Extract<RecountFile, 'bundle.json' | 'bundle.zip' | 'policy.txt' | 'result.json'>

/** Small for lists and ballots, large for a nominee's own page. */
export type PhotoSize = 's' | 'l'

export interface NomineeQuery {
  readonly category?: string | undefined
  readonly unit?: string | undefined
  readonly q?: string | undefined
  readonly page?: number | undefined
}

/** What a list of notices is narrowed to. */
export interface NoticeQuery {
  readonly kind?: string | undefined
  readonly year?: string | undefined
  readonly campaign?: string | undefined
  readonly page?: number | undefined
}

export interface SearchQuery extends NoticeQuery {
  readonly q?: string | undefined
  /** Only among notices, or only among nominees. */
  readonly in?: 'notices' | 'nominees' | undefined
}

/** Why a sign-in with WeChat went no further, as it stands in an address. */
export type WechatStop = 'snapshot' | WechatTrouble

/** Atom, or JSON Feed. */
export type FeedForm = 'atom' | 'json'

export function withQuery(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  if (set.length === 0) return path
  return `${path}?${new URLSearchParams(set.map(([key, value]) => [key, String(value)]))}`
}
