import type { StaffId } from './ids.ts'
import type { NomineeCard } from './nominee.ts'
import type { Band } from './robustness.ts'
import { raw } from './tally.ts'
import type { Instant } from './time.ts'

/** One thing that reviewers judge: its name, its share of a hundred, and the full mark. */
export interface Criterion {
  readonly name: string
  readonly weight: number
  readonly most: number
}

/** What a review panel was made with. Once somebody has given a mark it is fixed: a mark means what it meant. */
export interface PanelTerms {
  readonly criteria: readonly Criterion[]
  /** Whether reviewers see numbers instead of names, units and photos. */
  readonly blind: boolean
  /** Keys of the categories that this panel reviews. */
  readonly categories: readonly string[]
}

/** A mark for every criterion, in their order; null where none is given yet. Steps of a tenth. */
export type Marks = readonly (number | null)[]

/** What one reviewer wrote of one nominee. Who is recused has no marks: the database holds no row that says otherwise. */
export interface Sheet {
  readonly reviewer: StaffId
  readonly number: number
  readonly marks: Marks
  readonly note: string
  /** Why the reviewer stays out of this one; null when not. */
  readonly recusal: string | null
  readonly revision: number
  readonly at: Instant
}

export interface Member {
  readonly id: StaffId
  readonly name: string
  readonly addedAt: Instant
  /** When the sheets were handed in and locked; null while they may change. */
  readonly submittedAt: Instant | null
  /** Counts what was done to this membership; a decision about it names the one it saw. */
  readonly revision: number
}

/** The review panel of a campaign with who sits on it, in the order in which they joined. */
export interface Panel extends PanelTerms {
  readonly revision: number
  readonly editedBy: string
  readonly editedAt: Instant
  /** Whether a mark has been given: then the terms are fixed. */
  readonly fixed: boolean
  readonly members: readonly Member[]
}

type Listed = Pick<NomineeCard, 'number' | 'category' | 'withdrawn'>

/** Who is to be judged: the nominees of the panel's categories that still stand, in the order of their numbers. */
export const judgedBy = <T extends Listed>(
  { categories }: Pick<PanelTerms, 'categories'>,
  nominees: readonly T[],
): readonly T[] =>
  nominees
    .filter(({ category, withdrawn }) => withdrawn === null && categories.includes(category))
    .sort((a, b) => a.number - b.number)

/** Whether nothing is missing on a sheet. */
export const isComplete = ({ marks, recusal }: Pick<Sheet, 'marks' | 'recusal'>, criteria: readonly Criterion[]): boolean =>
  recusal === null && marks.length === criteria.length && marks.every(mark => mark !== null)

/** How far one reviewer has come. `done + recused + open` is everybody to be judged. */
export interface Progress {
  readonly done: number
  readonly recused: number
  /** Numbers for which marks are still missing. */
  readonly open: readonly number[]
}

export function progressOf(reviewer: StaffId, panel: Pick<PanelTerms, 'criteria'>, { numbers, sheets }: Judging): Progress {
  const own = new Map(sheets.filter(sheet => sheet.reviewer === reviewer).map(sheet => [sheet.number, sheet]))
  const recused = numbers.filter(number => own.get(number)?.recusal != null)
  const open = numbers.filter(number => {
    const sheet = own.get(number)
    return sheet?.recusal == null && !(sheet && isComplete(sheet, panel.criteria))
  })
  return { done: numbers.length - recused.length - open.length, recused: recused.length, open }
}

export interface Judging {
  /** Those to be judged. */
  readonly numbers: readonly number[]
  readonly sheets: readonly Sheet[]
}

/** Votes of one nominee as reviewers weigh them. */
export interface VoteColumns {
  readonly raw: number
  readonly counted: number
  readonly held: number
  readonly void: number
  /** Best and worst place under the three readings. */
  readonly best: number
  readonly worst: number
}

/** What the reviewers gave one nominee, means to two places; null where nobody gave a mark. */
export interface ScoreColumns {
  /** By criterion, in their order, out of its full mark. */
  readonly means: readonly (number | null)[]
  /** Out of a hundred, by the weights of the criteria. */
  readonly weighted: number | null
  readonly sheets: number
  readonly recused: number
}

/** Votes and scores stand side by side. There is no figure made of both, and none that puts anybody into an order (law 2). */
export interface PanelRow {
  readonly number: number
  readonly category: string
  /** Null while the tally may not be shown, and where it is for publicity only. */
  readonly votes: VoteColumns | null
  readonly scores: ScoreColumns
}

export interface PanelSummary {
  readonly criteria: readonly Criterion[]
  /** Reviewers on the panel, and those who have handed in: only theirs is in the rows. */
  readonly members: number
  readonly submitted: number
  /** In the order of numbers. */
  readonly rows: readonly PanelRow[]
}

export interface PanelWork {
  readonly terms: PanelTerms
  readonly nominees: readonly Listed[]
  readonly members: readonly Member[]
  /** Every sheet; what was not handed in is left out here. */
  readonly sheets: readonly Sheet[]
  /** Null where reviewers may not see figures, or not yet. */
  readonly bands: readonly Band[] | null
}

/** The panel's result as data, for its page and for exports: one row a nominee, in the order of numbers. */
export function panelSummary({ terms, nominees, members, sheets, bands }: PanelWork): PanelSummary {
  const submitted = new Set(members.filter(({ submittedAt }) => submittedAt !== null).map(({ id }) => id))
  const handedIn = sheets.filter(({ reviewer }) => submitted.has(reviewer))
  return {
    criteria: terms.criteria,
    members: members.length,
    submitted: submitted.size,
    rows: judgedBy(terms, nominees).map(({ number, category }) => ({
      number,
      category,
      votes: votesOf(bands?.find(band => band.number === number)),
      scores: scoresOf(
        terms.criteria,
        handedIn.filter(sheet => sheet.number === number),
      ),
    })),
  }
}

function votesOf(band: Band | undefined): VoteColumns | null {
  if (!band) return null
  const { counts, best, worst } = band
  return { raw: raw(counts), ...counts, best, worst }
}

/** Whole tenths are added up, so the means do not depend on the order of the sheets. */
function scoresOf(criteria: readonly Criterion[], sheets: readonly Sheet[]): ScoreColumns {
  const marked = sheets.filter(sheet => isComplete(sheet, criteria))
  const n = marked.length
  const sums = criteria.map((_, i) => marked.reduce((sum, { marks }) => sum + Math.round((marks[i] as number) * 10), 0))
  const weighted = criteria.reduce((sum, { weight, most }, i) => sum + (weight * (sums[i] as number)) / most, 0)
  return {
    means: sums.map(sum => (n === 0 ? null : hundredths(sum / n / 10))),
    weighted: n === 0 ? null : hundredths(weighted / n / 10),
    sheets: n,
    recused: sheets.filter(({ recusal }) => recusal !== null).length,
  }
}

const hundredths = (figure: number): number => Math.round(figure * 100) / 100
