import mammoth from 'mammoth'
import { fromPicture } from './bring-in.ts'

interface Paragraph {
  readonly type: string
  readonly alignment?: string | null
  readonly styleName?: string | null
  readonly children?: readonly Paragraph[]
}

const SIDES: Readonly<Record<string, string>> = { center: 'center', right: 'right', end: 'right' }

/** Word's own headings keep their names; plain paragraphs in the middle or at the right become known to the map below. */
function withSides(element: Paragraph): Paragraph {
  const children = element.children?.map(withSides)
  const side = element.type === 'paragraph' ? SIDES[element.alignment ?? ''] : undefined
  const plain = !element.styleName || !/heading|title|标题/i.test(element.styleName)
  return {
    ...element,
    ...(children ? { children } : {}),
    ...(side && plain ? { styleId: `mp-${side}`, styleName: `mp-${side}` } : {}),
  }
}

const STYLES = [
  "p[style-name='mp-center'] => p.center:fresh",
  "p[style-name='mp-right'] => p.right:fresh",
  "p[style-name='Title'] => p.center:fresh",
  "p[style-name='标题'] => p.center:fresh",
  'u => u',
  'strike => s',
]

/** A Word file as HTML, with what was left behind in words. */
export async function readWord(bytes: ArrayBuffer): Promise<{ html: string; warnings: readonly string[] }> {
  const lost: string[] = []
  const { value, messages } = await mammoth.convertToHtml(
    { arrayBuffer: bytes },
    {
      styleMap: STYLES,
      transformDocument: withSides,
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(async image => {
        const picture = await fromPicture(new Blob([await image.readAsArrayBuffer()], { type: image.contentType }))
        lost.push(...picture.warnings)
        return { src: /src="([^"]+)"/.exec(picture.html)?.[1] ?? '', ...sizeIn(picture.html) }
      }),
    },
  )
  const warnings = [...messages.map(({ message }) => sayOf(message)), ...lost, ...(value.includes('<ol') ? [NUMBERS] : [])]
  return { html: value, warnings: [...new Set(warnings)].filter(Boolean) }
}

const sizeIn = (html: string): Record<string, string> => {
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(html) ?? []
  return width && height ? { width, height } : {}
}

const NUMBERS = 'Word 的自动编号已换成 1. 2. 3.，如原文是“一、”“（一）”，请核对后改正。'

/** What the reader of Word files says, for a clerk. */
function sayOf(message: string): string {
  const style = /Unrecognised (paragraph|run|table) style: '?([^'(]+)/.exec(message)?.[2]
  if (style) return `样式“${style.trim()}”按普通文字处理。`
  if (/image\/(x-)?(emf|wmf)|unlikely to display/i.test(message))
    return '有图片是 Word 专用的格式，网页不能显示；请另存为 PNG 后用“图片”按钮插入。'
  if (/v:|wps:|mc:|w:pict|w:object|textbox|drawing/i.test(message)) return '文本框、图形和公式没有带入，请核对。'
  if (/footnote|endnote|comment/i.test(message)) return '脚注、批注可能没有全部带入，请核对。'
  return /unrecognised element/i.test(message) ? '有少量内容没有带入，请对照原文核对。' : ''
}
