import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeAmendment, revocable } from '../../worker/rules/amendment.ts'
import {
  type Amendment,
  DECIDED,
  type DecisionRecord,
  type DecisionTerms,
  hashOfText,
  mayRelease,
  publicOutcomes,
  standingLines,
  textOfRecord,
} from '../../worker/rules/decision.ts'
import { judgeDecision } from '../../worker/rules/decision-check.ts'
import {
  type DecisionDraft,
  type DraftLine,
  EMPTY_DRAFT,
  NO_LINE,
  readDecisionForm,
  restNotChosen,
} from '../../worker/rules/decision-draft.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import type { Day } from '../../worker/rules/time.ts'

const nominee = (number: number, category = 'people', withdrawn: string | null = null) => ({
  ...{ number, category, withdrawn },
  name: `候选${number}`,
  unit: '第一中学',
})
const TERMS: DecisionTerms = {
  campaign: {
    id: 'cmp_0000000000000001' as CampaignId,
    title: '清河市先进典型评选',
    categories: [
      { key: 'people', name: '十佳共产党员', honours: 2 },
      { key: 'groups', name: '十佳基层党组织', honours: 1 },
    ],
    nominees: [1, 2, 3, 4].map(number => nominee(number)).concat([nominee(5, 'groups')]),
  },
  today: '2026-05-20' as Day,
}

const line = (outcome: string, change: Partial<DraftLine> = {}): DraftLine => ({ ...NO_LINE, outcome, ...change })
const aDraft = (change: Partial<DecisionDraft> = {}): DecisionDraft => ({
  ...{ meeting: '部务会议', day: '2026-05-18', place: '302 会议室', chair: '赵某', recorder: '钱某' },
  ...{ due: '15', present: '13', quorum: '到会人数超过三分之二，符合规定', remark: '', alternatesNamed: false },
  lines: {
    1: line('honoured', { for: '12', against: '0', abstain: '1' }),
    2: line('honoured'),
    3: line('alternate', { order: '1' }),
    4: line('not-chosen'),
    5: line('honoured'),
  },
  ...change,
})
const withLine = (number: number, one: DraftLine): DecisionDraft => aDraft({ lines: { ...aDraft().lines, [number]: one } })

const flawsIn = (draft: DecisionDraft, terms = TERMS): readonly string[] => {
  const judged = judgeDecision(draft, terms)
  return judged.ok ? [] : judged.flaws.map(({ field }) => field)
}

const recordOf = (draft = aDraft()): DecisionRecord => {
  const judged = judgeDecision(draft, TERMS)
  if (!judged.ok) throw new Error(JSON.stringify(judged.flaws))
  return judged.record
}

test('a whole draft becomes a record with the names as they are, in the order of categories and list', () => {
  const person = (number: number) => ({ number, name: `候选${number}`, unit: '第一中学', category: 'people', note: '' })
  expect(recordOf()).toEqual({
    format: 'mingping-decision/1',
    campaign: { id: 'cmp_0000000000000001', title: '清河市先进典型评选' },
    meeting: { name: '部务会议', day: '2026-05-18', place: '302 会议室', chair: '赵某', recorder: '钱某' },
    attendance: { due: 15, present: 13, quorum: '到会人数超过三分之二，符合规定' },
    categories: [
      { key: 'people', name: '十佳共产党员', places: 2 },
      { key: 'groups', name: '十佳基层党组织', places: 1 },
    ],
    lines: [
      { ...person(1), outcome: 'honoured', order: null, votes: { for: 12, against: 0, abstain: 1 } },
      { ...person(2), outcome: 'honoured', order: null, votes: null },
      { ...person(3), outcome: 'alternate', order: 1, votes: null },
      { ...person(4), outcome: 'not-chosen', order: null, votes: null },
      { ...person(5), category: 'groups', outcome: 'honoured', order: null, votes: null },
    ],
    alternatesNamed: false,
    remark: '',
  })
  expect(textOfRecord(recordOf())).toBe(textOfRecord(recordOf()))
  expect(hashOfText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('an empty draft is told everything that is missing, each at its field', () => {
  expect(flawsIn(EMPTY_DRAFT)).toEqual([
    ...['meeting', 'day', 'place', 'chair', 'recorder', 'due', 'present', 'quorum'],
    ...[1, 2, 3, 4, 5].map(number => `line.${number}.outcome`),
  ])
})

test('each rule refuses at the field it is about', () => {
  const cases: readonly (readonly [string, DecisionDraft, readonly string[]])[] = [
    ['more present than called', aDraft({ present: '16' }), ['present']],
    ['nobody present', aDraft({ present: '0' }), ['present']],
    ['a day to come', aDraft({ day: '2026-05-21' }), ['day']],
    ['no day of the calendar', aDraft({ day: '2026-02-30' }), ['day']],
    ['more votes than present', withLine(1, line('honoured', { for: '12', against: '1', abstain: '1' })), ['line.1.for']],
    [
      'one kind of vote above those present',
      withLine(1, line('honoured', { for: '14', against: '0', abstain: '0' })),
      ['line.1.for'],
    ],
    ['a vote half filled in', withLine(1, line('honoured', { for: '12' })), ['line.1.for']],
    ['half a vote', withLine(1, line('honoured', { for: '1.5', against: '0', abstain: '0' })), ['line.1.for']],
    ['a vote below nothing', withLine(1, line('honoured', { for: '-1', against: '0', abstain: '0' })), ['line.1.for']],
    ['an alternate without its place', withLine(3, line('alternate')), ['line.3.order']],
    ['an order with a gap', withLine(3, line('alternate', { order: '2' })), ['line.3.order']],
    ['two on one place', withLine(4, line('alternate', { order: '1' })), ['line.3.order']],
    ['a place for somebody honoured', withLine(1, line('honoured', { order: '1' })), ['line.1.order']],
    ['a revocation without a reason', withLine(2, line('revoked')), ['line.2.note']],
    ['a made-up outcome', withLine(4, line('winner')), ['line.4.outcome']],
    ['a telephone in the open', withLine(4, line('not-chosen', { note: '电话 13800138000' })), ['line.4.note']],
    ['more honours than places without a word', withLine(4, line('honoured')), ['remark']],
  ]
  for (const [why, draft, fields] of cases) expect([why, flawsIn(draft)]).toEqual([why, fields])
  const gone = {
    ...TERMS,
    campaign: { ...TERMS.campaign, nominees: [nominee(1, 'people', '本人放弃'), ...TERMS.campaign.nominees.slice(1)] },
  }
  expect(flawsIn(aDraft(), gone)).toEqual(['line.1.outcome'])
})

test('full-width digits are digits, and more than planned stands with its reason written down', () => {
  expect(recordOf(aDraft({ present: '１３' })).attendance.present).toBe(13)
  expect(flawsIn(aDraft({ ...withLine(4, line('honoured')), remark: '经请示，追加一个名额。' }))).toEqual([])
})

test('a revoked place is not filled again: not with a reason, not by an alternate', () => {
  const revoked = { ...aDraft().lines, 2: line('revoked', { note: '材料不实' }) }
  expect(flawsIn(aDraft({ lines: revoked }))).toEqual([])
  const refilled = { ...revoked, 3: line('honoured') }
  expect(flawsIn(aDraft({ lines: refilled }))).toEqual(['lines'])
  expect(flawsIn(aDraft({ lines: refilled, remark: '由候补第一位递补。' }))).toEqual(['lines'])
})

const anyLine = fc.record<DraftLine>({
  outcome: fc.constantFrom(...DECIDED, '', 'x'),
  order: fc.constantFrom('', '1', '2', '3', '0'),
  for: fc.constantFrom('', '0', '5', '13', '14', '-1', '二'),
  against: fc.constantFrom('', '0', '5', '9'),
  abstain: fc.constantFrom('', '0', '8'),
  note: fc.constantFrom('', '材料不实，查证属实'),
})

test('whatever is typed, a record that comes out keeps every rule, and what breaks one does not come out', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 5, maxLength: 5 }), fc.boolean(), (lines, explained) => {
      const draft = aDraft({
        lines: Object.fromEntries(lines.map((one, i) => [i + 1, one])),
        remark: explained ? '经请示，追加名额。' : '',
      })
      const judged = judgeDecision(draft, TERMS)
      const sound =
        lines.every(({ for: yes, against: no, abstain }) => {
          const votes = [yes, no, abstain]
          if (votes.every(text => text === '')) return true
          return votes.every(text => /^\d+$/.test(text)) && votes.reduce((sum, text) => sum + Number(text), 0) <= 13
        }) &&
        lines.every(({ outcome, order, note }) =>
          outcome === 'alternate'
            ? Number(order) >= 1
            : order === '' && (outcome !== 'revoked' || note !== '') && DECIDED.some(one => one === outcome),
        ) &&
        [lines.slice(0, 4), lines.slice(4)].every((group, i) => {
          const orders = group.filter(({ outcome }) => outcome === 'alternate').map(({ order }) => Number(order))
          const [honoured, revoked] = ['honoured', 'revoked'].map(one => group.filter(({ outcome }) => outcome === one).length)
          const places = i === 0 ? 2 : 1
          return (
            orders.sort().every((order, at) => order === at + 1) &&
            ((honoured ?? 0) <= places || explained) &&
            (revoked === 0 || (honoured ?? 0) + (revoked ?? 0) <= places)
          )
        })
      expect(judged.ok).toBe(sound)
    }),
    { numRuns: 2000, seed: 5 },
  )
})

test('an amendment touches whom it names and nobody else, and honours nobody', () => {
  fc.assert(
    fc.property(fc.subarray([1, 2, 3, 4, 5]), numbers => {
      const record = recordOf()
      const judged = judgeAmendment(
        { numbers, meeting: '部务会议', day: '2026-05-20', reason: '经查证，申报材料弄虚作假，情况属实。' },
        { record, amendments: [], previous: 'h', today: TERMS.today },
      )
      const allowed = revocable({ record, amendments: [] }).map(({ number }) => number)
      expect(judged.ok).toBe(numbers.length > 0 && numbers.every(number => allowed.includes(number)))
      if (!judged.ok) return
      const after = standingLines(record, [judged.amendment])
      for (const [i, before] of record.lines.entries())
        expect(after[i]).toEqual(numbers.includes(before.number) ? { ...before, outcome: 'revoked', order: null } : before)
    }),
    { numRuns: 200, seed: 5 },
  )
})

test('an amendment names the hash before it and its number, and needs a meeting, a day and a reason', () => {
  const record = recordOf()
  const terms = {
    record,
    amendments: [{}, {}].map(() => ({ revoked: [] }) as unknown as Amendment),
    previous: 'abc',
    today: TERMS.today,
  }
  const typed = { numbers: [5], meeting: '部务会议', day: '2026-05-20', reason: '经查证，申报材料弄虚作假，情况属实。' }
  expect(judgeAmendment(typed, terms)).toEqual({
    ok: true,
    amendment: {
      ...{ format: 'mingping-decision-amendment/1', campaign: record.campaign.id, number: 3, previous: 'abc' },
      ...{ meeting: '部务会议', day: '2026-05-20', reason: typed.reason },
      revoked: [{ number: 5, name: '候选5', unit: '第一中学', category: 'groups' }],
    },
  })
  const flaws = (change: object) => {
    const judged = judgeAmendment({ ...typed, ...change }, terms)
    return judged.ok ? [] : judged.flaws.map(({ field }) => field)
  }
  expect([
    flaws({ numbers: [] }),
    flaws({ numbers: [4] }),
    flaws({ meeting: '', day: '', reason: '太短' }),
    flaws({ day: '2026-05-21' }),
    flaws({ day: '2026-05-17' }),
  ]).toEqual([['numbers'], ['numbers'], ['meeting', 'day', 'reason'], ['day'], ['day']])
})

test('in public an alternate is named only where the meeting said so, and a revoked honour is none', () => {
  const amendment = { revoked: [{ number: 1 }] } as unknown as Amendment
  expect([
    publicOutcomes(recordOf(), []),
    publicOutcomes(recordOf(aDraft({ alternatesNamed: true })), []),
    publicOutcomes(recordOf(), [amendment]),
  ]).toEqual([
    { 1: 'honoured', 2: 'honoured', 3: 'not-chosen', 4: 'not-chosen', 5: 'honoured' },
    { 1: 'honoured', 2: 'honoured', 3: 'alternate', 4: 'not-chosen', 5: 'honoured' },
    { 1: 'not-chosen', 2: 'honoured', 3: 'not-chosen', 4: 'not-chosen', 5: 'honoured' },
  ])
})

test('only an auditor who neither wrote nor handed it in may release', () => {
  const handed = { by: 'a', role: 'organizer', writtenBy: 'b' } as const
  const may = (id: string, role: 'organizer' | 'auditor' | 'reviewer' | 'administrator') => mayRelease(handed, { id, role })
  expect([may('c', 'auditor'), may('a', 'auditor'), may('b', 'auditor'), may('c', 'organizer')]).toEqual([
    true,
    false,
    false,
    false,
  ])
  expect([may('c', 'reviewer'), may('c', 'administrator')]).toEqual([false, false])
  expect(mayRelease({ ...handed, role: 'auditor' }, { id: 'c', role: 'auditor' })).toBe(false)
})

test('the form is read field by field: only rows of nominees, cut to their length, line breaks as one', () => {
  const form = new URLSearchParams([
    ['meeting', ` ${'长'.repeat(80)} `],
    ['remark', '一\r\n二'],
    ['line.1.outcome', 'honoured'],
    ['line.9.outcome', 'honoured'],
    ['line.1.__proto__', 'x'],
  ])
  expect(readDecisionForm(form, [1, 2])).toEqual({
    ...EMPTY_DRAFT,
    ...{ meeting: '长'.repeat(60), remark: '一\n二', lines: { 1: line('honoured') } },
  })
  expect(restNotChosen(readDecisionForm(form, [1, 2]), [1, 2]).lines).toEqual({ 1: line('honoured'), 2: line('not-chosen') })
})
