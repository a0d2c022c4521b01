import { expect, test } from 'vitest'
import { GUARANTEE, provesOf } from '../../web/text/terms.ts'
import { boardData } from '../../worker/board-data.ts'
import { type CampaignFile, IDENTITY_LEVELS } from '../../worker/rules/campaign.ts'
import { countInto, emptyTally, type Mutable, type Tally } from '../../worker/rules/tally.ts'
import { HOUR, hourOf, instant } from '../../worker/rules/time.ts'
import { aDocument, aNominee, CLOSES, OPENS } from '../support/makers.ts'

const campaign = {
  ...aDocument().settings,
  identity: 'roster',
  milestones: [{ step: 'vote', title: '网上评议', from: OPENS, until: CLOSES }],
  nominees: [1, 2].map(number => aNominee(number)),
} as unknown as CampaignFile

const tally: Mutable<Tally> = emptyTally()
for (const [status, voterClass, at, unit] of [
  ['counted', 'member', OPENS, '西城区'],
  ['counted', 'worker', OPENS, '东城区'],
  ['held', null, instant(OPENS + 2 * HOUR), null],
  ['void', 'member', instant(OPENS + 2 * HOUR), null],
] as const) {
  const reasons = status === 'counted' ? [] : (['NET.DC', 'TIME.FAST'] as const)
  countInto(tally, { choices: [1], status, voterClass, level: 'roster', unit, reasons, at })
}
const regions = {
  abroad: { counted: 0, held: 0, void: 1 },
  Zhejiang: { counted: 1, held: 1, void: 0 },
  'Jiangsu Sheng': { counted: 1, held: 0, void: 0 },
}
const figures = { at: CLOSES, tally, reported: { at: OPENS, ballots: 0, votes: {}, regions } }

test('staff see what was received, counted, held and void side by side, by level, by class, by unit, by region and hour by hour', () => {
  const disclosure = { shows: 'everything', figures, final: true, next: null } as const
  const shown = boardData(campaign, { disclosure, batches: null, now: CLOSES })
  expect([shown.identity, shown.period]).toEqual(['roster', 'once'])
  expect(shown.figures).toEqual({
    final: true,
    ballots: { counted: 2, held: 1, void: 1 },
    levels: [{ name: '名册', counts: { counted: 2, held: 1, void: 1 } }],
    classes: [
      { name: '党员', counts: { counted: 1, held: 0, void: 1 } },
      { name: '职工', counts: { counted: 1, held: 0, void: 0 } },
      { name: '未注明类别', counts: { counted: 0, held: 1, void: 0 } },
    ],
    units: [
      { unit: '东城区', ballots: 1 },
      { unit: '西城区', ballots: 1 },
    ],
    regions: {
      at: OPENS,
      lines: [
        { name: '江苏', counts: { counted: 1, held: 0, void: 0 } },
        { name: '浙江', counts: { counted: 1, held: 1, void: 0 } },
        { name: '境外', counts: { counted: 0, held: 0, void: 1 } },
      ],
    },
    hours: [
      [hourOf(OPENS), 2, 0, 0],
      [hourOf(OPENS) + 2, 0, 1, 1],
    ],
    votes: [[1, 2, 1, 1]],
  })
})

test('what a count proves is one sentence or two, and where people vote every day it says that figures are by the day', () => {
  for (const identity of IDENTITY_LEVELS) {
    expect(provesOf({ identity, period: 'once' })).toBe(GUARANTEE[identity].proves)
    expect(provesOf({ identity, period: 'daily' })).toBe(
      `${GUARANTEE[identity].proves}本活动每天可以投一次，次数和票数都按天计。`,
    )
  }
})
