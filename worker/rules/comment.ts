import type { CommentId } from './ids.ts'
import { findPersonalData, type PersonalDataKind } from './masking.ts'
import type { FormFlaw } from './refusal.ts'
import { retentionOf } from './retention.ts'
import type { Instant } from './time.ts'
import { accept, refuse, type Verdict } from './verdict.ts'

// People's comments on nominees (百姓评语, 002: read at the ceremony). Staff read each before anybody else does.

/** Waiting to be read by staff, shown to everybody, or not shown, for a reason its writer is told. */
export type CommentState = 'waiting' | 'shown' | 'refused'

/** The heaps of the desk; what is chosen is a part of what is shown. */
export const HEAPS = ['waiting', 'shown', 'refused', 'chosen'] as const
export type Heap = (typeof HEAPS)[number]

export const REPORT_REASONS = ['untrue', 'offending', 'private', 'advertising', 'other'] as const
export type ReportReason = (typeof REPORT_REASONS)[number]

/** What staff may do with comments; they never write in them, beyond hiding what names a person. */
export const RULINGS = ['show', 'refuse', 'choose', 'drop'] as const
export type Ruling = (typeof RULINGS)[number]

export const TEXT_LENGTH = { least: 5, most: 200 } as const
export const SIGNATURE_LENGTH = 20
/** Of one device in one campaign. One for each nominee, and not for many of them. */
export const COMMENTS_A_DAY = 5
/** From so many devices that reported it since it was last read, a comment is read again before it is shown on. */
export const REPORTS_TO_REVIEW = 3
/** How long it is known that two comments came from one device. */
export const WRITER_DAYS = retentionOf('comment-writers').days

export interface CommentDraft {
  readonly text: string
  /** How the writer wants to be called, such as "东城区一名党员"; may be empty. */
  readonly signature: string
}

/** What everybody may see of a comment that is shown. */
export interface ShownComment {
  readonly id: CommentId
  readonly text: string
  readonly signature: string
  readonly masked: boolean
  readonly writtenAt: Instant
  /** True while staff read it again because it was reported: its place stays, its text goes. */
  readonly underReview: boolean
}

/** What its writer sees of it, whatever its state. */
export interface OwnComment {
  readonly text: string
  readonly state: CommentState
  readonly reason: string | null
  readonly reports: number
  readonly writtenAt: Instant
}

/** A comment as staff read it. */
export interface CommentFile extends OwnComment {
  readonly id: CommentId
  readonly number: number
  readonly signature: string
  readonly chosen: boolean
  readonly masked: boolean
  readonly revision: number
}

/** What nobody sees and what turns lines around is taken out; spaces and breaks become one space. */
export const plainText = (text: string): string =>
  text
    .replace(/[\p{Cf}\p{Co}]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .normalize('NFC')
    .trim()

const signs = (text: string): number => [...text].length

const KIND: Readonly<Record<PersonalDataKind, string>> = {
  'id-number': '身份证号',
  phone: '手机号',
  card: '银行卡号',
  email: '电子邮箱',
}

/**
 * The comment a form asks to be written. Numbers that name a person are refused at once, with which part it is; every
 * other judgement is for people (no list of words decides what may be said of a neighbour).
 */
export function judgeDraft(form: { readonly text: string; readonly signature: string }): Verdict<CommentDraft> {
  const draft = { text: plainText(form.text), signature: plainText(form.signature) }
  const length = signs(draft.text)
  const flaws: FormFlaw[] = []
  if (length < TEXT_LENGTH.least) flaws.push({ field: 'text', says: `请至少写 ${TEXT_LENGTH.least} 个字。` })
  if (length > TEXT_LENGTH.most) flaws.push({ field: 'text', says: `最多写 ${TEXT_LENGTH.most} 个字，现在有 ${length} 个。` })
  if (signs(draft.signature) > SIGNATURE_LENGTH) flaws.push({ field: 'signature', says: `署名最多 ${SIGNATURE_LENGTH} 个字。` })
  for (const field of ['text', 'signature'] as const)
    for (const { kind, text } of findPersonalData(draft[field]))
      flaws.push({ field, says: `“${text}”像是${KIND[kind]}。评语会公开，请去掉后再提交。` })
  return flaws.length > 0 ? refuse({ code: 'form-refused', flaws }) : accept(draft)
}

/** The text with every place of `piece` hidden, sign by sign; null when the piece is not in it, or is all of it. */
export function hidePiece(text: string, piece: string): string | null {
  if (piece === '' || piece === text || !text.includes(piece)) return null
  return text.replaceAll(piece, '＊'.repeat(signs(piece)))
}
