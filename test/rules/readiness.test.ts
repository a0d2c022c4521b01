import { expect, test } from 'vitest'
import { BUILT_IN } from '../../db/calendar.ts'
import { sayCheck } from '../../web/text/readiness.ts'
import { sayWarning } from '../../web/text/timetable.ts'
import { campaignRows } from '../../worker/import/rows.ts'
import type { CampaignFile, IdentityLevel, Milestone, Step } from '../../worker/rules/campaign.ts'
import { readMoment } from '../../worker/rules/moment.ts'
import { missingIn, type ReadinessFacts, readinessOf } from '../../worker/rules/readiness.ts'
import { type Day, type Instant, instant } from '../../worker/rules/time.ts'
import { timetableWarnings } from '../../worker/rules/timetable.ts'
import { specOf } from '../../worker/spec.ts'
import { aDocument } from '../support/makers.ts'

const NOW = instant(Date.parse('2026-04-16T10:00:00+08:00'))
const file = (change: Partial<CampaignFile> = {}): CampaignFile => ({
  ...campaignRows(aDocument(), { stored: null, random: size => new Uint8Array(size) }).file,
  publishedAt: NOW,
  ...change,
})
const LAWFUL = [{ posted: '2026-04-08' as Day, through: '2026-04-15' as Day }]
const facts = (campaign: CampaignFile, change: Partial<ReadinessFacts> = {}): ReadinessFacts => ({
  ...{ now: NOW, calendar: BUILT_IN, publicity: LAWFUL, codes: 0, people: 0, wechat: false },
  spec: campaign.milestones.some(({ step }) => step === 'vote') ? specOf(campaign) : null,
  ...change,
})
/** Level and sentence of everything that is not in order. */
const saidOf = (campaign: CampaignFile, change: Partial<ReadinessFacts> = {}) => {
  const { toPublish, toOpen } = readinessOf(campaign, facts(campaign, change))
  return [...toPublish, ...toOpen]
    .filter(({ level }) => level !== 'done')
    .map(one => [one.level, sayCheck(one, campaign), one.at])
}

test('a campaign that has everything has one thing to look at: the photos', () => {
  expect(saidOf(file())).toEqual([['warning', '5 个候选对象没有照片，页面上用姓名代替', 'nominees']])
})

test('each thing that is missing is named with the page where it is mended', () => {
  const contact = { office: '', phone: '0000', address: '', email: '' }
  expect(saidOf(file({ contact, rules: '', categories: [], publishedAt: null, nominees: [] }))).toEqual([
    ['missing', '缺少联系方式：受理单位和电话', 'settings'],
    ['missing', '缺少规则说明', 'settings'],
    ['missing', '还没有类别', 'settings'],
    ['warning', '“名单公示”的开始日期已经过去。', 'settings'],
    ['missing', '活动还是草稿，请先公开', 'overview'],
    ['missing', '还没有候选对象', 'nominees'],
  ])
})

test('a category with fewer nominees than a ballot may name stands in the way', () => {
  const short = file({ nominees: file().nominees.filter(({ number }) => number !== 3 && number !== 2) })
  expect(saidOf(short)[0]).toEqual(['missing', '类别“十佳共产党员”最多可选 2，但只有 1 个候选对象', 'nominees'])
})

test('the list must have been public for five working days: no notice, a running one and a short one are told apart', () => {
  const stage = (publicity: ReadinessFacts['publicity']) =>
    readinessOf(file(), facts(file(), { publicity })).toOpen.find(({ matter }) => matter.kind === 'publicity')
  const day = (text: string) => text as Day
  expect(
    [
      [],
      [{ posted: day('2026-04-09'), through: day('2026-04-16') }],
      [{ posted: day('2026-04-08'), through: day('2026-04-14') }],
      LAWFUL,
    ].map(periods => {
      const found = stage(periods)
      return found && [found.level, found.matter.kind === 'publicity' && found.matter.stage]
    }),
  ).toEqual([
    ['warning', 'none'],
    ['warning', 'running'],
    ['warning', 'short'],
    ['done', 'over'],
  ])
})

test('a vote that is over cannot be opened, and a vote by code warns until codes were issued', () => {
  const late = instant(Date.parse('2026-04-26T00:00:00+08:00'))
  expect(missingIn(readinessOf(file(), facts(file(), { now: late })).toOpen).map(({ matter }) => matter.kind)).toEqual([
    'window-over',
  ])
  const byCode = file({ identity: 'code' })
  expect(saidOf(byCode).map(([, says]) => says)).toContain('还没有发放投票码，没有码就不能投票')
  expect(saidOf(byCode, { codes: 3 }).map(([, says]) => says)).not.toContain('还没有发放投票码，没有码就不能投票')
})

test('a vote by WeChat accounts, alone or tied to codes, cannot be opened on a site that cannot ask WeChat', () => {
  const missing = (identity: IdentityLevel, wechat: boolean) => {
    const campaign = file({ identity })
    return missingIn(readinessOf(campaign, facts(campaign, { wechat })).toOpen).map(({ matter }) => matter.kind)
  }
  expect([missing('openid', false), missing('bound', false), missing('openid', true), missing('device', false)]).toEqual([
    ['wechat'],
    ['wechat'],
    [],
    [],
  ])
})

test('a campaign without vote and likes has nothing to open', () => {
  const none = file({ milestones: file().milestones.filter(({ step }) => step === 'publicity') })
  expect(missingIn(readinessOf(none, facts(none)).toOpen).map(({ matter }) => matter.kind)).toEqual(['open-step'])
})

const step = (name: Step, from: string, until: string): Milestone => ({
  step: name,
  title: '',
  from: readMoment(from, 'from') as Instant,
  until: readMoment(until, 'until') as Instant,
})
const warned = (...milestones: readonly Milestone[]) =>
  timetableWarnings(milestones, { calendar: BUILT_IN, now: NOW, publicityDays: 5, draft: true }).map(one =>
    sayWarning(one, milestones),
  )

test('a timetable is warned of in words, each conflict once', () => {
  expect(warned(step('publicity', '2026-09-28', '2026-10-07'))).toEqual([
    '“名单公示”不足 5 个工作日：张贴当天不计，按第一天张贴算，最早到 10月10日 截止。',
  ])
  expect(warned(step('publicity', '2026-05-11', '2026-05-18'), step('vote', '2026-05-18 09:00', '2026-05-20'))).toEqual([
    '“网上评议”在公示结束（2026年5月18日 24:00）之前就开始，请改到公示之后。',
  ])
  expect(warned(step('vetting', '2026-05-10', '2026-05-12'), step('call', '2026-05-11', '2026-05-14'))).toEqual([
    '“资格审核”早于“征集推荐”开始，次序颠倒了。',
  ])
  expect(warned(step('call', '2026-05-11', '2026-05-14'), step('vetting', '2026-05-14', '2026-05-20'))).toEqual([
    '“资格审核”与“征集推荐”的时间有重叠，请确认是否有意这样安排。',
  ])
  expect(warned(step('vote', '2026-05-11', '2026-05-14'), step('likes', '2026-05-11', '2026-05-20'))).toEqual([
    '“网络点赞”的起止时间超出了评议，读者容易把点赞当成投票，请确认。',
  ])
  expect(warned(step('vetting', '2026-12-28', '2026-12-30'), step('vote', '2026-12-31', '2027-01-04'))).toEqual([
    '2027 年官方放假安排尚未公布，“网上评议”的工作日暂不能计算；公布后请核对。',
  ])
  expect(warned(step('call', '2026-04-15', '2026-04-30'))).toEqual(['“征集推荐”的开始日期已经过去。'])
  expect(warned({ ...step('call', '2026-05-15', '2026-05-16'), until: readMoment('2026-05-15', 'from') as Instant })).toEqual([
    '“征集推荐”的结束时间不晚于开始时间。',
  ])
})

test('each way of knowing voters names what it still needs, and where it is mended', () => {
  const wanted = (identity: CampaignFile['identity'], change: Partial<ReadinessFacts> = {}) =>
    saidOf(file({ identity }), change)
      .filter(([level, , at]) => level !== 'done' && at !== 'nominees')
      .map(([level, says, at]) => [level, String(says).slice(0, 9), at])
  const missing = {
    codes: ['warning', '还没有发放投票码，', 'codes'],
    roster: ['warning', '还没有导入名册，不', 'roster'],
    // Codes and lists may still come; a site without WeChat will not have it tomorrow.
    wechat: ['missing', '本站还没有接通微信', 'settings'],
  }
  expect([
    wanted('device'),
    wanted('openid'),
    wanted('code'),
    wanted('bound'),
    wanted('roster'),
    wanted('bound', { codes: 1, wechat: true }),
    wanted('roster', { people: 1 }),
  ]).toEqual([[], [missing.wechat], [missing.codes], [missing.codes, missing.wechat], [missing.roster], [], []])
})
