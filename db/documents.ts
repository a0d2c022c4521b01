import { asc, eq, inArray } from 'drizzle-orm'
import type { CampaignDocument } from '../worker/import/document.ts'
import type { StoredCampaign } from '../worker/import/rows.ts'
import { documentFrom } from '../worker/import/written.ts'
import type { CampaignFile } from '../worker/rules/campaign.ts'
import type { NoticeId, Slug } from '../worker/rules/ids.ts'
import type { Instant } from '../worker/rules/time.ts'
import { campaignBySlug } from './campaigns.ts'
import type { Db } from './open.ts'
import { campaigns } from './schema/campaigns.ts'
import { nominees } from './schema/nominees.ts'
import { attachments, notices } from './schema/notices.ts'

/** A campaign with the document that its rows make, whoever wrote them. */
export interface StoredDocument extends StoredCampaign {
  readonly file: CampaignFile
  readonly document: CampaignDocument
  /** Of the document as the last import left it; another word when none ever did. */
  readonly contentHash: string
  readonly editedAt: Instant | null
}

/** The campaign at an address as a document; null when there is none. */
export async function storedDocument(db: Db, slug: Slug): Promise<StoredDocument | null> {
  const id = db.select({ id: campaigns.id }).from(campaigns).where(eq(campaigns.slug, slug))
  const ofCampaign = db.select({ id: notices.id }).from(notices).where(inArray(notices.campaignId, id))
  const file = await campaignBySlug(db, slug)
  if (!file) return null
  const [rows, people, papers, files] = await db.batch([
    db
      .select({ contentHash: campaigns.contentHash, specHash: campaigns.specHash, editedAt: campaigns.editedAt })
      .from(campaigns)
      .where(eq(campaigns.slug, slug)),
    db.select().from(nominees).where(inArray(nominees.campaignId, id)).orderBy(asc(nominees.position)),
    db.select().from(notices).where(inArray(notices.campaignId, id)),
    db.select().from(attachments).where(inArray(attachments.noticeId, ofCampaign)).orderBy(asc(attachments.position)),
  ])
  const row = rows[0]
  if (!row) return null
  const keys = new Map(papers.map(({ id, key }) => [id, key ?? keyFor(id)]))
  const document = documentFrom({
    file,
    nominees: people,
    notices: papers.map(paper => ({ ...paper, attachments: files.filter(one => one.noticeId === paper.id).map(attachmentOf) })),
    keyOf: one => keys.get(one) ?? keyFor(one),
  })
  const noticeIds = new Map([...keys].map(([notice, key]) => [key, notice]))
  return { ...row, id: file.id, openedAt: file.openedAt, file, document, noticeIds }
}

/** The key of a notice that was written on the site, where notices need none. */
const keyFor = (id: NoticeId): string => id.replace('_', '-')

const attachmentOf = ({ name, mediaType, size, object }: typeof attachments.$inferSelect) => ({
  name,
  mediaType,
  size,
  hash: object.slice('files/'.length),
})
