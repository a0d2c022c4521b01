import { PaperPage } from '../web/console/paper-page.tsx'
import { csvHeaders } from './csv-headers.ts'
import type { AppContext } from './http.ts'
import { personalPage, siteOf } from './page.tsx'
import { csvText } from './rules/csv.ts'
import { type Paper, paperRows } from './rules/paper.ts'

export const PAPER_FORMS = ['csv', 'xlsx', 'print'] as const
export type PaperForm = (typeof PAPER_FORMS)[number]

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A paper in one of its three forms, under a file name where it is a file. */
export async function answerPaper(
  c: AppContext,
  paper: Paper,
  { form, name, back }: { readonly form: PaperForm; readonly name: string; readonly back: string },
): Promise<Response> {
  if (form === 'print') return personalPage(c, <PaperPage site={siteOf(c)} staff={c.var.staff} paper={paper} back={back} />)
  if (form === 'csv') return c.body(csvText(paperRows(paper)), 200, csvHeaders(name))
  const { paperXlsx } = await import('./paper-xlsx.ts')
  const bytes = (await paperXlsx(paper)) as Uint8Array<ArrayBuffer>
  return c.body(bytes, 200, {
    'content-type': XLSX,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.xlsx`)}`,
  })
}
