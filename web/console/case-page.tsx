import type { CaseState } from '../../worker/rules/case-decision.ts'
import type { AppealFile, CaseStep } from '../../worker/rules/case-file.ts'
import type { StaffRole } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import type { Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { staffPaths } from '../staff-paths.ts'
import { sayEvent } from '../text/audit.ts'
import { CASE_KIND, CASE_STATE, sayFamilies, TIE } from '../text/cases.ts'
import { longDay, moment } from '../text/dates.ts'
import { ROLE } from '../text/terms.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Evidence } from './case-evidence.tsx'
import { AppealText, type CaseFormProps, Decide } from './case-forms.tsx'
import { Frame } from './frame.tsx'

export interface CasePageProps extends CaseFormProps {
  readonly site: Site
  readonly appeal: AppealFile | null
  /** The appeal's text, for this one request and with its reason; null while it is masked. */
  readonly opened: { readonly text: string; readonly reason: string } | null
  readonly steps: readonly CaseStep[]
  readonly now: Instant
}

/** The evidence is long on a phone; whoever has read it finds the form from the top. */
const TO_DO: Readonly<Partial<Record<CaseState, string>>> = { open: '去提出意见', proposed: '去复核' }

/** One case: what was seen, what can be decided, and every step taken. Whom the ballots favour is nowhere on it. */
export function CasePage(props: CasePageProps) {
  const { site, staff, campaign, one, refusal, appeal, now } = props
  const { id, kind, state, day, families, tie, size, openedAt, reopens, sheet } = one
  return (
    <Frame site={site} staff={staff} title={`案件 · ${campaign.shortTitle}`}>
      <CampaignNav campaign={campaign} staff={staff} here="cases" />
      <div class="card">
        <p class="no-print back">
          <a href={staffPaths.cases(campaign.slug)}>‹ 全部案件</a>
        </p>
        <h1>
          {longDay(day)} · {size} 张选票 <span class={state === 'decided' ? 'tag plain' : 'tag'}>{CASE_STATE[state]}</span>
        </h1>
        <dl class="facts">
          <dt>类型</dt>
          <dd>
            {CASE_KIND[kind]}
            {kind !== 'appeal' && `，${TIE[tie]}`}
          </dd>
          <dt>原因</dt>
          <dd>{sayFamilies(families)}</dd>
          <dt>成案</dt>
          <dd>
            {moment(openedAt)}
            {reopens && (
              <>
                ，重新复核
                <a href={staffPaths.case(campaign.slug, reopens)}>此前的案件</a>
              </>
            )}
          </dd>
          <dt>编号</dt>
          <dd>{id}</dd>
        </dl>
        <p class="blind">本页不显示这些选票投给谁，请只根据投票的方式判断。</p>
        <p class="no-print choices">
          {TO_DO[state] && (
            <a class="button" href="#decide">
              {TO_DO[state]}
            </a>
          )}
          <button type="button" data-print hidden>
            打印本页
          </button>
        </p>
      </div>
      <RefusalNote refusal={refusal} now={now} />
      <Evidence sheet={sheet} one={size === 1} />
      {appeal && <AppealText {...props} appeal={appeal} />}
      <Decide {...props} />
      <Steps {...props} />
    </Frame>
  )
}

function Steps({ one, steps }: CasePageProps) {
  return (
    <section class="card">
      <h2>经过</h2>
      <ol class="steps">
        <li class="past">
          <b>{one.kind === 'appeal' ? '投票人提出申诉' : '成案'}</b>
          <p>{moment(one.openedAt)}</p>
        </li>
        {steps.map(({ at, who, role, event }, i) => (
          <li key={i} class="past">
            <span>{sayEvent(event).replaceAll(`案件 ${one.id} 的`, '').replaceAll(`案件 ${one.id}`, '')}</span>
            <p>
              {who}（{ROLE[role as StaffRole] ?? role}），{moment(at)}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
