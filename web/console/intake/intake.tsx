import { useEffect, useRef, useState } from 'preact/hooks'
import { type Column, HEADERS } from '../../../worker/import/header.ts'
import { FILLED, type ImportMode } from '../../../worker/import/matching.ts'
import type { Problem } from '../../../worker/import/problem.ts'
import { staffPaths } from '../../staff-paths.ts'
import type { IntakeData } from '../desk-data.ts'
import { FileChoice, FileWays, Said } from './file-choice.tsx'
import { MatchTable } from './match-table.tsx'
import type { Order, Report } from './messages.ts'
import { type Plan, PlanCard, Problems, Progress } from './plan.tsx'

type Opened = Extract<Report, { kind: 'opened' }>

/** Where the work stands: what is known, and what is under way. */
interface Work {
  readonly file: string
  readonly opened: Opened
  readonly mode: ImportMode
  readonly columns: readonly (Column | null)[]
  readonly problems: readonly Problem[]
  readonly total: number
  readonly plan: Plan | null
  readonly done: boolean
  /** Share of what is being sent that has gone; 1 while the server works; null while nothing is under way. */
  readonly progress: number | null
  readonly says: readonly string[]
}

const MODES: readonly { readonly mode: ImportMode; readonly name: string; readonly hint: string }[] = [
  { mode: 'add', name: '新增', hint: '把表里的人加到名单后面；已经在名单里的跳过。' },
  { mode: 'update', name: '按编号更新', hint: '按编号找到名单里的人，只改表里有的列。' },
  { mode: 'replace', name: '整表替换', hint: '名单改成和表一样：表里没有的人会删除。' },
]

/** From a file to the list: choose, match the columns, look at what is wrong and what would change, confirm. */
export function Intake({ data }: { readonly data: IntakeData }) {
  const [work, setWork] = useState<Work | null>(null)
  const [reading, setReading] = useState<string | null>(null)
  const [unreadable, setUnreadable] = useState<string | null>(null)
  const reader = useRef<Worker | null>(null)
  const order = (message: Order, transfer: Transferable[] = []) => reader.current?.postMessage(message, transfer)
  const change = (part: Partial<Work>) => setWork(known => (known ? { ...known, ...part } : known))

  useEffect(() => {
    const worker = new Worker(new URL('./reader.ts', import.meta.url), { type: 'module' })
    reader.current = worker
    return () => worker.terminate()
  }, [])

  const hear = (file: string, report: Report) => {
    setReading(null)
    if (report.kind === 'unreadable') setUnreadable(report.says)
    else if (report.kind === 'opened') begin(file, report)
    else if (report.kind === 'checked') change({ problems: report.problems, total: report.total })
    else if (report.kind === 'progress') change({ progress: report.sent / report.whole })
    else if (report.kind === 'silent')
      change({ progress: null, says: ['暂时连不上，没有导入。请再试一次；重复导入不会重复加人。'] })
    else answered(report.ok, report.answer)
  }
  const begin = (file: string, opened: Opened) => {
    const columns = opened.matching.columns.map(({ column }) => (data.opened && column === 'category' ? null : column))
    // 序号 mostly only counts the rows of a file; whoever writes 编号 means the number on the list.
    const numbered = opened.matching.columns.some(({ column, text }) => column === 'number' && text === HEADERS.number)
    const mode: ImportMode = data.opened || (numbered && data.listed.length > 0) ? 'update' : 'add'
    setWork({ file, opened, mode, columns, problems: [], total: 0, plan: null, done: false, progress: null, says: [] })
    order({ kind: 'check', mode, columns })
  }
  const answered = (ok: boolean, answer: unknown) => {
    if (ok)
      return setWork(known => known && { ...known, progress: null, plan: answer as Plan, done: known.plan !== null, says: [] })
    const { message, problems = [] } = answer as { message: string; problems?: readonly string[] }
    return change({ progress: null, plan: null, says: [message, ...problems] })
  }
  const choose = async ([file]: readonly File[]) => {
    const worker = reader.current
    if (!file || !worker) return
    setWork(null)
    setUnreadable(null)
    setReading(file.name)
    worker.onmessage = ({ data: report }: MessageEvent<Report>) => hear(file.name, report)
    const bytes = await file.arrayBuffer()
    order({ kind: 'open', file: file.name, bytes, data }, [bytes])
  }
  const settle = (mode: ImportMode, columns: readonly (Column | null)[]) => {
    change({ mode, columns, plan: null, done: false, says: [] })
    order({ kind: 'check', mode, columns })
  }
  const send = (stamp: string | null) => {
    change({ progress: 0, says: [] })
    order({ kind: 'send', path: staffPaths.importNominees(data.slug), stamp })
  }
  // Categories can change no more once the poll is open.
  const names = FILLED.filter(column => !(data.opened && column === 'category')).map(column => [column, HEADERS[column]] as const)
  const modes = MODES.filter(({ mode }) => !data.opened || mode === 'update')
  return (
    <>
      <FileChoice
        label="选择表格，或把文件拖到这里"
        hint="Excel 工作簿（.xlsx）或 CSV"
        {...{ reading, unreadable }}
        onFiles={files => void choose(files)}
      />
      {work && (
        <>
          <FileWays {...work} modes={modes} onMode={mode => settle(mode, work.columns)} />
          <MatchTable
            opened={work.opened}
            columns={work.columns}
            names={names}
            veiled={false}
            onColumns={columns => settle(work.mode, columns)}
          />
          {work.total > 0 && <Problems problems={work.problems} total={work.total} />}
          <Said says={work.says} />
          {work.progress !== null && <Progress share={work.progress} />}
          {work.total === 0 && work.progress === null && (
            <PlanCard
              slug={data.slug}
              plan={work.plan}
              done={work.done}
              onPlan={() => send(null)}
              onConfirm={stamp => send(stamp)}
            />
          )}
        </>
      )}
    </>
  )
}
