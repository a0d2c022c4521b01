import { DAY_NAMES } from '../db/calendar.ts'
import type { TimetableViewProps } from '../web/console/timetable-view.tsx'
import type { Deps } from './deps.ts'
import { calendarNow } from './reads.ts'
import type { CampaignFile } from './rules/campaign.ts'
import type { CampaignDraft } from './rules/draft.ts'
import { readMoment } from './rules/moment.ts'
import type { Day } from './rules/time.ts'
import type { Calendar } from './rules/working-days.ts'

/** Years before and after the campaign's own whose days its page is told: whoever plans turns a page or two. */
const AROUND = 1

/** The timetable of a draft with as much of the calendar as it may come to need while somebody moves its days. */
export async function timetableOf(deps: Deps, campaign: CampaignFile, draft: CampaignDraft): Promise<TimetableViewProps> {
  const now = deps.now()
  const milestones = draft.milestones.flatMap(({ step, title, from, until }) => {
    const [start, end] = [readMoment(from, 'from'), readMoment(until, 'until')]
    return start === null || end === null ? [] : [{ step, title, from: start, until: end }]
  })
  const years = [new Date(now).getUTCFullYear(), ...milestones.flatMap(({ from, until }) => [from, until]).map(yearOf)]
  const [first, last] = [String(Math.min(...years) - AROUND), String(Math.max(...years) + AROUND + 1)]
  const near = (days: ReadonlySet<string>) => new Set([...days].filter(day => day >= first && day < last))
  const { years: known, holidays, makeUpDays } = await calendarNow(deps)
  const calendar: Calendar = { years: known, holidays: near(holidays), makeUpDays: near(makeUpDays) }
  const names = Object.fromEntries([...calendar.holidays, ...calendar.makeUpDays].map(day => [day, DAY_NAMES[day] ?? '']))
  return {
    ...{ milestones, calendar, now },
    names: names as Readonly<Record<Day, string>>,
    publicityDays: draft.publicityDays,
    draft: campaign.publishedAt === null,
  }
}

const yearOf = (at: number): number => new Date(at).getUTCFullYear()
