import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { campaignIdOf, type DemoSite, moveClock, operator } from '../../db/demo/site.ts'
import { startSite } from '../../worker/host/runtime.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { addDays, dayOf, instant, startOf } from '../../worker/rules/time.ts'
import { castAt } from './demo-ballots.ts'
import { aDocument } from './makers.ts'

const KEYS = { SITE_KEY: 'a site key for tests of 32 signs or more', OPERATOR_KEY: 'an operator key for tests, 32 or more' }

/** A site whose polls are over, as its own code left them. */
export interface FinishedSite extends DemoSite {
  /** May be said twice. */
  stop(): Promise<void>
}

export async function startOver(state: string): Promise<FinishedSite> {
  const site = await startSite({ state, host: '127.0.0.1', port: 0, build: 'local', vars: { ...KEYS, SITE_NAME: '明评' } })
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= site.stop()
    return stopped
  }
  return { origin: site.origin, operatorKey: KEYS.OPERATOR_KEY, siteKey: KEYS.SITE_KEY, say: () => undefined, stop }
}

export interface Votes {
  readonly ballots: readonly (readonly number[])[]
  /** Places of ballots, from 1. */
  readonly held: readonly number[]
}

/** The window of every poll here, in Shanghai: over, but not for so long that the site has begun to delete what it need not keep. */
const TODAY = dayOf(instant(Date.now()))
const [FROM, UNTIL] = [addDays(TODAY, -4), addDays(TODAY, -2)]
const DURING = startOf(addDays(TODAY, -3))

/**
 * Opens a poll of one box, casts these ballots through its public door, and holds those of these places as the scorer would.
 * Answers the poll's id.
 */
export async function voteIn(demo: FinishedSite, slug: string, { ballots, held }: Votes): Promise<CampaignId> {
  const vote = { step: 'vote', title: '网上评议', from: FROM, until: UNTIL } as const
  const document = aDocument({ slug, milestones: [vote] })
  await operator(demo, `campaigns/${slug}`, { method: 'PUT', body: document })
  await moveClock(demo, DURING)
  await operator(demo, `campaigns/${slug}/open`, { method: 'POST' })
  const id = await campaignIdOf(demo, slug)
  const receipts: string[] = []
  for (const choices of ballots) receipts.push(await castAt({ site: demo, slug, campaign: id }, DURING, choices))
  const codes = held.map(place => receipts[place - 1])
  await operator(demo, `hold/${slug}`, { method: 'POST', body: { receipts: codes, reasons: ['DEV.COOKIE_CHURN'] } })
  return id
}

/** Lets the site notice that these polls are over: opening again changes nothing but makes a box look at the clock. */
export async function closePolls(demo: FinishedSite, slugs: readonly string[]): Promise<void> {
  await moveClock(demo, null)
  for (const slug of slugs) await operator(demo, `campaigns/${slug}/open`, { method: 'POST' })
}

/** The recount bundle of a poll, as soon as the site has it: a box notices a second later that it is closed. */
export async function bundleOf({ origin }: FinishedSite, slug: string): Promise<Uint8Array> {
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${origin}/c/${slug}/bundle.zip`)
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer())
    if (answer.status !== 409 || tries === 300) throw new Error(`no bundle of ${slug}: ${answer.status}`)
    await pause(100)
  }
}

/** The file in which the only box of a poll lies, under the state of a site that has stopped. */
export function boxFile(state: string, campaign: CampaignId): DatabaseSync {
  const folder = join(state, 'do/mingping-BallotBox')
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.sqlite') || name === 'metadata.sqlite') continue
    const file = new DatabaseSync(join(folder, name))
    if (file.prepare("select 1 from poll where json_extract(spec, '$.campaign') = ?").get(campaign)) return file
    file.close()
  }
  throw new Error(`there is no ballot box of ${campaign}`)
}
