import { type Criterion, isComplete, judgedBy, type Marks, type PanelWork } from './panel.ts'

/** What one reviewer gave one nominee, out of a hundred; or that they stay out of it. */
export type GridCell = number | 'recused' | null

export interface PanelGrid {
  /** Reviewers who have handed in, in the order in which they joined. */
  readonly reviewers: readonly string[]
  readonly rows: readonly { readonly number: number; readonly category: string; readonly cells: readonly GridCell[] }[]
}

/** One sheet out of a hundred, by the weights of the criteria; to two places. */
export function weightedOf(marks: Marks, criteria: readonly Criterion[]): number {
  const sum = criteria.reduce((total, { weight, most }, i) => total + (weight * Math.round((marks[i] ?? 0) * 10)) / most, 0)
  return Math.round(sum * 10) / 100
}

/** Who gave what, for the organizer's file and the auditor: only what was handed in. Nobody's notes are in it. */
export function panelGrid({ terms, nominees, members, sheets }: Omit<PanelWork, 'bands'>): PanelGrid {
  const handedIn = members.filter(({ submittedAt }) => submittedAt !== null)
  const cellOf = (number: number, reviewer: string): GridCell => {
    const sheet = sheets.find(one => one.number === number && one.reviewer === reviewer)
    if (sheet?.recusal != null) return 'recused'
    return sheet && isComplete(sheet, terms.criteria) ? weightedOf(sheet.marks, terms.criteria) : null
  }
  return {
    reviewers: handedIn.map(({ name }) => name),
    rows: judgedBy(terms, nominees).map(({ number, category }) => ({
      number,
      category,
      cells: handedIn.map(({ id }) => cellOf(number, id)),
    })),
  }
}
