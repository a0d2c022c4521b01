import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { DeskText } from '../../../worker/rules/nominee-desk.ts'
import { ActiveField, CellContent, type Press } from './cell.tsx'
import { COLUMNS, cellText, columnAt, isFrozen, isWritten } from './columns.ts'
import { type Ledger, type Line, wordIn } from './ledger.ts'

export interface Place {
  readonly row: number
  readonly column: number
}

export interface GridProps {
  readonly ledger: Ledger
  /** Those that are shown, in their order. */
  readonly lines: readonly Line[]
  readonly at: Place
  readonly onMove: (place: Place) => void
  readonly onPaste: (text: string) => void
  /** Another number for a nominee; an order of its own, since it is not a word. */
  readonly onNumber: (line: Line, to: number) => void
  readonly onOpen: (line: Line) => void
  readonly onSay: (text: string) => void
  readonly onUndo: (again: boolean) => void
}

/** Rows drawn above and below those on the screen. */
const SPARE = 10

/** A table of any length of which only what is on the screen is drawn: every row is equally high. */
export function Grid({ ledger, lines, at, onMove, onPaste, onNumber, onOpen, onSay, onUndo }: GridProps) {
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ first: 0, count: 30, height: 56 })
  const [draft, setDraft] = useState<string | null>(null)
  const look = () => {
    const place = box.current
    if (!place) return
    const height = place.querySelector<HTMLElement>('tbody tr[data-row]')?.offsetHeight || view.height
    const first = Math.max(0, Math.floor(place.scrollTop / height) - SPARE)
    const count = Math.ceil(place.clientHeight / height) + 2 * SPARE
    if (first !== view.first || count !== view.count || height !== view.height) setView({ first, count, height })
  }
  useLayoutEffect(look)
  useEffect(() => {
    window.addEventListener('resize', look)
    return () => window.removeEventListener('resize', look)
  })

  const line = lines[at.row]
  const column = columnAt(at.column)
  const move = (row: number, col: number) => {
    const next = {
      row: Math.min(Math.max(row, 0), Math.max(lines.length - 1, 0)),
      column: Math.min(Math.max(col, 0), COLUMNS.length - 1),
    }
    setDraft(null)
    onMove(next)
    reveal(box.current, next, view.height)
  }
  const begin = (text: string | null) => {
    if (!line) return
    const { key } = column
    if (key === 'deeds') return onOpen(line)
    if (!isWritten(key)) return
    if (ledger.data.opened && isFrozen(key)) return onSay('投票已经开放，编号和类别不能再改。')
    if (line.fresh && key === 'number') return onSay('先填写姓名，保存以后可以改编号。')
    setDraft(text ?? (key === 'number' ? String(line.row.number) : wordIn(line, key as DeskText)))
  }
  const commit = (text: string, press: Press) => {
    if (press !== 'cancel' && line) write(line, text)
    setDraft(null)
    if (press === 'commit-down') move(at.row + 1, at.column)
    if (press === 'commit-right') move(at.row, at.column + 1)
    if (press === 'commit-left') move(at.row, at.column - 1)
  }
  const write = (target: Line, text: string) => {
    const { key } = column
    if (key === 'number') {
      const to = Number(text.trim())
      if (to !== target.row.number) onNumber(target, to)
    } else ledger.write([{ number: target.row.number, field: key as DeskText, value: text }])
  }
  const keyDown = (event: KeyboardEvent) => {
    if (draft !== null || event.isComposing) return
    const control = event.ctrlKey || event.metaKey
    if (control && /^[zy]$/i.test(event.key)) {
      event.preventDefault()
      return onUndo(event.shiftKey || event.key.toLowerCase() === 'y')
    }
    const step = stepOf(event, Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / view.height) - 2))
    if (step) {
      // At the edge Tab leaves the table, so that nobody is caught in it.
      if (event.key === 'Tab' && !COLUMNS[at.column + step.column]) return
      event.preventDefault()
      return move(step.home ? 0 : step.end ? lines.length - 1 : at.row + step.row, at.column + step.column)
    }
    if (event.key === 'Enter' || event.key === 'F2') {
      event.preventDefault()
      return begin(null)
    }
    if ((event.key === 'Delete' || event.key === 'Backspace') && isWritten(column.key) && !isFrozen(column.key) && line) {
      event.preventDefault()
      write(line, '')
    }
  }
  const click = (event: MouseEvent) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('td[data-column]')
    const row = lines.findIndex(one => String(one.row.number) === cell?.parentElement?.dataset.row)
    const index = Number(cell?.dataset.column)
    if (!cell || row < 0 || (draft !== null && row === at.row && index === at.column)) return
    if (row === at.row && index === at.column) return begin(null)
    if (draft !== null && line) write(line, draft)
    move(row, index)
  }
  const shown = lines.slice(view.first, view.first + view.count)
  const below = Math.max(0, lines.length - view.first - shown.length)
  return (
    <div ref={box} class="grid-box" onScroll={look}>
      <table
        class="grid"
        aria-label="候选对象"
        aria-rowcount={lines.length + 1}
        aria-colcount={COLUMNS.length}
        onKeyDown={keyDown}
        onClick={click}
        onPaste={event => {
          if (draft !== null) return
          event.preventDefault()
          onPaste(event.clipboardData?.getData('text/plain') ?? '')
        }}
        onCopy={event => {
          if (draft !== null || !line) return
          event.preventDefault()
          event.clipboardData?.setData('text/plain', cellText(line, column.key, ledger.data.categories))
        }}
      >
        <thead>
          <tr aria-rowindex={1}>
            {COLUMNS.map(({ key, name }) => (
              <th key={key} scope="col" class={`col-${key}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap rows={view.first} height={view.height} />
          {shown.map((one, i) => (
            <tr
              key={one.row.number}
              data-row={one.row.number}
              aria-rowindex={view.first + i + 2}
              aria-current={one === line ? 'true' : undefined}
              class={`${one.state}${one.row.withdrawn === null ? '' : ' withdrawn'}`}
            >
              {COLUMNS.map((col, index) => {
                const active = one === line && index === at.column
                return (
                  <td key={col.key} class={`col-${col.key}${active ? ' active' : ''}`} data-column={index}>
                    <CellContent ledger={ledger} line={one} column={col} />
                    {active && (
                      <ActiveField
                        ledger={ledger}
                        line={one}
                        column={col}
                        active
                        draft={draft}
                        onDraft={text => (draft === null ? begin(text) : setDraft(text))}
                        onCommit={commit}
                      />
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
          <Gap rows={below} height={view.height} />
        </tbody>
      </table>
    </div>
  )
}

/** The room of rows that are not drawn. */
function Gap({ rows, height }: { readonly rows: number; readonly height: number }) {
  return rows === 0 ? null : (
    <tr class="gap" style={{ height: `${rows * height}px` }}>
      <td colSpan={COLUMNS.length} />
    </tr>
  )
}

interface Step {
  readonly row: number
  readonly column: number
  readonly home?: boolean
  readonly end?: boolean
}

function stepOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent, page: number): Step | null {
  if (altKey) return null
  const far = ctrlKey || metaKey
  if (key === 'ArrowDown') return { row: 1, column: 0, end: far }
  if (key === 'ArrowUp') return { row: -1, column: 0, home: far }
  if (key === 'ArrowRight') return { row: 0, column: 1 }
  if (key === 'ArrowLeft') return { row: 0, column: -1 }
  if (key === 'PageDown') return { row: page, column: 0 }
  if (key === 'PageUp') return { row: -page, column: 0 }
  if (key === 'Home') return { row: 0, column: -COLUMNS.length, home: far }
  if (key === 'End') return { row: 0, column: COLUMNS.length, end: far }
  if (key === 'Tab') return { row: 0, column: shiftKey ? -1 : 1 }
  return null
}

/** Scrolls so far that the row is on the screen, below the header. */
function reveal(box: HTMLElement | null, { row, column }: Place, height: number): void {
  if (!box) return
  const head = box.querySelector('thead')?.offsetHeight ?? 0
  const top = row * height
  if (top < box.scrollTop) box.scrollTop = top
  else if (top + height + head > box.scrollTop + box.clientHeight) box.scrollTop = top + height + head - box.clientHeight
  const heading = box.querySelectorAll<HTMLElement>('thead th')[column]
  if (!heading) return
  const { offsetLeft: left, offsetWidth: width } = heading
  const held = box.querySelector<HTMLElement>('.col-name')?.offsetWidth ?? 0
  if (left - held < box.scrollLeft) box.scrollLeft = Math.max(0, left - held)
  else if (left + width > box.scrollLeft + box.clientWidth) box.scrollLeft = left + width - box.clientWidth
}
