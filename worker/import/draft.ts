import * as v from 'valibot'
import type { CampaignDraft } from '../rules/draft.ts'
import { PUBLICITY_DAYS } from '../rules/notice.ts'
import type { FormFlaw } from '../rules/refusal.ts'
import { CampaignSettings } from './document.ts'
import { settingsFlaws } from './flaws.ts'
import { sayIssue } from './issue.ts'

const { format: _format, slug: _slug, contact, ...entries } = CampaignSettings.entries
const { office: _office, phone: _phone, ...addresses } = contact.entries
const later = v.pipe(v.string(), v.trim(), v.maxLength(40, '最多 40 个字'))

/**
 * The settings page's document: the settings of a campaign folder under the same rules, with what only the desk keeps.
 * Its contact may come later; the checklist asks for it before anything is public.
 */
const Draft = v.strictObject({
  ...entries,
  contact: v.strictObject({ ...addresses, office: later, phone: later }),
  publicityDays: v.pipe(
    v.number('应为数字'),
    v.integer('应为整数'),
    v.minValue(PUBLICITY_DAYS, `公示不少于 ${PUBLICITY_DAYS} 个工作日`),
    v.maxValue(60, '不大于 60'),
  ),
  fourEyes: v.boolean(),
  comments: v.boolean(),
})

export type DraftReading =
  | { readonly ok: true; readonly draft: CampaignDraft }
  | { readonly ok: false; readonly flaws: readonly FormFlaw[] }

/** What a form wrote, checked as a campaign folder is; each flaw under the name of the field that it belongs to. */
export function readDraft(raw: unknown): DraftReading {
  const parsed = v.safeParse(Draft, raw)
  const steps = (raw as { milestones?: readonly { step?: string }[] }).milestones ?? []
  const flaw = (path: string, says: string): FormFlaw => ({ field: fieldOf(path, steps), says: `${says}。` })
  if (!parsed.success)
    return {
      ok: false,
      flaws: parsed.issues.map(issue => {
        const { path, text } = sayIssue(issue, Draft)
        return flaw(path, text)
      }),
    }
  const flaws = settingsFlaws(parsed.output).map(({ path, says }) => flaw(path, says))
  return flaws.length > 0 ? { ok: false, flaws } : { ok: true, draft: parsed.output }
}

/** Steps stand in the form under their own names, and a list that is one field there has one place for all its flaws. */
function fieldOf(path: string, steps: readonly { readonly step?: string }[]): string {
  const [head = '', at = '', ...rest] = path.split('.')
  if (head === 'milestones') return ['milestones', steps[Number(at)]?.step ?? at, ...rest].join('.')
  return head === 'categories' || head === 'contact' ? path : head
}
