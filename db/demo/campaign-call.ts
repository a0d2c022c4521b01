import type { CampaignDocument } from '../../worker/import/document.ts'
import type { Timetable } from './timetable.ts'

/** The shape of 000: a call for nominations, 1:1.5 upward and 1:2 downward; there are no nominees yet. */
export function callCampaign(time: Timetable): CampaignDocument {
  return {
    settings: {
      format: 'mingping-campaign/1',
      slug: 'anping-liangyou',
      title: `安平市推荐自治区优秀共产党员、优秀党务工作者和先进基层党组织`,
      shortTitle: '安平“两优一先”推荐',
      organizers: ['中共安平市委组织部'],
      theme: 'red',
      summary:
        '自治区按 1:1.5 分配我市优秀共产党员 17 名、优秀党务工作者 11 名、先进基层党组织 16 个。我市按 1:2 差额推荐，现面向各推荐单位征集人选。',
      rules: [
        '推荐名额 34 名、22 名、32 个，分解到各推荐单位；特别优秀的可以在名额之外推荐，但要说明理由。',
        '优秀共产党员与优秀党务工作者一般不交叉；党务工作者与其所在党组织一般不交叉。',
      ],
      order: 'number',
      contact: {
        office: '市委组织部组织一科（演示）',
        phone: '0000-5678901',
        address: '安平市建设路 8 号（演示地址）',
        email: 'anping@example.cn',
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
        { step: 'call', title: '征集推荐', from: time.at(-6), until: time.at(8, '18:00') },
        { step: 'inspection', title: '全面考察', from: time.at(9), until: time.at(20) },
        { step: 'decision', title: '市委常委会研究', from: time.at(22), until: time.at(24) },
        { step: 'final-publicity', title: '公示', from: time.at(26), until: time.at(36) },
      ],
      categories: [
        { key: 'members', name: '优秀共产党员', kind: 'person', honours: 17, min: 0, max: 17 },
        { key: 'workers', name: '优秀党务工作者', kind: 'person', honours: 11, min: 0, max: 11 },
        { key: 'groups', name: '先进基层党组织', kind: 'organization', honours: 16, min: 0, max: 16 },
      ],
    },
    nominees: [],
    notices: [
      {
        key: 'call',
        kind: 'call',
        title: '关于推荐自治区优秀共产党员、优秀党务工作者和先进基层党组织的通知',
        source: '市委组织部',
        author: '组织一科',
        body: callBody(time),
        publishAt: time.at(-6, '10:00'),
        withdrawnAt: null,
        withdrawnReason: null,
        corrects: null,
        posted: null,
        through: null,
        conclusion: null,
        attachments: [],
      },
    ],
  }
}

const callBody = (time: Timetable): string => `各旗县区党委组织部，市直各党（工）委：

## 一、名额

| 类别 | 自治区分配（1:1.5） | 我市推荐（1:2） |
| --- | --- | --- |
| 优秀共产党员 | 17 名 | 34 名 |
| 优秀党务工作者 | 11 名 | 22 名 |
| 先进基层党组织 | 16 个 | 32 个 |

## 二、重点

向基层和生产一线倾斜。曾获全国、自治区同类表彰的，这次不再推荐。

## 三、征求意见

推荐单位要征求纪检监察、组织人事、巡视巡察、公安、检察、法院、审计、信访、生态环境等部门意见，集体研究审定。

## 四、材料

1. 推荐和审批表；
2. 排序表（名额 2 个以上的单位填写）；
3. 事迹材料，2000 字左右；
4. 征求意见的复印件；
5. 电子照片：白色背景、无边框，JPG 格式，不小于 626×413 像素，文件名为本人姓名。

以上材料一式三份，于 ${time.words(8)} 下班前报送。`
