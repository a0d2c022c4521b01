import { createHash } from 'node:crypto'
import type { Campaign } from '../rules/campaign.ts'
import { draftOf } from '../rules/draft.ts'
import type { NoticeId } from '../rules/ids.ts'
import { writeMoment } from '../rules/moment.ts'
import type { CampaignDocument, CampaignSettings, NomineeEntry, NoticeEntry } from './document.ts'
import { correctedFirst } from './order.ts'
import type { NoticeRow } from './rows.ts'

/** A campaign as its tables hold it. */
export interface WrittenFrom {
  readonly file: Campaign
  readonly nominees: readonly NomineeEntry[]
  readonly notices: readonly Omit<NoticeRow, 'key'>[]
  /** The name of a notice within the campaign. */
  readonly keyOf: (id: NoticeId) => string
}

/**
 * The document of a campaign, made from its rows alone. Two campaigns with the same rows have the same document, sign
 * for sign, so documents can be compared and an export can be imported again without any change.
 */
export function documentFrom({ file, nominees, notices, keyOf }: WrittenFrom): CampaignDocument {
  const listed = notices.map(notice => noticeEntry(notice, keyOf))
  return {
    settings: settingsFrom(file),
    nominees: nominees.map(nomineeEntry),
    notices: inFolderOrder(listed),
  }
}

/** Notices as a folder lists them: by the names of their files, and what is corrected before what corrects it. */
export const inFolderOrder = (notices: readonly NoticeEntry[]): NoticeEntry[] => [
  ...correctedFirst([...notices].sort((a, b) => (`${a.key}.md` < `${b.key}.md` ? -1 : 1))),
]

function settingsFrom(campaign: Campaign): CampaignSettings {
  const { publicityDays: _days, fourEyes: _four, comments: _comments, ...draft } = draftOf(campaign)
  const { title, shortTitle, organizers, theme, summary, rules, humanChecks, milestones, categories, ...rest } = draft
  return {
    format: 'mingping-campaign/1',
    slug: campaign.slug,
    ...{ title, shortTitle, theme, summary },
    organizers: [...organizers],
    rules: [...rules],
    ...rest,
    humanChecks: [...humanChecks],
    milestones: [...milestones],
    categories: [...categories],
  }
}

const nomineeEntry = (nominee: NomineeEntry): NomineeEntry => ({
  number: nominee.number,
  category: nominee.category,
  name: nominee.name,
  unit: nominee.unit,
  post: nominee.post,
  brief: nominee.brief,
  deeds: nominee.deeds,
  honours: nominee.honours,
  initials: nominee.initials,
  photo: nominee.photo,
  outcome: nominee.outcome,
})

function noticeEntry(notice: Omit<NoticeRow, 'key'>, keyOf: WrittenFrom['keyOf']): NoticeEntry {
  const { id, kind, title, source, author, format, body, publishAt, withdrawnAt, withdrawnReason, corrects, conclusion } = notice
  return {
    key: keyOf(id),
    ...{ kind, title, source, author },
    ...(format === 'html' ? { format } : {}),
    body: asInFile(body),
    publishAt: publishAt === null ? null : writeMoment(publishAt, 'from'),
    withdrawnAt: withdrawnAt === null ? null : writeMoment(withdrawnAt, 'from'),
    withdrawnReason,
    corrects: corrects === null ? null : keyOf(corrects),
    posted: notice.posted,
    through: notice.through,
    conclusion,
    attachments: notice.attachments.map(({ name, mediaType, size, hash }) => ({ name, mediaType, size, hash })),
  }
}

/** The text of a notice as its file gives it back; a browser's form has other line ends. */
export const asInFile = (body: string): string =>
  body
    .replaceAll(/\r\n?/g, '\n')
    .replace(/^\s*\n/, '')
    .trimEnd()

/** What names a document: two documents with one hash say the same. */
export const documentHash = (document: CampaignDocument): string =>
  createHash('sha256').update(JSON.stringify(document)).digest('hex')
