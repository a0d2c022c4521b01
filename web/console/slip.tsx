import type { Campaign, VoterClass } from '../../worker/rules/campaign.ts'
import { milestoneFor } from '../../worker/rules/campaign.ts'
import { endMoment } from '../text/dates.ts'
import { VOTER_CLASS } from '../text/terms.ts'

/** One slip to be cut out and handed to one person. */
export interface SlipData {
  readonly code: string
  /** The whole address of the link. */
  readonly link: string
  readonly unit: string
  readonly voterClass: VoterClass | null
  /** Whom it is for, where the campaign has a list of names. */
  readonly person?: { readonly name: string; readonly number: string }
}

/** What stands on every slip of a campaign. */
export interface SlipHead {
  readonly title: string
  /** When the vote ends, in words; null where the timetable has none yet. */
  readonly until: string | null
  /** How to take part, in one sentence. */
  readonly how: string
}

export function slipHead({ title, identity, milestones }: Pick<Campaign, 'title' | 'identity' | 'milestones'>): SlipHead {
  const vote = milestoneFor({ milestones }, 'vote')
  return {
    title,
    until: vote && endMoment(vote.until),
    how: HOW[identity === 'roster' || identity === 'bound' ? identity : 'code'],
  }
}

const HOW = {
  code: '扫二维码即可投票；也可打开活动网页，输入投票码。一个码投一票，请勿转交他人。',
  bound: '用微信扫二维码投票，首次使用后与您的微信号绑定。一个码投一票，请勿转交他人。',
  roster: '扫二维码即可投票；也可打开活动网页，填写姓名、编号和投票码。仅限本人使用。',
} as const

/** The QR code is drawn by script (slips/sheet.ts); without it the address stands there to be typed. */
export function Slip({ head, slip }: { readonly head: SlipHead; readonly slip: SlipData }) {
  const { code, link, unit, voterClass, person } = slip
  return (
    <li class="slip" data-code={code} data-link={link} data-unit={unit}>
      <div class="slip-qr" />
      <div class="slip-text">
        <b class="slip-title">{head.title}</b>
        <span>
          {unit}
          {voterClass && ` · ${VOTER_CLASS[voterClass]}`}
        </span>
        {person && (
          <span>
            <b>{person.name}</b> 编号 {person.number}
          </span>
        )}
        <code>{code}</code>
        {head.until && <span class="slip-small">投票截止：{head.until}</span>}
        <span class="slip-small">{head.how}</span>
        <span class="slip-link slip-small">{link}</span>
      </div>
    </li>
  )
}
