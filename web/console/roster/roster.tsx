import { useEffect, useRef, useState } from 'preact/hooks'
import { ROSTER_COLUMNS, ROSTER_HEADERS } from '../../../worker/import/roster-header.ts'
import { paths } from '../../paths.ts'
import type { RosterData } from '../desk-data.ts'
import { FileChoice, Said } from '../intake/file-choice.tsx'
import { MatchTable } from '../intake/match-table.tsx'
import { Problems, Progress } from '../intake/plan.tsx'
import { Listener } from './listener.ts'
import type { Settled } from './messages.ts'
import { Paper } from './paper.tsx'
import { planOf, type Sent, sendRoster, settle, type Way } from './send.ts'
import { Planned, Ways, type Work } from './steps.tsx'

const NAMES = ROSTER_COLUMNS.map(column => [column, ROSTER_HEADERS[column]] as const)
const NOTHING_YET = { progress: null, says: [], way: null, plan: null, done: false, units: [] } as const

/** From a file to the list: choose, match the columns, see what is wrong and what would change, confirm, print. */
export function Roster({ data }: { readonly data: RosterData }) {
  const [work, setWork] = useState<Work | null>(null)
  const [reading, setReading] = useState<string | null>(null)
  const [unreadable, setUnreadable] = useState<string | null>(null)
  const reader = useRef<Listener | null>(null)
  const change = (part: Partial<Work>) => setWork(known => (known ? { ...known, ...part } : known))

  useEffect(() => {
    const listener = new Listener(new Worker(new URL('./reader.ts', import.meta.url), { type: 'module' }))
    reader.current = listener
    return () => listener.end()
  }, [])

  const choose = async ([file]: readonly File[]) => {
    const listener = reader.current
    if (!file || !listener) return
    setWork(null)
    setUnreadable(null)
    setReading(file.name)
    const bytes = await file.arrayBuffer()
    const opened = await listener.ask({ kind: 'open', file: file.name, bytes }, [bytes])
    setReading(null)
    if (opened.kind === 'unreadable') return setUnreadable(opened.says)
    if (opened.kind !== 'opened') return
    const settled = { columns: opened.matching.columns.map(({ column }) => column), otherwise: 'public' as const }
    setWork({ file: file.name, opened, mode: 'add', settled, people: 0, problems: [], total: 0, ...NOTHING_YET })
    await check(settled)
  }
  const check = async (settled: Settled) => {
    change({ settled, ...NOTHING_YET })
    const checked = await reader.current?.ask({ kind: 'check', settled })
    if (checked?.kind === 'checked') change({ people: checked.people, problems: checked.problems, total: checked.total })
  }
  /** Tells what went wrong; the value when nothing did. */
  const heard = <T,>(sent: Sent<T>): T | null => {
    if (sent.ok) return sent.value
    change({ progress: null, says: sent.says })
    return null
  }
  const compare = async ({ mode, people: rows }: Work) => {
    const listener = reader.current
    if (!listener) return
    change({ ...NOTHING_YET, progress: 0 })
    const part = async (from: number, count: number) => {
      const told = await listener.ask({ kind: 'part', from, count })
      return told.kind === 'part' ? told.people : []
    }
    const keep = (codes: Parameters<Parameters<typeof sendRoster>[0]['keep']>[0]) => listener.tell({ kind: 'codes', codes })
    const way = heard(await sendRoster({ slug: data.slug, mode, rows, part, keep, tell: progress => change({ progress }) }))
    const plan = way && heard(await planOf(way))
    if (way && plan) change({ progress: null, way, plan })
  }
  const confirm = async (way: Way) => {
    change({ progress: 1, says: [] })
    const plan = heard(await settle(way))
    const kept = plan && (await reader.current?.ask({ kind: 'units' }))
    if (plan && kept?.kind === 'units') change({ progress: null, plan, done: true, units: kept.units })
  }
  const slipsOf = async (unit: string) => {
    const told = await reader.current?.ask({ kind: 'slips', unit })
    return told?.kind === 'slips' ? told.people : []
  }
  const table = async () => {
    const told = await reader.current?.ask({ kind: 'table', link: data.origin + paths.codeLink(data.slug, '') })
    return told?.kind === 'table' ? told.file : new Blob()
  }
  const busy = work?.progress !== null
  return (
    <>
      <div class="no-print">
        {!work?.done && (
          <FileChoice
            label="选择名册，或把文件拖到这里"
            hint="Excel 工作簿（.xlsx）或 CSV，最多 10 万人"
            {...{ reading, unreadable }}
            onFiles={files => void choose(files)}
          />
        )}
        {work && !work.done && (
          <>
            <Ways
              work={work}
              opened={data.opened}
              onMode={mode => change({ mode, ...NOTHING_YET })}
              onOtherwise={otherwise => void check({ ...work.settled, otherwise })}
            />
            <MatchTable
              opened={work.opened}
              columns={work.settled.columns}
              names={NAMES}
              veiled
              onColumns={columns => void check({ ...work.settled, columns })}
            />
            {work.total > 0 && <Problems problems={work.problems} total={work.total} />}
          </>
        )}
        {work && <Said says={work.says} />}
        {work && work.progress !== null && <Progress share={work.progress} />}
        {work && work.total === 0 && work.people > 0 && !busy && !work.plan && (
          <div class="card steps-bar">
            <button type="button" class="main" onClick={() => void compare(work)}>
              核对 {work.people} 人，看看会改什么
            </button>
          </div>
        )}
        {work?.plan && !busy && <Planned data={data} work={work} plan={work.plan} onConfirm={way => void confirm(way)} />}
      </div>
      {work?.done && work.units.length > 0 && <Paper data={data} units={work.units} slipsOf={slipsOf} table={table} />}
    </>
  )
}
