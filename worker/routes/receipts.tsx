import { Hono } from 'hono'
import { appealAt } from '../../db/appeals.ts'
import { NoBallotPage, NoReceiptPage, ReceiptPage } from '../../web/pages/receipt.tsx'
import type { BallotStanding } from '../../web/parts/standing.tsx'
import { keepView } from '../../web/parts/view.tsx'
import { paths } from '../../web/paths.ts'
import { identify } from '../actions/cast-ballot.ts'
import type { AppContext, AppTypes } from '../http.ts'
import { boxOf } from '../objects/names.ts'
import { personalPage, siteOf } from '../page.tsx'
import { campaignAt } from '../reads.ts'
import { type CampaignFile, pollStage } from '../rules/campaign.ts'
import { familiesOf } from '../rules/reason.ts'
import { readReceiptCode } from '../rules/receipt.ts'
import { myBallot, voterOf } from './voter.ts'
import { wechatSignIn } from './wechat.tsx'

/** What voters can read of ballots that were recorded. */
export const receiptRoutes = new Hono<AppTypes>()

receiptRoutes.get('/c/:slug/my-ballot', async c => {
  const campaign = await campaignAt(c.var.deps, c.req.param('slug'))
  const voter = voterOf(c, campaign)
  const mine = await myBallot(c, campaign, voter)
  if (!mine) return noBallot(c, campaign, { known: identify(campaign, voter).ok })
  return personalPage(
    c,
    <ReceiptPage
      site={siteOf(c)}
      campaign={campaign}
      receipt={mine}
      next={mine.next}
      standing={await standingAt(c, campaign, mine.code)}
      now={c.var.deps.now()}
    />,
  )
})

const noBallot = (c: AppContext, campaign: CampaignFile, { known }: { known: boolean }) =>
  personalPage(
    c,
    <NoBallotPage
      site={siteOf(c)}
      campaign={campaign}
      stage={pollStage(campaign, c.var.deps.now())}
      known={known}
      signIn={wechatSignIn(c, campaign, 'my-ballot')}
    />,
  )

/** A code of which no box knows: what was typed stays in the field, so that it can be compared with the slip. */
const noReceipt = (c: AppContext, campaign: CampaignFile, typed: string) =>
  personalPage(c, <NoReceiptPage site={siteOf(c)} campaign={campaign} typed={typed} />, 404)

/** A typed code becomes the address of its receipt; what cannot be one is not found. */
receiptRoutes.get('/c/:slug/receipts', async c => {
  const campaign = await campaignAt(c.var.deps, c.req.param('slug'))
  const typed = c.req.query('code') ?? ''
  const read = readReceiptCode(typed)
  if (!read) return noReceipt(c, campaign, typed)
  return c.redirect(keepView(paths.receipt(campaign.slug, read.code), siteOf(c).view), 303)
})

receiptRoutes.get('/c/:slug/receipts/:code', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  // A receipt has one address, however its code was typed (T27).
  const code = readReceiptCode(c.req.param('code'))?.code
  if (code && code !== c.req.param('code')) return c.redirect(paths.receipt(campaign.slug, code), 303)
  const receipt = await receiptByCode(c, campaign, c.req.param('code'))
  if (!receipt) return noReceipt(c, campaign, c.req.param('code'))
  const standing = await standingAt(c, campaign, receipt.code)
  return personalPage(
    c,
    <ReceiptPage site={siteOf(c)} campaign={campaign} receipt={receipt} standing={standing} now={deps.now()} />,
  )
})

/** The ballot a receipt speaks of; null when no box holds such a one. */
export async function receiptByCode(c: AppContext, campaign: CampaignFile, text: string) {
  const read = readReceiptCode(text)
  if (!read || read.place.shard >= campaign.shards || campaign.openedAt === null) return null
  return boxOf(c.var.deps.env, campaign.id, read.place.shard).receipt(read.place.seq, read.tag)
}

/** What became of a ballot and of its appeal. Null when there is none of this code, and until the poll has closed: whoever probes the rules learns nothing (F6). */
export async function standingAt(c: AppContext, campaign: CampaignFile, code: string): Promise<BallotStanding | null> {
  const read = readReceiptCode(code)
  if (!read || pollStage(campaign, c.var.deps.now()) !== 'closed') return null
  const ballot = await receiptByCode(c, campaign, code)
  if (!ballot) return null
  const appeal = await appealAt(c.var.deps.db, campaign.id, read.place)
  return { status: ballot.status, families: familiesOf(ballot.reasons), appeal }
}
