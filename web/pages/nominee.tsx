import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { ShownComment } from '../../worker/rules/comment.ts'
import type { LikesShown } from '../../worker/rules/like.ts'
import type { NomineeProfile } from '../../worker/rules/nominee.ts'
import { Crumbs, LinkCell } from '../parts/cells.tsx'
import { Comments } from '../parts/comments.tsx'
import { Deeds, Honours } from '../parts/deeds.tsx'
import { Face } from '../parts/face.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { Heart, heartHome, LikeCount } from '../parts/likes.tsx'
import { nomineeThing, trailThing } from '../parts/structured.ts'
import { A } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { OUTCOME } from '../text/terms.ts'
import { WITHDRAWN } from '../text/withdrawn.ts'

export interface NomineeProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly nominee: NomineeProfile
  readonly voting: boolean
  /** Whether likes can be given now. */
  readonly liking: boolean
  /** What may be told of the likes; null before they began, and where there are none. */
  readonly likes: LikesShown | null
  /** The newest comments; null where none are asked for. */
  readonly comments: readonly ShownComment[] | null
}

export function NomineePage({ site, campaign, nominee, voting, liking, likes, comments }: NomineeProps) {
  const { slug, shortTitle, theme, version, categories } = campaign
  const { number, name, unit, post, category, brief, deeds, honours, outcome, withdrawn } = nominee
  const group = categories.find(({ key }) => key === category)
  const person = group?.kind !== 'organization'
  const action =
    withdrawn !== null ? undefined : liking && likes ? (
      <div class="row" {...heartHome(slug)}>
        <LikeCount likes={likes} number={number} />
        <Heart slug={slug} nominee={nominee} worded />
      </div>
    ) : voting ? (
      <VoteLink slug={slug} number={number} />
    ) : undefined
  const trail = [
    { name: '首页', href: paths.home() },
    { name: shortTitle, href: paths.campaign(slug) },
    { name: '候选对象', href: paths.nominees(slug, { category }) },
    { name },
  ]
  return (
    <Layout
      site={site}
      title={`${name} · ${shortTitle}`}
      theme={theme}
      description={brief}
      scripts={liking && withdrawn === null ? ['like'] : []}
      about={[nomineeThing(site, campaign, nominee, group?.kind ?? 'person'), trailThing(site, trail)]}
      {...(nominee.hasPhoto ? { image: paths.photo(slug, number, { size: 'l', version }) } : {})}
      {...(action ? { action } : {})}
    >
      <Crumbs trail={trail} />
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
            {unit !== name && <p>{unit}</p>}
            {post && post !== unit && <p class="soft">{post}</p>}
          </div>
        </div>
      </div>
      {likes?.final && (
        <p class="card likes">
          <LikeCount likes={likes} number={number} />
        </p>
      )}
      {withdrawn !== null && (
        <p class="note">
          {WITHDRAWN}，不再参加评选。原因：{withdrawn}
        </p>
      )}
      <section class="card">
        <h2>{person ? '简要事迹' : '基本情况'}</h2>
        <p>{brief}</p>
      </section>
      <Honours honours={honours} />
      <Deeds deeds={deeds} />
      {comments && (
        <section class="card">
          <h2>群众评语</h2>
          {comments.length === 0 ? <p class="soft">还没有展示的评语。</p> : <Comments slug={slug} comments={comments} />}
          <p class="field">
            <A class="button" href={paths.comments(slug, number)}>
              写评语，看全部评语
            </A>
          </p>
        </section>
      )}
      <ul class="cells card-gap">
        <LinkCell href={paths.poster(slug, number)}>海报和分享文字</LinkCell>
      </ul>
    </Layout>
  )
}

const VoteLink = ({ slug, number }: { readonly slug: CampaignFile['slug']; readonly number: number }) => (
  <A class="button main" href={`${paths.ballot(slug)}#n${number}`}>
    去填写选票
  </A>
)
