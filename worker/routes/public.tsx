import { Hono } from 'hono'
import type { VNode } from 'preact'
import { renderSVG } from 'uqr'
import { shownComments } from '../../db/comments.ts'
import { loggedCorrection } from '../../db/log-corrections.ts'
import { nomineeByNumber } from '../../db/nominees.ts'
import { correctionsAround, noticeById, publishedNotices, settlementsOf } from '../../db/notices.ts'
import { objectionCounts } from '../../db/objections.ts'
import { publicityOf } from '../../db/publicity.ts'
import { CampaignPage } from '../../web/pages/campaign.tsx'
import { HomePage } from '../../web/pages/home.tsx'
import { IntegrityPage } from '../../web/pages/integrity.tsx'
import { NomineePage } from '../../web/pages/nominee.tsx'
import { NomineesPage } from '../../web/pages/nominees.tsx'
import { NoticePage } from '../../web/pages/notice.tsx'
import { PrivacyPage } from '../../web/pages/privacy.tsx'
import { ResultsPage } from '../../web/pages/results.tsx'
import type { NomineeQuery } from '../../web/paths.ts'
import type { Deps } from '../deps.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { likesShown } from '../likes.ts'
import { bodyHtml } from '../markdown.ts'
import { originOf } from '../origin.ts'
import { publicPage, siteOf } from '../page.tsx'
import { publicityView } from '../publicity-view.ts'
import { anyCampaignAt, calendarNow, campaignAt, campaignList, logAtMidnight, scorerOf } from '../reads.ts'
import { type CampaignFile, milestoneFor, pollStage, standingOf } from '../rules/campaign.ts'
import { noticeId } from '../rules/ids.ts'
import { integrityReport } from '../rules/integrity.ts'
import { arrange, matches, pageOf } from '../rules/nominee.ts'
import { correctionChain, type NoticeFile, publicityStanding, stateOf } from '../rules/notice.ts'
import type { DeskNotice } from '../rules/notice-desk.ts'
import { minimumOf } from '../rules/publicity.ts'
import type { Calendar } from '../rules/working-days.ts'
import { disclosedTally } from '../tallies.ts'

/** What anybody may read; every page may be kept by a cache for some seconds. */
export const publicRoutes = new Hono<AppTypes>()

const NOMINEES_A_PAGE = 60
/** The newest on a nominee's own page; all of them have a page of their own. */
const COMMENTS_ON_PAGE = 5

publicRoutes.get('/', async c => {
  const { deps } = c.var
  const [campaigns, notices] = await Promise.all([campaignList(deps), publishedNotices(deps.db, deps.now(), { limit: 8 })])
  return publicPage(c, <HomePage site={siteOf(c)} campaigns={campaigns} notices={notices} now={deps.now()} />)
})

publicRoutes.get('/notices/:notice', async c => {
  const { deps } = c.var
  const now = deps.now()
  const { notice, state } = await readableNotice(deps, c.req.param('notice'))
  const [calendar, linked, settlements, logged] = await Promise.all([
    calendarNow(deps),
    correctionsAround(deps.db, notice, now),
    settlementsOf(deps.db, notice, now),
    notice.kind === 'correction' && state.state === 'published' ? loggedCorrection(deps.db, notice.id) : null,
  ])
  const here = linked.find(({ id }) => id === notice.id)
  const campaign = notice.campaign && (await anyCampaignAt(deps, notice.campaign.slug))
  const site = siteOf(c)
  const standing = notice.period && publicityStanding(notice.period, now, calendar)
  const publicity = notice.period && (await publicityShown(deps, notice, { campaign, calendar }))
  const chain = here ? correctionChain(here, linked) : []
  const qr = renderSVG(originOf(c.req.raw, deps.config) + c.req.path, { border: 1 })
  return publicPage(
    c,
    <NoticePage
      site={site}
      notice={notice}
      state={state}
      html={state.state === 'published' ? bodyHtml(notice) : ''}
      standing={standing}
      publicity={publicity}
      chain={chain}
      logged={logged}
      settlements={settlements}
      contact={notice.campaign?.contact ?? null}
      qr={qr}
    />,
  )
})

/** The public side of a 公示: list, postings and two numbers about its objections, never a word of them. */
async function publicityShown(
  deps: Deps,
  { id }: NoticeFile,
  { campaign, calendar }: { campaign: CampaignFile | null; calendar: Calendar },
) {
  const [file, counts] = await Promise.all([publicityOf(deps.db, id), objectionCounts(deps.db, id)])
  const view = publicityView({ notice: id, file, campaign }, { calendar, now: deps.now() })
  return { file: view, counts, minimum: minimumOf(campaign) }
}

/** A notice the public may read: published, or withdrawn after it was. */
export async function readableNotice(
  deps: Deps,
  text: string,
): Promise<{
  notice: NoticeFile & Pick<DeskNotice, 'attachments'>
  state: Extract<ReturnType<typeof stateOf>, { state: 'published' | 'withdrawn' }>
}> {
  const id = noticeId(text)
  const notice = id && (await noticeById(deps.db, id))
  const state = notice && stateOf(notice, deps.now())
  if (!notice || !state || state.state === 'draft' || state.state === 'scheduled') throw new Refused({ code: 'not-found' })
  // While its campaign is a draft, nothing of it is public.
  if (notice.campaign) await campaignAt(deps, notice.campaign.slug)
  return { notice, state }
}

publicRoutes.get('/c/:slug', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const now = deps.now()
  const [disclosure, notices, calendar] = await Promise.all([
    disclosedTally(deps, campaign, 'public'),
    publishedNotices(deps.db, now, { campaign: campaign.id, limit: 20 }),
    calendarNow(deps),
  ])
  return publicPage(
    c,
    <CampaignPage site={siteOf(c)} campaign={campaign} disclosure={disclosure} notices={notices} calendar={calendar} now={now} />,
  )
})

publicRoutes.get('/c/:slug/nominees', async c =>
  publicPage(c, nomineesPage(c, await campaignAt(c.var.deps, c.req.param('slug')))),
)

/** The list as it was asked for; the console's preview shows the same page. */
export function nomineesPage(c: AppContext, campaign: CampaignFile): VNode {
  const { category, unit, q, page } = c.req.query()
  const query: NomineeQuery = { category: category || undefined, unit: unit || undefined, q: q?.slice(0, 30) || undefined }
  const found = campaign.nominees.filter(
    one => (!category || one.category === category) && (!unit || one.unit === unit) && matches(one, query.q ?? ''),
  )
  // One order for everybody, because the page is one for everybody; it changes from day to day.
  const day = new Date(c.var.deps.now()).toISOString().slice(0, 10)
  const list = pageOf(arrange(found, campaign.order, campaign.id + day), pageNumber(page), NOMINEES_A_PAGE)
  const units = [...new Set(campaign.nominees.map(one => one.unit))].sort((a, b) => a.localeCompare(b, 'zh'))
  const phase = milestoneFor(campaign, 'likes')
  const liking = phase !== null && standingOf(phase, c.var.deps.now()) === 'now'
  return <NomineesPage site={siteOf(c)} campaign={campaign} query={query} found={list} units={units} liking={liking} />
}

publicRoutes.get('/c/:slug/nominees/:number{[0-9]{1,6}}', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const nominee = await nomineeByNumber(deps.db, campaign.id, Number(c.req.param('number')))
  if (!nominee) throw new Refused({ code: 'not-found' })
  const now = deps.now()
  const phase = milestoneFor(campaign, 'likes')
  const liking = phase !== null && standingOf(phase, now) === 'now'
  const [likes, comments] = await Promise.all([
    likesShown(deps, campaign),
    campaign.comments ? shownComments(deps.db, { campaign: campaign.id, number: nominee.number, limit: COMMENTS_ON_PAGE }) : null,
  ])
  const voting = pollStage(campaign, now) === 'open'
  return publicPage(c, <NomineePage site={siteOf(c)} {...{ campaign, nominee, voting, liking, likes, comments }} />)
})

publicRoutes.get('/c/:slug/results', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const disclosure = await disclosedTally(deps, campaign, 'public')
  const stage = pollStage(campaign, deps.now())
  return publicPage(
    c,
    <ResultsPage site={siteOf(c)} campaign={campaign} disclosure={disclosure} stage={stage} now={deps.now()} />,
  )
})

publicRoutes.get('/c/:slug/integrity', async c => {
  const { deps } = c.var
  const campaign = await campaignAt(deps, c.req.param('slug'))
  const vote = milestoneFor(campaign, 'vote')
  const stage = pollStage(campaign, deps.now())
  if (!vote || stage === 'none') throw new Refused({ code: 'not-found' })
  const [disclosure, scorer, log] = await Promise.all([
    disclosedTally(deps, campaign, 'public'),
    scorerOf(deps, campaign),
    logAtMidnight(deps),
  ])
  const report = integrityReport(disclosure, vote)
  return publicPage(c, <IntegrityPage site={siteOf(c)} {...{ campaign, report, stage, scorer, log }} />)
})

publicRoutes.get('/privacy', c => publicPage(c, <PrivacyPage site={siteOf(c)} />))

const pageNumber = (text: string | undefined): number => Math.min(10_000, Math.max(1, Math.trunc(Number(text)) || 1))
