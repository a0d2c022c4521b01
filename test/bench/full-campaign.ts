import { voteCampaign } from '../../db/demo/campaign-vote.ts'
import { timetableFrom } from '../../db/demo/timetable.ts'
import type { CampaignDocument } from '../../worker/import/document.ts'
import { dayOf, instant } from '../../worker/rules/time.ts'

/** A campaign as large as real ones get: 180 nominees in three categories, four notices, open for voting, no pictures. */
export const fullCampaign = (): CampaignDocument => voteCampaign(timetableFrom(dayOf(instant(Date.now()))))
