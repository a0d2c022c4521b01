import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { NomineeProfile } from '../../worker/rules/nominee.ts'
import { Crumbs } from '../parts/cells.tsx'
import { Face } from '../parts/face.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { A, keepView } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { LIKES_USE, OUTCOME } from '../text/terms.ts'
import { WITHDRAWN } from '../text/withdrawn.ts'

export interface NomineeProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly nominee: NomineeProfile
  readonly voting: boolean
  /** The likes so far; null outside the like phase. */
  readonly likes: number | null
}

export function NomineePage({ site, campaign, nominee, voting, likes }: NomineeProps) {
  const { slug, shortTitle, theme, version, categories } = campaign
  const { number, name, unit, post, category, brief, deeds, honours, outcome, withdrawn } = nominee
  const group = categories.find(({ key }) => key === category)
  const person = group?.kind !== 'organization'
  const action =
    withdrawn !== null ? undefined : likes !== null ? (
      <LikeBar site={site} campaign={campaign} nominee={nominee} likes={likes} />
    ) : voting ? (
      <VoteLink slug={slug} number={number} />
    ) : undefined
  return (
    <Layout
      site={site}
      title={`${name} · ${shortTitle}`}
      theme={theme}
      description={brief}
      scripts={likes !== null && withdrawn === null ? ['like'] : []}
      {...(nominee.hasPhoto ? { image: paths.photo(slug, number, { size: 'l', version }) } : {})}
      {...(action ? { action } : {})}
    >
      <Crumbs
        trail={[
          { name: '首页', href: paths.home() },
          { name: shortTitle, href: paths.campaign(slug) },
          { name: '候选对象', href: paths.nominees(slug, { category }) },
          { name },
        ]}
      />
      <div class="card">
        <div class="profile">
          <Face slug={slug} version={version} nominee={nominee} size="l" lazy={false} />
          <div>
            <h1>{name}</h1>
            <p class="soft">
              {number}号 · {group?.name}
            </p>
            {withdrawn !== null && <p class="tag plain">{WITHDRAWN}</p>}
            {outcome && outcome !== 'not-chosen' && <p class="tag gold">{OUTCOME[outcome]}</p>}
            <p>{person ? unit : post}</p>
            {person && post && <p class="soft">{post}</p>}
          </div>
        </div>
      </div>
      {withdrawn !== null && (
        <p class="note">
          {WITHDRAWN}，不再参加评选。原因：{withdrawn}
        </p>
      )}
      <section class="card">
        <h2>{person ? '简要事迹' : '基本情况'}</h2>
        <p>{brief}</p>
      </section>
      {honours && (
        <section class="card">
          <h2>曾受表彰</h2>
          <ul>
            {honours.split('\n').map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      )}
      {deeds && (
        <section class="card deeds">
          <h2>主要事迹</h2>
          <div>
            {deeds.split('\n').map(line => (
              <p key={line}>{line}</p>
            ))}
          </div>
        </section>
      )}
    </Layout>
  )
}

const VoteLink = ({ slug, number }: { readonly slug: CampaignFile['slug']; readonly number: number }) => (
  <A class="button main" href={`${paths.ballot(slug)}#n${number}`}>
    去填写选票
  </A>
)

function LikeBar({
  site,
  campaign,
  nominee,
  likes,
}: {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly nominee: NomineeProfile
  readonly likes: number
}) {
  const { slug } = campaign
  return (
    <form
      class="row"
      method="get"
      action={keepView(paths.like(slug, nominee.number), site.view)}
      data-like={nominee.number}
      data-challenge={paths.apiChallenge(slug)}
      data-likes={paths.apiLikes(slug)}
    >
      <span class="small soft">
        已有 <b data-count>{likes}</b> 个赞
        <br />
        {LIKES_USE}
      </span>
      <button class="like" aria-pressed="false">
        为{nominee.name}点赞
      </button>
    </form>
  )
}
