import { AlignmentType, Document, HeadingLevel, ImageRun, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx'
import sharp from 'sharp'

const cell = (text: string, change: object = {}) => new TableCell({ children: [new Paragraph(text)], ...change })

/** A notice as an office writes it in Word: title, salutation, headings, nested lists, merged cells, a picture, who signs. */
export async function wordFile(): Promise<Buffer> {
  const picture = await sharp({ create: { width: 400, height: 200, channels: 3, background: '#07753f' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'CANARY-CAMERA' } })
    .toBuffer()
  const table = new Table({
    rows: [
      new TableRow({ children: [cell('单位'), cell('名额'), cell('备注')] }),
      new TableRow({ children: [cell('东城区', { rowSpan: 2 }), cell('9'), cell('含窗口单位')] }),
      new TableRow({ children: [cell('共六名', { columnSpan: 2 })] }),
    ],
  })
  const children = [
    new Paragraph({ text: '关于做好先进典型推荐工作的通知', heading: HeadingLevel.TITLE, alignment: AlignmentType.CENTER }),
    new Paragraph('各党支部：'),
    new Paragraph({
      children: [new TextRun('　　为弘扬正气，'), new TextRun({ text: '现将有关事项', bold: true }), new TextRun('通知如下。')],
    }),
    new Paragraph(''),
    new Paragraph('一、推荐名额'),
    new Paragraph({ text: '分配办法', heading: HeadingLevel.HEADING_2 }),
    new Paragraph({ text: '按党员人数', bullet: { level: 0 } }),
    new Paragraph({ text: '窗口单位另计', bullet: { level: 1 } }),
    table,
    new Paragraph({ children: [new ImageRun({ type: 'jpg', data: picture, transformation: { width: 300, height: 150 } })] }),
    new Paragraph({ text: '清河市先进办', alignment: AlignmentType.RIGHT }),
    new Paragraph('2026年4月8日'),
  ]
  return Packer.toBuffer(new Document({ sections: [{ children }] }))
}
