import type { AuditLine } from '../../worker/rules/audit.ts'
import { AUDIT_SUBJECTS } from '../../worker/rules/audit.ts'
import { asQuery, EVERYTHING, type LogFilter, NO_PERSON } from '../../worker/rules/audit-filter.ts'
import type { CampaignLine } from '../../worker/rules/campaign.ts'
import type { StaffId } from '../../worker/rules/ids.ts'
import { may, type Staff, type StaffRole } from '../../worker/rules/roles.ts'
import { type Day, dayOf } from '../../worker/rules/time.ts'
import { Empty } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { Pager } from '../parts/pager.tsx'
import { staffPaths } from '../staff-paths.ts'
import { NOBODY, SUBJECT, sayEvent, sayWho } from '../text/audit.ts'
import { clock, longDay, weekday } from '../text/dates.ts'
import { ROLE } from '../text/terms.ts'
import { Frame } from './frame.tsx'

export interface LogPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly filter: LogFilter
  readonly people: readonly { readonly id: StaffId; readonly name: string; readonly role: StaffRole }[]
  readonly campaigns: readonly CampaignLine[]
  readonly lines: readonly AuditLine[]
  /** How many match, on all pages. */
  readonly count: number
  readonly page: number
  readonly more: boolean
}

/** What staff and operators did, newest first, day by day; a form narrows it, and works without script. */
export function LogPage({ site, staff, filter, people, campaigns, lines, count, page, more }: LogPageProps) {
  const query = asQuery(filter)
  const filtered = Object.keys(query).length > 0
  return (
    <Frame site={site} staff={staff} title="操作记录">
      <div class="card">
        <h1>
          操作记录
          <span class="of-log soft small">{filtered ? `符合条件的 ${count} 条` : `共 ${count} 条`}</span>
        </h1>
        <p class="soft">
          工作人员每一次登录、改动、发布、查看和导出都在这里，一事一条，写入后不能修改和删除。每一条都带着上一条的校验值，少一条、改一字都能查出来。
        </p>
        <p class="soft print-only">{sayFilter(filter, { people, campaigns })}</p>
        <div class="log-tools no-print">
          <a class="button" href={staffPaths.checkLog()}>
            核对是否被改动
          </a>
          {may(staff, 'export-log') && <Export query={query} filtered={filtered} />}
        </div>
      </div>
      <Filters filter={filter} people={people} campaigns={campaigns} />
      {lines.length > 0 ? (
        <>
          {byDay(lines).map(([day, those]) => (
            <DayOfLog key={day} day={day} lines={those} />
          ))}
          <Pager page={page} more={more} says={`第 ${page} 页`} href={to => staffPaths.log({ ...query, page: to })} />
        </>
      ) : (
        <Empty {...(filtered ? { href: staffPaths.log(), go: '看全部记录' } : {})}>
          {filtered ? '没有符合条件的记录。' : '还没有记录。'}
        </Empty>
      )}
    </Frame>
  )
}

/** Two forms, since each takes something out and is on record. */
const Export = ({ query, filtered }: { readonly query: Readonly<Record<string, string>>; readonly filtered: boolean }) => (
  <>
    <form method="post" action={staffPaths.exportLog()}>
      {Object.entries(query).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button name="form" value="csv">
        {filtered ? '导出这些记录（CSV）' : '导出表格（CSV）'}
      </button>
    </form>
    <form method="post" action={staffPaths.exportLog()}>
      <button name="form" value="jsonl">
        导出全部，含校验值（JSON）
      </button>
    </form>
  </>
)

function byDay(lines: readonly AuditLine[]): readonly (readonly [Day, readonly AuditLine[]])[] {
  const days = new Map<Day, AuditLine[]>()
  for (const line of lines) {
    const day = dayOf(line.at)
    const those = days.get(day) ?? []
    those.push(line)
    days.set(day, those)
  }
  return [...days]
}

function DayOfLog({ day, lines }: { readonly day: Day; readonly lines: readonly AuditLine[] }) {
  return (
    <section class="log-day">
      <h2 class="label">
        {longDay(day)} {weekday(day)}
      </h2>
      <ol class="events">
        {lines.map(line => (
          <li key={line.seq} id={`line-${line.seq}`}>
            <time>{clock(line.at)}</time>
            <p>
              {sayEvent(line.event)} {line.campaign && <span class="tag plain">{line.campaign}</span>}
            </p>
            <p class="soft small who-did">{sayWho(line)}</p>
            <span class="soft small nth">第 {line.seq} 条</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

type Known = Pick<LogPageProps, 'people' | 'campaigns'>

/** What a printed page says it was narrowed to. */
function sayFilter(filter: LogFilter, { people, campaigns }: Known): string {
  const { campaign, who, about, from, through } = filter
  const person = people.find(({ id }) => id === who)
  const said = [
    campaign && `活动：${campaigns.find(({ slug }) => slug === campaign)?.shortTitle ?? campaign}`,
    who && `人员：${person ? sayWho({ who: person.name, role: person.role }) : sayWho({ who, role: who })}`,
    about && `事项：${SUBJECT[about]}`,
    from && `自 ${longDay(from)}`,
    through && `至 ${longDay(through)}`,
  ].filter(Boolean)
  return said.length === 0 ? '全部记录' : said.join('，')
}

const Choice = ({
  name,
  label,
  all,
  value,
  choices,
}: {
  readonly name: string
  readonly label: string
  readonly all: string
  readonly value: string | null
  readonly choices: readonly (readonly [string, string])[]
}) => (
  <label>
    <span class="soft small">{label}</span>
    <select name={name}>
      <option value="">{all}</option>
      {choices.map(([one, says]) => (
        <option key={one} value={one} selected={one === value}>
          {says}
        </option>
      ))}
    </select>
  </label>
)

function Filters({ filter, people, campaigns }: Known & { readonly filter: LogFilter }) {
  const { campaign, who, about, from, through } = filter
  return (
    <form class="search log-filters no-print" method="get" action={staffPaths.log()}>
      <Choice
        name="campaign"
        label="活动"
        all="全部活动"
        value={campaign}
        choices={campaigns.map(one => [one.slug, one.shortTitle])}
      />
      <Choice
        name="who"
        label="人员"
        all="所有人"
        value={who}
        choices={[
          ...people.map(({ id, name, role }) => [id, `${name}（${ROLE[role]}）`] as const),
          ...NO_PERSON.map(one => [one, NOBODY[one]] as const),
        ]}
      />
      <Choice name="about" label="事项" all="所有事项" value={about} choices={AUDIT_SUBJECTS.map(one => [one, SUBJECT[one]])} />
      <label>
        <span class="soft small">从哪天</span>
        <input type="date" name="from" value={from ?? ''} />
      </label>
      <label>
        <span class="soft small">到哪天</span>
        <input type="date" name="through" value={through ?? ''} />
      </label>
      <button>筛选</button>
      {filter !== EVERYTHING && Object.keys(asQuery(filter)).length > 0 && (
        <a class="button" href={staffPaths.log()}>
          清除
        </a>
      )}
    </form>
  )
}
