import { useEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from '../../../worker/import/problem.ts'
import { VOTER_CLASSES, type VoterClass } from '../../../worker/rules/campaign.ts'
import type { RosterMode, RosterPlan } from '../../../worker/rules/roster.ts'
import { paths } from '../../paths.ts'
import { staffPaths } from '../../staff-paths.ts'
import { VOTER_CLASS } from '../../text/terms.ts'
import type { RosterData } from '../desk-data.ts'
import { DropZone } from '../intake/drop-zone.tsx'
import { Problems, Progress } from '../intake/plan.tsx'
import { Listener } from './listener.ts'
import { Match } from './match.tsx'
import type { Report, Settled } from './messages.ts'
import { Paper } from './paper.tsx'
import { planOf, type Sent, sendRoster, settle, type Way } from './send.ts'

/** Where the work stands: what is known, and what is under way. */
interface Work {
  readonly file: string
  readonly opened: Extract<Report, { kind: 'opened' }>
  readonly mode: RosterMode
  readonly settled: Settled
  readonly people: number
  readonly problems: readonly Problem[]
  readonly total: number
  /** Share of the list that has gone; null while nothing is under way. */
  readonly progress: number | null
  readonly says: readonly string[]
  readonly way: Way | null
  readonly plan: RosterPlan | null
  readonly done: boolean
  readonly units: readonly { readonly unit: string; readonly count: number }[]
}

const MODES: readonly { readonly mode: RosterMode; readonly name: string; readonly hint: string }[] = [
  { mode: 'add', name: '新增', hint: '把表里的人加进名册；已经在名册上的保留原来的码。' },
  { mode: 'replace', name: '整表替换', hint: '名册改成和表一样：表里没有的人去掉，其余的人保留原来的码。' },
  { mode: 'reissue', name: '重新发码', hint: '给表里的人换新码，原来的码作废；名册上的人不变。' },
]
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
          <DropZone
            id="table"
            label="选择名册，或把文件拖到这里"
            hint="Excel 工作簿（.xlsx）或 CSV，最多 10 万人"
            accept=".xlsx,.csv"
            onFiles={files => void choose(files)}
          />
        )}
        {reading && (
          <p class="card" role="status">
            正在读取“{reading}”……
          </p>
        )}
        {unreadable && (
          <p class="card note" role="alert">
            {unreadable}
          </p>
        )}
        {work && !work.done && (
          <>
            <Ways
              work={work}
              opened={data.opened}
              onMode={mode => change({ mode, ...NOTHING_YET })}
              onOtherwise={otherwise => void check({ ...work.settled, otherwise })}
            />
            <Match
              opened={work.opened}
              columns={work.settled.columns}
              onColumns={columns => void check({ ...work.settled, columns })}
            />
            {work.total > 0 && <Problems problems={work.problems} total={work.total} />}
          </>
        )}
        {work && work.says.length > 0 && (
          <div class="card note" role="alert">
            {work.says.map(text => (
              <p key={text}>{text}</p>
            ))}
          </div>
        )}
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

interface WaysProps {
  readonly work: Work
  readonly opened: boolean
  readonly onMode: (mode: RosterMode) => void
  readonly onOtherwise: (voterClass: VoterClass) => void
}

function Ways({ work, opened, onMode, onOtherwise }: WaysProps) {
  return (
    <section class="card">
      <h2>
        {work.file}：{work.opened.rows} 行
      </h2>
      {work.opened.warnings.map(text => (
        <p key={text} class="soft">
          {text}
        </p>
      ))}
      <fieldset class="modes">
        <legend>怎样导入</legend>
        {MODES.filter(({ mode }) => !opened || mode !== 'replace').map(({ mode, name, hint }) => (
          <label key={mode} class="tick">
            <input type="radio" name="mode" checked={work.mode === mode} onChange={() => onMode(mode)} />
            <span>
              <b>{name}</b> <span class="soft small">{hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>没有写类别的人算作</span>
        <select
          value={work.settled.otherwise}
          onChange={event => onOtherwise(VOTER_CLASSES.find(one => one === event.currentTarget.value) ?? 'public')}
        >
          {VOTER_CLASSES.map(one => (
            <option key={one} value={one}>
              {VOTER_CLASS[one]}
            </option>
          ))}
        </select>
      </label>
    </section>
  )
}

interface PlannedProps {
  readonly data: RosterData
  readonly work: Work
  readonly plan: RosterPlan
  readonly onConfirm: (way: Way) => void
}

/** What would change, before anything does; then that it has. */
function Planned({ data, work, plan, onConfirm }: PlannedProps) {
  const { added, changed, removed, reissued, same } = plan
  const nothing = added + changed + removed + reissued === 0
  const sum = work.mode === 'reissue' ? `为 ${reissued} 人重新发码` : `新增 ${added} 人，修改 ${changed} 人，删除 ${removed} 人`
  return (
    <section class="card" role="status">
      <h2>{work.done ? `已导入：${sum}` : nothing ? '和现在的名册一样，没有要改的' : `将会${sum}`}</h2>
      <p class="soft">不变 {same} 人</p>
      {!work.done && removed > 0 && <p class="note">删除的 {removed} 人不能再参加投票，他们的投票码作废。</p>}
      <div class="desk-acts steps-bar">
        {!work.done && !nothing && work.way && (
          <button type="button" class="main" onClick={() => work.way && onConfirm(work.way)}>
            确认导入，生成投票码
          </button>
        )}
        {(work.done || nothing) && (
          <a class="button" href={staffPaths.roster(data.slug)}>
            看名册
          </a>
        )}
      </div>
    </section>
  )
}
