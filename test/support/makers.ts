import type { CampaignDocument, NomineeEntry } from '../../worker/import/document.ts'
import type { PollSpec } from '../../worker/rules/ballot.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { SCORER } from '../../worker/rules/score/thresholds.ts'
import { instant } from '../../worker/rules/time.ts'

// The boring parts of tests. Names and units are made up.

export const OPENS = instant(Date.parse('2026-04-20T09:00:00+08:00'))
export const CLOSES = instant(Date.parse('2026-04-26T00:00:00+08:00'))

/** Two categories: choose 1 or 2 of three people, and at most one of two organizations. */
export const aPoll = (change: Partial<PollSpec> = {}): PollSpec => ({
  campaign: 'cmp_0000000000000001' as CampaignId,
  title: '清河市先进典型',
  use: 'advisory',
  identity: 'device',
  period: 'once',
  window: { from: OPENS, until: CLOSES },
  categories: [
    { key: 'people', name: '十佳共产党员', min: 1, max: 2 },
    { key: 'groups', name: '十佳基层党组织', min: 0, max: 1 },
  ],
  totalMin: null,
  totalMax: null,
  nominees: [1, 2, 3]
    .map(number => ({ number, category: 'people' }))
    .concat([4, 5].map(number => ({ number, category: 'groups' }))),
  shards: 1,
  scorer: SCORER,
  ...change,
})

export const aNominee = (number: number, change: Partial<NomineeEntry> = {}): NomineeEntry => ({
  number,
  category: number <= 3 ? 'people' : 'groups',
  name: ['', '张明', '李秀兰', '王建国', '城东社区党总支', '第一中学党支部'][number] ?? `候选${number}`,
  unit: '清河市第一中学',
  post: '教师',
  brief: '扎根一线二十年。',
  deeds: '第一段。\n第二段。',
  honours: '2020年5月，市总工会授予先进工作者',
  initials: 'zm',
  photo: null,
  outcome: null,
  ...change,
})

type Settings = CampaignDocument['settings']

/** A small campaign that is open for voting at OPENS. */
export const aDocument = (
  settings: Partial<Settings> = {},
  change: Partial<Omit<CampaignDocument, 'settings'>> = {},
): CampaignDocument => ({
  settings: {
    format: 'mingping-campaign/1',
    slug: 'qinghe-2026',
    title: '清河市“十佳百优”先进典型网上评议',
    shortTitle: '清河十佳百优',
    organizers: ['中共清河市委组织部'],
    theme: 'red',
    summary: '请党员群众评议候选对象。',
    rules: ['每人限投一次。'],
    order: 'number',
    contact: { office: '组织一科', phone: '0000-1234567', address: '清河市人民路1号', email: 'zuzhi@example.cn' },
    use: 'advisory',
    identity: 'device',
    visibility: 'hidden',
    batchHour: 18,
    organizerSeesRunning: true,
    period: 'once',
    totalMin: null,
    totalMax: null,
    expectedPeak: 100,
    humanChecks: ['pow'],
    milestones: [
      { step: 'publicity', title: '名单公示', from: '2026-04-08', until: '2026-04-15' },
      { step: 'vote', title: '网上评议', from: '2026-04-20 09:00', until: '2026-04-25' },
    ],
    categories: [
      { key: 'people', name: '十佳共产党员', kind: 'person', honours: 2, min: 1, max: 2 },
      { key: 'groups', name: '十佳基层党组织', kind: 'organization', honours: 1, min: 0, max: 1 },
    ],
    ...settings,
  },
  nominees: [1, 2, 3, 4, 5].map(number => aNominee(number)),
  notices: [],
  ...change,
})
