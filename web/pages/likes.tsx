import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { Slug } from '../../worker/rules/ids.ts'
import type { LikesShown } from '../../worker/rules/like.ts'
import type { NomineeCard } from '../../worker/rules/nominee.ts'
import { Crumbs, Empty } from '../parts/cells.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { LikesUse } from '../parts/likes.tsx'
import { A } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { moment } from '../text/dates.ts'
import { grouped } from '../text/figures.ts'
import { LIKE_LOG_BROKEN, LIKE_LOG_FINAL, LIKE_LOG_OPEN, LIKE_RECORDS, sayLikes } from '../text/likes.ts'
import { LIKES_USE } from '../text/terms.ts'

export interface LikesProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly likes: LikesShown
  /** Its log; null where the likes were opened before there were logs. */
  readonly log: { readonly final: boolean; readonly sound: boolean } | null
  /** In the neutral order of every list (law 6): no figure moves a name. */
  readonly nominees: readonly NomineeCard[]
}

/** The likes of a campaign: a page of its own, in a colour of its own, without places. */
export function LikesPage({ site, campaign, likes, log, nominees }: LikesProps) {
  const { slug, theme, shortTitle, title } = campaign
  return (
    <Layout site={site} title={`点赞情况 · ${shortTitle}`} theme={theme} description={`${title}点赞情况。${LIKES_USE}`}>
      <Crumbs
        trail={[{ name: '首页', href: paths.home() }, { name: shortTitle, href: paths.campaign(slug) }, { name: '点赞情况' }]}
      />
      <div class="head likes">
        <h1>点赞情况</h1>
        {nominees.length === 0 && (
          <p>
            <LikesUse />
          </p>
        )}
        <p class="soft small">{likes.final ? '点赞已结束，以下为最后的数字。' : `截至 ${moment(likes.asOf)}，每 5 分钟更新。`}</p>
      </div>
      {nominees.length === 0 ? (
        <Empty href={paths.campaign(slug)} go="返回活动">
          还没有候选对象。
        </Empty>
      ) : (
        <Figures campaign={campaign} likes={likes} nominees={nominees} />
      )}
      <section class="card">
        <h2>怎么计的数</h2>
        <p>
          每台设备每天可为每个候选对象点赞一次，所有数字都只来自真实收到的点赞。{likes.final ? <Received likes={likes} /> : STEPS}
          候选对象按统一的次序排列，与点赞多少无关。
        </p>
      </section>
      {log && <Records slug={slug} log={log} />}
    </Layout>
  )
}

/** Where the likes can be counted again. */
function Records({ slug, log }: { readonly slug: Slug; readonly log: NonNullable<LikesProps['log']> }) {
  return (
    <section class="card">
      <h2>{LIKE_RECORDS}</h2>
      {!log.sound && <p role="alert">{LIKE_LOG_BROKEN}</p>}
      <p>{log.final ? LIKE_LOG_FINAL : LIKE_LOG_OPEN}</p>
      {log.final && (
        <p class="links">
          <a class="button" href={paths.likeRecount(slug, 'bundle.zip')} download>
            下载点赞核验包
          </a>
          <A class="button" href={paths.verify()}>
            打开核验页面
          </A>
        </p>
      )}
    </section>
  )
}

const STEPS = '点赞期间按档次公布，不足一档的不进位；结束后公布最后的数字。'

function Received({ likes: { likes, held } }: { readonly likes: LikesShown }) {
  const counted = Object.values(likes).reduce((sum, one) => sum + one, 0)
  return (
    <>
      共收到 {grouped(counted + held)} 次：计入 {grouped(counted)} 次，暂缓 {grouped(held)}{' '}
      次。暂缓的是短时间内明显异常的点赞，不影响候选对象。
    </>
  )
}

function Figures({ campaign: { slug, categories }, likes, nominees }: Pick<LikesProps, 'campaign' | 'likes' | 'nominees'>) {
  return (
    <>
      {categories.map(({ key, name }) => {
        const here = nominees.filter(({ category }) => category === key)
        if (here.length === 0) return null
        return (
          <section key={key} data-likes-figure>
            <h2 class="label">
              {name} · <LikesUse />
            </h2>
            <ul class="cells">
              {here.map(({ number, name: who, unit }) => (
                <li key={number}>
                  <A class="cell" href={paths.nominee(slug, number)}>
                    <span class="grow">
                      {number}号 {who}
                      <br />
                      <span class="soft small">{unit}</span>
                    </span>
                    <span class="end like">{sayLikes(likes, number)}</span>
                  </A>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}
