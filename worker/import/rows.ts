import { createHash } from 'node:crypto'
import { shardsFor } from '../rules/ballot.ts'
import { type CampaignFile, UNTOUCHED } from '../rules/campaign.ts'
import { type CampaignId, idFrom, type NoticeId, type Slug } from '../rules/ids.ts'
import type { Day, Instant } from '../rules/time.ts'
import { type CampaignDocument, type NoticeEntry, readMoment } from './document.ts'

/** What an import must know of the campaign that is already there. */
export interface StoredCampaign {
  readonly id: CampaignId
  readonly contentHash: string
  readonly openedAt: Instant | null
  readonly specHash: string | null
}

/** A document in the shape of its tables. */
export interface CampaignRows {
  readonly file: CampaignFile
  readonly salt: Uint8Array
  readonly contentHash: string
  readonly nominees: readonly (CampaignDocument['nominees'][number] & { readonly position: number })[]
  readonly notices: readonly NoticeRow[]
}

export interface NoticeRow extends Omit<NoticeEntry, 'publishAt' | 'withdrawnAt' | 'corrects' | 'posted' | 'through'> {
  readonly id: NoticeId
  readonly publishAt: Instant | null
  readonly withdrawnAt: Instant | null
  readonly corrects: NoticeId | null
  readonly posted: Day | null
  readonly through: Day | null
}

interface Circumstances {
  readonly stored: StoredCampaign | null
  readonly hash: string
  readonly random: (size: number) => Uint8Array
}

/** The address of a notice: the same campaign and key always give the same one. */
export const noticeIdFor = (campaign: CampaignId, key: string): NoticeId =>
  idFrom('ntc', createHash('sha256').update(`${campaign}/${key}`).digest()) as NoticeId

export function campaignRows(document: CampaignDocument, { stored, hash, random }: Circumstances): CampaignRows {
  const { settings } = document
  const id = stored?.id ?? (idFrom('cmp', random(16)) as CampaignId)
  const { format: _format, expectedPeak, milestones, rules, slug, ...rest } = settings
  const nominees = document.nominees.map((nominee, position) => ({ ...nominee, position }))
  const file: CampaignFile = {
    ...rest,
    ...UNTOUCHED,
    id,
    slug: slug as Slug,
    rules: rules.join('\n'),
    milestones: milestones.map(({ step, title, from, until }) => ({
      step,
      title,
      from: readMoment(from, 'from') as Instant,
      until: readMoment(until, 'until') as Instant,
    })),
    shards: shardsFor(expectedPeak),
    version: hash.slice(0, 8),
    openedAt: stored?.openedAt ?? null,
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
  const notices = correctedFirst(document.notices).map(notice => noticeRow(id, notice))
  return { file, salt: random(32), contentHash: hash, nominees, notices }
}

/** The database checks a link when it is written, so what is corrected must stand before what corrects it. */
function correctedFirst(notices: readonly NoticeEntry[]): readonly NoticeEntry[] {
  const byKey = new Map(notices.map(notice => [notice.key, notice]))
  const ordered = new Set<NoticeEntry>()
  const place = (notice: NoticeEntry | undefined) => {
    if (!notice || ordered.has(notice)) return
    if (notice.corrects !== null) place(byKey.get(notice.corrects))
    ordered.add(notice)
  }
  notices.forEach(place)
  return [...ordered]
}

function noticeRow(campaign: CampaignId, notice: NoticeEntry): NoticeRow {
  const at = (written: string | null) => (written === null ? null : readMoment(written, 'from'))
  return {
    ...notice,
    id: noticeIdFor(campaign, notice.key),
    publishAt: at(notice.publishAt),
    withdrawnAt: at(notice.withdrawnAt),
    corrects: notice.corrects === null ? null : noticeIdFor(campaign, notice.corrects),
    posted: notice.posted as Day | null,
    through: notice.through as Day | null,
  }
}
