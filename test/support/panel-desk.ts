import { env } from 'cloudflare:workers'
import type { StaffId } from '../../worker/rules/ids.ts'
import { aDocument } from './makers.ts'
import { openCampaign, type Standing, type Visitor } from './visitor.ts'

// A review panel as organizers make it and reviewers use it, through the pages.

export const TERMS = [
  ['revision', '0'],
  ['name.0', '政治表现'],
  ['weight.0', '40'],
  ['most.0', '100'],
  ['name.1', '工作实绩'],
  ['weight.1', '60'],
  ['most.1', '50'],
  ['category', 'people'],
] as const

/** The terms with some fields otherwise; an empty one goes. */
export const termsWith = (change: Readonly<Record<string, string>>): readonly (readonly [string, string])[] => [
  ...TERMS.filter(([name]) => !(name in change)),
  ...Object.entries(change).filter(([, value]) => value !== ''),
]

export const reviewOf = ({ slug }: Standing, rest = ''): string => `/staff/campaigns/${slug}/review${rest}`
export const panelOf = ({ slug }: Standing, rest = ''): string => `/staff/campaigns/${slug}/panel${rest}`

export async function idOf(login: string): Promise<StaffId> {
  const row = await env.DB.prepare('select id from staff where login = ?').bind(login).first<{ id: StaffId }>()
  if (!row) throw new Error(`nobody is ${login}`)
  return row.id
}

interface PanelWishes {
  readonly organizer: Visitor
  readonly reviewers: readonly string[]
  readonly terms?: readonly (readonly [string, string])[]
  readonly settings?: Parameters<typeof aDocument>[0]
}

/** A campaign with an open poll and a panel of these reviewers; nominees 1 to 3 are judged. */
export async function aPanel(
  slug: string,
  { organizer, reviewers, terms = TERMS, settings = {} }: PanelWishes,
): Promise<Standing> {
  const campaign = await openCampaign(aDocument({ ...settings, slug }))
  const made = await organizer.form(panelOf(campaign), terms)
  if (made.status !== 303) throw new Error(`no panel: ${made.status}`)
  for (const login of reviewers) await organizer.form(panelOf(campaign, '/members'), [['add', await idOf(login)]])
  return campaign
}

/** The revision of a reviewer's sheet, as the page has it. */
export const revisionOn = (page: string): string => /<input type="hidden" name="revision" value="(\d+)"/.exec(page)?.[1] ?? '0'

/** Saves marks as the page does, over what it shows now. */
export async function mark(
  visitor: Visitor,
  campaign: Standing,
  number: number,
  { marks, note = '' }: { marks: readonly string[]; note?: string },
): Promise<Response> {
  const path = reviewOf(campaign, `/${number}`)
  const revision = revisionOn(await (await visitor.send(path)).text())
  return visitor.form(path, [['revision', revision], ...marks.map((one, i) => [`mark.${i}`, one] as const), ['note', note]])
}

export const recuseFrom = (visitor: Visitor, campaign: Standing, number: number, reason = '近亲属关系'): Promise<Response> =>
  visitor.form(reviewOf(campaign, `/${number}/recuse`), [['recusal', reason]])

export const handIn = (visitor: Visitor, campaign: Standing): Promise<Response> => visitor.form(reviewOf(campaign, '/submit'), [])

/** Marks everybody alike and hands in. */
export async function judgeAll(visitor: Visitor, campaign: Standing, marks: readonly string[]): Promise<Response> {
  for (const number of [1, 2, 3]) await mark(visitor, campaign, number, { marks })
  return handIn(visitor, campaign)
}

export interface SheetRow {
  readonly number: number
  readonly marks: string
  readonly note: string
  readonly complete: number
  readonly recusal: string | null
  readonly revision: number
}

export const sheetsBy = async (campaign: Standing, login: string): Promise<readonly SheetRow[]> =>
  (
    await env.DB.prepare(
      'select number, marks, note, complete, recusal, revision from panel_sheets where campaign_id = ? and staff_id = ? order by number',
    )
      .bind(campaign.id, await idOf(login))
      .all<SheetRow>()
  ).results
