import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { openDb } from '../../db/open.ts'
import { carryOutCases, nextCaseTry } from '../../worker/case-boxes.ts'
import { boxOf } from '../../worker/objects/names.ts'
import { nextSamplePurge, purgeSamples } from '../../worker/purge-samples.ts'
import { instant, MINUTE } from '../../worker/rules/time.ts'
import { atDesk, auditOf } from '../support/desk.ts'
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
  REASON_GIVEN,
  VOTING,
} from '../support/held-ballots.ts'
import { CLOSES } from '../support/makers.ts'
import { setClock, Visitor } from '../support/visitor.ts'
import { wordsOf } from '../support/words-of.ts'

const STEPS = ['cases-opened', 'case-proposed', 'case-refused', 'case-decided', 'case-reopened']
let organizer: Visitor
let second: Visitor
let auditor: Visitor

beforeAll(async () => {
  await setClock(VOTING)
  ;[organizer, second, auditor] = [await atDesk('zu'), await atDesk('er'), await atDesk('shen', 'auditor')]
})

/** A poll in which a farm's ballots are held, beside counted ones, and the cases of them. */
async function withHeld(slug: string, { held = 24, choices = [2] as readonly number[] } = {}) {
  const poll = await aPollOf(slug)
  await setClock(VOTING)
  await castAll(poll, { names: named('human', 12), choices: [1, 3], signals: { dwellMs: 40_000, identityAgeMs: 9e8 } })
  const codes = await castAll(poll, { names: named('farm', held), choices, signals: { net: 'aa', host: 'bb' } })
  await holdAll(poll, codes)
  return { poll, codes }
}

const gather = (poll: Poll, visitor = organizer) => visitor.form(`${deskOf(poll)}/open`, [])
const theCase = async (poll: Poll): Promise<CaseRow> => (await casesIn(poll))[0] as CaseRow

test('held ballots become a case, two people of two roles void it, every box carries it out, and each step is a line', async () => {
  const { poll } = await withHeld('life-of-a-case')
  expect(await wordsOf(await auditor.send(deskOf(poll)))).toContain('有 24 张暂缓选票还没有整理成案件')
  expect(await wordsOf(await gather(poll))).toContain('已把 24 张暂缓选票整理成 1 个案件')
  const one = await theCase(poll)
  expect(one).toMatchObject({ kind: 'held', state: 'open', size: 24, boxes: poll.shards })
  expect(poll.shards).toBeGreaterThan(1)
  expect((await press(organizer, poll, { id: one.id, ...proposing('void') })).status).toBe(303)
  expect(await countsOf(poll)).toEqual([12, 24, 0])
  // The same person, and another of the same role, are no second person.
  for (const who of [organizer, second]) expect((await press(who, poll, { id: one.id, button: 'confirm' })).status).toBe(403)
  expect(await theCase(poll)).toMatchObject({ state: 'proposed', verdict: 'void' })
  expect((await press(auditor, poll, { id: one.id, button: 'confirm' })).status).toBe(303)
  expect(await countsOf(poll)).toEqual([12, 0, 24])
  expect(await wordsOf(await auditor.send(`${deskOf(poll)}/${one.id}`))).toContain(
    `已写入全部 ${poll.shards} 个票箱，改变状态的选票 24 张`,
  )
  expect(await auditOf(poll.id, STEPS)).toEqual([
    { kind: 'cases-opened', cases: 1, ballots: 24 },
    { kind: 'case-proposed', case: one.id, verdict: 'void', reason: REASON_GIVEN },
    { kind: 'case-decided', case: one.id, verdict: 'void', ballots: 24 },
  ])
  const changes = await boxOf(env, poll.id, 0).changesAfter(0)
  expect(changes.at(-1)).toMatchObject({ id: `${one.id}/void`, kind: 'void', by: [expect.any(String), expect.any(String)] })
  expect(new Set(changes.at(-1)?.by).size).toBe(2)
})

test('the first page tells whoever can go on with a case that it waits, and nobody else', async () => {
  const { poll } = await withHeld('waits-for-somebody')
  await gather(poll)
  const one = await theCase(poll)
  const line = async (visitor: Visitor) => {
    const page = await (await visitor.send('/staff')).text()
    const href = `href="${deskOf(poll)}"`
    return page.includes(href) ? (/<b>([^<]*)<\/b>/.exec(page.slice(page.indexOf(href)))?.[1] ?? '') : null
  }
  const everybody = async () => [await line(organizer), await line(second), await line(auditor)]
  expect(await everybody()).toEqual(Array(3).fill('1 个案件还没有人提出意见'))
  await press(organizer, poll, { id: one.id, ...proposing('void') })
  // Of the same role is no second person, and who proposed it is not either.
  expect(await everybody()).toEqual([null, null, '1 个案件等您复核'])
  await press(auditor, poll, { id: one.id, button: 'confirm' })
  expect(await everybody()).toEqual([null, null, null])
})

test('pressed again, and by two at the same moment, nothing is put into a second case', async () => {
  const { poll } = await withHeld('pressed-twice')
  await Promise.all([gather(poll), gather(poll, auditor), gather(poll, second)])
  await gather(poll)
  expect((await casesIn(poll)).map(({ size }) => size)).toEqual([24])
  expect(await auditOf(poll.id, ['cases-opened'])).toEqual([{ kind: 'cases-opened', cases: 1, ballots: 24 }])
  // What is held later is a case of its own.
  await holdAll(poll, await castAll(poll, { names: named('late', 3), choices: [2] }), ['CHAL.UNVERIFIED'])
  await gather(poll)
  expect((await casesIn(poll)).map(({ size }) => size)).toEqual([24, 3])
})

test('the database itself refuses one person as both, one role as both, and a decision nobody proposed', async () => {
  const { poll } = await withHeld('by-hand', { held: 3 })
  await gather(poll)
  const { id } = await theCase(poll)
  await press(organizer, poll, { id, ...proposing('void') })
  const decide = (by: string, role: string) =>
    env.DB.prepare(
      `update cases set state = 'decided', decided_by = ${by}, decided_role = '${role}', decided_at = 5 where id = ?`,
    )
      .bind(id)
      .run()
      .then(
        () => 'written',
        () => 'refused',
      )
  expect([
    await decide('proposed_by', 'auditor'),
    await decide("'stf_0000000000000000'", 'organizer'),
    await decide('null', 'auditor'),
    await decide("'stf_0000000000000000'", 'administrator'),
  ]).toEqual(['refused', 'refused', 'refused', 'refused'])
  await press(auditor, poll, { id, button: 'refuse', fields: [['refusal', '证据不足，请等投票结束后再看。']] })
  expect(await decide("'stf_0000000000000000'", 'auditor')).toBe('refused')
})

test('of two who propose at once one is heard, and of two who confirm at once one; the other is told that it moved', async () => {
  const { poll } = await withHeld('at-once', { held: 5 })
  await gather(poll)
  const { id } = await theCase(poll)
  const watcher = await atDesk('shen-2', 'auditor')
  const both = async (answers: readonly Promise<Response>[]) => (await Promise.all(answers)).map(({ status }) => status).sort()
  expect(
    await both([press(organizer, poll, { id, ...proposing('release') }), press(second, poll, { id, ...proposing('void') })]),
  ).toEqual([303, 409])
  expect(await both([press(auditor, poll, { id, button: 'confirm' }), press(watcher, poll, { id, button: 'confirm' })])).toEqual([
    303, 409,
  ])
  expect((await auditOf(poll.id, ['case-proposed', 'case-decided'])).length).toBe(2)
})

test('a proposal is sent back by another with a reason, and somebody may propose anew', async () => {
  const { poll } = await withHeld('sent-back', { held: 4 })
  await gather(poll)
  const { id } = await theCase(poll)
  await press(auditor, poll, { id, ...proposing('void') })
  const refusal = [['refusal', '这些是城东社区集中投票，居委会可以证明。']] as const
  expect((await press(auditor, poll, { id, button: 'refuse', fields: refusal })).status).toBe(403)
  expect((await press(organizer, poll, { id, button: 'refuse', fields: [['refusal', '不对']] })).status).toBe(422)
  expect((await press(organizer, poll, { id, button: 'refuse', fields: refusal })).status).toBe(303)
  expect(await theCase(poll)).toMatchObject({ state: 'open', verdict: null })
  await press(organizer, poll, { id, ...proposing('release', '居委会组织集中投票，情况属实，应当计入。') })
  await press(auditor, poll, { id, button: 'confirm' })
  expect(await countsOf(poll)).toEqual([16, 0, 0])
  expect(await wordsOf(await organizer.send(`${deskOf(poll)}/${id}`))).toContain('居委会可以证明')
})

test('a decision that was cut off before the boxes heard of it says so, and is carried out by the Agenda, once', async () => {
  const { poll } = await withHeld('cut-off')
  await gather(poll)
  const { id } = await theCase(poll)
  await press(organizer, poll, { id, ...proposing('void') })
  // What the second person's batch writes, and then the lights go out.
  const at = instant(VOTING + MINUTE)
  await env.DB.prepare(
    "update cases set state = 'decided', decided_by = 'stf_0000000000000000', decided_role = 'auditor', decided_at = ?1, tried_at = ?1 where id = ?2",
  )
    .bind(at, id)
    .run()
  const page = () => auditor.send(`${deskOf(poll)}/${id}`).then(wordsOf)
  expect([await countsOf(poll), (await page()).includes(`尚未写入 ${poll.shards} 个票箱`)]).toEqual([[12, 24, 0], true])
  const db = openDb(env.DB)
  expect(await nextCaseTry(db)).toBe(at + MINUTE)
  expect(await carryOutCases(env, db, at)).toBe(0)
  // One box had heard of it before the other.
  const seqs = (await boxOf(env, poll.id, 0).heldAfter(0, 100)).map(({ seq }) => ({ seq, reasons: [] }))
  await boxOf(env, poll.id, 0).change({
    id: `${id}/void`,
    kind: 'void',
    ballots: seqs,
    by: ['a', 'b'],
    roles: ['organizer', 'auditor'],
    settles: true,
  })
  expect(await carryOutCases(env, db, instant(at + MINUTE))).toBe(poll.shards)
  expect([await countsOf(poll), await nextCaseTry(db), await carryOutCases(env, db, instant(at + 9 * MINUTE))]).toEqual([
    [12, 0, 24],
    null,
    0,
  ])
  expect(await page()).toContain('改变状态的选票 24 张')
})

test('a voided case is looked at once more as a whole, by two again, and counted after all', async () => {
  const { poll } = await withHeld('once-more')
  await gather(poll)
  const first = await theCase(poll)
  await press(organizer, poll, { id: first.id, ...proposing('void') })
  expect((await press(organizer, poll, { id: first.id, button: 'reopen' })).status).toBe(409)
  await press(auditor, poll, { id: first.id, button: 'confirm' })
  await Promise.all([
    press(organizer, poll, { id: first.id, button: 'reopen' }),
    press(auditor, poll, { id: first.id, button: 'reopen' }),
  ])
  const reversal = (await casesIn(poll)).filter(({ kind }) => kind === 'reversal')
  expect(reversal.map(({ size, state }) => [size, state])).toEqual([[24, 'open']])
  const { id } = reversal[0] as CaseRow
  expect((await press(auditor, poll, { id, ...proposing('release') })).status).toBe(422)
  await press(auditor, poll, { id, ...proposing('restore', '单位出具了集中投票的说明，这批选票应当计入。') })
  await press(second, poll, { id, button: 'confirm' })
  expect(await countsOf(poll)).toEqual([36, 0, 0])
})

test('what the scorer let go meanwhile stays let go: a decision moves only what is still held', async () => {
  const { poll, codes } = await withHeld('let-go', { held: 6 })
  await gather(poll)
  const { id } = await theCase(poll)
  const let_go = (await boxOf(env, poll.id, 0).heldAfter(0, 1)).map(({ seq }) => ({ seq, reasons: [] }))
  await boxOf(env, poll.id, 0).change({
    id: 'scorer/1',
    kind: 'release',
    ballots: let_go,
    by: ['scorer/test'],
    roles: ['mingping-test'],
    settles: false,
  })
  await press(organizer, poll, { id, ...proposing('void') })
  await press(auditor, poll, { id, button: 'confirm' })
  expect([codes.length, await countsOf(poll)]).toEqual([6, [13, 0, 5]])
  expect(await wordsOf(await auditor.send(`${deskOf(poll)}/${id}`))).toContain('另有 1 张在决定之前状态已经改变')
})

/** Everything that may differ between two campaigns with the same ballots. */
const leveled = (html: string, { slug }: Poll) =>
  html
    .replaceAll(slug, 'SLUG')
    .replaceAll(/cas_[0-9a-z]{16}/g, 'CASE')
    .replaceAll(/data-now="\d+"|<style>.*?<\/style>/gs, '')
    .replaceAll('><', '>\n<')

test('two worlds that differ only in whom the held ballots favour have the same desk and the same case, byte for byte', async () => {
  const seen: string[][] = []
  for (const [slug, choices] of [
    ['world-a', [1, 4]],
    ['world-b', [3, 5]],
  ] as const) {
    const { poll } = await withHeld(slug, { choices })
    await setClock(VOTING + 2 * MINUTE)
    await gather(poll)
    const { id } = await theCase(poll)
    seen.push([
      leveled(await (await auditor.send(deskOf(poll))).text(), poll),
      leveled(await (await auditor.send(`${deskOf(poll)}/${id}`)).text(), poll),
    ])
  }
  expect(seen[0]?.[1]).toContain('等距抽取 20 张')
  expect(seen[1]).toEqual(seen[0])
  for (const name of ['张明', '李秀兰', '王建国', '城东社区', '第一中学'])
    expect([name, seen[0]?.join().includes(name)]).toEqual([name, false])
})

test('T06: voiding a batch that a rival bought for a nominee leaves the nominee, its page and the order of the list as they were', async () => {
  const poll = await aPollOf('false-flag')
  await setClock(VOTING)
  await castAll(poll, { names: named('human', 10), choices: [1, 3], signals: { dwellMs: 40_000, identityAgeMs: 9e8 } })
  const nominee = async () =>
    (await env.DB.prepare('select * from nominees where campaign_id = ? order by number').bind(poll.id).all()).results
  const pages = async () => {
    const reader = new Visitor()
    const seen: string[] = []
    for (const path of ['/nominees', '/nominees/1', '/nominees/2', '/ballot'])
      seen.push(
        (await (await reader.send(`/c/false-flag${path}?fresh=${VOTING}`)).text()).replaceAll(
          /nonce="[^"]*"|data-now="\d+"|value="[^"]{40,}"/g,
          '',
        ),
      )
    return seen
  }
  const before = [await nominee(), await pages()]
  await holdAll(poll, await castAll(poll, { names: named('junk', 40), choices: [1], signals: { net: 'aa' } }))
  await gather(poll)
  const { id } = await theCase(poll)
  await press(organizer, poll, { id, ...proposing('void') })
  await press(auditor, poll, { id, button: 'confirm' })
  expect(await countsOf(poll)).toEqual([10, 0, 40])
  await setClock(VOTING)
  expect([await nominee(), await pages()]).toEqual(before)
})

test('rows of single ballots leave the sheets when the boxes forget what they were made of, and the counts stay', async () => {
  const { poll } = await withHeld('forgotten', { held: 21 })
  await gather(poll)
  const { id } = await theCase(poll)
  const db = openDb(env.DB)
  const due = CLOSES + 30 * 86_400_000
  expect(await nextSamplePurge(env, db)).toBe(due)
  expect(await purgeSamples(env, db, instant(due - 1))).toBe(0)
  expect(await purgeSamples(env, db, instant(due))).toBeGreaterThan(0)
  expect([await nextSamplePurge(env, db), await purgeSamples(env, db, instant(due))]).toEqual([null, 0])
  const page = await wordsOf(await auditor.send(`${deskOf(poll)}/${id}`))
  expect([page.includes('逐张的记录已按规定删除'), page.includes('共 21 张')]).toEqual([true, true])
})

test('a reader, a reviewer and an administrator see no case; rubbish finds none and does nothing', async () => {
  const { poll } = await withHeld('not-for-all', { held: 3 })
  await gather(poll)
  const { id } = await theCase(poll)
  const statuses = []
  for (const who of [new Visitor(), await atDesk('ping', 'reviewer'), await atDesk('guan', 'administrator')])
    statuses.push((await who.send(`${deskOf(poll)}/${id}`)).status, (await press(who, poll, { id, ...proposing('void') })).status)
  expect(statuses).toEqual([303, 303, 403, 403, 403, 403])
  const { poll: other } = await withHeld('another-one', { held: 3 })
  expect((await organizer.send(`${deskOf(other)}/${id}`)).status).toBe(404)
  expect((await press(organizer, poll, { id, ...proposing('win') })).status).toBe(422)
  expect((await press(organizer, poll, { id, ...proposing('void', '短') })).status).toBe(422)
  expect((await organizer.form(`${deskOf(poll)}/${id}/propose`, [['revision', 'x']])).status).toBe(400)
  expect((await organizer.form(`${deskOf(poll)}/${id}/confirm`, [['revision', '1']])).status).toBe(409)
  expect(await theCase(poll)).toMatchObject({ state: 'open', revision: 1 })
  await setClock(OVER)
  // Whoever has been signed in for long proves again who he is before he decides.
  expect((await press(organizer, poll, { id, ...proposing('void') })).headers.get('location')).not.toContain(id)
})
