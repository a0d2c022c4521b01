import type { CampaignDocument } from '../../worker/import/document.ts'
import type { PaperKind } from '../../worker/rules/dossier-paper.ts'
import type { Desk } from './desk.ts'

type Nominee = CampaignDocument['nominees'][number]

interface DemoPaper {
  readonly kind: PaperKind
  readonly name: string
  readonly lines: (nominee: Nominee) => readonly string[]
}

/** Made-up papers; the report of an inspection has not come in yet, so that a visitor sees a place that waits. */
const PAPERS: readonly DemoPaper[] = [
  {
    kind: 'recommendation',
    name: '推荐审批表',
    lines: ({ name, unit, post }) => [
      `姓名：${name}`,
      `单位：${unit}`,
      `职务：${post}`,
      '推荐单位意见：经支部大会讨论，同意推荐。',
    ],
  },
  {
    kind: 'evidence',
    name: '年度考核结果证明',
    lines: ({ name }) => [`兹证明${name}同志近三年年度考核结果均为优秀。`, '特此证明。'],
  },
  {
    kind: 'opinions',
    name: '部门意见汇总',
    lines: () => ['纪检监察机关：无异议。', '公安机关：无异议。', '卫生健康部门：无异议。'],
  },
]

/** Puts papers into the dossiers of these nominees, all of them for the first and the form alone for the others. */
export async function putPapers(desk: Desk, slug: string, nominees: readonly Nominee[]): Promise<void> {
  for (const [i, nominee] of nominees.entries())
    for (const { kind, name, lines } of i === 0 ? PAPERS : PAPERS.slice(0, 1)) {
      const file = new File([aPdf([`${name}（演示）`, '', ...lines(nominee)])], `${name}.pdf`)
      await desk.send(`/staff/campaigns/${slug}/nominees/${nominee.number}/papers`, { file, kind, name })
    }
}

/** One page of A4 in a font that readers of PDF have of their own (ISO 32000-1, 9.7.5.2). */
function aPdf(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  const text = lines.map(line => `<${hexOf(line)}> Tj T*`).join('\n')
  const page = `BT /F 14 Tf 26 TL 72 740 Td\n${text}\nET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F 4 0 R >> >> >>',
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>',
    `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
  ]
  let pdf = '%PDF-1.4\n'
  const places = objects.map((object, i) => {
    const at = pdf.length
    pdf += `${i + 1} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`
  pdf += `${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${pdf.length}\n%%EOF\n`
  return Uint8Array.from(new TextEncoder().encode(pdf))
}

/** UTF-16, the way the encoding above wants it. */
const hexOf = (line: string): string =>
  Array.from({ length: line.length }, (_, i) => line.charCodeAt(i).toString(16).padStart(4, '0')).join('')
