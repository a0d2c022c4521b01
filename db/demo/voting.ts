import type { CampaignDocument } from '../../worker/import/document.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { readMoment } from '../../worker/rules/moment.ts'
import { HOUR } from '../../worker/rules/time.ts'
import { BRANCHES } from './campaign-finished.ts'
import { type Chance, chanceFrom } from './chance.ts'
import { campaignIdOf, type DemoSite, moveClock, operator, post } from './site.ts'
import { deviceCookie, powProof, visitCookieOf } from './voters.ts'

/** A campaign with its voters: what they like, and the chance that decides the rest. */
export interface Voting {
  readonly document: CampaignDocument
  readonly campaign: CampaignId
  readonly chance: Chance
  readonly weights: ReadonlyMap<number, number>
}

export async function votingIn(site: DemoSite, document: CampaignDocument, seed: number): Promise<Voting> {
  const campaign = await campaignIdOf(site, document.settings.slug)
  const chance = chanceFrom(seed)
  return {
    document,
    campaign,
    chance,
    weights: new Map(document.nominees.map(({ number }) => [number, 0.4 + chance.next() ** 2 * 3])),
  }
}

/** A device that the same seed makes again, so that loading the demo twice casts every ballot once. */
export const deviceBy = (chance: Chance): string => Array.from({ length: 32 }, () => chance.whole(0, 15).toString(16)).join('')

const keyOf = (device: string): string => device.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')

/** A filled-in ballot: many people choose fewer than they may. */
function choicesOf({ document, chance, weights }: Voting): number[] {
  return document.settings.categories.flatMap(({ key, min, max }) => {
    const there = document.nominees.filter(({ category }) => category === key).map(({ number }) => number)
    const count = chance.next() < 0.55 ? max : Math.max(min, chance.whole(1, max))
    return chance.sample(there, count, number => weights.get(number) ?? 1)
  })
}

/** Votes by the hour of the day, from midnight on: few at night, most after supper. */
const BUSY = [1, 1, 1, 1, 1, 2, 4, 9, 14, 18, 16, 15, 18, 15, 14, 15, 14, 16, 20, 26, 28, 22, 12, 4]

/** Moments of the vote so far, in order. */
function momentsOf({ document, chance }: Voting, count: number): number[] {
  const window = document.settings.milestones.find(({ step }) => step === 'vote')
  const from = readMoment(window?.from ?? '', 'from') ?? 0
  const until = Math.min(readMoment(window?.until ?? '', 'until') ?? 0, Date.now() - HOUR / 2)
  const moments: number[] = []
  while (moments.length < count) {
    const at = Math.floor(from + chance.next() * (until - from))
    if (chance.next() * 28 < (BUSY[new Date(at + 8 * HOUR).getUTCHours()] ?? 1)) moments.push(at)
  }
  return moments.sort((a, b) => a - b)
}

async function cast(
  site: DemoSite,
  voting: Voting,
  { now, device, cookies }: { now: number; device: string; cookies: readonly string[] },
): Promise<string> {
  const { slug } = voting.document.settings
  const check = await powProof({ siteKey: site.siteKey, campaign: voting.campaign, now }, device)
  const answer = await post(site, `/api/campaigns/${slug}/ballots`, {
    cookie: [...cookies, visitCookieOf({ siteKey: site.siteKey, campaign: voting.campaign, now }, device)].join('; '),
    key: keyOf(device),
    body: { choices: choicesOf(voting), check },
  })
  if (!answer.ok) throw new Error(`a demo ballot was refused: ${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as { receipt: string }).receipt
}

/** Ballots of an open vote, one per device. */
export async function castByDevices(site: DemoSite, document: CampaignDocument, count: number): Promise<void> {
  const voting = await votingIn(site, document, 77)
  for (const now of momentsOf(voting, count)) {
    await moveClock(site, now)
    const device = deviceBy(voting.chance)
    await cast(site, voting, { now, device, cookies: [deviceCookie({ siteKey: site.siteKey, now }, device)] })
  }
}

/** One ballot in so many is held, as after a hasty hour at a counter: the case desk and the reviewers have something to weigh. */
const HELD_EVERY = 19

/** Ballots of a vote by codes: every branch gets its codes, most of them are used. Does nothing where codes are out. */
export async function castByCodes(site: DemoSite, document: CampaignDocument, perBranch: number): Promise<void> {
  const voting = await votingIn(site, document, 99)
  const { slug } = document.settings
  const { batches } = await operator<{ batches: readonly unknown[] }>(site, `campaigns/${slug}/codes`, { method: 'GET' })
  if (batches.length > 0) return
  const codes: string[] = []
  for (const unit of BRANCHES) {
    const issued = await operator<{ codes: readonly string[] }>(site, `campaigns/${slug}/codes`, {
      method: 'POST',
      body: { unit, count: perBranch },
    })
    codes.push(...issued.codes.slice(0, Math.floor(perBranch * (0.7 + voting.chance.next() * 0.3))))
  }
  const shuffled = voting.chance.sample(codes, codes.length, () => 1)
  const receipts: string[] = []
  for (const [i, now] of momentsOf(voting, codes.length).entries()) {
    await moveClock(site, now)
    const device = deviceBy(voting.chance)
    const cookie = deviceCookie({ siteKey: site.siteKey, now }, device)
    const shown = await post(site, `/api/campaigns/${slug}/code`, { cookie, body: { code: shuffled[i] } })
    if (!shown.ok) throw new Error(`a demo code was refused: ${shown.status} ${await shown.text()}`)
    const receipt = await cast(site, voting, {
      now,
      device,
      cookies: [cookie, ...shown.headers.getSetCookie().map(one => one.split(';')[0] ?? '')],
    })
    if (i % HELD_EVERY === 5) receipts.push(receipt)
  }
  const body = { receipts, reasons: ['TIME.FAST', 'NAV.NO_VIEW'] }
  await operator(site, `hold/${slug}`, { method: 'POST', body })
}
