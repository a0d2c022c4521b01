import { writeXlsx } from 'hucre/xlsx'
import { guarded } from '../import/cell.ts'
import type { CampaignDocument } from '../import/document.ts'
import { type Column, HEADERS } from '../import/header.ts'
import { OUTCOME_WORDS } from '../import/nominee-row.ts'
import { literal } from '../rules/xlsx-text.ts'

/** What an exported picture is called: numbers are told apart where names may not be. */
export const photoName = (number: number): string => `${number}.jpg`

const WIDTHS: Readonly<Record<Column, number>> = {
  number: 8,
  category: 18,
  name: 16,
  unit: 30,
  post: 20,
  brief: 40,
  deeds: 60,
  honours: 40,
  photo: 12,
  outcome: 10,
}

/** The nominee table of a document, as a clerk would have written it; reading it gives the nominees again. */
export async function nomineeSheet({ settings, nominees }: CampaignDocument): Promise<Uint8Array> {
  const columns = Object.keys(HEADERS) as readonly Column[]
  const names = new Map(settings.categories.map(({ key, name }) => [key, name]))
  const rows = nominees.map(({ number, category, photo, outcome, ...texts }) => {
    const cells = {
      ...texts,
      category: names.get(category) ?? category,
      photo: photo === null ? '' : photoName(number),
      outcome: outcome === null ? '' : OUTCOME_WORDS[outcome],
    }
    return columns.map(column => (column === 'number' ? number : literal(guarded(cells[column])) || null))
  })
  const bold = new Map(columns.map((column, i) => [`0,${i}`, { value: HEADERS[column], style: { font: { bold: true } } }]))
  return writeXlsx({
    sheets: [
      {
        name: '候选对象',
        columns: columns.map(column => ({
          width: WIDTHS[column],
          style: { alignment: { wrapText: true, vertical: 'top' }, ...(column === 'number' ? {} : { numFmt: '@' }) },
        })),
        rows: [columns.map(column => HEADERS[column]), ...rows],
        cells: bold,
        freezePane: { rows: 1 },
      },
    ],
  })
}
