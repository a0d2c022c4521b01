import type { CampaignDocument, NomineeEntry } from '../../worker/import/document.ts'
import { chanceFrom } from './chance.ts'
import { initialsOf, newPerson, personEntry, tradeAt } from './people.ts'
import type { Timetable } from './timetable.ts'

/** Six industry committees and their exact quotas: organizations, Party workers, members (9 / 6 / 9). */
const QUOTAS = [
  ['个体私营经济组织党委', 2, 1, 2],
  ['互联网行业党委', 1, 1, 1],
  ['快递行业党委', 1, 1, 1],
  ['物业行业党委', 1, 1, 1],
  ['交通运输行业党委', 2, 1, 2],
  ['云溪旗个体私营经济组织党委', 2, 1, 2],
] as const

/** The shape of 001: the list of an alliance stands in its public notice. */
export function publicityCampaign(time: Timetable): CampaignDocument {
  return {
    settings: {
      format: 'mingping-campaign/1',
      slug: 'yunchuan-liangxin',
      title: `云川市“两新”党建联盟${time.year - 1}年度“两优一先”拟表彰对象公示`,
      shortTitle: '云川“两新”两优一先',
      organizers: ['中共云川市新业态新就业群体党建联盟'],
      theme: 'red',
      summary: '各行业党委推荐、联盟审核，拟表彰先进基层党组织 9 个、优秀共产党员 9 名、优秀党务工作者 6 名，现予公示。',
      rules: ['优秀共产党员与优秀党务工作者不交叉重复。'],
      order: 'number',
      contact: {
        office: '联盟轮值理事单位（演示）',
        phone: '0000-4567890',
        address: '云川市创业大厦 6 层（演示地址）',
        email: 'lianmeng@example.cn',
      },
      use: 'advisory',
      identity: 'device',
      visibility: 'hidden',
      batchHour: 9,
      organizerSeesRunning: false,
      period: 'once',
      totalMin: null,
      totalMax: null,
      expectedPeak: 100,
      humanChecks: ['pow'],
      milestones: [
        { step: 'call', title: '推荐申报', from: time.at(-35), until: time.at(-20) },
        { step: 'vetting', title: '联盟审核', from: time.at(-19), until: time.at(-5) },
        { step: 'publicity', title: '拟表彰对象公示', from: time.at(-1), until: time.publicityEnd(-2) },
        { step: 'honours', title: '表彰大会', from: time.at(20), until: time.at(20) },
      ],
      categories: [
        { key: 'groups', name: '先进基层党组织', kind: 'organization', honours: 9, min: 0, max: 9 },
        { key: 'workers', name: '优秀党务工作者', kind: 'person', honours: 6, min: 0, max: 6 },
        { key: 'members', name: '优秀共产党员', kind: 'person', honours: 9, min: 0, max: 9 },
      ],
    },
    nominees: nominees(),
    notices: [
      {
        key: 'publicity',
        kind: 'publicity',
        title: `云川市“两新”党建联盟${time.year - 1}年度“两优一先”拟表彰对象公示`,
        source: '市“两新”党建联盟',
        author: '联盟秘书处',
        body: publicityBody(time),
        publishAt: time.at(-2, '09:00'),
        withdrawnAt: null,
        withdrawnReason: null,
        corrects: null,
        posted: time.at(-2),
        through: time.publicityEnd(-2),
        conclusion: null,
        attachments: [],
      },
      {
        key: 'old-list',
        kind: 'news',
        title: '拟表彰对象名单（征求意见）',
        source: '市“两新”党建联盟',
        author: '联盟秘书处',
        body: '名单征求意见稿。',
        publishAt: time.at(-6, '09:00'),
        withdrawnAt: time.at(-5, '11:30'),
        withdrawnReason: '名单尚在审核，误发。请以正式公示为准。',
        corrects: null,
        posted: null,
        through: null,
        conclusion: null,
        attachments: [],
      },
    ],
  }
}

function nominees(): NomineeEntry[] {
  const chance = chanceFrom(1001)
  const taken = new Set<string>()
  const list: NomineeEntry[] = []
  const people = (category: string, index: 2 | 3, post: string) => {
    for (const quota of QUOTAS)
      for (let i = 0; i < quota[index]; i++) {
        const entry = personEntry(chance, {
          city: '云川市',
          number: list.length + 1,
          category,
          person: newPerson(chance, taken),
          trade: tradeAt(7),
          unit: quota[0],
        })
        list.push({ ...entry, post })
      }
  }
  for (const [unit, groups] of QUOTAS)
    for (let i = 0; i < groups; i++) {
      const name = `${unit.replace(/(行业)?党委$/, '')}第${['一', '二'][i]}联合党支部`
      list.push({
        number: list.length + 1,
        category: 'groups',
        name,
        unit,
        post: unit,
        brief: `党员 ${chance.whole(12, 46)} 名。把支部建在园区和站点，流动党员管理和关爱服务做得扎实。`,
        deeds: '',
        honours: '',
        initials: initialsOf(name),
        photo: null,
        outcome: null,
      })
    }
  people('workers', 2, '党支部书记')
  people('members', 3, '党员')
  return list
}

const publicityBody = (
  time: Timetable,
): string => `按照《关于开展年度“两优一先”推荐表彰活动的通知》要求，经各行业党委推荐、联盟审核，现将拟表彰对象公示如下。

| 推荐单位 | 先进基层党组织 | 优秀党务工作者 | 优秀共产党员 |
| --- | --- | --- | --- |
${QUOTAS.map(([unit, groups, workers, members]) => `| ${unit} | ${groups} | ${workers} | ${members} |`).join('\n')}
| 合计 | 9 | 6 | 9 |

具体名单见本活动“候选对象”栏目。公示时间为 ${time.words(-1)}起不少于 5 个工作日。

如对公示对象有异议，请以实名书面或电话方式反映，我们将认真核实并答复。`
