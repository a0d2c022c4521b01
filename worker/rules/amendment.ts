import { type Amendment, type DecisionRecord, standingLines } from './decision.ts'
import { findPersonalData } from './masking.ts'
import type { FormFlaw } from './refusal.ts'
import { type Day, day } from './time.ts'

/** A revocation as it was typed. */
export interface AmendmentDraft {
  readonly numbers: readonly number[]
  readonly meeting: string
  readonly day: string
  readonly reason: string
}

export const AMENDMENT_LIMITS = { meeting: 60, reason: { least: 10, most: 300 } } as const

export interface AmendmentTerms {
  readonly record: DecisionRecord
  /** Those that stand already, in their order. */
  readonly amendments: readonly Amendment[]
  /** The hash of the last of them, or of the record. */
  readonly previous: string
  readonly today: Day
}

/** Whom an amendment can still take something from. */
export const revocable = (terms: Pick<AmendmentTerms, 'record' | 'amendments'>) =>
  standingLines(terms.record, terms.amendments).filter(
    ({ outcome }) => outcome === 'honoured' || outcome === 'named' || outcome === 'alternate',
  )

/**
 * The next amendment, or what stands against it. It can only take back: there is no way to honour anybody by an amendment,
 * so a place that is taken back stays empty.
 */
export function judgeAmendment(
  { numbers, meeting, day: written, reason }: AmendmentDraft,
  terms: AmendmentTerms,
): { readonly ok: true; readonly amendment: Amendment } | { readonly ok: false; readonly flaws: readonly FormFlaw[] } {
  const flaws: FormFlaw[] = []
  const say = (field: string, says: string) => flaws.push({ field, says })
  const revoked = revocable(terms).filter(({ number }) => numbers.includes(number))
  if (numbers.length === 0) say('numbers', '请选择要撤销的对象。')
  else if (revoked.length !== new Set(numbers).size) say('numbers', '只能撤销授予、提名或候补的对象，请重新选择。')
  const held = day(written)
  if (meeting === '') say('meeting', '请填写作出撤销决定的会议。')
  if (held === null) say('day', '请填写会议日期。')
  else if (held > terms.today) say('day', '会议日期在今天以后，会议开过以后才能提出。')
  else if (held < terms.record.meeting.day) say('day', '会议日期早于原来的评审决定，请核对。')
  const length = [...reason].length
  const { least, most } = AMENDMENT_LIMITS.reason
  if (length < least || length > most) say('reason', `请写明撤销的原因，${least} 到 ${most} 个字，现在 ${length} 个。`)
  else if (findPersonalData(reason).length > 0) say('reason', '原因会留在记录里，请不要写证件号、电话等个人信息。')
  if (flaws.length > 0 || held === null) return { ok: false, flaws }
  return {
    ok: true,
    amendment: {
      format: 'mingping-decision-amendment/1',
      campaign: terms.record.campaign.id,
      number: terms.amendments.length + 1,
      previous: terms.previous,
      ...{ meeting, day: held, reason },
      revoked: revoked.map(({ number, name, unit, category }) => ({ number, name, unit, category })),
    },
  }
}
