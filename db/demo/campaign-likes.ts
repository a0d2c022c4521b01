import type { CampaignDocument } from '../../worker/import/document.ts'
import { chanceFrom } from './chance.ts'
import { newPerson, personEntry, tradeAt } from './people.ts'
import type { Timetable } from './timetable.ts'

const LEAGUES = ['北岭市', '云川市', '草原盟', '铁路工会', '电力工会', '教科文卫工会', '直属机关工会']

/** The shape of 004: twenty workers for ten and ten, and likes that are publicity and nothing else. */
export function likesCampaign(time: Timetable): CampaignDocument {
  const chance = chanceFrom(4004)
  const taken = new Set<string>()
  const nominees = Array.from({ length: 20 }, (_, i) => {
    const trade = tradeAt(i * 7 + 4)
    return personEntry(chance, {
      city: '北岭自治区',
      number: i + 1,
      category: 'workers',
      person: newPerson(chance, taken),
      trade,
      unit: `${LEAGUES[i % LEAGUES.length]}${chance.pick(trade.unit)}`,
    })
  })
  return {
    settings: {
      format: 'mingping-campaign/1',
      slug: 'beiling-workers',
      title: `北岭自治区${time.year}年度“最美职工”选树宣传`,
      shortTitle: '北岭“最美职工”',
      organizers: ['北岭自治区党委宣传部', '北岭自治区总工会'],
      theme: 'green',
      summary: '20 名人选来自生产和工作一线。点赞让更多人知道他们的故事；评选由评委会按程序进行，与点赞多少无关。',
      rules: ['每人每天可为每位人选点赞一次。', '点赞只用于宣传，结果不提供给评委会。'],
      order: 'shuffle',
      contact: {
        office: '自治区总工会宣传部（演示）',
        phone: '0000-2345678',
        address: '北岭市团结路 15 号（演示地址）',
        email: 'xuanchuan@example.cn',
      },
      use: 'publicity',
      identity: 'device',
      visibility: 'hidden',
      batchHour: 18,
      organizerSeesRunning: false,
      period: 'once',
      totalMin: null,
      totalMax: null,
      expectedPeak: 140,
      humanChecks: ['pow'],
      milestones: [
        { step: 'call', title: '推荐申报', from: time.at(-40), until: time.at(-18) },
        { step: 'publicity', title: '三级公示', from: time.at(-17), until: time.publicityEnd(-18) },
        { step: 'likes', title: '网络点赞', from: time.at(-3, '08:00'), until: time.at(12) },
        { step: 'inspection', title: '实地考察', from: time.at(5), until: time.at(16) },
        { step: 'decision', title: '评委会评选', from: time.at(17), until: time.at(24) },
        { step: 'final-publicity', title: '名单公示', from: time.at(26), until: time.at(35) },
        { step: 'honours', title: '发布仪式', from: time.at(45), until: time.at(45) },
      ],
      categories: [{ key: 'workers', name: '最美职工人选', kind: 'person', honours: 10, min: 0, max: 10 }],
    },
    nominees,
    notices: [
      {
        key: 'likes',
        kind: 'news',
        title: '“最美职工”人选事迹展示和点赞今天开始',
        source: '自治区总工会',
        author: '宣传部',
        body: `20 名“最美职工”人选的事迹今天起集中展示。欢迎阅读他们的故事，为打动您的劳动者点一个赞。\n\n需要说明的是，**点赞仅作宣传，不作评选依据**。评选由评委会依据事迹材料和实地考察进行。`,
        publishAt: time.at(-3, '08:00'),
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
