import type { Chance } from '../../db/demo/chance.ts'
import type { Site } from '../../worker/host/runtime.ts'
import type { CampaignDocument } from '../../worker/import/document.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { aDocument, aNominee } from '../support/makers.ts'

// The poll of a fault run: open for long enough, and with public figures, so that the tally can be compared.

export const SLUG = 'fault-run'
export const KEYS = {
  SITE_KEY: 'the site key of a fault run, of no use elsewhere',
  OPERATOR_KEY: 'the operator key of a fault run, as well',
}

const PEOPLE = Array.from({ length: 12 }, (_, i) => i + 1)
const GROUPS = Array.from({ length: 6 }, (_, i) => i + 13)

/** What a fault wants otherwise of its poll. */
export type PollWishes = Partial<Pick<CampaignDocument['settings'], 'identity' | 'period' | 'humanChecks' | 'milestones'>>

/** `shards` must be a power of two; the site derives it from the expected peak, 150 ballots a second for each box. */
export const pollDocument = (shards: number, wishes: PollWishes): CampaignDocument => {
  const document = aDocument({
    slug: SLUG,
    visibility: 'live',
    expectedPeak: shards * 150,
    milestones: [{ step: 'vote', title: '网上评议', from: '2020-01-01', until: '2099-01-01' }],
    categories: [
      { key: 'people', name: '十佳共产党员', kind: 'person', honours: 2, min: 1, max: 3 },
      { key: 'groups', name: '十佳基层党组织', kind: 'organization', honours: 1, min: 0, max: 2 },
    ],
    ...wishes,
  })
  return {
    ...document,
    nominees: [...PEOPLE, ...GROUPS].map(number => aNominee(number, { category: number <= 12 ? 'people' : 'groups' })),
  }
}

/** Imports and opens the poll the way an operator does, and asks the database for its id. */
export async function openPoll({ origin, runtime }: Site, shards: number, wishes: PollWishes = {}): Promise<CampaignId> {
  const address = `${origin}/operator/campaigns/${SLUG}`
  const headers = { authorization: `Bearer ${KEYS.OPERATOR_KEY}`, 'content-type': 'application/json' }
  for (const answer of [
    await fetch(address, { method: 'PUT', headers, body: JSON.stringify(pollDocument(shards, wishes)) }),
    await fetch(`${address}/open`, { method: 'POST', headers }),
  ])
    if (!answer.ok) throw new Error(`the site refused the poll of the fault run: ${await answer.text()}`)
  const db = await runtime.getD1Database('DB')
  const row = await db.prepare('select id from campaigns where slug = ?').bind(SLUG).first<{ id: string }>()
  if (!row) throw new Error('the poll of the fault run is not in the database')
  return row.id as CampaignId
}

const equally = (): number => 1

/** A valid ballot: one to three of the people, up to two of the groups. */
export const someChoices = (chance: Chance): number[] => [
  ...chance.sample(PEOPLE, chance.whole(1, 3), equally),
  ...chance.sample(GROUPS, chance.whole(0, 2), equally),
]

/** Another valid ballot than `choices`. */
export function otherChoices(chance: Chance, choices: readonly number[]): number[] {
  const written = JSON.stringify([...choices].sort())
  for (;;) {
    const other = someChoices(chance)
    if (JSON.stringify([...other].sort()) !== written) return other
  }
}

/** What the site tells everybody about the votes of an open poll: what was received, whatever became of it. */
export interface Published {
  readonly ballots: number
  readonly votes: Readonly<Record<string, number>>
}

/** The public figures as they are now, past every cache; null when nothing is shown. */
export async function published(origin: string): Promise<Published | null> {
  const answer = await fetch(`${origin}/api/campaigns/${SLUG}/results?at=${Date.now()}`)
  const told = (await answer.json()) as { shows: string } & Published
  return told.shows === 'received' ? { ballots: told.ballots, votes: told.votes } : null
}
