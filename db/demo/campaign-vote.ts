import type { CampaignDocument, NomineeEntry } from '../../worker/import/document.ts'
import { chanceFrom } from './chance.ts'
import { organizationEntry } from './organizations.ts'
import { newPerson, personEntry, tradeAt } from './people.ts'
import type { Timetable } from './timetable.ts'

const DISTRICTS = [
  '东城区',
  '西城区',
  '河阳县',
  '石桥县',
  '青山县',
  '南坡县',
  '柳林市',
  '高新区',
  '市直机关工委',
  '市公安局',
  '市教育局',
  '市卫生健康委',
]

/** The shape of 002: 15 organizations for 10, 15 members for 10, 150 for 100, chosen at 50 % more; the vote is open. */
export function voteCampaign(time: Timetable): CampaignDocument {
  const nominees = candidates()
  return {
    settings: {
      format: 'mingping-campaign/1',
      slug: 'qinghe',
      title: `清河市${time.year}年“十佳百优”先进典型网上评议`,
      shortTitle: '清河“十佳百优”评议',
      organizers: ['中共清河市委组织部'],
      theme: 'red',
      summary:
        '经逐级推荐、联审和初步评定，现将 15 个基层党组织、15 名共产党员、150 名优秀共产党员候选对象提交全市党员群众评议。评议结果与实地考察情况一并研究，作为确定表彰对象的参考。',
      rules: ['请先看事迹，再作选择。', '评议面向全市党员和群众，人人可以参加，不需要关注、不需要转发，也没有任何奖品。'],
      order: 'strokes',
      contact: {
        office: '市委组织部组织一科（演示）',
        phone: '0000-1234567',
        address: '清河市人民路 1 号（演示地址）',
        email: 'zuzhi@example.cn',
      },
      use: 'advisory',
      identity: 'device',
      visibility: 'hidden',
      batchHour: 9,
      organizerSeesRunning: true,
      period: 'once',
      totalMin: null,
      totalMax: null,
      expectedPeak: 140,
      humanChecks: ['pow'],
      milestones: [
        { step: 'call', title: '推荐', from: time.at(-45), until: time.at(-30) },
        { step: 'vetting', title: '考察预审', from: time.at(-29), until: time.at(-22) },
        { step: 'publicity', title: '初步名单公示', from: time.at(-20), until: time.publicityEnd(-21) },
        { step: 'vote', title: '网上评议', from: time.at(-4, '09:00'), until: time.at(6) },
        { step: 'inspection', title: '实地考察', from: time.at(7), until: time.at(14) },
        { step: 'decision', title: '研究确定', from: time.at(15), until: time.at(20) },
        { step: 'final-publicity', title: '拟表彰对象公示', from: time.at(22), until: time.at(31) },
        { step: 'honours', title: '颁奖典礼', from: time.at(40), until: time.at(40) },
      ],
      categories: [
        { key: 'groups', name: '十佳基层党组织', kind: 'organization', honours: 10, min: 1, max: 10 },
        { key: 'ten', name: '十佳共产党员', kind: 'person', honours: 10, min: 1, max: 10 },
        { key: 'hundred', name: '优秀共产党员', kind: 'person', honours: 100, min: 1, max: 100 },
      ],
    },
    nominees,
    notices: [
      {
        key: 'call',
        kind: 'call',
        title: '关于推荐清河市“十佳百优”先进典型的通知',
        source: '市委组织部',
        author: '组织一科',
        body: callBody(time),
        publishAt: time.at(-45, '09:30'),
        withdrawnAt: null,
        withdrawnReason: null,
        corrects: null,
        posted: null,
        through: null,
        conclusion: null,
        attachments: [],
      },
      {
        key: 'shortlist',
        kind: 'publicity',
        title: '清河市“十佳百优”先进典型初步推荐对象公示',
        source: '市委组织部',
        author: '组织一科',
        body: `根据推荐、考察和预审情况，现将初步推荐对象予以公示，接受党员群众监督。\n\n公示期间如有意见，请实名反映。反映情况要实事求是，对线索清楚的将认真核实。\n\n名单见本活动“候选对象”栏目。`,
        publishAt: time.at(-21, '16:00'),
        withdrawnAt: null,
        withdrawnReason: null,
        corrects: null,
        posted: time.at(-21),
        through: time.publicityEnd(-21),
        conclusion: '公示期已满，没有收到影响推荐的异议。',
        attachments: [],
      },
      {
        key: 'vote',
        kind: 'call',
        title: '关于开展“十佳百优”候选对象网上评议的通知',
        source: '市委组织部',
        author: '组织一科',
        body: voteBody(time),
        publishAt: time.at(-5, '10:00'),
        withdrawnAt: null,
        withdrawnReason: null,
        corrects: null,
        posted: null,
        through: null,
        conclusion: null,
        attachments: [],
      },
      {
        key: 'vote-time',
        kind: 'correction',
        title: `关于网上评议截止时间的更正`,
        source: '市委组织部',
        author: '组织一科',
        body: `原通知中评议截止时间表述有误，现更正为 ${time.words(6)} 24:00。其他内容不变。`,
        publishAt: time.at(-5, '15:20'),
        withdrawnAt: null,
        withdrawnReason: null,
        corrects: 'vote',
        posted: null,
        through: null,
        conclusion: null,
        attachments: [],
      },
    ],
  }
}

function candidates(): NomineeEntry[] {
  const chance = chanceFrom(2002)
  const taken = new Set<string>()
  const groups = Array.from({ length: 15 }, (_, i) =>
    organizationEntry(chance, { number: i + 1, category: 'groups', district: DISTRICTS[i % 9] as string, place: i }),
  )
  const persons = Array.from({ length: 165 }, () => newPerson(chance, taken))
  // Numbers follow the surname's strokes within each category, as the notices ask of a list without ranks.
  const inOrder = [...persons.slice(0, 15).sort(byStrokes), ...persons.slice(15).sort(byStrokes)]
  const people = inOrder.map((person, i) => {
    const trade = tradeAt(i)
    const district = DISTRICTS[(i * 5) % 9] as string
    const unit = district.length > 3 && i % 9 > 6 ? district : `${district}${chance.pick(trade.unit)}`
    return personEntry(chance, { city: '清河市', number: 16 + i, category: i < 15 ? 'ten' : 'hundred', person, trade, unit })
  })
  return [...groups, ...people]
}

const strokes = new Intl.Collator('zh-u-co-stroke')
const byStrokes = (a: { readonly name: string }, b: { readonly name: string }): number => strokes.compare(a.name, b.name)

const callBody = (time: Timetable): string => `各县（市、区）党委组织部，市直各党（工）委：

为选树一批叫得响、立得住、群众公认的先进典型，市委决定评选表彰“十佳百优”先进典型。现就推荐工作通知如下。

## 一、名额

| 类别 | 拟表彰 | 候选（差额 50%） |
| --- | --- | --- |
| 十佳基层党组织 | 10 个 | 15 个 |
| 十佳共产党员 | 10 名 | 15 名 |
| 优秀共产党员 | 100 名 | 150 名 |

## 二、条件

1. 政治坚定，在本职岗位上作出突出成绩，党员群众公认。
2. 向生产和工作一线倾斜；副县级以上领导干部一般不推荐。
3. 基层党务干部在优秀共产党员中不少于 30%。

## 三、程序

自下而上逐级推荐，征求有关部门意见，公示不少于 5 个工作日，再由市委组织部差额提出候选对象，提交网上评议。

## 四、时间

${time.words(-30)}前报送推荐材料，逾期不再受理。`

const voteBody = (time: Timetable): string => `为广泛听取党员群众意见，现对候选对象开展网上评议。

- 评议时间：${time.words(-4)} 9:00 至 ${time.words(5)} 24:00。
- 评议办法：每台设备限投一次，每类至少选 1 个，“十佳”各不超过 10 个，“优秀共产党员”不超过 100 名。
- 评议结果**仅作参考**，与实地考察、征求意见情况一并研究，不直接决定表彰对象。

本次评议不需要关注公众号，不需要转发，没有任何奖品。任何单位不得向下摊派投票任务，不得公布单位投票排名。`
