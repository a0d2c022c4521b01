import { nomineeByNumber } from '../../db/nominees.ts'
import { provesOf } from '../../web/text/terms.ts'
import { CACHEABLE } from '../headers.ts'
import { Refused } from '../http.ts'
import { campaignList, scorerOf } from '../reads.ts'
import { type CampaignFile, milestoneFor } from '../rules/campaign.ts'
import type { Disclosure } from '../rules/disclosure.ts'
import { integrityReport } from '../rules/integrity.ts'
import { disclosedTally } from '../tallies.ts'
import * as shapes from './api-shapes.ts'
import { campaignIn, type Endpoint, HARMLESS } from './endpoint.ts'

/** What anybody may read of campaigns. */
export const CAMPAIGN_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/api/time',
    summary: '服务器时间',
    repeat: HARMLESS,
    answer: shapes.Time,
    refusals: [],
    handle: c => c.json({ now: c.var.deps.now() }),
  },
  {
    method: 'get',
    path: '/api/campaigns',
    summary: '全部活动',
    repeat: HARMLESS,
    answer: shapes.Campaigns,
    refusals: [],
    handle: async c => {
      c.header('Cache-Control', CACHEABLE)
      const lines = await campaignList(c.var.deps)
      return c.json({
        campaigns: lines.map(({ slug, title, theme, identity, milestones, nomineeCount }) => ({
          slug,
          title,
          theme,
          identity,
          milestones,
          nomineeCount,
        })),
      })
    },
  },
  {
    method: 'get',
    path: '/api/campaigns/:slug',
    summary: '一个活动：类别、日程和候选对象名单',
    repeat: HARMLESS,
    answer: shapes.Campaign,
    refusals: ['not-found'],
    handle: async c => {
      c.header('Cache-Control', CACHEABLE)
      return c.json(campaignJson(await campaignIn(c)))
    },
  },
  {
    method: 'get',
    path: '/api/campaigns/:slug/nominees/:number',
    summary: '一个候选对象的事迹',
    repeat: HARMLESS,
    answer: shapes.Nominee,
    refusals: ['not-found'],
    handle: async c => {
      const campaign = await campaignIn(c)
      const number = c.req.param('number') ?? ''
      const nominee = /^\d{1,6}$/.test(number) ? await nomineeByNumber(c.var.deps.db, campaign.id, Number(number)) : null
      if (!nominee) throw new Refused({ code: 'not-found' })
      c.header('Cache-Control', CACHEABLE)
      return c.json(nominee)
    },
  },
  {
    method: 'get',
    path: '/api/campaigns/:slug/results',
    summary: '按公布规则可以公开的投票数据',
    repeat: HARMLESS,
    answer: shapes.Results,
    refusals: ['not-found'],
    handle: async c => {
      const campaign = await campaignIn(c)
      c.header('Cache-Control', CACHEABLE)
      return c.json({
        use: campaign.use,
        identity: campaign.identity,
        ...resultsJson(await disclosedTally(c.var.deps, campaign, 'public')),
      })
    },
  },
  {
    method: 'get',
    path: '/api/campaigns/:slug/integrity',
    summary: '投票诚信报告：收到、计入、暂缓、作废的选票，按日期、身份方式、类别和原因',
    repeat: HARMLESS,
    answer: shapes.Integrity,
    refusals: ['not-found'],
    handle: async c => {
      const campaign = await campaignIn(c)
      const vote = milestoneFor(campaign, 'vote')
      if (!vote) throw new Refused({ code: 'not-found' })
      c.header('Cache-Control', CACHEABLE)
      const { use, identity } = campaign
      const report = integrityReport(await disclosedTally(c.var.deps, campaign, 'public'), vote)
      return c.json({ use, identity, proves: provesOf(campaign), scorer: await scorerOf(c.var.deps, campaign), ...report })
    },
  },
]

const campaignJson = (campaign: CampaignFile) => ({
  slug: campaign.slug,
  title: campaign.title,
  organizers: campaign.organizers,
  theme: campaign.theme,
  summary: campaign.summary,
  identity: campaign.identity,
  use: campaign.use,
  visibility: campaign.visibility,
  period: campaign.period,
  totalMin: campaign.totalMin,
  totalMax: campaign.totalMax,
  milestones: campaign.milestones,
  categories: campaign.categories,
  nominees: campaign.nominees.map(({ number, category, name, unit, initials }) => ({ number, category, name, unit, initials })),
})

function resultsJson(disclosure: Disclosure) {
  if (disclosure.shows === 'nothing') return { shows: disclosure.shows, next: disclosure.next }
  if (disclosure.shows !== 'everything') {
    const { shows, ballots, asOf, next } = disclosure
    return shows === 'participation' ? { shows, ballots, asOf, next } : { shows, ballots, votes: disclosure.votes, asOf, next }
  }
  const { figures, final, next } = disclosure
  return { shows: disclosure.shows, final, next, asOf: figures.at, ballots: figures.tally.ballots, votes: figures.tally.votes }
}
