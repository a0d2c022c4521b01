import { env } from 'cloudflare:workers'
import { beforeAll, expect, test, vi } from 'vitest'
import type { NoticeId } from '../../worker/rules/ids.ts'
import { AFTER, aPdf, DURING, filed, move, objectionsOf, openPublicity, signedIn } from '../support/publicity-desk.ts'
import { setClock, Visitor } from '../support/visitor.ts'

// T24: what an objector writes is in no answer, log line or stored byte, but for the one request that gave a reason.

/** An invented number whose check digit is right (GB 11643), and an invented mobile number. */
const ID_NUMBER = '110101199003070353'
const PHONE = '13912345678'
const CANARIES = [
  ID_NUMBER,
  PHONE,
  '周明远乙',
  '江边灯塔见闻',
  '栈桥内部记录',
  '栈桥答复原文',
  'canary@lighthouse.example',
  '鸟.pdf',
  '青石板证词',
]

const said: string[] = []
let notice: NoticeId
let code: string
let id: string
let desk: Visitor

beforeAll(async () => {
  for (const how of ['log', 'error', 'warn', 'info', 'debug'] as const)
    vi.spyOn(console, how).mockImplementation((...parts: unknown[]) => void said.push(parts.map(String).join(' ')))
  const number = [...ID_NUMBER].map(Number)
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, i) => total + weight * (number[i] as number), 0)
  expect('10X98765432'[sum % 11]).toBe(ID_NUMBER[17])
  notice = await openPublicity('canary-2026')
  desk = await signedIn('organizer')
  const facts = `江边灯塔见闻：其身份证号 ${ID_NUMBER}，电话 ${PHONE}，情况属实，请予核查。`
  const fields = { named: '1', name: '周明远乙', contact: 'canary@lighthouse.example', facts }
  code = await filed(notice, { fields, files: [aPdf('鸟.pdf', `青石板证词 ${ID_NUMBER} ${PHONE}`)] })
  id = (await objectionsOf(notice))[0]?.id ?? ''
  await move(desk, id, 'accepted')
  await move(desk, id, 'investigating')
  await desk.form(`/staff/objections/${id}/note`, [
    ['key', crypto.randomUUID()],
    ['note', `栈桥内部记录：联系 ${PHONE}`],
  ])
  const form = new FormData()
  for (const [name, value] of [
    ['code', code],
    ['key', crypto.randomUUID()],
    ['facts', `江边灯塔见闻之二，${PHONE}`],
  ] as const)
    form.set(name, value)
  await new Visitor().send('/objections/supplement', { method: 'POST', body: form })
  await move(desk, id, 'answered', `栈桥答复原文：经核实，所反映的情况与事实不符，${PHONE}。`)
  // Refused on the way: a fault, a reason that would carry the number into the log.
  await desk.form(`/staff/objections/${id}/content`, [['reason', `核对 ${ID_NUMBER}`]])
})

const found = (text: string): readonly string[] => CANARIES.filter(canary => text.includes(canary))

test('T24: no page, feed, export or list shows a word of it, to anybody who gave no reason', async () => {
  const auditor = await signedIn('auditor')
  const admin = await signedIn('administrator')
  for (const [who, visitor, paths] of [
    [
      'reader',
      new Visitor(),
      [
        '/',
        '/notices',
        `/notices/${notice}`,
        `/notices/${notice}/objection`,
        '/c/canary-2026',
        '/objections',
        '/api/campaigns/canary-2026',
      ],
    ],
    ['organizer', desk, ['/staff', '/staff/objections', `/staff/objections/${id}`, `/staff/notices/${notice}/publicity`]],
    ['auditor', auditor, ['/staff/objections', `/staff/objections/${id}`, '/staff/log']],
    ['administrator', admin, ['/staff/log']],
  ] as const)
    for (const path of paths) {
      const answer = await visitor.send(path)
      expect([who, path, answer.status, found(await answer.text())]).toEqual([who, path, 200, []])
    }
})

test('T24: the objector sees the answer and nothing else; who gives a reason sees all of it, once', async () => {
  const tracked = await (await new Visitor().form('/objections', [['code', code]])).text()
  expect(found(tracked)).toEqual([PHONE, '栈桥答复原文'])
  const opened = await desk.form(`/staff/objections/${id}/content`, [['reason', '起草答复']])
  expect(opened.headers.get('cache-control')).toBe('private, no-store')
  expect(found(await opened.text())).toEqual(CANARIES.filter(canary => canary !== '青石板证词'))
  expect(found(await (await desk.send(`/staff/objections/${id}`)).text())).toEqual([])
})

test('T24: no row of any table and no stored object holds a word of it, nor the tracking code', async () => {
  const { results: tables } = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like '_cf_%' and name not like 'sqlite_%'",
  ).all<{ name: string }>()
  const kept = [...CANARIES, code, code.replaceAll('-', '')]
  let sealed = 0
  for (const { name } of tables) {
    const { results } = await env.DB.prepare(`select * from "${name}"`).all()
    for (const row of results)
      for (const [column, value] of Object.entries(row)) {
        const isBytes = Array.isArray(value)
        if (isBytes && name.startsWith('objection')) sealed += 1
        const text = isBytes ? new TextDecoder().decode(new Uint8Array(value)) : String(value)
        expect([name, column, kept.filter(one => text.includes(one))]).toEqual([name, column, []])
      }
  }
  // Statement, note, supplement, answer, and the name of the file.
  expect(sealed).toBe(5)
  const { objects } = await env.FILES.list({ prefix: `sealed/${id}/` })
  expect(objects).toHaveLength(1)
  for (const { key } of objects) {
    const bytes = await (await env.FILES.get(key))?.arrayBuffer()
    expect([key, found(new TextDecoder().decode(bytes) + key)]).toEqual([key, []])
  }
})

test('T24: neither the audit log nor any line the site wrote holds a word of it', async () => {
  await setClock(AFTER)
  const later = await signedIn('organizer')
  await move(later, id, 'closed')
  await later.form(`/staff/notices/${notice}/publicity/conclusion`, [['line', '公示期满，收到异议 1 件，已办结。']])
  const { results } = await env.DB.prepare('select * from audit_events').all()
  expect(found(JSON.stringify(results))).toEqual([])
  expect(found(said.join('\n'))).toEqual([])
  await setClock(DURING)
})
