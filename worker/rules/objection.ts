import type { ObjectionId } from './ids.ts'
import type { FormFlaw } from './refusal.ts'
import { keptFor } from './retention.ts'
import type { Verb } from './roles.ts'
import { addDays, DAY, type Day, dayOf, type Instant } from './time.ts'
import { type Calendar, type Counted, lastDayOfPeriod } from './working-days.ts'

/** 已收到 · 已受理 · 不予受理 · 调查核实中 · 已答复 · 已办结 (N4). */
export const OBJECTION_STATES = ['received', 'accepted', 'declined', 'investigating', 'answered', 'closed'] as const
export type ObjectionState = (typeof OBJECTION_STATES)[number]

/** What a move must say to the objector. */
export type MoveWords = 'nothing' | 'reason' | 'answer'

export interface Move {
  readonly to: ObjectionState
  readonly verb: Verb
  readonly words: MoveWords
}

const move = (to: ObjectionState, words: MoveWords = 'nothing'): Move => ({ to, verb: 'answer-objections', words })

/**
 * Every lawful move and who may make it; there is no other. An answer can be taken up again, because the objector may
 * add something to it; what was declined or closed stays so, since a public notice may rest on it.
 */
export const MOVES: Readonly<Record<ObjectionState, readonly Move[]>> = {
  received: [move('accepted'), move('declined', 'reason')],
  accepted: [move('investigating')],
  investigating: [move('answered', 'answer')],
  answered: [move('closed'), move('investigating')],
  declined: [],
  closed: [],
}

/** Null when there is no such move. */
export const moveFrom = (state: ObjectionState, to: string): Move | null => MOVES[state].find(one => one.to === to) ?? null

/** What is done holds no public notice up any more. */
export const DONE: readonly ObjectionState[] = OBJECTION_STATES.filter(state => MOVES[state].length === 0)
export const isDone = (state: ObjectionState): boolean => MOVES[state].length === 0

/**
 * Working days an objection may stay in a state. The rules on letters and visits (信访工作条例) give 15 days to say whether
 * a matter is taken up and 60 to finish it; a public notice waits for its objections, so these are far shorter: 3 to
 * take it up, 2 to begin, 10 to answer, and 3 in which the objector may come back before it is closed.
 */
export const DAYS_IN: Readonly<Partial<Record<ObjectionState, number>>> = {
  received: 3,
  accepted: 2,
  investigating: 10,
  answered: 3,
}

/** The last day of the present state; null when nothing is due any more, a year when its calendar is missing. */
export function deadlineOf({ state, since }: { state: ObjectionState; since: Day }, calendar: Calendar): Counted<Day> | null {
  const days = DAYS_IN[state]
  return days === undefined ? null : lastDayOfPeriod(since, days, calendar)
}

export const isOverdue = (deadline: Counted<Day> | null, now: Instant): boolean =>
  deadline?.known === true && dayOf(now) > deadline.value

/**
 * Content is kept for 180 days after both the objection and its public notice are done: the six months in which the
 * outcome can still be brought before a court (行政诉讼法 art. 46). Then only state, days and counts stay.
 */
export const CONTENT_KEPT = keptFor('objections')

/** What may be known of an objection without reading it. */
export interface ObjectionLine {
  readonly id: ObjectionId
  readonly state: ObjectionState
  readonly named: boolean
  /** The day only: the minute could tell who was at the screen. */
  readonly filed: Day
  readonly since: Day
  readonly files: number
  readonly supplements: number
  readonly revision: number
  readonly purged: boolean
}

/** What a public page may say of the objections to a notice: two numbers. */
export interface ObjectionCounts {
  readonly received: number
  readonly done: number
}

export const LENGTH = { least: 20, most: 5000 } as const
export const REASON_LENGTH = { least: 5, most: 500 } as const
export const FILES_MOST = 5
export const FILE_BYTES = 10 * 1024 * 1024
/** Supplements to one objection: enough for a conversation, not for a flood. */
export const SUPPLEMENTS_MOST = 10

/** What somebody fills in. An anonymous one has neither name nor contact. */
export interface ObjectionDraft {
  /** The number of a nominee in the public notice; null for the notice as a whole. */
  readonly about: number | null
  readonly named: boolean
  readonly name: string
  readonly contact: string
  readonly facts: string
}

const PHONE = /^\+?[0-9][0-9 ()-]{5,19}$/
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,}$/

/** What is wrong with it, field by field; empty when it can be filed. */
export function draftFlaws(draft: ObjectionDraft, listed: readonly number[]): readonly FormFlaw[] {
  const flaws: FormFlaw[] = []
  const say = (field: string, says: string) => flaws.push({ field, says })
  if (draft.about !== null && !listed.includes(draft.about)) say('about', '请从名单中选择，或选择“整个公示”。')
  if (draft.named && (draft.name.length < 2 || draft.name.length > 40)) say('name', '请填写您的姓名，2 到 40 个字。')
  if (draft.named && !PHONE.test(draft.contact) && !EMAIL.test(draft.contact))
    say('contact', '请填写能联系到您的电话或电子邮箱。')
  const flaw = factsFlaw(draft.facts)
  if (flaw) flaws.push(flaw)
  return flaws
}

/** The same measure for the objection and for what is added to it later. */
export function factsFlaw(facts: string, least: number = LENGTH.least): FormFlaw | null {
  const length = [...facts].length
  if (length < least) return { field: 'facts', says: `请写明具体事实，至少 ${least} 个字，现在 ${length} 个。` }
  if (length > LENGTH.most) return { field: 'facts', says: `最多 ${LENGTH.most} 个字，现在 ${length} 个；更多材料可以作为附件。` }
  return null
}

/** What is wrong with the words of a move; null when they will do. */
export function wordsFlaw(needs: MoveWords, words: string): FormFlaw | null {
  const length = [...words].length
  if (needs === 'reason' && (length < REASON_LENGTH.least || length > REASON_LENGTH.most))
    return { field: 'words', says: `请写明不予受理的理由，${REASON_LENGTH.least} 到 ${REASON_LENGTH.most} 个字，异议人会看到。` }
  if (needs === 'answer' && (length < LENGTH.least || length > LENGTH.most))
    return { field: 'words', says: `请写明核实情况和结论，${LENGTH.least} 到 ${LENGTH.most} 个字，异议人会看到。` }
  return null
}

/** The day from which content of something finished at these moments is due to be deleted. */
export const purgeDayOf = (done: Instant, concluded: Instant): Day =>
  addDays(dayOf(Math.max(done, concluded) as Instant), CONTENT_KEPT / DAY)

/** Where the sealed files of an objection lie; all of them go when its content is deleted. */
export const folderOf = (id: ObjectionId): string => `sealed/${id}/`
