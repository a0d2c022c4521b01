import { Hono } from 'hono'
import { CACHEABLE } from '../headers.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import {
  likeBundleJson,
  likeLogOf,
  likeNoteOf,
  likePolicyText,
  likeResultJson,
  likeSizesOf,
  likeTileOf,
  likeZip,
} from '../like-log.ts'
import type { LikeLogSheet } from '../objects/logged-likes.ts'
import { campaignAt } from '../reads.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { readTilePath } from '../rules/tlog/tile.ts'
import { HEAD_CACHE, json, sizesText, text, tileAnswer, zipAnswer } from './log-answers.ts'

/** The log of likes and the bundle with which they are counted again. All of it is public; whom likes are for, after the end. */
export const likeLogRoutes = new Hono<AppTypes>()

const LIKES = '/c/:slug/likes'
const LOG = `${LIKES}/s0`

async function likeLogAt(c: AppContext): Promise<{ readonly campaign: CampaignFile; readonly log: LikeLogSheet }> {
  const campaign = await campaignAt(c.var.deps, c.req.param('slug') ?? '')
  const log = await likeLogOf(c.var.deps, campaign)
  if (!log) throw new Refused({ code: 'not-found' })
  return { campaign, log }
}

likeLogRoutes.get(`${LOG}/checkpoint`, async c => {
  const { campaign } = await likeLogAt(c)
  return text(c, await likeNoteOf(c.var.deps, campaign), HEAD_CACHE)
})

likeLogRoutes.get(`${LOG}/checkpoints`, async c => {
  const { campaign } = await likeLogAt(c)
  return text(c, sizesText(await likeSizesOf(c.var.deps, campaign)), HEAD_CACHE)
})

// Witnesses may still add their lines to it.
likeLogRoutes.get(`${LOG}/checkpoints/:size{[1-9][0-9]{0,9}}`, async c => {
  const { campaign } = await likeLogAt(c)
  return text(c, await likeNoteOf(c.var.deps, campaign, Number(c.req.param('size'))), CACHEABLE)
})

likeLogRoutes.get(`${LOG}/:tile{tile/.+}`, async c => {
  const { campaign } = await likeLogAt(c)
  const tile = readTilePath(c.req.param('tile'))
  return tileAnswer(c, tile && (await likeTileOf(c.var.deps, campaign, tile)))
})

likeLogRoutes.get(`${LIKES}/bundle.json`, async c => {
  const { campaign, log } = await likeLogAt(c)
  return json(c, likeBundleJson(campaign, log))
})
likeLogRoutes.get(`${LIKES}/policy.txt`, async c => text(c, likePolicyText((await likeLogAt(c)).log), CACHEABLE))
likeLogRoutes.get(`${LIKES}/result.json`, async c => json(c, likeResultJson((await likeLogAt(c)).log)))

likeLogRoutes.get(`${LIKES}/bundle.zip`, async c => {
  const { campaign, log } = await likeLogAt(c)
  return zipAnswer(c, `${campaign.shortTitle}-点赞核验包.zip`, likeZip(c.var.deps, campaign, log))
})
