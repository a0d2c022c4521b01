import type { CampaignDraft } from './draft.ts'
import type { TemplateStep } from './layout.ts'

/** What a template settles; the rest (titles, organizers, days, contact) belongs to the campaign made from it. */
export interface Template {
  readonly key: string
  readonly name: string
  /** For whom it is, in one sentence on its card. */
  readonly purpose: string
  readonly steps: readonly TemplateStep[]
  readonly settings: Omit<
    CampaignDraft,
    'title' | 'shortTitle' | 'organizers' | 'contact' | 'milestones' | 'totalMin' | 'totalMax'
  >
}

/** What all of them begin with: no running figures for anybody, the lawful minimum of publicity, the quiet human check. */
const COMMON = {
  order: 'number',
  use: 'advisory',
  identity: 'device',
  visibility: 'hidden',
  batchHour: 9,
  organizerSeesRunning: false,
  period: 'once',
  expectedPeak: 150,
  humanChecks: ['pow'],
  publicityDays: 5,
  fourEyes: false,
  comments: false,
} as const

const PARTY_RULES = ['坚持自下而上、逐级推荐，向基层一线倾斜。', '优秀共产党员与优秀党务工作者不交叉重复推荐。']

/** 000 and 001 recommend upwards, 002 has the vote that reviewers weigh, 003 is a hall's own, 004 likes for publicity only. */
export const TEMPLATES: readonly Template[] = [
  {
    key: 'liangyou',
    name: '两优一先（推荐上报）',
    purpose: '各地各单位逐级推荐，组织部门审核考察、公示后表彰或上报；没有网上投票。',
    steps: [
      { step: 'call', title: '推荐申报', length: 15 },
      { step: 'vetting', title: '资格审核', length: 10 },
      { step: 'inspection', title: '组织考察', length: 10 },
      { step: 'decision', title: '会议研究', length: 1, onWorkingDay: true },
      { step: 'final-publicity', title: '拟表彰对象公示', length: 'publicity' },
      { step: 'honours', title: '表彰', length: 1, onWorkingDay: true },
    ],
    settings: {
      ...COMMON,
      theme: 'red',
      summary: '自下而上推荐优秀共产党员、优秀党务工作者和先进基层党组织，经审核、考察、研究和公示后予以表彰。',
      rules: [...PARTY_RULES, '同一人或同一组织不同时推荐两个类别。'],
      categories: [
        { key: 'members', name: '优秀共产党员', kind: 'person', honours: 17, min: 0, max: 17 },
        { key: 'workers', name: '优秀党务工作者', kind: 'person', honours: 11, min: 0, max: 11 },
        { key: 'groups', name: '先进基层党组织', kind: 'organization', honours: 16, min: 0, max: 16 },
      ],
    },
  },
  {
    key: 'liangxin',
    name: '“两新”联盟两优一先',
    purpose: '行业党委按分配的名额推荐，联盟审核、公示后表彰；没有网上投票。',
    steps: [
      { step: 'call', title: '推荐申报', length: 15 },
      { step: 'vetting', title: '联盟审核', length: 10 },
      { step: 'publicity', title: '拟表彰对象公示', length: 'publicity' },
      { step: 'honours', title: '表彰大会', length: 1, onWorkingDay: true },
    ],
    settings: {
      ...COMMON,
      theme: 'red',
      summary: '由各行业党委按名额推荐、联盟审核，公示无异议后表彰先进基层党组织、优秀党务工作者和优秀共产党员。',
      rules: [...PARTY_RULES, '各行业党委按分配的名额推荐；确需增加的，先与联系单位沟通并写明理由。'],
      categories: [
        { key: 'groups', name: '先进基层党组织', kind: 'organization', honours: 9, min: 0, max: 9 },
        { key: 'workers', name: '优秀党务工作者', kind: 'person', honours: 6, min: 0, max: 6 },
        { key: 'members', name: '优秀共产党员', kind: 'person', honours: 9, min: 0, max: 9 },
      ],
    },
  },
  {
    key: 'shijia',
    name: '十佳百优（网上评议）',
    purpose: '先公示候选名单，再请党员群众网上评议，结果供考察和研究参考；可征集百姓评语。',
    steps: [
      { step: 'call', title: '推荐申报', length: 15 },
      { step: 'vetting', title: '资格审核', length: 10 },
      { step: 'publicity', title: '初步名单公示', length: 'publicity' },
      { step: 'vote', title: '网上评议', length: 10, opens: '09:00' },
      { step: 'inspection', title: '深入考察', length: 7 },
      { step: 'decision', title: '会议研究', length: 1, onWorkingDay: true },
      { step: 'final-publicity', title: '拟表彰对象公示', length: 'publicity' },
      { step: 'honours', title: '表彰大会', length: 1, onWorkingDay: true },
    ],
    settings: {
      ...COMMON,
      theme: 'red',
      summary: '初步名单公示之后，请党员群众在网上评议候选对象。评议结果与考察情况一并研究，不直接决定表彰对象。',
      rules: [
        '整个评议期间限投一次，提交后不能更改。',
        '评议结果仅作参考，与考察情况一并研究。',
        '先进基层党组织的书记可以作为优秀共产党员候选对象。',
      ],
      order: 'strokes',
      expectedPeak: 300,
      comments: true,
      categories: [
        { key: 'groups', name: '十佳基层党组织', kind: 'organization', honours: 10, min: 0, max: 10 },
        { key: 'best', name: '十佳共产党员', kind: 'person', honours: 10, min: 0, max: 10 },
        { key: 'good', name: '优秀共产党员', kind: 'person', honours: 100, min: 0, max: 100 },
      ],
    },
  },
  {
    key: 'window',
    name: '窗口先进与服务明星',
    purpose: '政务大厅、窗口单位内部评选：按支部发放投票码，一码一票，党委研究后公示。',
    steps: [
      { step: 'call', title: '支部推荐', length: 10 },
      { step: 'vetting', title: '资格审核', length: 5 },
      { step: 'vote', title: '内部评议', length: 5, opens: '09:00' },
      { step: 'decision', title: '党委研究', length: 1, onWorkingDay: true },
      { step: 'final-publicity', title: '结果公示', length: 'publicity' },
      { step: 'honours', title: '表彰', length: 1, onWorkingDay: true },
    ],
    settings: {
      ...COMMON,
      theme: 'green',
      summary: '由各支部推荐窗口一线的先进集体、优秀个人和服务明星，凭投票码评议，党委研究后公示。',
      rules: ['在大厅工作满一年方可参评。', '有一票否决情形的不予推荐。', '每个投票码限投一次，提交后不能更改。'],
      identity: 'code',
      categories: [
        { key: 'groups', name: '先进党支部', kind: 'organization', honours: 1, min: 0, max: 1 },
        { key: 'members', name: '优秀共产党员', kind: 'person', honours: 20, min: 0, max: 20 },
        { key: 'workers', name: '优秀党务工作者', kind: 'person', honours: 7, min: 0, max: 7 },
        { key: 'stars', name: '服务明星', kind: 'post', honours: 16, min: 0, max: 16 },
      ],
    },
  },
  {
    key: 'zuimei',
    name: '最美职工（点赞）',
    purpose: '逐级推荐、公示，网络点赞宣传职工事迹；点赞不作评选依据，由评审会评定。',
    steps: [
      { step: 'call', title: '推荐申报', length: 20 },
      { step: 'vetting', title: '资格审核', length: 10 },
      { step: 'publicity', title: '候选人公示', length: 'publicity' },
      { step: 'likes', title: '网络点赞', length: 14, opens: '09:00' },
      { step: 'inspection', title: '考察', length: 7 },
      { step: 'decision', title: '评审会评定', length: 1, onWorkingDay: true },
      { step: 'final-publicity', title: '入选名单公示', length: 'publicity' },
      { step: 'honours', title: '发布仪式', length: 1, onWorkingDay: true },
    ],
    settings: {
      ...COMMON,
      theme: 'green',
      summary: '评选宣传一线最美职工。点赞活动只用于宣传职工事迹，入选名单由评审会评定。',
      rules: ['优先推荐产业工人、一线职工、专业技术人员和新就业形态劳动者。', '在一线岗位工作满五年方可参评。'],
      use: 'publicity',
      order: 'shuffle',
      categories: [{ key: 'workers', name: '最美职工', kind: 'person', honours: 10, min: 0, max: 10 }],
    },
  },
]

export const templateOf = (key: string): Template | null => TEMPLATES.find(one => one.key === key) ?? null
