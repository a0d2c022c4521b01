import type { CampaignDocument, NomineeEntry } from '../../worker/import/document.ts'
import { readMoment } from '../../worker/rules/moment.ts'
import { dayOf, instant } from '../../worker/rules/time.ts'
import { callCampaign } from './campaign-call.ts'
import { finishedCampaign } from './campaign-finished.ts'
import { likesCampaign } from './campaign-likes.ts'
import { publicityCampaign } from './campaign-publicity.ts'
import { voteCampaign } from './campaign-vote.ts'
import { decide } from './deciding.ts'
import { Desk } from './desk.ts'
import { giveLikes } from './liking.ts'
import { putPapers } from './papers.ts'
import { housePortrait, personPortrait } from './portrait.ts'
import { reviewFinished } from './reviewing.ts'
import { type DemoSite, moveClock, operator } from './site.ts'
import { timetableFrom } from './timetable.ts'
import { castByCodes, castByDevices } from './voting.ts'

export interface DemoAccount {
  readonly login: string
  readonly name: string
  readonly role: 'organizer' | 'reviewer' | 'auditor' | 'administrator'
  readonly password: string
}

/** How much of everything; a test is content with less. */
export interface DemoScale {
  readonly ballots: number
  readonly codesPerBranch: number
  readonly likes: number
}
const FULL: DemoScale = { ballots: 420, codesPerBranch: 30, likes: 500 }

/** Loads the five demo campaigns with their ballots and likes, and the staff accounts. Loading again changes nothing. */
export async function loadDemo(
  site: DemoSite,
  accounts: readonly DemoAccount[],
  { ballots, codesPerBranch, likes: likeCount }: DemoScale = FULL,
): Promise<void> {
  // The first call already fails on a production site, which has no clock to move: the demo cannot get in there.
  await moveClock(site, null)
  const time = timetableFrom(dayOf(instant(Date.now())))
  const [vote, finished, likes] = [voteCampaign(time), finishedCampaign(time), likesCampaign(time)]
  for (const document of [vote, finished, likes, publicityCampaign(time), callCampaign(time)])
    await importWithPortraits(site, document)
  const open = async () => {
    for (const { settings } of [vote, finished, likes])
      await operator(site, `campaigns/${settings.slug}/open`, { method: 'POST' })
  }
  // Before the earliest vote: a box that was opened after its close tells its last figures, and takes no ballot after that.
  await moveClock(site, Math.min(...[vote, finished].map(firstBallot)))
  await open()
  // The earlier poll first: its boxes look at the clock while they have work, and close when it has gone past their end.
  await castByCodes(site, finished, codesPerBranch)
  site.say(`演示选票：${finished.settings.shortTitle}，凭投票码`)
  await castByDevices(site, vote, ballots)
  site.say(`演示选票：${vote.settings.shortTitle}，${ballots} 张`)
  await giveLikes(site, likes, likeCount)
  site.say(`演示点赞：${likes.settings.shortTitle}，${likeCount} 次`)
  for (const { login, name, role, password } of accounts) {
    await operator(site, 'staff', { method: 'POST', body: { login, name, role, unit: null, password } })
    // Visitors of the demo have no authenticator for it; only the local build knows this address.
    await operator(site, `staff/waive/${login}`, { method: 'POST' })
  }
  const [organizer, reviewer] = [
    accounts.find(({ role }) => role === 'organizer'),
    accounts.find(({ role }) => role === 'reviewer'),
  ]
  if (organizer && reviewer) await reviewFinished(site, finished, { organizer, reviewer })
  await decide(site, finished, { people: accounts, time })
  await moveClock(site, null)
  // Opening again changes nothing, but it makes every box look at the clock, which has just jumped back to the present.
  await open()
  if (organizer) await putPapers(await new Desk(site).signIn(organizer), vote.settings.slug, vote.nominees.slice(1, 4))
}

/** When the vote of a campaign begins. */
function firstBallot({ settings }: CampaignDocument): number {
  const vote = settings.milestones.find(({ step }) => step === 'vote')
  return readMoment(vote?.from ?? '', 'from') ?? Date.now()
}

/** Imports a campaign with drawn portraits of everybody in it. */
export async function importWithPortraits(site: DemoSite, document: CampaignDocument): Promise<void> {
  const { settings, notices } = document
  const houses = new Set(settings.categories.filter(({ kind }) => kind === 'organization').map(({ key }) => key))
  const nominees: NomineeEntry[] = []
  for (let at = 0; at < document.nominees.length; at += 8) {
    const part = document.nominees.slice(at, at + 8)
    nominees.push(...(await Promise.all(part.map(one => withPortrait(site, one, houses.has(one.category))))))
  }
  await operator(site, `campaigns/${settings.slug}`, { method: 'PUT', body: { ...document, nominees } })
  site.say(`演示活动：${settings.shortTitle}，候选对象 ${nominees.length} 个，公告 ${notices.length} 篇`)
}

async function withPortrait(site: DemoSite, nominee: NomineeEntry, house: boolean): Promise<NomineeEntry> {
  const seed = [...nominee.name].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) >>> 0, nominee.number)
  const woman = /[她]/.test(nominee.deeds)
  const { hash, large, small } = house ? await housePortrait(seed) : await personPortrait(seed, woman)
  await operator(site, `photos/${hash}/s`, { method: 'PUT', body: small })
  await operator(site, `photos/${hash}/l`, { method: 'PUT', body: large })
  return { ...nominee, photo: hash }
}
