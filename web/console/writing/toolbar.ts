import { toast } from '../../islands/toast.ts'
import { bringIn, fromPicture, fromWord } from './bring-in.ts'
import { changeTable, place, type Rich } from './rich.ts'

type Tool = readonly [name: string, act: () => void, title?: string]

const command = (name: string, value?: string) => () => {
  document.execCommand(name, false, value)
}

const TABLE = `<table><tbody>${[0, 1, 2].map(row => `<tr>${(row === 0 ? '<th scope="col"><br></th>' : '<td><br></td>').repeat(3)}</tr>`).join('')}</tbody></table><p><br></p>`

/** Buttons over the region in which a text is written. */
export function openToolbar(shelf: HTMLElement, rich: Rich): void {
  const tools: readonly Tool[] = [
    ['大标题', command('formatBlock', 'h2'), '一、'],
    ['小标题', command('formatBlock', 'h3'), '（一）'],
    ['正文', command('formatBlock', 'p')],
    ['粗体', command('bold')],
    ['列表', command('insertUnorderedList')],
    ['编号', command('insertOrderedList')],
    ['居中', () => place(rich, 'center')],
    ['靠右', () => place(rich, 'right'), '落款、日期'],
    ['链接', () => link()],
    ['表格', () => rich.insert(TABLE)],
    ['加行', () => changeTable(rich, 'row'), '表格加一行'],
    ['加列', () => changeTable(rich, 'column'), '表格加一列'],
    ['删行', () => changeTable(rich, 'less-row'), '表格删一行'],
    ['删列', () => changeTable(rich, 'less-column'), '表格删一列'],
    ['撤销', () => rich.undo()],
    ['重做', command('redo')],
  ]
  const bar = Object.assign(document.createElement('div'), { className: 'toolbar' })
  bar.setAttribute('role', 'toolbar')
  bar.setAttribute('aria-label', '正文格式')
  for (const [name, act, title] of tools) bar.append(button(name, act, { rich, title }))
  bar.append(
    picker('图片', 'image/jpeg,image/png,image/webp', file => void addPicture(rich, file)),
    picker('上传 Word', '.docx', file => void addWord(rich, file)),
  )
  shelf.append(bar)
  shelf.hidden = false
}

function button(name: string, act: () => void, { rich, title }: { rich: Rich; title?: string | undefined }): HTMLButtonElement {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: name })
  if (title) made.title = title
  // The caret stays where it is.
  made.addEventListener('mousedown', event => event.preventDefault())
  made.addEventListener('click', () => {
    rich.place.focus()
    act()
    rich.place.dispatchEvent(new Event('input'))
  })
  return made
}

/** A button that asks for a file. */
function picker(name: string, accept: string, take: (file: File) => void): HTMLLabelElement {
  const label = Object.assign(document.createElement('label'), { className: 'button pick' })
  const input = Object.assign(document.createElement('input'), { type: 'file', accept })
  input.className = 'sr'
  input.addEventListener('change', () => {
    const [file] = Array.from(input.files ?? [])
    input.value = ''
    if (file) take(file)
  })
  label.append(name, input)
  return label
}

function link(): void {
  const address = prompt('链接地址（以 https:// 开头）', 'https://')?.trim()
  if (!address) return
  if (!/^(https?:\/\/|mailto:|\/)[^\s]+$/i.test(address)) {
    toast('链接要以 https:// 开头')
    return
  }
  document.execCommand('createLink', false, address)
}

async function addPicture(rich: Rich, file: File): Promise<void> {
  const alt = prompt('用一句话说明图片内容，给看不到图片的读者', '') ?? ''
  toast('正在上传图片…')
  const brought = await fromPicture(file, alt)
  if (brought.html) rich.insert(brought.html)
  bringIn(brought)
}

async function addWord(rich: Rich, file: File): Promise<void> {
  if (rich.place.innerText.trim() !== '' && !confirm('用这份 Word 的内容替换现有正文？原来的正文可以在历次修改中找回。')) return
  toast('正在读取 Word 文件…')
  const brought = await fromWord(file)
  if ('refused' in brought) {
    bringIn({ html: '', title: null, warnings: [brought.refused] })
    return
  }
  rich.set(brought.html)
  bringIn(brought)
}
