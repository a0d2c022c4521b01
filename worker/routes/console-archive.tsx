import { Hono } from 'hono'
import { auditAlone } from '../../db/audit.ts'
import { storedDocument } from '../../db/documents.ts'
import { ArchivePage } from '../../web/console/archive.tsx'
import { copiedFiles, copyOf } from '../campaign-copy.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { personalPage, siteOf } from '../page.tsx'
import { freshCampaignAt } from '../reads.ts'
import { staffOnly } from '../staff-door.ts'

/** What an organizer may take home of a campaign. */
export const consoleArchiveRoutes = new Hono<AppTypes>()

async function storedAt(c: AppContext) {
  const campaign = await freshCampaignAt(c.var.deps, c.req.param('slug') ?? '')
  const stored = await storedDocument(c.var.deps.db, campaign.slug)
  if (!stored) throw new Refused({ code: 'not-found' })
  return { campaign, stored }
}

consoleArchiveRoutes.get('/staff/campaigns/:slug/archive', staffOnly('copy-campaigns'), async c => {
  const { campaign, stored } = await storedAt(c)
  const { nominees, notices } = stored.document
  const counts = {
    nominees: nominees.length,
    photos: nominees.filter(({ photo }) => photo !== null).length,
    notices: notices.length,
    attachments: notices.reduce((sum, { attachments }) => sum + attachments.length, 0),
  }
  return personalPage(c, <ArchivePage site={siteOf(c)} staff={c.var.staff} campaign={campaign} counts={counts} />)
})

/** Leaves a line in the log for every copy. */
consoleArchiveRoutes.post('/staff/campaigns/:slug/archive', staffOnly('copy-campaigns'), async c => {
  const { deps, staff } = c.var
  const { campaign, stored } = await storedAt(c)
  await auditAlone(deps.db, staff, { at: deps.now(), event: { kind: 'campaign-copied', campaign: campaign.id } })
  return new Response(copyOf(deps.env.FILES, copiedFiles(stored)), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${campaign.slug}.zip"`,
    },
  })
})
