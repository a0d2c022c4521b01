import { AMENDMENT_LIMITS, revocable } from '../../worker/rules/amendment.ts'
import { mayRelease } from '../../worker/rules/decision.ts'
import { type AmendmentFile, confirmedOf, openAmendment, type ReleasedDecision } from '../../worker/rules/decision-file.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import { may } from '../../worker/rules/roles.ts'
import { AreaField, TextField } from '../parts/field.tsx'
import { staffPaths } from '../staff-paths.ts'
import { longDay } from '../text/dates.ts'
import { sayOutcome } from '../text/decision.ts'
import type { DecisionPageProps } from './decision-page.tsx'
import { Hash } from './decision-record.tsx'
import { NoticeStanding, sayWord } from './decision-release.tsx'
import { SENT_BACK, SendBack } from './send-back.tsx'

type Props = DecisionPageProps & { readonly file: ReleasedDecision }

/** What was taken back since, by two people each time, and the form to propose it. */
export function Amendments(props: Props) {
  const { staff, file } = props
  const open = openAmendment(file)
  if (file.amendments.length === 0 && !may(staff, 'write-decisions')) return null
  return (
    <section class="card">
      <h2>变更</h2>
      {file.amendments.length === 0 && <p class="soft">没有变更。</p>}
      {file.amendments.map(one => (
        <One key={one.amendment.number} {...props} one={one} />
      ))}
      {!open && may(staff, 'write-decisions') && <Propose {...props} />}
    </section>
  )
}

function One(props: Props & { readonly one: AmendmentFile }) {
  const { staff, campaign, one, now } = props
  const { amendment, proposed, confirmed, hash, notice } = one
  return (
    <article class="amendment">
      <h3>
        第 {amendment.number} 号变更：撤销 {!confirmed && <span class="tag">待复核</span>}
      </h3>
      <dl class="facts">
        <dt>对象</dt>
        <dd>{amendment.revoked.map(({ number, name }) => `${number}号 ${name}`).join('、')}</dd>
        <dt>依据</dt>
        <dd>
          {longDay(amendment.day)}，{amendment.meeting}
        </dd>
        <dt>原因</dt>
        <dd>{amendment.reason}</dd>
        <dt>提出</dt>
        <dd>{sayWord(proposed)}</dd>
        {confirmed && (
          <>
            <dt>复核</dt>
            <dd>{sayWord(confirmed)}</dd>
            <dt>更正公告</dt>
            <dd>
              <NoticeStanding notice={notice} now={now} staffCanEdit={may(staff, 'edit-notices')} />
            </dd>
          </>
        )}
      </dl>
      <Hash hash={hash} href={null} />
      {confirmed ? (
        !notice &&
        may(staff, 'write-decisions') && (
          <form class="no-print" method="post" action={staffPaths.draftRevocation(campaign.slug, amendment.number)}>
            <p class="choices">
              <button>生成更正公告草稿</button>
            </p>
          </form>
        )
      ) : (
        <Answer {...props} />
      )}
    </article>
  )
}

function Answer(props: Props & { readonly one: AmendmentFile }) {
  const { staff, campaign, one } = props
  if (!mayRelease({ ...one.proposed, writtenBy: one.proposed.by }, staff))
    return <p class="note">须由审计复核同意，提出的人自己不能复核。</p>
  return (
    <div class="no-print">
      <form method="post" action={staffPaths.confirmAmendment(campaign.slug)}>
        <input type="hidden" name="hash" value={one.hash} />
        <p class="choices">
          <button class="main">同意，撤销生效</button>
        </p>
      </form>
      <SendBack
        action={staffPaths.refuseAmendment(campaign.slug)}
        hidden={['hash', one.hash]}
        hint={SENT_BACK}
        flaws={flawsIn(props.refusal)}
        typed={props.typed.refusal}
      />
    </div>
  )
}

function Propose({ campaign, file, refusal, typed }: Props) {
  const flaws = flawsIn(refusal)
  const says = flaws.find(({ field }) => field === 'numbers')?.says
  const ticked = new Set((typed.numbers ?? '').split(' '))
  const lines = revocable({ record: file.record, amendments: confirmedOf(file) })
  if (lines.length === 0) return null
  return (
    <details class="field no-print" open={flaws.length > 0 && typed.reason !== undefined}>
      <summary>提出撤销</summary>
      <form method="post" action={staffPaths.amendDecision(campaign.slug)}>
        <p class="soft small field">撤销以后名额空缺，不递补。须由另一角色的人复核同意，才会生效。</p>
        <fieldset class="whom">
          <legend>撤销谁</legend>
          {lines.map(line => (
            <label key={line.number} class="tick">
              <input type="checkbox" name="numbers" value={line.number} checked={ticked.has(String(line.number))} />
              <span>
                {line.number}号 {line.name} <small class="soft">{`${sayOutcome(line)}，${line.unit}`}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {says && <p class="flaw">{says}</p>}
        <div class="pair field">
          <TextField
            name="meeting"
            label="作出撤销决定的会议"
            maxLength={AMENDMENT_LIMITS.meeting}
            value={typed.meeting ?? ''}
            flaws={flaws}
          />
          <TextField name="day" label="日期" type="date" value={typed.day ?? ''} flaws={flaws} />
        </div>
        <AreaField
          name="reason"
          label="原因"
          hint={`${AMENDMENT_LIMITS.reason.least} 到 ${AMENDMENT_LIMITS.reason.most} 个字，会写入更正公告的草稿。`}
          rows={3}
          maxLength={AMENDMENT_LIMITS.reason.most * 2}
          value={typed.reason ?? ''}
          flaws={flaws}
        />
        <p class="choices">
          <button class="main">提出撤销</button>
        </p>
      </form>
    </details>
  )
}
