/** Ids carry a prefix that says what they name, and 16 lower-case letters or digits (about 82 bits). */
export type CampaignId = string & { readonly brand: 'CampaignId' }
export type NoticeId = string & { readonly brand: 'NoticeId' }
export type StaffId = string & { readonly brand: 'StaffId' }
export type BatchId = string & { readonly brand: 'BatchId' }
export type ObjectionId = string & { readonly brand: 'ObjectionId' }
export type CommentId = string & { readonly brand: 'CommentId' }
/** Somebody on the list of voters of a campaign. */
export type PersonId = string & { readonly brand: 'PersonId' }
export type RosterImportId = string & { readonly brand: 'RosterImportId' }
export type CaseId = string & { readonly brand: 'CaseId' }
export type AppealId = string & { readonly brand: 'AppealId' }
/** A paper of a nominee for those who judge. */
export type PaperId = string & { readonly brand: 'PaperId' }
/** A campaign on its way in from an archive. */
export type RestoreId = string & { readonly brand: 'RestoreId' }
/** The address of a campaign in a URL: lower-case letters, digits and hyphens, 3 to 40 characters. */
export type Slug = string & { readonly brand: 'Slug' }

const SHAPE = {
  cmp: /^cmp_[0-9a-z]{16}$/,
  ntc: /^ntc_[0-9a-z]{16}$/,
  stf: /^stf_[0-9a-z]{16}$/,
  bat: /^bat_[0-9a-z]{16}$/,
  obj: /^obj_[0-9a-z]{16}$/,
  cmt: /^cmt_[0-9a-z]{16}$/,
  per: /^per_[0-9a-z]{16}$/,
  imp: /^imp_[0-9a-z]{16}$/,
  cas: /^cas_[0-9a-z]{16}$/,
  apl: /^apl_[0-9a-z]{16}$/,
  pap: /^pap_[0-9a-z]{16}$/,
  rst: /^rst_[0-9a-z]{16}$/,
} as const
export type Prefix = keyof typeof SHAPE

const parse =
  <T extends string>(prefix: Prefix) =>
  (text: string): T | null =>
    SHAPE[prefix].test(text) ? (text as T) : null

export const campaignId = parse<CampaignId>('cmp')
export const noticeId = parse<NoticeId>('ntc')
export const staffId = parse<StaffId>('stf')
export const batchId = parse<BatchId>('bat')
export const objectionId = parse<ObjectionId>('obj')
export const rosterImportId = parse<RosterImportId>('imp')
export const commentId = parse<CommentId>('cmt')
export const caseId = parse<CaseId>('cas')
export const paperId = parse<PaperId>('pap')
export const restoreId = parse<RestoreId>('rst')

/** What the console has under /staff/campaigns beside the campaigns themselves. */
export const TAKEN_SLUGS: readonly string[] = ['new']

/** Null when the text cannot be the address of a campaign. */
export function slug(text: string): Slug | null {
  return !TAKEN_SLUGS.includes(text) && /^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/.test(text) ? (text as Slug) : null
}

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'

/**
 * A new id made from random bytes that the caller supplies (at least 16), so that this stays a pure function.
 * Each byte gives one of 36 signs; the slight bias costs less than one bit over the whole id.
 */
export function idFrom(prefix: Prefix, random: Uint8Array): string {
  if (random.length < 16) throw new Error('an id needs 16 random bytes')
  let id = `${prefix}_`
  for (const byte of random.subarray(0, 16)) id += LETTERS[byte % 36]
  return id
}
