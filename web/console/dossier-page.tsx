import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { Advisory, PublicityRecord } from '../../worker/rules/dossier.ts'
import type { PapersSeen } from '../../worker/rules/dossier-paper.ts'
import type { NomineeProfile } from '../../worker/rules/nominee.ts'
import type { Member, Panel, Sheet } from '../../worker/rules/panel.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Deeds, Honours } from '../parts/deeds.tsx'
import { Face } from '../parts/face.tsx'
import type { Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { paths } from '../paths.ts'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import { NO_FIGURES } from '../text/panel.ts'
import { USE } from '../text/terms.ts'
import { BandChart, Finding } from './band.tsx'
import { CampaignNav } from './campaign-nav.tsx'
import { DossierPapers } from './dossier-papers.tsx'
import { Frame } from './frame.tsx'
import { Publicity } from './publicity-records.tsx'
import { SheetBar, SheetForm } from './sheet-form.tsx'

export interface DossierPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  /** As this reader may see it. */
  readonly nominee: NomineeProfile
  readonly blind: boolean
  readonly records: readonly PublicityRecord[]
  readonly papers: PapersSeen
  readonly advisory: Advisory
  readonly panel: Panel | null
  readonly seat: Member | null
  /** The reader's own; null where nothing is written yet. */
  readonly sheet: Sheet | null
  /** What was typed into a form that came back. */
  readonly typed: Readonly<Record<string, string>> | null
  readonly before: number | null
  readonly after: number | null
  readonly refusal: Refusal | null
  readonly saved: boolean
  readonly now: Instant
}

/** Everything a reviewer weighs of one nominee on one page (T3). Likes and other publicity are not among it (law 2). */
export function DossierPage(props: DossierPageProps) {
  const { site, staff, campaign, nominee, seat, sheet, refusal, now } = props
  const scores = seat !== null && seat.submittedAt === null && sheet?.recusal == null
  return (
    <Frame
      site={site}
      staff={staff}
      title={`评审材料 · ${nominee.name}`}
      scripts={scores ? ['review'] : []}
      action={scores ? <SheetBar {...props} /> : undefined}
    >
      <CampaignNav campaign={campaign} staff={staff} here="review" />
      <RefusalNote refusal={refusal} now={now} />
      <div class={seat ? 'dossier judged' : 'dossier'}>
        <div>
          <Profile {...props} />
          <DossierPapers slug={campaign.slug} number={nominee.number} seen={props.papers} />
          <Publicity {...props} />
          <Votes {...props} />
        </div>
        {seat && <SheetForm {...props} seat={seat} />}
      </div>
    </Frame>
  )
}

function Profile({ campaign, nominee, blind, before, after }: DossierPageProps) {
  const { slug, version, categories, publishedAt } = campaign
  const { number, name, unit, post, category, brief, deeds, honours, withdrawn } = nominee
  const group = categories.find(({ key }) => key === category)
  return (
    <>
      <div class="card">
        <p class="no-print back neighbours">
          <a href={staffPaths.review(slug)}>‹ 全部评审对象</a>
          <span>
            {before !== null && <a href={staffPaths.reviewOf(slug, before)}>‹ {before}号</a>}
            {after !== null && <a href={staffPaths.reviewOf(slug, after)}>{after}号 ›</a>}
          </span>
        </p>
        <div class="profile">
          {nominee.hasPhoto && publishedAt !== null && <Face {...{ slug, version, nominee }} size="l" lazy={false} />}
          <div>
            <h1>{name}</h1>
            <p class="soft">
              {blind ? '' : `${number}号 · `}
              {group?.name}
            </p>
            {withdrawn !== null && <p class="tag plain">撤下</p>}
            {unit && <p>{unit}</p>}
            {post && post !== unit && <p class="soft">{post}</p>}
            {!blind && publishedAt !== null && (
              <p class="back no-print">
                <a href={paths.nominee(slug, number)}>公开页面</a>
              </p>
            )}
          </div>
        </div>
        {blind && <p class="blind">隐名评审：姓名、单位和照片不显示，文字里出现的也已遮盖。</p>}
      </div>
      <section class="card">
        <h2>{group?.kind === 'organization' ? '基本情况' : '简要事迹'}</h2>
        {brief ? <p>{brief}</p> : <p class="soft">没有填写。</p>}
      </section>
      <Honours honours={honours} />
      <Deeds deeds={deeds} />
    </>
  )
}

/** The votes with their uncertainty, and what they are for in the first line. */
function Votes({ campaign, nominee, advisory }: DossierPageProps) {
  const of = advisory.shows === 'bands' ? advisory.categories[nominee.category] : undefined
  const band = of?.bands.find(({ number }) => number === nominee.number)
  return (
    <section class="card" id="votes">
      <h2>投票参考</h2>
      {advisory.shows === 'never' && <p class="soft">{NO_FIGURES[advisory.why]}</p>}
      {advisory.shows === 'later' && <p class="soft">{NO_FIGURES.later}</p>}
      {advisory.shows === 'bands' && <p class="use">{USE[campaign.use]}</p>}
      {advisory.shows === 'bands' && !band && <p class="soft">已撤下，不列名次。</p>}
      {of && band && (
        <>
          <Finding of={of} />
          <dl class="numbers">
            <div>
              <dt>收到</dt>
              <dd>{band.votes.raw}</dd>
            </div>
            <div>
              <dt>计入</dt>
              <dd>{band.counts.counted}</dd>
            </div>
            <div>
              <dt>暂缓</dt>
              <dd>{band.counts.held}</dd>
            </div>
            <div>
              <dt>作废</dt>
              <dd>{band.counts.void}</dd>
            </div>
          </dl>
          <BandChart band={band} of={of} />
          {advisory.shows === 'bands' && (
            <p class="soft small">
              本类别 {of.bands.length} 个候选对象，票数相同的名次相同。数据截至 {moment(advisory.at)}。
              {!advisory.looked && '全部选票还没有一起比对过，从严口径暂同计入口径。'}
            </p>
          )}
        </>
      )}
    </section>
  )
}
