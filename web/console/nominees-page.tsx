import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { Page } from '../../worker/rules/nominee.ts'
import type { DeskRow } from '../../worker/rules/nominee-desk.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import { Empty } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { type DeskQuery, staffPaths } from '../staff-paths.ts'
import { FROZEN } from '../text/desk.ts'
import { WITHDRAWN } from '../text/withdrawn.ts'
import { CampaignNav } from './campaign-nav.tsx'
import type { DeskData } from './desk-data.ts'
import { Frame } from './frame.tsx'

export interface NomineeDeskProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly query: Pick<DeskQuery, 'category' | 'q'>
  readonly found: Page<DeskRow>
  readonly now: number
}

/** The nominees of a campaign as staff write them. Without script: pages of fifty, each row with a form of its own. */
export function NomineeDeskPage({ site, staff, campaign, query, found }: NomineeDeskProps) {
  const { slug, categories, nominees, openedAt } = campaign
  const data: DeskData = { slug, opened: openedAt !== null, categories: categories.map(({ key, name }) => ({ key, name })) }
  const withdrawn = nominees.filter(one => one.withdrawn !== null).length
  const bare = nominees.filter(({ hasPhoto }) => !hasPhoto).length
  return (
    <Frame site={site} staff={staff} title={`候选对象 · ${campaign.shortTitle}`} sheets={['desk']} scripts={['desk']}>
      <CampaignNav campaign={campaign} staff={staff} here="nominees" />
      <div class="card">
        <div class="desk-head">
          <div>
            <h1>候选对象</h1>
            <p class="soft">
              共 {nominees.length} 个{bare > 0 && `，${bare} 个还没有照片`}
              {withdrawn > 0 && `，${withdrawn} 个${WITHDRAWN}`}
            </p>
          </div>
          <div class="desk-acts">
            {openedAt === null && (
              <a class="button" href={staffPaths.newNominee(slug)}>
                添加一个
              </a>
            )}
            <a class="button" href={staffPaths.importNominees(slug)}>
              导入表格
            </a>
            <a class="button" href={staffPaths.photos(slug)}>
              批量上传照片
            </a>
            {openedAt === null && nominees.length > 1 && <OrderForm slug={slug} />}
          </div>
        </div>
        {openedAt !== null && <p class="note">{FROZEN}</p>}
      </div>
      <div id="desk" class="desk-table" data-desk={JSON.stringify(data)}>
        <FilterForm slug={slug} query={query} categories={categories} />
        {found.total > 0 ? (
          <PlainTable slug={slug} categories={categories} rows={found.items} />
        ) : (
          <Empty
            href={nominees.length > 0 ? staffPaths.nominees(slug) : staffPaths.importNominees(slug)}
            go={nominees.length > 0 ? '看全部' : '导入表格'}
          >
            {nominees.length > 0 ? '没有找到符合条件的候选对象。' : '还没有候选对象。可以导入 Excel 表格，也可以一个一个添加。'}
          </Empty>
        )}
        <Pager slug={slug} query={query} found={found} />
      </div>
    </Frame>
  )
}

function OrderForm({ slug }: { readonly slug: CampaignFile['slug'] }) {
  return (
    <form class="order" method="post" action={staffPaths.arrangeNominees(slug)}>
      <select name="by" aria-label="次序">
        <option value="number">按编号排列</option>
        <option value="strokes">按姓氏笔画排列</option>
        <option value="renumber">按现有次序重新编号</option>
      </select>
      <button>调整</button>
    </form>
  )
}

function FilterForm({ slug, query, categories }: Pick<NomineeDeskProps, 'query'> & Pick<CampaignFile, 'slug' | 'categories'>) {
  return (
    <form class="search" method="get" action={staffPaths.nominees(slug)}>
      <input type="search" name="q" value={query.q} placeholder="编号、姓名、单位" aria-label="查找候选对象" maxLength={30} />
      <select name="category" aria-label="类别">
        <option value="">全部类别</option>
        {categories.map(({ key, name }) => (
          <option key={key} value={key} selected={key === query.category}>
            {name}
          </option>
        ))}
      </select>
      <button>查找</button>
    </form>
  )
}

function PlainTable({
  slug,
  categories,
  rows,
}: Pick<CampaignFile, 'slug' | 'categories'> & { readonly rows: readonly DeskRow[] }) {
  const names = new Map(categories.map(({ key, name }) => [key, name]))
  return (
    <section class="scrolls" tabIndex={0} aria-label="候选对象表">
      <table class="plain log">
        <thead>
          <tr>
            <th scope="col">编号</th>
            <th scope="col">姓名</th>
            <th scope="col">类别</th>
            <th scope="col">单位</th>
            <th scope="col">职务</th>
            <th scope="col">事迹字数</th>
            <th scope="col">照片</th>
            <th scope="col">状态</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ number, name, category, unit, post, brief, deeds, photo, withdrawn }) => (
            <tr key={number}>
              <td>{number}</td>
              <th scope="row">
                <a href={staffPaths.nominee(slug, number)}>{name}</a>
              </th>
              <td>{names.get(category)}</td>
              <td>{unit}</td>
              <td>{post}</td>
              <td>
                {brief.length} / {deeds}
              </td>
              <td>{photo ? '有' : '没有'}</td>
              <td>{withdrawn === null ? '' : WITHDRAWN}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Pager({ slug, query, found }: Pick<NomineeDeskProps, 'query' | 'found'> & { readonly slug: CampaignFile['slug'] }) {
  if (found.pages < 2) return null
  const link = (page: number, text: string) => (
    <a class="button" href={staffPaths.nominees(slug, { ...query, page })}>
      {text}
    </a>
  )
  return (
    <nav class="pages" aria-label="分页">
      {found.page > 1 ? link(found.page - 1, '上一页') : <span />}
      <span class="soft">
        第 {found.page} / {found.pages} 页，共 {found.total} 个
      </span>
      {found.page < found.pages ? link(found.page + 1, '下一页') : <span />}
    </nav>
  )
}
