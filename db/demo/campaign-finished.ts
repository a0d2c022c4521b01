import type { CampaignDocument, NomineeEntry } from '../../worker/import/document.ts'
import { chanceFrom } from './chance.ts'
import { initialsOf, newPerson, personEntry } from './people.ts'
import type { Timetable } from './timetable.ts'
import { TRADES, type Trade } from './trades.ts'

export const BRANCHES = ['综合窗口党支部', '不动产登记党支部', '社会事务党支部', '企业开办党支部', '工程审批党支部', '机关党支部']
const WINDOW = TRADES.find(({ post }) => post === '窗口负责人') as Trade

/** The shape of 003: a service hall honours its own; voted by codes given out by the branches, finished, decided (deciding.ts). */
export function finishedCampaign(time: Timetable): CampaignDocument {
  return {
    settings: {
      format: 'mingping-campaign/1',
      slug: 'binjiang-hall',
      title: `滨江市政务服务大厅${time.year}年度先进和服务明星评选`,
      shortTitle: '滨江大厅先进评选',
      organizers: ['中共滨江市政务服务中心机关委员会'],
      theme: 'green',
      summary: '经自荐、组织推荐和支委会审核，候选对象提交大厅工作人员投票。投票结果与平时工作、材料考评一并研究。',
      rules: ['由各党支部向工作人员发放投票码，一码一票。'],
      order: 'number',
      contact: {
        office: '窗口管理科（演示）',
        phone: '0000-3456789',
        address: '滨江市政务服务大厅 3 楼（演示地址）',
        email: 'dating@example.cn',
      },
      use: 'advisory',
      identity: 'code',
      visibility: 'hidden',
      batchHour: 17,
      organizerSeesRunning: false,
      period: 'once',
      totalMin: null,
      totalMax: null,
      expectedPeak: 100,
      humanChecks: ['pow'],
      milestones: [
        { step: 'call', title: '自荐和推荐', from: time.at(-60), until: time.at(-45) },
        { step: 'vetting', title: '支委会审核', from: time.at(-44), until: time.at(-38) },
        { step: 'vote', title: '大厅投票', from: time.at(-24, '08:30'), until: time.at(-15, '17:30') },
        { step: 'decision', title: '机关党委研究', from: time.at(-13), until: time.at(-12) },
        { step: 'final-publicity', title: '结果公示', from: time.at(-10), until: time.publicityEnd(-11) },
        { step: 'honours', title: '表彰大会', from: time.at(-1), until: time.at(-1) },
      ],
      categories: [
        { key: 'branch', name: '先进基层党组织', kind: 'organization', honours: 1, min: 1, max: 1 },
        { key: 'member', name: '优秀共产党员（党员示范岗）', kind: 'person', honours: 20, min: 1, max: 20 },
        { key: 'worker', name: '优秀党务工作者', kind: 'person', honours: 7, min: 1, max: 7 },
        { key: 'star', name: '优质服务明星（明星示范岗）', kind: 'person', honours: 16, min: 1, max: 16 },
      ],
    },
    nominees: nominees(),
    notices: [
      {
        key: 'vote',
        kind: 'call',
        title: '关于评选先进基层党组织、优秀共产党员、优秀党务工作者和优质服务明星的通知',
        source: '市政务服务中心',
        author: '窗口管理科',
        body: '各党支部：\n\n为激励先进、改进服务，经机关党委研究，决定开展年度评选。有下列情形之一的，**一票否决**：\n\n1. 被媒体负面报道的；\n2. 在全市范围内被通报的；\n3. 严重违反中心制度的；\n4. 被投诉且查实有错的；\n5. 造成其他恶劣影响的。\n\n请于规定时间前报送材料，逾期视为自动放弃。',
        publishAt: time.at(-60, '09:00'),
        withdrawnAt: null,
        withdrawnReason: null,
        corrects: null,
        posted: null,
        through: null,
        conclusion: null,
        attachments: [],
      },
      {
        key: 'result-public',
        kind: 'publicity',
        title: '年度先进和服务明星拟表彰对象公示',
        source: '市政务服务中心',
        author: '窗口管理科',
        body: '经大厅投票、材料考评和机关党委会议研究，现将拟表彰对象予以公示。名单见本活动“候选对象”栏目中标注“表彰对象”的人员和支部。',
        publishAt: time.at(-11, '09:00'),
        withdrawnAt: null,
        withdrawnReason: null,
        corrects: null,
        posted: time.at(-11),
        through: time.publicityEnd(-11),
        conclusion: '公示期已满，没有收到异议。',
        attachments: [],
      },
    ],
  }
}

const SEATS = [
  { category: 'member', there: 30, post: '窗口工作人员' },
  { category: 'worker', there: 11, post: '支部委员' },
  { category: 'star', there: 25, post: '窗口工作人员' },
] as const

function nominees(): NomineeEntry[] {
  const chance = chanceFrom(3003)
  const taken = new Set<string>()
  const list: NomineeEntry[] = BRANCHES.map((name, i) => ({
    number: i + 1,
    category: 'branch',
    name,
    unit: '政务服务中心',
    post: '政务服务中心',
    brief: `党员 ${chance.whole(9, 34)} 名。支部把党员示范岗设在办件量最大的窗口，全年群众评价满意率保持在前列。`,
    deeds: '支部坚持每周一次窗口晨会，把群众反映的问题当天梳理、当天答复。\n党员轮流到咨询台值守，老年人、残疾人来办事有人陪同。',
    honours: '',
    initials: initialsOf(name),
    photo: null,
    outcome: null,
  }))
  for (const { category, there, post } of SEATS)
    for (let i = 0; i < there; i++) {
      const entry = personEntry(chance, {
        city: '滨江市',
        number: list.length + 1,
        category,
        person: newPerson(chance, taken),
        trade: WINDOW,
        unit: BRANCHES[i % 5] as string,
      })
      list.push({ ...entry, post })
    }
  return list
}
