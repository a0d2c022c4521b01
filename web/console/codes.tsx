import { type CampaignFile, VOTER_CLASSES, type VoterClass } from '../../worker/rules/campaign.ts'
import type { BatchId } from '../../worker/rules/ids.ts'
import type { FormFlaw } from '../../worker/rules/refusal.ts'
import { may, type Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Empty } from '../parts/cells.tsx'
import { ChoiceField, TextField } from '../parts/field.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import { GUARANTEE, VOTER_CLASS } from '../text/terms.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'

/** A batch as the desk shows it: how many of its codes were used, and never which. */
export interface BatchLine {
  readonly id: BatchId
  readonly unit: string
  readonly voterClass: VoterClass | null
  readonly issued: number
  readonly used: number
  readonly createdAt: Instant
  readonly revokedAt: Instant | null
}

/** What was typed into the form, as it was typed. */
export interface OrderTyped {
  readonly unit: string
  readonly voterClass: string
  readonly count: string
}

export interface CodesDeskProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly batches: readonly BatchLine[]
  /** Tries that met no living code. */
  readonly misses: number
  /** The name of the batch that the form would issue: sent twice, it is issued once. */
  readonly next: BatchId
  readonly typed: OrderTyped
  readonly flaws: readonly FormFlaw[]
  /** Most codes in one batch. */
  readonly most: number
}

/** The desk of voting codes: give them out by unit, see how many are used, call a batch back. */
export function CodesDesk(props: CodesDeskProps) {
  const { site, staff, campaign, batches, misses } = props
  const wanted = campaign.identity === 'code' || campaign.identity === 'bound'
  const sum = (of: 'issued' | 'used') => batches.reduce((total, batch) => total + (batch.revokedAt === null ? batch[of] : 0), 0)
  return (
    <Frame site={site} staff={staff} title={`投票码 · ${campaign.shortTitle}`} sheets={['desk']}>
      <CampaignNav campaign={campaign} staff={staff} here="codes" />
      <div class="card">
        <h1>投票码</h1>
        {wanted ? (
          <p>{GUARANTEE[campaign.identity].proves}</p>
        ) : (
          <p class="note">
            这个活动的参加方式是“{GUARANTEE[campaign.identity].badge}”，
            {campaign.identity === 'roster' ? (
              <>
                投票码随名册发放，请到<a href={staffPaths.roster(campaign.slug)}>名册</a>。
              </>
            ) : (
              '不用投票码。要用投票码，请到“设置”里改参加方式。'
            )}
          </p>
        )}
        <dl class="numbers">
          <div>
            <dt>已发放</dt>
            <dd>{sum('issued')}</dd>
          </div>
          <div>
            <dt>已使用</dt>
            <dd>{sum('used')}</dd>
          </div>
        </dl>
        <p class="soft small">
          “已使用”指打开过选票的码。系统只统计个数，不显示哪一个码用过，也查不出哪个码投了谁。
          {misses > 0 && ` 输入没有对上任何投票码的，共 ${misses} 次。`}
        </p>
      </div>
      {wanted && may(staff, 'issue-codes') && <Order {...props} />}
      <div class="card">
        <h2>已发放的批次</h2>
        {batches.length === 0 ? <Empty>还没有发放投票码。没有码，投票人进不了选票。</Empty> : <Batches {...props} />}
      </div>
    </Frame>
  )
}

function Order({ campaign, next, typed, flaws, most }: CodesDeskProps) {
  const units = [...new Set(campaign.nominees.map(({ unit }) => unit))].filter(Boolean).slice(0, 500)
  const classes = [{ value: '', name: '不区分' }, ...VOTER_CLASSES.map(value => ({ value, name: VOTER_CLASS[value] }))]
  return (
    <form class="card" method="post" action={staffPaths.codes(campaign.slug)}>
      <h2>发放一批</h2>
      <p class="soft">下一页是可以打印的投票单，也可以存成表格。投票码只在那一页出现一次，系统自己也不保存。</p>
      <input type="hidden" name="batch" value={next} />
      <div class="code-form">
        <TextField
          name="unit"
          label="发给哪个单位"
          value={typed.unit}
          required
          maxLength={60}
          list="units"
          autocomplete="off"
          flaws={flaws}
        />
        <ChoiceField name="voterClass" label="投票人身份" choices={classes} value={typed.voterClass} flaws={flaws} />
        <TextField
          name="count"
          label="张数"
          type="number"
          inputmode="numeric"
          required
          min={1}
          max={most}
          hint={`一批最多 ${most} 张`}
          value={typed.count}
          flaws={flaws}
        />
      </div>
      <datalist id="units">
        {units.map(unit => (
          <option key={unit} value={unit} />
        ))}
      </datalist>
      <p class="field">
        <button class="main">发放并打开投票单</button>
      </p>
    </form>
  )
}

function Batches({ campaign, staff, batches }: CodesDeskProps) {
  return (
    <section class="scrolls" tabIndex={0} aria-label="已发放的批次">
      <table class="plain log batches">
        <thead>
          <tr>
            <th scope="col">单位</th>
            <th scope="col">身份</th>
            <th scope="col">发放时间</th>
            <th scope="col">已发放</th>
            <th scope="col">已使用</th>
            <th scope="col">状态</th>
          </tr>
        </thead>
        <tbody>
          {batches.map(batch => (
            <tr key={batch.id}>
              <th scope="row">{batch.unit}</th>
              <td>{batch.voterClass ? VOTER_CLASS[batch.voterClass] : '不区分'}</td>
              <td>{moment(batch.createdAt)}</td>
              <td>{batch.issued}</td>
              <td>{batch.used}</td>
              <td>
                {batch.revokedAt !== null ? (
                  <span class="soft">{moment(batch.revokedAt)} 作废</span>
                ) : may(staff, 'issue-codes') ? (
                  <Revoke slug={campaign.slug} batch={batch} />
                ) : (
                  '有效'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Revoke({ slug, batch }: { readonly slug: CampaignFile['slug']; readonly batch: BatchLine }) {
  return (
    <details class="revoke">
      <summary>作废这一批</summary>
      <form method="post" action={staffPaths.revokeCodes(slug)}>
        <p>
          “{batch.unit}”的 {batch.issued}{' '}
          个码从此都不能用，打开了选票还没有提交的也要换新码；已经投出的选票不受影响。作废不能撤销。
        </p>
        <button name="batch" value={batch.id}>
          确认作废
        </button>
      </form>
    </details>
  )
}
