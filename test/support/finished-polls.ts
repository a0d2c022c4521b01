import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { type DemoSite, moveClock, operator, post } from '../../db/demo/site.ts'
import { ballotFor } from '../../db/demo/voters.ts'
import { startSite } from '../../worker/host/runtime.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
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

/** The window of every poll here, in Shanghai. */
const [FROM, UNTIL] = ['2026-03-01', '2026-03-02']
const DURING = Date.parse(`${FROM}T12:00:00+08:00`)

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
  const id = await idOf(demo, slug)
  const receipts: string[] = []
  for (const choices of ballots) {
    const { cookie, key, body } = await ballotFor({ siteKey: demo.siteKey, campaign: id, now: DURING }, choices)
    const answer = await post(demo, `/api/campaigns/${slug}/ballots`, { cookie, key, body: JSON.parse(body) })
    if (!answer.ok) throw new Error(`a ballot was refused: ${await answer.text()}`)
    receipts.push(((await answer.json()) as { receipt: string }).receipt)
  }
  const codes = held.map(place => receipts[place - 1])
  await operator(demo, `hold/${slug}`, { method: 'POST', body: { receipts: codes, reasons: ['DEV.COOKIE_CHURN'] } })
  return id
}

async function idOf(demo: FinishedSite, slug: string): Promise<CampaignId> {
  type Listed = { readonly campaigns: readonly { readonly id: CampaignId; readonly slug: string }[] }
  const { campaigns } = await operator<Listed>(demo, 'campaigns', { method: 'GET' })
  return campaigns.find(one => one.slug === slug)?.id as CampaignId
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
