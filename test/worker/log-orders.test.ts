import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import type { BallotBox } from '../../worker/objects/ballot-box.ts'
import { agendaOf, boxOf } from '../../worker/objects/names.ts'
import { readReceiptCode } from '../../worker/rules/receipt.ts'
import { keysOfLog, readReceipt, signedByLog, type VoterReceipt } from '../../worker/rules/recount/receipt.ts'
import { HOUR } from '../../worker/rules/time.ts'
import { verifyEd25519 } from '../../worker/rules/tlog/ed25519.ts'
import { readKey, readNote, verifyNote } from '../../worker/rules/tlog/note.ts'
import { readBundle } from '../../worker/rules/tlog/tile.ts'
import { atDesk, auditOf } from '../support/desk.ts'
import { aPollOf, castAll, named, OVER, type Poll, VOTING } from '../support/held-ballots.ts'
import { notPassed, recountOf } from '../support/recounted.ts'
import { operate, setClock, told, Visitor } from '../support/visitor.ts'

/** As `datetime-local` sends it. */
const local = (at: number) => new Date(at + 8 * HOUR).toISOString().slice(0, 16)
const PASSED = ['V6 no-quorum-asked', 'V10 not-in-this-version', 'V14 no-openings']

/** A poll of two boxes in which some have voted. */
async function voted(slug: string): Promise<Poll> {
  const poll = await aPollOf(slug, { expectedPeak: 200 })
  await setClock(VOTING)
  receipts.set(slug, await castAll(poll, { names: named(slug, 5), choices: [1] }))
  await seal(poll)
  return poll
}

/** The receipts of a poll that was `voted`. */
const receipts = new Map<string, readonly string[]>()
const codesOf = ({ slug }: Poll): readonly string[] => receipts.get(slug) ?? []

const seal = async ({ id, shards }: Poll) => {
  for (let shard = 0; shard < shards; shard++) await runDurableObjectAlarm(boxOf(env, id, shard))
}
const close = async (poll: Poll) => {
  await setClock(OVER)
  await seal(poll)
}

const get = (poll: Poll, path: string) => new Visitor().send(`/c/${poll.slug}${path}`)
const bundleOf = async (poll: Poll) => unzipSync(new Uint8Array(await (await get(poll, '/bundle.zip')).arrayBuffer()))
const stepsOf = async (poll: Poll) => {
  const report = recountOf(await bundleOf(poll))
  return [report.verdict, notPassed(report)]
}

interface Entry {
  readonly k: string
  readonly i: number
}
/** What a log says after the close. */
async function afterClose(poll: Poll, shard = 0): Promise<readonly Entry[]> {
  const size = Number((await (await get(poll, `/s${shard}/checkpoint`)).text()).split('\n')[1])
  const tile = await get(poll, `/s${shard}/tile/entries/000.p/${size}`)
  const entries = readBundle(new Uint8Array(await tile.arrayBuffer())) ?? []
  return entries.map(bytes => JSON.parse(new TextDecoder().decode(bytes)) as Entry).filter(({ k }) => k !== 'm' && k !== 'b')
}
const kindsOf = async (poll: Poll, shard = 0) => (await afterClose(poll, shard)).map(({ k }) => k).join('')

let drafts = 0
/** A notice of the campaign, drafted; answers its id. */
async function drafted({ id: campaign }: Poll, fields: Readonly<Record<string, string>>): Promise<string> {
  drafts += 1
  const id = `ntc_${String(drafts).padStart(16, 'x')}`
  const text = { title: '更正', source: '市委组织部', author: '', body: '第三名的单位写错了。', campaign, ...fields }
  const answer = await (await atDesk('jiaodui')).form('/staff/notices', Object.entries({ id, ...text }))
  if (answer.status !== 303) throw new Error(`not drafted: ${answer.status}`)
  return id
}
/** By somebody who has just proved who they are, as publishing wants. */
const publish = async (id: string, fields: Readonly<Record<string, string>> = {}) =>
  (await atDesk('jiaodui')).form(`/staff/notices/${id}/publish`, Object.entries({ revision: '1', when: 'now', ...fields }))

async function published(poll: Poll, fields: Readonly<Record<string, string>>): Promise<string> {
  const id = await drafted(poll, fields)
  const answer = await publish(id)
  if (answer.status !== 303) throw new Error(`not published: ${await answer.text()}`)
  return id
}

const hexOf = async (bytes: ArrayBuffer) =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map(byte => byte.toString(16).padStart(2, '0')).join('')
const rowOf = (id: string) =>
  env.DB.prepare('select entry, hash from log_corrections where notice_id = ?').bind(id).first<{ entry: number; hash: string }>()

test('a correction that is published after the close is in the log with the hash of its text, once, and its page says where', async () => {
  const poll = await voted('correct-2026')
  await close(poll)
  const result = await published(poll, { kind: 'result', title: '结果' })
  expect(await kindsOf(poll)).toBe('cr')
  const id = await published(poll, { kind: 'correction', corrects: result })
  await publish(id)
  const after = await afterClose(poll)
  const text = await (await new Visitor().send(`/notices/${id}/text`)).arrayBuffer()
  const hash = await hexOf(text)
  const words = new TextDecoder().decode(text).replace(/T[0-9:]+\+/, 'T…+')
  expect(words).toBe(
    `类别：更正\n标题：更正\n来源：市委组织部\n发布时间：${local(OVER).slice(0, 10)}T…+08:00\n更正：/notices/${result}\n\n第三名的单位写错了。\n`,
  )
  const [, , entered] = after
  expect([after.map(({ k }) => k).join(''), entered]).toEqual([
    'crxr',
    { k: 'x', i: entered?.i, q: Math.floor(OVER / 600_000), notice: `/notices/${id}`, hash },
  ])
  expect(await rowOf(id)).toEqual({ entry: entered?.i, hash })
  expect(await auditOf(poll.id, ['correction-entered'])).toEqual([
    { kind: 'correction-entered', notice: id, title: '更正', entry: entered?.i, hash },
  ])
  expect(await stepsOf(poll)).toEqual(['ok', PASSED])
  const page = await (await new Visitor().send(`/notices/${id}`)).text()
  expect([page.includes(hash), page.includes(`第 ${entered?.i} 号`), page.includes(`/notices/${result}`)]).toEqual([
    true,
    true,
    true,
  ])
  expect(await (await new Visitor().send(`/notices/${result}`)).text()).toContain(`/notices/${id}`)
})

test('a scheduled correction is entered when its moment has come, whatever is corrected; nothing else ever is', async () => {
  const poll = await voted('planned-2026')
  const early = await published(poll, { kind: 'call', title: '通知' })
  await published(poll, { kind: 'correction', corrects: early, title: '投票期间的更正' })
  await close(poll)
  const id = await drafted(poll, { kind: 'correction', corrects: early })
  expect((await publish(id, { when: 'later', at: local(OVER + HOUR) })).status).toBe(303)
  await runDurableObjectAlarm(agendaOf(env))
  expect(await kindsOf(poll)).toBe('cr')
  await setClock(OVER + HOUR)
  await runDurableObjectAlarm(agendaOf(env))
  await runDurableObjectAlarm(agendaOf(env))
  expect([await kindsOf(poll), await kindsOf(poll, 1), await stepsOf(poll)]).toEqual(['crxr', 'cr', ['ok', PASSED]])
})

test('a correction that its box could not take is entered later, and one that was entered before a crash is not entered twice', async () => {
  const poll = await voted('crash-2026')
  await close(poll)
  const result = await published(poll, { kind: 'result', title: '结果' })
  const sql = (text: string) =>
    runInDurableObject<BallotBox, unknown>(boxOf(env, poll.id, 0), (_, state) => state.storage.sql.exec(text).toArray())
  await sql("create trigger full before insert on log_entry begin select raise(abort, 'disk full'); end")
  const id = await published(poll, { kind: 'correction', corrects: result })
  expect([await kindsOf(poll), await rowOf(id)]).toEqual(['cr', { entry: null, hash: null }])
  await sql('drop trigger full')
  await runDurableObjectAlarm(agendaOf(env))
  // Not before a minute has passed.
  expect((await rowOf(id))?.entry).toBe(null)
  await setClock(OVER + HOUR)
  await runDurableObjectAlarm(agendaOf(env))
  const first = await rowOf(id)
  expect([await kindsOf(poll), typeof first?.entry]).toEqual(['crxr', 'number'])
  // The box had entered it, and the line in the database was never written.
  await env.DB.prepare('delete from log_corrections').run()
  await runDurableObjectAlarm(agendaOf(env))
  expect([await kindsOf(poll), await rowOf(id), await stepsOf(poll)]).toEqual(['crxr', first, ['ok', PASSED]])
  await expect(env.DB.prepare('update log_corrections set entry = 99').run()).rejects.toThrow('for ever')
})

const turn = async (poll: Poll, number: number) => told(await operate(`logs/${poll.slug}/key`, { body: { number } }))
const keysOf = async (poll: Poll) =>
  ((await (await operate(`logs/${poll.slug}/key`, { method: 'GET' })).json()) as { keys: readonly string[] }).keys
const isSigned = (note: string, vkey: string) => {
  const [read, key] = [readNote(note), readKey(vkey)]
  return read !== null && key !== null && verifyNote(read, key, verifyEd25519)
}
const promiseOf = async (poll: Poll, code: string) => (await get(poll, `/receipts/${code}/promise`)).text()

test('11.1.2: another key is entered in every log and signs from there on; what was signed before still checks out', async () => {
  const poll = await voted('turned-2026')
  await close(poll)
  const code = codesOf(poll).find(one => readReceiptCode(one)?.place.shard === 0) ?? ''
  const [first = '', other = ''] = await keysOf(poll)
  const before = { head: await (await get(poll, '/s0/checkpoint')).text(), promise: await promiseOf(poll, code) }
  expect([isSigned(before.head, first), isSigned(before.promise, first), isSigned(before.head, other)]).toEqual([
    true,
    true,
    false,
  ])
  expect(await turn(poll, 1)).toEqual([200, { number: 2, entered: true, keys: await keysOf(poll) }])
  expect(await turn(poll, 1)).toEqual([200, { number: 2, entered: true, keys: await keysOf(poll) }])
  const [second = ''] = await keysOf(poll)
  expect([await kindsOf(poll), await kindsOf(poll, 1), new Set([first, other, ...(await keysOf(poll))]).size]).toEqual([
    ...['crkr', 'crkr', 4],
  ])
  const after = { head: await (await get(poll, '/s0/checkpoint')).text(), promise: await promiseOf(poll, code) }
  expect(Object.values(after).map(note => [isSigned(note, first), isSigned(note, second)])).toEqual([
    [false, true],
    [false, true],
  ])
  expect(await stepsOf(poll)).toEqual(['ok', PASSED])
  const files = await bundleOf(poll)
  const receipt = readReceipt(before.promise) as VoterReceipt
  expect([
    keysOfLog(recountOf(files), receipt.origin).map(key => signedByLog(receipt, [key])),
    signedByLog(readReceipt(after.promise) as VoterReceipt, keysOfLog(recountOf(files), receipt.origin)),
  ]).toEqual([['yes', 'no'], 'yes'])
  expect(await turn(poll, 1)).toEqual([200, expect.objectContaining({ number: 2 })])
  expect(await turn(poll, 2)).toEqual([200, expect.objectContaining({ number: 3, entered: true })])
  expect(await turn(poll, 1)).toEqual([409, expect.objectContaining({ code: 'key-turned' })])
  expect([await kindsOf(poll), await stepsOf(poll)]).toEqual(['crkrkr', ['ok', PASSED]])
  expect(await auditOf(poll.id, ['log-key-ordered', 'log-key-entered'])).toEqual(
    [2, 3].flatMap(number => [
      { kind: 'log-key-ordered', number },
      { kind: 'log-key-entered', number },
    ]),
  )
  expect(await (await get(poll, '/proof')).text()).toContain((await keysOf(poll))[0])
})

test('a key that is ordered while people vote is entered at the close, and until then nothing changes', async () => {
  const poll = await voted('early-key-2026')
  const before = await keysOf(poll)
  expect(await turn(poll, 1)).toEqual([200, { number: 2, entered: false, keys: before }])
  expect(await turn(poll, 2)).toEqual([409, expect.objectContaining({ code: 'key-turned' })])
  await castAll(poll, { names: named('later', 3), choices: [2] })
  await setClock(OVER)
  await runDurableObjectAlarm(agendaOf(env))
  expect([await kindsOf(poll), await kindsOf(poll, 1), await stepsOf(poll)]).toEqual(['ckr', 'ckr', ['ok', PASSED]])
  expect((await keysOf(poll)).some(key => before.includes(key))).toBe(false)
})

test('a key is changed by the operator alone, where there is a poll, and by a number', async () => {
  await setClock(OVER)
  expect((await new Visitor().post('/operator/logs/turned-2026/key', { number: 3 })).status).toBe(404)
  const statuses = await Promise.all(
    [{ number: 0 }, { number: 'x' }, {}, { number: 1, key: 'AAAA' }].map(
      async body => (await operate('logs/turned-2026/key', { body })).status,
    ),
  )
  expect([statuses, (await operate('logs/nowhere/key', { body: { number: 1 } })).status]).toEqual([[400, 400, 400, 400], 404])
})
