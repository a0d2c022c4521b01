import { env } from 'cloudflare:workers'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { aDocument, CLOSES } from './makers.ts'
import { operate, setClock, type Visitor } from './visitor.ts'

// A campaign of five nominees whose vote is over, and the forms by which its decision is made.

export const MEETING_DAY = '2026-04-28'
export const AFTER_MEETING = CLOSES + 4 * 86_400_000

export interface Decided {
  readonly slug: string
  readonly id: CampaignId
}

/** A public campaign after its vote; nothing is open, so no ballot is needed. */
export async function aCampaignToDecide(slug: string): Promise<Decided> {
  await setClock(AFTER_MEETING)
  const imported = await operate(`campaigns/${slug}?replace=1`, { method: 'PUT', body: aDocument({ slug }) })
  if (!imported.ok) throw new Error(`not imported: ${await imported.text()}`)
  const row = await env.DB.prepare('select id from campaigns where slug = ?').bind(slug).first<{ id: CampaignId }>()
  return { slug, id: row?.id as CampaignId }
}

export const deskAt = ({ slug }: Decided, tail = ''): string => `/staff/campaigns/${slug}/decision${tail}`

export type Fields = Readonly<Record<string, string>>

/** Everything a meeting decided: two of three people honoured, an alternate, and of two organizations one. */
export const WHOLE: Fields = {
  ...{ meeting: '部务会议', day: MEETING_DAY, place: '302 会议室', chair: '赵某', recorder: '钱某' },
  ...{ due: '15', present: '13', quorum: '到会人数超过三分之二，符合规定', remark: '' },
  ...{ 'line.1.outcome': 'honoured', 'line.1.for': '12', 'line.1.against': '0', 'line.1.abstain': '1' },
  ...{ 'line.2.outcome': 'honoured', 'line.3.outcome': 'alternate', 'line.3.order': '1' },
  ...{ 'line.4.outcome': 'honoured', 'line.5.outcome': 'not-chosen' },
}

export interface DecisionRow {
  readonly state: string
  readonly revision: number
  readonly record: string | null
  readonly hash: string | null
  readonly notice_id: string | null
}

export const decisionRow = ({ id }: Decided): Promise<DecisionRow | null> =>
  env.DB.prepare('select state, revision, record, hash, notice_id from decisions where campaign_id = ?').bind(id).first()

/** Sends the draft's form as its page stands now. */
export async function write(visitor: Visitor, one: Decided, wish: string, fields: Fields = WHOLE): Promise<Response> {
  const revision = (await decisionRow(one))?.revision ?? 0
  return visitor.form(deskAt(one), Object.entries({ revision: String(revision), was: '', ...fields, do: wish }))
}

/** Presses a button that carries the revision. */
export async function pressAt(visitor: Visitor, one: Decided, button: string, fields: Fields = {}): Promise<Response> {
  const revision = (await decisionRow(one))?.revision ?? 0
  return visitor.form(deskAt(one, `/${button}`), Object.entries({ revision: String(revision), ...fields }))
}

/** Drawn up by one and released by the other. */
export async function releasedBy(
  one: Decided,
  [writer, second]: readonly [Visitor, Visitor],
  fields: Fields = WHOLE,
): Promise<void> {
  const handed = await write(writer, one, 'submit', fields)
  if (handed.status !== 303) throw new Error(`not handed in: ${handed.status}`)
  const released = await pressAt(second, one, 'release')
  if (released.status !== 303) throw new Error(`not released: ${released.status}`)
}

export const REVOCATION: readonly (readonly [string, string])[] = [
  ['numbers', '2'],
  ['meeting', '部务会议'],
  ['day', '2026-04-29'],
  ['reason', '经查证，申报材料弄虚作假，情况属实。'],
]

/** What the tables say of every nominee. */
export async function outcomesOf({ id }: Decided): Promise<readonly (string | null)[]> {
  const { results } = await env.DB.prepare('select outcome from nominees where campaign_id = ? order by number')
    .bind(id)
    .all<{ outcome: string | null }>()
  return results.map(({ outcome }) => outcome)
}
