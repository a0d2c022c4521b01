import type { Decided, DecisionLine, DecisionRecord } from '../../worker/rules/decision.ts'
import { longDay } from '../text/dates.ts'
import { DECIDED_NAME, sayOutcome } from '../text/decision.ts'

const NUMBERS = ['for', 'against', 'abstain'] as const
const COUNTED: readonly Decided[] = ['honoured', 'named', 'alternate', 'revoked']

/** The record as it stands, the same on the page and on paper. */
export function DecisionRecordView({
  record,
  lines,
}: {
  readonly record: DecisionRecord
  /** After amendments; those of the record where there are none. */
  readonly lines: readonly DecisionLine[]
}) {
  const { meeting, attendance, categories, remark, alternatesNamed } = record
  return (
    <>
      <h2>会议记录</h2>
      <dl class="facts">
        <dt>会议</dt>
        <dd>{meeting.name}</dd>
        <dt>时间地点</dt>
        <dd>
          {longDay(meeting.day)}，{meeting.place}
        </dd>
        <dt>主持人</dt>
        <dd>{meeting.chair}</dd>
        <dt>记录人</dt>
        <dd>{meeting.recorder}</dd>
        <dt>到会</dt>
        <dd>
          应到 {attendance.due} 人，实到 {attendance.present} 人。{attendance.quorum}
        </dd>
        <dt>候补</dt>
        <dd>{alternatesNamed ? '写入结果公告' : '不对外公布'}</dd>
        {remark && (
          <>
            <dt>说明</dt>
            <dd>{remark}</dd>
          </>
        )}
      </dl>
      {categories.map(({ key, name, places }) => (
        <CategoryTable key={key} name={name} places={places} lines={lines.filter(({ category }) => category === key)} />
      ))}
    </>
  )
}

function CategoryTable({
  name,
  places,
  lines,
}: {
  readonly name: string
  readonly places: number
  readonly lines: readonly DecisionLine[]
}) {
  const count = (outcome: Decided) => lines.filter(line => line.outcome === outcome).length
  const counts = COUNTED.filter(outcome => outcome === 'honoured' || count(outcome) > 0)
  return (
    <section class="decided">
      <h2>{name}</h2>
      <p class="soft small">
        名额 {places} 个；{counts.map(outcome => `${DECIDED_NAME[outcome]} ${count(outcome)}`).join('，')}
      </p>
      <section class="outcomes" tabIndex={0} aria-label={`${name}的结果`}>
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">对象</th>
              <th scope="col">结果</th>
              <th scope="col">
                表决
                <small class="soft">赞成·反对·弃权</small>
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(line => (
              <tr key={line.number}>
                <th scope="row">
                  {line.number}号 {line.name}
                  <small class="soft">{[line.unit, line.note].filter(Boolean).join('；')}</small>
                </th>
                <td class={`is-${line.outcome}`}>{sayOutcome(line)}</td>
                <td>{line.votes ? NUMBERS.map(which => line.votes?.[which]).join(' · ') : <span class="soft">未表决</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

/** The hash of a text that can be fetched and hashed by anybody on the staff. */
export const Hash = ({ hash, href }: { readonly hash: string; readonly href: string | null }) => (
  <div class="soft small hash">
    <p>
      SHA-256 指纹 <code>{hash}</code>
    </p>
    {href && (
      <p class="no-print back">
        <a href={href}>取原文，自行核对指纹</a>
      </p>
    )}
  </div>
)
