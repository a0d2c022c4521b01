import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { NoticeFile, NoticeState, PublicityPeriod } from '../../worker/rules/notice.ts'
import type { ObjectionCounts } from '../../worker/rules/objection.ts'
import type { PublicityFile } from '../../worker/rules/publicity-level.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Day, Instant } from '../../worker/rules/time.ts'
import { Crumbs } from '../parts/cells.tsx'
import { TextField } from '../parts/field.tsx'
import type { Site } from '../parts/layout.tsx'
import { paths } from '../paths.ts'
import { staffPaths } from '../staff-paths.ts'
import { longDay, moment } from '../text/dates.ts'
import { sayRefusal } from '../text/refusals.ts'
import { Frame } from './frame.tsx'
import { type PeriodData, PeriodPicker } from './period.tsx'
import { Levels } from './publicity-levels.tsx'
import { ListForm } from './publicity-list.tsx'

/** Which form of the page was sent back, and what was typed into it. */
export interface SentBack {
  readonly part: 'period' | 'list' | 'levels' | 'conclusion'
  readonly refusal: Refusal
  readonly typed: Readonly<Record<string, string>>
  /** What was ticked. */
  readonly numbers: readonly number[]
}

export interface PublicityPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly notice: NoticeFile & { readonly period: PublicityPeriod }
  readonly state: NoticeState
  readonly file: PublicityFile
  readonly campaign: CampaignFile | null
  readonly period: PeriodData
  /** The first last-day that a list changed today could have; null when its calendar is missing. */
  readonly earliest: Day | null
  readonly counts: ObjectionCounts
  /** Why it cannot be concluded yet; empty when it can. */
  readonly waits: readonly string[]
  /** The result line that is offered. */
  readonly line: string
  readonly back: SentBack | null
  readonly saved: boolean
  readonly now: Instant
}

/** Everything that is special to a 公示: its days, its list, its postings, and how it ends. */
export function PublicityPage(props: PublicityPageProps) {
  const { site, staff, notice, state, counts, back, saved, now } = props
  const done = notice.conclusion !== null
  return (
    <Frame site={site} staff={staff} title={`公示 · ${notice.title}`} sheets={['publicity']} scripts={['period']}>
      <Crumbs
        trail={[
          { name: '公告', href: staffPaths.noticeList() },
          { name: '编辑', href: staffPaths.notice(notice.id) },
          { name: '公示情况' },
        ]}
      />
      <div class="card">
        <h1>{notice.title}</h1>
        <p class="soft">{sayState(state)}</p>
        <p>
          收到异议 {counts.received} 件，已办结 {counts.done} 件。
        </p>
        <p class="links">
          <a class="button" href={staffPaths.notice(notice.id)}>
            编辑公告
          </a>{' '}
          {state.state === 'published' && (
            <a class="button" href={paths.notice(notice.id)}>
              看公示页
            </a>
          )}{' '}
          {may(staff, 'read-objections') && (
            <a class="button" href={staffPaths.objections()}>
              处理异议
            </a>
          )}
        </p>
      </div>
      {saved && (
        <p class="note good" role="status">
          已保存。
        </p>
      )}
      {back && (
        <p class="note" role="alert">
          {sayRefusal(back.refusal, now)}
        </p>
      )}
      {!done && <PeriodForm {...props} />}
      <ListForm {...props} />
      <Levels {...props} />
      <Conclusion {...props} />
    </Frame>
  )
}

function sayState(state: NoticeState): string {
  if (state.state === 'draft') return '草稿，还没有发布。'
  if (state.state === 'scheduled') return `定于 ${moment(state.at)} 发布。`
  if (state.state === 'withdrawn') return `已于 ${moment(state.at)} 撤回。`
  return `已于 ${moment(state.at)} 发布。`
}

export const flawsOf = (back: SentBack | null, part: SentBack['part']) =>
  back?.part === part && back.refusal.code === 'form-refused' ? back.refusal.flaws : undefined

function PeriodForm({ notice, file, period, back }: PublicityPageProps) {
  const flaws = flawsOf(back, 'period')
  return (
    <form class="card" method="post" action={staffPaths.publicityPeriod(notice.id)}>
      <input type="hidden" name="revision" value={file.revision} />
      <h2>公示期</h2>
      <div id="period" data-period={JSON.stringify(period)}>
        <PeriodPicker data={period} />
      </div>
      {flaws?.map(({ says }) => (
        <p key={says} class="flaw">
          {says}
        </p>
      ))}
      {period.published && (
        <TextField
          name="reason"
          label="延长的原因"
          hint="公示已经发布，只能延长，不能缩短；原因显示在公示页上。"
          value={back?.part === 'period' ? (back.typed.reason ?? '') : ''}
          maxLength={200}
        />
      )}
      <p class="field">
        <button class="main">{period.published ? '延长公示期' : '保存公示期'}</button>
      </p>
      {file.extensions.map(({ at, before, through, reason }) => (
        <p key={at} class="soft small">
          {moment(at)}：由 {longDay(before)} 延长至 {longDay(through)}，{reason}
        </p>
      ))}
    </form>
  )
}

function Conclusion({ staff, notice, waits, line, back }: PublicityPageProps) {
  if (notice.conclusion !== null)
    return (
      <section class="card">
        <h2>公示结果</h2>
        <p>{notice.conclusion}</p>
      </section>
    )
  return (
    <section class="card">
      <h2>公示结果</h2>
      {waits.length > 0 ? (
        <>
          <p>现在还不能公布结果：</p>
          <ul>
            {waits.map(text => (
              <li key={text}>· {text}</li>
            ))}
          </ul>
        </>
      ) : (
        may(staff, 'conclude-publicity') && (
          <form method="post" action={staffPaths.publicityConclusion(notice.id)}>
            <TextField
              name="line"
              label="结果"
              hint="显示在公示页上，公布后不能再改，也不再接收异议。"
              flaws={flawsOf(back, 'conclusion')}
              value={back?.part === 'conclusion' ? (back.typed.line ?? line) : line}
              required
              maxLength={200}
            />
            <p class="field">
              <button class="main">公布公示结果</button>
            </p>
          </form>
        )
      )}
    </section>
  )
}
