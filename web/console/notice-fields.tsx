import type { CampaignLine } from '../../worker/rules/campaign.ts'
import type { NoticeLine } from '../../worker/rules/notice.ts'
import type { NoticeText } from '../../worker/rules/notice-desk.ts'
import type { FormFlaw } from '../../worker/rules/refusal.ts'
import { dayOf } from '../../worker/rules/time.ts'
import { ChoiceField, TextField } from '../parts/field.tsx'
import { longDay } from '../text/dates.ts'
import { NOTICE } from '../text/terms.ts'

export interface NoticeFieldsProps {
  readonly text: NoticeText
  readonly flaws: readonly FormFlaw[]
  readonly campaigns: readonly CampaignLine[]
  /** What may be corrected or settled. */
  readonly links: readonly NoticeLine[]
}

/** The head of a notice, the same when it is begun and when it is written. */
export function NoticeFields({ text, flaws, campaigns, links }: NoticeFieldsProps) {
  const { kind, campaign, title, source, author } = text
  return (
    <>
      <TextField
        name="title"
        label="标题"
        value={title}
        flaws={flaws}
        required
        maxLength={100}
        hint="写全称，例如“关于做好先进典型推荐工作的通知”。"
      />
      {kind === 'correction' && (
        <LinkField name="corrects" label="更正哪一份公告" value={text.corrects} links={links} flaws={flaws} />
      )}
      {kind === 'result' && (
        <LinkField
          name="settles"
          label="对应哪一份公示（可不选）"
          value={text.settles}
          links={links.filter(one => one.kind === 'publicity')}
          flaws={flaws}
        />
      )}
      {kind === 'publicity' && (
        <div class="pair">
          <TextField
            name="posted"
            label="张贴日"
            type="date"
            value={text.posted ?? ''}
            flaws={flaws}
            required
            hint="当天不计入公示期。"
          />
          <TextField
            name="through"
            label="公示的最后一天"
            type="date"
            value={text.through ?? ''}
            flaws={flaws}
            required
            hint="不少于 5 个工作日，按官方放假安排计算。"
          />
        </div>
      )}
      <ChoiceField
        name="campaign"
        label="所属活动"
        value={campaign ?? ''}
        flaws={flaws}
        choices={[{ value: '', name: '不属于任何活动' }, ...campaigns.map(one => ({ value: one.id, name: one.title }))]}
      />
      <div class="pair">
        <TextField name="source" label="来源（发布单位）" value={source} flaws={flaws} maxLength={60} />
        <TextField name="author" label="作者（可不填）" value={author} flaws={flaws} maxLength={40} />
      </div>
    </>
  )
}

interface LinkFieldProps {
  readonly name: 'corrects' | 'settles'
  readonly label: string
  readonly value: string | null
  readonly links: readonly NoticeLine[]
  readonly flaws: readonly FormFlaw[]
}

const LinkField = ({ name, label, value, links, flaws }: LinkFieldProps) => (
  <ChoiceField
    name={name}
    label={label}
    value={value ?? ''}
    flaws={flaws}
    hint="两份公告发布后互相链接。"
    choices={[
      { value: '', name: '请选择' },
      ...links.map(one => ({ value: one.id, name: `${longDay(dayOf(one.publishAt))} ${NOTICE[one.kind]} ${one.title}` })),
    ]}
  />
)
