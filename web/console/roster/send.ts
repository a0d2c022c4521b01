import type { Slug } from '../../../worker/rules/ids.ts'
import type { RosterMode, RosterPlan } from '../../../worker/rules/roster.ts'
import { type Answer, pause } from '../../islands/api.ts'
import { staffPaths } from '../../staff-paths.ts'
import { askAsStaff } from '../prove.ts'
import type { Coded, Person } from './messages.ts'

/** Rows in one part: half a second of work for the site, and of waiting where the line is slow. */
const PART = 2000
const TIMEOUT = 60_000
const TRIES = 4

/** What came of it, or sentences that say why not. */
export type Sent<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly says: readonly string[] }

interface Refusal {
  readonly message: string
  readonly problems?: readonly string[]
}

/** Asks until there is an answer: everything here may be sent twice. */
async function sure<T>(path: string, body: unknown): Promise<Sent<T>> {
  for (let left = TRIES; ; left--) {
    const answer: Answer<T> = await askAsStaff<T>(path, { body, timeout: TIMEOUT })
    if (answer.kind === 'ok') return { ok: true, value: answer.value }
    if (answer.kind === 'refused') {
      const { message, problems = [] } = answer.refusal as Refusal
      return { ok: false, says: [message, ...problems] }
    }
    if (left <= 1) return { ok: false, says: ['暂时连不上，名册没有改动。请检查网络后再试一次。'] }
    await pause(1500)
  }
}

/** An import under way. */
export interface Way {
  readonly slug: Slug
  readonly id: string
  readonly rows: number
}

interface Sending {
  readonly slug: Slug
  readonly mode: RosterMode
  readonly rows: number
  readonly part: (from: number, count: number) => Promise<readonly Person[]>
  readonly keep: (codes: readonly Coded[]) => void
  readonly tell: (share: number) => void
}

/** Sends the whole list, part by part; none of it counts until `settle`. */
export async function sendRoster({ slug, mode, rows, part, keep, tell }: Sending): Promise<Sent<Way>> {
  const begun = await sure<{ id: string }>(staffPaths.beginRoster(slug), { mode })
  if (!begun.ok) return begun
  const { id } = begun.value
  for (let from = 0; from < rows; from += PART) {
    const people = await part(from, PART)
    const staged = await sure<{ codes: readonly Coded[] }>(staffPaths.stageRoster(slug), { import: id, rows: people })
    if (!staged.ok) return staged
    keep(staged.value.codes)
    tell(Math.min(1, (from + PART) / rows))
  }
  return { ok: true, value: { slug, id, rows } }
}

export const planOf = ({ slug, id, rows }: Way): Promise<Sent<RosterPlan>> =>
  sure(staffPaths.planRoster(slug), { import: id, rows })

export const settle = ({ slug, id, rows }: Way): Promise<Sent<RosterPlan>> =>
  sure(staffPaths.settleRoster(slug), { import: id, rows })
