import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { tallyOf } from '../../worker/objects/names.ts'
import { emptyTally, type Tally } from '../../worker/rules/tally.ts'
import { DAY, HOUR, instant } from '../../worker/rules/time.ts'
import { atDesk } from '../support/desk.ts'
import { aDocument, aNominee, CLOSES, OPENS } from '../support/makers.ts'
import { aPanel, idOf, panelOf, reviewOf, TERMS, termsWith } from '../support/panel-desk.ts'
import { operate, type Standing, setClock, type Visitor } from '../support/visitor.ts'
import { wordsOf } from '../support/words-of.ts'

const NOON = instant(OPENS + 3 * HOUR)
const AFTER = instant(CLOSES + DAY)
let organizer: Visitor
let reviewer: Visitor

beforeAll(async () => {
  await setClock(OPENS)
  ;[organizer, reviewer] = [await atDesk('zu-juan'), await atDesk('juan-1', 'reviewer')]
})

/** Moves the clock with everybody still at their desks. */
async function at(moment: number): Promise<void> {
  await setClock(moment)
  const stay = 'update staff_sessions set created_at = ?1, seen_at = ?1, proved_at = ?1, until_at = ?2'
  await env.DB.prepare(stay)
    .bind(moment, moment + DAY)
    .run()
}

const votes = (counted: number, held = 0, voided = 0) => ({ counted, held, void: voided })
const TALLY: Tally = {
  ...emptyTally(),
  ballots: votes(7_301, 40, 3),
  votes: { 1: votes(4_111), 2: votes(4_052, 301, 5), 3: votes(3_999, 47) },
}

let told = 100
/** Lets the board of a poll know this tally, closed or not, and what a look left under suspicion. */
async function tell({ id }: Standing, moment: number, reported: Readonly<Record<number, number>> | null): Promise<void> {
  await setClock(NOON)
  const board = tallyOf(env, id)
  await runInDurableObject(board, (_, state) => void state.storage.sql.exec('delete from shard; delete from reported'))
  await board.accept({ shard: 0, number: ++told, at: NOON, closed: moment >= CLOSES, tally: TALLY })
  if (reported) await board.noteReported(++told, { at: NOON, ballots: 9, votes: reported })
  await at(moment)
}

async function panelFor(
  slug: string,
  settings: Parameters<typeof aDocument>[0] = {},
  terms: readonly (readonly [string, string])[] = TERMS,
): Promise<Standing> {
  await at(OPENS)
  return aPanel(slug, { organizer, reviewers: ['juan-1'], terms, settings })
}

test('after the close a dossier tells the votes three ways, the places they give, the flag, and what they are for', async () => {
  const campaign = await panelFor('dossier-votes')
  await tell(campaign, AFTER, { 1: 100 })
  const words = await wordsOf(await reviewer.send(reviewOf(campaign, '/2')))
  expect(words).toContain('网上评议结果仅作评审参考，不直接决定表彰对象')
  // raw 4358 is the most, counted 4052 the second, strict 4052 the first again.
  expect(words).toMatch(
    /全部收到 计入、暂缓和作废的选票都算 4358 1 计入 只算计入的选票 4052 2 从严 再去掉存疑但仍计入的选票 4052 1/,
  )
  expect(words).toContain('前 2 名与后面的差距在可能漏查的票数（20 票）以内')
  await tell(campaign, AFTER, { 1: 113 })
  expect(await wordsOf(await reviewer.send(reviewOf(campaign, '/1')))).toContain('名单不一致。 前 2 名的名单在不同口径下不一致')
  await tell(campaign, AFTER, null)
  expect(await wordsOf(await reviewer.send(reviewOf(campaign, '/1')))).toContain('全部选票还没有一起比对过')
  const summary = await wordsOf(await organizer.send(panelOf(campaign, '/summary')))
  expect(summary).toContain('2号 李秀兰 4358 4052 301 5 1–2')
})

const PAGES = ['', '/1', '/2', '/3', '/compare?n=1&n=2&n=3']
const FIGURES = /4111|4052|3999|4353|4358|4046|7301|7344/

test('T05: before the close no page of the review tells a figure of a nominee, to nobody, under any visibility', async () => {
  for (const visibility of ['hidden', 'live'] as const) {
    const campaign = await panelFor(`dossier-${visibility}`, { visibility })
    await tell(campaign, instant(OPENS + 30 * HOUR), { 1: 80 })
    for (const who of [reviewer, organizer])
      for (const page of PAGES.map(rest => reviewOf(campaign, rest)).concat(panelOf(campaign, '/summary'))) {
        const answer = await who.send(page)
        expect([page, answer.status]).toEqual([page, who === reviewer && page.endsWith('summary') ? 409 : 200])
        const text = await answer.text()
        expect([page, FIGURES.test(text.replaceAll(/data-now="\d+"/g, ''))]).toEqual([page, false])
      }
    expect(await wordsOf(await reviewer.send(reviewOf(campaign, '/1')))).toContain('投票结束、全部票箱报齐之后')
  }
})

test('law 2: a tally that is for publicity never reaches the reviewers, and no likes do', async () => {
  const campaign = await panelFor('dossier-publicity', { use: 'publicity' })
  await tell(campaign, AFTER, null)
  for (const rest of PAGES) {
    const text = await (await reviewer.send(reviewOf(campaign, rest))).text()
    expect([rest, FIGURES.test(text), /点赞|人气/.test(text)]).toEqual([rest, false, false])
  }
  expect(await wordsOf(await reviewer.send(reviewOf(campaign, '/1')))).toContain('仅作宣传，不进入评审材料')
})

test('a blind panel reads numbers: no name, unit or photo, neither in the deeds, nor beside each other, nor in the source', async () => {
  const nominees = [1, 2, 3, 4, 5].map(number => aNominee(number))
  const zhang = { ...nominees[0], deeds: '张　明同志在清河市第一中学任教，家长都说张明好。' } as (typeof nominees)[number]
  const campaign = await panelFor('dossier-blind', {}, termsWith({ blind: '1' }))
  await operate(`campaigns/dossier-blind?replace=1`, {
    method: 'PUT',
    body: aDocument({ slug: 'dossier-blind' }, { nominees: [zhang, ...nominees.slice(1)] }),
  })
  await tell(campaign, AFTER, null)
  for (const page of [...PAGES.map(rest => reviewOf(campaign, rest))]) {
    const answer = await reviewer.send(page)
    const text = await answer.text()
    expect([page, answer.status]).toEqual([page, 200])
    const known = ['张明', '张　明', '李秀兰', '王建国', '第一中学', '/photos/'].filter(word => text.includes(word))
    expect([page, known]).toEqual([page, []])
  }
  expect(await wordsOf(await reviewer.send(reviewOf(campaign, '/1')))).toContain(
    '【姓名】同志在【单位】任教，家长都说【姓名】好。',
  )
  expect(await wordsOf(await organizer.send(reviewOf(campaign, '/1')))).toContain('张明')
})

test('a dossier says where its nominee was posted and how objections stand, and not a word of what was written', async () => {
  const campaign = await panelFor('dossier-posted')
  const notice = 'ntc_00000000000dossi'
  const run = (sql: string, ...bound: unknown[]) =>
    env.DB.prepare(sql)
      .bind(...bound)
      .run()
  await run(
    `insert into notices (id, campaign_id, kind, title, source, author, body, publish_at, posted_day, through_day)
     values (?, ?, 'publicity', '拟表彰对象公示', '组织部', '一科', '名单', ?, '2026-04-20', '2026-04-27')`,
    notice,
    campaign.id,
    OPENS,
  )
  await run(`insert into publicity_nominees values (?, 1, 0, '张明', '清河市第一中学', '十佳', ?)`, notice, OPENS)
  await run(
    `insert into publicity_levels values (?, 0, 'unit', '清河市第一中学公告栏', '2026-04-20', '2026-04-27', '无异议')`,
    notice,
  )
  await run(
    `insert into objections (id, notice_id, tracking_hash, state, named, filed_day, since_day, files) values ('obj_00000000000dossi', ?, '${'0'.repeat(64)}', 'received', 0, '2026-04-21', '2026-04-21', 0)`,
    notice,
  )
  await at(OPENS + DAY)
  const words = await wordsOf(await reviewer.send(reviewOf(campaign, '/1')))
  expect(words).toContain('拟表彰对象公示 公示中')
  expect(words).toContain('收到异议 1 件（针对整份公示），办结 0 件')
  expect(words).toContain('清河市第一中学公告栏')
  expect(await wordsOf(await reviewer.send(reviewOf(campaign, '/2')))).toContain('还没有列入公示')
  expect(words).toContain('考察报告 尚未收到')
})

test('two to four stand side by side, by number; one or five are sent back to choose', async () => {
  const campaign = await panelFor('dossier-compare')
  const titles = async (query: string) =>
    [
      ...(await (await organizer.send(reviewOf(campaign, `/compare${query}`))).text()).matchAll(
        /<th scope="col"><a[^>]*>([^<]*)</g,
      ),
    ].map(([, name]) => name)
  expect(await titles('?n=3&n=1')).toEqual(['1号 张明', '3号 王建国'])
  expect([await titles('?n=1'), await titles('?n=1&n=2&n=3&n=4&n=5'), await titles('?n=x')]).toEqual([[], [], []])
})

test('a reviewer’s first page leads to the panels of which they are one', async () => {
  const campaign = await panelFor('dossier-home')
  const home = await (await reviewer.send('/staff')).text()
  expect(home).toContain(`href="${reviewOf(campaign)}"`)
  await organizer.form(panelOf(campaign, '/members'), [['remove', await idOf('juan-1')]])
  expect(await (await reviewer.send('/staff')).text()).not.toContain(`href="${reviewOf(campaign)}"`)
})
