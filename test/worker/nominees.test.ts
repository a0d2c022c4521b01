import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { DAY, HOUR } from '../../worker/rules/time.ts'
import { atDesk, auditOf } from '../support/desk.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { aVoter, castBy, openCampaign, operate, type Standing, setClock, told, Visitor } from '../support/visitor.ts'

const EDITS = ['nominees-edited', 'nominee-withdrawn', 'photos-added']
let wang: Visitor
let li: Visitor
let count = 0

beforeAll(async () => {
  await setClock(OPENS - DAY)
  ;[wang, li] = [await atDesk('wang'), await atDesk('li')]
})

/** A campaign of its own for a test, with the five nominees of the makers, not opened. */
async function aList(): Promise<Standing> {
  count += 1
  const slug = `list-${count}-2026`
  await operate(`campaigns/${slug}`, { method: 'PUT', body: aDocument({ slug }) })
  const { campaigns } = (await (await operate('campaigns', { method: 'GET' })).json()) as { campaigns: readonly Standing[] }
  return campaigns.find(one => one.slug === slug) as Standing
}

interface Row {
  readonly number: number
  readonly name: string
  readonly unit: string
  readonly category: string
  readonly revision: number
  readonly withdrawn: string | null
}

const at = ({ slug }: Standing, path = '') => `/staff/campaigns/${slug}/nominees${path}`

async function rowsOf(list: Standing): Promise<readonly Row[]> {
  const answer = await wang.send(at(list, '.json'), { headers: { accept: 'application/json' } })
  return ((await answer.json()) as { rows: readonly Row[] }).rows
}

const namesOf = async (list: Standing) => (await rowsOf(list)).map(({ number, name }) => `${number}${name}`)
const save = (who: Visitor, list: Standing, rows: readonly unknown[]) => who.post(at(list, '/save'), { rows })

test('a word saved is on the public page at once, and one audit line says how many rows changed', async () => {
  const list = await aList()
  const answer = await told(
    await save(wang, list, [
      { number: 1, revision: 1, set: { name: '张 明', unit: ' 东山县水务局 ', brief: '新的简介。' } },
      { number: 2, revision: 1, set: { category: 'groups' } },
    ]),
  )
  expect(answer).toMatchObject([
    200,
    {
      rows: [
        { number: 1, revision: 2 },
        { number: 2, revision: 2 },
      ],
    },
  ])
  const page = await (await new Visitor().send(`/c/${list.slug}/nominees/1`)).text()
  expect([page.includes('张明'), page.includes('东山县水务局'), page.includes('新的简介。')]).toEqual([true, true, true])
  expect((await rowsOf(list))[1]).toMatchObject({ number: 2, category: 'groups' })
  expect(await auditOf(list.id, EDITS)).toEqual([{ kind: 'nominees-edited', added: 0, changed: 2, removed: 0 }])
})

test('the initials follow the name, so that search finds it', async () => {
  const list = await aList()
  await save(wang, list, [{ number: 1, revision: 1, set: { name: '单雄信' } }])
  const found = await (await new Visitor().send(`/c/${list.slug}/nominees?q=sxx`)).text()
  expect(found.includes('单雄信')).toBe(true)
})

test('of two who edit one row the second is told by whom and what stands there now, and nothing of hers is written', async () => {
  const list = await aList()
  await save(wang, list, [{ number: 1, revision: 1, set: { unit: '王的单位' } }])
  const [status, refusal] = await told(await save(li, list, [{ number: 1, revision: 1, set: { unit: '李的单位' } }]))
  expect([status, refusal]).toEqual([
    409,
    expect.objectContaining({
      code: 'edited-by-other',
      by: 'wang',
      theirs: [expect.objectContaining({ number: 1, unit: '王的单位', revision: 2 })],
    }),
  ])
  expect((await rowsOf(list))[0]).toMatchObject({ unit: '王的单位', revision: 2 })
})

test('a paste of many rows is saved whole or not at all', async () => {
  const list = await aList()
  await save(wang, list, [{ number: 3, revision: 1, set: { unit: '别处' } }])
  const rows = [1, 2, 3].map(number => ({ number, revision: 1, set: { post: '新职务' } }))
  expect((await save(li, list, rows)).status).toBe(409)
  expect((await rowsOf(list)).map(({ revision }) => revision)).toEqual([1, 1, 2, 1, 1])
  expect(await auditOf(list.id, EDITS)).toHaveLength(1)
})

test('a save with something wrong in it names row, field and what is wrong, in the words of the import', async () => {
  const list = await aList()
  const [status, refusal] = await told(
    await save(wang, list, [
      { number: 1, revision: 1, set: { name: ' ', brief: '长'.repeat(401) } },
      { number: 2, revision: 1, set: { category: '没有这个' } },
    ]),
  )
  expect([status, (refusal as { flaws: readonly unknown[] }).flaws]).toEqual([
    422,
    [
      { field: '1.name', says: '空着，请填写姓名；集体填写名称。' },
      { field: '1.brief', says: '有 401 个字，最多 400 个字，请删减 1 个字。' },
      { field: '2.category', says: '没有“没有这个”这个类别，应为 十佳共产党员、十佳基层党组织 之一。' },
    ],
  ])
})

test('a row can be added, sent again without being added twice, renumbered and deleted', async () => {
  const list = await aList()
  const fresh = { rows: [{ number: 6, set: { name: '新人', category: 'people', unit: '新单位' } }] }
  for (let i = 0; i < 2; i++)
    expect(await told(await wang.post(at(list, '/add'), fresh))).toMatchObject([200, { rows: [{ number: 6, revision: 1 }] }])
  const other = await told(
    await li.post(at(list, '/add'), { rows: [{ number: 6, set: { name: '另一人', category: 'people' } }] }),
  )
  expect(other).toEqual([
    422,
    expect.objectContaining({ flaws: [{ field: '6.number', says: '编号 6 已经是“新人”，请换一个编号。' }] }),
  ])
  expect((await wang.post(at(list, '/number'), { number: 6, revision: 1, to: 5 })).status).toBe(422)
  expect(await told(await wang.post(at(list, '/number'), { number: 6, revision: 1, to: 20 }))).toMatchObject([
    200,
    { rows: [{ number: 20, revision: 2 }] },
  ])
  expect((await wang.post(at(list, '/remove'), { rows: [{ number: 20, revision: 1 }] })).status).toBe(409)
  expect((await wang.post(at(list, '/remove'), { rows: [{ number: 20, revision: 2 }] })).status).toBe(200)
  expect(await namesOf(list)).toEqual(['1张明', '2李秀兰', '3王建国', '4城东社区党总支', '5第一中学党支部'])
  expect(await auditOf(list.id, EDITS)).toEqual(
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ].map(([added, changed, removed]) => ({ kind: 'nominees-edited', added, changed, removed })),
  )
})

test('the list is ordered by strokes, by number, one to a place, and numbered through', async () => {
  const list = await aList()
  const order = (body: object) => wang.post(at(list, '/order'), body)
  await order({ by: 'strokes' })
  expect(await namesOf(list)).toEqual(['3王建国', '1张明', '2李秀兰', '4城东社区党总支', '5第一中学党支部'])
  await order({ by: 'place', number: 5, place: 2 })
  expect(await namesOf(list)).toEqual(['3王建国', '5第一中学党支部', '1张明', '2李秀兰', '4城东社区党总支'])
  for (let i = 0; i < 2; i++) await order({ by: 'renumber' })
  expect(await namesOf(list)).toEqual(['1王建国', '2第一中学党支部', '3张明', '4李秀兰', '5城东社区党总支'])
  await order({ by: 'place', number: 4, place: 1 })
  await order({ by: 'number' })
  expect((await namesOf(list))[0]).toBe('1王建国')
  const page = await (await new Visitor().send(`/c/${list.slug}/nominees`)).text()
  expect(page.indexOf('王建国')).toBeLessThan(page.indexOf('李秀兰'))
})

test('once the poll is open numbers, categories, order and headcount are frozen; words are not', async () => {
  await setClock(OPENS - DAY)
  count += 1
  const list = await openCampaign(aDocument({ slug: `list-${count}-2026` }))
  const refused = [
    await save(wang, list, [{ number: 1, revision: 1, set: { category: 'groups' } }]),
    await wang.post(at(list, '/add'), { rows: [{ number: 6, set: { name: '新人', category: 'people' } }] }),
    await wang.post(at(list, '/remove'), { rows: [{ number: 1, revision: 1 }] }),
    await wang.post(at(list, '/number'), { number: 1, revision: 1, to: 9 }),
    await wang.post(at(list, '/order'), { by: 'strokes' }),
    await wang.post(at(list, '/order'), { by: 'renumber' }),
  ]
  for (const answer of refused) expect(await told(answer)).toEqual([409, expect.objectContaining({ code: 'spec-frozen' })])
  expect((await save(wang, list, [{ number: 1, revision: 1, set: { brief: '改正的简介。' } }])).status).toBe(200)
  expect(await namesOf(list)).toEqual(['1张明', '2李秀兰', '3王建国', '4城东社区党总支', '5第一中学党支部'])
  expect((await wang.send(at(list, '/new'))).status).toBe(409)
})

test('a withdrawn nominee stays to be seen with the reason, cannot be ticked, and no ballot that names it is lost', async () => {
  await setClock(OPENS - DAY)
  count += 1
  const list = await openCampaign(aDocument({ slug: `list-${count}-2026` }))
  const now = OPENS + HOUR
  const early = await aVoter(list, now)
  await castBy(early, list, [1, 2], { now })
  const late = await aVoter(list, now)
  const form = (reason: string, revision = '1') =>
    wang.form(at(list, '/2/withdraw'), [
      ['revision', revision],
      ['reason', reason],
    ])
  await setClock(now)
  wang = await atDesk('wang')
  expect((await form('短')).status).toBe(422)
  expect((await form('本人申请退出评选')).status).toBe(303)
  expect((await form('另一个原因')).status).toBe(409)
  const [page, lines, ballot] = await Promise.all(
    ['nominees/2', 'nominees', 'ballot'].map(async path => (await new Visitor().send(`/c/${list.slug}/${path}`)).text()),
  )
  expect([page?.includes('本人申请退出评选'), lines?.includes('已撤下'), page?.includes('去填写选票')]).toEqual([
    true,
    true,
    false,
  ])
  expect([ballot?.includes('已撤下'), /name="n" value="2"/.test(ballot ?? ''), /name="n" value="1"/.test(ballot ?? '')]).toEqual([
    true,
    false,
    true,
  ])
  // The box goes by its frozen spec: an old page, or a phone that had ticked before, is answered like any other.
  expect((await castBy(late, list, [1, 2], { now })).status).toBe(200)
  const ticks = [
    ['n', '1'],
    ['n', '2'],
  ] as const
  const back = await (await (await aVoter(list, now)).form(`/c/${list.slug}/ballot`, ticks)).text()
  expect(back.includes('已撤下，已从您的选择中去掉')).toBe(true)
  const review = await (await (await aVoter(list, now)).form(`/c/${list.slug}/ballot/review`, ticks)).text()
  expect([review.includes('选票照常记录'), review.includes('name="n" value="2"')]).toEqual([true, true])
  expect(await auditOf(list.id, EDITS)).toEqual([{ kind: 'nominee-withdrawn', number: 2, reason: '本人申请退出评选' }])
})

test('a withdrawn nominee can still be ticked where a ballot could not be filled without it', async () => {
  await setClock(OPENS - DAY)
  count += 1
  const document = aDocument({ slug: `list-${count}-2026` })
  const categories = document.settings.categories.map(one => ({
    ...one,
    min: one.key === 'people' ? 3 : 0,
    max: one.key === 'people' ? 3 : 1,
  }))
  const list = await openCampaign({ ...document, settings: { ...document.settings, categories } })
  const file = (await rowsOf(list))[0]
  await wang.form(at(list, '/1/withdraw'), [
    ['revision', String(file?.revision)],
    ['reason', '本人申请退出'],
  ])
  await setClock(OPENS + HOUR)
  const ballot = await (await new Visitor().send(`/c/${list.slug}/ballot`)).text()
  expect([/name="n" value="1"/.test(ballot), ballot.includes('已撤下')]).toEqual([true, true])
})

test('the pages work as plain forms: a whole nominee is edited, and a stale form shows both versions and keeps what was typed', async () => {
  await setClock(OPENS - DAY)
  wang = await atDesk('wang')
  li = await atDesk('li')
  const list = await aList()
  const fields = (change: Readonly<Record<string, string>>) =>
    Object.entries({
      revision: '1',
      number: '1',
      category: 'people',
      name: '张明',
      unit: '甲单位',
      post: '',
      brief: '',
      deeds: '',
      honours: '',
      ...change,
    })
  const page = await (await wang.send(at(list))).text()
  expect([page.includes(`href="${at(list, '/1')}"`), page.includes('导入表格')]).toEqual([true, true])
  expect((await wang.form(at(list, '/1'), fields({ deeds: '事'.repeat(6000) }))).headers.get('location')).toBe(
    `${at(list, '/1')}?saved`,
  )
  const stale = await li.form(at(list, '/1'), fields({ unit: '乙单位', number: '30' }))
  const html = await stale.text()
  expect([
    stale.status,
    html.includes('wang'),
    html.includes('甲单位'),
    html.includes('value="乙单位"'),
    html.includes('value="2"'),
  ]).toEqual([409, true, true, true, true])
  expect((await li.form(at(list, '/1'), fields({ unit: '乙单位', number: '30', revision: '2' }))).status).toBe(303)
  expect(await rowsOf(list)).toContainEqual(expect.objectContaining({ number: 30, unit: '乙单位', revision: 4 }))
})

test('T23: a field that nobody asked for is refused at every door, and nothing changes', async () => {
  const list = await aList()
  const before = await rowsOf(list)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        'status',
        'role',
        'unitId',
        'position',
        'revision2',
        'photo',
        'outcome',
        'withdrawnAt',
        'constructor',
        '__proto__',
      ),
      fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
      async (key, value) => {
        const set = JSON.parse(`{"name":"改名",${JSON.stringify(key)}:${JSON.stringify(value)}}`) as object
        const answers = [
          await wang.send(at(list, '/save'), {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: `{"rows":[{"number":1,"revision":1,"set":${JSON.stringify(set).replace('{"name"', `{${JSON.stringify(key)}:0,"name"`)}}]}`,
          }),
          await wang.post(at(list, '/remove'), {
            rows: [{ number: 1, revision: 1, [key === '__proto__' ? 'proto' : key]: value }],
          }),
          await wang.form(at(list, '/1'), [
            ['revision', '1'],
            ['name', '改名'],
            [key, String(value)],
          ]),
        ]
        for (const answer of answers) expect([key, answer.status]).toEqual([key, 400])
      },
    ),
    { numRuns: 15 },
  )
  expect(await rowsOf(list)).toEqual(before)
})

test('who may not edit nominees gets nowhere near them', async () => {
  const list = await aList()
  const reviewer = await atDesk('reviewer', 'reviewer')
  const calls: readonly (readonly [string, string])[] = [
    ['GET', ''],
    ['GET', '.json'],
    ['GET', '/1'],
    ['POST', '/save'],
    ['POST', '/add'],
    ['POST', '/import'],
    ['POST', '/1/withdraw'],
    ['PUT', `/photos/${'0'.repeat(64)}/l`],
  ]
  for (const [method, path] of calls) {
    expect([path, (await reviewer.send(at(list, path), { method })).status]).toEqual([path, 403])
    const stranger = await new Visitor().send(at(list, path), { method, headers: { accept: 'application/json' } })
    expect([path, stranger.status]).toEqual([path, 401])
  }
})

test('the public API tells of a nominee what readers see, and nothing of the desk', async () => {
  const list = await aList()
  await save(wang, list, [{ number: 1, revision: 1, set: { brief: '改过。' } }])
  const shown = (await (await new Visitor().send(`/api/campaigns/${list.slug}/nominees/1`)).json()) as object
  expect(Object.keys(shown).sort()).toEqual(
    [
      'brief',
      'category',
      'deeds',
      'hasPhoto',
      'honours',
      'initials',
      'name',
      'number',
      'outcome',
      'post',
      'unit',
      'withdrawn',
    ].sort(),
  )
  expect(
    await env.DB.prepare('select edited_by from nominees where campaign_id = ? and number = 1').bind(list.id).first(),
  ).toEqual({
    edited_by: expect.stringMatching(/^stf_/),
  })
})
