import { useEffect, useMemo, useState } from 'preact/hooks'
import type { DeskText } from '../../../worker/rules/nominee-desk.ts'
import { pastedCells } from '../../../worker/rules/pasted.ts'
import { toast } from '../../islands/toast.ts'
import { staffPaths } from '../../staff-paths.ts'
import { COLUMNS, isFrozen } from './columns.ts'
import { ConflictSheet } from './conflict-sheet.tsx'
import { DeedsSheet } from './deeds-sheet.tsx'
import { Grid, type Place } from './grid.tsx'
import { type Ledger, type Line, wordIn } from './ledger.ts'
import { RowBar } from './row-bar.tsx'

interface Question {
  readonly text: string
  readonly category: string
  readonly unit: string
}

/** The table of the desk with all that belongs to it. `round` counts the changes of the ledger, so that it is drawn anew. */
export function Desk({ ledger, round }: { readonly ledger: Ledger; readonly round: number }) {
  const [question, setQuestion] = useState<Question>({ text: '', category: '', unit: '' })
  const [at, setAt] = useState<Place>({ row: 0, column: 1 })
  const [sheet, setSheet] = useState<'deeds' | 'conflict' | null>(null)
  const lines = useMemo(() => ledger.lines.filter(line => answers(line, question)), [ledger.lines, question, round])
  const units = useMemo(
    () => [...new Set(ledger.lines.map(({ row }) => row.unit))].sort((a, b) => a.localeCompare(b, 'zh')),
    [ledger.lines],
  )
  const line = lines[at.row]
  useEffect(() => {
    if (at.row >= lines.length && at.row > 0) setAt({ ...at, row: Math.max(0, lines.length - 1) })
  }, [lines.length])
  useEffect(() => {
    const stay = (event: BeforeUnloadEvent) => {
      if (ledger.unsaved.length > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', stay)
    return () => window.removeEventListener('beforeunload', stay)
  }, [])
  const undo = (again: boolean) => {
    const change = again ? ledger.redo() : ledger.undo()
    if (!change) return toast(again ? '没有可以重做的修改' : '没有可以撤销的修改')
    const row = lines.findIndex(one => one.row.number === change.number)
    if (row >= 0) setAt({ row, column: COLUMNS.findIndex(({ key }) => key === change.field) })
    toast(`${again ? '已重做' : '已撤销'}：${change.number}号`)
  }
  const add = () => {
    setQuestion({ text: '', category: question.category, unit: '' })
    ledger.add(question.category || (line?.row.category ?? ledger.data.categories[0]?.key ?? ''))
    setAt({ row: ledger.lines.filter(one => answers(one, { ...question, text: '', unit: '' })).length - 1, column: 1 })
  }
  const number = async (target: Line, to: number) => {
    const { number: from, revision } = target.row
    const wrong = Number.isInteger(to) && to >= 1 && to <= 999_999 ? null : '编号应为 1 至 999999 的整数。'
    toast(
      wrong ??
        (await ledger.act(staffPaths.renumberNominee(ledger.data.slug), { number: from, revision, to })) ??
        `编号已改为 ${to}`,
    )
  }
  return (
    <>
      <Toolbar
        ledger={ledger}
        question={question}
        units={units}
        count={lines.length}
        onQuestion={next => {
          setQuestion(next)
          setAt({ row: 0, column: at.column })
        }}
        onUndo={undo}
        onAdd={add}
      />
      {line && (
        <RowBar
          key={line.row.number}
          ledger={ledger}
          line={line}
          place={ledger.lines.indexOf(line) + 1}
          onDeeds={() => setSheet('deeds')}
          onConflict={() => setSheet('conflict')}
          onSay={toast}
        />
      )}
      {lines.length > 0 ? (
        <Grid
          ledger={ledger}
          lines={lines}
          at={at}
          onMove={setAt}
          onPaste={text => toast(paste(ledger, { lines, at, text }))}
          onNumber={(target, to) => void number(target, to)}
          onOpen={() => setSheet('deeds')}
          onSay={toast}
          onUndo={undo}
        />
      ) : (
        <p class="empty">
          {ledger.lines.length > 0
            ? '没有找到符合条件的候选对象。'
            : '还没有候选对象。可以导入 Excel 表格，也可以点“加一行”直接填写，或从表格里复制、粘贴。'}
        </p>
      )}
      {sheet === 'deeds' && line && <DeedsSheet ledger={ledger} line={line} onClose={() => setSheet(null)} />}
      {sheet === 'conflict' && line && <ConflictSheet ledger={ledger} line={line} onClose={() => setSheet(null)} />}
    </>
  )
}

function answers(line: Line, { text, category, unit }: Question): boolean {
  const asked = text.normalize('NFKC').trim()
  if (category !== '' && wordIn(line, 'category') !== category) return false
  if (unit !== '' && line.row.unit !== unit) return false
  if (asked === '') return true
  if (/^\d+$/.test(asked)) return line.row.number === Number(asked)
  return wordIn(line, 'name').includes(asked) || wordIn(line, 'unit').includes(asked)
}

/** Puts cells of a spreadsheet where the choice stands, over the rows that are shown and, while that may be, beyond them. */
function paste(ledger: Ledger, { lines, at, text }: { lines: readonly Line[]; at: Place; text: string }): string {
  const cells = pastedCells(text)
  const writes: { number: number; field: DeskText; value: string }[] = []
  let left = 0
  for (const [down, row] of cells.entries()) {
    const known = lines[at.row + down]
    if (known || !ledger.data.opened) {
      const line = known ?? ledger.add(lines[lines.length - 1]?.row.category ?? ledger.data.categories[0]?.key ?? '')
      for (const [right, value] of row.entries()) {
        const field = fieldAt(ledger, at.column + right)
        if (field !== null)
          writes.push({ number: line.row.number, field, value: field === 'category' ? keyOf(ledger, value) : value })
      }
    } else left += 1
  }
  ledger.write(writes)
  const said = `已粘贴 ${cells.length - left} 行`
  return left > 0 ? `${said}，另外 ${left} 行没有放入：名单已经固定，不能加人` : said
}

/** The words that a column takes from the clipboard; null where it takes none. */
function fieldAt({ data }: Ledger, index: number): DeskText | null {
  const key = COLUMNS[index]?.key
  if (key === undefined || key === 'number' || key === 'photo' || key === 'state') return null
  return data.opened && isFrozen(key) ? null : key
}

/** A category by the name a spreadsheet has for it; what is none stays as it is and is refused with a sentence. */
const keyOf = ({ data }: Ledger, text: string): string => data.categories.find(({ name }) => name === text.trim())?.key ?? text

interface ToolbarProps {
  readonly ledger: Ledger
  readonly question: Question
  readonly units: readonly string[]
  readonly count: number
  readonly onQuestion: (question: Question) => void
  readonly onUndo: (again: boolean) => void
  readonly onAdd: () => void
}

function Toolbar({ ledger, question, units, count, onQuestion, onUndo, onAdd }: ToolbarProps) {
  const choose = (part: Partial<Question>) => onQuestion({ ...question, ...part })
  return (
    <div class="desk-bar">
      <input
        type="search"
        aria-label="查找候选对象"
        placeholder="编号、姓名、单位"
        value={question.text}
        onInput={event => choose({ text: event.currentTarget.value })}
      />
      <select aria-label="类别" value={question.category} onInput={event => choose({ category: event.currentTarget.value })}>
        <option value="">全部类别</option>
        {ledger.data.categories.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      <select aria-label="单位" value={question.unit} onInput={event => choose({ unit: event.currentTarget.value })}>
        <option value="">全部单位</option>
        {units.map(unit => (
          <option key={unit}>{unit}</option>
        ))}
      </select>
      <span class="desk-edits">
        <button type="button" disabled={!ledger.canUndo} onClick={() => onUndo(false)}>
          撤销
        </button>
        <button type="button" disabled={!ledger.canRedo} onClick={() => onUndo(true)}>
          重做
        </button>
        {!ledger.data.opened && (
          <button type="button" onClick={onAdd}>
            加一行
          </button>
        )}
      </span>
      <p class="soft small" role="status">
        {count} 行。{sayState(ledger)}
      </p>
    </div>
  )
}

function sayState(ledger: Ledger): string {
  const { unsaved, offline } = ledger
  const stuck = unsaved.filter(({ state }) => state === 'refused' || state === 'conflict' || state === 'gone')
  const moving = unsaved.length - stuck.length
  if (offline) return `暂时连不上，${moving} 行还没有保存，会自动再试；请不要关闭页面。`
  if (stuck.length > 0)
    return `第 ${stuck
      .slice(0, 5)
      .map(({ row }) => row.number)
      .join('、')} 号${stuck.length > 5 ? '等' : ''}有问题，还没有保存。`
  if (unsaved.some(({ state }) => state === 'saving')) return `正在保存 ${moving} 行……`
  return moving > 0 ? `${moving} 行待保存` : '全部已保存'
}
