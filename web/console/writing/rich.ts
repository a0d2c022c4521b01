import { toast } from '../../islands/toast.ts'
import { bringIn, fromClipboard } from './bring-in.ts'

/** The region in which a text that came from Word is written on. What leaves it is cleaned, here and on the server. */
export interface Rich {
  readonly place: HTMLElement
  html(): string
  set(html: string): void
  insert(html: string): void
  undo(): void
}

const BLOCKS = 'p,h2,h3,h4,li,td,th,blockquote'

/** Makes a region writable. `changed` is called whenever a hand, the clipboard or a button has changed it. */
export function openRich(place: HTMLElement, changed: () => void): Rich {
  place.contentEditable = 'true'
  for (const [name, value] of Object.entries({ role: 'textbox', 'aria-multiline': 'true', 'aria-label': '正文' }))
    place.setAttribute(name, value)
  place.hidden = false
  document.execCommand('defaultParagraphSeparator', false, 'p')
  document.execCommand('styleWithCSS', false, 'false')
  place.addEventListener('input', changed)
  /** The text before the last insertion; null when something was written since. */
  let before: string | null = null
  const rich: Rich = {
    place,
    html: () => place.innerHTML,
    set(html) {
      place.innerHTML = html || '<p><br></p>'
      changed()
    },
    insert(html) {
      before = place.innerHTML
      insertAt(place, html)
      changed()
    },
    undo() {
      if (before === null) document.execCommand('undo')
      else place.innerHTML = before
      before = null
      changed()
    },
  }
  // Once something else has been written, an insertion is taken back like everything before it.
  place.addEventListener('beforeinput', () => {
    before = null
  })
  place.addEventListener('keydown', event => {
    if (before === null || !(event.ctrlKey || event.metaKey) || event.key !== 'z') return
    event.preventDefault()
    rich.undo()
  })
  place.addEventListener('paste', event => {
    event.preventDefault()
    void paste(rich, event.clipboardData)
  })
  // A picture or a page that is dropped would go in as it is.
  place.addEventListener('drop', event => event.preventDefault())
  return rich
}

/**
 * Puts cleaned HTML where the caret is. Not by the browser's own command, which writes the look of the place into style
 * attributes that the page's policy then has to stop.
 */
function insertAt(place: HTMLElement, html: string): void {
  const template = document.createElement('template')
  template.innerHTML = html
  const selection = getSelection()
  const range = selection?.rangeCount ? selection.getRangeAt(0) : document.createRange()
  if (!place.contains(range.startContainer)) range.selectNodeContents(place)
  range.deleteContents()
  const last = template.content.lastChild
  const blocks = template.content.querySelector('p,h2,h3,h4,ul,ol,table,blockquote,hr') !== null
  let top: Node | null = range.startContainer
  while (top && top.parentNode !== place) top = top.parentNode
  if (!blocks) range.insertNode(template.content)
  else if (top instanceof Element && top.textContent === '' && !top.querySelector('img,table')) top.replaceWith(template.content)
  else if (top instanceof Element) top.after(template.content)
  else place.append(template.content)
  if (!last || !selection) return
  selection.selectAllChildren(last)
  selection.collapseToEnd()
}

async function paste(rich: Rich, clipboard: DataTransfer | null): Promise<void> {
  const brought = await fromClipboard(clipboard)
  if (brought === null) {
    toast('没有可以粘贴的文字，或内容太大')
    return
  }
  const empty = rich.place.innerText.trim() === ''
  if (empty) rich.set(brought.html)
  else rich.insert(brought.html)
  bringIn(brought)
}

/** The block in which the caret stands; null when it is elsewhere. */
export function blockAt(place: HTMLElement): HTMLElement | null {
  const node = getSelection()?.anchorNode
  const element = node instanceof HTMLElement ? node : node?.parentElement
  const block = element?.closest<HTMLElement>(BLOCKS) ?? null
  return block && place.contains(block) ? block : null
}

/** Puts the block of the caret at a side, or back. */
export function place(rich: Rich, side: 'center' | 'right' | 'left'): void {
  const block = blockAt(rich.place)
  if (block) block.className = block.className === side ? '' : side
  rich.place.dispatchEvent(new Event('input'))
}

/** Changes the table in which the caret stands by a row or a column. */
export function changeTable(rich: Rich, wish: 'row' | 'column' | 'less-row' | 'less-column'): void {
  const cell = blockAt(rich.place)?.closest('td,th') as HTMLTableCellElement | null
  const table = cell?.closest('table')
  const row = cell?.closest('tr')
  if (!cell || !table || !row) {
    toast('请先把光标放进表格')
    return
  }
  if (wish === 'row') row.after(emptyRow(row))
  if (wish === 'less-row') row.remove()
  const index = cell.cellIndex
  for (const one of Array.from(table.rows)) {
    if (wish === 'column') one.insertCell(Math.min(index + 1, one.cells.length)).append(document.createElement('br'))
    if (wish === 'less-column' && one.cells.length > index) one.deleteCell(index)
  }
  if (table.rows.length === 0 || table.rows[0]?.cells.length === 0) table.remove()
  rich.place.dispatchEvent(new Event('input'))
}

function emptyRow(like: HTMLTableRowElement): HTMLTableRowElement {
  const row = document.createElement('tr')
  for (const cell of Array.from(like.cells)) {
    const fresh = row.insertCell()
    fresh.colSpan = cell.colSpan
    fresh.append(document.createElement('br'))
  }
  return row
}
