import type { Contact } from '../../worker/rules/campaign.ts'
import type { NoticeFile, PublicityPeriod, PublicityStanding } from '../../worker/rules/notice.ts'
import type { ObjectionCounts } from '../../worker/rules/objection.ts'
import type { ListedSince, PublicityFile } from '../../worker/rules/publicity-level.ts'
import { addDays, dayOf } from '../../worker/rules/time.ts'
import type { Counted } from '../../worker/rules/working-days.ts'
import { paths } from '../paths.ts'
import { longDay, weekday } from '../text/dates.ts'
import { LEVEL_NAME } from '../text/objections.ts'
import { A } from './view.tsx'

/** A posting with its working days counted. */
export type CountedLevel = PublicityFile['levels'][number] & { readonly workingDays: Counted<number> }

export interface PublicityCardProps {
  readonly notice: NoticeFile
  readonly period: PublicityPeriod
  readonly standing: PublicityStanding
  /** The list in its neutral order, and the postings counted. */
  readonly file: Omit<PublicityFile, 'levels'> & { readonly levels: readonly CountedLevel[] }
  readonly counts: ObjectionCounts
  readonly minimum: number
  readonly contact: Contact | null
}

/** On top of a public notice (N3): its clock, what came of it, how many objected, and how to object. */
export function PublicityCard({ notice, period, standing, file, counts, minimum, contact }: PublicityCardProps) {
  return (
    <section class="clock" aria-label="公示期">
      <Clock period={period} standing={standing} file={file} conclusion={notice.conclusion} />
      {file.extensions.map(({ at, before, through, reason }) => (
        <p key={at}>
          公示期由 {longDay(before)} 延长至 <b>{longDay(through)}</b>。原因：{reason}
        </p>
      ))}
      <p class="soft small">按国务院办公厅公布的放假和调休安排计算，张贴当天不计入；公示不少于 {minimum} 个工作日。</p>
      <p>
        收到异议 <b>{counts.received}</b> 件，
        <span class="keep">
          已办结 <b>{counts.done}</b> 件。
        </span>
      </p>
      {standing.stage === 'running' && notice.conclusion === null && <HowToObject id={notice.id} contact={contact} />}
    </section>
  )
}

/** Below the text of a public notice: whom it shows, and where else it hangs. */
export function PublicityRecord({ notice, file }: Pick<PublicityCardProps, 'notice' | 'file'>) {
  return (
    <>
      <List notice={notice} list={file.nominees} since={file.extensions.length > 0} />
      <Levels notice={notice} levels={file.levels} />
    </>
  )
}

function Clock({
  period,
  standing,
  file,
  conclusion,
}: Pick<PublicityCardProps, 'period' | 'standing' | 'file'> & { readonly conclusion: string | null }) {
  const { workingDays } = standing
  return (
    <>
      <p>
        公示期：{longDay(addDays(period.posted, 1))}至{longDay(period.through)}（{weekday(period.through)}）
        {workingDays.known ? `，共 ${workingDays.value} 个工作日` : ''}
      </p>
      {conclusion !== null && (
        <p>
          <strong>{conclusion}</strong>
          {file.concludedAt !== null && <span class="soft small"> {longDay(dayOf(file.concludedAt))}</span>}
        </p>
      )}
      {conclusion === null && standing.stage === 'running' && standing.left.known && (
        <p>
          <strong>还剩 {standing.left.value} 个工作日</strong>
        </p>
      )}
      {conclusion === null && standing.stage === 'over' && (
        <p>
          <strong>公示期已满</strong>
          <br />
          不再接收新的异议，公示结果将在本页公布。
        </p>
      )}
      {!workingDays.known && (
        <p class="soft">
          {workingDays.year} 年的官方放假安排尚未公布，工作日天数待公布后计算
          {file.uncountedYear === null ? '' : '；本次公示的最后一天由本单位核定'}。
        </p>
      )}
    </>
  )
}

function HowToObject({ id, contact }: { readonly id: NoticeFile['id']; readonly contact: Contact | null }) {
  return (
    <>
      <p class="no-print act">
        <A class="button main" href={paths.objection(id)}>
          对公示提出异议
        </A>
      </p>
      <p class="small">可以实名，也可以匿名；提交后得到查询码，随时可以查办理情况和答复。</p>
      {contact && (
        <p class="small">
          也可以直接联系：{contact.office}，<span class="keep">电话 {contact.phone}</span>
          {contact.address && `，地址 ${contact.address}`}
        </p>
      )}
      <p class="small no-print">
        <A href={paths.tracking()}>已经提交过？用查询码查看</A>
      </p>
    </>
  )
}

function Levels({ notice, levels }: { readonly notice: NoticeFile; readonly levels: readonly CountedLevel[] }) {
  if (levels.length === 0) return null
  return (
    <section class="card">
      <h2>各级公示情况</h2>
      <ul class="postings">
        {levels.map(({ position, level, place, from, through, result, evidence, workingDays }) => (
          <li key={position}>
            <p>
              <span class="tag">{LEVEL_NAME[level]}</span> <b>{place}</b>
            </p>
            <p class="soft small">
              {longDay(from)}至{longDay(through)}
              {workingDays.known ? `，${workingDays.value} 个工作日` : ''}
            </p>
            <p>{result || '正在公示，结果待登记。'}</p>
            {evidence.length > 0 && (
              <p class="small files">
                {evidence.map(({ name }, i) => (
                  <a key={name} href={paths.evidence(notice.id, { level: position, position: i })}>
                    {name}
                  </a>
                ))}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Whom the notice shows, by category; names in the campaign's neutral order (law 6). */
function List({
  notice,
  list,
  since,
}: {
  readonly notice: NoticeFile
  readonly list: readonly ListedSince[]
  /** Whether some were added later, so that it is said of whom. */
  readonly since: boolean
}) {
  if (list.length === 0) return null
  const first = Math.min(...list.map(({ addedAt }) => addedAt))
  const categories = [...new Set(list.map(({ category }) => category))]
  return (
    <section class="card">
      <details open={list.length <= 30}>
        <summary>
          <h2>公示名单（{list.length}）</h2>
        </summary>
        {categories.map(category => (
          <div key={category} class="listed">
            <h3>{category}</h3>
            <ul>
              {list
                .filter(one => one.category === category)
                .map(({ number, name, unit, addedAt }) => (
                  <li key={number}>
                    {notice.campaign?.published ? <A href={paths.nominee(notice.campaign.slug, number)}>{name}</A> : name}
                    <span class="soft small">
                      {unit}
                      {since && addedAt > first ? `（${longDay(dayOf(addedAt))}增补）` : ''}
                    </span>
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </details>
    </section>
  )
}
