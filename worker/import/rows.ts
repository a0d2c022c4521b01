import { createHash } from 'node:crypto'
import { shardsFor } from '../rules/ballot.ts'
import { type CampaignFile, UNTOUCHED } from '../rules/campaign.ts'
import { linesOf } from '../rules/draft.ts'
import { type CampaignId, idFrom, type NoticeId, type Slug } from '../rules/ids.ts'
import { readMoment } from '../rules/moment.ts'
import type { NoticeFormat } from '../rules/notice.ts'
import type { Day, Instant } from '../rules/time.ts'
import type { CampaignDocument, NoticeEntry } from './document.ts'
import { correctedFirst } from './order.ts'

/** What an import must know of the campaign that is already there. */
export interface StoredCampaign {
  readonly id: CampaignId
  readonly openedAt: Instant | null
  readonly specHash: string | null
  /** The notices that are there by their keys; one written on the site keeps its own address. */
  readonly noticeIds: ReadonlyMap<string, NoticeId>
}

/** A document in the shape of its tables. */
export interface CampaignRows {
  readonly file: CampaignFile
  readonly salt: Uint8Array
  readonly nominees: readonly (CampaignDocument['nominees'][number] & { readonly position: number })[]
  readonly notices: readonly NoticeRow[]
}

export interface NoticeRow extends Omit<NoticeEntry, 'format' | 'publishAt' | 'withdrawnAt' | 'corrects' | 'posted' | 'through'> {
  readonly id: NoticeId
  readonly format: NoticeFormat
  readonly publishAt: Instant | null
  readonly withdrawnAt: Instant | null
  readonly corrects: NoticeId | null
  readonly posted: Day | null
  readonly through: Day | null
}

interface Circumstances {
  readonly stored: StoredCampaign | null
  readonly random: (size: number) => Uint8Array
}

/** The address of a notice: the same campaign and key always give the same one. */
export const noticeIdFor = (campaign: CampaignId, key: string): NoticeId =>
  idFrom('ntc', createHash('sha256').update(`${campaign}/${key}`).digest()) as NoticeId

export function campaignRows(document: CampaignDocument, { stored, random }: Circumstances): CampaignRows {
  const { settings } = document
  const id = stored?.id ?? (idFrom('cmp', random(16)) as CampaignId)
  const { format: _format, expectedPeak, milestones, rules, slug, ...rest } = settings
  const nominees = document.nominees.map((nominee, position) => ({ ...nominee, position }))
  const file: CampaignFile = {
    ...rest,
    ...UNTOUCHED,
    id,
    slug: slug as Slug,
    rules: linesOf(rules.join('\n')).join('\n'),
    milestones: milestones.map(({ step, title, from, until }) => ({
      step,
      title,
      from: readMoment(from, 'from') as Instant,
      until: readMoment(until, 'until') as Instant,
    })),
    expectedPeak,
    shards: shardsFor(expectedPeak),
    version: '',
    openedAt: stored?.openedAt ?? null,
    revoked: [],
    nominees: nominees.map(({ number, category, name, unit, post, initials, photo, outcome }) => ({
      number,
      category,
      name,
      unit,
      post,
      initials,
      hasPhoto: photo !== null,
      outcome,
      withdrawn: null,
    })),
  }
  const idOf = (key: string) => stored?.noticeIds.get(key) ?? noticeIdFor(id, key)
  const notices = correctedFirst(document.notices).map(notice => noticeRow(notice, idOf))
  return { file, salt: random(32), nominees, notices }
}

function noticeRow(notice: NoticeEntry, idOf: (key: string) => NoticeId): NoticeRow {
  const at = (written: string | null) => (written === null ? null : readMoment(written, 'from'))
  return {
    ...notice,
    id: idOf(notice.key),
    format: notice.format ?? 'markdown',
    publishAt: at(notice.publishAt),
    withdrawnAt: at(notice.withdrawnAt),
    corrects: notice.corrects === null ? null : idOf(notice.corrects),
    posted: notice.posted as Day | null,
    through: notice.through as Day | null,
  }
}
