import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BUILT_IN } from '../../db/calendar.ts'
import { bodyHtml, safeHtml } from '../../worker/markdown.ts'
import type { NoticeId } from '../../worker/rules/ids.ts'
import { checkPeriod, correctionChain, publicityStanding, stateOf } from '../../worker/rules/notice.ts'
import { addDays, type Day, dayOf, instant, startOf } from '../../worker/rules/time.ts'
import { lastDayOfPeriod } from '../../worker/rules/working-days.ts'

const now = instant(Date.parse('2026-04-20T09:00:00+08:00'))
const d = (text: string) => text as Day

test('a notice is a draft without a date, scheduled before it, published after it, and withdrawn with its reason', () => {
  const dates = { publishAt: now, withdrawnAt: null, withdrawnReason: null }
  expect(stateOf({ ...dates, publishAt: null }, now)).toEqual({ state: 'draft' })
  expect(stateOf(dates, instant(now - 1))).toEqual({ state: 'scheduled', at: now })
  expect(stateOf(dates, now)).toEqual({ state: 'published', at: now })
  const later = instant(now + 5)
  expect(stateOf({ publishAt: now, withdrawnAt: later, withdrawnReason: '误发' }, later)).toEqual({
    state: 'withdrawn',
    published: now,
    at: later,
    reason: '误发',
  })
})

test('the clock of a public notice counts from the day after posting and holds over a long holiday', () => {
  // Posted on 29 September 2026: five working days are 30 September, 8, 9, 10 (worked in exchange) and 12 October.
  const period = { posted: d('2026-09-29'), through: d('2026-10-12') }
  expect(checkPeriod(period, BUILT_IN)).toEqual({ verdict: 'lawful' })
  expect(checkPeriod({ ...period, through: d('2026-10-11') }, BUILT_IN)).toEqual({ verdict: 'too-short', earliest: '2026-10-12' })
  const left = (day: string) => publicityStanding(period, startOf(d(day)), BUILT_IN)
  expect(left('2026-09-29')).toEqual({
    stage: 'running',
    workingDays: { known: true, value: 5 },
    left: { known: true, value: 5 },
  })
  expect(left('2026-10-03')).toEqual({
    stage: 'running',
    workingDays: { known: true, value: 5 },
    left: { known: true, value: 4 },
  })
  expect(left('2026-10-12')).toEqual({
    stage: 'running',
    workingDays: { known: true, value: 5 },
    left: { known: true, value: 1 },
  })
  expect(left('2026-10-13')).toEqual({ stage: 'over', workingDays: { known: true, value: 5 } })
})

test('in a year without an official calendar a period is neither lawful nor too short', () => {
  expect(checkPeriod({ posted: d('2027-03-01'), through: d('2027-03-31') }, BUILT_IN)).toEqual({
    verdict: 'no-calendar',
    year: '2027',
  })
})

test('the earliest lawful end is lawful and the day before it is not, on every day of the known calendars', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.parse('2015-01-05'), max: Date.parse('2026-12-01') }), ms => {
      const posted = dayOf(instant(ms))
      const end = lastDayOfPeriod(posted, 5, BUILT_IN)
      if (!end.known) return
      expect(checkPeriod({ posted, through: end.value }, BUILT_IN)).toEqual({ verdict: 'lawful' })
      expect(checkPeriod({ posted, through: addDays(end.value, -1) }, BUILT_IN)).toEqual({
        verdict: 'too-short',
        earliest: end.value,
      })
    }),
  )
})

const link = (id: string, corrects: string | null) => ({ id: id as NoticeId, corrects: corrects as NoticeId | null })

test('a chain of corrections is whole and in order from whichever of its notices one looks', () => {
  const all = [link('c', 'b'), link('a', null), link('b', 'a'), link('x', null)]
  for (const id of ['a', 'b', 'c'])
    expect(correctionChain(all.find(one => one.id === id) as (typeof all)[0], all).map(one => one.id)).toEqual(['a', 'b', 'c'])
  expect(correctionChain(link('x', null), all).map(one => one.id)).toEqual(['x'])
})

test('a chain that bites its own tail ends', () => {
  const all = [link('a', 'b'), link('b', 'a')]
  expect(correctionChain(all[0] as (typeof all)[0], all).map(one => one.id)).toEqual(['b', 'a'])
})

test('Markdown becomes HTML with headings below the title and tables that scroll by themselves', () => {
  const body = '# 一\n\n正文**重点**\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |'
  expect(bodyHtml({ body, format: 'markdown' })).toBe(
    '<h2>一</h2>\n<p>正文<strong>重点</strong></p>\n<div class="table" role="region" aria-label="表格 1，可左右滑动" tabindex="0"><table>\n<thead>\n<tr>\n<th>甲</th>\n<th>乙</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table></div>',
  )
})

test('a notice in Markdown is set as a letter: whom it is to at the edge, who signed it and when at the right, and nothing else', () => {
  const set = (body: string) =>
    [...safeHtml(body).matchAll(/<p class="(left|right)">([^<]*)/g)].map(([, side, text]) => [side, text])
  expect(set('各支部：\n\n现通知如下。\n\n中共清河市委组织部  \n清河市总工会\n\n2026年4月25日')).toEqual([
    ['left', '各支部：'],
    ['right', '中共清河市委组织部'],
    ['right', '2026年4月25日'],
  ])
  for (const plain of [
    '市委组织部',
    '正文。\n\n联系电话：0000-1234567',
    '正文。\n\n特此通知',
    '正文。\n\n请报送市委组织部。',
    '一、办法：见下',
  ])
    expect([plain, set(plain)]).toEqual([plain, []])
})

const ATTACKS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '![x](javascript:alert(1))',
  '<svg/onload=alert(1)>',
  '[x]: javascript:alert(1)\n\n[x]',
  '<a href="javascript:alert(1)">x</a>',
  '[x](vbscript:msgbox(1))',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '`<script>`',
  '| <b onclick=alert(1)> |\n| --- |\n| <script>alert(1)</script> |',
]

test('nothing in a notice becomes a tag of its own, a script or a link that runs', () => {
  for (const attack of ATTACKS)
    expect([
      attack,
      /<(script|img[^>]+onerror|svg|iframe|a href="(javascript|data|vbscript)|b )/i.test(safeHtml(attack)),
      /(src|href)="(javascript|data|vbscript)/i.test(safeHtml(attack)),
    ]).toEqual([attack, false, false])
  fc.assert(
    fc.property(fc.string(), text => {
      expect(safeHtml(text)).not.toMatch(/<script|javascript:[^<]*">/i)
    }),
  )
})

test('a picture in Markdown is shown only when it is one of ours; of any other the words stay', () => {
  const ours = `/pictures/${'a'.repeat(64)}.jpg`
  expect(safeHtml(`![甲](${ours}) ![乙](https://evil.example/x.png) ![丙](x"onerror="alert(1))`)).toBe(
    `<p><img src="${ours}" alt="甲" /> 乙 丙</p>`,
  )
})
