import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { DAY } from '../../worker/rules/time.ts'
import { atDesk, auditOf } from '../support/desk.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { openCampaign, operate, type Standing, setClock, told, type Visitor } from '../support/visitor.ts'

let wang: Visitor
let count = 0

beforeAll(async () => {
  await setClock(OPENS - DAY)
  wang = await atDesk('wang')
})

async function aList(): Promise<Standing> {
  count += 1
  const slug = `import-${count}-2026`
  await operate(`campaigns/${slug}`, { method: 'PUT', body: aDocument({ slug }) })
  const { campaigns } = (await (await operate('campaigns', { method: 'GET' })).json()) as { campaigns: readonly Standing[] }
  return campaigns.find(one => one.slug === slug) as Standing
}

type Cells = readonly (string | number | null)[]
type Table = { readonly mode: string; readonly columns: readonly string[]; readonly rows: readonly Cells[] }

const send = (list: Standing, table: Table, stamp: string | null) =>
  wang.post(`/staff/campaigns/${list.slug}/nominees/import`, { stamp, table: { file: '名单.xlsx', at: 0, ...table } })

interface Plan {
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly same: number
  readonly stamp: string
}
const planOf = async (list: Standing, table: Table): Promise<Plan> => (await (await send(list, table, null)).json()) as Plan
const sums = ({ added, changed, removed, same }: Plan) => [added, changed, removed, same]

/** Looks at the plan, confirms it, and answers what was done. */
async function bring(list: Standing, table: Table): Promise<readonly number[]> {
  const plan = await planOf(list, table)
  const done = await send(list, table, plan.stamp)
  expect([done.status, sums((await done.json()) as Plan)]).toEqual([200, sums(plan)])
  return sums(plan)
}

const stored = async (list: Standing) =>
  (
    await env.DB.prepare(
      'select number, name, unit, deeds, revision, photo from nominees where campaign_id = ? order by position',
    )
      .bind(list.id)
      .all<{ number: number; name: string; unit: string; deeds: string; revision: number; photo: string | null }>()
  ).results

const COLUMNS = ['category', 'name', 'unit', 'deeds']
const person = (name: string, unit = '新单位', deeds = '新事迹'): Cells => ['十佳共产党员', name, unit, deeds]

test('new people follow the last number; the same file again adds nobody and leaves no line', async () => {
  const list = await aList()
  const table = { mode: 'add', columns: COLUMNS, rows: [person('赵一'), [], person('钱二')] }
  expect(await bring(list, table)).toEqual([2, 0, 0, 0])
  expect((await stored(list)).slice(5).map(({ number, name }) => `${number}${name}`)).toEqual(['6赵一', '7钱二'])
  expect(await bring(list, table)).toEqual([0, 0, 0, 2])
  expect(await auditOf(list.id, ['nominees-edited'])).toEqual([{ kind: 'nominees-edited', added: 2, changed: 0, removed: 0 }])
})

test('an update by number writes the columns of the file and no other, and only into rows that differ', async () => {
  const list = await aList()
  const table = {
    mode: 'update',
    columns: ['number', 'unit'],
    rows: [
      [1, '改后的单位'],
      [2, '清河市第一中学'],
    ],
  }
  expect(await bring(list, table)).toEqual([0, 1, 0, 1])
  expect((await stored(list)).slice(0, 2)).toMatchObject([
    { number: 1, name: '张明', unit: '改后的单位', deeds: '第一段。\n第二段。', revision: 2 },
    { number: 2, unit: '清河市第一中学', revision: 1 },
  ])
  expect(await bring(list, table)).toEqual([0, 0, 0, 2])
})

test('a replacement makes the list what the file is, in its order, and keeps the picture of whoever stays', async () => {
  const list = await aList()
  await env.DB.prepare('update nominees set photo = ? where campaign_id = ? and number in (1, 2)')
    .bind('a'.repeat(64), list.id)
    .run()
  const rows: readonly Cells[] = [
    [2, ...person('另一人')],
    [1, ...person('张明')],
    [9, ...person('新人')],
  ]
  expect(await bring(list, { mode: 'replace', columns: ['number', ...COLUMNS], rows })).toEqual([1, 2, 3, 0])
  expect((await stored(list)).map(({ number, name, photo }) => [number, name, photo !== null])).toEqual([
    [2, '另一人', false],
    [1, '张明', true],
    [9, '新人', false],
  ])
})

test('everything that is wrong is said with row, column, what was found and what was expected, and nothing is written', async () => {
  const list = await aList()
  const before = await stored(list)
  const rows: readonly Cells[] = [
    [6, '十佳党员', '甲', '单位', ''],
    [6, '十佳共产党员', '', '单位', ''],
    [1, '十佳共产党员', '丙', 45_000, '长'.repeat(6001)],
  ]
  const [status, refusal] = await told(await send(list, { mode: 'add', columns: ['number', ...COLUMNS], rows }, null))
  expect([status, (refusal as { problems: readonly string[] }).problems]).toEqual([
    422,
    [
      '名单.xlsx 第 2 行“类别”：没有“十佳党员”这个类别，应为 十佳共产党员、十佳基层党组织 之一；是不是“十佳共产党员”',
      '名单.xlsx 第 3 行“姓名”：空着，请填写姓名；集体填写名称',
      '名单.xlsx 第 4 行“单位”：单元格里是数字 45000，应为文字；请先把单元格格式改为“文本”，再重新填写',
      '名单.xlsx 第 4 行“主要事迹”：有 6001 个字，最多 6000 个字，请删减 1 个字',
      '名单.xlsx 第 3 行“编号”：编号 6 与第 2 行重复，每个编号只能用一次',
      '名单.xlsx 第 4 行“编号”：编号 1 已经是“张明”，请换一个编号，或改用“按编号更新”',
    ],
  ])
  expect(await stored(list)).toEqual(before)
})

test('what was agreed to is what is done: if the list has changed since, the import is refused whole', async () => {
  const list = await aList()
  const table = { mode: 'replace', columns: COLUMNS, rows: [person('赵一')] }
  const { stamp } = await planOf(list, table)
  await wang.post(`/staff/campaigns/${list.slug}/nominees/save`, { rows: [{ number: 5, revision: 1, set: { unit: '刚改的' } }] })
  expect(await told(await send(list, table, stamp))).toEqual([409, expect.objectContaining({ code: 'edited-by-other' })])
  expect(await stored(list)).toHaveLength(5)
})

test('two who confirm the same import at once: one is written, the other is refused or finds it done', async () => {
  const list = await aList()
  const table = { mode: 'add', columns: COLUMNS, rows: Array.from({ length: 50 }, (_, i) => person(`同时${i}`)) }
  const { stamp } = await planOf(list, table)
  const statuses = (await Promise.all([1, 2, 3].map(() => send(list, table, stamp)))).map(({ status }) => status)
  expect(statuses.filter(status => status !== 200 && status !== 409)).toEqual([])
  expect(await stored(list)).toHaveLength(55)
  expect(await auditOf(list.id, ['nominees-edited'])).toHaveLength(1)
})

test('once the poll is open only words come in, by number', async () => {
  await setClock(OPENS - DAY)
  count += 1
  const list = await openCampaign(aDocument({ slug: `import-${count}-2026` }))
  for (const mode of ['add', 'replace'])
    expect(await told(await send(list, { mode, columns: COLUMNS, rows: [person('赵一')] }, null))).toEqual([
      422,
      expect.objectContaining({ problems: expect.arrayContaining([expect.stringContaining('名单已经固定')]) }),
    ])
  const moved = await send(list, { mode: 'update', columns: ['number', 'category'], rows: [[1, '十佳基层党组织']] }, null)
  expect(moved.status).toBe(422)
  expect(await bring(list, { mode: 'update', columns: ['number', 'deeds'], rows: [[1, '补充的事迹。']] })).toEqual([0, 1, 0, 0])
})

test('a table may also be tested by what no browser of ours sends', async () => {
  const list = await aList()
  const table = { file: '名单.xlsx', at: 0, mode: 'add', columns: COLUMNS, rows: [person('赵一')] }
  const strange: readonly unknown[] = [
    { stamp: null, table: { ...table, mode: 'delete-all' } },
    { stamp: null, table: { ...table, columns: ['photo'] } },
    { stamp: null, table: { ...table, columns: ['constructor'] } },
    { stamp: null, table: { ...table, rows: [[{}]] } },
    { stamp: null, table: { ...table, extra: 1 } },
    { stamp: 'x', table },
    { table },
    [],
  ]
  for (const body of strange) {
    const answer = await wang.post(`/staff/campaigns/${list.slug}/nominees/import`, body)
    expect([JSON.stringify(body).slice(0, 80), answer.status]).toEqual([JSON.stringify(body).slice(0, 80), 400])
  }
})

test('five thousand with deeds of fourteen hundred characters (22 MB) come in as one, or not at all', async () => {
  const list = await aList()
  const rows = Array.from({ length: 5000 }, (_, i) => person(`候选${i}`, `单位${i % 200}`, '事迹'.repeat(700)))
  const broken = rows.with(4999, person(''))
  expect((await send(list, { mode: 'replace', columns: COLUMNS, rows: broken }, null)).status).toBe(422)
  // The batch itself fails at its very end.
  await env.DB.prepare(
    "create trigger late before insert on nominees when new.number = 5000 begin select raise(abort, 'the disk is full'); end",
  ).run()
  const table = { mode: 'replace', columns: COLUMNS, rows }
  const { stamp } = await planOf(list, table)
  expect((await send(list, table, stamp)).status).toBe(500)
  expect((await stored(list)).map(({ name }) => name)).toEqual(['张明', '李秀兰', '王建国', '城东社区党总支', '第一中学党支部'])
  await env.DB.prepare('drop trigger late').run()
  expect(await bring(list, table)).toEqual([4995, 5, 0, 0])
  expect(await bring(list, table)).toEqual([0, 0, 0, 5000])
  expect(await auditOf(list.id, ['nominees-edited'])).toEqual([{ kind: 'nominees-edited', added: 4995, changed: 5, removed: 0 }])
}, 120_000)
