import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { openDb } from '../../db/open.ts'
import { nextAppealPurge, purgeAppeals } from '../../worker/purge-appeals.ts'
import { instant } from '../../worker/rules/time.ts'
import { atDesk } from '../support/desk.ts'
import {
  aPollOf,
  type CaseRow,
  casesIn,
  castAll,
  countsOf,
  deskOf,
  holdAll,
  named,
  OVER,
  type Poll,
  press,
  proposing,
  VOTING,
} from '../support/held-ballots.ts'
import { fieldIn, sumIn } from '../support/question.ts'
import { setClock, Visitor } from '../support/visitor.ts'
import { wordsOf } from '../support/words-of.ts'

const DAY = 86_400_000
const WORDS = '本人在灯塔码头上班，用自己的手机投的票，同事也在同一时间投票。'
const ANSWER = '经核实，该单位当晚组织集中学习后投票，情况属实。'
let poll: Poll
let codes: readonly string[]

/** One ballot is counted, one held, and the others are void. */
beforeAll(async () => {
  poll = await aPollOf('appeals-2026')
  await setClock(VOTING)
  codes = await castAll(poll, { names: named('voter', 9), choices: [1], signals: { net: 'aa' } })
})

const receiptAt = (code: string) => `/c/appeals-2026/receipts/${code}`
const read = async (path: string, visitor = new Visitor()) => wordsOf(await visitor.send(path))

/** The form as a browser without script fills it in. */
async function appeal(code: string, words = WORDS, visitor = new Visitor()): Promise<Response> {
  const html = await (await visitor.send(`${receiptAt(code)}/appeal`)).text()
  return visitor.form(`${receiptAt(code)}/appeal`, [
    ['facts', words],
    ['question', fieldIn(html, 'question')],
    ['answer', sumIn(html)],
  ])
}

const appeals = async () =>
  (
    await env.DB.prepare(
      'select a.id, a.seq, c.size, c.kind, c.state from appeals a join cases c on c.id = a.case_id order by a.rowid',
    ).all()
  ).results

test('while people vote, a receipt says the same of a ballot that counts, one that waits and one that is void, and no appeal has an address', async () => {
  const [counted = '', held = '', voided = ''] = codes
  await holdAll(poll, codes.slice(1))
  await setClock(VOTING)
  const organizer = await atDesk('zu')
  const auditor = await atDesk('shen', 'auditor')
  await organizer.form(`${deskOf(poll)}/open`, [])
  const { id } = (await casesIn(poll))[0] as CaseRow
  const says = async (code: string) => (await read(receiptAt(code))).replaceAll(code, 'CODE')
  const before = [await says(counted), await says(held)]
  await press(organizer, poll, { id, ...proposing('void') })
  await press(auditor, poll, { id, button: 'confirm' })
  expect(await countsOf(poll)).toEqual([1, 0, 8])
  await setClock(VOTING)
  const after = [await says(counted), await says(held), await says(voided)]
  expect(new Set([...before, ...after]).size).toBe(1)
  expect(after[0]).not.toMatch(/计票状态|作废|暂缓/)
  const doors = []
  for (const code of [counted, held, voided, '0000-0000-0000-0000'])
    doors.push(
      (await new Visitor().send(`${receiptAt(code)}/appeal`)).status,
      (await new Visitor().form(`${receiptAt(code)}/appeal`, [])).status,
    )
  expect(doors).toEqual(Array(8).fill(404))
})

test('after the close the receipt says counted, held or void with the family of the reason, and never what was measured', async () => {
  const [counted = '', voided = ''] = codes
  const [waiting = ''] = await castAll(poll, { names: ['late-1'], choices: [2] })
  await holdAll(poll, [waiting], ['CHAL.UNVERIFIED'])
  await setClock(OVER)
  expect(await read(receiptAt(counted))).toContain('计票状态： 计入 这张选票已计入结果。')
  expect(await read(receiptAt(waiting))).toMatch(/计票状态： 暂缓 .*原因类别：安全验证 .*提出申诉/)
  const page = await read(receiptAt(voided))
  expect(page).toMatch(/计票状态： 作废 .*原因类别：网络来源、提交用时 .*对这张选票提出申诉/)
  expect(page).not.toMatch(/秒|TIME|NET|张明/)
})

test('an appeal is taken once a ballot, from whoever holds the receipt, behind a human check, and leaves no word of it in the clear', async () => {
  await setClock(OVER)
  const [counted = '', voided = ''] = codes
  expect((await new Visitor().send(`${receiptAt(counted)}/appeal`)).headers.get('location')).toBe(receiptAt(counted))
  expect((await new Visitor().form(`${receiptAt(counted)}/appeal`, [['facts', WORDS]])).status).toBe(303)
  expect((await new Visitor().form(`${receiptAt(voided)}/appeal`, [['facts', WORDS]])).status).toBe(403)
  const short = await appeal(voided, '不服')
  expect([short.status, (await short.text()).includes('>不服<')]).toEqual([422, true])
  // A sum solved for one receipt is none for another.
  const html = await (await new Visitor().send(`${receiptAt(codes[2] ?? '')}/appeal`)).text()
  const foreign = [
    ['facts', WORDS],
    ['question', fieldIn(html, 'question')],
    ['answer', sumIn(html)],
  ] as const
  expect((await new Visitor().form(`${receiptAt(voided)}/appeal`, foreign)).status).toBe(403)
  expect(await appeals()).toEqual([])
  expect((await Promise.all([appeal(voided), appeal(voided), appeal(voided)])).map(({ status }) => status)).toEqual([
    200, 200, 200,
  ])
  expect(await wordsOf(await new Visitor().form(`${receiptAt(voided)}/appeal`, [['facts', '另一份']]))).toContain(
    '此前已经申诉过',
  )
  expect(await appeals()).toMatchObject([{ size: 1, kind: 'appeal', state: 'open' }])
  expect(await read(receiptAt(voided))).toContain('正由两名工作人员复核')
  const { results: tables } = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like '_cf_%' and name not like 'sqlite_%'",
  ).all<{ name: string }>()
  for (const { name } of tables)
    expect([name, JSON.stringify((await env.DB.prepare(`select * from "${name}"`).all()).results).includes('灯塔')]).toEqual([
      name,
      false,
    ])
})

test('staff read an appeal in answer to a reason, two of them restore the ballot, and the voter reads the answer', async () => {
  await setClock(OVER)
  const [organizer, auditor] = [await atDesk('zu'), await atDesk('shen', 'auditor')]
  const [, voided = ''] = codes
  const { id } = (await casesIn(poll)).find(({ kind }) => kind === 'appeal') as CaseRow
  const page = `${deskOf(poll)}/${id}`
  expect(await read(page, auditor)).not.toContain('灯塔')
  expect((await auditor.form(`${page}/appeal`, [['look', '看']])).status).toBe(422)
  const opened = await auditor.form(`${page}/appeal`, [['look', '复核申诉']])
  expect([opened.headers.get('cache-control'), (await opened.text()).includes(WORDS)]).toEqual(['private, no-store', true])
  expect(await read(page, auditor)).toContain('查看申诉内容，事由：复核申诉')
  expect((await press(auditor, poll, { id, ...proposing('void', ANSWER) })).status).toBe(422)
  await press(auditor, poll, { id, ...proposing('restore', ANSWER) })
  expect(await read(receiptAt(voided))).not.toContain(ANSWER)
  await press(organizer, poll, { id, button: 'confirm' })
  expect(await countsOf(poll)).toEqual([2, 1, 7])
  expect(await read(receiptAt(voided))).toMatch(new RegExp(`计票状态： 计入 .*申诉成立，选票恢复计入。 .*${ANSWER}`))
})

test('an appeal that is upheld leaves the ballot as it is, and the voter reads why', async () => {
  await setClock(OVER)
  const [organizer, auditor] = [await atDesk('zu'), await atDesk('shen', 'auditor')]
  const code = codes[3] ?? ''
  expect((await appeal(code)).status).toBe(200)
  const { id } = (await casesIn(poll)).find(({ kind, state }) => kind === 'appeal' && state === 'open') as CaseRow
  await press(organizer, poll, { id, ...proposing('uphold', '同一网络在两分钟内提交了八张选票，维持原决定。') })
  await press(auditor, poll, { id, button: 'confirm' })
  expect(await countsOf(poll)).toEqual([2, 1, 7])
  expect(await read(receiptAt(code))).toMatch(/计票状态： 作废 .*申诉不成立.*维持原决定/)
})

test('what a voter wrote goes 180 days after the decision; the decision stays', async () => {
  const db = openDb(env.DB)
  const due = (await nextAppealPurge(db)) as number
  expect(Math.round((due - OVER) / DAY)).toBe(180)
  expect(await purgeAppeals(db, instant(due - 1))).toBe(0)
  expect(await purgeAppeals(db, instant(due + DAY))).toBe(2)
  expect((await env.DB.prepare('select count(*) as n from appeal_texts').first<{ n: number }>())?.n).toBe(0)
  expect([await purgeAppeals(db, instant(due + DAY)), await nextAppealPurge(db)]).toEqual([0, null])
  await setClock(OVER)
  expect(await read(receiptAt(codes[1] ?? ''))).toContain(ANSWER)
})
