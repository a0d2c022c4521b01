import type { Step } from './campaign.ts'
import type { WrittenStep } from './draft.ts'
import { momentFields, momentOfFields } from './moment.ts'
import { PUBLICITY_DAYS } from './notice.ts'
import { addDays, type Day, startOf } from './time.ts'
import { type Calendar, kindOf, lastDayOfPeriod } from './working-days.ts'

/** A step of a template: it begins on the day after the one before it ends. */
export interface TemplateStep {
  readonly step: Step
  readonly title: string
  /** Calendar days, or as many working days as a public notice must last. */
  readonly length: number | 'publicity'
  /** Clock time at which it begins; its first day's 0:00 when not said. */
  readonly opens?: string
  /** A meeting or a ceremony: never on a day off. */
  readonly onWorkingDay?: boolean
}

/** A timetable on real days. */
export interface LaidOut {
  readonly steps: readonly WrittenStep[]
  /** Years that the timetable touches without an official calendar: what rests on them is to be checked once it is out. */
  readonly unknown: readonly string[]
}

/** Counts working days while they are known, and remembers the years that were not. */
class Ruler {
  readonly unknown = new Set<string>()
  readonly #calendar: Calendar

  constructor(calendar: Calendar) {
    this.#calendar = calendar
  }

  /** This day, or the next that is worked; where the calendar is not out, this day. */
  workingDay(day: Day): Day {
    for (let at = day; ; at = addDays(at, 1)) {
      const kind = kindOf(at, this.#calendar)
      if (kind === 'working') return at
      if (kind === 'unknown') return this.missed(at, day)
    }
  }

  /**
   * The last day of a public notice. Where the calendar is not out yet, a stretch that is long enough by any calendar
   * there has been; nothing is counted by a calendar that somebody made up (N3).
   */
  lastDay(posted: Day, days: number): Day {
    const last = lastDayOfPeriod(posted, days, this.#calendar)
    return last.known ? last.value : this.missed(`${last.year}-01-01` as Day, addDays(posted, Math.max(15, days * 3)))
  }

  /** Remembers the year of a day that could not be judged, and gives what stands in for it. */
  private missed(day: Day, instead: Day): Day {
    this.unknown.add(day.slice(0, 4))
    return instead
  }

  /** Every year of these steps that has no calendar, whether something was counted in it or not. */
  years(steps: readonly WrittenStep[]): readonly string[] {
    for (const { from, until } of steps)
      for (const written of [from, until])
        if (!this.#calendar.years.has(written.slice(0, 4))) this.unknown.add(written.slice(0, 4))
    return [...this.unknown].sort()
  }
}

/** Lays the steps of a template out from a chosen day, one after the other. */
export function layOut(
  steps: readonly TemplateStep[],
  { start, calendar, days = PUBLICITY_DAYS }: { start: Day; calendar: Calendar; days?: number },
): LaidOut {
  const ruler = new Ruler(calendar)
  const laid: WrittenStep[] = []
  let next = start
  for (const { step, title, length, opens, onWorkingDay } of steps) {
    const first = length === 'publicity' || onWorkingDay ? ruler.workingDay(next) : next
    const last = length === 'publicity' ? ruler.lastDay(first, days) : addDays(first, length - 1)
    laid.push({ step, title, from: momentOfFields(first, opens ?? ''), until: last })
    next = addDays(last, 1)
  }
  return { steps: laid, unknown: ruler.years(laid) }
}

/** Days between a campaign and its next run: a year, on the same weekday. */
export const YEAR_OF_WEEKS = 364

/**
 * An earlier timetable from a new first day on. Everything keeps its distance; what must be worked is moved to the next
 * working day, a public notice is made as long as it must be in the new year, and what follows moves with it.
 */
export function shifted(
  steps: readonly WrittenStep[],
  { start, calendar, days = PUBLICITY_DAYS }: { start: Day; calendar: Calendar; days?: number },
): LaidOut {
  const ruler = new Ruler(calendar)
  const first = steps.map(({ from }) => dayIn(from)).sort()[0] ?? start
  let offset = daysBetween(first, start)
  const laid = steps.map(({ step, title, from, until }) => {
    const [began, ended] = [momentFields(from), momentFields(until)]
    const publicity = step === 'publicity' || step === 'final-publicity'
    const meeting = dayIn(from) === dayIn(until)
    const planned = addDays(dayIn(from), offset)
    const day = publicity || meeting ? ruler.workingDay(planned) : planned
    offset += daysBetween(planned, day)
    const plannedEnd = addDays(dayIn(until), offset)
    const lawful = publicity ? ruler.lastDay(day, days) : plannedEnd
    const end = lawful > plannedEnd ? lawful : plannedEnd
    offset += daysBetween(plannedEnd, end)
    return { step, title, from: momentOfFields(day, began.clock), until: momentOfFields(end, ended.clock) }
  })
  return { steps: laid, unknown: ruler.years(laid) }
}

const dayIn = (written: string): Day => written.slice(0, 10) as Day
export const daysBetween = (from: Day, to: Day): number => Math.round((startOf(to) - startOf(from)) / 86_400_000)
