import { type RosterUse, rosterUse } from '../db/private/roster-entrance.ts'
import type { Deps } from './deps.ts'
import type { CampaignFile } from './rules/campaign.ts'

/** How many people of each unit and class are on the list, and how many have been in: never who. */
export const rosterNow = ({ db }: Deps, { id }: CampaignFile): Promise<readonly RosterUse[]> => rosterUse(db, id)
