import { STEPS } from './campaign.ts'
import type { CampaignDraft } from './draft.ts'

/**
 * A draft taken apart into what two people would call one thing each: a field, one step of the timetable, the list of
 * categories. Parts are what is compared, merged and frozen.
 */
export type DraftParts = ReadonlyMap<string, unknown>

export function partsOf({ contact, milestones, ...fields }: CampaignDraft): DraftParts {
  const parts = new Map<string, unknown>(Object.entries(fields))
  for (const [name, value] of Object.entries(contact)) parts.set(`contact.${name}`, value)
  for (const step of STEPS) parts.set(`milestones.${step}`, milestones.find(one => one.step === step) ?? null)
  return parts
}

/** The other way round. Steps come in the order of time, and those that begin together in the order of the law. */
export function draftFrom(parts: DraftParts): CampaignDraft {
  const fields = Object.fromEntries([...parts].filter(([name]) => !name.includes('.')))
  const contact = Object.fromEntries(
    [...parts].filter(([name]) => name.startsWith('contact.')).map(([name, value]) => [name.slice('contact.'.length), value]),
  )
  const milestones = inTime(STEPS.map(step => parts.get(`milestones.${step}`)).filter(Boolean) as CampaignDraft['milestones'])
  return { ...fields, contact, milestones } as unknown as CampaignDraft
}

/** By their beginnings, which sort as text because they are written alike. */
export const inTime = (steps: CampaignDraft['milestones']): CampaignDraft['milestones'] =>
  [...steps].sort((a, b) => a.from.localeCompare(b.from) || STEPS.indexOf(a.step) - STEPS.indexOf(b.step))

/** Names of the parts in which two drafts differ. */
export function differing(a: DraftParts, b: DraftParts): readonly string[] {
  return [...a.keys()].filter(name => JSON.stringify(a.get(name)) !== JSON.stringify(b.get(name)))
}

/**
 * What opening the poll fixes: whatever the ballot boxes hold, and what voters were promised of the count. Names of
 * parts; everything else stays open to correction.
 */
export const FROZEN: readonly string[] = [
  'title',
  'use',
  'identity',
  'period',
  'totalMin',
  'totalMax',
  'expectedPeak',
  'order',
  'visibility',
  'batchHour',
  'organizerSeesRunning',
  'categories',
  'milestones.vote',
  'milestones.likes',
]

/** `now` with the frozen parts as they are in `before`. */
export function withFrozen(now: CampaignDraft, before: CampaignDraft): CampaignDraft {
  const kept = partsOf(before)
  return draftFrom(new Map([...partsOf(now)].map(([name, value]) => [name, FROZEN.includes(name) ? kept.get(name) : value])))
}

/** One thing that two people wrote differently. */
export interface Difference {
  readonly part: string
  /** True when both changed it; false when only the other one did. */
  readonly both: boolean
}

export interface Merged {
  readonly differences: readonly Difference[]
  /** What the other one saved, with everything that I changed put over it. */
  readonly draft: CampaignDraft
}

/** Two drafts that began as the same one. `was` is what both began with. */
export function mergedOf({ was, mine, theirs }: Record<'was' | 'mine' | 'theirs', CampaignDraft>): Merged {
  const [base, my, their] = [partsOf(was), partsOf(mine), partsOf(theirs)]
  const changed = new Set(differing(base, my))
  const differences = differing(my, their).filter(part => JSON.stringify(their.get(part)) !== JSON.stringify(base.get(part)))
  const merged = new Map([...their].map(([part, value]) => [part, changed.has(part) ? my.get(part) : value]))
  return { differences: differences.map(part => ({ part, both: changed.has(part) })), draft: draftFrom(merged) }
}
