import type { IdentityLevel } from '../../worker/rules/campaign.ts'
import type { CampaignDraft } from '../../worker/rules/draft.ts'
import { FROZEN } from '../../worker/rules/draft-parts.ts'
import type { FormFlaw } from '../../worker/rules/refusal.ts'
import { AreaField, CheckField, ChoiceField, TextField } from '../parts/field.tsx'
import { CHECKS, CONTACT, checksValue, partValue, SETTING, THEME, USE_NAME } from '../text/settings.ts'
import { GUARANTEE, LEVEL, ORDER, PERIOD, VISIBILITY } from '../text/terms.ts'
import { CategoryRows, type CategoryRowsProps } from './category-rows.tsx'
import { Fixed, Kept } from './fixed.tsx'
import { StepFields } from './step-fields.tsx'

export interface SettingsFieldsProps {
  readonly draft: CampaignDraft
  /** The categories as they were typed, which may be no numbers yet. */
  readonly rows: CategoryRowsProps['rows']
  readonly flaws: readonly FormFlaw[]
  /** Whether the poll was opened: what is frozen is text then. */
  readonly frozen: boolean
}

const choices = (names: Readonly<Record<string, string>>) => Object.entries(names).map(([value, name]) => ({ value, name }))
const IDENTITIES = Object.entries(GUARANTEE).map(([value, { badge, proves }]) => ({
  value,
  name: `${badge}（${LEVEL[value as IdentityLevel]}）：${proves}`,
}))

type Name = keyof typeof SETTING

export function BasicFields(props: SettingsFieldsProps) {
  const { draft, flaws } = props
  return (
    <>
      <Setting {...props} name="title">
        <TextField name="title" label={SETTING.title} maxLength={60} value={draft.title} flaws={flaws} />
      </Setting>
      <TextField
        name="shortTitle"
        label={SETTING.shortTitle}
        hint="用在列表和标签里，最多 24 个字"
        maxLength={24}
        value={draft.shortTitle}
        flaws={flaws}
      />
      <AreaField
        name="organizers"
        label={SETTING.organizers}
        hint="每行一个单位"
        value={draft.organizers.join('\n')}
        flaws={flaws}
      />
      <AreaField name="summary" label={SETTING.summary} maxLength={400} value={draft.summary} flaws={flaws} />
      <AreaField
        name="rules"
        label={SETTING.rules}
        hint="每行一条；选几个、投几次、何时公布会自动写在后面，这里不必重复"
        value={draft.rules.join('\n')}
        flaws={flaws}
      />
      <ChoiceField name="theme" label={SETTING.theme} choices={choices(THEME)} value={draft.theme} flaws={flaws} />
    </>
  )
}

/** A field, or its text once it is fixed. */
function Setting({
  draft,
  frozen,
  name,
  children,
}: SettingsFieldsProps & { readonly name: Name; readonly children: preact.ComponentChildren }) {
  if (!frozen || !FROZEN.includes(name)) return <>{children}</>
  return (
    <>
      <Fixed label={SETTING[name]} text={partValue(draft, name)} />
      <Kept values={sent(name, draft[name])} />
    </>
  )
}

/** A setting as its field would send it; an unticked box sends nothing. */
function sent(name: Name, value: unknown): readonly (readonly [string, string])[] {
  if (typeof value === 'boolean') return value ? [[name, '1']] : []
  return [[name, value === null ? '' : String(value)]]
}

export function CategoryFields({ draft, rows, flaws, frozen }: SettingsFieldsProps) {
  if (!frozen) return <CategoryRows rows={rows} flaws={flaws} />
  return (
    <>
      {draft.categories.map((category, i) => (
        <Kept
          key={category.key}
          values={Object.entries(category).map(([field, value]) => [`categories.${i}.${field}`, String(value)])}
        />
      ))}
      <Fixed label={SETTING.categories} text={partValue(draft, 'categories')} />
    </>
  )
}

export function VoteFields(props: SettingsFieldsProps) {
  const { draft, flaws } = props
  const choice = (name: 'identity' | 'period' | 'visibility' | 'order' | 'use', names: Readonly<Record<string, string>>) => (
    <Setting {...props} name={name}>
      <ChoiceField name={name} label={SETTING[name]} choices={choices(names)} value={draft[name]} flaws={flaws} />
    </Setting>
  )
  const number = (
    name: 'totalMin' | 'totalMax' | 'batchHour' | 'expectedPeak',
    { least, most, hint }: { least: number; most: number; hint: string },
  ) => (
    <Setting {...props} name={name}>
      <TextField
        name={name}
        label={SETTING[name]}
        hint={hint}
        type="number"
        inputmode="numeric"
        min={least}
        max={most}
        value={draft[name] ?? ''}
        flaws={flaws}
      />
    </Setting>
  )
  return (
    <>
      {choice('use', USE_NAME)}
      <Setting {...props} name="identity">
        <ChoiceField
          name="identity"
          label={SETTING.identity}
          hint="每个投票页都会带上这句保证"
          choices={IDENTITIES}
          value={draft.identity}
          flaws={flaws}
        />
      </Setting>
      {choice('period', PERIOD)}
      <div class="pair">
        {number('totalMin', { least: 1, most: 1000, hint: '可空：只按各类别的限数' })}
        {number('totalMax', { least: 1, most: 1000, hint: '可空' })}
      </div>
      {choice('visibility', VISIBILITY)}
      <div class="pair">
        {number('batchHour', { least: 0, most: 23, hint: '0 至 23 点' })}
        {number('expectedPeak', { least: 1, most: 20_000, hint: '全市动员一般 300 足够；开放后不能改' })}
      </div>
      {choice('order', ORDER)}
      <ChoiceField
        name="humanChecks"
        label={SETTING.humanChecks}
        choices={checkChoices(draft)}
        value={checksValue(draft.humanChecks)}
        flaws={flaws}
      />
      <Setting {...props} name="organizerSeesRunning">
        <CheckField
          name="organizerSeesRunning"
          label={SETTING.organizerSeesRunning}
          hint="每次查看都会留下操作记录"
          checked={draft.organizerSeesRunning}
        />
      </Setting>
    </>
  )
}

/** A folder may ask for checks in another order than the form offers; that choice stays. */
function checkChoices({ humanChecks }: CampaignDraft) {
  const value = checksValue(humanChecks)
  return CHECKS[value] ? choices(CHECKS) : [...choices(CHECKS), { value, name: value }]
}

export function StepSection(props: SettingsFieldsProps) {
  return (
    <>
      <StepFields {...props} />
      <p class="soft small">钟点留空：开始从当天 0:00 起，结束到当天 24:00 止。</p>
    </>
  )
}

export function ContactFields({ draft, flaws }: SettingsFieldsProps) {
  const text = (name: keyof CampaignDraft['contact'], most: number, hint?: string) => (
    <TextField
      name={`contact.${name}`}
      label={CONTACT[name]}
      maxLength={most}
      value={draft.contact[name]}
      flaws={flaws}
      {...(hint ? { hint } : {})}
    />
  )
  return (
    <div class="pair">
      {text('office', 40, '公开前必须填写')}
      {text('phone', 40, '公开前必须填写')}
      {text('address', 80)}
      {text('email', 80)}
    </div>
  )
}

export function DeskFields({ draft, flaws }: SettingsFieldsProps) {
  return (
    <>
      <TextField
        name="publicityDays"
        label={SETTING.publicityDays}
        hint="不少于 5 个工作日，张贴当天不计"
        type="number"
        inputmode="numeric"
        min={5}
        max={60}
        value={draft.publicityDays}
        flaws={flaws}
      />
      <CheckField
        name="fourEyes"
        label={SETTING.fourEyes}
        hint="起草人不能自己发布，要由另一位组织者审核"
        checked={draft.fourEyes}
      />
      <CheckField name="comments" label={SETTING.comments} hint="每条评语先审看再展示，默认不开" checked={draft.comments} />
    </>
  )
}
