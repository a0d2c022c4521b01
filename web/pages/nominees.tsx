import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { NomineeCard, Page } from '../../worker/rules/nominee.ts'
import { Crumbs, Empty } from '../parts/cells.tsx'
import { Face } from '../parts/face.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { Heart, heartHome, LikesUse } from '../parts/likes.tsx'
import { Pager } from '../parts/pager.tsx'
import { trailThing } from '../parts/structured.ts'
import { A } from '../parts/view.tsx'
import { type NomineeQuery, paths } from '../paths.ts'
import { grouped } from '../text/figures.ts'
import { OUTCOME } from '../text/terms.ts'
import { WITHDRAWN } from '../text/withdrawn.ts'

export interface NomineesProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly query: NomineeQuery
  readonly found: Page<NomineeCard>
  readonly units: readonly string[]
  /** Whether nominees can be liked now: every tile has a heart. */
  readonly liking: boolean
}

export function NomineesPage({ site, campaign, query, found, units, liking }: NomineesProps) {
  const { slug, theme, shortTitle } = campaign
  const trail = [{ name: '首页', href: paths.home() }, { name: shortTitle, href: paths.campaign(slug) }, { name: '候选对象' }]
  return (
    <Layout
      site={site}
      title={`候选对象 · ${shortTitle}`}
      theme={theme}
      description={`${campaign.title}候选对象名单与事迹`}
      scripts={liking ? ['like'] : []}
      canonical={paths.nominees(slug, { category: query.category, page: found.page > 1 ? found.page : undefined })}
      about={[trailThing(site, trail)]}
    >
      <Crumbs trail={trail} />
      <div class="head">
        <h1>候选对象</h1>
      </div>
      {campaign.nominees.length > 0 && <SearchForm campaign={campaign} query={query} units={units} view={site.view} />}
      {campaign.nominees.length > 0 && <CategoryTabs campaign={campaign} query={query} />}
      {liking && (
        <p class="label">
          <LikesUse />
        </p>
      )}
      {found.total > 0 ? (
        <ul class="tiles" {...(liking ? heartHome(slug) : {})}>
          {found.items.map((nominee, i) => (
            <Tile key={nominee.number} campaign={campaign} nominee={nominee} lazy={i > 3} liking={liking} />
          ))}
        </ul>
      ) : campaign.nominees.length === 0 ? (
        <Empty href={paths.campaign(slug)} go="返回活动">
          候选对象还没有公布。
        </Empty>
      ) : (
        <Empty href={paths.nominees(slug)} go="看全部候选对象">
          没有找到符合条件的候选对象。可以输入编号、姓名或拼音首字母，例如“12”“张明”“zm”。
        </Empty>
      )}
      <Pager
        page={found.page}
        more={found.page < found.pages}
        says={`第 ${found.page} / ${found.pages} 页，共 ${grouped(found.total)} 个`}
        href={page => paths.nominees(slug, { ...query, page })}
      />
    </Layout>
  )
}

function SearchForm({
  campaign,
  query,
  units,
  view,
}: Pick<NomineesProps, 'campaign' | 'query' | 'units'> & { readonly view: Site['view'] }) {
  return (
    <form class="search" method="get" action={paths.nominees(campaign.slug)}>
      {query.category && <input type="hidden" name="category" value={query.category} />}
      {view.elder && <input type="hidden" name="view" value="elder" />}
      <input
        type="search"
        name="q"
        value={query.q}
        placeholder="编号、姓名、拼音首字母"
        aria-label="搜索候选对象"
        maxLength={30}
      />
      <button>搜索</button>
      {units.length > 1 && (
        <select name="unit" aria-label="单位">
          <option value="">全部单位</option>
          {units.map(unit => (
            <option key={unit} value={unit} selected={unit === query.unit}>
              {unit}
            </option>
          ))}
        </select>
      )}
    </form>
  )
}

function CategoryTabs({ campaign, query }: Pick<NomineesProps, 'campaign' | 'query'>) {
  const { slug, categories, nominees } = campaign
  const tab = (key: string | undefined, name: string, count: number) => (
    <A
      key={name}
      href={paths.nominees(slug, { ...query, category: key, page: undefined })}
      aria-current={query.category === key ? 'page' : undefined}
    >
      {name} {count}
    </A>
  )
  if (categories.length < 2) return null
  return (
    <nav class="tabs" aria-label="类别">
      {tab(undefined, '全部', nominees.length)}
      {categories.map(({ key, name }) => tab(key, name, nominees.filter(({ category }) => category === key).length))}
    </nav>
  )
}

function Tile({
  campaign,
  nominee,
  lazy,
  liking,
}: {
  readonly campaign: CampaignFile
  readonly nominee: NomineeCard
  readonly lazy: boolean
  readonly liking: boolean
}) {
  const { number, name, unit, outcome, withdrawn } = nominee
  return (
    <li class="tile" id={`n${number}`}>
      <A href={paths.nominee(campaign.slug, number)}>
        <Face slug={campaign.slug} version={campaign.version} nominee={nominee} size="s" lazy={lazy} />
        <span class="text">
          <b>
            {number}号 {name}
          </b>
          <span>{unit}</span>
          {withdrawn !== null && <span class="tag plain">{WITHDRAWN}</span>}
          {outcome === 'honoured' && <span class="tag gold">{OUTCOME[outcome]}</span>}
        </span>
      </A>
      {liking && <Heart slug={campaign.slug} nominee={nominee} />}
    </li>
  )
}
