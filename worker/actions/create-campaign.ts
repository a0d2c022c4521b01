import { createHash, randomBytes } from 'node:crypto'
import { insertCampaign } from '../../db/campaign-edits.ts'
import { slugOf } from '../../db/campaigns.ts'
import { wordsOf } from '../../db/revisions.ts'
import type { Deps } from '../deps.ts'
import { readDraft } from '../import/draft.ts'
import { forgetAll } from '../memo.ts'
import { type Campaign, UNTOUCHED } from '../rules/campaign.ts'
import { type CampaignDraft, withDraft } from '../rules/draft.ts'
import { type CampaignId, idFrom, type Slug } from '../rules/ids.ts'
import type { FormFlaw } from '../rules/refusal.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

export interface NewCampaign {
  /** What the form was given when it was shown: the same form sent twice makes one campaign. */
  readonly token: string
  readonly slug: Slug
  readonly template: string
  readonly draft: CampaignDraft
}

/**
 * Makes a campaign as a draft that only staff can see. Repeating it with the same form is harmless: the campaign's id
 * is made from the form's token, and the database lets an id, and an address, be taken once.
 */
export async function createCampaign(deps: Deps, staff: Staff, wanted: NewCampaign): Promise<Verdict<{ slug: Slug }>> {
  const read = readDraft(wanted.draft)
  if (!read.ok) return refuse({ code: 'form-refused', flaws: read.flaws })
  const { slug, template } = wanted
  const id = idFrom('cmp', createHash('sha256').update(`campaign/${staff.id}/${wanted.token}`).digest()) as CampaignId
  const blank = { ...UNTOUCHED, id, slug, template } as Campaign
  try {
    await insertCampaign(deps.db, staff, { campaign: withDraft(blank, read.draft), salt: randomBytes(32), now: deps.now() })
  } catch (error) {
    if (!/UNIQUE constraint failed: campaigns\./.test(wordsOf(error))) throw error
    const there = await slugOf(deps.db, id)
    return there ? accept({ slug: there }) : refuse({ code: 'form-refused', flaws: [TAKEN] })
  }
  forgetAll()
  return accept({ slug })
}

const TAKEN: FormFlaw = { field: 'slug', says: '这个网址已经有活动在用，请换一个。' }
