import { auditAlone } from '../db/audit.ts'
import { openDb } from '../db/open.ts'
import type { StaffFile } from '../db/staff.ts'
import { accountsPresent } from '../db/staff-sessions.ts'
import { boardNews } from './board-data.ts'
import type { Deps } from './deps.ts'
import { type Env, readConfig } from './env.ts'
import { anyCampaignAt } from './reads.ts'
import { type CampaignFile, pollStage } from './rules/campaign.ts'
import type { Audience, TallyState } from './rules/disclosure.ts'
import type { Watcher } from './rules/live.ts'
import { may, type Staff } from './rules/roles.ts'
import type { Instant } from './rules/time.ts'
import { IDLE, staffOf } from './staff-session.ts'
import { audienceOf, disclosedState } from './tallies.ts'

interface Moment {
  readonly state: TallyState
  readonly now: Instant
}

/** What a watcher is to be sent, and whether the log knows by now that running figures were seen. */
export interface News {
  readonly text: string
  readonly noted: boolean
}

/**
 * What each of these watchers may be sent at this moment, in their order; null for one who is nobody any more: signed
 * out, idle too long, disabled, or of a role that may not read tallies. Who they are is asked anew each time, so nothing is
 * sent after a session has ended. Running figures are on record before they are sent, one line for a connection.
 */
export async function newsFor(env: Env, watchers: readonly Watcher[], { state, now }: Moment): Promise<readonly (News | null)[]> {
  const deps: Deps = { env, db: openDb(env.DB), config: readConfig(env), now: () => now, waivers: false }
  const present = await accountsPresent(deps.db, watchers, { now, idle: IDLE })
  const told: (News | null)[] = []
  const texts = new Map<Audience, { readonly text: string; readonly running: boolean }>()
  for (const watcher of watchers) {
    const staff = staffHere(present, watcher)
    if (!staff) {
      told.push(null)
      continue
    }
    const campaign = await anyCampaignAt(deps, watcher.slug)
    const audience = audienceOf(staff)
    const said = texts.get(audience) ?? textFor(deps, campaign, { state, audience })
    texts.set(audience, said)
    if (said.running && !watcher.noted)
      await auditAlone(deps.db, staff, { at: now, event: { kind: 'running-tally-read', campaign: campaign.id } })
    told.push({ text: said.text, noted: watcher.noted || said.running })
  }
  return told
}

function staffHere(present: ReadonlyMap<string, StaffFile>, { session, staff: id }: Watcher): Staff | null {
  const account = present.get(session ?? id)
  const staff = account && staffOf(account)
  return staff && may(staff, 'read-final-tally') ? staff : null
}

function textFor(deps: Deps, campaign: CampaignFile, { state, audience }: { state: TallyState; audience: Audience }) {
  const now = deps.now()
  const news = boardNews(campaign, { disclosure: disclosedState(deps, campaign, { state, audience }), now })
  return { text: JSON.stringify(news), running: news.figures !== null && pollStage(campaign, now) === 'open' }
}
