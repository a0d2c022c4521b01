import { env } from 'cloudflare:workers'
import type { CampaignDocument } from '../../worker/import/document.ts'
import type { NoticeId } from '../../worker/rules/ids.ts'
import type { StaffRole } from '../../worker/rules/roles.ts'
import { instant } from '../../worker/rules/time.ts'
import { aDocument } from './makers.ts'
import { fieldIn, sumIn } from './question.ts'
import { operate, setClock, Visitor } from './visitor.ts'

// A public notice of five working days, 3 to 9 March 2026, and the people around it.

export const POSTED = '2026-03-02'
export const THROUGH = '2026-03-09'
export const at = (text: string) => instant(Date.parse(`${text.replace(' ', 'T')}:00+08:00`))
export const DURING = at('2026-03-03 10:00')
export const AFTER = at('2026-03-10 09:00')
const PASSWORD = '一个足够长的口令 2026'

type NoticeEntry = CampaignDocument['notices'][number]

const aPublicity = (change: Partial<NoticeEntry> = {}): NoticeEntry => ({
  key: 'publicity',
  kind: 'publicity',
  title: '拟表彰对象公示',
  source: '组织部',
  author: '组织一科',
  body: '现将名单公示如下。',
  publishAt: `${POSTED} 09:00`,
  withdrawnAt: null,
  withdrawnReason: null,
  corrects: null,
  posted: POSTED,
  through: THROUGH,
  conclusion: null,
  attachments: [],
  ...change,
})

/** Imports a campaign whose only notice is a 公示, and tells the id of the notice. */
export async function openPublicity(slug: string, change: Partial<NoticeEntry> = {}, summary = '请评议。'): Promise<NoticeId> {
  await setClock(DURING)
  const document = aDocument({ slug, summary }, { notices: [aPublicity(change)] })
  const imported = await operate(`campaigns/${slug}?replace=1`, { method: 'PUT', body: document })
  if (!imported.ok) throw new Error(`not imported: ${await imported.text()}`)
  const row = await env.DB.prepare('select n.id from notices n join campaigns c on c.id = n.campaign_id where c.slug = ?')
    .bind(slug)
    .first<{ id: NoticeId }>()
  return row?.id as NoticeId
}

/** Somebody of the staff, signed in. */
export async function signedIn(role: StaffRole): Promise<Visitor> {
  await operate('staff', {
    body: { login: `desk-${role}`, name: `某${role}`, role, unit: role === 'clerk' ? '东城区' : null, password: PASSWORD },
  })
  const visitor = new Visitor()
  await visitor.form('/staff/sign-in', [
    ['login', `desk-${role}`],
    ['password', PASSWORD],
  ])
  return visitor
}

export interface FilingWishes {
  readonly fields?: Readonly<Record<string, string>>
  readonly files?: readonly File[]
}

export const FACTS = '该同志在任职期间存在与公示材料不符的情况，具体时间和经过如下：二〇二五年三月，单位曾就此通报。'

/** The form as a browser without script fills it in. */
export async function filledForm(visitor: Visitor, notice: NoticeId, { fields = {}, files = [] }: FilingWishes = {}) {
  const html = await (await visitor.send(`/notices/${notice}/objection`)).text()
  const form = new FormData()
  const values = {
    key: fieldIn(html, 'key'),
    about: '',
    named: '0',
    name: '',
    contact: '',
    facts: FACTS,
    question: fieldIn(html, 'question'),
    answer: sumIn(html),
    ...fields,
  }
  for (const [name, value] of Object.entries(values)) form.set(name, value)
  for (const file of files) form.append('files', file)
  return form
}

export const post = (visitor: Visitor, path: string, body: FormData): Promise<Response> =>
  visitor.send(path, { method: 'POST', body })

export const codeIn = (html: string): string => /class="code">([0-9A-Z-]{19})</.exec(html)?.[1] ?? ''

/** Files an objection and tells its code. */
export async function filed(notice: NoticeId, wishes: FilingWishes = {}): Promise<string> {
  const visitor = new Visitor()
  const answer = await post(visitor, `/notices/${notice}/objection`, await filledForm(visitor, notice, wishes))
  const html = await answer.text()
  if (answer.status !== 200) throw new Error(`not filed: ${answer.status} ${html.replaceAll(/<[^>]+>/g, ' ').slice(-900)}`)
  return codeIn(html)
}

export const objectionsOf = async (notice: NoticeId) =>
  (
    await env.DB.prepare('select id, state, revision, files, supplements, named, filed_day from objections where notice_id = ?')
      .bind(notice)
      .all<{
        id: string
        state: string
        revision: number
        files: number
        supplements: number
        named: number
        filed_day: string
      }>()
  ).results

/** Makes one move, with what it says. */
export async function move(desk: Visitor, id: string, to: string, words = ''): Promise<Response> {
  const row = await env.DB.prepare('select revision from objections where id = ?').bind(id).first<{ revision: number }>()
  return desk.form(`/staff/objections/${id}/move`, [
    ['to', to],
    ['revision', String(row?.revision)],
    ['words', words],
  ])
}

export const aPdf = (name: string, words = ''): File =>
  new File([`%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n% ${words}\ntrailer << /Root 1 0 R >>\n%%EOF\n`], name, {
    type: 'application/pdf',
  })

/** The alert or status of a page, without tags. */
export const alertIn = (html: string): string =>
  (/role="alert">(.*?)<\/p>/s.exec(html)?.[1] ?? '').replaceAll(/<[^>]+>/g, '').trim()
