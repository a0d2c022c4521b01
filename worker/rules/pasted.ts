/**
 * Cells as a spreadsheet puts them on the clipboard: divided by tabs and line ends; a cell that itself holds a line end, a
 * tab or a quotation mark stands in quotation marks, with its own doubled.
 */
export function pastedCells(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  const put = () => {
    rows[rows.length - 1]?.push(cell)
    cell = ''
  }
  const plain = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(/\n$/, '')
  for (let at = 0; at < plain.length; at++) {
    const sign = plain[at] ?? ''
    if (quoted && sign === '"' && plain[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (sign === '"' && (quoted || cell === '') && (quoted || closes(plain, at))) quoted = !quoted
    else if (!quoted && sign === '\t') put()
    else if (!quoted && sign === '\n') {
      put()
      rows.push([])
    } else cell += sign
  }
  put()
  return rows
}

/** Whether a quotation mark that opens a cell is ever closed; if not, somebody just wrote one. */
const closes = (text: string, from: number): boolean => /^"(?:[^"]|"")*"(?=[\t\n]|$)/.test(text.slice(from))
