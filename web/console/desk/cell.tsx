import { useLayoutEffect, useRef } from 'preact/hooks'
import { staffPaths } from '../../staff-paths.ts'
import { WITHDRAWN } from '../../text/withdrawn.ts'
import { cellText, type GridColumn, isLong } from './columns.ts'
import type { Ledger, Line } from './ledger.ts'

/** What a key pressed in the active cell means. */
export type Press = 'commit-down' | 'commit-right' | 'commit-left' | 'cancel'

export interface CellProps {
  readonly ledger: Ledger
  readonly line: Line
  readonly column: GridColumn
  readonly active: boolean
  /** The text being written; null while the cell is only chosen. */
  readonly draft: string | null
  readonly onDraft: (text: string) => void
  readonly onCommit: (text: string, press: Press) => void
}

const STATES = {
  saved: '',
  waiting: '待保存',
  saving: '保存中',
  refused: '有问题',
  conflict: '两人都改了',
  gone: '已被删除',
} as const

/** What a cell shows while nobody writes in it. */
export function CellContent({ ledger, line, column }: Pick<CellProps, 'ledger' | 'line' | 'column'>) {
  const { key, most } = column
  const { row, state } = line
  const text = cellText(line, key, ledger.data.categories)
  if (key === 'photo')
    return row.photo ? (
      <img
        src={staffPaths.photo(ledger.data.slug, row.number, { size: 's', version: row.photo })}
        alt="有"
        width={32}
        height={40}
        loading="lazy"
      />
    ) : (
      <span class="soft small">没有</span>
    )
  if (key === 'state')
    return (
      <span class={`state-${state}`}>
        {STATES[state]}
        {row.withdrawn !== null && <span class="tag plain">{WITHDRAWN}</span>}
      </span>
    )
  if (key === 'deeds') return <span class="soft small">{text}</span>
  return (
    <>
      <span class={isLong(key) ? 'two-lines' : 'one-line'}>{text}</span>
      {key === 'brief' && <em class={text.length > most ? 'count over' : 'count'}>{text.length}</em>}
    </>
  )
}

/**
 * The one place of the table that has the focus. It is always a field, empty and unseen while a cell is only chosen: so
 * whoever begins to type, with an input method too, types into it, and the first character is not lost.
 */
export function ActiveField({ ledger, line, column, draft, onDraft, onCommit }: CellProps) {
  const field = useRef<HTMLTextAreaElement & HTMLSelectElement>(null)
  const { key, name } = column
  const label = `${line.row.number}号 ${name}：${cellText(line, key, ledger.data.categories)}`
  const writing = draft !== null
  // Before the next key can come: whoever types fast loses nothing between two cells.
  useLayoutEffect(() => {
    const place = field.current
    if (!place) return
    place.focus({ preventScroll: true })
    if (writing && place.tagName === 'TEXTAREA') place.setSelectionRange(place.value.length, place.value.length)
  }, [line, key, writing])
  const keyDown = (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement | HTMLSelectElement }) => {
    if (!writing || event.isComposing) return
    const press = pressOf(event)
    if (!press) return
    event.preventDefault()
    event.stopPropagation()
    onCommit(event.currentTarget.value, press)
  }
  if (key === 'category' && writing)
    return (
      <select
        ref={field}
        class="cell-field"
        aria-label={label}
        value={draft}
        onInput={event => onDraft(event.currentTarget.value)}
        onKeyDown={keyDown}
      >
        {ledger.data.categories.map(one => (
          <option key={one.key} value={one.key}>
            {one.name}
          </option>
        ))}
      </select>
    )
  return (
    <textarea
      ref={field}
      class={writing ? `cell-field${isLong(key) ? ' long' : ''}` : 'cell-field keeper'}
      aria-label={label}
      value={draft ?? ''}
      readOnly={!writing && (key === 'photo' || key === 'state' || key === 'deeds')}
      rows={1}
      onInput={event => onDraft(event.currentTarget.value)}
      onKeyDown={keyDown}
    />
  )
}

function pressOf({ key, shiftKey, altKey }: KeyboardEvent): Press | null {
  if (key === 'Escape') return 'cancel'
  if (key === 'Enter' && !shiftKey && !altKey) return 'commit-down'
  if (key === 'Tab') return shiftKey ? 'commit-left' : 'commit-right'
  return null
}
