import type { BallotStatus } from '../../worker/rules/ballot.ts'
import type { AppealFile } from '../../worker/rules/case-file.ts'
import type { Slug } from '../../worker/rules/ids.ts'
import type { Family } from '../../worker/rules/reason.ts'
import { dayOf } from '../../worker/rules/time.ts'
import { paths } from '../paths.ts'
import { longDay } from '../text/dates.ts'
import { FAMILY } from '../text/reasons.ts'
import { APPEAL_OUTCOME, BALLOT_STATUS, STATUS_MEANS } from '../text/standing.ts'
import { A } from './view.tsx'

/** What its holder may know of a ballot once the poll has closed: families of reasons, never what was measured. */
export interface BallotStanding {
  readonly status: BallotStatus
  readonly families: readonly Family[]
  readonly appeal: AppealFile | null
}

/** 计入, 暂缓 or 作废, why, and how to have it looked at again. */
export function StandingCard({
  slug,
  code,
  standing: { status, families, appeal },
}: {
  readonly slug: Slug
  readonly code: string
  readonly standing: BallotStanding
}) {
  return (
    <section class="card">
      <h2>
        计票状态：<span data-status={status}>{BALLOT_STATUS[status]}</span>
      </h2>
      <p>{STATUS_MEANS[status]}</p>
      {status !== 'counted' && families.length > 0 && (
        <p class="soft">原因类别：{families.map(family => FAMILY[family]).join('、')}</p>
      )}
      {appeal ? (
        <Appealed appeal={appeal} />
      ) : (
        status !== 'counted' && (
          <p class="field">
            <A class="button" href={paths.appeal(slug, code)}>
              对这张选票提出申诉
            </A>
          </p>
        )
      )}
    </section>
  )
}

function Appealed({ appeal: { filed, state, verdict, reason, decidedAt } }: { readonly appeal: AppealFile }) {
  if (state !== 'decided' || !verdict || decidedAt === null)
    return <p class="note good card-gap">您的申诉已于{longDay(filed)}收到，正由两名工作人员复核，结果会显示在本页。</p>
  return (
    <div class="note good card-gap">
      <p>
        <b>{APPEAL_OUTCOME[verdict]}</b>
      </p>
      <p>答复：{reason}</p>
      <p class="soft small">{longDay(dayOf(decidedAt))}</p>
    </div>
  )
}
