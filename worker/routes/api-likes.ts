import { LIKES_USE } from '../../web/text/terms.ts'
import { likeNominee } from '../actions/like-nominee.ts'
import { CACHEABLE } from '../headers.ts'
import { Refused, refusalJson } from '../http.ts'
import { giveLikePass } from '../like-pass.ts'
import { likesShown } from '../likes.ts'
import { likesOf } from '../objects/like-name.ts'
import { milestoneFor } from '../rules/campaign.ts'
import { dayOf } from '../rules/time.ts'
import { deviceOf, knownDevice } from '../session.ts'
import * as shapes from './api-shapes.ts'
import { BODY_REFUSALS, bodyOf, campaignIn, type Endpoint, HARMLESS } from './endpoint.ts'
import { likeVisitor } from './likes.tsx'

/** Likes: publicity only, counted apart from every tally (L1). */
export const LIKE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/api/campaigns/:slug/likes',
    summary: '点赞数：点赞期间按档次、每 5 分钟公布，结束后公布最后的数字；点赞仅作宣传，不作评选依据',
    repeat: HARMLESS,
    answer: shapes.Likes,
    refusals: ['not-found'],
    handle: async c => {
      const shown = await likesShown(c.var.deps, await campaignIn(c))
      if (!shown) throw new Refused({ code: 'not-found' })
      c.header('Cache-Control', CACHEABLE)
      return c.json({ use: LIKES_USE, ...shown })
    },
  },
  {
    method: 'get',
    path: '/api/campaigns/:slug/likes/mine',
    summary: '本设备今天点过赞的编号，并在设备上保存凭据',
    repeat: HARMLESS,
    answer: shapes.MyLikes,
    refusals: ['not-found'],
    handle: async c => {
      const { deps } = c.var
      const campaign = await campaignIn(c)
      if (!milestoneFor(campaign, 'likes')) throw new Refused({ code: 'not-found' })
      const before = deviceOf(c)
      knownDevice(c)
      return c.json(before ? await likesOf(deps.env, campaign.id).liked(before.id) : { day: dayOf(deps.now()), liked: [] })
    },
  },
  {
    method: 'post',
    path: '/api/campaigns/:slug/likes',
    summary: '为一个候选对象点赞；点赞仅作宣传，不作评选依据',
    repeat: '可以重复；同一设备同一天对同一对象只计一次，重复时得到同样的回答。再次发送时可用 sent 注明首次发送的日期。',
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
      'unknown-nominee',
      'slow-down',
      'busy',
      ...BODY_REFUSALS,
    ],
    handle: async c => {
      const campaign = await campaignIn(c)
      const { number, sent, check } = await bodyOf(c, shapes.LikeBody)
      const wish = { number, sent: sent ?? null, proof: check ?? null }
      const verdict = await likeNominee(c.var.deps, likeVisitor(c, campaign), wish)
      if (!verdict.ok) return refusalJson(c, verdict.refusal)
      const { answer, earned } = verdict.value
      if (earned) giveLikePass(c, campaign, earned)
      if (answer.replayed) c.header('Idempotent-Replayed', 'true')
      return c.json({ number: answer.number, day: answer.day, next: answer.next })
    },
  },
]
