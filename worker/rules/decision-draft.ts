import { DECIDED } from './decision.ts'

/** One nominee's row as it was typed. */
export interface DraftLine {
  readonly outcome: string
  readonly order: string
  readonly for: string
  readonly against: string
  readonly abstain: string
  readonly note: string
}

/** A decision as it is being written: whatever was typed is kept, right or not; it is judged when it is handed in. */
export interface DecisionDraft {
  readonly meeting: string
  readonly day: string
  readonly place: string
  readonly chair: string
  readonly recorder: string
  readonly due: string
  readonly present: string
  readonly quorum: string
  readonly remark: string
  readonly alternatesNamed: boolean
  readonly lines: Readonly<Record<number, DraftLine>>
}

export const NO_LINE: DraftLine = { outcome: '', order: '', for: '', against: '', abstain: '', note: '' }

/** Everything empty: no field of a decision is ever filled from anything but what a person typed. */
export const EMPTY_DRAFT: DecisionDraft = {
  ...{ meeting: '', day: '', place: '', chair: '', recorder: '', due: '', present: '', quorum: '', remark: '' },
  alternatesNamed: false,
  lines: {},
}

/** The longest texts, in signs; what is longer was not typed into our page and is cut. */
export const DECISION_LIMITS = {
  ...{ meeting: 60, day: 10, place: 60, chair: 30, recorder: 30, due: 6, present: 6, quorum: 200, remark: 500 },
  ...{ outcome: 12, order: 6, for: 6, against: 6, abstain: 6, note: 200 },
} as const

export type DraftField = keyof Omit<DecisionDraft, 'alternatesNamed' | 'lines'>
const FIELDS = ['meeting', 'day', 'place', 'chair', 'recorder', 'due', 'present', 'quorum', 'remark'] as const
const LINE_FIELDS = ['outcome', 'order', 'for', 'against', 'abstain', 'note'] as const

/** The name of a field of a nominee's row in the form. */
export const lineField = (number: number, field: keyof DraftLine): string => `line.${number}.${field}`

/** The form of a decision about these nominees; rows of anybody else are not read. */
export function readDecisionForm(form: URLSearchParams, numbers: readonly number[]): DecisionDraft {
  const text = (name: string, most: number) => [...(form.get(name) ?? '').replaceAll('\r\n', '\n').trim()].slice(0, most).join('')
  const line = (number: number): DraftLine =>
    Object.fromEntries(
      LINE_FIELDS.map(field => [field, text(lineField(number, field), DECISION_LIMITS[field])]),
    ) as unknown as DraftLine
  const lines = numbers.map(number => [number, line(number)] as const).filter(([, one]) => Object.values(one).some(Boolean))
  return {
    ...(Object.fromEntries(FIELDS.map(field => [field, text(field, DECISION_LIMITS[field])])) as Record<DraftField, string>),
    alternatesNamed: form.has('alternatesNamed'),
    lines: Object.fromEntries(lines),
  }
}

/** The same draft with every nominee of whom nothing is said yet put down as not chosen. */
export function restNotChosen(draft: DecisionDraft, numbers: readonly number[]): DecisionDraft {
  const said = (number: number): DraftLine => {
    const line = draft.lines[number] ?? NO_LINE
    return line.outcome === '' ? { ...line, outcome: DECIDED[3] } : line
  }
  return { ...draft, lines: Object.fromEntries(numbers.map(number => [number, said(number)])) }
}
