import { type Milestone, STEPS, type Step } from './campaign.ts'
import { checkPeriod } from './notice.ts'
import { type Day, dayOf, type Instant, lastDayOf, startOf } from './time.ts'
import { type Calendar, type Counted, workingDaysIn } from './working-days.ts'

/** Something in a timetable that somebody should look at, in the order in which the steps come. */
export type TimetableWarning =
  | { readonly kind: 'reversed'; readonly step: Step }
  | { readonly kind: 'publicity-short'; readonly step: Step; readonly days: number; readonly earliest: Day }
  | { readonly kind: 'no-calendar'; readonly step: Step; readonly year: string; readonly steps: readonly Step[] }
  | { readonly kind: 'vote-in-publicity'; readonly step: Step; readonly ends: Instant }
  | { readonly kind: 'out-of-order'; readonly step: Step; readonly other: Step }
  | { readonly kind: 'overlap'; readonly step: Step; readonly other: Step }
  | { readonly kind: 'likes-beyond-vote'; readonly step: Step }
  | { readonly kind: 'in-past'; readonly step: Step; readonly steps: readonly Step[] }

export interface TimetableCircumstances {
  readonly calendar: Calendar
  readonly now: Instant
  /** Working days that a public notice of this campaign lasts at least. */
  readonly publicityDays: number
  /** Whether the public cannot see the campaign yet: only then is a beginning in the past a slip. */
  readonly draft: boolean
}

/** Nobody can vote by such a timetable as it is meant; the others are for people to judge. */
const BLOCKING: readonly TimetableWarning['kind'][] = ['reversed', 'vote-in-publicity', 'out-of-order']
export const blocks = ({ kind }: TimetableWarning): boolean => BLOCKING.includes(kind)

const inOrder = (milestones: readonly Milestone[]): readonly Milestone[] =>
  [...milestones].sort((a, b) => STEPS.indexOf(a.step) - STEPS.indexOf(b.step))

export function timetableWarnings(
  milestones: readonly Milestone[],
  circumstances: TimetableCircumstances,
): readonly TimetableWarning[] {
  const steps = inOrder(milestones)
  const sound = steps.filter(({ from, until }) => from < until)
  return [
    ...steps.filter(one => !sound.includes(one)).map(({ step }) => ({ kind: 'reversed', step }) as const),
    ...sound.flatMap(one => ofOne(one, circumstances)),
    ...ofYears(sound, circumstances),
    ...ofPast(sound, circumstances),
    ...ofVote(sound),
    ...ofNeighbours(sound),
  ]
}

function ofOne(milestone: Milestone, { calendar, publicityDays }: TimetableCircumstances): TimetableWarning[] {
  const { step, from } = milestone
  if (step !== 'publicity' && step !== 'final-publicity') return []
  const [posted, through] = [dayOf(from), lastDayOf(milestone)]
  // The step's first day is taken for the day of posting, which does not count (Civil Code art. 201).
  const check = checkPeriod({ posted, through }, calendar, publicityDays)
  return check.verdict === 'too-short' ? [{ kind: 'publicity-short', step, days: publicityDays, earliest: check.earliest }] : []
}

function ofPast(steps: readonly Milestone[], { now, draft }: TimetableCircumstances): TimetableWarning[] {
  const today = startOf(dayOf(now))
  const past = steps.filter(({ from }) => draft && from < today).map(({ step }) => step)
  return past[0] ? [{ kind: 'in-past', step: past[0], steps: past }] : []
}

/** A year whose official calendar is not out is said once, with every step that rests on it. */
function ofYears(steps: readonly Milestone[], { calendar }: TimetableCircumstances): TimetableWarning[] {
  const yearsOf = (milestone: Milestone) => [dayOf(milestone.from), lastDayOf(milestone)].map(day => day.slice(0, 4))
  const unknown = [...new Set(steps.flatMap(yearsOf))].filter(year => !calendar.years.has(year)).sort()
  return unknown.flatMap((year): TimetableWarning[] => {
    const resting = steps.filter(milestone => yearsOf(milestone).includes(year)).map(({ step }) => step)
    return resting[0] ? [{ kind: 'no-calendar', step: resting[0], year, steps: resting }] : []
  })
}

/** 002: the list is public and open to objection first, then people vote on it. Likes that go beyond the vote confuse. */
function ofVote(steps: readonly Milestone[]): TimetableWarning[] {
  const of = (step: Step) => steps.find(one => one.step === step)
  const [publicity, vote, likes] = [of('publicity'), of('vote'), of('likes')]
  const found: TimetableWarning[] = []
  if (vote && publicity && vote.from < publicity.until)
    found.push({ kind: 'vote-in-publicity', step: 'vote', ends: publicity.until })
  if (vote && likes && (likes.from < vote.from || likes.until > vote.until))
    found.push({ kind: 'likes-beyond-vote', step: 'likes' })
  return found
}

/** Likes run beside anything (004), and the vote and the publicity before it have a rule of their own. */
function ofNeighbours(steps: readonly Milestone[]): TimetableWarning[] {
  const line = steps.filter(({ step }) => step !== 'likes')
  return line.slice(1).flatMap((milestone, i): TimetableWarning[] => {
    const before = line[i]
    if (!before || (before.step === 'publicity' && milestone.step === 'vote')) return []
    const pair = { step: milestone.step, other: before.step }
    if (milestone.from < before.from) return [{ kind: 'out-of-order', ...pair }]
    return milestone.from < before.until ? [{ kind: 'overlap', ...pair }] : []
  })
}

/** The working days of a step, first and last day included; null while it ends before it begins. */
export const workingDaysOf = (milestone: Milestone, calendar: Calendar): Counted<number> | null =>
  milestone.from < milestone.until ? workingDaysIn(dayOf(milestone.from), lastDayOf(milestone), calendar) : null
