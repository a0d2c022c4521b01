import { expect, test } from 'vitest'
import { headline, type Milestone, pollStage, type Step } from '../../worker/rules/campaign.ts'
import { arrange, matches, type NomineeCard, pageOf } from '../../worker/rules/nominee.ts'
import { MAY, may, STAFF_ROLES } from '../../worker/rules/roles.ts'
import { DAY, instant } from '../../worker/rules/time.ts'

const milestone = (step: Step, from: number, until: number): Milestone => ({
  step,
  title: step,
  from: instant(from * DAY),
  until: instant(until * DAY),
})
const campaign = {
  milestones: [milestone('call', 1, 3), milestone('vote', 5, 8), milestone('inspection', 6, 9), milestone('honours', 12, 13)],
}
const at = (days: number) => instant(days * DAY)

test('the headline names what a person can do now before what merely goes on, else the next step, else the last', () => {
  const named = [0, 2, 4, 7, 8.5, 10, 14].map(day => {
    const head = headline(campaign, at(day))
    return [head?.milestone.step, head?.standing]
  })
  expect(named).toEqual([
    ['call', 'to-come'],
    ['call', 'now'],
    ['vote', 'to-come'],
    ['vote', 'now'],
    ['inspection', 'now'],
    ['honours', 'to-come'],
    ['honours', 'past'],
  ])
  expect(headline({ milestones: [] }, at(1))).toBe(null)
})

test('a poll is before, open or closed by its window; a campaign without a vote has none', () => {
  expect([4.9, 5, 7.9, 8].map(day => pollStage(campaign, at(day)))).toEqual(['before', 'open', 'open', 'closed'])
  expect(pollStage({ milestones: [] }, at(1))).toBe('none')
})

const card: NomineeCard = {
  number: 12,
  category: 'ten',
  name: '张明',
  unit: '清河市第一中学',
  initials: 'zm',
  post: '教师',
  hasPhoto: false,
  withdrawn: null,
  outcome: null,
}

test('a nominee is found by number, name, unit and pinyin initials, in whatever width and case they are typed', () => {
  const asked = ['12', '１２', '012', '1', '张', '张明', '第一中学', 'z', 'ZM', ' zm ', 'm', '', '李']
  expect(asked.map(question => matches(card, question))).toEqual([
    true,
    true,
    true,
    false,
    true,
    true,
    true,
    true,
    true,
    true,
    false,
    true,
    false,
  ])
})

test('a shuffled list holds everybody once, the same for one voter, another for others', () => {
  const list = Array.from({ length: 50 }, (_, i) => i)
  const one = arrange(list, 'shuffle', 'voter-1')
  expect([...one].sort((a, b) => a - b)).toEqual(list)
  expect(arrange(list, 'shuffle', 'voter-1')).toEqual(one)
  expect(arrange(list, 'shuffle', 'voter-2')).not.toEqual(one)
  expect(arrange(list, 'number', 'voter-1')).toBe(list)
})

test('over many voters every nominee stands at every place about equally often', () => {
  const list = [0, 1, 2, 3, 4]
  const firsts = [0, 0, 0, 0, 0]
  for (let i = 0; i < 5000; i++) {
    const first = arrange(list, 'shuffle', `voter-${i}`)[0] ?? 0
    firsts[first] = (firsts[first] ?? 0) + 1
  }
  expect(firsts.every(count => count > 850 && count < 1150)).toBe(true)
})

test('a page out of range is the nearest page there is', () => {
  const list = Array.from({ length: 25 }, (_, i) => i)
  expect([0, 1, 3, 9, Number.NaN].map(page => [pageOf(list, page, 10).page, pageOf(list, page, 10).items.length])).toEqual([
    [1, 10],
    [1, 10],
    [3, 5],
    [3, 5],
    [1, 10],
  ])
  expect(pageOf([], 1, 10)).toEqual({ items: [], page: 1, pages: 1, total: 0 })
})

test('nobody outside the staff opens the console, and likes and ballots are for voters', () => {
  expect((['visitor', 'voter'] as const).map(role => may({ role }, 'open-console'))).toEqual([false, false])
  expect(may({ role: 'visitor' }, 'cast-ballot')).toBe(false)
  expect(STAFF_ROLES.filter(role => MAY[role].includes('read-running-tally'))).toEqual(['organizer', 'auditor'])
  expect(STAFF_ROLES.filter(role => MAY[role].includes('export-tally'))).toEqual(['organizer'])
})
