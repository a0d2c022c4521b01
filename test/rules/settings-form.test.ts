import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDraft } from '../../worker/import/draft.ts'
import { campaignRows } from '../../worker/import/rows.ts'
import { type CampaignDraft, draftOf, withDraft } from '../../worker/rules/draft.ts'
import { differing, draftFrom, FROZEN, mergedOf, partsOf, withFrozen } from '../../worker/rules/draft-parts.ts'
import { readMoment, writeMoment } from '../../worker/rules/moment.ts'
import { categoryRows, readSettingsForm, rearranged } from '../../worker/rules/settings-form.ts'
import { instant, MINUTE } from '../../worker/rules/time.ts'
import { aDocument } from '../support/makers.ts'
import { formOf } from '../support/settings-form.ts'

const { file } = campaignRows(aDocument(), { stored: null, random: size => new Uint8Array(size) })
const DRAFT = draftOf(file)

test('what the form of a campaign sends is read as the campaign that it shows', () => {
  expect(readDraft(readSettingsForm(formOf(DRAFT)))).toEqual({ ok: true, draft: DRAFT })
  expect(withDraft(file, DRAFT)).toEqual(file)
})

test('a moment is written as short as it can be, and read again as the same moment', () => {
  const minute = fc.integer({ min: Date.parse('2015-01-01') / MINUTE, max: Date.parse('2040-01-01') / MINUTE })
  fc.assert(
    fc.property(minute, fc.constantFrom('from' as const, 'until' as const), (n, as) => {
      const at = instant(n * MINUTE)
      expect(readMoment(writeMoment(at, as), as)).toBe(at)
    }),
  )
  expect(writeMoment(instant(Date.parse('2026-04-26T00:00+08:00')), 'until')).toBe('2026-04-25')
})

test('what is wrong stands under the field that it belongs to, in the words of the campaign folder', () => {
  const form = formOf(DRAFT)
  form.set('title', '')
  form.set('batchHour', '25')
  form.set('categories.1.max', 'x')
  form.set('milestones.vote.until', '')
  form.set('publicityDays', '3')
  const read = readDraft(readSettingsForm(form))
  expect(read.ok ? [] : read.flaws).toEqual([
    { field: 'title', says: '不能为空。' },
    { field: 'batchHour', says: '不大于 23；现在是 25。' },
    { field: 'milestones.vote.until', says: '应写成“2026-04-25 18:00”或“2026-04-25”；现在是 ""。' },
    { field: 'categories.1.max', says: '应为数字；现在是 "x"。' },
    { field: 'publicityDays', says: '公示不少于 5 个工作日；现在是 3。' },
  ])
  const reversed = formOf(DRAFT)
  reversed.set('milestones.vote.until', '2026-04-19')
  reversed.set('categories.0.min', '2')
  reversed.set('categories.0.max', '1')
  const second = readDraft(readSettingsForm(reversed))
  expect(second.ok ? [] : second.flaws).toEqual([
    { field: 'milestones.vote.until', says: '结束时间 2026-04-19 必须晚于开始时间 2026-04-20 09:00。' },
    { field: 'categories.0.min', says: '最少选数 2 大于最多选数 1。' },
  ])
})

test('rubbish in a form is a flaw of a field, never a throw', () => {
  const names = fc.constantFrom(...formOf(DRAFT).keys())
  fc.assert(
    fc.property(fc.array(fc.tuple(names, fc.string({ unit: 'grapheme' })), { maxLength: 6 }), changes => {
      const form = formOf(DRAFT)
      for (const [name, value] of changes) form.set(name, value)
      expect(typeof readDraft(readSettingsForm(form)).ok).toBe('boolean')
    }),
  )
})

test('a row added has a key of its own, a row moved or removed takes nothing else with it', () => {
  const rows = categoryRows(formOf(DRAFT))
  const keys = (action: string) => rearranged(rows, action).map(({ key }) => key)
  expect(['add', 'up:1', 'down:0', 'remove:0', 'up:0', 'down:1', 'remove:9', 'save'].map(keys)).toEqual([
    ['people', 'groups', 'c3'],
    ['groups', 'people'],
    ['groups', 'people'],
    ['groups'],
    ['people', 'groups'],
    ['people', 'groups'],
    ['people', 'groups'],
    ['people', 'groups'],
  ])
})

test('a draft taken apart and put together is the same draft', () => {
  expect(draftFrom(partsOf(DRAFT))).toEqual(DRAFT)
})

test('two people who changed different things: both changes are in what is merged, and only the other one is told', () => {
  const mine = { ...DRAFT, summary: '我的简介。' }
  const theirs = { ...DRAFT, title: '对方的名称', contact: { ...DRAFT.contact, phone: '1' } }
  expect(mergedOf({ was: DRAFT, mine, theirs })).toEqual({
    differences: [
      { part: 'title', both: false },
      { part: 'contact.phone', both: false },
    ],
    draft: { ...theirs, summary: '我的简介。' },
  })
})

test('two people who changed the same thing: mine stands in what is merged, and it is told that both did', () => {
  const ending = (until: string): CampaignDraft => ({
    ...DRAFT,
    milestones: DRAFT.milestones.map(one => (one.step === 'vote' ? { ...one, until } : one)),
  })
  expect(mergedOf({ was: DRAFT, mine: ending('2026-04-24'), theirs: ending('2026-04-23') })).toEqual({
    differences: [{ part: 'milestones.vote', both: true }],
    draft: ending('2026-04-24'),
  })
})

test('what opening fixes is every part that the ballot boxes hold and every promise about the count', () => {
  const other: CampaignDraft = {
    ...DRAFT,
    ...{ title: '别的', use: 'publicity', identity: 'code', period: 'daily', totalMin: 1, totalMax: 2, expectedPeak: 900 },
    ...{ order: 'shuffle', visibility: 'live', batchHour: 1, organizerSeesRunning: false, categories: [], summary: '新的' },
    milestones: [],
  }
  const kept = withFrozen(other, DRAFT)
  expect(differing(partsOf(DRAFT), partsOf(kept))).toEqual(['summary', 'milestones.publicity'])
  expect(FROZEN.filter(part => !partsOf(DRAFT).has(part))).toEqual([])
})
