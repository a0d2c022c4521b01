import { env } from 'cloudflare:workers'
import { beforeAll, expect, test, vi } from 'vitest'
import { openDb } from '../../db/open.ts'
import { carryOut } from '../../worker/duties.ts'
import type { Env } from '../../worker/env.ts'
import { dueDeletions } from '../../worker/retention.ts'
import { MOST_PAPERS } from '../../worker/rules/dossier-paper.ts'
import { DAY, type Instant, instant } from '../../worker/rules/time.ts'
import { atDesk, auditOf } from '../support/desk.ts'
import { aDocument, CLOSES, OPENS } from '../support/makers.ts'
import { aPanel, recuseFrom, reviewOf, TERMS, termsWith } from '../support/panel-desk.ts'
import { aJpeg } from '../support/pictures.ts'
import { aPdf } from '../support/publicity-desk.ts'
import { operate, type Standing, setClock, Visitor } from '../support/visitor.ts'
import { wordsOf } from '../support/words-of.ts'
import { wordZip } from '../support/zip.ts'

// Papers of nominees (T3, M3): who puts them in, who reads them, and that they are nowhere else.

const site = env as unknown as Env
let organizer: Visitor
let reviewer: Visitor
let auditor: Visitor
let campaign: Standing

beforeAll(async () => {
  await setClock(OPENS)
  ;[organizer, reviewer, auditor] = [
    await atDesk('cai-zu'),
    await atDesk('cai-ping', 'reviewer'),
    await atDesk('cai-shen', 'auditor'),
  ]
  campaign = await panel('papers-2026')
})

const panel = (slug: string, terms: readonly (readonly [string, string])[] = TERMS) =>
  aPanel(slug, { organizer, reviewers: ['cai-ping'], terms })

const deskOf = ({ slug }: Standing, number = 1): string => `/staff/campaigns/${slug}/nominees/${number}`
const docx = () => new File([wordZip() as Uint8Array<ArrayBuffer>], '推荐表.docx')

interface Sent {
  readonly file?: File
  readonly kind?: string
  readonly name?: string
  readonly number?: number
}

function put(to: Standing, { file = aPdf('证书.pdf'), kind = 'evidence', name = '', number = 1 }: Sent = {}, who = organizer) {
  const form = new FormData()
  form.set('file', file)
  form.set('kind', kind)
  form.set('name', name)
  return who.send(`${deskOf(to, number)}/papers`, { method: 'POST', body: form })
}

interface Row {
  readonly id: string
  readonly number: number
  readonly kind: string
  readonly object: string
}
const rowsOf = async ({ id }: Standing): Promise<readonly Row[]> =>
  (
    await env.DB.prepare('select id, number, kind, object from dossier_papers where campaign_id = ? order by number, position')
      .bind(id)
      .all<Row>()
  ).results
const storedOf = async ({ id }: Standing): Promise<readonly string[]> =>
  (await env.FILES.list({ prefix: `sealed/${id}/` })).objects.map(({ key }) => key)
const change = (to: Standing, id: string, fields: Readonly<Record<string, string>>, number = 1) =>
  organizer.form(`${deskOf(to, number)}/papers/${id}`, Object.entries(fields))
const openAt = (to: Standing, { number, id }: Row): string => reviewOf(to, `/${number}/papers/${id}`)

/** The places of a dossier and what stands in them. */
const placesOn = (html: string): string =>
  (/<section class="card" id="papers">(.*?)<\/section>/s.exec(html)?.[1] ?? '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

test('a paper is put in, renamed, ordered and taken out, each with one line of the log and none of a name', async () => {
  const to = await panel('papers-desk')
  for (const [file, name] of [
    [aPdf('一.pdf', '一'), '证书一'],
    [aPdf('二.pdf', '二'), ''],
  ] as const)
    expect((await put(to, { file, name })).headers.get('location')).toBe(`${deskOf(to)}#papers`)
  const [first, second] = (await rowsOf(to)) as [Row, Row]
  expect((await change(to, second.id, { do: 'up' })).status).toBe(303)
  expect((await change(to, second.id, { do: 'up' })).status).toBe(303)
  expect((await rowsOf(to)).map(({ id }) => id)).toEqual([second.id, first.id])
  expect((await change(to, first.id, { do: 'save', kind: 'inspection', name: '考察组报告' })).status).toBe(303)
  expect((await change(to, first.id, { do: 'save', kind: 'inspection', name: ' ' })).status).toBe(422)
  expect(placesOn(await (await organizer.send(reviewOf(to, '/1'))).text())).toMatch(
    /^材料 推荐表 尚未收到 证明材料 二 PDF，\d+ B 征求意见 尚未收到 考察报告 考察组报告 PDF，\d+ B$/,
  )
  for (const _ of [1, 2]) expect((await change(to, second.id, { do: 'remove' })).status).toBe(303)
  expect([await rowsOf(to), await storedOf(to)]).toEqual([[{ ...first, kind: 'inspection' }], [first.object]])
  const line = (paper: string, of: string, how: string) => ({ kind: 'papers-edited', number: 1, paper, of, change: how })
  expect(await auditOf(to.id, ['papers-edited'])).toEqual([
    line(first.id, 'evidence', 'added'),
    line(second.id, 'evidence', 'added'),
    line(second.id, 'evidence', 'arranged'),
    line(first.id, 'inspection', 'described'),
    line(second.id, 'evidence', 'removed'),
  ])
})

test('the same file twice is one paper, two at once as well; one too many is refused, and nothing of those stays behind', async () => {
  const to = await panel('papers-twice')
  expect((await Promise.all([put(to), put(to), put(to)])).map(({ status }) => status)).toEqual([303, 303, 303])
  expect([(await rowsOf(to)).length, (await storedOf(to)).length]).toEqual([1, 1])
  const other = await put(to, { name: '另一个名称' })
  expect([other.status, await wordsOf(other)]).toEqual([422, expect.stringContaining('同样的文件已经上传过，名称是“证书”')])
  for (let i = 1; i < MOST_PAPERS; i++) await put(to, { file: aPdf(`${i}.pdf`, String(i)) })
  expect([(await put(to, { file: aPdf('多.pdf', '多') })).status, (await rowsOf(to)).length]).toEqual([422, MOST_PAPERS])
  expect((await storedOf(to)).length).toBe(MOST_PAPERS)
})

test('T22: the panel, organizers and auditors open a paper, each with a line in the log; nobody else does, and no other number leads to it', async () => {
  await put(campaign, { file: docx(), kind: 'recommendation' })
  await put(campaign, { file: new File([aJpeg() as Uint8Array<ArrayBuffer>], '证.jpg') })
  const [word, photo] = (await rowsOf(campaign)) as [Row, Row]
  const headers = async (who: Visitor, row: Row) => {
    const answer = await who.send(openAt(campaign, row))
    const pick = (name: string) => answer.headers.get(name)
    return [
      answer.status,
      pick('content-type'),
      pick('content-disposition'),
      pick('cache-control'),
      pick('x-content-type-options'),
    ]
  }
  const name = encodeURIComponent('推荐表.docx')
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  const kept = ['private, no-store', 'nosniff']
  for (const who of [organizer, auditor, reviewer])
    expect(await headers(who, word)).toEqual([200, type, `attachment; filename*=UTF-8''${name}`, ...kept])
  expect(await headers(reviewer, photo)).toEqual([200, 'image/jpeg', `inline; filename*=UTF-8''%E8%AF%81.jpg`, ...kept])
  const opened = await auditor.send(openAt(campaign, word))
  expect(opened.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  expect(new Uint8Array(await opened.arrayBuffer())).toEqual(new Uint8Array(wordZip()))
  const lines = await auditOf(campaign.id, ['paper-opened'])
  expect(lines).toEqual(
    [word, word, word, photo, word].map(({ id: paper, kind: of }) => ({ kind: 'paper-opened', number: 1, paper, of })),
  )
  const outsider = await atDesk('cai-wai', 'reviewer')
  const admin = await atDesk('cai-guan', 'administrator')
  const refused = [
    await outsider.send(openAt(campaign, word)),
    await admin.send(openAt(campaign, word)),
    await new Visitor().send(openAt(campaign, word)),
    await organizer.send(openAt(campaign, { ...word, number: 2 })),
    await organizer.send(openAt(await panel('papers-other'), word)),
    await put(campaign, { file: aPdf('评.pdf', '评') }, reviewer),
    await put(campaign, { file: aPdf('审.pdf', '审') }, auditor),
  ]
  expect(refused.map(({ status }) => status)).toEqual([404, 403, 303, 404, 404, 403, 403])
  expect([(await rowsOf(campaign)).length, (await auditOf(campaign.id, ['paper-opened'])).length]).toEqual([2, 5])
})

test('a blind panel sees no papers and is told why; who prepares it does', async () => {
  const blind = await panel('papers-blind', termsWith({ blind: '1' }))
  await put(blind, { name: '张明推荐表', kind: 'recommendation' })
  const [row] = (await rowsOf(blind)) as [Row]
  const html = await (await reviewer.send(reviewOf(blind, '/1'))).text()
  expect(placesOn(html)).toBe('材料 隐名评审：材料的名称和内容会写明姓名和单位，这里不显示。')
  expect([html.includes('张明'), html.includes(row.id)]).toEqual([false, false])
  expect((await reviewer.send(openAt(blind, row))).status).toBe(404)
  expect((await organizer.send(openAt(blind, row))).status).toBe(200)
})

test('who is recused from a nominee sees none of its papers until the recusal is taken back', async () => {
  const to = await panel('papers-recused')
  await put(to)
  const [row] = (await rowsOf(to)) as [Row]
  await recuseFrom(reviewer, to, 1)
  expect(placesOn(await (await reviewer.send(reviewOf(to, '/1'))).text())).toBe('材料 您已对这个候选对象声明回避，不再看到材料。')
  expect((await reviewer.send(openAt(to, row))).status).toBe(409)
  await reviewer.form(reviewOf(to, '/1/recuse/withdraw'), [])
  expect((await reviewer.send(openAt(to, row))).status).toBe(200)
})

const CANARIES = ['灯塔推荐表', '灯塔守望内容', '110101199003070353']

test('T24: no row, no stored byte, no line of the log and nothing the site says holds a word of a paper; no public page names one', async () => {
  const said: string[] = []
  for (const how of ['log', 'error', 'warn', 'info', 'debug'] as const)
    vi.spyOn(console, how).mockImplementation((...parts: unknown[]) => void said.push(parts.map(String).join(' ')))
  const to = await panel('papers-canary')
  await put(to, { file: aPdf('灯塔推荐表.pdf', CANARIES.slice(1).join(' ')), kind: 'recommendation' })
  const [row] = (await rowsOf(to)) as [Row]
  expect(await (await reviewer.send(openAt(to, row))).text()).toContain(CANARIES[1])
  const found = (text: string) => CANARIES.filter(canary => text.includes(canary))
  const { results: tables } = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like '_cf_%' and name not like 'sqlite_%'",
  ).all<{ name: string }>()
  for (const { name } of tables)
    for (const one of (await env.DB.prepare(`select * from "${name}"`).all()).results)
      for (const value of Object.values(one)) {
        const text = Array.isArray(value) ? new TextDecoder().decode(new Uint8Array(value)) : String(value)
        expect([name, found(text)]).toEqual([name, []])
      }
  const bytes = await (await env.FILES.get(row.object))?.arrayBuffer()
  expect([bytes !== undefined, found(new TextDecoder().decode(bytes))]).toEqual([true, []])
  vi.restoreAllMocks()
  expect(found(said.join('\n'))).toEqual([])
  for (const path of [`/c/${to.slug}`, `/c/${to.slug}/nominees/1`, `/api/campaigns/${to.slug}`, '/feed.xml', '/search?q=灯塔']) {
    const text = await (await new Visitor().send(path)).text()
    expect([path, text.includes(row.id), found(path.startsWith('/search') ? '' : text)]).toEqual([path, false, []])
  }
  const copy = await organizer.form(`/staff/campaigns/${to.slug}/archive`, [])
  const packed = new TextDecoder('latin1').decode(await copy.arrayBuffer())
  expect([copy.status, packed.includes(row.id), packed.includes('sealed/')]).toEqual([200, false, false])
})

test('papers go with their nominee to another number; a nominee who has some is not deleted, by no screen and no import', async () => {
  await setClock(OPENS - DAY)
  const document = aDocument({ slug: 'papers-draft' })
  await operate('campaigns/papers-draft', { method: 'PUT', body: document })
  const id = (await env.DB.prepare("select id from campaigns where slug = 'papers-draft'").first<string>('id')) as Standing['id']
  const draft = { ...campaign, id, slug: 'papers-draft' as Standing['slug'] }
  await setClock(OPENS)
  await put(draft, { number: 2 })
  const page = await (await organizer.send(deskOf(draft, 2))).text()
  const revision = /name="revision" value="(\d+)"/.exec(page)?.[1] ?? ''
  const kept = await organizer.form(`${deskOf(draft, 2)}/delete`, [['revision', revision]])
  expect([kept.status, await wordsOf(kept)]).toEqual([409, expect.stringContaining('有材料的请先移除材料再删除')])
  expect(
    (
      await organizer.form(deskOf(draft, 2), [
        ['revision', revision],
        ['number', '77'],
      ])
    ).status,
  ).toBe(303)
  expect((await rowsOf(draft)).map(({ number }) => number)).toEqual([77])
  const [row] = (await rowsOf(draft)) as [Row]
  expect((await organizer.send(openAt(draft, row))).status).toBe(200)
  const dropped = await operate('campaigns/papers-draft?replace=1', { method: 'PUT', body: document })
  expect([dropped.status, await dropped.text()]).toEqual([422, expect.stringContaining('77号“李秀兰”有材料，不能去掉')])
})

test('what a decision was handed in on is not changed any more: not added to, not renamed, not moved, not taken out', async () => {
  const to = await panel('papers-decided')
  for (const words of ['甲', '乙']) await put(to, { file: aPdf(`${words}.pdf`, words) })
  const before = await rowsOf(to)
  await env.DB.prepare(
    `insert into decisions (campaign_id, state, draft, edited_by, edited_at, record, hash, handed_by, handed_role, handed_at)
     values (?, 'submitted', '{}', 'a', 1, '{}', '${'0'.repeat(64)}', 'a', 'organizer', 1)`,
  )
    .bind(to.id)
    .run()
  const id = before[1]?.id ?? ''
  const answers = [
    await put(to, { file: aPdf('丙.pdf', '丙') }),
    await change(to, id, { do: 'save', kind: 'other', name: '改' }),
    await change(to, id, { do: 'up' }),
    await change(to, id, { do: 'remove' }),
  ]
  for (const answer of answers) expect([answer.status, await wordsOf(answer)]).toEqual([409, expect.stringContaining('不能再改')])
  expect([await rowsOf(to), (await storedOf(to)).length]).toEqual([before, 2])
})

/** The archive of the whole campaign, or of what may be kept: its objects and its rows of papers. */
async function packed({ slug }: Standing, whole: string) {
  const begun = (await (await operate(`campaigns/${slug}/archive${whole}`)).json()) as { objects: string[] }
  const rows = await operate(`campaigns/${slug}/archive/rows/tables/dossier_papers/000001.ndjson${whole}`, { method: 'GET' })
  return { objects: begun.objects.filter(name => name.startsWith('sealed/')), rows: rows.ok ? await rows.text() : null }
}

test('O4: an archive for moving carries papers, sealed; one for keeping holds none, for they have a day', async () => {
  const rows = await rowsOf(campaign)
  const whole = await packed(campaign, '?whole=1')
  expect(whole.objects).toEqual(rows.map(({ object }) => object).sort())
  expect(whole.rows?.trim().split('\n')).toHaveLength(rows.length)
  expect((await operate(`objects/${whole.objects[0]}`, { method: 'GET' })).status).toBe(200)
  expect(await packed(campaign, '')).toEqual({ objects: [], rows: null })
})

test('a paper that another site sealed is listed as what cannot be opened, and the page is whole', async () => {
  const to = await panel('papers-foreign')
  await put(to)
  await env.DB.prepare('update dossier_papers set sealed_name = zeroblob(64) where campaign_id = ?').bind(to.id).run()
  const [row] = (await rowsOf(to)) as [Row]
  expect(placesOn(await (await reviewer.send(reviewOf(to, '/1'))).text())).toContain('名称打不开')
  expect([(await reviewer.send(openAt(to, row))).status, (await organizer.send(deskOf(to))).status]).toEqual([404, 200])
})

test('14.2.7: papers go 180 days after everything of the campaign is over, from store and database, with a record; none come after', async () => {
  const due = instant(CLOSES + 180 * DAY)
  const at = async (moment: number): Promise<Instant | null> => {
    await setClock(moment)
    return carryOut(site, instant(moment))
  }
  expect(
    (await dueDeletions(site, openDb(env.DB))).filter(({ rule }) => rule === 'dossier-papers').map(one => one.due),
  ).toContain(due)
  await at(due - 1)
  const before = await rowsOf(campaign)
  expect([before.length, (await storedOf(campaign)).length]).toEqual([2, 2])
  await env.FILES.put(`sealed/${campaign.id}/${'0'.repeat(32)}`, 'left behind')
  await at(due)
  expect([await rowsOf(campaign), await storedOf(campaign)]).toEqual([[], []])
  const { results } = await env.DB.prepare("select items, due_at from deletions where rule = 'dossier-papers' and subject = ?")
    .bind(campaign.id)
    .all()
  expect(results).toEqual([{ items: 2, due_at: due }])
  expect(await auditOf(campaign.id, ['retention-deleted'])).toContainEqual({ kind: 'retention-deleted', rule: 'dossier-papers' })
  const late = await put(campaign, {}, await atDesk('cai-zu'))
  expect([late.status, await wordsOf(late)]).toEqual([409, expect.stringContaining('保存期已满')])
})
