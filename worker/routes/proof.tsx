import { Hono } from 'hono'
import { type Book, ProofPage } from '../../web/pages/proof.tsx'
import { OfflineVerifyPage, VerifyPage } from '../../web/pages/verify.tsx'
import { paths } from '../../web/paths.ts'
import { VERIFY } from '../../web/text/verify.ts'
import type { Deps } from '../deps.ts'
import type { AppTypes } from '../http.ts'
import { type Log, logsOf, noteOf, vkeyOf } from '../logs.ts'
import { pageText, publicPage, siteOf } from '../page.tsx'
import { campaignAt } from '../reads.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { toBase64 } from '../rules/tlog/base64.ts'
import { readCheckpoint } from '../rules/tlog/checkpoint.ts'

/** What the records of a vote prove, and the page that checks them without asking this site. */
export const proofRoutes = new Hono<AppTypes>()

proofRoutes.get('/c/:slug/proof', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const logs = await logsOf(deps, campaign)
  const books = await Promise.all(logs.map(log => bookOf(deps, campaign, log)))
  const final = logs.length > 0 && logs.every(({ result }) => result !== null)
  return publicPage(c, <ProofPage site={siteOf(c)} campaign={campaign} books={books} final={final} />)
})

async function bookOf(deps: Deps, campaign: CampaignFile, log: Log): Promise<Book> {
  const { shard, noteKey, laterKeys } = log
  const note = await noteOf(deps, campaign, shard)
  const read = note === null ? null : readCheckpoint(note)
  const names = read?.note.signatures.map(({ name }) => name).filter(name => name !== noteKey.name) ?? []
  const head = read && { size: read.checkpoint.size, root: toBase64(read.checkpoint.root), witnesses: [...new Set(names)] }
  const later = laterKeys.map(one => ({ key: vkeyOf(one), since: one.since }))
  return { shard, name: noteKey.name, key: vkeyOf(log), laterKeys: later, head }
}

proofRoutes.get(paths.verify(), c => publicPage(c, <VerifyPage site={siteOf(c)} />))

proofRoutes.get(paths.verifyOffline(), c =>
  c.body(pageText(<OfflineVerifyPage site={siteOf(c)} />), 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${VERIFY}.html`)}`,
  }),
)
