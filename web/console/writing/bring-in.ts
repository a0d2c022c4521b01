import { paths } from '../../paths.ts'
import { staffPaths } from '../../staff-paths.ts'
import { send } from './send.ts'

// What comes from elsewhere: the clipboard, a Word file, a picture. The cleaning and the reader of Word files are
// loaded when somebody first needs them.

export interface Brought {
  readonly html: string
  /** A title that stood at its head. */
  readonly title: string | null
  /** What could not be taken along, in words. */
  readonly warnings: readonly string[]
}

/** Tells the page what was brought in: it may take the title, and shows the warnings. */
export const bringIn = (brought: Brought): boolean => document.dispatchEvent(new CustomEvent('brought-in', { detail: brought }))

const tidy = () => import('../../notice-tidy.ts')

/** HTML as it may stand in a notice; '' when it is too large. */
export const cleaned = async (html: string): Promise<string> => (await import('../../notice-html.ts')).cleanHtml(html) ?? ''

/** What the clipboard holds, put in order; null when it is nothing we can use. */
export async function fromClipboard(clipboard: DataTransfer | null): Promise<Brought | null> {
  const [html, text] = [clipboard?.getData('text/html') ?? '', clipboard?.getData('text/plain') ?? '']
  const pictures = Array.from(clipboard?.files ?? []).filter(({ type }) => /^image\/(png|jpeg|webp)$/.test(type))
  if (html === '' && text === '' && pictures[0]) return fromPicture(pictures[0])
  const { tidied, htmlOfPlainText } = await tidy()
  // One line is words within a sentence, not a document.
  if (html === '' && !text.includes('\n')) return text === '' ? null : { html: escaped(text), title: null, warnings: [] }
  const brought = tidied(html === '' ? htmlOfPlainText(text) : html)
  const lost = /<img\b/i.test(html) ? ['粘贴的内容里有图片，没有带入；请用“图片”按钮单独插入。'] : []
  return brought && { ...brought, warnings: lost }
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')

/** A picture, stored and ready to stand in the text. */
export async function fromPicture(file: Blob, alt = ''): Promise<Brought> {
  const form = new FormData()
  form.set('file', file, file instanceof File ? file.name : 'picture')
  const sent = await send<{ src: string; width: number; height: number }>(staffPaths.pictures(), form, { timeout: 60_000 })
  if (sent.kind !== 'ok')
    return { html: '', title: null, warnings: [sent.kind === 'refused' ? sent.message : '图片没有传上去，请检查网络后再试。'] }
  const { src, width, height } = sent.value
  const html = `<p class="center"><img src="${src}" alt="${escaped(alt).replace(/"/g, '&quot;')}" width="${width}" height="${height}"></p>`
  return { html: src.startsWith(paths.picture('')) ? html : '', title: null, warnings: [] }
}

/** A Word file, read on this machine; only its pictures are sent, and each is cleaned. */
export async function fromWord(file: File): Promise<Brought | { readonly refused: string }> {
  const bytes = await file.arrayBuffer()
  const { kindOfFile } = await import('../../../worker/rules/file-kind.ts')
  if (kindOfFile(new Uint8Array(bytes)) !== 'docx')
    return { refused: '这不是可以读取的 .docx 文件。老版 .doc 请在 Word 或 WPS 里另存为 .docx 再上传；含宏或加密的文件不收。' }
  const [{ readWord }, { tidied }] = await Promise.all([import('./word.ts'), tidy()])
  const read = await readWord(bytes).catch(() => null)
  const brought = read && tidied(read.html)
  if (!read || !brought) return { refused: '没有读出这份 Word 文件的内容，可能已损坏或太大。可以打开它，全选后复制粘贴到这里。' }
  return { ...brought, warnings: read.warnings }
}
