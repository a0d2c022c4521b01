import { likeNominee } from '../actions/like-nominee.ts'
import { Refused, refusalJson } from '../http.ts'
import { likeCounts } from '../likes.ts'
import { likesOf } from '../objects/names.ts'
import { originOf } from '../origin.ts'
import { milestoneFor } from '../rules/campaign.ts'
import { deviceOf } from '../session.ts'
import * as shapes from './api-shapes.ts'
import { bodyOf, campaignIn, type Endpoint, HARMLESS } from './endpoint.ts'

/** Likes: publicity only, counted apart from every tally (L1). */
export const LIKE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/api/campaigns/:slug/likes',
    summary: '点赞数，以及本设备今天点过的编号；点赞仅作宣传，不作评选依据',
    repeat: HARMLESS,
    answer: shapes.Likes,
    refusals: ['not-found'],
    handle: async c => {
      const campaign = await campaignIn(c)
      if (!milestoneFor(campaign, 'likes')) throw new Refused({ code: 'not-found' })
      const device = deviceOf(c)
      const [likes, liked] = await Promise.all([
        likeCounts(c.var.deps, campaign.id),
        device ? likesOf(c.var.deps.env, campaign.id).liked(device.id) : [],
      ])
      return c.json({ likes, liked })
    },
  },
  {
    method: 'post',
    path: '/api/campaigns/:slug/likes',
    summary: '为一个候选对象点赞；点赞仅作宣传，不作评选依据',
    repeat: '可以重复；同一设备同一天对同一对象只计一次。',
    body: shapes.LikeBody,
    answer: shapes.Liked,
    refusals: [
      'not-found',
      'session-missing',
      'too-quick',
      'human-check-failed',
      'human-check-expired',
      'human-check-unavailable',
      'likes-not-open',
      'likes-closed',
      'already-liked',
      'unknown-nominee',
      'slow-down',
      'body-malformed',
      'wrong-content-type',
      'body-too-large',
      'cross-site',
    ],
    handle: async c => {
      const campaign = await campaignIn(c)
      const { number, check } = await bodyOf(c, shapes.LikeBody)
      const verdict = await likeNominee(
        c.var.deps,
        { campaign, device: deviceOf(c), origin: originOf(c.req.raw, c.var.deps.config) },
        { number, proof: check },
      )
      return verdict.ok ? c.json(verdict.value) : refusalJson(c, verdict.refusal)
    },
  },
]
