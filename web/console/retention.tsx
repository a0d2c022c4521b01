import { type DeletionRecord, RETENTION, type RetentionRule } from '../../worker/rules/retention.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import { dayOf, type Instant } from '../../worker/rules/time.ts'
import { Empty } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { longDay, moment } from '../text/dates.ts'
import { RETAINED, sayKept } from '../text/retention.ts'
import { Frame } from './frame.tsx'

/** Something kept that has its day; `of` is the campaign it belongs to. */
export interface KeptUntil {
  readonly rule: RetentionRule
  readonly of: string | null
  readonly due: Instant
}

export interface RetentionProps {
  readonly site: Site
  readonly staff: Staff
  readonly kept: readonly KeptUntil[]
  readonly records: readonly (Pick<DeletionRecord, 'rule' | 'items' | 'at'> & { readonly of: string | null })[]
}

/** What the site keeps of people, when each goes, and what has gone: for those who answer for it. */
export function RetentionPage({ site, staff, kept, records }: RetentionProps) {
  return (
    <Frame site={site} staff={staff} title="数据留存">
      <div class="card">
        <h1>数据留存</h1>
        <p class="soft">
          和个人有关的内容到期由系统自动删除，不需要人操作，也不能推迟。公告、名单、计票结果、处理意见和操作记录长期保存。
        </p>
      </div>
      <Coming kept={kept} now={site.now} />
      <section class="card">
        <h2>已经删除的</h2>
        {records.length === 0 ? (
          <Empty>还没有到期的内容。</Empty>
        ) : (
          <ul class="kept">
            {records.map(({ rule, of, at, items }) => (
              <li key={`${rule}${of}${at}`}>
                <span>{RETAINED[rule].what}</span>
                <b>{items} 条</b>
                <span class="soft small">
                  {moment(at)}
                  {of && ` · ${of}`}
                </span>
              </li>
            ))}
          </ul>
        )}
        <p class="soft small">记录只写删除了什么、多少、依据哪一条规定，不写是谁的；记录本身长期保存。</p>
      </section>
      <Rules />
    </Frame>
  )
}

const names = (rules: readonly RetentionRule[]): string => rules.map(rule => RETAINED[rule].what).join('、')

/** What goes of one campaign on one day stands on one line. */
function together(kept: readonly KeptUntil[]) {
  const lines = new Map<string, { of: string | null; due: Instant; rules: RetentionRule[] }>()
  for (const { rule, of, due } of kept) {
    const name = of === null ? rule : `${of} ${due}`
    const line = lines.get(name) ?? { of, due, rules: [] }
    line.rules.push(rule)
    lines.set(name, line)
  }
  return [...lines.values()]
}

function Coming({ kept, now }: { readonly kept: readonly KeptUntil[]; readonly now: number }) {
  return (
    <section class="card">
      <h2>将要删除的</h2>
      {kept.length === 0 ? (
        <Empty>现在没有保存需要到期删除的内容。</Empty>
      ) : (
        <ul class="kept">
          {together(kept).map(({ of, due, rules }) => (
            <li key={`${of}${due}${rules[0]}`}>
              <span>{of ?? names(rules)}</span>
              <b>{due <= now ? '正在删除' : longDay(dayOf(due))}</b>
              {of && <span class="soft small">{names(rules)}</span>}
            </li>
          ))}
        </ul>
      )}
      <p class="soft small">日期按现在的日程和公示期计算；公示期延长，日期随之推后。</p>
    </section>
  )
}

function Rules() {
  return (
    <section class="card">
      <h2>规定</h2>
      <ul class="kept long">
        {RETENTION.map(({ rule, by, ...period }) => (
          <li key={rule}>
            <span>{RETAINED[rule].what}</span>
            <b>{sayKept(period)}</b>
            <span class="soft small">
              删除后留下：{RETAINED[rule].stays}
              {by === 'itself' && '。在存放的地方自行删除，不另作记录'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
