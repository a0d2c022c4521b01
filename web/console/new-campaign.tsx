import type { CampaignLine } from '../../worker/rules/campaign.ts'
import type { FormFlaw } from '../../worker/rules/refusal.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Template } from '../../worker/rules/templates.ts'
import { dayOf, type Instant } from '../../worker/rules/time.ts'
import { LinkCell } from '../parts/cells.tsx'
import { AreaField, TextField } from '../parts/field.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { longDay } from '../text/dates.ts'
import { sayRefusal } from '../text/refusals.ts'
import { Frame } from './frame.tsx'

interface Common {
  readonly site: Site
  readonly staff: Staff
}

export interface ChooseTemplateProps extends Common {
  readonly templates: readonly Template[]
  readonly campaigns: readonly CampaignLine[]
}

/** What the new campaign begins with: one of the templates, or an earlier campaign. */
export function ChooseTemplatePage({ site, staff, templates, campaigns }: ChooseTemplateProps) {
  return (
    <Frame site={site} staff={staff} title="新建活动">
      <h1 class="label">新建活动：选一个模板</h1>
      <ul class="templates">
        {templates.map(({ key, name, purpose, settings, steps }) => (
          <li key={key}>
            <a class={`card template ${settings.theme}`} href={`${staffPaths.newCampaign()}?template=${key}`}>
              <b>{name}</b>
              <span>{purpose}</span>
              <span class="soft small">{settings.categories.map(one => one.name).join('、')}</span>
              <span class="soft small">{steps.map(({ title }) => title).join(' → ')}</span>
            </a>
          </li>
        ))}
      </ul>
      {campaigns.length > 0 && (
        <>
          <h2 class="label">或者沿用以前的活动（设置、类别和时间安排；不带候选对象、公告和投票码）</h2>
          <ul class="cells">
            {campaigns.map(({ id, slug, title, milestones }) => (
              <LinkCell key={id} href={`${staffPaths.newCampaign()}?from=${slug}`} end={startOf(milestones)}>
                {title}
              </LinkCell>
            ))}
          </ul>
        </>
      )}
    </Frame>
  )
}

function startOf(milestones: CampaignLine['milestones']): string {
  const first = Math.min(...milestones.map(({ from }) => from))
  return Number.isFinite(first) ? `${longDay(dayOf(first as Instant))}起` : ''
}

/** The form as it was typed. */
export interface NewCampaignForm {
  readonly title: string
  readonly shortTitle: string
  readonly organizers: string
  readonly slug: string
  readonly start: string
  readonly token: string
}

export interface NewCampaignProps extends Common {
  /** The name of the template, or of the campaign that is taken over. */
  readonly begins: string
  readonly hidden: { readonly name: 'template' | 'from'; readonly value: string }
  readonly form: NewCampaignForm
  readonly flaws: readonly FormFlaw[]
  readonly now: Instant
}

/** The little that no template can know. */
export function NewCampaignPage({ site, staff, begins, hidden, form, flaws, now }: NewCampaignProps) {
  return (
    <Frame site={site} staff={staff} title="新建活动">
      <form class="card" method="post" action={staffPaths.newCampaign()} noValidate>
        <p class="back">
          <a href={staffPaths.newCampaign()}>‹ 换一个模板</a>
        </p>
        <h1>新建活动</h1>
        <p class="soft">
          {hidden.name === 'template' ? '模板' : '沿用'}：{begins}
        </p>
        {flaws.length > 0 && (
          <p class="note" role="alert">
            {sayRefusal({ code: 'form-refused', flaws }, now)}
          </p>
        )}
        <input type="hidden" name={hidden.name} value={hidden.value} />
        <input type="hidden" name="token" value={form.token} />
        <TextField name="title" label="活动名称" hint="完整名称，最多 60 个字" maxLength={60} value={form.title} flaws={flaws} />
        <TextField
          name="shortTitle"
          label="简称"
          hint="用在列表里，最多 24 个字"
          maxLength={24}
          value={form.shortTitle}
          flaws={flaws}
        />
        <AreaField name="organizers" label="主办单位" hint="每行一个单位" value={form.organizers} flaws={flaws} />
        <TextField
          name="start"
          label="第一步从哪天开始"
          hint="后面各步按模板的天数排，公示按官方放假安排数工作日；建好后都可以改"
          type="date"
          value={form.start}
          flaws={flaws}
        />
        <TextField
          name="slug"
          label="网址里的代号"
          hint="小写字母、数字和横线；留空则按简称的拼音首字母和年份生成，建好后不能改"
          maxLength={40}
          autocomplete="off"
          value={form.slug}
          flaws={flaws}
        />
        <p class="choices">
          <button class="main">建成草稿</button>
        </p>
        <p class="soft small">草稿只有工作人员能看到，公开之前随时可以改。</p>
      </form>
    </Frame>
  )
}
