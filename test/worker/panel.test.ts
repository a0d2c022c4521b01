import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { atDesk, auditOf } from '../support/desk.ts'
import { OPENS } from '../support/makers.ts'
import {
  aPanel,
  handIn,
  idOf,
  judgeAll,
  mark,
  panelOf,
  recuseFrom,
  reviewOf,
  sheetsBy,
  TERMS,
  termsWith,
} from '../support/panel-desk.ts'
import { type Standing, setClock, type Visitor } from '../support/visitor.ts'
import { wordsOf } from '../support/words-of.ts'

const KINDS = [
  'panel-set',
  'reviewer-seated',
  'reviewer-removed',
  'sheet-saved',
  'reviewer-recused',
  'recusal-withdrawn',
  'sheets-submitted',
  'sheets-reopened',
]
let organizer: Visitor
let [one, two, stranger, auditor]: Visitor[] = []

beforeAll(async () => {
  await setClock(OPENS)
  organizer = await atDesk('zu-pin')
  ;[one, two, stranger] = [
    await atDesk('ping-1', 'reviewer'),
    await atDesk('ping-2', 'reviewer'),
    await atDesk('ping-3', 'reviewer'),
  ]
  auditor = await atDesk('shen-pin', 'auditor')
})

const panelFor = (slug: string, terms = TERMS as readonly (readonly [string, string])[]): Promise<Standing> =>
  aPanel(slug, { organizer, reviewers: ['ping-1', 'ping-2'], terms })
const by = (visitor: Visitor | undefined): Visitor => visitor as Visitor

test('the life of a panel: terms, seats, marks, a recusal, handing in, and a summary of what was handed in; each step is a line', async () => {
  const campaign = await panelFor('panel-life')
  expect((await mark(by(one), campaign, 1, { marks: ['90', '40'], note: '扎实' })).status).toBe(303)
  expect((await mark(by(one), campaign, 2, { marks: ['80', '45.5'] })).status).toBe(303)
  expect((await recuseFrom(by(one), campaign, 3)).status).toBe(303)
  expect(await wordsOf(await by(one).send(reviewOf(campaign)))).toContain('3 个评审对象：已评 2 个，回避 1 个，未评完 0 个')
  expect((await handIn(by(one), campaign)).status).toBe(303)
  expect((await judgeAll(by(two), campaign, ['70', '50'])).status).toBe(303)
  const summary = await wordsOf(await organizer.send(panelOf(campaign, '/summary')))
  expect(summary).toContain('评审 2 人，已提交 2 人')
  // (40 × 0.90 + 60 × 0.80 + 40 × 0.70 + 60 × 1) / 2
  for (const figure of ['80.00', '45.00', '86.00']) expect(summary).toContain(figure)
  expect(await wordsOf(await organizer.send(panelOf(campaign)))).toContain('回避 3号：近亲属关系')
  expect(await auditOf(campaign.id, KINDS)).toEqual([
    { kind: 'panel-set', revision: 1, criteria: 2, blind: false },
    { kind: 'reviewer-seated', reviewer: 'ping-1' },
    { kind: 'reviewer-seated', reviewer: 'ping-2' },
    { kind: 'sheet-saved', number: 1, revision: 1 },
    { kind: 'sheet-saved', number: 2, revision: 1 },
    { kind: 'reviewer-recused', number: 3 },
    { kind: 'sheets-submitted', scored: 2, recused: 1 },
    ...[1, 2, 3].map(number => ({ kind: 'sheet-saved', number, revision: 1 })),
    { kind: 'sheets-submitted', scored: 3, recused: 0 },
  ])
})

test('an organizer takes the summary out as a table, with a line in the log; reviewers and auditors only read it', async () => {
  const campaign = await panelFor('panel-out')
  await judgeAll(by(one), campaign, ['70', '50'])
  const at = (visitor: Visitor | undefined) => by(visitor).send(panelOf(campaign, '/summary.csv'))
  expect((await Promise.all([one, auditor].map(at))).map(({ status }) => status)).toEqual([403, 403])
  expect(await (await at(organizer)).text()).toContain('"评审","2 人，已提交 1 人；只汇总已提交的评分"')
  expect((await organizer.send(panelOf(campaign, '/summary.xlsx'))).headers.get('content-type')).toContain('spreadsheetml')
  expect(await auditOf(campaign.id, ['panel-exported'])).toEqual(Array(2).fill({ kind: 'panel-exported' }))
})

test('weights that do not make a hundred, no category and no criterion are refused by the form, and the weights by the database too', async () => {
  const campaign = await panelFor('panel-weights')
  const refused = async (change: Readonly<Record<string, string>>, says: string) => {
    const answer = await organizer.form(panelOf(campaign), termsWith({ revision: '1', ...change }))
    expect([answer.status, (await wordsOf(answer)).includes(says)]).toEqual([422, true])
  }
  await refused({ 'weight.1': '50' }, '各项权重之和须为 100，现在是 90')
  await refused({ category: '' }, '请至少选择一个类别')
  await refused({ 'name.1': '政治表现' }, '两项评审标准的名称相同')
  await refused({ 'weight.0': '4x' }, '请填写 1 到 100 的整数')
  const byHand = env.DB.prepare(`update panels set criteria = '[{"name":"x","weight":99,"most":100}]' where campaign_id = ?`)
  await expect(byHand.bind(campaign.id).run()).rejects.toThrow(/hundred/)
})

test('of two organizers one is told who was quicker; once a mark is given the terms are fixed, whoever writes', async () => {
  const campaign = await panelFor('panel-fixed')
  const other = await atDesk('zu-pin-2')
  expect((await other.form(panelOf(campaign), termsWith({ revision: '1', 'name.0': '德' }))).status).toBe(303)
  const late = await organizer.form(panelOf(campaign), termsWith({ revision: '1', 'name.0': '政' }))
  expect([late.status, (await wordsOf(late)).includes('zu-pin-2于')]).toEqual([409, true])
  // A recusal is no mark.
  await recuseFrom(by(one), campaign, 1)
  expect((await organizer.form(panelOf(campaign), termsWith({ revision: '2' }))).status).toBe(303)
  await mark(by(one), campaign, 2, { marks: ['5', ''] })
  const fixed = await organizer.form(panelOf(campaign), termsWith({ revision: '3', 'weight.0': '50', 'weight.1': '50' }))
  expect([fixed.status, (await wordsOf(fixed)).includes('自此固定')]).toEqual([409, true])
})

test('marks outside the measure are refused and nothing typed is lost; half a sheet is kept and still open', async () => {
  const campaign = await panelFor('panel-marks')
  const over = await mark(by(one), campaign, 1, { marks: ['101', '50.5'], note: '还要再看' })
  const words = await over.text()
  expect([over.status, words.includes('请填写 0 到 100 的分数'), words.includes('请填写 0 到 50 的分数')]).toEqual([
    422,
    true,
    true,
  ])
  expect([words.includes('value="50.5"'), words.includes('还要再看')]).toEqual([true, true])
  expect(await sheetsBy(campaign, 'ping-1')).toEqual([])
  // As an input method leaves them.
  await mark(by(one), campaign, 1, { marks: ['８８．５', ''] })
  expect(await sheetsBy(campaign, 'ping-1')).toEqual([
    { number: 1, marks: '[88.5,null]', note: '', complete: 0, recusal: null, revision: 1 },
  ])
  const early = await handIn(by(one), campaign)
  expect([early.status, (await wordsOf(early)).includes('1号还没有评完')]).toEqual([409, true])
})

test('a sheet saves itself while it is written: the same again writes nothing, another window is told', async () => {
  const campaign = await panelFor('panel-auto')
  const path = reviewOf(campaign, '/1')
  const save = (revision: string, marks: readonly string[]) => {
    const fields = new URLSearchParams([['revision', revision], ...marks.map((m, i) => [`mark.${i}`, m] as [string, string])])
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
    return by(one).send(path, { method: 'POST', body: fields.toString(), headers })
  }
  expect(await (await save('0', ['60', ''])).json()).toEqual({ revision: 1, at: expect.any(Number), was: null })
  expect(await (await save('1', ['60', ''])).json()).toMatchObject({ revision: 1 })
  expect(await (await save('1', ['60', '30'])).json()).toMatchObject({ revision: 2 })
  const late = await save('1', ['1', '1'])
  expect([late.status, await late.json()]).toEqual([409, expect.objectContaining({ code: 'edited-by-other' })])
  expect((await Promise.all([save('2', ['2', '2']), save('2', ['3', '3'])])).map(({ status }) => status).sort()).toEqual([
    200, 409,
  ])
  expect((await save('nonsense', ['1'])).status).toBe(400)
})

test('who is recused gives no marks and those given before are gone; taken back, they are given anew', async () => {
  const campaign = await panelFor('panel-recusal')
  await mark(by(one), campaign, 1, { marks: ['90', '40'], note: '我的备注' })
  expect((await recuseFrom(by(one), campaign, 1, '亲')).status).toBe(422)
  expect((await recuseFrom(by(one), campaign, 1)).status).toBe(303)
  const away = { number: 1, marks: '[]', note: '我的备注', complete: 0, recusal: '近亲属关系', revision: 2 }
  expect(await sheetsBy(campaign, 'ping-1')).toEqual([away])
  expect((await mark(by(one), campaign, 1, { marks: ['90', '40'] })).status).toBe(409)
  expect(await sheetsBy(campaign, 'ping-1')).toEqual([away])
  const byHand = env.DB.prepare(`update panel_sheets set marks = '[1,1]' where campaign_id = ? and recusal is not null`)
  await expect(byHand.bind(campaign.id).run()).rejects.toThrow(/CHECK/)
  await by(one).form(reviewOf(campaign, '/1/recuse/withdraw'), [])
  await mark(by(one), campaign, 1, { marks: ['50', '50'] })
  expect(await sheetsBy(campaign, 'ping-1')).toEqual([expect.objectContaining({ marks: '[50,50]', recusal: null, complete: 1 })])
})

test('handed in is locked, in the database too, until the organizer gives it back with a reason that stands in the log', async () => {
  const campaign = await panelFor('panel-locked')
  await judgeAll(by(one), campaign, ['70', '30'])
  for (const answer of [await mark(by(one), campaign, 1, { marks: ['99', '49'] }), await recuseFrom(by(one), campaign, 1)])
    expect(answer.status).toBe(409)
  const byHand = env.DB.prepare(`update panel_sheets set marks = '[100,50]' where campaign_id = ?`)
  await expect(byHand.bind(campaign.id).run()).rejects.toThrow(/handed in/)
  const later = env.DB.prepare(`insert into panel_sheets values (?, ?, 4, '[1,1]', '', 1, null, 1, 9000000000000)`)
  await expect(later.bind(campaign.id, await idOf('ping-1')).run()).rejects.toThrow(/handed in/)
  const reviewer = await idOf('ping-1')
  const page = await (await organizer.send(panelOf(campaign))).text()
  const revision = /name="reviewer"[^>]*><input type="hidden" name="revision" value="(\d+)"/.exec(page)?.[1] ?? ''
  const reopen = (reason: string, seen = revision) =>
    organizer.form(panelOf(campaign, '/reopen'), [
      ['reviewer', reviewer],
      ['revision', seen],
      ['reason', reason],
    ])
  expect((await reopen('错')).status).toBe(422)
  expect((await reopen('把一号的分数填到二号了', '99')).status).toBe(409)
  expect((await reopen('把一号的分数填到二号了')).status).toBe(303)
  expect((await mark(by(one), campaign, 1, { marks: ['75', '35'] })).status).toBe(303)
  expect(await wordsOf(await organizer.send(panelOf(campaign, '/summary')))).toContain('已提交 0 人')
  expect((await auditOf(campaign.id, ['sheets-reopened'])).at(-1)).toEqual({
    kind: 'sheets-reopened',
    reviewer: 'ping-1',
    reason: '把一号的分数填到二号了',
  })
})

test('nobody reads what another gave before handing in, and no note of another ever', async () => {
  const campaign = await panelFor('panel-apart')
  for (const number of [1, 2, 3]) await mark(by(one), campaign, number, { marks: ['87.3', '43.1'], note: '独到的看法' })
  await handIn(by(one), campaign)
  const refused = await by(two).send(panelOf(campaign, '/summary'))
  expect([refused.status, (await refused.text()).includes('87.3')]).toEqual([409, false])
  for (const path of [reviewOf(campaign), reviewOf(campaign, '/1'), reviewOf(campaign, '/compare?n=1&n=2')])
    expect([path, /87\.3|43\.1|独到/.test(await (await by(two).send(path)).text())]).toEqual([path, false])
  await judgeAll(by(two), campaign, ['60', '30'])
  const summary = await (await by(two).send(panelOf(campaign, '/summary'))).text()
  expect([summary.includes('73.65'), summary.includes('独到')]).toEqual([true, false])
  // As a whole, and not who gave it.
  expect([summary.includes('ping-1'), summary.includes('86.64')]).toEqual([false, false])
  for (const path of [panelOf(campaign, '/summary'), panelOf(campaign)])
    expect((await (await organizer.send(path)).text()).includes('独到')).toBe(false)
  expect(await wordsOf(await by(auditor).send(panelOf(campaign, '/summary')))).toMatch(/ping-1 ping-2 1号 张明 86\.64 60\.00/)
})

test('a reviewer of another panel, one taken off and a clerk find no dossier; an auditor, who releases the decision, reads both it and the summary', async () => {
  const campaign = await panelFor('panel-doors')
  const other = await aPanel('panel-other', { organizer, reviewers: ['ping-3'] })
  expect((await by(stranger).send(reviewOf(other, '/1'))).status).toBe(200)
  const paths = [
    reviewOf(campaign),
    reviewOf(campaign, '/1'),
    reviewOf(campaign, '/compare?n=1&n=2'),
    panelOf(campaign, '/summary'),
  ]
  for (const path of paths) expect([path, (await by(stranger).send(path)).status]).toEqual([path, 404])
  expect((await mark(by(stranger), campaign, 1, { marks: ['1', '1'] })).status).toBe(404)
  expect((await handIn(by(stranger), campaign)).status).toBe(404)
  expect(await sheetsBy(campaign, 'ping-3')).toEqual([])
  expect((await by(auditor).send(reviewOf(campaign, '/1'))).status).toBe(200)
  expect((await by(auditor).form(reviewOf(campaign, '/1'), [['revision', '0']])).status).toBe(403)
  expect((await by(auditor).send(panelOf(campaign, '/summary'))).status).toBe(200)
  await mark(by(two), campaign, 1, { marks: ['50', '25'] })
  await organizer.form(panelOf(campaign, '/members'), [['remove', await idOf('ping-2')]])
  expect((await by(two).send(reviewOf(campaign, '/1'))).status).toBe(404)
  expect((await mark(by(two), campaign, 2, { marks: ['50', '25'] })).status).toBe(404)
  expect(await wordsOf(await organizer.send(panelOf(campaign, '/summary')))).toContain('评审 1 人')
  expect((await auditOf(campaign.id, ['reviewer-removed'])).length).toBe(1)
})

test('only reviewers are seated, once, and whom the panel does not judge nobody marks', async () => {
  const campaign = await panelFor('panel-seats')
  expect((await organizer.form(panelOf(campaign, '/members'), [['add', await idOf('shen-pin')]])).status).toBe(404)
  await organizer.form(panelOf(campaign, '/members'), [['add', await idOf('ping-1')]])
  expect((await auditOf(campaign.id, ['reviewer-seated'])).length).toBe(2)
  for (const number of [4, 77]) expect((await mark(by(one), campaign, number, { marks: ['1', '1'] })).status).toBe(404)
  expect((await by(one).send(reviewOf(campaign, '/4'))).status).toBe(404)
  expect((await organizer.send(reviewOf(campaign, '/4'))).status).toBe(200)
})

test('pressed twice at once, handing in is one line', async () => {
  const campaign = await panelFor('panel-twice')
  await judgeAll(by(two), campaign, ['1', '1'])
  for (const number of [1, 2, 3]) await mark(by(one), campaign, number, { marks: ['1', '1'] })
  await Promise.all([handIn(by(one), campaign), handIn(by(one), campaign)])
  await handIn(by(one), campaign)
  expect((await auditOf(campaign.id, ['sheets-submitted'])).length).toBe(2)
})
