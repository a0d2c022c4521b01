import { type Milestone, STEPS, type Step } from './campaign.ts'
import { checkPeriod } from './notice.ts'
import { type Day, dayOf, type Instant, lastDayOf, startOf } from './time.ts'
import { type Calendar, type Counted, workingDaysIn } from './working-days.ts'

/** Something in a timetable that somebody should look at, in the order in which the steps come. */
export type TimetableWarning =
  | { readonly kind: 'reversed'; readonly step: Step }
  | { readonly kind: 'publicity-short'; readonly step: Step; readonly days: number; readonly earliest: Day }
  | { readonly kind: 'no-calendar'; readonly step: Step; readonly year: string }
  | { readonly kind: 'vote-in-publicity'; readonly step: Step; readonly ends: Instant }
  | { readonly kind: 'out-of-order'; readonly step: Step; readonly other: Step }
  | { readonly kind: 'overlap'; readonly step: Step; readonly other: Step }
  | { readonly kind: 'likes-beyond-vote'; readonly step: Step }
  | { readonly kind: 'in-past'; readonly step: Step }

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
    ...ofVote(sound),
    ...ofNeighbours(sound),
  ]
}

function ofOne(milestone: Milestone, { calendar, now, publicityDays, draft }: TimetableCircumstances): TimetableWarning[] {
  const { step, from } = milestone
  const found: TimetableWarning[] = []
  const [posted, through] = [dayOf(from), lastDayOf(milestone)]
  if (draft && from < startOf(dayOf(now))) found.push({ kind: 'in-past', step })
  const year = [posted, through].map(day => day.slice(0, 4)).find(one => !calendar.years.has(one))
  if (year !== undefined) found.push({ kind: 'no-calendar', step, year })
  if (step !== 'publicity' && step !== 'final-publicity') return found
  // The step's first day is taken for the day of posting, which does not count (Civil Code art. 201).
  const check = checkPeriod({ posted, through }, calendar, publicityDays)
  if (check.verdict === 'too-short') found.push({ kind: 'publicity-short', step, days: publicityDays, earliest: check.earliest })
  return found
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
