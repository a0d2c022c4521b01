import type { CampaignFile, Category } from '../../worker/rules/campaign.ts'
import { milestoneFor } from '../../worker/rules/campaign.ts'
import { type NomineeCard, takesTicks } from '../../worker/rules/nominee.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { GuaranteeTag } from '../parts/guarantee.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { A, keepView } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { endMoment } from '../text/dates.ts'
import { limitWords } from '../text/limits.ts'
import { USE } from '../text/terms.ts'
import { WITHDRAWN } from '../text/withdrawn.ts'

export interface BallotProps {
  readonly site: Site
  readonly campaign: CampaignFile
  /** In the order this voter sees them. */
  readonly nominees: readonly NomineeCard[]
  readonly chosen: ReadonlySet<number>
  readonly refusal: Refusal | null
  readonly now: Instant
}

export function BallotPage({ site, campaign, nominees, chosen, refusal, now }: BallotProps) {
  const { slug, shortTitle, theme, categories, identity, use } = campaign
  const vote = milestoneFor(campaign, 'vote')
  const dropped = nominees.filter(one => chosen.has(one.number) && !takesTicks(one, nominees, categories))
  return (
    <Layout
      site={site}
      title={`填写选票 · ${shortTitle}`}
      theme={theme}
      sheets={['ballot']}
      scripts={['ballot']}
      description={`${campaign.title}填写选票。${USE[use]}`}
      canonical={paths.campaign(slug)}
      shared={false}
      action={<SubmitBar />}
    >
      <div class="head">
        <h1>填写选票</h1>
        <p class="soft small">
          {shortTitle} <GuaranteeTag identity={identity} />
        </p>
        <p class="small">
          {vote && <>截止 {endMoment(vote.until)}。</>}
          {USE[use]}
        </p>
      </div>
      <RefusalNote refusal={refusal} now={now} />
      {dropped.length > 0 && (
        <p class="note" role="status">
          {dropped.map(({ number, name }) => `${number}号 ${name}`).join('、')}
          {WITHDRAWN}，已从您的选择中去掉，请看看是否另选。
        </p>
      )}
      <form id="ballot" method="post" action={keepView(paths.review(slug), site.view)} data-ballot={ballotData(campaign)}>
        <p class="search">
          <input
            type="search"
            id="find"
            placeholder="编号、姓名、拼音首字母"
            aria-label="在选票中查找"
            autocomplete="off"
            hidden
          />
        </p>
        {categories.map(category => (
          <CategoryList
            key={category.key}
            campaign={campaign}
            category={category}
            nominees={nominees.filter(one => one.category === category.key)}
            chosen={chosen}
          />
        ))}
        <p class="empty" id="none" hidden>
          没有找到，请换个编号、姓名或首字母。
        </p>
      </form>
    </Layout>
  )
}

function CategoryList({
  campaign,
  category,
  nominees,
  chosen,
}: {
  readonly campaign: CampaignFile
  readonly category: Category
  readonly nominees: readonly NomineeCard[]
  readonly chosen: ReadonlySet<number>
}) {
  const { key, name, max } = category
  return (
    <fieldset data-category={key}>
      <legend class="sr">
        {name}，{limitWords(category)}
      </legend>
      <h2 class="strip">
        {name}
        <span data-count={key}>{limitWords(category)}</span>
      </h2>
      <ul class="pick" data-max={max}>
        {nominees.map(nominee => (
          <Row
            key={nominee.number}
            campaign={campaign}
            nominee={nominee}
            checked={chosen.has(nominee.number)}
            open={takesTicks(nominee, nominees, campaign.categories)}
          />
        ))}
      </ul>
    </fieldset>
  )
}

// Kept lean: a ballot of 180 rows must fit the first view's 14 KiB. Initials are fetched by the island when searched.
function Row({
  campaign,
  nominee,
  checked,
  open,
}: {
  readonly campaign: CampaignFile
  readonly nominee: NomineeCard
  readonly checked: boolean
  /** False for one that was withdrawn: the row stays, without a box to tick. */
  readonly open: boolean
}) {
  const { slug, version } = campaign
  const { number, name, unit, hasPhoto, withdrawn } = nominee
  const Line = open ? 'label' : 'div'
  return (
    <li id={`n${number}`} class={open ? undefined : 'gone'}>
      <Line>
        {open && <input type="checkbox" name="n" value={number} checked={checked} />}
        {hasPhoto ? (
          <img src={paths.photo(slug, number, { size: 's', version })} alt="" width="44" height="55" loading="lazy" />
        ) : (
          <i />
        )}
        <span>
          <b>
            {number}号 {name}
          </b>
          <s>
            {withdrawn !== null && `${WITHDRAWN} · `}
            {unit}
          </s>
        </span>
      </Line>
      <A href={paths.nominee(slug, number)} aria-label={`${name}的事迹`}>
        事迹
      </A>
    </li>
  )
}

function SubmitBar() {
  return (
    <>
      <div class="chips" id="chips" hidden />
      <div class="row">
        <span class="small soft" id="progress" aria-live="polite">
          勾选后点“核对选票”
        </span>
        <button class="main" form="ballot">
          核对选票
        </button>
      </div>
    </>
  )
}

/** What the island must know; plain data, escaped as an attribute. */
function ballotData({ slug, categories, totalMin, totalMax, humanChecks }: CampaignFile): string {
  return JSON.stringify({
    slug,
    categories: categories.map(({ key, name, min, max }) => ({ key, name, min, max })),
    totalMin,
    totalMax,
    checks: humanChecks,
    cast: paths.apiBallots(slug),
    challenge: paths.apiChallenge(slug),
    myBallot: paths.myBallot(slug),
    nominees: paths.apiCampaign(slug),
  })
}
