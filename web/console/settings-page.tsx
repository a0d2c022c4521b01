import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { CampaignDraft } from '../../worker/rules/draft.ts'
import type { Merged } from '../../worker/rules/draft-parts.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import type { Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import { partName, partValue } from '../text/settings.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'
import {
  BasicFields,
  CategoryFields,
  ContactFields,
  DeskFields,
  type SettingsFieldsProps,
  StepSection,
  VoteFields,
} from './settings-fields.tsx'
import { TimetableView, type TimetableViewProps } from './timetable-view.tsx'

export interface SettingsPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  /** What the form begins with: the stored settings, or what was typed. */
  readonly fields: Omit<SettingsFieldsProps, 'flaws' | 'frozen'>
  /** What the settings were when the form was first shown, and under which revision. */
  readonly was: CampaignDraft
  readonly revision: number
  readonly refusal: Refusal | null
  /** What somebody else has saved in the meantime. */
  readonly conflict: { readonly theirs: CampaignDraft; readonly merged: Merged } | null
  readonly timetable: TimetableViewProps
  readonly saved: Instant | null
  readonly now: Instant
}

const SECTIONS: readonly { readonly id: string; readonly name: string; readonly Fields: typeof BasicFields }[] = [
  { id: 'basic', name: '基本信息', Fields: BasicFields },
  { id: 'categories', name: '类别与名额', Fields: CategoryFields },
  { id: 'vote', name: '投票规则', Fields: VoteFields },
  { id: 'steps', name: '时间安排', Fields: StepSection },
  { id: 'contact', name: '联系方式', Fields: ContactFields },
  { id: 'desk', name: '其他', Fields: DeskFields },
]

/** All settings of a campaign on one page, as one form. The island saves a draft by itself; without it the button does. */
export function SettingsPage(props: SettingsPageProps) {
  const { site, staff, campaign, fields, was, revision, refusal, conflict, timetable, now } = props
  const { slug, openedAt, publishedAt } = campaign
  const flaws = flawsIn(refusal)
  return (
    <Frame
      site={site}
      staff={staff}
      title={`设置 · ${campaign.shortTitle}`}
      scripts={['settings']}
      action={<SaveBar {...props} />}
    >
      <CampaignNav campaign={campaign} staff={staff} here="settings" />
      <h1 class="sr">活动设置</h1>
      {openedAt !== null && (
        <p class="note good card-gap">
          投票已于 {moment(openedAt)} 开放，规则和名单自此固定，标有“已固定”的项目不能再改；其他文字仍可修改。
        </p>
      )}
      <RefusalNote refusal={refusal} now={now} />
      {conflict && <Conflict campaign={campaign} mine={fields.draft} {...conflict} />}
      <form
        id="settings"
        method="post"
        action={staffPaths.settings(slug)}
        data-draft={publishedAt === null ? '1' : undefined}
        data-conflict={conflict ? '1' : undefined}
        noValidate
      >
        {/* The Enter key presses the first button of a form; it must be this one. */}
        <button class="sr" name="do" value="save" tabIndex={-1} aria-hidden="true">
          保存
        </button>
        <input type="hidden" name="revision" value={revision} />
        <input type="hidden" name="was" value={JSON.stringify(was)} />
        {SECTIONS.map(({ id, name, Fields }) => (
          <section key={id} class="card settings" id={id} aria-labelledby={`${id}-name`}>
            <h2 id={`${id}-name`}>{name}</h2>
            {id === 'steps' && (
              <div id="timetable" data-timetable={timetableData(timetable)}>
                <TimetableView {...timetable} />
              </div>
            )}
            <div
              id={id === 'categories' && openedAt === null ? 'category-rows' : undefined}
              data-flaws={id === 'categories' ? JSON.stringify(flaws) : undefined}
            >
              <Fields {...fields} flaws={flaws} frozen={openedAt !== null} />
            </div>
          </section>
        ))}
      </form>
      <ul class="cells card-gap">
        <li>
          <a class="cell" href={staffPaths.settingsHistory(slug)}>
            <span class="grow">修改历史，恢复以前的设置</span>
          </a>
        </li>
      </ul>
    </Frame>
  )
}

function SaveBar({ campaign, refusal, saved }: SettingsPageProps) {
  const state = refusal ? '还没有保存' : saved ? `已保存 ${moment(saved).slice(-5)}` : ''
  return (
    <div class="row">
      <span class="small" id="save-state" role="status">
        {state || (campaign.publishedAt === null ? '草稿，只有工作人员能看到' : '活动已公开，保存后公众立即看到')}
      </span>
      <button class="main" form="settings" name="do" value="save">
        保存
      </button>
    </div>
  )
}

/** Who was quicker has saved; what was typed here stands in the form below, over what the other one wrote. */
function Conflict({
  campaign,
  mine,
  theirs,
  merged,
}: {
  readonly campaign: CampaignFile
  readonly mine: CampaignDraft
  readonly theirs: CampaignDraft
  readonly merged: Merged
}) {
  return (
    <section class="card conflict" aria-labelledby="conflict-name">
      <h2 id="conflict-name">两个人改了同一个活动</h2>
      <table class="plain log">
        <thead>
          <tr>
            <th scope="col">项目</th>
            <th scope="col">我的</th>
            <th scope="col">对方的</th>
          </tr>
        </thead>
        <tbody>
          {merged.differences.map(({ part, both }) => (
            <tr key={part}>
              <th scope="row">{partName(part)}</th>
              <td>{both ? partValue(mine, part) : <span class="soft">我没有改</span>}</td>
              <td>{partValue(theirs, part)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>下面的表单里，您改过的项目是您的内容，其余已换成对方的。对方保存的内容在“修改历史”里，随时可以恢复。</p>
      <p class="choices">
        <button class="main" form="settings" name="do" value="save">
          保留我的
        </button>
        <a class="button" href={staffPaths.settings(campaign.slug)}>
          采用对方的
        </a>
      </p>
    </section>
  )
}

/** What the drawing needs, as plain data for the island; sets and maps do not travel in an attribute. */
export function timetableData({ calendar, names, publicityDays, draft, now }: TimetableViewProps): string {
  return JSON.stringify({
    years: [...calendar.years],
    holidays: [...calendar.holidays],
    makeUpDays: [...calendar.makeUpDays],
    ...{ names, publicityDays, draft, now },
  })
}
