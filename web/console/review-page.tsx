import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { NomineeCard } from '../../worker/rules/nominee.ts'
import type { Member, Panel, Progress } from '../../worker/rules/panel.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Empty } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import { COMPARE } from '../text/panel.ts'
import { USE } from '../text/terms.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'
import { Missing } from './missing.tsx'

export type SheetState = 'done' | 'open' | 'recused'

export interface ReviewPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly panel: Panel | null
  readonly seat: Member | null
  readonly nominees: readonly NomineeCard[]
  /** How far this reviewer has come; null for who has no seat. */
  readonly progress: (Progress & { readonly states: ReadonlyMap<number, SheetState> }) | null
  readonly refusal: Refusal | null
  readonly now: Instant
}

const STATE: Readonly<Record<SheetState, string>> = { done: '已评', open: '未评完', recused: '回避' }

/** Everybody to be judged, in the order of numbers, and how far one has come. */
export function ReviewPage(props: ReviewPageProps) {
  const { site, staff, campaign, panel, seat, nominees, progress, refusal, now } = props
  const { slug, categories } = campaign
  return (
    <Frame site={site} staff={staff} title={`评审 · ${campaign.shortTitle}`}>
      <CampaignNav campaign={campaign} staff={staff} here="review" />
      <div class="card">
        <h1>评审材料</h1>
        <p>每个候选对象一份：事迹、公示情况和{campaign.use === 'advisory' ? '投票参考' : '其他材料'}。按编号排列，不分先后。</p>
        {campaign.use === 'advisory' && <p class="soft small">{USE.advisory}</p>}
        <PanelLines {...props} />
      </div>
      <RefusalNote refusal={refusal} now={now} />
      {refusal?.code === 'not-ready' && (
        <div class="note">
          <Missing of={refusal.missing} />
        </div>
      )}
      {seat && progress && <Done {...props} seat={seat} progress={progress} />}
      {nominees.length === 0 ? (
        <Empty>还没有候选对象。</Empty>
      ) : (
        <form method="get" action={staffPaths.compare(slug)}>
          {categories
            .map(category => ({ category, list: nominees.filter(one => one.category === category.key) }))
            .filter(({ list }) => list.length > 0)
            .map(({ category, list }) => (
              <section key={category.key}>
                <h2 class="label">
                  {category.name}
                  <span>
                    {list.length} 个候选，名额 {category.honours}
                  </span>
                </h2>
                <ul class="cells pick-list">
                  {list.map(one => (
                    <Pick key={one.number} slug={slug} nominee={one} state={progress?.states.get(one.number) ?? null} />
                  ))}
                </ul>
              </section>
            ))}
          <div class="card pick-bar">
            <p class="soft small">{COMPARE}</p>
            <button>并排比较</button>
          </div>
        </form>
      )}
      {panel === null && may(staff, 'manage-panel') && (
        <Empty href={staffPaths.panel(slug)} go="设定评审组">
          还没有评审组。设定评审标准、权重和人员之后，评审就能在这里打分。
        </Empty>
      )}
    </Frame>
  )
}

function PanelLines({ staff, campaign, panel, seat }: ReviewPageProps) {
  const { slug } = campaign
  return (
    <p class="links">
      {may(staff, 'manage-panel') && panel && (
        <a class="button" href={staffPaths.panel(slug)}>
          评审组
        </a>
      )}
      {panel && (seat === null || seat.submittedAt !== null) && (
        <a class="button" href={staffPaths.panelSummary(slug)}>
          评审汇总
        </a>
      )}
    </p>
  )
}

function Pick({
  slug,
  nominee,
  state,
}: {
  readonly slug: CampaignFile['slug']
  readonly nominee: NomineeCard
  readonly state: SheetState | null
}) {
  const { number, name, unit, withdrawn } = nominee
  const known = name !== `${number}号`
  return (
    <li class="pick">
      <label>
        <input type="checkbox" name="n" value={number} aria-label={`比较 ${known ? `${number}号 ${name}` : name}`} />
      </label>
      <a class="cell" href={staffPaths.reviewOf(slug, number)}>
        <span class="grow">
          <b>{known ? `${number}号 ${name}` : name}</b>
          {unit && <small class="soft">{unit}</small>}
        </span>
        {withdrawn !== null && <span class="tag plain">撤下</span>}
        {state && <span class={state === 'open' ? 'tag' : 'tag plain'}>{STATE[state]}</span>}
      </a>
    </li>
  )
}

function Done({
  campaign,
  seat,
  progress,
}: ReviewPageProps & { readonly seat: Member; readonly progress: NonNullable<ReviewPageProps['progress']> }) {
  const { done, recused, open } = progress
  const all = done + recused + open.length
  return (
    <form class="card" method="post" action={staffPaths.handIn(campaign.slug)}>
      <h2>我的进度</h2>
      <p>
        {all} 个评审对象：已评 {done} 个，回避 {recused} 个，未评完 {open.length} 个。
      </p>
      <progress value={done + recused} max={Math.max(1, all)} aria-label="已完成" />
      {seat.submittedAt !== null ? (
        <p class="note good">已于 {moment(seat.submittedAt)} 提交，评分锁定。</p>
      ) : open.length > 0 ? (
        <p class="soft small">
          全部评完后在这里提交。下一个：
          <a class="next" href={staffPaths.reviewOf(campaign.slug, open[0] as number)}>
            {open[0]}号
          </a>
        </p>
      ) : (
        <>
          <p class="soft small">提交后评分锁定，其他评审的意见也要到提交后才能看到。如需更正，由组织者写明理由后退回。</p>
          <p class="choices">
            <button class="main">提交评审意见</button>
          </p>
        </>
      )}
    </form>
  )
}
