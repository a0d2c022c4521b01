import { type Decided, type DecisionLine, type DecisionRecord, type DecisionTerms, decided, type Votes } from './decision.ts'
import { type DecisionDraft, type DraftLine, lineField, NO_LINE } from './decision-draft.ts'
import { findPersonalData } from './masking.ts'
import type { FormFlaw } from './refusal.ts'
import { type Day, day } from './time.ts'

export type Judged =
  | { readonly ok: true; readonly record: DecisionRecord }
  | { readonly ok: false; readonly flaws: readonly FormFlaw[] }

type Say = (field: string, says: string) => void

/** What is typed as a whole number, in full-width digits too; null for nothing and for what is none. */
export function wholeNumber(text: string): number | null {
  const narrow = text.normalize('NFKC').trim()
  return /^\d{1,6}$/.test(narrow) ? Number(narrow) : null
}

/** A draft as a record, or everything that still stands against it: each flaw names its field. */
export function judgeDecision(draft: DecisionDraft, terms: DecisionTerms): Judged {
  const flaws: FormFlaw[] = []
  const say: Say = (field, says) => flaws.push({ field, says })
  const meeting = meetingOf(draft, terms.today, say)
  const attendance = attendanceOf(draft, say)
  // Where nobody knows yet how many were there, no vote is too many.
  const lines = linesOf(draft, { terms, present: attendance.present || Number.POSITIVE_INFINITY, say })
  for (const { key, name, honours } of terms.campaign.categories)
    judgeCategory(
      lines.filter(({ category }) => category === key),
      { name, places: honours, remark: draft.remark, say },
    )
  if (findPersonalData(draft.remark).length > 0) say('remark', '请不要写证件号、电话等个人信息。')
  if (flaws.length > 0) return { ok: false, flaws }
  const { id, title, categories } = terms.campaign
  return {
    ok: true,
    record: {
      format: 'mingping-decision/1',
      campaign: { id, title },
      meeting,
      attendance,
      categories: categories.map(({ key, name, honours }) => ({ key, name, places: honours })),
      lines,
      alternatesNamed: draft.alternatesNamed,
      remark: draft.remark,
    },
  }
}

function meetingOf({ meeting, day: written, place, chair, recorder }: DecisionDraft, today: Day, say: Say) {
  const held = day(written)
  if (meeting === '') say('meeting', '请填写会议名称。')
  if (held === null) say('day', '请填写会议日期。')
  else if (held > today) say('day', '会议日期在今天以后，会议开过以后才能提交。')
  if (place === '') say('place', '请填写会议地点。')
  if (chair === '') say('chair', '请填写主持人。')
  if (recorder === '') say('recorder', '请填写记录人。')
  return { name: meeting, day: (held ?? today) as Day, place, chair, recorder }
}

function attendanceOf({ due: called, present: came, quorum }: DecisionDraft, say: Say) {
  const [due, present] = [wholeNumber(called), wholeNumber(came)]
  if (due === null || due < 1) say('due', '请填写应到人数，是一个整数。')
  if (present === null || present < 1) say('present', '请填写实到人数，是一个整数。')
  else if (due !== null && present > due) say('present', `实到 ${present} 人，多于应到的 ${due} 人，请核对。`)
  if (quorum === '') say('quorum', '请写明到会人数是否符合规定，例如“到会人数超过三分之二，符合规定”。')
  return { due: due ?? 0, present: present ?? 0, quorum }
}

interface Rows {
  readonly terms: DecisionTerms
  readonly present: number
  readonly say: Say
}

/** A line for every nominee, in the order of the campaign's categories and list. */
function linesOf(draft: DecisionDraft, rows: Rows): readonly DecisionLine[] {
  const { categories, nominees } = rows.terms.campaign
  return categories.flatMap(({ key }) =>
    nominees
      .filter(({ category }) => category === key)
      .map(nominee => lineOf(draft.lines[nominee.number] ?? NO_LINE, nominee, rows)),
  )
}

type Nominee = DecisionTerms['campaign']['nominees'][number]

function lineOf(typed: DraftLine, { number, name, unit, category, withdrawn }: Nominee, { present, say }: Rows): DecisionLine {
  const outcome = decided(typed.outcome)
  const at = (field: keyof DraftLine, says: string) => say(lineField(number, field), `${number}号 ${name}：${says}`)
  if (outcome === null) at('outcome', '还没有结果。')
  if (withdrawn !== null && (outcome === 'honoured' || outcome === 'named' || outcome === 'alternate'))
    at('outcome', '已经撤下，不能授予、提名或列为候补。')
  const order = wholeNumber(typed.order)
  if (outcome === 'alternate' && (order === null || order < 1)) at('order', '候补要写明次序，从 1 起。')
  if (outcome !== 'alternate' && typed.order !== '') at('order', '只有候补才有次序。')
  if (outcome === 'revoked' && [...typed.note].length < 4) at('note', '撤销要写明原因，至少 4 个字。')
  if (findPersonalData(typed.note).length > 0) at('note', '请不要写证件号、电话等个人信息。')
  const votes = votesOf(typed, present, says => at('for', says))
  return {
    ...{ number, name, unit, category, votes },
    outcome: outcome ?? 'not-chosen',
    order: outcome === 'alternate' ? order : null,
    note: typed.note,
  }
}

/** Null where no vote was taken: then all three are empty. */
function votesOf({ for: yes, against: no, abstain }: DraftLine, present: number, say: (says: string) => void): Votes | null {
  if (yes === '' && no === '' && abstain === '') return null
  const counts = [yes, no, abstain].map(wholeNumber)
  const [inFavour, against, withheld] = counts
  if (inFavour == null || against == null || withheld == null) {
    say('进行了表决的，赞成、反对、弃权三项都要填写整数，没有的填 0。')
    return null
  }
  const sum = inFavour + against + withheld
  if (sum > present) say(`赞成、反对、弃权合计 ${sum}，多于实到的 ${present} 人，请核对。`)
  return { for: inFavour, against, abstain: withheld }
}

interface CategoryTerms {
  readonly name: string
  readonly places: number
  readonly remark: string
  readonly say: Say
}

/** Orders of alternates run 1, 2, 3 without a gap; a revoked place is not filled again; more than planned is explained. */
function judgeCategory(lines: readonly DecisionLine[], { name, places, remark, say }: CategoryTerms): void {
  const count = (outcome: Decided) => lines.filter(line => line.outcome === outcome).length
  const alternates = lines.filter(({ outcome, order }) => outcome === 'alternate' && order !== null)
  const orders = alternates.map(({ order }) => order as number).sort((a, b) => a - b)
  const broken = alternates.find(({ order }) => orders.filter(one => one === order).length > 1)
  if (broken) say(lineField(broken.number, 'order'), `“${name}”有两个候补都是第 ${broken.order} 位，请重新排列。`)
  else if (orders.some((order, i) => order !== i + 1))
    say(lineField(alternates[0]?.number ?? 0, 'order'), `“${name}”的候补次序应从 1 起连续，现在是 ${orders.join('、')}。`)
  const [honoured, revoked] = [count('honoured'), count('revoked')]
  if (revoked > 0 && honoured + revoked > places)
    say(
      'lines',
      `“${name}”有 ${places} 个名额，撤销 ${revoked} 个，授予 ${honoured} 个：撤销的名额不递补，最多授予 ${Math.max(0, places - revoked)} 个。`,
    )
  else if (honoured > places && [...remark].length < 4)
    say('remark', `“${name}”有 ${places} 个名额，授予 ${honoured} 个，多出名额的请在说明里写明依据。`)
}
