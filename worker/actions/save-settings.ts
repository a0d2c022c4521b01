import { lastEdit, updateCampaign } from '../../db/campaign-edits.ts'
import { campaignBySlug } from '../../db/campaigns.ts'
import { wasOvertaken, wordsOf } from '../../db/revisions.ts'
import type { Deps } from '../deps.ts'
import { forgetAll } from '../memo.ts'
import { emptyCache } from '../page-cache.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { type CampaignDraft, draftOf, withDraft } from '../rules/draft.ts'
import { differing, FROZEN, type Merged, mergedOf, partsOf } from '../rules/draft-parts.ts'
import type { Slug } from '../rules/ids.ts'
import type { FormFlaw, Refusal } from '../rules/refusal.ts'
import type { Staff } from '../rules/roles.ts'
import type { Instant } from '../rules/time.ts'

export interface SettingsSave {
  readonly slug: Slug
  /** The revision that the form was made from, and what it said then. */
  readonly revision: number
  readonly was: CampaignDraft
  readonly draft: CampaignDraft
  /** Saved by itself while somebody was typing. */
  readonly auto: boolean
}

export type SettingsSaved =
  | { readonly kind: 'saved'; readonly revision: number; readonly at: Instant }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Somebody else saved something in the meantime; nothing was written, and nothing of either is lost. */
  | {
      readonly kind: 'overtaken'
      readonly refusal: Extract<Refusal, { code: 'edited-by-other' }>
      readonly revision: number
      readonly theirs: CampaignDraft
      readonly merged: Merged
    }

/**
 * Saves the settings of a campaign. Repeating it is harmless: settings that are there already are not written again.
 * A save names the revision it began with; the database lets only one save follow each, and one that comes too late is
 * told who was quicker and what differs. Once the poll is open, what is frozen is refused.
 */
export async function saveSettings(deps: Deps, staff: Staff, save: SettingsSave): Promise<SettingsSaved> {
  const before = await campaignBySlug(deps.db, save.slug)
  if (!before) return refused({ code: 'not-found' })
  const there = draftOf(before)
  const [theirs, mine] = [partsOf(there), partsOf(save.draft)]
  const changed = differing(theirs, mine)
  if (changed.length === 0) return { kind: 'saved', revision: before.revision, at: deps.now() }
  // The list of nominees counts revisions too; only other settings are an other person's work on this page.
  if (before.revision !== save.revision && differing(partsOf(save.was), theirs).length > 0)
    return overtaken(deps, { before, there, save })
  if (before.openedAt !== null && changed.some(part => FROZEN.includes(part))) return refused({ code: 'spec-frozen' })
  const flaws = [...inhabited(before, save.draft), ...unreachable(before, save.draft)]
  if (flaws.length > 0) return refused({ code: 'form-refused', flaws })
  const now = deps.now()
  try {
    await updateCampaign(deps.db, staff, { before, campaign: withDraft(before, save.draft), auto: save.auto, now })
  } catch (error) {
    // Somebody was quicker by a moment: what there is now decides, and it is another revision than before.
    if (wasOvertaken(error)) return saveSettings(deps, staff, save)
    if (/FOREIGN KEY/.test(wordsOf(error))) return refused({ code: 'form-refused', flaws: [INHABITED] })
    throw error
  }
  forgetAll()
  emptyCache()
  return { kind: 'saved', revision: before.revision + 1, at: now }
}

const refused = (refusal: Refusal): SettingsSaved => ({ kind: 'refused', refusal })

async function overtaken(
  deps: Deps,
  { before, there, save }: { before: CampaignFile; there: CampaignDraft; save: SettingsSave },
): Promise<SettingsSaved> {
  const edit = (await lastEdit(deps.db, before.id)) ?? { by: '运维命令', at: deps.now() }
  return {
    kind: 'overtaken',
    refusal: { code: 'edited-by-other', ...edit },
    revision: before.revision,
    theirs: there,
    merged: mergedOf({ was: save.was, mine: save.draft, theirs: there }),
  }
}

const INHABITED: FormFlaw = { field: 'categories', says: '要删除的类别里还有候选对象，请先把他们改到别的类别。' }

/** A category that still has nominees cannot go. The database would refuse it too, but not by name. */
function inhabited({ categories, nominees }: CampaignFile, draft: CampaignDraft): readonly FormFlaw[] {
  const kept = new Set(draft.categories.map(({ key }) => key))
  return categories
    .filter(({ key }) => !kept.has(key))
    .map(({ key, name }) => ({ name, count: nominees.filter(({ category }) => category === key).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => ({
      field: 'categories',
      says: `“${name}”还有 ${count} 个候选对象，不能删除；请先把他们改到别的类别。`,
    }))
}

/** The public may see a campaign only with somebody to turn to. */
function unreachable({ publishedAt }: CampaignFile, { contact }: CampaignDraft): readonly FormFlaw[] {
  const empty = (['office', 'phone'] as const).filter(name => publishedAt !== null && contact[name] === '')
  return empty.map(name => ({ field: `contact.${name}`, says: '活动已经公开，这一项不能空着。' }))
}
