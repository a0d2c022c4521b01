import { env } from 'cloudflare:workers'
import type { CampaignDocument } from '../../worker/import/document.ts'
import { boxOf } from '../../worker/objects/names.ts'
import { byBox } from '../../worker/rules/ballot-places.ts'
import { shardOf } from '../../worker/rules/dedupe.ts'
import type { CaseId } from '../../worker/rules/ids.ts'
import type { ReasonCode } from '../../worker/rules/reason.ts'
import { type Place, readReceiptCode } from '../../worker/rules/receipt.ts'
import { NO_SIGNALS, type Signals, signalsText } from '../../worker/rules/signals.ts'
import { aDocument, CLOSES, OPENS } from './makers.ts'
import { openCampaign, type Standing, setClock, type Visitor } from './visitor.ts'

// Ballots put straight into real boxes, and held there: what the scorer would have noticed is somebody else's test.

export const VOTING = OPENS + 11 * 3_600_000
export const OVER = CLOSES + 36 * 3_600_000

export interface Poll extends Standing {
  readonly shards: number
}

/** An open poll of several boxes. */
export async function aPollOf(slug: string, settings: Partial<CampaignDocument['settings']> = {}): Promise<Poll> {
  await setClock(OPENS - 86_400_000)
  const standing = await openCampaign(aDocument({ slug, expectedPeak: 900, ...settings }))
  const row = await env.DB.prepare('select shards from campaigns where slug = ?').bind(slug).first<{ shards: number }>()
  return { ...standing, shards: row?.shards ?? 0 }
}

export interface CastOf {
  readonly names: readonly string[]
  readonly choices: readonly number[]
  readonly signals?: Partial<Signals>
}

/** Casts one ballot a name, all at once as a crowd does, and tells their receipts. */
export function castAll({ id, shards }: Poll, { names, choices, signals = {} }: CastOf): Promise<readonly string[]> {
  return Promise.all(
    names.map(async name => {
      const voter = { level: 'device', id: name } as const
      const answer = await boxOf(env, id, shardOf(voter, shards)).cast({
        voter,
        unit: null,
        key: crypto.randomUUID(),
        choices,
        checked: 'pow',
        voterClass: null,
        signals: signalsText({
          ...NO_SIGNALS,
          ...{ ua: 'WeChat Android 8', referrer: 'wechat', dwellMs: 2500, identityAgeMs: 30_000, ...signals },
        }),
      })
      if (!answer.ok) throw new Error(`not cast: ${answer.refusal.code}`)
      return answer.value.code
    }),
  )
}

export const named = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}-${String(i).padStart(4, '0')}`)

const WHY: readonly ReasonCode[] = ['TIME.FAST', 'NET.PREFIX_BURST']

/** Holds the ballots of these receipts, as the scorer does. */
export async function holdAll({ id }: Poll, codes: readonly string[], reasons = WHY): Promise<void> {
  const places = codes.map(code => readReceiptCode(code)?.place as Place)
  for (const [shard, seqs] of byBox(places)) {
    const ballots = seqs.map(seq => ({ seq, reasons }))
    const order = {
      id: `hold/${codes[0]}`,
      kind: 'hold',
      ballots,
      by: ['scorer/test'],
      roles: ['mingping-test'],
      settles: false,
    } as const
    await boxOf(env, id, shard).change(order)
  }
}

/** Counted, held and void ballots over all boxes. */
export async function countsOf({ id, shards }: Poll): Promise<readonly number[]> {
  const sum = [0, 0, 0]
  for (let shard = 0; shard < shards; shard++) {
    const { counted, held, void: voided } = (await boxOf(env, id, shard).snapshot()).tally.ballots
    for (const [i, count] of [counted, held, voided].entries()) sum[i] = (sum[i] ?? 0) + count
  }
  return sum
}

export interface CaseRow {
  readonly id: CaseId
  readonly kind: string
  readonly state: string
  readonly size: number
  readonly boxes: number
  readonly revision: number
  readonly verdict: string | null
}

export const casesIn = async ({ id }: Standing): Promise<readonly CaseRow[]> =>
  (
    await env.DB.prepare(
      'select id, kind, state, size, boxes, revision, verdict from cases where campaign_id = ? order by size desc, id',
    )
      .bind(id)
      .all<CaseRow>()
  ).results

export const deskOf = ({ slug }: Standing): string => `/staff/campaigns/${slug}/cases`

/** Presses one of the buttons of a case, as its page stands now. */
export async function press(
  visitor: Visitor,
  poll: Standing,
  { id, button, fields = [] }: { id: CaseId; button: string; fields?: readonly (readonly [string, string])[] },
): Promise<Response> {
  const row = (await casesIn(poll)).find(one => one.id === id)
  return visitor.form(`${deskOf(poll)}/${id}/${button}`, [['revision', String(row?.revision)], ...fields])
}

export const REASON_GIVEN = '同一网络几分钟内用全新的设备连续提交，用时都在三秒以内。'

export const proposing = (verdict: string, reason = REASON_GIVEN) =>
  ({
    button: 'propose',
    fields: [
      ['verdict', verdict],
      ['reason', reason],
    ],
  }) as const
